"""What is asked: a panel of areas by periods, which areas were treated from when, and how the answer is to be worked out."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from kraftkollen.errors import (
    NoPeriodAfter,
    NoPeriodBefore,
    NotFound,
    NotPositive,
    PanelGap,
    TooFewComparisons,
    TreatedExcluded,
)
from kraftkollen.model.period import readings

Array = npt.NDArray[np.float64]


class Method(StrEnum):
    """How the comparison areas are weighted together."""

    WEIGHTED = "weighted"
    DID = "did"
    SDID = "sdid"
    SC = "sc"
    DEMEANED_SC = "demeaned_sc"


class Scale(StrEnum):
    """Levels or logarithm: chosen in the plan, not afterwards."""

    LEVEL = "level"
    LOG = "log"


# The three whose signs must agree.
AGREEING = (Method.WEIGHTED, Method.DID, Method.SDID)


@dataclass(frozen=True)
class Panel:
    """Figures of one indicator: `outcome` is (units, periods) in the indicator's unit, nan where there is none.

    `periods` stand in order of time. `people` is what each unit's figures are counted on, (units,): the mean of the indicator's
    denominator, else the population; None if it is not known, and then placebos are not scaled.
    """

    units: tuple[str, ...]
    periods: tuple[str, ...]
    outcome: Array
    people: Array | None = None

    def rows(self, units: tuple[str, ...]) -> npt.NDArray[np.intp]:
        """Return the rows of the units; NotFound if there is none of that name."""
        known = {unit: row for row, unit in enumerate(self.units)}
        for unit in units:
            if unit not in known:
                raise NotFound(what="unit", given=unit, nearest="; ".join(get_close_matches(unit, self.units, n=2)))
        return np.array([known[unit] for unit in units], dtype=np.intp)

    def column(self, period: str) -> int:
        """Return the column of a period; NotFound if there is no such."""
        if period not in self.periods:
            raise NotFound(what="period", given=period)
        return self.periods.index(period)


@dataclass(frozen=True, slots=True)
class Treatment:
    """A treated unit and the first period that counts as after the start."""

    unit: str
    start: str


@dataclass(frozen=True)
class Design:
    """How the answer is to be worked out, all of it chosen before the answer is seen.

    Attributes
    ----------
    comparison
        The comparison units; None for every unit that is neither treated nor excluded.
    excluded
        Units that take no part, with the code of the reason: shown, never silent.
    selected_on
        The period whose figure decided that an area was chosen: the estimate without it is a check.
    breaks
        Periods with which a new series begins: with one among the periods used, nothing can be told.
    smallest_that_matters
        The smallest difference that matters, in the outcome's unit, as the evaluation plan names it.
    level
        Of the interval.
    zeta
        The ridge, instead of the one that is worked out from the data.
    """

    treatments: tuple[Treatment, ...]
    method: Method = Method.WEIGHTED
    scale: Scale = Scale.LEVEL
    comparison: tuple[str, ...] | None = None
    excluded: Mapping[str, str] = field(default_factory=dict)
    selected_on: str | None = None
    breaks: tuple[str, ...] = ()
    smallest_that_matters: float | None = None
    level: float = 0.90
    zeta: float | None = None
    alike: int = 12
    draws: int = 2_000
    seed: int = 20260107


@dataclass(frozen=True)
class Cohort:
    """The treated units of one start; `treated` are rows of `Cast.treated`, `start` the column of the first period after."""

    start: int
    treated: npt.NDArray[np.intp]


@dataclass(frozen=True)
class Cast:
    """Panel and design as numbers: what every estimator starts from.

    `treated` is (treated, periods), `others` (comparison units, periods), both on the design's scale.
    """

    periods: tuple[str, ...]
    units: tuple[str, ...]
    names: tuple[str, ...]
    treated: Array
    others: Array
    starts: npt.NDArray[np.intp]
    treated_people: Array | None
    people: Array | None
    zeta: float | None

    def alone(self, row: int) -> "Cast":
        """Return the same question about one of the treated."""
        one = slice(row, row + 1)
        people = None if self.treated_people is None else self.treated_people[one]
        treated, starts = self.treated[one], self.starts[one]
        return replace(self, units=self.units[one], treated=treated, starts=starts, treated_people=people)

    @property
    def everyone(self) -> Array:
        """The comparison units and then the treated, (units, periods): who can play the treated."""
        return np.vstack([self.others, self.treated])

    @property
    def everyones_people(self) -> Array | None:
        """The people of `everyone`; None unless all are known."""
        if self.people is None or self.treated_people is None:
            return None
        return np.concatenate([self.people, self.treated_people])

    @property
    def cohorts(self) -> tuple[Cohort, ...]:
        """The treated by start, the earliest first."""
        return tuple(Cohort(int(start), np.flatnonzero(self.starts == start)) for start in np.unique(self.starts))


def matters_on(design: Design, level: float) -> float | None:
    """Return the smallest difference that matters on the design's scale: on the logarithm, beside the treated's `level`."""
    limit = design.smallest_that_matters
    if limit is None or design.scale is Scale.LEVEL:
        return limit
    return float(np.log1p(limit / level)) if level > 0 else None


def cast_of(panel: Panel, design: Design) -> Cast:
    """Return panel and design as numbers.

    Raises
    ------
    NotFound, NoPeriodBefore, NoPeriodAfter, TreatedExcluded, TooFewComparisons, PanelGap, NotPositive
        In one sentence each, what the user can mend.
    """
    treated = tuple(one.unit for one in design.treatments)
    rows = panel.rows(treated)
    starts = np.array([_start(panel, one.start) for one in design.treatments], dtype=np.intp)
    names = _comparison(panel, design, treated)
    if len(names) <= len(treated):
        raise TooFewComparisons(count=len(names), least=len(treated) + 1)
    others = panel.rows(names)
    return Cast(
        panel.periods,
        treated,
        names,
        _outcome(panel, rows, design.scale),
        _outcome(panel, others, design.scale),
        starts,
        _people(panel, rows),
        _people(panel, others),
        design.zeta,
    )


def _start(panel: Panel, start: str) -> int:
    if start in panel.periods:
        column = panel.periods.index(start)
        if column == 0:
            raise NoPeriodBefore(start=start, first=panel.periods[0])
        return column
    order = [_when(period) for period in (start, *panel.periods)]
    if order[0] is not None and None not in order and panel.periods:
        if order[0] < min(one for one in order[1:] if one is not None):
            raise NoPeriodBefore(start=start, first=panel.periods[0])
        if order[0] > max(one for one in order[1:] if one is not None):
            raise NoPeriodAfter(start=start, last=panel.periods[-1])
    raise NotFound(what="period", given=start)


def _when(period: str) -> float | None:
    """Return where in time a period stands, if it can be read as a number or a period."""
    try:
        return float(period)
    except ValueError:
        found = readings(period)
        return float(found[0].first_day.toordinal()) if found else None


def _comparison(panel: Panel, design: Design, treated: tuple[str, ...]) -> tuple[str, ...]:
    panel.rows(tuple(design.excluded))
    for unit in treated:
        if unit in design.excluded or unit in (design.comparison or ()):
            raise TreatedExcluded(unit=unit)
        if treated.count(unit) > 1:
            raise TreatedExcluded(unit=unit)
    wanted = panel.units if design.comparison is None else design.comparison
    # By name: which sets are drawn, and who comes first of those alike, must not hang on the order of rows.
    return tuple(sorted(unit for unit in wanted if unit not in design.excluded and unit not in treated))


def _outcome(panel: Panel, rows: npt.NDArray[np.intp], scale: Scale) -> Array:
    taken = np.array(panel.outcome[rows], dtype=np.float64)
    missing = np.argwhere(~np.isfinite(taken))
    if len(missing):
        row, column = missing[0]
        raise PanelGap(unit=panel.units[int(rows[row])], period=panel.periods[int(column)], count=len(missing))
    if scale is Scale.LOG:
        if (taken <= 0).any():
            row, column = np.argwhere(taken <= 0)[0]
            raise NotPositive(unit=panel.units[int(rows[row])], period=panel.periods[int(column)])
        taken = np.log(taken)
    return taken


def _people(panel: Panel, rows: npt.NDArray[np.intp]) -> Array | None:
    if panel.people is None or not (panel.people[rows] > 0).all():
        return None
    return np.array(panel.people[rows], dtype=np.float64)
