"""Figures pooled over several periods: sums of their parts, missing where a part is, and the single periods are kept in."""

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kraftkollen.aggregation import POOLED, Whole, pooled, priority_wholes, stands_behind, with_wholes
from kraftkollen.aggregation.pooling import spans_of
from kraftkollen.model.delivery import OBSERVATION_SCHEMA
from kraftkollen.model.indicator import Indicator
from tests.test_aggregation import DIVISIONS, LARGER, row
from tests.test_disclosure_primary import indicator

Found = dict[tuple[str, str], dict[str, object]]


def ruled(kind: str = "share", **fields: object) -> dict[str, Indicator]:
    """Return one indicator that is pooled over three periods, by the name that `row` gives it."""
    rule = {"pooling": {"years": 3, "levels": ["del"]}, "levels": ["del", "stadsdel", "stad"], **fields}
    return {"people" if kind == "count_people" else kind: indicator(kind, **rule)}


def published(*rows: dict[str, object], rules: dict[str, Indicator] | None = None, larger: tuple[Whole, ...] = LARGER) -> Found:
    """Return what would go to disclosure control as published, by area and period."""
    rules = rules or ruled()
    table = pa.Table.from_pylist(list(rows), schema=OBSERVATION_SCHEMA)
    added = with_wholes(table, larger, rules)
    found = pooled(added, rules, DIVISIONS, larger)
    assert found.figures.slice(0, added.num_rows).equals(added)
    kept = found.figures.filter(pa.array(~found.behind)).to_pylist()
    keyed = {(one["area"], one["period"]): one for one in kept}
    assert len(keyed) == len(kept)
    return keyed


def years(area: str, terms: list[tuple[float, float]], first: int = 2020, **fields: Any) -> list[dict[str, object]]:
    return [row(area, terms=one, period=str(first + n), **fields) for n, one in enumerate(terms)]


def test_a_pooled_share_is_the_sum_of_numerators_over_the_sum_of_denominators_and_its_years_are_not_published() -> None:
    found = published(*years("a", [(1, 10), (5, 20), (9, 30), (8, 10)]))
    assert set(found) == {("a", "2020--2022"), *(("norr", str(year)) for year in range(2020, 2024))}
    one = found["a", "2020--2022"]
    assert (one["value"], one["numerator"], one["denominator"], one["origin"]) == (25, 15, 60, POOLED)


def test_pooled_counts_are_sums() -> None:
    rules = ruled("count_people")
    rows = [row("a", value=n, period=str(2020 + n), indicator="people") for n in range(4)]
    found = published(*rows, rules=rules)
    assert (found["a", "2020--2022"]["value"], found["a", "2020--2022"]["numerator"]) == (3, None)


def test_where_a_year_is_missing_or_not_delivered_the_pooled_figure_is_missing() -> None:
    gap = [row("a", terms=(1, 10), period="2020"), row("a", terms=(1, 10), period="2022")]
    said = [row("b", terms=(1, 10), period="2020"), row("b", status="missing", period="2021")]
    found = published(*gap, *said, row("b", terms=(1, 10), period="2022"))
    for area in ("a", "b"):
        one = found[area, "2020--2022"]
        assert (one["value"], one["numerator"], one["denominator"], one["status"]) == (None, None, None, "missing")


def test_a_pooled_figure_is_preliminary_when_a_year_is() -> None:
    rows = years("a", [(1, 10)] * 3)
    rows[1]["status"] = "preliminary"
    assert published(*rows)["a", "2020--2022"]["status"] == "preliminary"


def test_no_pooled_figure_spans_a_break() -> None:
    rules = ruled(breaks=[{"period": "2024", "what": {"sv": "Ny läroplan", "en": "New curriculum"}}])
    found = published(*years("a", [(1, 10)] * 9), rules=rules)
    assert [period for area, period in found if area == "a"] == ["2020--2022", "2026--2028"]


def test_school_years_are_pooled_as_school_years() -> None:
    rules = ruled(period="school_year")
    rows = [row("a", terms=(1, 10), period=period) for period in ("2023/24", "2024/25", "2025/26")]
    assert ("a", "2023/24--2025/26") in published(*rows, rules=rules)


def test_fewer_periods_than_are_pooled_give_nothing_to_publish_of_that_level() -> None:
    assert {area for area, _ in published(*years("a", [(1, 10)] * 2))} == {"norr"}


def test_a_priority_area_is_pooled_as_the_level_of_its_parts() -> None:
    members = {"fin": ("del-1", frozenset("ab")), "grov": ("stadsdel-1", frozenset(["norr"]))}
    larger = (*LARGER, *priority_wholes(members))
    found = published(*years("a", [(1, 10)] * 3), *years("b", [(2, 10)] * 3), larger=larger)
    assert [period for area, period in found if area == "fin"] == ["2020--2022"]
    assert found["fin", "2020--2022"]["denominator"] == 60
    assert [period for area, period in found if area == "grov"] == ["2020", "2021", "2022"]


def test_levels_finer_than_the_finest_published_are_behind() -> None:
    rules = ruled(pooling={"level": "stadsdel"})
    found = published(*years("a", [(1, 10)] * 2), *years("b", [(1, 10)] * 2), rules=rules)
    assert {area for area, _ in found} == {"norr", "stad"}


def test_where_the_city_has_no_such_level_nothing_finer_is_published_by_mistake() -> None:
    rules = ruled(pooling={"level": "kvarter"})
    assert published(*years("a", [(1, 10)] * 2), rules=rules) == {}


def test_what_stands_in_an_earlier_division_is_behind_where_there_is_a_rule() -> None:
    found = published(*years("a", [(1, 10)] * 3, division="del-0"))
    assert found == {}


def test_an_indicator_without_a_rule_is_published_as_it_was() -> None:
    rules = {"share": indicator("share")}
    assert {period for _, period in published(*years("a", [(1, 10)] * 3), rules=rules)} == {"2020", "2021", "2022"}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"pooling": {"years": 3}, "every": 2}, "consecutive"),
        ({"pooling": {"levels": ["del"]}}, "years"),
        ({"pooling": {"years": 2}, "levels": ["del"], "public_shares_at": ["del"]}, "bare share"),
    ],
)
def test_a_rule_that_cannot_be_followed_is_refused(fields: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        indicator("share", **fields)


_TERMS = st.tuples(st.integers(0, 500), st.integers(0, 500)).map(lambda pair: (min(pair), max(pair)))
_SERIES = st.lists(st.one_of(st.none(), _TERMS), min_size=3, max_size=7)


@settings(max_examples=40, deadline=None)
@given(_SERIES, _SERIES, st.integers(2, 4))
def test_every_pooled_figure_is_the_sum_of_its_parts_or_missing(
    first: list[tuple[int, int] | None], second: list[tuple[int, int] | None], length: int
) -> None:
    series = {"a": first, "b": second}
    rows = [
        row(area, terms=one, period=str(2010 + n)) if one is not None else row(area, status="missing", period=str(2010 + n))
        for area, terms in series.items()
        for n, one in enumerate(terms)
    ]
    found = published(*rows, rules=ruled(pooling={"years": length, "levels": ["del"]}))
    spans = {(area, period): one for (area, period), one in found.items() if area in series}
    assert all(one["origin"] == POOLED for one in spans.values())
    longest = max(len(first), len(second))
    for area, terms in series.items():
        laid = [*terms, *[None] * (longest - len(terms))]
        for start in (one for one in range(longest - length + 1) if (2010 + one + length - 1) % length == 0):
            parts = laid[start : start + length]
            one = spans.pop((area, f"{2010 + start}--{2010 + start + length - 1}"), None)
            known = [part for part in parts if part is not None]
            if not known:
                assert one is None
                continue
            assert one is not None
            whole = len(known) == length
            expected = (sum(part[0] for part in known), sum(part[1] for part in known)) if whole else (None, None)
            assert (one["numerator"], one["denominator"]) == expected
            assert (one["value"] is None) == (not whole or not expected[1])
    assert not spans


@settings(max_examples=40, deadline=None)
@given(st.integers(2000, 2020), st.integers(1, 15), st.integers(1, 15), st.integers(2, 5))
def test_spans_never_overlap_and_those_that_are_there_stay_when_periods_are_added(
    first: int, count: int, more: int, length: int
) -> None:
    rule = indicator("share", pooling={"years": length})
    before = spans_of([str(year) for year in range(first, first + count)], rule)
    after = spans_of([str(year) for year in range(first, first + count + more)], rule)
    assert set(before) <= set(after)
    parts = [part for span in after for part in span.parts]
    assert len(parts) == len(set(parts))


def test_single_periods_of_a_pooled_level_stand_behind_and_those_of_a_larger_one_do_not() -> None:
    rows = pa.Table.from_pylist([row("a", terms=(1, 10)), row("norr", terms=(1, 10))], schema=OBSERVATION_SCHEMA)
    assert stands_behind(rows, ruled(), DIVISIONS, LARGER).tolist() == [True, False]
    assert stands_behind(rows, {"share": indicator("share")}, DIVISIONS, LARGER).tolist() == [False, False]
