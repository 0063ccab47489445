"""Who lives in Exempelstad: whole persons by area, year, sex and age, in cohorts that grow older without jumping about."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tools.exempelstad.places import EMPTY, ESTATE, INNER, MIXED, NEW, RURAL, VILLA, Place, places

YEARS = tuple(range(2012, 2026))
SEXES = ("women", "men")  # the order of the axis; the ids of indicators.yaml
_OLDEST = 100
# How common an age is beside the country's average, at these ages, in each kind of place.
_AT = (0, 5, 12, 18, 22, 27, 33, 42, 52, 63, 75, 90)
_PROFILE = {
    INNER: (0.75, 0.55, 0.52, 0.6, 1.75, 2.2, 1.7, 0.9, 0.8, 0.8, 0.85, 1.0),
    ESTATE: (1.35, 1.35, 1.3, 1.25, 1.25, 1.2, 1.2, 1.0, 0.85, 0.7, 0.6, 0.55),
    MIXED: (1.0, 0.95, 0.95, 1.0, 1.1, 1.15, 1.05, 1.0, 1.0, 0.95, 0.95, 0.9),
    VILLA: (0.85, 1.2, 1.35, 1.25, 0.6, 0.45, 0.85, 1.35, 1.15, 1.0, 0.95, 0.7),
    NEW: (1.7, 1.3, 0.8, 0.6, 0.8, 1.5, 1.9, 1.2, 0.7, 0.6, 0.5, 0.3),
    RURAL: (0.7, 0.9, 1.0, 0.95, 0.6, 0.55, 0.8, 1.05, 1.25, 1.4, 1.2, 0.7),
    EMPTY: (0.3, 0.2, 0.2, 0.6, 1.2, 1.6, 1.5, 1.3, 1.2, 0.8, 0.5, 0.2),
}
_GROWTH = {INNER: 0.006, ESTATE: 0.007, MIXED: 0.008, VILLA: 0.005, NEW: 0.075, RURAL: 0.001, EMPTY: 0.02}


@dataclass(frozen=True)
class People:
    """`count` is a whole number by area, year, sex and age 0 to 99, in the order of `places`, `YEARS` and `SEXES`."""

    count: np.ndarray

    @cached_property
    def _summed(self) -> np.ndarray:
        return np.concatenate([np.zeros((*self.count.shape[:3], 1), dtype=int), self.count.cumsum(axis=3)], axis=3)

    def aged(self, low: int, high: int) -> np.ndarray:
        """Return residents from `low` to `high` years, both counted, by area, year and sex."""
        return self._summed[..., min(high, _OLDEST - 1) + 1] - self._summed[..., low]


def draw_people(rng: np.random.Generator) -> People:
    """Return a population: smooth in time for each cohort, uneven between cohorts, more so where few live."""
    return People(np.stack([_draw_place(place, rng) for place in places()]))


def _draw_place(place: Place, rng: np.random.Generator) -> np.ndarray:
    expected = _sizes(place, rng)[:, None, None] * _ages(place)[None, None, :] / 2
    born = np.array(YEARS)[:, None] - np.arange(_OLDEST)[None, :] - (YEARS[0] - _OLDEST)
    cohorts = int(born.max()) + 1
    uneven = np.exp(rng.normal(0, 0.06, (2, cohorts)))
    rounding = rng.random((2, cohorts))
    # A cohort keeps its own luck in rounding: it changes by whole persons, and only when its expected size does.
    held = np.moveaxis(uneven[:, born], 0, 1) * expected + np.moveaxis(rounding[:, born], 0, 1)
    moved = rng.poisson(0.03 * expected) - rng.poisson(0.03 * expected)
    return np.maximum(np.floor(held).astype(int) + moved, 0)


def _sizes(place: Place, rng: np.random.Generator) -> np.ndarray:
    since = np.arange(len(YEARS))
    pace = _GROWTH[place.kind] + rng.normal(0, 0.003)
    # New quarters fill up fast and then level out.
    grown = (1 - np.exp(-0.16 * since)) / 0.16 if place.kind == NEW else since
    return place.residents * np.exp(pace * (2.2 if place.kind == NEW else 1) * grown)


def _ages(place: Place) -> np.ndarray:
    age = np.arange(_OLDEST)
    country = np.where(age < 75, 1.0, np.exp(-(((age - 75) / 13.0) ** 2)))
    weight = country * np.interp(age, _AT, _PROFILE[place.kind])
    return weight / weight.sum()
