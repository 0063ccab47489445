"""A plain check that the true effect can be found: difference-in-differences among placebos. Not the product's estimator."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import nnls

from tools.exempelstad.city import City
from tools.exempelstad.geography import neighbours
from tools.exempelstad.programme import treated

FEWEST = 10
_LEAST_PEOPLE, _LEAST_COUNT = 30, 5


@dataclass(frozen=True, slots=True)
class Ranked:
    """The plain estimate in the indicator's unit, its rank by size among the placebos, their number and the p-value.

    `p_scaled` ranks each estimate divided by the square root of A + B/denominator, fitted to the placebos.
    """

    effect: float
    rank: int
    placebos: int
    p: float
    p_scaled: float


def rank(city: City, indicator: str, areas: tuple[str, ...], first_year: int) -> Ranked | None:
    """Compare the areas with the worse-off half of those that could be shown in every period, before and after the start.

    None if fewer than `FEWEST` such areas are left: then nothing can be told.
    """
    figures = city.figures[indicator]
    values = figures.values()
    seen = np.array([not figures.missing[:, number].all() for number in range(len(figures.periods))])
    after = np.array([period.year >= first_year for period in figures.periods])[seen]
    values = values[:, seen]
    chosen = np.isin(figures.areas, areas)
    compared = _comparable(city, indicator, chosen, after, values)
    if compared.sum() < FEWEST:
        return None
    _, below = figures.totals()
    assert below is not None
    people = below[:, seen].mean(axis=1)
    change = values[:, after].mean(axis=1) - values[:, ~after].mean(axis=1)
    effect = change[chosen].mean() - change[compared].mean()
    others = change[compared]
    placebos = others - (others.sum() - others) / (len(others) - 1)
    scale = _scale(placebos, people[compared])
    own = 1 / (1 / people[chosen]).mean() * chosen.sum()
    scaled = np.abs(placebos) / np.sqrt(scale[0] + scale[1] / people[compared])
    larger = int((np.abs(placebos) >= abs(effect)).sum())
    larger_scaled = int((scaled >= abs(effect) / np.sqrt(scale[0] + scale[1] / own)).sum())
    count = len(placebos)
    return Ranked(float(effect), larger + 1, count, (1 + larger) / (count + 1), (1 + larger_scaled) / (count + 1))


def _comparable(city: City, indicator: str, chosen: np.ndarray, after: np.ndarray, values: np.ndarray) -> np.ndarray:
    figures = city.figures[indicator]
    above, below = figures.totals()
    assert below is not None
    shown = (below >= _LEAST_PEOPLE) & (above >= _LEAST_COUNT) & (abs(below - above) >= _LEAST_COUNT)
    complete = shown.all(axis=1) & ~np.isnan(values).any(axis=1)
    codes = np.array(figures.areas)
    near = {other for pair in neighbours() for other in pair if set(pair) & set(codes[chosen])}
    other_work = np.isin(codes, [*treated(), city.bad_year_area]) | np.isin(codes, sorted(near))
    before = values[:, ~after].mean(axis=1)
    worse = (
        before <= np.median(before[complete]) if figures.indicator.better == "higher" else before >= np.median(before[complete])
    )
    return complete & worse & ~other_work & ~chosen


def _scale(placebos: np.ndarray, people: np.ndarray) -> np.ndarray:

    return np.asarray(nnls(np.column_stack([np.ones(len(people)), 1 / people]), placebos**2)[0]) + 1e-12
