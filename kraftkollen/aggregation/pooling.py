"""Pools single periods to spans, by the rule of each indicator, and says which figures stand behind others.

Spans never overlap, and their places do not move when a period is added: two spans that share periods would give away how the
others differ, and with them figures of single periods.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from kraftkollen.aggregation.adding import FIGURE_SCHEMA, PRIORITY_DIVISION, Whole, sums_of
from kraftkollen.model.area import Division
from kraftkollen.model.indicator import Indicator
from kraftkollen.model.period import Period

POOLED = "pooled"
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Pooled:
    """Every figure, the pooled ones last, and for each of them whether it stands behind others and is not to be published."""

    figures: pa.Table
    behind: Flags


def pooled(
    figures: pa.Table, indicators: Mapping[str, Indicator], divisions: Sequence[Division], larger: Sequence[Whole]
) -> Pooled:
    """Return the figures with those that are pooled over several periods by the rule of their indicator.

    Of each indicator and pooled level, every span of `years` periods whose last has a running number that `years` divides, from
    the first to the last period that is there, unless a break cuts it. Numerators, denominators and counts are summed; where a
    part is missing the whole is missing. A priority area is pooled as the level of its parts.

    Parameters
    ----------
    figures
        In the columns of FIGURE_SCHEMA, single periods only.
    divisions, larger
        As for `stands_behind`.

    Returns
    -------
    Pooled
        The figures as they came, in the same order, then the pooled ones.
    """
    rules = _Rules(indicators, tuple(divisions), tuple(larger))
    behind = np.zeros(figures.num_rows, dtype=bool)
    spans = [_without_rows(figures)]
    for name, part in rules.parts(figures):
        behind |= part.behind
        if part.spanned.any():
            spans.append(_spans(figures.filter(pa.array(part.spanned)).to_pandas(), {name: indicators[name]}))
    added = pa.Table.from_pandas(pd.concat(spans, ignore_index=True), schema=FIGURE_SCHEMA, preserve_index=False)
    return Pooled(pa.concat_tables([figures, added]), np.append(behind, np.zeros(added.num_rows, dtype=bool)))


def stands_behind(
    rows: pa.Table, indicators: Mapping[str, Indicator], divisions: Sequence[Division], larger: Sequence[Whole]
) -> Flags:
    """Return for each row of a single period whether it is not to be published by itself.

    That is: single periods of pooled levels, and all levels that are finer than `pooling.level`.

    Parameters
    ----------
    rows
        With indicator, division and area.
    divisions
        Those of each level, the coarsest first; what is in any other is behind where its indicator has a rule at all.
    larger
        As for `with_wholes`.
    """
    behind = np.zeros(rows.num_rows, dtype=bool)
    for _, part in _Rules(indicators, tuple(divisions), tuple(larger)).parts(rows):
        behind |= part.behind
    return behind


@dataclass(frozen=True, slots=True)
class _Part:
    """Which rows of an indicator are pooled, and which are behind."""

    spanned: Flags
    behind: Flags


@dataclass(frozen=True)
class _Rules:
    """The rules of a city: what is pooled, and what is too fine."""

    indicators: Mapping[str, Indicator]
    divisions: tuple[Division, ...]
    larger: tuple[Whole, ...]

    def parts(self, rows: pa.Table) -> Iterable[tuple[str, _Part]]:
        """Yield each indicator that has a rule and is among the rows."""
        ruled = {name: one for name, one in self.indicators.items() if one.pooling.years > 1 or one.pooling.level is not None}
        there = set(rows.column("indicator").unique().to_pylist()).intersection(ruled)
        if not there:
            return
        places = rows.select(["indicator", "division", "area"]).to_pandas()
        levels, priority = self._levels(places), (places["division"] == PRIORITY_DIVISION).to_numpy()
        unknown = levels.isna().to_numpy()
        for name in sorted(there):
            mine = (places["indicator"] == name).to_numpy()
            fine = mine & levels.isin(self._finer(ruled[name])).to_numpy() & ~priority
            spanned = mine & ~fine & levels.isin(ruled[name].pooled_levels).to_numpy()
            yield name, _Part(spanned, fine | spanned | (mine & unknown))

    def _levels(self, places: pd.DataFrame) -> pd.Series:
        """Return the level of each row, a priority area's that of its parts; None where the division is not known."""
        of = {one.id: one.level for one in self.divisions}
        of_priority = {one.code: of.get(one.parts_division) for one in self.larger if one.division == PRIORITY_DIVISION}
        found = places["division"].map(of).astype(object)
        levels: pd.Series = found.where(places["division"] != PRIORITY_DIVISION, places["area"].map(of_priority).astype(object))
        return levels

    def _finer(self, indicator: Indicator) -> frozenset[str]:
        """Return the levels that are finer than the finest to be published; all, if the city has no such level."""
        finest, order = indicator.pooling.level, list(dict.fromkeys(one.level for one in self.divisions))
        if finest is None:
            return frozenset()
        return frozenset(order[order.index(finest) + 1 :] if finest in order else order)


def _without_rows(figures: pa.Table) -> pd.DataFrame:
    none: pd.DataFrame = figures.slice(0, 0).to_pandas()
    return none


def _spans(figures: pd.DataFrame, rule: Mapping[str, Indicator]) -> pd.DataFrame:
    """Return the figures of every span, for rows of the one indicator that `rule` names."""
    (indicator,) = rule.values()
    found = [figures.iloc[:0]]
    for _, own in figures.groupby("division", sort=False):
        spans = [(str(part), str(span)) for span in spans_of(own["period"].unique(), indicator) for part in span.parts]
        parts = own.merge(pd.DataFrame(spans, columns=["period", "span"], dtype=object), on="period")
        parts = parts.drop(columns="period").rename(columns={"span": "period"}).assign(parts=indicator.pooling.years)
        found.append(sums_of(parts, rule, POOLED))
    return pd.concat(found, ignore_index=True)


def spans_of(periods: Iterable[str], indicator: Indicator) -> tuple[Period, ...]:
    """Return every span of the indicator from the first to the last of these periods, those left out that a break cuts."""
    there = [indicator.read_period(one) for one in periods]
    breaks = [indicator.read_period(one.period) for one in indicator.breaks]
    years = indicator.pooling.years
    ends = [one for one in _between(min(there), max(there)) if one.running % years == 0]
    found = (one.ending(years) for one in ends)
    return tuple(one for one in found if one.parts[0] >= min(there) and not any(broken in one.parts[1:] for broken in breaks))


def _between(first: Period, last: Period) -> Iterable[Period]:
    return (first.shifted(step) for step in range(last.steps_after(first) + 1))
