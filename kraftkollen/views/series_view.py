"""Published values of one indicator as rows: what a file or the command line shows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from kraftkollen.aggregation import PRIORITY_DIVISION
from kraftkollen.errors import NotFound
from kraftkollen.model.delivery import Status
from kraftkollen.views.reading import Reading

ALL_GROUPS = "all"


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One published figure. `value` is None where it is missing or hidden."""

    area: str
    name: str
    level: str
    period: str
    group: str
    value: float | None
    numerator: float | None
    denominator: float | None
    status: str
    hidden: bool
    origin: str


def series_view(
    reading: Reading, indicator: str, *, area: str | None = None, group: str = "total", figures: pa.Table | None = None
) -> tuple[SeriesRow, ...]:
    """Return the published values of an indicator, by level, area, group and period.

    Parameters
    ----------
    area
        A code, or a name in any case; several levels may have an area of that name, and then all of them are given.
    figures
        In the columns of FIGURE_SCHEMA, if another version than the reader's is asked for.

    Raises
    ------
    NotFound
        If there is no such indicator, area or group.
    """
    catalogue = reading.version.catalogue
    if indicator not in catalogue.indicators:
        raise NotFound(what="indicator", given=indicator)
    if group != ALL_GROUPS and group not in {one.id for one in catalogue.groups(indicator)}:
        raise NotFound(what="group", given=group)
    wanted = None if area is None else _keys_of(reading, area)
    found = reading.version.figures.series(indicator) if figures is None else _only(figures, indicator)
    return tuple(
        row
        for key, row in _rows(reading, found)
        if (wanted is None or key in wanted) and (group == ALL_GROUPS or row.group == group)
    )


def _only(figures: pa.Table, indicator: str) -> pa.Table:
    mine = figures.filter(pc.equal(figures.column("indicator"), indicator))
    return mine.sort_by([(name, "ascending") for name in ("division", "area", "grp", "period")])


def _keys_of(reading: Reading, text: str) -> set[tuple[str, str]]:
    wanted = text.strip().casefold()
    places: Iterable[tuple[str, str, str]] = (
        *((one.division, one.code, one.name) for one in reading.version.registry.areas),
        *((PRIORITY_DIVISION, one.id, one.name) for one in reading.version.programme.priority_areas),
    )
    found = {(division, code) for division, code, name in places if wanted in (code.casefold(), name.casefold())}
    if not found:
        raise NotFound(what="area", given=text)
    return found


def _rows(reading: Reading, found: pa.Table) -> Iterator[tuple[tuple[str, str], SeriesRow]]:
    names = {(one.division, one.code): one.name for one in reading.version.registry.areas}
    names |= {(PRIORITY_DIVISION, one.id): one.name for one in reading.version.programme.priority_areas}
    levels = {one.id: one.level for one in reading.version.registry.divisions} | {PRIORITY_DIVISION: PRIORITY_DIVISION}
    for one in found.to_pylist():
        key = (one["division"], one["area"])
        yield key, _row(one, names.get(key, one["area"]), levels.get(one["division"], one["division"]))


def _row(one: dict[str, Any], name: str, level: str) -> SeriesRow:
    figures = (one["value"], one["numerator"], one["denominator"])
    hidden = one["status"] == Status.HIDDEN
    return SeriesRow(one["area"], name, level, one["period"], one["grp"], *figures, one["status"], hidden, one["origin"])
