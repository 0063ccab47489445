"""What is done, where, and by whom: the list of interventions, one of them with all that is on record, and double processes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kraftkollen.model.intervention import Intervention, Status
from kraftkollen.model.modules import Module, used
from kraftkollen.model.programme import Programme
from kraftkollen.programme.overlaps import Covers, Overlaps, overlaps
from kraftkollen.views.choices import Choice, Option
from kraftkollen.views.decisions_view import DecisionRow, decisions_about
from kraftkollen.views.intervention_values import LIGHT_FIELDS, Fact, facts, plan_facts
from kraftkollen.views.overlap_rows import OverlapRow, overlap_row
from kraftkollen.views.reading import Reading
from kraftkollen.views.register_names import Names, covers
from kraftkollen.words.numbers import day
from kraftkollen.words.register_terms import term


@dataclass(frozen=True, slots=True)
class Filters:
    """Which interventions are asked for: ids from the address; None for all."""

    area: str | None = None
    body: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class InterventionRow:
    """An intervention in the list."""

    id: str
    name: str
    where: str
    lead: str
    kind: str
    start: str
    status: str
    indicator: str
    city_wide: bool


@dataclass(frozen=True, slots=True)
class InterventionsView:
    """What the page says of all interventions."""

    sentence: str
    rows: tuple[InterventionRow, ...]
    area: Choice
    body: Choice
    status: Choice
    overlaps: tuple[OverlapRow, ...]
    unanswered: int
    incomparable: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A point, or the points of a line, on the map: longitude and latitude."""

    what: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class OneIntervention:
    """All that is on record of one intervention. `body` is the record as it was published, for who changes it."""

    id: str
    name: str
    sentence: str
    light: tuple[Fact, ...]
    more: tuple[Fact, ...]
    plan: tuple[Fact, ...]
    decisions: tuple[DecisionRow, ...]
    overlaps: tuple[OverlapRow, ...]
    spots: tuple[Spot, ...]
    areas: tuple[str, ...]
    level: str
    body: Mapping[str, Any] | None


def interventions_view(reading: Reading, programme: Programme, on: date, filters: Filters) -> InterventionsView:
    """Return the interventions as they stand on a day, processes of the whole city first, then by name.

    Parameters
    ----------
    programme
        The register as it stands, or as it stood at an earlier time.
    on
        The day that the list is about: it decides what is planned, under way or ended.
    """
    names = Names(reading, programme)
    everything = sorted(programme.interventions, key=lambda one: (not one.city_wide, names.called(one.id).casefold()))
    finest = covers(reading)
    shown = [one for one in everything if _asked_for(one, programme, finest, filters, on)]
    found = _overlaps(programme, finest, on)
    return InterventionsView(
        _sentence(reading, programme, on, len(found.unanswered)),
        tuple(_row(names, one, on) for one in shown),
        _areas(names, everything, filters.area),
        _bodies(names, everything, filters.body),
        _statuses(reading, everything, on, filters.status),
        tuple(overlap_row(names, one) for one in found.found),
        len(found.unanswered),
        tuple(names.called(one) for one in found.incomparable),
    )


def one_intervention(reading: Reading, programme: Programme, intervention: str, on: date) -> OneIntervention | None:
    """Return one intervention with all that is on record; None if there is none of that id."""
    one = next((found for found in programme.interventions if found.id == intervention), None)
    if one is None:
        return None
    names = Names(reading, programme)
    said = facts(names, one)
    found = _overlaps(programme, covers(reading), on).found
    records = {record.id: record.body for record in reading.version.registry.records if record.kind == "interventions"}
    return OneIntervention(
        one.id,
        names.called(one.id),
        _about(names, one, on),
        tuple(fact for fact in said if fact.field in LIGHT_FIELDS[1:]),
        tuple(fact for fact in said if fact.field not in LIGHT_FIELDS and fact.field != "status"),
        plan_facts(names, one),
        decisions_about(reading, programme, one.id),
        tuple(overlap_row(names, row) for row in found if one.id in (row.first, row.second)),
        tuple(Spot(place.what.in_language(reading.language) if place.what else "", place.points) for place in one.places),
        one.areas,
        one.level,
        records.get(one.id),
    )


def _overlaps(programme: Programme, finest: Covers, on: date) -> Overlaps:
    """Return double processes where the city looks for them; none, and none that cannot be compared, where it does not."""
    if not used(programme, Module.OVERLAPS):
        return Overlaps((), ())
    return overlaps(programme.interventions, programme.overlap_answers, finest, on)


def status_words(reading: Reading, one: Intervention, on: date) -> str:
    """Return how an intervention stands on a day, in a word; "" where nobody has said anything."""
    status = one.status_on(on)
    return term(status, reading.language) if status else ""


def _asked_for(one: Intervention, programme: Programme, finest: Covers, filters: Filters, on: date) -> bool:
    status = one.status_on(on)
    if filters.status is not None and filters.status != (status.value if status else ""):
        return False
    if filters.body is not None and filters.body not in (one.lead, *one.participants):
        return False
    if filters.area is None or one.city_wide:
        return True
    priority = next((found for found in programme.priority_areas if found.id == filters.area), None)
    wanted = _finest(finest, priority.level, priority.areas) if priority else frozenset({filters.area})
    return bool(wanted & _finest(finest, one.level, one.areas))


def _finest(finest: Covers, level: str, codes: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*(finest.get((level, code), frozenset({code})) for code in codes))


def _row(names: Names, one: Intervention, on: date) -> InterventionRow:
    reading = names.reading
    return InterventionRow(
        one.id,
        names.called(one.id),
        names.where(one),
        names.body(one.lead),
        term(one.kind, reading.language) if one.kind else "",
        day(one.start) if one.start else "",
        status_words(reading, one, on),
        names.indicator(one.primary_indicator),
        one.city_wide,
    )


def _sentence(reading: Reading, programme: Programme, on: date, unanswered: int) -> str:
    listed = programme.interventions
    if not listed:
        return reading.words("No intervention is entered yet.")
    processes = sum(one.city_wide for one in listed)
    ongoing = sum(one.status_on(on) is Status.ONGOING for one in listed)
    said = [
        reading.words(
            "{interventions} and {processes}; {ongoing} under way on {day}.",
            interventions=reading.counted("{count} intervention", "{count} interventions", len(listed) - processes),
            processes=reading.counted("{count} city-wide process", "{count} city-wide processes", processes),
            ongoing=ongoing,
            day=day(on),
        )
    ]
    if unanswered:
        said.append(
            reading.counted(
                "{count} possible double process has not been answered.",
                "{count} possible double processes have not been answered.",
                unanswered,
            )
        )
    return " ".join(said)


def _about(names: Names, one: Intervention, on: date) -> str:
    reading, status = names.reading, status_words(names.reading, one, on)
    what = (
        reading.words("City-wide process")
        if one.city_wide
        else reading.words("Intervention in {where}", where=names.where(one))
    )
    led = reading.words("led by {body}", body=names.body(one.lead)) if one.lead else reading.words("no lead on record")
    return ", ".join(part for part in (what, led, status) if part) + "."


def _areas(names: Names, listed: Iterable[Intervention], wanted: str | None) -> Choice:
    priority = [Option(one.id, one.name) for one in names.programme.priority_areas]
    used = {(one.level, code) for one in listed for code in one.areas}
    areas = sorted((Option(code, names.area(level, code)) for level, code in used), key=lambda one: one.title.casefold())
    return _choice((*priority, *areas), wanted)


def _bodies(names: Names, listed: Iterable[Intervention], wanted: str | None) -> Choice:
    used = {body for one in listed for body in (one.lead, *one.participants)}
    return _choice([Option(one.id, one.name) for one in names.programme.bodies if one.id in used], wanted)


def _statuses(reading: Reading, listed: Iterable[Intervention], on: date, wanted: str | None) -> Choice:
    used = {one.status_on(on) for one in listed}
    return _choice([Option(one.value, term(one, reading.language)) for one in Status if one in used], wanted)


def _choice(options: Iterable[Option], wanted: str | None) -> Choice:
    listed = tuple(options)
    chosen = next((one for one in listed if one.id == wanted), None)
    return Choice(listed, chosen, wanted if wanted is not None and chosen is None else None)
