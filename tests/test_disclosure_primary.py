"""The primary rule at its boundaries, by kind of indicator; and that nothing that is marked is left."""

import math

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraftkollen.aggregation import FIGURE_SCHEMA
from kraftkollen.disclosure.primary import DENOMINATOR, NUMERATOR, VALUE, hide, primary_marks
from kraftkollen.model.indicator import Indicator

SHARE_HIDDEN = VALUE | NUMERATOR


def indicator(kind: str, **fields: object) -> Indicator:
    ratio = {"numerator": "x", "denominator": "y"} if kind in ("share", "rate", "mean") else {}
    text = {"sv": "x", "en": "x"}
    given_fields = {
        "id": "one",
        "title": text,
        "description": text,
        "kind": kind,
        "better": "higher",
        "owner": "a",
        "unit": "x",
    }
    return Indicator.model_validate({**given_fields, **ratio, **fields})


def figures(*rows: tuple[float | None, float | None, float | None], name: str = "one", status: str = "final") -> pa.Table:
    key = {"indicator": name, "division": "d-1", "period": "2024", "grp": "total"}
    found = [
        {**key, "area": str(n), "value": v, "numerator": a, "denominator": b, "status": status, "origin": "delivered"}
        for n, (v, a, b) in enumerate(rows)
    ]
    return pa.Table.from_pylist(found, schema=FIGURE_SCHEMA)


def marks(one: Indicator, *rows: tuple[float | None, float | None, float | None]) -> list[int]:
    found: list[int] = primary_marks(figures(*rows), {"one": one}).tolist()
    return found


def share(numerator: float, denominator: float) -> tuple[float, float, float]:
    return (numerator / denominator * 100 if denominator else math.nan, numerator, denominator)


@pytest.mark.parametrize(("count", "mark"), [(0, 0), (1, VALUE), (4, VALUE), (5, 0), (None, 0)])
def test_counts_of_people_from_one_to_four_are_hidden(count: float | None, mark: int) -> None:
    assert marks(indicator("count_people"), (count, None, None)) == [mark]


@pytest.mark.parametrize("count", [0, 1, 4, 5])
def test_counts_of_things_are_not_touched(count: float) -> None:
    assert marks(indicator("count_things"), (count, None, None)) == [0]


def test_a_count_of_events_that_each_have_a_person_is_a_count_of_people() -> None:
    assert marks(indicator("count_things", counted="people"), (3, None, None), (5, None, None)) == [VALUE, 0]


@pytest.mark.parametrize(
    ("numerator", "mark"),
    [(0, 0), (1, SHARE_HIDDEN), (4, SHARE_HIDDEN), (5, 0), (95, 0), (96, SHARE_HIDDEN), (99, SHARE_HIDDEN), (100, 0)],
)
def test_a_share_is_hidden_by_its_numerator_or_its_complement(numerator: float, mark: int) -> None:
    assert marks(indicator("share"), share(numerator, 100)) == [mark]


@pytest.mark.parametrize(("denominator", "mark"), [(29, SHARE_HIDDEN), (30, 0)])
@pytest.mark.parametrize("kind", ["share", "rate", "mean"])
def test_under_thirty_people_a_ratio_is_hidden_with_its_numerator(kind: str, denominator: float, mark: int) -> None:
    assert marks(indicator(kind), share(15, denominator)) == [mark]


@pytest.mark.parametrize(("denominator", "hidden"), [(1, True), (4, True), (5, False)])
def test_a_denominator_of_one_to_four_is_itself_hidden(denominator: float, hidden: bool) -> None:
    (mark,) = marks(indicator("share"), share(denominator, denominator))
    assert mark == (SHARE_HIDDEN | DENOMINATOR if hidden else SHARE_HIDDEN)


def test_a_rate_has_no_complement() -> None:
    assert marks(indicator("rate"), share(98, 100), share(102, 100)) == [0, 0]


def test_a_rate_of_things_is_hidden_only_by_the_people_below_the_line() -> None:
    assert marks(indicator("rate", counted="things"), share(2, 100), share(2, 29)) == [0, SHARE_HIDDEN]


def test_nobody_of_nobody_is_shown_and_somebody_of_nobody_is_not() -> None:
    assert marks(indicator("share"), (None, 0, 0)) == [0]
    assert marks(indicator("rate"), (None, 3, 0)) == [SHARE_HIDDEN]


def test_a_public_share_without_its_terms_is_shown() -> None:
    assert marks(indicator("share"), (75.0, None, None)) == [0]


def test_each_indicator_has_its_own_thresholds() -> None:
    rules = {
        "strict": indicator("share", small_numbers={"hide_counts_to": 9, "least_denominator": 200}),
        "loose": indicator("share", small_numbers={"hide_counts_to": 0, "least_denominator": 0}),
        "usual": indicator("share"),
    }
    rows = [share(9, 300), share(10, 300), share(50, 199), share(1, 10)]
    table = pa.concat_tables([figures(*rows, name=name) for name in ("strict", "usual", "loose")])
    found = primary_marks(table, rules).reshape(3, 4).tolist()
    assert found == [[SHARE_HIDDEN, 0, SHARE_HIDDEN, SHARE_HIDDEN], [0, 0, 0, SHARE_HIDDEN], [0, 0, 0, 0]]


def test_a_complement_that_misses_a_whole_number_by_a_hair_is_still_hidden() -> None:
    assert 32.2 - 28.2 > 4
    assert marks(indicator("share"), share(28.2, 32.2)) == [SHARE_HIDDEN]


def test_hidden_figures_are_gone_and_the_status_says_so() -> None:
    (row,) = hide(figures(share(3, 100)), np.array([SHARE_HIDDEN], dtype=np.int16)).to_pylist()
    assert (row["value"], row["numerator"], row["denominator"], row["status"]) == (None, None, 100, "hidden")


def test_no_rows_give_no_marks() -> None:
    empty = FIGURE_SCHEMA.empty_table()
    assert hide(empty, primary_marks(empty, {})).num_rows == 0


_NUMBER = st.one_of(st.none(), st.integers(0, 60).map(float), st.floats(0, 60))
_ROW = st.tuples(_NUMBER, _NUMBER, _NUMBER, st.integers(0, 7), st.sampled_from(["final", "preliminary", "missing"]))


@given(st.lists(_ROW, min_size=1, max_size=20))
def test_hiding_leaves_no_marked_figure_and_touches_no_other(
    rows: list[tuple[float | None, float | None, float | None, int, str]],
) -> None:
    before = pa.concat_tables([figures(row[:3], status=row[4]) for row in rows])
    after = hide(before, np.array([row[3] for row in rows], dtype=np.int16))
    assert after.schema.equals(FIGURE_SCHEMA)
    for (*numbers, mark, status), row in zip(rows, after.to_pylist(), strict=True):
        for bit, name, number in zip((1, 2, 4), ("value", "numerator", "denominator"), numbers, strict=True):
            assert row[name] == (None if mark & bit else number)
        assert row["status"] == ("hidden" if mark & VALUE else status)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=30))
def test_after_the_rule_no_small_count_of_people_can_be_read_off_a_share(pairs: list[tuple[int, int]]) -> None:
    rows = [share(min(pair), max(pair)) for pair in pairs]
    table = figures(*rows)
    for row in hide(table, primary_marks(table, {"one": indicator("share")})).to_pylist():
        top, bottom = row["numerator"], row["denominator"]
        assert top is None or not 1 <= top <= 4
        assert bottom is None or not 1 <= bottom <= 4
        assert top is None or bottom is None or not 1 <= bottom - top <= 4
        assert row["value"] is None or bottom >= 30
