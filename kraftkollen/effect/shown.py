"""The parts of an estimate that a page draws: paths, weights, the strip of placebos."""

import numpy as np
import numpy.typing as npt

from kraftkollen.effect.design import Cast
from kraftkollen.effect.fitting import Window
from kraftkollen.effect.placebos import Placebos
from kraftkollen.effect.ranks import deviations
from kraftkollen.effect.result import Placebo, Point, Weight


def points(cast: Cast, main: Placebos) -> tuple[Point, ...]:
    """Return every period: the treated's mean, the comparison, and the gap."""
    mean = cast.treated.mean(axis=0)
    gaps = main.treated.gaps[0]
    return tuple(
        Point(period, float(own), float(own - gap), float(gap))
        for period, own, gap in zip(cast.periods, mean, gaps, strict=True)
    )


def weights(cast: Cast, main: Placebos) -> tuple[Weight, ...]:
    """Return how much each comparison unit counts, the most first."""
    found = [Weight(unit, float(weight)) for unit, weight in zip(cast.names, main.treated.weights[0], strict=True)]
    return tuple(sorted(found, key=lambda one: -one.weight))


def time_weights(cast: Cast, main: Placebos, windows: tuple[Window, ...]) -> tuple[tuple[str, float], ...]:
    """Return how much each period before counts, averaged over the starts; nought for all where the level is not taken out."""
    total = np.zeros(len(cast.periods))
    for share, window, fit in zip(main.treated.shares, windows, main.treated.fits_by_start, strict=True):
        total[window.before] += share * fit.times[0]
    last = max(len(window.before) for window in windows)
    return tuple((period, float(weight)) for period, weight in zip(cast.periods[:last], total[:last], strict=True))


def strip(cast: Cast, main: Placebos, near: npt.NDArray[np.intp]) -> tuple[Placebo, ...]:
    """Return every comparison unit alone in the treated's place, the largest first."""
    own = deviations(main.noise, cast.people, np.arange(len(cast.names))[:, None])
    alike = set(near.tolist())
    found = [
        Placebo(unit, float(main.alone[row]), float(main.alone[row] / own[row]), float(main.alone_fits[row]), row in alike)
        for row, unit in enumerate(cast.names)
    ]
    return tuple(sorted(found, key=lambda one: -abs(one.statistic)))
