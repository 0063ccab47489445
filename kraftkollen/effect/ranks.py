"""Exact tests by rank: p-value, interval by inversion, the smallest effect that would be found. No distribution assumed."""

from dataclasses import dataclass
from math import floor

import numpy as np
from scipy.optimize import nnls

from kraftkollen.effect.decide import SIGNS_LEVEL
from kraftkollen.effect.design import Array
from kraftkollen.effect.result import Noise

# Ties are ties also where arithmetic in another order moves the last digit.
_EQUAL = 1e-9
POWER = 0.80


@dataclass(frozen=True, slots=True)
class Ranked:
    """The place by size among the placebos, and the p-value."""

    rank: int
    placebos: int

    @property
    def p_value(self) -> float:
        return self.rank / (self.placebos + 1)


def ranked(statistic: float, placebos: Array) -> Ranked:
    """Rank the treated's statistic among the placebos', all of them sizes: 1 + how many are at least as large."""
    least = abs(statistic) * (1 - _EQUAL)
    return Ranked(1 + int((np.abs(placebos) >= least).sum()), len(placebos))


def reaches(apart: Array, spread: Array, touched: Array) -> tuple[Array, Array]:
    """Return how far down and up from the estimate a value may lie while each set is still at least as large as the treated.

    Parameters
    ----------
    apart
        (sets,): the set's effect when the estimate is taken away from the treated in it.
    spread
        (sets,): its standard deviation over the treated's own.
    touched
        (sets,): how much of an effect on the treated it has in it, under 1.

    Notes
    -----
    For a value x above the estimate: |apart - touched x| >= spread |x|. Where touched is spread or more that holds again far
    out, whatever held between: the reach is then infinite, so that the interval spans all that is not rejected.
    """
    size = np.abs(apart)
    gone = spread > touched
    near = np.where(gone, size / (spread + touched), np.inf)
    far = np.where(gone, size / np.where(gone, spread - touched, 1.0), np.inf)
    return np.where(apart > 0, far, near), np.where(apart > 0, near, far)


def margin(placebos: Array, level: float) -> float:
    """Return how far from the estimate a value may lie and not be rejected; infinite where there are too few placebos."""
    place = floor((1 - level) * (len(placebos) + 1) + _EQUAL)
    return float(np.sort(np.abs(placebos))[::-1][place - 1]) if place > 0 else float("inf")


def detectable(placebos: Array) -> float:
    """Return the effect that would come out at p <= 0.10 in four of five of the placebos, with either sign; else infinite."""
    needed = margin(placebos, 1 - SIGNS_LEVEL)
    if not np.isfinite(needed):
        return needed
    both = np.concatenate([placebos, -placebos])
    return needed + float(np.quantile(both, POWER, method="higher"))


def noise_of(effects: Array, people: Array | None) -> Noise | None:
    """Return how the placebos' variance hangs on their people; None where that is not known, or nothing varies.

    Source: Ferman and Pinto (2019), Review of Economics and Statistics 101(3); their regression of squared effects on
    1/people, with both coefficients held at nought or more.
    """
    if people is None:
        return None
    per = people.mean() / people
    size = float((effects**2).mean())
    if size == 0:
        return None
    constant, slope = nnls(np.column_stack([np.ones(len(per)), per]), effects**2 / size)[0]
    if constant + slope <= 0:
        return None
    return Noise(float(constant * size), float(slope * size * people.mean()))


def deviations(noise: Noise | None, people: Array | None, sets: np.ndarray) -> Array:
    """Return the standard deviation of the mean effect of each set of units; 1 where the noise is not known.

    `sets` (sets, size) holds rows of `people`.
    """
    if noise is None or people is None:
        return np.ones(len(sets))
    variance = noise.constant + noise.per_person / people[sets]
    return np.asarray(np.sqrt(variance.mean(axis=1) / sets.shape[1]))
