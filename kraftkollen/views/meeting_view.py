"""What a steering group meets with: where the areas stand, what is to be decided, and what the evaluation lacks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kraftkollen.development import LEVEL
from kraftkollen.model.modules import Module, used
from kraftkollen.model.programme import Programme
from kraftkollen.views.checkpoint_view import CheckpointView, checkpoint_view
from kraftkollen.views.due_view import Due, due_sentence, due_view
from kraftkollen.views.movers_view import PlaceMovers, movers_view
from kraftkollen.views.outcomes import outcomes
from kraftkollen.views.reading import Reading


@dataclass(frozen=True, slots=True)
class Lack:
    """A criterion for which something is missing: how much, and whose it is to provide."""

    criterion: str
    what: str
    count: int
    whose: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The evaluation after one year at a glance, in the words and numbers of its own page."""

    days: str
    readiness: str
    budget: str
    lacks: tuple[Lack, ...]
    found: CheckpointView


@dataclass(frozen=True, slots=True)
class MeetingView:
    """Everything for one meeting. `said` has a sentence a place; `evaluation` is None where the city does not use it."""

    on: date
    city: str
    demo: bool
    name: str
    sentence: str
    places: tuple[PlaceMovers, ...]
    said: tuple[str, ...]
    due: tuple[Due, ...]
    due_sentence: str
    evaluation: Evaluation | None
    published_at: str


def meeting_view(reading: Reading, on: date) -> MeetingView:
    """Return what a meeting on a day is about, from what is published."""
    programme = reading.version.programme
    places, due = movers_view(reading), due_view(reading, programme, on)
    return MeetingView(
        on=on,
        city=programme.city.name,
        demo=programme.city.demo,
        name=programme.programme.name.in_language(reading.language),
        sentence=places_sentence(reading, places),
        places=places,
        said=tuple(place_sentence(reading, one) for one in places),
        due=due,
        due_sentence=due_sentence(reading, due),
        evaluation=evaluation(checkpoint_view(reading, programme, on, outcomes(reading, on)))
        if evaluation_used(programme)
        else None,
        published_at=reading.published_at,
    )


def evaluation(found: CheckpointView) -> Evaluation:
    """Return the evaluation at a glance: what it lacks by criterion, in the order of the criteria."""
    lacks = tuple(
        Lack(row.criterion.id, row.what, len(row.missing), tuple(dict.fromkeys(one.whose for one in row.missing)))
        for row in found.rows
        if row.missing
    )
    return Evaluation(found.days, found.readiness, found.budget, lacks, found)


def evaluation_used(programme: Programme) -> bool:
    """Return whether the city uses the evaluation after one year."""
    return used(programme, Module.CHECKPOINT)


def places_sentence(reading: Reading, places: Iterable[PlaceMovers]) -> str:
    """Return how many indicators have moved beyond chance, which way, and how many might have done so by chance."""
    listed = [one for one in places if one.read]
    if not listed:
        return reading.words("No indicator can be read in a priority area yet: there are no figures from before and after.")
    right, wrong = (sum(len(one) for one in each) for each in zip(*((p.right, p.wrong) for p in listed), strict=True))
    said = reading.counted(
        "In {count} priority area {right} indicators have moved the right way and {wrong} the wrong way, "
        "by more than chance alone.",
        "In {count} priority areas {right} indicators have moved the right way and {wrong} the wrong way, "
        "by more than chance alone.",
        len(listed),
        right=right,
        wrong=wrong,
    )
    by_chance = round(sum(one.read for one in listed) * (1 - LEVEL))
    if not by_chance or not right + wrong:
        return said
    return f"{said} " + reading.counted(
        "Of so many, {count} may do so by chance all the same.",
        "Of so many, {count} may do so by chance all the same.",
        by_chance,
    )


def place_sentence(reading: Reading, one: PlaceMovers) -> str:
    """Return how many indicators have moved in one area, of how many that could be read."""
    if not one.read:
        return reading.words("No indicator can be read here yet.")
    return reading.words(
        "{right} the right way and {wrong} the wrong way, of {indicators}.",
        right=len(one.right),
        wrong=len(one.wrong),
        indicators=reading.counted("{count} indicator", "{count} indicators", one.read),
    )
