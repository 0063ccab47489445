"""Finds changes beyond what a series' own history makes likely: median and MAD of its changes, above the noise of sampling.

A change is counted from the same part of the year before, so that a season is no jump. See Rousseeuw and Croux (1993),
"Alternatives to the Median Absolute Deviation", for the scale.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from kraftkollen.intake.keys import Codes
from kraftkollen.intake.laid import Floats, Laid
from kraftkollen.model.indicator import Kind
from kraftkollen.model.period import PeriodKind

LEAST_CHANGES = 4
_MOST_CHANGES = 20  # so that long ago does not decide what is usual now, and a row costs the same in any file
_MAD_TO_SIGMA = 1.4826
_POOL_WEIGHT = 4.0  # the changes of the other areas count as this many of a series' own: few changes tell little of a scale
LIMIT = 3.5  # as Iglewicz and Hoaglin (1993) advise for robust scores
_YEARS = 10_000  # above any year
_SERIES = ("indicator", "division", "area", "grp")
_POOL = ("indicator", "division", "grp")


@dataclass(frozen=True)
class Jumps:
    """The figures that jumped: places among the laid figures, of the figure and of the one before, and what is usual."""

    place: Codes
    before: Codes
    low: Floats
    high: Floats


@dataclass(frozen=True)
class _Changes:
    """Changes in the order of series and time. `noise` is what chance alone makes of a change: one standard deviation."""

    after: Codes
    before: Codes
    size: Floats
    root: Floats
    noise: Floats
    series: Codes
    year: Codes
    pool: Codes

    def __len__(self) -> int:
        return len(self.after)


def find_jumps(laid: Laid, name: str) -> Jumps:
    """Return the delivered figures (`name`: "value" or "denominator") that no earlier change makes likely."""
    changes = _changes(laid, name)
    first = np.searchsorted(changes.series, changes.series)
    rank = np.arange(len(changes)) - first
    tested = np.flatnonzero(laid.fresh[changes.after])
    counts = np.minimum(rank[tested], _MOST_CHANGES)
    pooled, pooled_scale = _pooled(changes, tested)
    middle, scale = pooled * changes.noise[tested], pooled_scale * changes.noise[tested]
    for count in range(LEAST_CHANGES, _MOST_CHANGES + 1):
        mine = np.flatnonzero(counts == count)
        history = changes.size[tested[mine][:, None] - np.arange(1, count + 1)]
        middle[mine] = np.median(history, axis=1)
        own = _MAD_TO_SIGMA * np.median(np.abs(history - middle[mine][:, None]), axis=1)
        others = np.where(np.isnan(scale[mine]), own, scale[mine])
        scale[mine] = np.sqrt((count * own**2 + _POOL_WEIGHT * others**2) / (count + _POOL_WEIGHT))
    spread = np.maximum(scale, changes.noise[tested]) * LIMIT
    far = np.abs(changes.size[tested] - middle) > spread
    kept = tested[far]
    usual = spread[far] / LIMIT * 2
    root = changes.root[kept]
    return Jumps(changes.after[kept], changes.before[kept], (middle[far] - usual) * root, (middle[far] + usual) * root)


def _changes(laid: Laid, name: str) -> _Changes:
    figure = laid.figures[name]
    year, part, era = (laid.at_moments(numbers) for numbers in _calendar(laid))
    series, _ = laid.joined(_SERIES)
    series = series * 12 + part
    there = np.flatnonzero(np.isfinite(figure))
    order = there[np.lexsort((year[there], series[there]))]
    before, after = order[:-1], order[1:]
    linked = (series[before] == series[after]) & (era[before] == era[after])
    before, after = before[linked], after[linked]
    step = _of(laid, after, [one.every if one.period in _YEARLY else 1 for one in laid.indicators])
    root = np.sqrt(np.maximum((year[after] - year[before]) / step, 1.0))
    pool, _ = laid.joined(_POOL)
    return _Changes(
        after=after,
        before=before,
        size=(figure[after] - figure[before]) / root,
        root=root,
        noise=_noise(laid, name, before, after),
        series=series[after],
        year=year[after],
        pool=pool[after],
    )


_YEARLY = frozenset({PeriodKind.YEAR, PeriodKind.SCHOOL_YEAR})


def _calendar(laid: Laid) -> tuple[list[int], list[int], list[int]]:
    """Return year, part of the year, and how many breaks lie before, of each moment."""
    years = [period.year for _, period in laid.moments]
    parts = [period.part - 1 for _, period in laid.moments]
    eras = [
        sum(laid.indicators[one].read_period(found.period) <= period for found in laid.indicators[one].breaks)
        for one, period in laid.moments
    ]
    return years, parts, eras


def _of(laid: Laid, places: Codes, numbers: list[float] | list[int] | list[bool]) -> Floats:
    """Return for each figure what is given for its indicator."""
    given: Floats = np.array(numbers, dtype=np.float64)
    found: Floats = given[laid.codes["indicator"][places]]
    return found


def _noise(laid: Laid, name: str, before: Codes, after: Codes) -> Floats:
    """Return the standard deviation that sampling alone gives a change: binomial for shares, Poisson for what is counted.

    A mean, and a share without its denominator, get one unit of the last decimal.
    """
    counted: Floats = np.sqrt(2 * (np.abs(laid.figures[name][before]) + 1))
    if name != "value":
        return counted
    kinds, per = laid.codes["indicator"][after], _of(laid, after, [one.per for one in laid.indicators])
    least = _of(laid, after, [10.0**-one.decimals for one in laid.indicators])
    numerator, people, people_after = (
        laid.figures[one][place] for one, place in (("numerator", before), ("denominator", before), ("denominator", after))
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.clip((numerator + 1) / (people + 2), 0, 1 - 1 / (people + 2))
        binomial = per * np.sqrt(share * (1 - share) * (1 / people + 1 / people_after))
        poisson = per * np.sqrt((numerator + 1) / people * (1 / people + 1 / people_after))
    is_a = {kind: np.array([one.kind is kind for one in laid.indicators], dtype=bool)[kinds] for kind in Kind}
    things = is_a[Kind.COUNT_PEOPLE] | is_a[Kind.COUNT_THINGS]
    noise = np.select([is_a[Kind.SHARE], is_a[Kind.RATE], things], [binomial, poisson, counted], least)
    found: Floats = np.maximum(np.where(np.isfinite(noise), noise, least), least)
    return found


def _pooled(changes: _Changes, tested: Codes) -> tuple[Floats, Floats]:
    """Return median and scale of the earlier changes of all areas, in units of their noise; NaN where they are too few."""
    order = np.lexsort((changes.year, changes.pool))
    pool, year, unit = changes.pool[order], changes.year[order], (changes.size / changes.noise)[order]
    middle, scale = np.full(len(tested), np.nan), np.full(len(tested), np.nan)
    asked = changes.pool[tested] * _YEARS + changes.year[tested]
    by_asked = np.argsort(asked, kind="stable")
    bounds = np.flatnonzero(np.diff(asked[by_asked], prepend=-1, append=-1))
    for begin, finish in pairwise(bounds):
        mine = by_asked[begin:finish]
        one, at = changes.pool[tested[mine[0]]], changes.year[tested[mine[0]]]
        start, end = np.searchsorted(pool, [one, one + 1])
        earlier = unit[start : start + np.searchsorted(year[start:end], at)]
        if len(earlier) >= LEAST_CHANGES:
            middle[mine] = np.median(earlier)
            scale[mine] = _MAD_TO_SIGMA * np.median(np.abs(earlier - middle[mine[0]]))
    return middle, scale
