"""Placebos in space: the treated and every set of comparison units that plays them, put to the same question."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kraftkollen.effect.design import Array, Cast, Method
from kraftkollen.effect.fitting import Fitted, Window, fitted
from kraftkollen.effect.sets import Sets
from kraftkollen.effect.simplex import Mask


@dataclass(frozen=True)
class Answer:
    """The answer for the treated, or for each set that plays them: one fit a start, averaged by area-periods.

    `effects`, `fits` (targets,); `gaps` (targets, periods), mean over the treated; `weights` (targets, units);
    `shares`: how much the fit of each start counts.
    """

    effects: Array
    fits: Array
    gaps: Array
    weights: Array
    fits_by_start: tuple[Fitted, ...]
    shares: tuple[float, ...]


def windows_of(cast: Cast) -> tuple[Window, ...]:
    """Return for each start which periods come before and after it."""
    every = np.arange(len(cast.periods))
    return tuple(Window(every[: one.start], every[one.start :], len(one.treated)) for one in cast.cohorts)


def of_treated(cast: Cast, method: Method, windows: tuple[Window, ...], pool: Mask | None = None) -> Answer:
    """Return the treated's answer; with several rows in `pool` (answers, units), one for each."""
    taken = np.ones((1, len(cast.names)), dtype=bool) if pool is None else pool
    targets = [np.repeat(cast.treated[one.treated].mean(axis=0)[None], len(taken), axis=0) for one in cast.cohorts]
    return _joined(cast, method, windows, targets, taken)


def of_sets(cast: Cast, method: Method, windows: tuple[Window, ...], sets: Sets) -> Answer:
    """Return the answer for each set that plays the treated; it is compared with the comparison units that are not of it."""
    everyone = cast.everyone
    taken = np.zeros((len(sets.rows), len(everyone)), dtype=bool)
    taken[np.arange(len(sets.rows))[:, None], sets.rows] = True
    pool = ~taken[:, : len(cast.names)]
    targets = [everyone[sets.rows[:, one.treated]].mean(axis=1) for one in cast.cohorts]
    return _joined(cast, method, windows, targets, pool)


def of_each(cast: Cast, method: Method, window: Window) -> Fitted:
    """Return the answer for each comparison unit that plays a single treated one."""
    return fitted(method, cast.others, cast.others, ~np.eye(len(cast.names), dtype=bool), window, cast.zeta)


def _joined(cast: Cast, method: Method, windows: tuple[Window, ...], targets: list[Array], pool: Mask) -> Answer:
    fits = [
        fitted(method, target, cast.others, pool, window, cast.zeta) for target, window in zip(targets, windows, strict=True)
    ]
    return answer_of(fits, windows, slice(None))


def answer_of(found: Sequence[Fitted], windows: tuple[Window, ...], rows: npt.NDArray[np.intp] | slice) -> Answer:
    """Return what these rows of each start's fit come to together."""
    fits = tuple(one.only(rows) for one in found)
    periods = np.array([window.treated * len(window.after) for window in windows], dtype=np.float64)
    treated = np.array([window.treated for window in windows], dtype=np.float64)
    shares = periods / periods.sum()
    return Answer(
        _mean([one.effects for one in fits], shares),
        np.sqrt(_mean([one.fits**2 for one in fits], treated / treated.sum())),
        _mean([one.gaps for one in fits], treated / treated.sum()),
        _mean([one.weights for one in fits], shares),
        fits,
        tuple(float(one) for one in shares),
    )


def _mean(arrays: list[Array], shares: npt.NDArray[np.float64]) -> Array:
    return np.asarray(np.tensordot(shares, np.stack(arrays), axes=1))
