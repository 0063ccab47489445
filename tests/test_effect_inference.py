"""Placebo tests: ranks, intervals by inversion, scaling by people, several treated areas, checks, and what could be seen."""

from dataclasses import replace
from itertools import combinations
from math import comb, inf

import numpy as np
import pytest

from kraftkollen.effect import Design, Estimate, Method, Scale, Treatment, estimate, placebos, plan
from kraftkollen.effect.design import cast_of
from kraftkollen.effect.ranks import detectable, margin, noise_of, ranked, reaches
from kraftkollen.effect.sets import Roles, sets_of
from kraftkollen.effect.space import windows_of
from tests.effect_panels import first, made


def rejected(found: Estimate, value: float) -> bool:
    """Whether the test of the estimate rejects that the effect is `value`, by counting."""
    own = found.effect / found.statistic
    larger = sum(abs(one.statistic) >= abs(found.effect - value) / own for one in found.strip)
    return bool((1 + larger) / (found.placebos + 1) <= 1 - found.level + 1e-12)


def test_the_p_value_counts_those_at_least_as_large() -> None:
    assert ranked(3.0, np.array([-4.0, 3.0, 1.0, -0.5])).rank == 3
    assert ranked(-5.0, np.array([-4.0, 3.0])).p_value == pytest.approx(1 / 3)


@pytest.mark.parametrize("sized", [False, True])
@pytest.mark.parametrize("areas", [12, 20, 41])
def test_the_interval_holds_what_the_same_test_does_not_reject(areas: int, sized: bool) -> None:
    found = estimate(made(5, areas=areas, effect=2, sized=sized), first())
    low, high = found.interval
    width = high - low
    for inside in (low + width / 1000, found.effect, high - width / 1000):
        assert not rejected(found, inside)
    for outside in (low - width / 1000, high + width / 1000):
        assert rejected(found, outside)


def test_with_fewer_than_nine_placebos_the_interval_has_no_end_and_nothing_can_be_told() -> None:
    found = estimate(made(areas=9, effect=50), first())
    assert (found.rank, found.placebos, found.interval, found.smallest_detectable) == (1, 8, (-inf, inf), inf)
    assert found.verdict.code == "cannot_tell"
    assert "few_areas" in found.verdict.reasons
    assert estimate(made(areas=10, effect=50), first()).interval[0] > -inf


def test_the_margin_is_the_placebo_at_the_level() -> None:
    placebos = np.arange(1.0, 20.0)
    assert (margin(placebos, 0.90), margin(placebos, 0.95), margin(placebos, 0.96)) == (18.0, 19.0, inf)


def test_the_smallest_detectable_effect_is_found_four_times_of_five() -> None:
    noise = np.random.default_rng(1).normal(size=39)
    size = detectable(noise)
    both = np.concatenate([noise, -noise])
    needed = margin(noise, 0.90)
    assert (both + size >= needed).mean() >= 0.8
    assert (both + 0.97 * size >= needed).mean() < 0.8


def test_noise_that_falls_with_people_is_found() -> None:
    random = np.random.default_rng(2)
    people = np.exp(random.normal(6, 1, 4000))
    found = noise_of(random.normal(size=4000) * np.sqrt(0.5 + 300 / people), people)
    assert found is not None
    assert found.constant == pytest.approx(0.5, abs=0.15)
    assert found.per_person == pytest.approx(300, rel=0.15)
    assert noise_of(np.zeros(5), np.ones(5)) is None


def test_a_small_area_is_judged_by_its_own_noise() -> None:
    panel = made(3, effect=2, sized=True)
    assert panel.people is not None
    small, large = panel.people.copy(), panel.people.copy()
    small[0], large[0] = 30, 5_000
    one, other = (estimate(replace(panel, people=people), first()) for people in (small, large))
    assert one.effect == other.effect
    assert one.p_value > other.p_value
    assert one.interval[1] - one.interval[0] > 2 * (other.interval[1] - other.interval[0])
    assert estimate(replace(panel, people=None), first()).noise is None


def test_a_treated_area_is_never_compared_with() -> None:
    found = estimate(made(treated=3, effect=9), first(3))
    treated = {"a00", "a01", "a02"}
    assert treated.isdisjoint(one.unit for one in found.weights)
    assert treated.isdisjoint(one.unit for one in found.strip)
    assert [one.unit for one in found.areas] == sorted(treated)


def test_several_areas_are_shown_each_by_itself_and_together_over_all_sets() -> None:
    panel = made(treated=2, effect=3)
    found = estimate(panel, first(2))
    assert (found.joint, found.drawn, found.placebos) == (True, False, comb(25, 2) - 1)
    for number, one in enumerate(found.areas):
        alone = estimate(panel, replace(first(1), treatments=(Treatment(one.unit, "2016"),), excluded={f"a0{1 - number}": "x"}))
        assert (one.effect, one.p_value, one.rank) == (pytest.approx(alone.effect), alone.p_value, alone.rank)
        assert one.interval == pytest.approx(alone.interval)
    assert found.effect == pytest.approx(np.mean([one.effect for one in found.areas]), abs=0.5)


def test_the_joint_test_ranks_among_all_sets_and_compares_none_with_its_own_members_nor_with_the_treated() -> None:
    panel = made(7, areas=8, treated=2, effect=1)
    change = panel.outcome[:, 6:].mean(axis=1) - panel.outcome[:, :6].mean(axis=1)
    others = set(range(2, 8))
    pairs = [
        change[list(pair)].mean() - change[list(others - set(pair))].mean()
        for pair in combinations(range(8), 2)
        if pair != (0, 1)
    ]
    found = estimate(panel, first(2, method=Method.DID))
    assert found.placebos == len(pairs) == comb(8, 2) - 1
    assert found.rank == 1 + sum(abs(one) >= abs(found.effect) for one in pairs)


def test_no_value_that_the_joint_test_does_not_reject_lies_outside_of_the_interval_however_areas_differ_in_noise() -> None:
    random, tried = np.random.default_rng(3), np.linspace(0.001, 60, 3_000)[:, None]
    for _ in range(30):
        apart, spread = random.normal(size=39), random.uniform(0.2, 2, 39)
        touched = random.choice([0.0, 0.5], 39)
        ends = [margin(one, 0.90) for one in reaches(apart, spread, touched)]
        for end, sign in zip(ends, (-1, 1), strict=True):
            larger = (np.abs(apart - sign * touched * tried) >= spread * tried).sum(axis=1)
            kept = tried[larger >= 4, 0]
            assert len(kept) == 0 or kept.max() <= end


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_joint_interval_holds_exactly_the_values_that_the_joint_test_does_not_reject(seed: int) -> None:
    panel = made(seed, areas=13, treated=3, effect=1)
    found = estimate(panel, first(3))
    for end, inwards in zip(found.interval, (1, -1), strict=True):
        for value, rejected in ((end - 1e-4 * inwards, True), (end + 1e-4 * inwards, False)):
            outcome = panel.outcome.copy()
            outcome[:3, 6:] -= value
            assert (estimate(replace(panel, outcome=outcome), first(3)).p_value <= 0.10) is rejected


def test_two_treated_without_effect_are_rejected_no_more_often_than_one() -> None:
    # Without the sets that hold a treated unit, p <= 0.05 came out in 8 of 100 here.
    found = []
    for seed in range(400):
        cast = cast_of(made(seed, areas=12, treated=2), first(2))
        sets = sets_of(Roles(np.arange(10), cast.starts, 10), draws=2_000, seed=1)
        found.append(placebos.tested(cast, Method.DID, windows_of(cast), sets).ranked.p_value)
    assert np.mean(np.array(found) <= 0.05) < 0.065
    assert np.mean(np.array(found) <= 0.10) < 0.13


def test_where_starts_differ_a_treated_area_keeps_its_own_start() -> None:
    roles = Roles(np.arange(4), np.array([5, 7, 7]), 4)
    rows = sets_of(roles, draws=2_000, seed=1).rows.tolist()
    assert [4, 0, 1] in rows
    assert [0, 6, 5] in rows
    assert [5, 0, 1] not in rows
    assert not any(set(row) == {4, 5, 6} for row in rows)


def test_many_sets_of_few_areas_carry_no_more_than_the_areas_do() -> None:
    found = estimate(made(2, areas=14, treated=2, effect=9), first(2))
    assert (found.placebos, found.rank) == (90, 1)
    assert found.p_min < 0.05
    assert (found.verdict.code, found.verdict.reasons) == ("signs", ("few_areas_for_clear",))
    found = estimate(made(2, areas=10, treated=2, effect=9), first(2))
    assert found.p_min < 0.05
    assert (found.verdict.code, "few_areas" in found.verdict.reasons) == ("cannot_tell", True)


def test_where_there_are_too_many_sets_two_thousand_are_drawn_and_always_the_same() -> None:
    roles = Roles(np.arange(40), np.array([6, 6, 6]), 40)
    one, other = (sets_of(roles, draws=2_000, seed=7) for _ in range(2))
    assert one.drawn
    assert (one.rows == other.rows).all()
    assert len({tuple(row) for row in one.rows.tolist()}) == 2_000
    assert all(len(set(row)) == 3 for row in one.rows.tolist())
    assert not (sets_of(roles, draws=2_000, seed=8).rows == one.rows).all()
    few = one.some(400, 1).rows
    assert len(few) == 400
    assert few[:, 0].max() > 20


def test_staggered_starts_are_one_fit_each_averaged_by_area_periods() -> None:
    panel = made(areas=20, treated=3, effect=0)
    starts = ("2015", "2017", "2017")
    treatments = tuple(Treatment(f"a0{number}", start) for number, start in enumerate(starts))
    found = estimate(panel, Design(treatments))
    early = estimate(panel, Design(treatments[:1], excluded={"a01": "x", "a02": "x"})).effect
    late = estimate(panel, Design(treatments[1:], excluded={"a00": "x"})).effect
    assert found.effect == pytest.approx((5 * early + 2 * 3 * late) / (5 + 6))
    assert [one.start for one in found.areas] == list(starts)
    assert (found.drawn, found.small_sample) == (True, None)


def test_a_start_moved_back_takes_no_figure_from_after_the_real_start() -> None:
    panel = made(effect=2)
    outcome = panel.outcome.copy()
    outcome[:, 6:] += np.random.default_rng(1).normal(0, 30, outcome[:, 6:].shape)
    one, other = estimate(panel, first()).in_time, estimate(replace(panel, outcome=outcome), first()).in_time
    assert one is not None
    assert other is not None
    assert (one.start, one.p_value) == ("2013", other.p_value)
    assert one.effect == pytest.approx(other.effect)


def test_without_the_period_of_selection_a_single_bad_year_is_gone() -> None:
    panel = made(4)
    panel.outcome[0, 5] -= 12
    found = estimate(panel, first(method=Method.DID, selected_on="2015"))
    assert found.without_selection is not None
    assert found.effect - found.without_selection.effect == pytest.approx(2, abs=1.0)
    assert estimate(panel, first(selected_on="2018")).without_selection is None
    assert estimate(panel, first()).without_selection is None


def test_each_comparison_area_is_left_out_once() -> None:
    panel = made(effect=2)
    found = estimate(panel, first())
    assert [one.unit for one in found.leave_one_out] == list(panel.units[1:])
    one = found.leave_one_out[3]
    assert one.effect == pytest.approx(estimate(panel, first(excluded={one.unit: "x"})).effect, abs=0.05)


def test_a_plan_does_not_look_at_the_treated_and_sees_smaller_effects_in_larger_panels() -> None:
    panel = made(6, areas=30)
    unknown = replace(panel, outcome=np.where(np.arange(30)[:, None] == 0, np.nan, panel.outcome))
    found = plan(unknown, first())
    assert found == plan(panel, first())
    assert [one.periods_after for one in found.horizons] == [1, 2, 3, 4]
    assert found.horizons[3].smallest_detectable < found.horizons[0].smallest_detectable
    assert (found.placebos, found.p_min, found.hopeless) == (29, pytest.approx(1 / 30), False)
    assert not found.at_most_signs
    assert plan(made(areas=15, treated=2), first(2)).at_most_signs
    few = plan(made(areas=8), first())
    assert few.hopeless
    assert few.horizons[0].smallest_detectable == inf
    assert [one.value for one in few.reasons] == ["few_areas"]


def test_a_plan_on_the_logarithm_is_that_of_the_logarithms_and_puts_what_matters_on_the_scale() -> None:
    panel = made(6, areas=30)
    logarithms = replace(panel, outcome=np.log(panel.outcome))
    found = plan(panel, first(scale=Scale.LOG, smallest_that_matters=2.0))
    assert [one.smallest_detectable for one in found.horizons] == [
        pytest.approx(one.smallest_detectable) for one in plan(logarithms, first()).horizons
    ]
    level = panel.outcome[0].mean()
    assert (found.level, found.smallest_that_matters) == (pytest.approx(level), pytest.approx(np.log1p(2 / level)))
    assert found.in_unit(np.log1p(2 / level)) == pytest.approx(2)
    unknown = replace(panel, outcome=np.where(np.arange(30)[:, None] == 0, np.nan, panel.outcome))
    told = plan(unknown, first(scale=Scale.LOG, smallest_that_matters=2.0))
    assert (told.level, told.smallest_that_matters, told.in_unit(0.1)) == (None, None, None)
    assert told.horizons == found.horizons


def test_a_planted_effect_of_the_planned_size_is_mostly_found() -> None:
    size = plan(made(100, areas=30, before=10, after=0), first()).horizons[3].smallest_detectable
    found = [estimate(made(seed, areas=30, effect=size), first()).p_value <= 0.10 for seed in range(40)]
    assert np.mean(found) > 0.6
