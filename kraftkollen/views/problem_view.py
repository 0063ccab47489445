"""The shared problem picture as a reader meets it: what is known of each place, by whom, who shares it. Nothing is ranked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kraftkollen.model.feedback import Agreement, Dialogue, Insight, InsightKind
from kraftkollen.model.programme import Programme
from kraftkollen.programme.problem_picture import Answered, Picture, Place, given_by, picture, place_of, single
from kraftkollen.views.area_names import area_name
from kraftkollen.views.choices import Choice, Option, choose
from kraftkollen.views.reading import Reading
from kraftkollen.words.numbers import day, number


@dataclass(frozen=True, slots=True)
class InsightRow:
    """An insight as a reader meets it."""

    committee: str
    day: str
    text: str
    seen_by: str
    evidence: str


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What a committee says of the picture, or that it has not answered."""

    committee: str
    answer: str
    day: str
    why: str
    newer: str


@dataclass(frozen=True, slots=True)
class DialogueRow:
    """A dialogue as a reader meets it."""

    day: str
    bodies: str
    what: str
    document: str


@dataclass(frozen=True, slots=True)
class PictureView:
    """The picture of one place."""

    title: str
    sentence: str
    insights: tuple[InsightRow, ...]
    answers: tuple[AnswerRow, ...]
    dialogues: tuple[DialogueRow, ...]


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place in the list of all, in the order of the register."""

    place: str
    insights: str
    presence: str
    sharing: str
    not_sharing: str
    silent: str


@dataclass(frozen=True, slots=True)
class GiverRow:
    """What a committee or company has given to all pictures together."""

    committee: str
    insights: str
    presence: str
    answered: str


@dataclass(frozen=True, slots=True)
class ProblemView:
    """The pictures of all places, and the one that is chosen; None where there is no place to choose."""

    sentence: str
    places: Choice
    chosen: PictureView | None
    summary: tuple[PlaceRow, ...]
    givers: tuple[GiverRow, ...]


def problem_view(reading: Reading, on: date, wanted: str | None = None, programme: Programme | None = None) -> ProblemView:
    """Return the problem pictures as they stand on a day.

    Parameters
    ----------
    wanted
        The place to show: a priority area's id, or level and code with a colon between; the first place if left out.
    programme
        The register as it was recorded earlier; as published if left out.
    """
    known = programme or reading.version.programme
    pictures = [(_title(reading, known, place), picture(known, place, on)) for place in _places(known, on)]
    choice = choose((Option(one.place.key, title) for title, one in pictures), wanted)
    shown = next(((title, one) for title, one in pictures if choice.chosen and one.place.key == choice.chosen.id), None)
    return ProblemView(
        sentence=_sentence(reading, known, [one for _, one in pictures], on),
        places=choice,
        chosen=_picture(reading, known, *shown) if shown else None,
        summary=tuple(_summary(reading, known, title, one) for title, one in pictures),
        givers=_givers(reading, known, [one for _, one in pictures], on),
    )


def picture_view(reading: Reading, place: Place, on: date) -> PictureView:
    """Return the picture of one place, for a page that is about that place."""
    known = reading.version.programme
    return _picture(reading, known, _title(reading, known, place), picture(known, place, on))


def _places(known: Programme, on: date) -> list[Place]:
    """Return the priority areas, then the single areas outside them of which something is known."""
    priority = [place_of(one) for one in known.priority_areas]
    singles: dict[str, Place] = {}
    records: tuple[Insight | Agreement | Dialogue, ...] = (*known.insights, *known.agreements, *known.dialogues)
    for one in records:
        covered = any(one.area in place.codes and one.level == place.level for place in priority)
        if one.day <= on and one.area and not covered:
            singles.setdefault(f"{one.level}:{one.area}", single(one.level, one.area))
    return [*priority, *singles.values()]


def _title(reading: Reading, known: Programme, place: Place) -> str:
    if place.priority:
        return next(one.name for one in known.priority_areas if one.id == place.key)
    return area_name(reading, place.level, next(iter(place.codes)))


def _sentence(reading: Reading, known: Programme, pictures: Sequence[Picture], on: date) -> str:
    insights = [one for one in known.insights if one.day <= on]
    if not insights:
        return reading.words("No insight has been entered yet.")
    committees = len({one.committee for one in insights})
    given = reading.counted(
        "{count} insight from {committees}.",
        "{count} insights from {committees}.",
        len(insights),
        committees=_bodies(reading, committees),
    )
    missing = sum(len(one.silent) for one in pictures)
    otherwise = sum(len(one.not_sharing) for one in pictures)
    return " ".join(
        (
            given,
            reading.counted("{count} answer to a picture is missing.", "{count} answers to a picture are missing.", missing)
            if missing
            else reading.words("All who take part have answered."),
            *(
                [reading.counted("{count} answer sees it otherwise.", "{count} answers see it otherwise.", otherwise)]
                if otherwise
                else []
            ),
        )
    )


def _bodies(reading: Reading, count: int) -> str:
    return reading.counted("{count} committee or company", "{count} committees and companies", count)


def _picture(reading: Reading, known: Programme, title: str, found: Picture) -> PictureView:
    return PictureView(
        title=title,
        sentence=_place_sentence(reading, found),
        insights=tuple(_insight(reading, known, found.place, one) for given in found.given for one in given.insights),
        answers=tuple(_answer(reading, known, one) for one in found.answered),
        dialogues=tuple(
            DialogueRow(day(one.day), _names(known, one.bodies), one.what.in_language(reading.language), one.document or "")
            for one in found.dialogues
        ),
    )


def _place_sentence(reading: Reading, found: Picture) -> str:
    insights = reading.counted("{count} insight", "{count} insights", len(found.insights))
    presence = reading.counted(
        "{count} occasion of public presence in the last twelve months",
        "{count} occasions of public presence in the last twelve months",
        found.presence,
    )
    answers = reading.words(
        "Share the picture: {yes}. See it otherwise: {no}. Have not answered: {silent}.",
        yes=len(found.sharing),
        no=len(found.not_sharing),
        silent=len(found.silent),
    )
    return f"{insights}, {presence}. {answers}"


def _insight(reading: Reading, known: Programme, place: Place, one: Insight) -> InsightRow:
    part = f"{area_name(reading, one.level, one.area)}: " if one.area and place.priority else ""
    evidence = one.evidence.in_language(reading.language) if one.evidence else ""
    return InsightRow(
        committee=known.body_name(one.committee),
        day=day(one.day),
        text=part + one.text.in_language(reading.language),
        seen_by=_seen_by(reading, one),
        evidence=" ".join(filter(None, (evidence, one.document))),
    )


def _seen_by(reading: Reading, one: Insight) -> str:
    if one.kind is InsightKind.KNOWLEDGE:
        return reading.words("own work")
    return reading.counted("presence, {count} occasion", "presence, {count} occasions", one.presence)


def _answer(reading: Reading, known: Programme, one: Answered) -> AnswerRow:
    given = one.agreement
    if given is None:
        return AnswerRow(known.body_name(one.committee), reading.words("has not answered"), "", "", "")
    said = reading.words("shares the picture") if given.agrees else reading.words("does not share the picture")
    why = given.why.in_language(reading.language) if given.why else ""
    newer = number(one.newer, 0, reading.language) if one.newer else ""
    return AnswerRow(known.body_name(one.committee), said, day(given.day), why, newer)


def _names(known: Programme, bodies: Iterable[str]) -> str:
    return ", ".join(known.body_name(one) for one in bodies)


def _summary(reading: Reading, known: Programme, title: str, found: Picture) -> PlaceRow:
    return PlaceRow(
        place=title,
        insights=number(len(found.insights), 0, reading.language),
        presence=number(found.presence, 0, reading.language),
        sharing=number(len(found.sharing), 0, reading.language),
        not_sharing=_names(known, found.not_sharing),
        silent=_names(known, found.silent),
    )


def _givers(reading: Reading, known: Programme, pictures: Sequence[Picture], on: date) -> tuple[GiverRow, ...]:
    """Return what each has given, in the order of the register; also those who are asked and have given nothing."""
    given = {one.committee: one for one in given_by(known, [one for one in known.insights if one.day <= on], on)}
    asked = [one for shown in pictures for one in shown.answered]
    rows = []
    for body in known.bodies:
        mine = [one for one in asked if one.committee == body.id]
        found = given.get(body.id)
        if found or mine:
            answered = sum(one.agreement is not None for one in mine)
            rows.append(
                GiverRow(
                    body.name,
                    number(len(found.insights) if found else 0, 0, reading.language),
                    number(found.presence if found else 0, 0, reading.language),
                    reading.words("{some} of {all}", some=answered, all=len(mine)),
                )
            )
    return tuple(rows)
