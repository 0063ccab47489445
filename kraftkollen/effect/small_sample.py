"""The t-test on each unit's own change, exact if the changes are normal and equally spread. A figure, never the verdict."""

import numpy as np
from scipy.special import stdtr

from kraftkollen.effect.design import Cast
from kraftkollen.effect.fitting import Window
from kraftkollen.effect.result import SmallSample


def small_sample(cast: Cast, window: Window) -> SmallSample | None:
    """Return effect, standard error and p of plain difference-in-differences; None if the comparison units do not vary.

    Source: Lee and Wooldridge (2026), A simple transformation approach to difference-in-differences estimation for panel data,
    with few treated units: the regression of each unit's mean after less its mean before on being treated.
    """
    treated, others = (
        rows[:, window.after].mean(axis=1) - rows[:, window.before].mean(axis=1) for rows in (cast.treated, cast.others)
    )
    degrees = len(treated) + len(others) - 2
    squares = float(((treated - treated.mean()) ** 2).sum() + ((others - others.mean()) ** 2).sum())
    if degrees < 1 or squares == 0:
        return None
    error = float(np.sqrt(squares / degrees * (1 / len(treated) + 1 / len(others))))
    effect = float(treated.mean() - others.mean())
    return SmallSample(effect, error, degrees, float(2 * stdtr(degrees, -abs(effect) / error)))
