"""One question put to many targets at once: weights on the comparison units and on the periods, and the effect they give.

A target is the path of a treated unit (or the mean of several), or of a comparison unit that plays it; each has its own pool.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kraftkollen.effect.design import Array, Method
from kraftkollen.effect.simplex import Mask, simplex_weights

# As in the authors' synthdid: no more ridge than makes the optimum unique (their eta of 1e-6).
_HARDLY = 1e-6


@dataclass(frozen=True)
class Window:
    """Which columns count as before and as after; `treated` is how many units a target is the mean of."""

    before: npt.NDArray[np.intp]
    after: npt.NDArray[np.intp]
    treated: int = 1


@dataclass(frozen=True)
class Fitted:
    """What came of it, one row a target.

    `effects` (targets,); `weights` (targets, units); `times` (targets, before): the weights of the periods before, zeros where
    the level is not taken out; `gaps` (targets, periods): target less comparison, so placed that it is nought before on the
    times' average; `fits` (targets,): root mean square of the gap before, in the outcome's unit.
    """

    effects: Array
    weights: Array
    times: Array
    gaps: Array
    fits: Array

    def only(self, rows: npt.NDArray[np.intp] | slice) -> "Fitted":
        """Return these targets of it."""
        return Fitted(self.effects[rows], self.weights[rows], self.times[rows], self.gaps[rows], self.fits[rows])


def fitted(method: Method, targets: Array, others: Array, pool: Mask, window: Window, zeta: float | None = None) -> Fitted:
    """Fit the method to each target.

    Parameters
    ----------
    targets, others
        (targets, periods) and (units, periods).
    pool
        (targets, units): which units the target is compared with.
    zeta
        The ridge; None to work it out from each pool.
    """
    sigma = _steps(others[:, window.before], pool)
    weights = unit_weights(method, targets, others, pool, window, sigma, zeta)
    times = _time_weights(method, others, pool, window, sigma)
    gaps = targets - weights @ others
    gaps = gaps - (gaps[:, window.before] * times).sum(axis=1, keepdims=True)
    fits = np.sqrt((gaps[:, window.before] ** 2).mean(axis=1))
    return Fitted(gaps[:, window.after].mean(axis=1), weights, times, gaps, fits)


def _steps(before: Array, pool: Mask) -> Array:
    """Return for each pool the standard deviation (n - 1) of its units' first differences before the start."""
    steps = np.diff(before, axis=1)
    count = pool.sum(axis=1) * steps.shape[1]
    total, squares = pool @ steps.sum(axis=1), pool @ (steps**2).sum(axis=1)
    variance = (squares - total**2 / np.maximum(count, 1)) / np.maximum(count - 1, 1)
    return np.asarray(np.sqrt(np.maximum(variance, 0.0)) * (count > 1))


def unit_weights(
    method: Method, targets: Array, others: Array, pool: Mask, window: Window, sigma: Array, zeta: float | None
) -> Array:
    """Return the weights of the comparison units, (targets, units).

    Source: Arkhangelsky et al. (2021), equations 4 to 6, in the form of the authors' code; for `demeaned_sc` Doudchenko and
    Imbens (2016) and Ferman and Pinto (2021); for `sc` Abadie, Diamond and Hainmueller (2010) with outcomes only.
    """
    equal = pool / pool.sum(axis=1, keepdims=True)
    if method is Method.DID:
        return np.asarray(equal)
    near, mine = others[:, window.before], targets[:, window.before]
    if method is not Method.SC:
        near, mine = near - near.mean(axis=1, keepdims=True), mine - mine.mean(axis=1, keepdims=True)
    eta = (window.treated * len(window.after)) ** 0.25 if method in (Method.WEIGHTED, Method.SDID) else _HARDLY
    ridge = len(window.before) * (eta * sigma if zeta is None else np.full(len(targets), zeta)) ** 2
    distance = near.T[None] - mine[:, :, None]
    # One period before, or areas that never move: there is nothing to weight by.
    told = (sigma > 0) & ((distance**2).sum(axis=(1, 2)) > 0)
    weights = np.array(equal)
    if told.any():
        weights[told] = simplex_weights(distance[told], pool[told], ridge[told])
    return weights


def _time_weights(method: Method, others: Array, pool: Mask, window: Window, sigma: Array) -> Array:
    count = len(window.before)
    if method is Method.SC:
        return np.zeros((len(pool), count))
    times = np.full((len(pool), count), 1 / count)
    if method is not Method.SDID or count == 1:
        return times
    after = others[:, window.after].mean(axis=1)
    distance = others[:, window.before] - after[:, None]
    every = np.ones(count, dtype=bool)
    for one in range(len(pool)):
        rows = distance[pool[one]]
        if len(rows) > 1 and sigma[one] > 0:
            ridge = len(rows) * (_HARDLY * sigma[one]) ** 2
            times[one] = simplex_weights((rows - rows.mean(axis=0))[None], every[None], np.array([ridge]))[0]
    return times
