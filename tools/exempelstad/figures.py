"""Draws the figures of Exempelstad: whole counts out of smooth rates, so that noise shrinks where more people live."""

import zlib
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.special import expit

from kraftkollen.model.indicator import Indicator, Kind
from kraftkollen.model.period import Period, PeriodKind
from tools.exempelstad.levels import BEHAVIOURS, BLOWS, FIRST_OF_SECOND_YEARS, NEED_OF_KIND, Behaviour
from tools.exempelstad.people import YEARS, People
from tools.exempelstad.places import EMPTY, places
from tools.exempelstad.programme import treated
from tools.exempelstad.truth import TRUE_EFFECT

_LIKE_WITHIN = 1.8  # kilometres over which what areas share fades out
_STADSDEL = "stadsdel"
_HIDDEN_AT_SOURCE = 10
_LOST = 0.004
# Kept whole: what the demo shows about effects should not hang on a figure that the dice lost.
_NEVER_LOST = ("school_attendance", "sports_occasions", "population")


@dataclass(frozen=True)
class Figures:
    """The figures of one indicator, by area, period and sex (women, men; the sexes add up to everybody).

    `areas` are codes of delområden, or names of stadsdelar where the indicator is not taken finer. `denominator` is None for
    counts. `missing` marks areas and periods for which the source gives nothing.
    """

    indicator: Indicator
    areas: tuple[str, ...]
    periods: tuple[Period, ...]
    numerator: np.ndarray
    denominator: np.ndarray | None
    missing: np.ndarray

    def totals(self) -> tuple[np.ndarray, np.ndarray | None]:
        """Return numerator and denominator of both sexes, by area and period."""
        return self.numerator.sum(axis=2), None if self.denominator is None else self.denominator.sum(axis=2)

    def values(self) -> np.ndarray:
        """Return the total's value by area and period, in the indicator's unit; nan where there is none."""
        above, below = self.totals()
        values = above.astype(float) if below is None else self.indicator.per * above / np.where(below > 0, below, np.nan)
        return np.where(self.missing, np.nan, values)


def random_for(seed: int, subject: str) -> np.random.Generator:
    """Return a stream of its own for each subject: a new indicator leaves the others as they were."""
    return np.random.default_rng([seed, zlib.crc32(subject.encode())])


def periods_of(indicator: Indicator) -> tuple[Period, ...]:
    """Return the periods of 2012-2025 that the indicator is measured in; a school year counts where it begins."""
    parts = {PeriodKind.YEAR: 1, PeriodKind.SCHOOL_YEAR: 1, PeriodKind.HALF_YEAR: 2}[indicator.period]
    years = [year for year in YEARS if (year - FIRST_OF_SECOND_YEARS) % indicator.every == 0]
    return tuple(Period(indicator.period, year, part) for year in years for part in range(1, parts + 1))


def draw_figures(indicator: Indicator, people: People, seed: int) -> Figures:
    """Draw all figures of an indicator other than the population."""
    rng = random_for(seed, indicator.id)
    how = BEHAVIOURS[indicator.id]
    periods = periods_of(indicator)
    latent = _latent(indicator, how, draw_need(seed), rng)
    below = _denominator(how, people, periods, rng)
    areas = tuple(place.code for place in places())
    if indicator.levels[0] == _STADSDEL:
        areas, latent, below = _by_stadsdel(latent, below)
    above = _drawn(indicator, how, latent, below, rng)
    counted = None if how.ages is None else below
    return Figures(indicator, areas, periods, above, counted, _missing(indicator, counted, above.shape[:2], rng))


def draw_need(seed: int) -> np.ndarray:
    """Return how badly off each area's residents are, in standard deviations; what all indicators lean on."""
    rng = random_for(seed, "need")
    by_hand = np.array([NEED_OF_KIND[place.kind] + 0.7 * place.need for place in places()])
    return by_hand + 0.15 * (_nearness() @ rng.normal(size=len(by_hand))) + rng.normal(0, 0.08, len(by_hand))


@cache
def _nearness() -> np.ndarray:
    middles = np.array([(place.x, place.y) for place in places()])
    apart = np.linalg.norm(middles[:, None] - middles[None, :], axis=2)
    return np.linalg.cholesky(np.exp(-apart / _LIKE_WITHIN) + 1e-9 * np.eye(len(middles)))


def _latent(indicator: Indicator, how: Behaviour, need: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return the smooth level behind the figures, by area, period and sex: logits for a share, else logarithms."""
    periods, areas = periods_of(indicator), len(places())
    since = np.array([period.year - YEARS[0] + (period.part - 1) / 2 for period in periods])
    of_area = how.level + how.need * need + np.array([how.kinds.get(place.kind, 0.0) for place in places()])
    of_area = of_area + abs(how.need) * 0.2 * (_nearness() @ rng.normal(size=areas))
    own_pace = rng.normal(0, abs(how.trend) * 0.15, areas)
    of_city = how.trend * since + rng.normal(0, how.shared, len(periods))
    of_city += np.array([BLOWS.get((indicator.id, period.year), 0.0) for period in periods])
    for found in indicator.breaks:
        first = indicator.read_period(found.period)
        of_city += np.array([how.break_by if period >= first else 0.0 for period in periods])
    level = of_area[:, None] + of_city[None, :] + own_pace[:, None] * since[None, :] + _drift(how, areas, len(periods), rng)
    return level[:, :, None] + how.women * np.array([0.5, -0.5])


def _drift(how: Behaviour, areas: int, periods: int, rng: np.random.Generator) -> np.ndarray:
    """What an area strays by itself and comes back from: it remembers half of it from one period to the next."""
    steps = rng.normal(0, how.wobble, (areas, periods))
    strayed = np.empty_like(steps)
    strayed[:, 0] = steps[:, 0]
    for period in range(1, periods):
        strayed[:, period] = 0.5 * strayed[:, period - 1] + np.sqrt(0.75) * steps[:, period]
    return strayed


def _denominator(how: Behaviour, people: People, periods: tuple[Period, ...], rng: np.random.Generator) -> np.ndarray:
    years = [YEARS.index(period.year) for period in periods]
    if how.ages is None:
        return np.ones((len(places()), len(periods), 2), dtype=int)
    everybody = people.aged(*how.ages)[:, years]
    reached = how.reached * np.array([how.reached_in.get(place.kind, 1.0) for place in places()])
    return everybody if (reached == 1).all() else rng.binomial(everybody, reached[:, None, None])


def _by_stadsdel(latent: np.ndarray, below: np.ndarray) -> tuple[tuple[str, ...], np.ndarray, np.ndarray]:
    names = tuple(dict.fromkeys(place.stadsdel for place in places()))
    member = np.array([[place.stadsdel == name for place in places()] for name in names], dtype=float)
    summed = np.einsum("da,apg->dpg", member, below)
    mean = np.einsum("da,apg->dpg", member, latent * below) / np.maximum(summed, 1)
    return names, mean, summed.astype(int)


def _drawn(indicator: Indicator, how: Behaviour, latent: np.ndarray, below: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    if indicator.kind is Kind.SHARE:
        drawn = rng.binomial(below, _with_effect(indicator, expit(latent)))
        return drawn + rng.poisson(how.over * below) if how.over else drawn
    # Occasions come many to a person, so they vary more than one by one: variance = mean x (1 + clustered).
    mean = below * np.exp(latent) / (2 if how.ages is None else 1)
    return rng.poisson(rng.gamma(mean / how.clustered, how.clustered) if how.clustered else mean)


def _with_effect(indicator: Indicator, chance: np.ndarray) -> np.ndarray:
    if indicator.id != TRUE_EFFECT.indicator:
        return chance
    row = [place.code for place in places()].index(TRUE_EFFECT.area)
    raised = chance.copy()
    raised[row] += np.array([TRUE_EFFECT.points_in(period.year) for period in periods_of(indicator)])[:, None] / 100
    return raised.clip(0, 0.995)


def _missing(indicator: Indicator, below: np.ndarray | None, shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """Mark what the source keeps back because it is few, and a little that got lost."""
    lost = (rng.random(shape) < _LOST) & (indicator.id not in _NEVER_LOST)
    if indicator.levels[0] != _STADSDEL:
        lost &= np.array([place.code not in treated() for place in places()])[:, None]
    if below is None or indicator.levels[0] == _STADSDEL:
        return lost if below is None else np.zeros(shape, dtype=bool)
    few = below.sum(axis=2) < _HIDDEN_AT_SOURCE
    empty = np.array([place.kind == EMPTY for place in places()])[:, None]
    return lost | (few & empty & indicator.source.official) | (below.sum(axis=2) == 0)
