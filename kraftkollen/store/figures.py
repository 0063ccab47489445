"""What a page or document asks of the published figures: everything typed, nothing that is hidden."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kraftkollen.store.published import PublishedFile


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
    """What was delivered for a division and a period: in how many areas, and whether any of it is preliminary."""

    division: str
    period: str
    areas: int
    preliminary: bool


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

    def series(self, indicator: str) -> pa.Table:
        """Return everything published of an indicator."""
        return self.file.ask(
            "SELECT * EXCLUDE (indicator) FROM observation WHERE indicator = ? ORDER BY division, area, grp, period", indicator
        ).to_arrow_table()

    def delivered(self, indicator: str) -> tuple[DeliveredPeriod, ...]:
        """Return what was delivered of an indicator, hidden and missing figures among it; nothing that was added up."""
        rows = self.file.ask(
            "SELECT division, period, count(DISTINCT area), bool_or(status = 'preliminary') FROM observation"
            " WHERE indicator = ? AND origin = 'delivered' GROUP BY division, period ORDER BY division, period",
            indicator,
        ).fetchall()
        return tuple(DeliveredPeriod(*row) for row in rows)

    def values(self, indicator: str, division: str, group: str) -> npt.NDArray[np.float64]:
        """Return every value over all areas and periods, so that colours can mean the same in each period."""
        found = self.file.ask(
            "SELECT value FROM observation WHERE indicator = ? AND division = ? AND grp = ? AND value IS NOT NULL",
            indicator,
            division,
            group,
        ).fetchnumpy()
        return np.asarray(found["value"], dtype=np.float64)

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

    def _figures(self, where: str, *values: Any) -> tuple[Figure, ...]:
        rows = self.file.ask(
            "SELECT division, area, period, grp, value, numerator, denominator, status, origin"
            f" FROM observation WHERE indicator = ? AND {where}",
            *values,
        ).fetchall()
        return tuple(Figure(*row) for row in rows)
