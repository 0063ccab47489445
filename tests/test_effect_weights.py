"""The weights are the exact optimum: held against a general optimiser, against each other, and at the edges."""

import numpy as np
import pytest
from scipy.optimize import minimize

from kraftkollen.effect import Method, estimate
from kraftkollen.effect.simplex import _by_active_sets, _pivoted, simplex_weights
from tests.effect_panels import first, made


def problems(count: int = 40, rows: int = 6, units: int = 20, seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    distance = random.normal(size=(count, rows, 1)) + random.normal(size=(count, rows, units))
    pool = random.random((count, units)) < 0.9
    return distance, pool


@pytest.mark.parametrize("ridge", [0.3, 3.0, 30.0])
def test_the_fast_and_the_slow_solver_agree(ridge: float) -> None:
    distance, pool = problems()
    fast, done = _pivoted(distance, pool, np.full(len(pool), ridge))
    assert done.mean() > 0.9
    for one in np.flatnonzero(done):
        assert fast[one, pool[one]] == pytest.approx(_by_active_sets(distance[one][:, pool[one]], ridge), abs=1e-9)


@pytest.mark.parametrize("ridge", [1e-8, 0.05, 2.0])
def test_no_general_optimiser_finds_better_weights(ridge: float) -> None:
    distance, pool = problems(count=4, units=8)
    found = simplex_weights(distance, pool, np.full(len(pool), ridge))
    for one, rows in enumerate(distance):

        def cost(weights: np.ndarray, rows: np.ndarray = rows) -> float:
            return float(((rows @ weights) ** 2).sum() + ridge * (weights**2).sum())

        bounds = [(0, 1 if inside else 0) for inside in pool[one]]
        start = pool[one] / pool[one].sum()
        other = minimize(cost, start, bounds=bounds, constraints={"type": "eq", "fun": lambda w: w.sum() - 1}, tol=1e-12)
        assert cost(found[one]) <= other.fun + 1e-7
        assert found[one].sum() == pytest.approx(1)
        assert (found[one][~pool[one]] == 0).all()
        assert (found[one] >= 0).all()


def test_figures_that_never_move_get_equal_weights_and_no_effect() -> None:
    panel = made()
    panel.outcome[:] = 7.0
    for method in Method:
        found = estimate(panel, first(method=method))
        assert found.effect == pytest.approx(0)
        assert [one.weight for one in found.weights] == pytest.approx([1 / 24] * 24)


def test_one_period_before_is_enough_for_a_figure_and_never_for_a_verdict() -> None:
    found = estimate(made(effect=9), first(start="2011"))
    assert found.in_time is None
    assert found.verdict.code == "cannot_tell"
    assert "few_periods" in found.verdict.reasons


def test_zeta_is_worked_out_as_in_the_design() -> None:
    panel = made(effect=1)
    steps = np.diff(panel.outcome[1:, :6], axis=1)
    zeta = (1 * 4) ** 0.25 * float(steps.std(ddof=1))
    given, worked_out = estimate(panel, first(zeta=zeta)), estimate(panel, first())
    assert given.effect == pytest.approx(worked_out.effect, abs=1e-9)
    assert [one.weight for one in given.weights] == pytest.approx([one.weight for one in worked_out.weights], abs=1e-9)
