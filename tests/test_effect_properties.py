"""What must hold for any figures: what is added to an area or to all, what scales, what does not matter."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from kraftkollen.effect import Estimate, Method, Panel, estimate
from tests.effect_panels import first, made

seeds = some.integers(0, 10_000)
LEVEL_FREE = (Method.DID, Method.WEIGHTED, Method.SDID, Method.DEMEANED_SC)
few = settings(max_examples=12, deadline=None)


def same(one: Estimate, other: Estimate, times: float = 1.0) -> None:
    assert other.effect == pytest.approx(times * one.effect, rel=1e-5, abs=1e-5 * max(times, 1))
    assert (other.rank, other.placebos) == (one.rank, one.placebos)
    weights = {found.unit: found.weight for found in one.weights}
    assert {found.unit: found.weight for found in other.weights} == pytest.approx(weights, abs=1e-4)


@pytest.mark.parametrize("method", LEVEL_FREE)
@given(seed=seeds, added=some.floats(-1000, 1000), row=some.integers(0, 24))
@few
def test_a_constant_added_to_an_areas_whole_series_changes_nothing(method: Method, seed: int, added: float, row: int) -> None:
    panel = made(seed, effect=2)
    outcome = panel.outcome.copy()
    outcome[row] += added
    same(estimate(panel, first(method=method)), estimate(replace(panel, outcome=outcome), first(method=method)))


def test_synthetic_control_is_not_among_them() -> None:
    panel = made(effect=2)
    outcome = panel.outcome.copy()
    outcome[0] += 40
    before, after = (estimate(one, first(method=Method.SC)).effect for one in (panel, replace(panel, outcome=outcome)))
    assert abs(after - before) > 10


@given(seed=seeds, path=some.lists(some.floats(-100, 100), min_size=10, max_size=10))
@few
def test_a_path_added_to_all_areas_leaves_did_unchanged_and_weighted_with_zeta_held(seed: int, path: list[float]) -> None:
    panel = made(seed, effect=2)
    moved = replace(panel, outcome=panel.outcome + np.array(path))
    for design in (first(method=Method.DID), first(zeta=1.3)):
        assert estimate(moved, design).effect == pytest.approx(estimate(panel, design).effect, abs=1e-5)


@pytest.mark.parametrize("method", list(Method))
@given(seed=seeds, times=some.sampled_from([0.001, 0.3, 7.0, 5000.0]))
@few
def test_scaling_the_figures_scales_the_answer_and_no_p(method: Method, seed: int, times: float) -> None:
    panel = made(seed, effect=2)
    one, other = (estimate(found, first(method=method)) for found in (panel, replace(panel, outcome=times * panel.outcome)))
    assert other.effect == pytest.approx(times * one.effect, rel=1e-3, abs=1e-3 * times)
    assert other.interval == pytest.approx([times * end for end in one.interval], rel=2e-3, abs=2e-3 * times)
    assert other.smallest_detectable == pytest.approx(times * one.smallest_detectable, rel=2e-3)
    assert other.verdict.code == one.verdict.code


@given(seed=seeds)
@few
def test_the_order_of_rows_does_not_matter(seed: int) -> None:
    panel = made(seed, effect=2, sized=True)
    order = np.random.default_rng(seed).permutation(len(panel.units))
    assert panel.people is not None
    turned = Panel(tuple(panel.units[n] for n in order), panel.periods, panel.outcome[order], panel.people[order])
    one, other = estimate(panel, first()), estimate(turned, first())
    same(one, other)
    assert (other.p_value, other.alike_p, set(other.alike)) == (one.p_value, one.alike_p, set(one.alike))
    assert other.interval == pytest.approx(one.interval, rel=1e-6)


def test_the_order_of_rows_does_not_matter_where_sets_are_drawn_either() -> None:
    panel = made(7, effect=1, treated=3, sized=True)
    turned = replace(panel, units=panel.units[::-1], outcome=panel.outcome[::-1], people=np.array(panel.people)[::-1])
    one, other = (estimate(found, first(3, selected_on="2015")) for found in (panel, turned))
    assert one.drawn
    same(one, other)
    assert other.interval == pytest.approx(one.interval)
    assert (one.without_selection, one.in_time) == (
        replace(other.without_selection, effect=pytest.approx(other.without_selection.effect)),
        replace(other.in_time, effect=pytest.approx(other.in_time.effect)),
    )


@pytest.mark.parametrize("method", list(Method))
def test_the_input_is_not_changed_and_the_answer_is_the_same_twice(method: Method) -> None:
    panel, design = made(effect=2, treated=3, sized=True), first(3, method=method)
    before = panel.outcome.tobytes(), panel.people.tobytes() if panel.people is not None else b""
    panel.outcome.setflags(write=False)
    one = estimate(panel, design)
    assert (panel.outcome.tobytes(), panel.people.tobytes() if panel.people is not None else b"") == before
    assert estimate(panel, design) == one


@pytest.mark.parametrize("method", list(Method))
def test_a_planted_effect_is_found_and_weights_are_shares(method: Method) -> None:
    found = [estimate(made(seed, effect=6), first(method=method)) for seed in range(12)]
    level = 1.5 if method is Method.SC else 0.6
    assert np.mean([one.effect for one in found]) == pytest.approx(6, abs=level)
    for one in found:
        assert min(weight.weight for weight in one.weights) >= 0
        assert sum(weight.weight for weight in one.weights) == pytest.approx(1)


def test_the_gap_is_level_before_and_the_effect_after() -> None:
    found = estimate(made(effect=4), first())
    gaps = [found.gap[period] for period in found.before]
    assert np.mean(gaps) == pytest.approx(0, abs=1e-9)
    assert np.mean([found.gap[period] for period in found.after]) == pytest.approx(found.effect)
    assert found.pre_fit == pytest.approx(float(np.sqrt(np.mean(np.square(gaps)))))
