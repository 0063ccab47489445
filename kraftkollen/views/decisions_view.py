"""Decisions as a reader meets them: never without dissent, on what right, and what still needs a committee's own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kraftkollen.model.decision import Decision, Dissent, Mandate
from kraftkollen.model.programme import Programme
from kraftkollen.programme.decisions import concerning, lacking, settling, without_mandate
from kraftkollen.views.calendar_rows import CalendarRow, calendar_rows
from kraftkollen.views.choices import Choice, Option
from kraftkollen.views.reading import Reading
from kraftkollen.views.register_names import Names
from kraftkollen.words.numbers import day
from kraftkollen.words.register_terms import term


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision as a reader meets it. `flag` says what it still lacks, "" if nothing."""

    id: str
    day: str
    bodies: str
    reference: str
    what: str
    mandate: str
    dissent: str
    flag: str
    concerns: tuple[tuple[str, str], ...]
    document: str | None


@dataclass(frozen=True, slots=True)
class DecisionsView:
    """What the page of decisions says. `example` says that the calendar is ours, not the city's."""

    sentence: str
    rows: tuple[DecisionRow, ...]
    lacking: tuple[DecisionRow, ...]
    to_enter: tuple[DecisionRow, ...]
    body: Choice
    calendar: tuple[CalendarRow, ...]
    example: bool
    records: Mapping[str, Mapping[str, Any]]


def decisions_view(reading: Reading, programme: Programme, on: date, body: str | None = None) -> DecisionsView:
    """Return the decisions up to a day, and the calendar of the year after it.

    Parameters
    ----------
    programme
        The register as it stands, or as it stood at an earlier time.
    on
        Decisions after that day are left out; those without a day are not.
    body
        The id of the body whose decisions are asked for; None for all.
    """
    known = [one for one in programme.decisions if one.day is None or one.day <= on]
    rows = decision_rows(reading, programme, known)
    mine = {one.id for one in known if body is None or body in (*one.bodies, *one.needs, *one.mandate_from)}
    waiting = {one.decision.id for one in lacking(programme)}
    open_ones = {one.id for one in known if not one.entered}
    calendar, example = calendar_rows(reading, programme, on)
    return DecisionsView(
        _sentence(reading, len(rows) - len(open_ones), len(waiting & {one.id for one in known}), len(open_ones)),
        tuple(one for one in rows if one.id in mine),
        tuple(one for one in rows if one.id in waiting),
        tuple(one for one in rows if one.id in open_ones),
        _bodies(programme, known, body),
        calendar,
        example,
        {one.id: one.body for one in reading.version.registry.records if one.kind == "decisions" and one.body},
    )


def decisions_about(reading: Reading, programme: Programme, intervention: str) -> tuple[DecisionRow, ...]:
    """Return the decisions that concern an intervention, the newest first, each with its dissent."""
    return decision_rows(reading, programme, concerning(programme, intervention))


def decision_rows(reading: Reading, programme: Programme, decisions: Iterable[Decision]) -> tuple[DecisionRow, ...]:
    """Return decisions as rows, those without a day first, then the newest first."""
    names = Names(reading, programme)
    flags = _flags(names)
    ordered = sorted(decisions, key=lambda one: (one.day is not None, -(one.day.toordinal() if one.day else 0)))
    return tuple(_row(names, one, flags.get(one.id, "")) for one in ordered)


def _row(names: Names, one: Decision, flag: str) -> DecisionRow:
    reading = names.reading
    note = f"({one.reference_note.in_language(reading.language)})" if one.reference_note else ""
    return DecisionRow(
        one.id,
        day(one.day) if one.day else reading.words("date not known"),
        names.bodies(one.bodies),
        " ".join(part for part in (one.reference, note) if part),
        one.what.in_language(reading.language),
        _mandate(names, one),
        "; ".join(dissent_words(reading, found) for found in one.dissent),
        flag,
        tuple((name, names.called(name)) for name in one.concerns),
        one.document,
    )


def _mandate(names: Names, one: Decision) -> str:
    reading = names.reading
    said = [term(one.mandate, reading.language)] if one.mandate else []
    if one.mandate is Mandate.DELEGATION and one.mandate_from:
        said = [reading.words("delegation from {bodies}", bodies=names.bodies(one.mandate_from))]
    there = settling(one, names.programme.decisions)
    for body in one.needs:
        if body in there:
            own = there[body]
            reference = " ".join(part for part in (day(own.day) if own.day else "", own.reference or "") if part)
            said.append(reading.words("own decision of {body}: {reference}", body=names.body(body), reference=reference))
    return "; ".join(said)


def _flags(names: Names) -> dict[str, str]:
    reading = names.reading
    found = {
        one.decision.id: reading.words("does not hold until decided by: {bodies}", bodies=names.bodies(one.bodies))
        for one in lacking(names.programme)
    }
    found |= {one.id: reading.words("nobody has said on what mandate") for one in without_mandate(names.programme)}
    return found | {one.id: reading.words("to be entered") for one in names.programme.decisions if not one.entered}


def dissent_words(reading: Reading, one: Dissent) -> str:
    """Return a reservation or statement as it is shown beside its decision."""
    parties = ", ".join(one.parties)
    if one.kind == "reservation":
        return reading.words("reservation ({parties})", parties=parties)
    if not one.received:
        return reading.words("statement announced ({parties}), not received", parties=parties)
    return reading.words("statement ({parties})", parties=parties)


def _sentence(reading: Reading, entered: int, waiting: int, unknown: int) -> str:
    said = [
        reading.counted(
            "{count} decision or statement is on record.", "{count} decisions and statements are on record.", entered
        )
    ]
    if waiting:
        said.append(
            reading.counted(
                "{count} decision of a steering group still needs a committee's own.",
                "{count} decisions of steering groups still need a committee's own.",
                waiting,
            )
        )
    if unknown:
        said.append(reading.counted("{count} is to be entered.", "{count} are to be entered.", unknown))
    return " ".join(said)


def _bodies(programme: Programme, known: Iterable[Decision], wanted: str | None) -> Choice:
    used = {body for one in known for body in (*one.bodies, *one.needs, *one.mandate_from)}
    options = tuple(Option(one.id, one.name) for one in programme.bodies if one.id in used)
    chosen = next((one for one in options if one.id == wanted), None)
    return Choice(options, chosen, wanted if wanted is not None and chosen is None else None)
