"""Says how much of what was published is hidden, and what would show more, so that a city can choose levels and pooling.

It reads published figures alone: whoever sees the answer learns nothing that the figures do not say.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa

from kraftkollen.model.delivery import Status
from kraftkollen.model.indicator import Indicator

MUCH = 1 / 3
"""Of a level's cells: where more are hidden, something else is worth choosing."""
_MOST_YEARS = 5


@dataclass(frozen=True, slots=True)
class Kept:
    """How many cells of an indicator and division have a value, of how many it is hidden, and how many are pooled."""

    indicator: str
    division: str
    cells: int
    hidden: int
    pooled: int = 0

    @property
    def share_hidden(self) -> float:
        return self.hidden / self.cells if self.cells else 0.0

    @property
    def much_hidden(self) -> bool:
        """Whether so much is hidden that another level or pooling is worth choosing."""
        return self.share_hidden > MUCH


@dataclass(frozen=True, slots=True)
class Enough:
    """How many spans of `years` periods there would be, and how many would have at least the least denominator."""

    years: int
    spans: int
    enough: int

    @property
    def share_too_few(self) -> float:
        return 1 - self.enough / self.spans if self.spans else 1.0


def kept(counted: pa.Table) -> tuple[Kept, ...]:
    """Return for each indicator and division how many cells are hidden; cells without a value do not count.

    Parameters
    ----------
    counted
        How many cells are published (`cells`) of each indicator, division, status and origin.
    """
    rows: pd.DataFrame = counted.to_pandas()
    rows = rows[rows["status"] != Status.MISSING.value]
    hidden, pooled = rows["status"] == Status.HIDDEN.value, rows["origin"] == "pooled"
    rows = rows.assign(hidden=rows["cells"] * hidden, pooled=rows["cells"] * pooled)
    found = rows.groupby(["indicator", "division"])[["cells", "hidden", "pooled"]].sum()
    return tuple(Kept(str(one[0]), str(one[1]), *map(int, sums)) for one, *sums in found.itertuples(name=None))


def pooled_enough(published: pa.Table, indicator: Indicator, least: int | None = None) -> tuple[Enough, ...]:
    """Return, for each number of years to pool over, 1 to 5, how many figures would have denominators that are large enough.

    Only spans of which every denominator is published are counted: some of the rest would be shown as well. That the
    denominator is large enough is what the rule asks first; a numerator of 1 to 4 would be hidden all the same.

    Parameters
    ----------
    published
        Rows of one indicator and division with area, grp, period and denominator.
    least
        The least denominator; the indicator's own if left out.
    """
    limit = indicator.small_numbers.least_denominator if least is None else least
    rows: pd.DataFrame = published.select(["area", "grp", "period", "denominator"]).to_pandas()
    read = {text: indicator.read_period(text) for text in rows["period"].unique()}
    rows = rows[[read[text].length == 1 for text in rows["period"]]].dropna(subset=["denominator"])
    if rows.empty or not indicator.is_ratio:
        return ()
    first = min(read.values())
    at = rows["period"].map({text: one.steps_after(first) for text, one in read.items()})
    steps = range(int(at.min()), int(at.max()) + 1)
    laid = rows.assign(at=at).pivot_table(index=["area", "grp"], columns="at", values="denominator").reindex(columns=steps)
    found = []
    for years in range(1, _MOST_YEARS + 1):
        sums = laid.T.rolling(years, min_periods=years).sum()
        found.append(Enough(years, int(sums.notna().sum().sum()), int((sums >= limit).sum().sum())))
    return tuple(found)


def fewest_years(found: Sequence[Enough]) -> Enough | None:
    """Return the shortest pooling with which no more than a third would have too small a denominator.

    None if there is none, or if denominators are large enough as it is: then something else is hidden, and it cannot be known
    from what is published whether pooling would show it.
    """
    if not found or found[0].share_too_few <= MUCH:
        return None
    return next((one for one in found if one.spans and one.share_too_few <= MUCH), None)
