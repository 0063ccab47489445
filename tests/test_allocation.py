"""Allocation: whatever the weights, a place lies in its range, what is missing is not nought, and the worse is never above."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kraftkollen.model.intervention import Horizon
from kraftkollen.model.programme import Programme
from kraftkollen.programme.allocation import GROUNDS, Candidate, Described, Ground, Ranked, described, ranked, scores
from tests.checkpoint_programmes import BASE, ON, intervention, row

SAMPLES = 300
FREE = tuple(one for one in GROUNDS if one is not Ground.BUDGET)
# Few values, so that ties are common.
SCORE = st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0])
ROWS = st.lists(st.lists(st.one_of(st.none(), SCORE), min_size=6, max_size=6), min_size=1, max_size=6)
WEIGHTS = st.lists(st.integers(0, 5), min_size=6, max_size=6).map(lambda given: dict(zip(GROUNDS, given, strict=True)))
quick = settings(max_examples=60, deadline=None)


def candidates(rows: Sequence[Sequence[float | None]]) -> list[Candidate]:
    return [Candidate(f"i{number}", dict(zip(GROUNDS, one, strict=True))) for number, one in enumerate(rows)]


def few(found: Sequence[Candidate], weights: dict[Ground, int] | None = None) -> Ranked:
    return ranked(found, weights or {}, samples=SAMPLES)


@quick
@given(ROWS, WEIGHTS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_no_place(
    rows: list[list[float | None]], weights: dict[Ground, int], shuffled: object
) -> None:
    listed = candidates(rows)
    other = list(listed)
    shuffled.shuffle(other)  # type: ignore[attr-defined]
    first, second = few(listed, weights), few(other, weights)
    assert {one.id: one for one in first.places} == {one.id: one for one in second.places}
    assert (first.settled, first.pairs) == (second.settled, second.pairs)


@quick
@given(ROWS, WEIGHTS)
def test_what_is_worse_on_every_ground_is_never_above(rows: list[list[float | None]], weights: dict[Ground, int]) -> None:
    listed = candidates(rows)
    counted = [one for one in GROUNDS if one is not Ground.BUDGET or weights[Ground.BUDGET] > 0]
    places = {one.id: one for one in few(listed, weights).places}
    for one in listed:
        for other in listed:
            surely = (_at_least(one.scores[ground], other.scores[ground]) for ground in counted)
            if one is not other and all(surely):
                better, worse = places[one.id], places[other.id]
                assert better.best <= worse.best
                assert better.worst <= worse.worst
                assert better.now_best <= worse.now_best
                assert better.usual_worst <= worse.usual_worst


def _at_least(one: float | None, other: float | None) -> bool:
    return (0.0 if one is None else one) >= (1.0 if other is None else other)


@quick
@given(ROWS, st.integers(0, 2**31))
def test_a_range_holds_the_place_under_any_weights_whatever_is_missing(rows: list[list[float | None]], seed: int) -> None:
    """Whatever the missing figures are in truth, the place that they would give lies in the range for those weights."""
    drawn = np.random.default_rng(seed)
    weights = dict(zip(FREE, drawn.dirichlet(np.ones(len(FREE))), strict=True))
    places = few(candidates(rows), weights).places  # type: ignore[arg-type]
    truth = [[drawn.random() if one is None else one for one in row] for row in rows]
    sums = [sum(weights[ground] * one[GROUNDS.index(ground)] for ground in FREE) for one in truth]
    for place, mine in zip(places, sums, strict=True):
        real = 1 + sum(one > mine + 1e-9 for one in sums)
        assert place.best <= place.now_best <= real <= place.now_worst <= place.worst
        assert place.best <= place.usual_best <= place.usual_worst <= place.worst


def test_one_intervention_alone_has_the_only_place() -> None:
    (place,) = few(candidates([[None] * 6])).places
    assert (place.best, place.worst, place.now_best, place.now_worst) == (1, 1, 1, 1)
    assert few([]) == Ranked((), 0, 0)


def test_those_that_are_alike_share_the_first_place_and_no_pair_has_an_order() -> None:
    found = few(candidates([[0.5] * 6] * 4))
    assert {(one.best, one.worst) for one in found.places} == {(1, 1)}
    assert (found.settled, found.pairs) == (0, 6)


def test_a_missing_figure_widens_the_range_and_is_not_nought() -> None:
    known, other = [0.5, 0.5, 0.5, 0.5, 0.5, 0.5], [0.6, 0.6, 0.6, 0.6, 0.6, 0.6]
    missing = [None, *other[1:]]
    as_nought = [0.0, *other[1:]]
    one, _ = few(candidates([missing, known])).places
    assert (one.best, one.worst) == (1, 2)
    assert few(candidates([other, known])).places[0].worst == 1
    assert few(candidates([[None] * 6, known])).places[0].now_best == 1
    assert few(candidates([as_nought, known]), {Ground.REPRESENTATION: 1}).places[0].now_best == 2


def test_an_order_that_hangs_on_the_weights_is_seen_to_and_one_that_does_not_is_settled() -> None:
    broad, lasting, worst = [1.0, 0.5, 0.0, 0.5, 0.5, 0.5], [0.0, 0.5, 1.0, 0.5, 0.5, 0.5], [0.0, 0.4, 0.0, 0.5, 0.5, 0.5]
    found = ranked(candidates([broad, lasting, worst]), {})
    assert [(one.best, one.worst) for one in found.places] == [(1, 2), (1, 2), (3, 3)]
    assert (found.settled, found.pairs) == (2, 3)
    assert ranked(candidates([broad, lasting, worst]), {Ground.REPRESENTATION: 5}).places[0].now_worst == 1
    assert ranked(candidates([broad, lasting, worst]), {}) == found


def test_the_budgets_size_counts_only_where_it_is_given_a_weight() -> None:
    small, large = [0.5, 0.5, 0.5, 0.5, 0.5, 1.0], [0.5, 0.5, 0.5, 0.5, 0.5, 0.0]
    alike = few(candidates([small, large]))
    assert [(one.best, one.worst) for one in alike.places] == [(1, 1), (1, 1)]
    weighed = few(candidates([small, large]), {Ground.BUDGET: 1})
    assert [(one.now_best, one.now_worst) for one in weighed.places] == [(1, 1), (2, 2)]


@pytest.mark.parametrize(
    ("ground", "values", "score"),
    [
        (Ground.REPRESENTATION, {"bodies": 1}, 0.0),
        (Ground.REPRESENTATION, {"bodies": 3}, 0.5),
        (Ground.REPRESENTATION, {"bodies": 9}, 1.0),
        (Ground.REPRESENTATION, {"bodies": None}, None),
        (Ground.INTERSECTIONAL, {"conditions": 4}, 1.0),
        (Ground.INTERSECTIONAL, {"conditions": None}, None),
        (Ground.LONG_TERM, {"horizon": Horizon.PROJECT}, 0.0),
        (Ground.LONG_TERM, {"horizon": None}, None),
        (Ground.MEASURABILITY, {"smallest": 2.0, "matters": 2.0}, 1.0),
        (Ground.MEASURABILITY, {"smallest": 4.0, "matters": 2.0}, 0.5),
        (Ground.MEASURABILITY, {"smallest": float("inf"), "matters": None}, 0.0),
        (Ground.MEASURABILITY, {"smallest": 4.0, "matters": None}, None),
        (Ground.MEASURABILITY, {"smallest": None, "matters": 2.0}, None),
        (Ground.NEED, {"need": 1.0}, 0.5),
        (Ground.NEED, {"need": -1.0}, 0.0),
        (Ground.NEED, {"need": None}, None),
        (Ground.BUDGET, {"budget_ore": 25}, 0.75),
        (Ground.BUDGET, {"budget_ore": None}, None),
    ],
)
def test_a_ground_is_counted_from_nought_to_one_or_missing(
    ground: Ground, values: dict[str, object], score: float | None
) -> None:
    said = {"bodies": 1, "conditions": 1, "horizon": Horizon.LONG_TERM, "budget_ore": 100} | values
    one = Described("i", *(said[name] for name in ("bodies", "conditions", "horizon", "budget_ore")))  # type: ignore[arg-type]
    figures = {name: values.get(name) for name in ("smallest", "matters", "need")}
    assert scores(one, **figures, largest_ore=100)[ground] == score  # type: ignore[arg-type]


def test_interventions_that_have_ended_are_left_out_and_planned_ones_are_there() -> None:
    records = {
        "interventions": [
            intervention("i", participants=["b"], conditions=["sex", "age"], horizon="project"),
            intervention("j", end="2026-02-01"),
            intervention("k", start="2027-01-01", lead=None),
        ],
        "ledger": [row("r", "budget", 100, intervention="i"), row("s", "budget", 50, intervention="i", kind="evaluation")],
    }
    found = described(Programme.model_validate({**BASE, **records}), ON)
    assert found == (Described("i", 2, 2, Horizon.PROJECT, 150), Described("k", None, None, None, None))
