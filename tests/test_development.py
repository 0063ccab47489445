"""How figures moved: intervals against published examples, every branch of judgement, and no claim that holds zero."""

from dataclasses import replace
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraftkollen.development import Change, Count, Movement, Turn, against, change, interval
from kraftkollen.model.catalogue import load_catalogue
from kraftkollen.model.indicator import Better, Indicator, Kind
from tests.stores import ROOT

CATALOGUE = load_catalogue(ROOT / "indicators.yaml").indicators
SHARE = CATALOGUE["school_attendance"]
RATE = CATALOGUE["violent_crime"]
COUNT = CATALOGUE["population"]
MEAN = SHARE.model_copy(update={"kind": Kind.MEAN, "per": 1})


def share(numerator: float, denominator: float) -> Count:
    return Count(numerator / denominator * 100, numerator, denominator)


def rate(events: float, people: float) -> Count:
    return Count(events / people * RATE.per, events, people)


def test_wilson_as_newcombe_gives_it() -> None:
    # Newcombe (1998), Statistics in Medicine 17: 857-872, table I: 81 of 263 gives 0.2553 to 0.3662.
    assert interval(share(81, 263), SHARE) == pytest.approx((25.53, 36.62), abs=0.005)


def test_the_difference_of_two_shares_as_newcombe_gives_it() -> None:
    # Newcombe (1998), Statistics in Medicine 17: 873-890, table II, method 10: 56/70 less 48/80 gives 0.0524 to 0.3339.
    moved = change(share(48, 80), share(56, 70), SHARE)
    assert (moved.low, moved.high) == pytest.approx((5.24, 33.39), abs=0.005)


def test_garwood_as_the_tables_give_it() -> None:
    # Ten events: 4.795 to 18.390 (Garwood 1936; Ulm 1990).
    assert interval(Count(10), COUNT) == pytest.approx((4.795, 18.390), abs=0.001)
    assert interval(Count(0), COUNT) == pytest.approx((0, 3.689), abs=0.001)


def test_a_rate_has_the_interval_of_its_events() -> None:
    low, high = interval(rate(10, 2000), RATE)
    assert (low, high) == pytest.approx((4.795 / 2000 * RATE.per, 18.390 / 2000 * RATE.per), rel=1e-3)


BRANCHES = (
    (share(700, 1000), share(800, 1000), Better.HIGHER, Movement.UP, Turn.RIGHT),
    (share(700, 1000), share(800, 1000), Better.LOWER, Movement.UP, Turn.WRONG),
    (share(700, 1000), share(800, 1000), Better.NEITHER, Movement.UP, Turn.NONE),
    (share(800, 1000), share(700, 1000), Better.HIGHER, Movement.DOWN, Turn.WRONG),
    (share(800, 1000), share(700, 1000), Better.LOWER, Movement.DOWN, Turn.RIGHT),
    (share(800, 1000), share(700, 1000), Better.NEITHER, Movement.DOWN, Turn.NONE),
    (share(700, 1000), share(701, 1000), Better.HIGHER, Movement.WITHIN_NOISE, Turn.NONE),
    (share(5, 29), share(29, 29), Better.HIGHER, Movement.TOO_FEW, Turn.NONE),
    (Count(70), Count(80), Better.HIGHER, Movement.UNKNOWN_NOISE, Turn.NONE),
)


@pytest.mark.parametrize(("before", "after", "better", "movement", "turn"), BRANCHES)
def test_every_judgement(before: Count, after: Count, better: Better, movement: Movement, turn: Turn) -> None:
    moved = change(before, after, SHARE.model_copy(update={"better": better}))
    assert (moved.movement, moved.turn) == (movement, turn)


def test_four_events_are_too_few_and_five_are_not() -> None:
    assert change(rate(4, 1000), rate(50, 1000), RATE).movement is Movement.TOO_FEW
    assert change(rate(5, 1000), rate(50, 1000), RATE).movement is Movement.UP


def test_thirty_people_are_enough_and_twenty_nine_are_not() -> None:
    assert change(share(3, 30), share(30, 30), SHARE).movement is Movement.UP
    assert change(share(3, 29), share(30, 30), SHARE).movement is Movement.TOO_FEW


def test_the_noise_of_a_mean_is_not_known() -> None:
    moved = change(Count(3.0, 3000, 1000), Count(9.0, 9000, 1000), MEAN)
    assert (moved.movement, moved.low, moved.high) == (Movement.UNKNOWN_NOISE, -inf, inf)


@pytest.mark.parametrize("name", ["sports_occasions", "childrens_loans", "safe_school_routes", "public_presence_hours"])
def test_things_have_no_noise_that_their_figures_tell(name: str) -> None:
    moved = change(Count(3.0, 3000, 1000), Count(9.0, 9000, 1000), CATALOGUE[name])
    assert moved.movement is Movement.UNKNOWN_NOISE


def test_an_area_is_told_from_the_city_only_beyond_the_noise_of_both() -> None:
    city = change(share(7000, 10000), share(7500, 10000), SHARE)
    same, other = change(share(700, 1000), share(752, 1000), SHARE), change(share(700, 1000), share(900, 1000), SHARE)
    assert [against(one, city, SHARE).movement for one in (same, other)] == [Movement.WITHIN_NOISE, Movement.UP]
    assert against(other, replace(city, movement=Movement.TOO_FEW), SHARE).movement is Movement.TOO_FEW
    unknown = change(Count(70), Count(80), SHARE)
    assert against(unknown, city, SHARE).movement is Movement.UNKNOWN_NOISE


def claims(moved: Change) -> bool:
    return moved.movement in (Movement.UP, Movement.DOWN)


counts = st.integers(0, 5000)


@given(st.sampled_from((SHARE, RATE)), counts, counts, counts, counts)
def test_nothing_is_claimed_of_a_change_whose_interval_holds_zero(
    indicator: Indicator, first: int, of_first: int, second: int, of_second: int
) -> None:
    ends = [
        Count(part / whole * indicator.per, part, whole)
        for part, whole in ((min(first, of_first), of_first + 1), (min(second, of_second), of_second + 1))
    ]
    moved = change(*ends, indicator)
    assert moved.low <= moved.size <= moved.high
    assert not (claims(moved) and moved.low <= 0 <= moved.high)
    assert claims(moved) or moved.turn is Turn.NONE


@given(counts, counts, counts)
def test_a_change_and_its_way_back_are_mirrored(first: int, second: int, people: int) -> None:
    whole = people + max(first, second) + 1
    there, back = (change(share(a, whole), share(b, whole), SHARE) for a, b in ((first, second), (second, first)))
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low))
