"""What is done, as marks on the map and as rows beside it: each intervention where it is, physical measures at their place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kraftkollen.model.intervention import Intervention, InterventionKind
from kraftkollen.model.period import Period
from kraftkollen.views.map_outlines import Outline, Point
from kraftkollen.views.reading import Reading
from kraftkollen.views.register_names import Names


@dataclass(frozen=True, slots=True)
class Mark:
    """An intervention. `number` is None for what is everywhere, or is not on the map in the period; `why` then says it.

    `at` is where the number stands, `lines` what it changes on the ground where that is a line, `area` what a click chooses.
    """

    id: str
    number: int | None
    name: str
    where: str
    lead: str
    time: str
    why: str
    physical: bool
    at: tuple[Point, ...]
    lines: tuple[tuple[Point, ...], ...]
    area: str | None


def marks(reading: Reading, period: Period | None, outlines: Iterable[Outline]) -> tuple[Mark, ...]:
    """Return what is done, by the day it began; on the map is what had begun by the end of the period and had not ended.

    The numbers are the same in all periods. What is done in a priority area as a whole stands below its outline.
    """
    around = {one.id: one for one in outlines}
    names = Names(reading, reading.version.programme)
    listed = sorted(reading.version.programme.interventions, key=lambda one: (one.city_wide, one.start or date.max, one.id))
    divisions = {one.level: one.id for one in reading.version.registry.divisions}
    labels = {level: reading.version.registry.labels(division) for level, division in divisions.items()}
    found, number = [], 0
    for one in listed:
        at = _places(reading, one, labels.get(one.level, {}), around)
        number += bool(at)
        why = "" if at else _nowhere(reading, one)
        why = why or _absent(reading, one, period)
        found.append(_mark(names, one, None if why else number, why, at if not why else ()))
    return tuple(found)


def _mark(names: Names, one: Intervention, number: int | None, why: str, at: tuple[Point, ...]) -> Mark:
    return Mark(
        one.id,
        number,
        names.called(one.id),
        _where(names, one),
        names.body(one.lead),
        _time(names.reading, one),
        why,
        one.kind is InterventionKind.PHYSICAL,
        at,
        tuple(place.points for place in one.places if len(place.points) > 1) if at else (),
        one.areas[0] if one.areas else None,
    )


def _places(
    reading: Reading, one: Intervention, labels: Mapping[str, Point], around: Mapping[str, Outline]
) -> tuple[Point, ...]:
    """Return where the number stands: at what is changed on the ground, else by the priority area, else in each area."""
    if one.places:
        return tuple(place.points[len(place.points) // 2] for place in one.places)
    same = (x for x in reading.version.programme.priority_areas if x.level == one.level and set(x.areas) == set(one.areas))
    whole = next((around[x.id] for x in same if x.id in around), None)
    if whole is not None:
        return (whole.below,)
    return tuple(labels[code] for code in one.areas if code in labels)


def _where(names: Names, one: Intervention) -> str:
    """Return where it is, by the priority area's name where it covers one."""
    areas = frozenset(one.areas)
    programme = names.reading.version.programme
    whole = next((x.name for x in programme.priority_areas if x.level == one.level and frozenset(x.areas) == areas), None)
    return whole or names.where(one)


def _nowhere(reading: Reading, one: Intervention) -> str:
    return reading.words("the whole city") if one.city_wide else reading.words("no place on the map")


def _absent(reading: Reading, one: Intervention, period: Period | None) -> str:
    if period is None:
        return ""
    if one.start is not None and one.start > period.last_day:
        return reading.words("not begun in the period")
    if one.end is not None and one.end < period.first_day:
        return reading.words("ended before the period")
    return ""


def _time(reading: Reading, one: Intervention) -> str:
    if one.start is None:
        return reading.words("start not on record")
    return f"{one.start.isoformat()}–{one.end.isoformat() if one.end else ''}"
