"""The shared problem picture of a place: who has given what, who shares it, who has not answered. It never ranks places."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kraftkollen.model.feedback import Agreement, Dialogue, Insight
from kraftkollen.model.period import months_later
from kraftkollen.model.programme import Intervention, PriorityArea, Programme

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Place:
    """What a picture is of: a priority area, or one area of a level."""

    key: str
    level: str
    codes: frozenset[str]
    priority: bool


def place_of(area: PriorityArea) -> Place:
    """Return the priority area as a place."""
    return Place(area.id, area.level, frozenset(area.areas), priority=True)


def single(level: str, code: str) -> Place:
    """Return one area as a place."""
    return Place(f"{level}:{code}", level, frozenset({code}), priority=False)


@dataclass(frozen=True, slots=True)
class Given:
    """What one committee or company has given. `presence` counts occasions of the last twelve months."""

    committee: str
    insights: tuple[Insight, ...]
    presence: int


@dataclass(frozen=True, slots=True)
class Answered:
    """Whether a committee shares the picture. `agreement` is its latest answer; None: it has not answered.

    `newer` counts the insights of others that are dated after the answer: what it has not said anything about.
    """

    committee: str
    agreement: Agreement | None
    newer: int


@dataclass(frozen=True, slots=True)
class Picture:
    """The problem picture of a place on a day: committees in the order in which the register has them."""

    place: Place
    given: tuple[Given, ...]
    answered: tuple[Answered, ...]
    dialogues: tuple[Dialogue, ...]

    @property
    def insights(self) -> tuple[Insight, ...]:
        """All insights, the newest first."""
        return newest_first(insight for one in self.given for insight in one.insights)

    @property
    def presence(self) -> int:
        """Occasions of public presence in the last twelve months."""
        return sum(one.presence for one in self.given)

    @property
    def sharing(self) -> tuple[str, ...]:
        """The committees that share the picture."""
        return tuple(one.committee for one in self.answered if one.agreement and one.agreement.agrees)

    @property
    def not_sharing(self) -> tuple[str, ...]:
        """The committees that have said that they see it otherwise."""
        return tuple(one.committee for one in self.answered if one.agreement and not one.agreement.agrees)

    @property
    def silent(self) -> tuple[str, ...]:
        """The committees that take part in the place and have not answered."""
        return tuple(one.committee for one in self.answered if one.agreement is None)


def newest_first(insights: Iterable[Insight]) -> tuple[Insight, ...]:
    """Return the insights by day, the newest first; of one day in the order given."""
    return tuple(sorted(insights, key=lambda one: -one.day.toordinal()))


def picture(programme: Programme, place: Place, on: date) -> Picture:
    """Return the problem picture of a place as it stands on a day.

    An insight about one area belongs to the pictures of that area and of each priority area that holds it; an answer belongs to
    the place that it was given about. The committees asked are those that lead or take part in an intervention in the place on
    the day, and those that have given or answered something there.
    """
    insights = [one for one in programme.insights if one.day <= on and _within(one.place, place)]
    answers = [one for one in programme.agreements if one.day <= on and one.place == place.key]
    dialogues = [one for one in programme.dialogues if one.day <= on and _within(one.place, place)]
    taking_part = {body for one in programme.interventions if _works_in(one, place, on) for body in bodies_of(one)}
    asked = taking_part | {one.committee for one in insights} | {one.committee for one in answers}
    ordered = [body.id for body in programme.bodies if body.id in asked]
    return Picture(
        place=place,
        given=given_by(programme, insights, on),
        answered=tuple(_answered(body, insights, answers) for body in ordered),
        dialogues=tuple(sorted(dialogues, key=lambda one: -one.day.toordinal())),
    )


def given_by(programme: Programme, insights: Sequence[Insight], on: date) -> tuple[Given, ...]:
    """Return who has given the insights, in the order of the register: each insight once."""
    found = [
        Given(body.id, newest_first(mine), sum(one.presence for one in mine if lately(one.day, on)))
        for body in programme.bodies
        if (mine := [one for one in insights if one.committee == body.id])
    ]
    return tuple(found)


def lately(day: date, on: date) -> bool:
    """Return whether the day lies within the twelve months that end with `on`."""
    return months_later(on, -MONTHS) < day <= on


def bodies_of(one: Intervention) -> tuple[str, ...]:
    """Return who leads or takes part, each once."""
    return tuple(dict.fromkeys((*([one.lead] if one.lead else []), *one.participants)))


def runs(one: Intervention, on: date) -> bool:
    """Return whether it goes on that day; one whose start is not on record counts as going on."""
    return (one.start is None or one.start <= on) and (one.end is None or on <= one.end)


def _within(key: str | None, place: Place) -> bool:
    if key == place.key:
        return True
    level, _, code = (key or "").partition(":")
    return place.priority and level == place.level and code in place.codes


def _works_in(one: Intervention, place: Place, on: date) -> bool:
    return runs(one, on) and one.level == place.level and not place.codes.isdisjoint(one.areas)


def _answered(committee: str, insights: Sequence[Insight], answers: Sequence[Agreement]) -> Answered:
    mine = [one for one in answers if one.committee == committee]
    if not mine:
        return Answered(committee, None, 0)
    # Of two of one day the one written last: max keeps the first, so the order is turned.
    latest = max(reversed(mine), key=lambda one: one.day)
    return Answered(committee, latest, sum(one.committee != committee and one.day > latest.day for one in insights))
