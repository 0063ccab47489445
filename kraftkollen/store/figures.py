"""What a page or document asks of the published figures: everything typed, nothing that is hidden."""

import itertools
import sys
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kraftkollen.store.published import PublishedFile
from kraftkollen.store.remembered import Remembered

# About a quarter of a kilobyte each; of bare values eight bytes each.
_REMEMBERED, _VALUES_REMEMBERED = 100_000, 1_000_000


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure. `value`, `numerator` and `denominator` are None where missing or hidden; `status` says which."""

    division: str
    area: str
    period: str
    group: str
    value: float | None
    numerator: float | None
    denominator: float | None
    status: str
    origin: str


@dataclass(frozen=True, slots=True)
class Extent:
    """What there is of an indicator: a division, a group and a period for which some figure is published."""

    indicator: str
    division: str
    group: str
    period: str


@dataclass(frozen=True, slots=True)
class DeliveredPeriod:
    """What was delivered for a division and a period: in how many areas, and in how many it is preliminary."""

    division: str
    period: str
    areas: int
    preliminary: int


@dataclass(frozen=True)
class Figures:
    """The figures of one published version."""

    file: PublishedFile

    @cached_property
    def meta(self) -> dict[str, str]:
        return self.file.meta()

    @property
    def published_at(self) -> datetime:
        """When the version was published, in UTC."""
        return datetime.fromisoformat(self.meta["at"])

    def across(self, indicator: str, division: str, period: str, group: str) -> tuple[Figure, ...]:
        """Return one figure an area: what a map shows."""
        return self._figures("division = ? AND period = ? AND grp = ? ORDER BY area", indicator, division, period, group)

    def lines(self, indicator: str, group: str, places: Sequence[tuple[str, str]]) -> tuple[Figure, ...]:
        """Return every period of the places, each (division, area): what a line chart shows."""
        if not places:
            return ()
        listed = ", ".join("(?, ?)" for _ in places)
        where = f"grp = ? AND (division, area) IN ({listed}) ORDER BY division, area, period"
        return self._figures(where, indicator, group, *itertools.chain.from_iterable(places))

    def of_place(self, division: str, area: str, group: str) -> dict[str, list[Figure]]:
        """Return everything published of one place, by indicator: what a page about it shows."""
        rows = self.file.ask(
            "SELECT indicator, division, area, period, grp, value, numerator, denominator, status, origin"
            " FROM observation WHERE division = ? AND area = ? AND grp = ? ORDER BY indicator, period",
            division,
            area,
            group,
        ).fetchall()
        found: dict[str, list[Figure]] = {}
        for indicator, *rest in rows:
            found.setdefault(indicator, []).append(Figure(*rest))
        return found

    def newest_periods(self, division: str) -> dict[str, str]:
        """Return for each indicator the last period, by its text, in which most of a division's areas have a figure."""
        rows = self.file.ask(
            "SELECT indicator, max(period) FROM (SELECT indicator, period, count(value) AS shown FROM observation"
            " WHERE division = ? AND grp = 'total' GROUP BY indicator, period"
            " QUALIFY 2 * shown >= max(shown) OVER (PARTITION BY indicator)) GROUP BY indicator ORDER BY indicator",
            division,
        ).fetchall()
        return {str(indicator): str(period) for indicator, period in rows}

    def series(self, indicator: str) -> pa.Table:
        """Return everything published of an indicator."""
        return self.file.ask(
            "SELECT * EXCLUDE (indicator) FROM observation WHERE indicator = ? ORDER BY division, area, grp, period", indicator
        ).to_arrow_table()

    def delivered(self, indicator: str) -> tuple[DeliveredPeriod, ...]:
        """Return what was delivered of an indicator, hidden and missing figures among it; nothing that was added up.

        Always single periods: also those that are not published by themselves, since they stand behind pooled figures.
        """
        return self._periods_remembered.get(indicator, lambda: self._delivered_periods(indicator))

    @cached_property
    def _periods_remembered(self) -> Remembered[tuple[DeliveredPeriod, ...]]:
        return Remembered(_REMEMBERED)

    def _delivered_periods(self, indicator: str) -> tuple[DeliveredPeriod, ...]:
        question, values = self._delivered(indicator)
        rows = self.file.ask(
            "SELECT division, period, count(DISTINCT area), count(DISTINCT area) FILTER (status = 'preliminary')"
            f" FROM ({question}) GROUP BY division, period ORDER BY division, period",
            *values,
        ).fetchall()
        return tuple(DeliveredPeriod(*row) for row in rows)

    def delivered_cells(self, indicator: str) -> frozenset[tuple[str, str, str, str]]:
        """Return division, area, group and single period of everything that was delivered: also what is missing or hidden."""
        question, values = self._delivered(indicator)
        return frozenset(self.file.ask(f"SELECT division, area, grp, period FROM ({question})", *values).fetchall())

    def _delivered(self, indicator: str) -> tuple[str, tuple[str, ...]]:
        columns = "SELECT division, area, grp, period, status FROM"
        question = f"{columns} observation WHERE indicator = ? AND origin = 'delivered'"
        if not self._has_behind:
            return question, (indicator,)
        return f"{question} UNION ALL {columns} behind WHERE indicator = ?", (indicator, indicator)

    @cached_property
    def _has_behind(self) -> bool:
        # Files of older versions have no such table.
        return bool(self.file.ask("SELECT 1 FROM duckdb_tables() WHERE table_name = 'behind'").fetchall())

    def cells_by_status(self) -> pa.Table:
        """Return how many figures (`cells`) there are of each indicator, division, status and origin."""
        return self.file.ask(
            "SELECT indicator, division, status, origin, count(*) AS cells FROM observation GROUP BY ALL ORDER BY ALL"
        ).to_arrow_table()

    def values(self, indicator: str, division: str, group: str) -> npt.NDArray[np.float64]:
        """Return every value over all areas and periods, so that colours can mean the same in each period."""
        found = self.file.ask(
            "SELECT value FROM observation WHERE indicator = ? AND division = ? AND grp = ? AND value IS NOT NULL",
            indicator,
            division,
            group,
        ).fetchnumpy()
        return np.asarray(found["value"], dtype=np.float64)

    def by_area(self, indicator: str, division: str, period: str, group: str) -> tuple[list[str], npt.NDArray[np.float64]]:
        """Return the areas that have a value in a period, and the values: what many areas are counted from at once."""
        found = self.file.ask(
            "SELECT area, value FROM observation"
            " WHERE indicator = ? AND division = ? AND period = ? AND grp = ? AND value IS NOT NULL ORDER BY area",
            indicator,
            division,
            period,
            group,
        ).fetchnumpy()
        return [str(one) for one in found["area"]], np.asarray(found["value"], dtype=np.float64)

    def ordered(self, indicator: str, division: str, period: str, group: str) -> "array[float]":
        """Return the values of all areas in a period, the least first: what one of them is seen among. Not to be changed."""
        asked = indicator, division, period, group
        return self._values_remembered.get(asked, lambda: self._ordered(*asked))

    def _ordered(self, *asked: str) -> "array[float]":
        found = self.file.ask(
            "SELECT value FROM observation"
            " WHERE indicator = ? AND division = ? AND period = ? AND grp = ? AND value IS NOT NULL ORDER BY value",
            *asked,
        ).fetchnumpy()
        return array("d", np.asarray(found["value"], dtype=np.float64).tobytes())

    @cached_property
    def _values_remembered(self) -> "Remembered[array[float]]":
        return Remembered(_VALUES_REMEMBERED)

    @cached_property
    def extents(self) -> tuple[Extent, ...]:
        """What there is, in a fixed order."""
        rows = self.file.ask(
            "SELECT DISTINCT indicator, division, grp, period FROM observation ORDER BY indicator, division, grp, period"
        ).fetchall()
        return tuple(Extent(*row) for row in rows)

    @cached_property
    def count(self) -> int:
        """How many figures there are, delivered and computed."""
        return int(self._row("SELECT count(*) FROM observation")[0])

    def _row(self, question: str, *values: Any) -> tuple[Any, ...]:
        row = self.file.ask(question, *values).fetchone()
        assert row is not None
        return row

    @cached_property
    def _remembered(self) -> Remembered[tuple[Figure, ...]]:
        return Remembered(_REMEMBERED)

    def _figures(self, where: str, *values: Any) -> tuple[Figure, ...]:
        return self._remembered.get((where, *values), lambda: self._read(where, *values))

    def _read(self, where: str, *values: Any) -> tuple[Figure, ...]:
        rows = self.file.ask(
            "SELECT division, area, period, grp, value, numerator, denominator, status, origin"
            f" FROM observation WHERE indicator = ? AND {where}",
            *values,
        ).fetchall()
        # The same few words in every row: kept once.
        once = sys.intern
        return tuple(
            Figure(once(a), once(b), once(c), once(d), e, f, g, once(h), once(i)) for a, b, c, d, e, f, g, h, i in rows
        )
