"""Larger areas from smaller ones: exact terms are added, shares never, and what is missing stays missing."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kraftkollen.aggregation import COMPUTED, DELIVERED, FIGURE_SCHEMA, PRIORITY_DIVISION, priority_wholes, wholes, with_wholes
from kraftkollen.model.area import Area, Division
from kraftkollen.model.delivery import OBSERVATION_SCHEMA
from kraftkollen.model.indicator import Indicator
from tests.test_disclosure_primary import indicator

DIVISIONS = (Division("stad-1", "stad", "1"), Division("stadsdel-1", "stadsdel", "1"), Division("del-1", "del", "1"))
AREAS = (
    Area("stad-1", "stad", "Staden"),
    Area("stadsdel-1", "norr", "Norr", "stad"),
    Area("stadsdel-1", "syd", "Syd", "stad"),
    *(Area("del-1", code, code, "norr" if code < "c" else "syd") for code in "abcd"),
)
LARGER = wholes(DIVISIONS, AREAS)
RULES = {"share": indicator("share"), "people": indicator("count_people"), "mean": indicator("mean"), "rate": indicator("rate")}
Row = dict[str, object]


def row(area: str, value: float | None = None, terms: tuple[float, float] | None = None, **fields: object) -> Row:
    name = str(fields.get("indicator", "share"))
    per = RULES[name].per
    if terms is not None:
        value = terms[0] / terms[1] * per if terms[1] else None
    division = {"norr": "stadsdel-1", "syd": "stadsdel-1", "stad": "stad-1"}.get(area, "del-1")
    key = {"indicator": name, "division": division, "area": area, "period": "2024", "grp": "total"}
    figures = {"value": value, "numerator": terms[0] if terms else None, "denominator": terms[1] if terms else None}
    return {**key, **figures, "status": "final", "comment": "ska inte ut", "source_row": 1, **fields}


def added(*rows: Row, larger=LARGER, rules: dict[str, Indicator] = RULES) -> dict[tuple[object, ...], Row]:  # type: ignore[no-untyped-def]
    table = with_wholes(pa.Table.from_pylist(list(rows), schema=OBSERVATION_SCHEMA), larger, rules)
    assert table.schema.equals(FIGURE_SCHEMA)
    found = table.to_pylist()
    keyed = {(one["indicator"], one["area"], one["grp"]): one for one in found}
    assert len(keyed) == len(found)
    return keyed


def of(found: dict[tuple[object, ...], Row], area: str, name: str = "share", grp: str = "total") -> Row:
    return found[name, area, grp]


def test_a_share_is_the_sum_of_numerators_over_the_sum_of_denominators_on_both_levels() -> None:
    found = added(
        *(row(code, terms=terms) for code, terms in zip("abcd", [(10, 100), (90, 100), (1, 1000), (5, 10)], strict=True))
    )
    north, city = of(found, "norr"), of(found, "stad")
    assert (north["value"], north["numerator"], north["denominator"], north["origin"]) == (50, 100, 200, COMPUTED)
    assert (city["numerator"], city["denominator"]) == (106, 1210)
    assert city["value"] == pytest.approx(106 / 1210 * 100)


def test_counts_are_summed_and_have_no_terms() -> None:
    found = added(*(row(code, value=7, indicator="people") for code in "abcd"))
    assert (of(found, "stad", "people")["value"], of(found, "stad", "people")["denominator"]) == (28, None)


def test_a_mean_is_weighted_by_its_denominators() -> None:
    found = added(*(row(code, terms=(n * 10.0, n), indicator="mean") for code, n in zip("ab", (1, 9), strict=True)))
    assert of(found, "norr", "mean")["value"] == 10
    found = added(row("a", terms=(100, 10), indicator="mean"), row("b", terms=(180, 90), indicator="mean"))
    assert of(found, "norr", "mean")["value"] == 2.8


def test_a_rate_keeps_its_unit() -> None:
    found = added(row("a", terms=(3, 1000), indicator="rate"), row("b", terms=(1, 1000), indicator="rate"))
    assert of(found, "norr", "rate")["value"] == 200


@pytest.mark.parametrize("other", [[], [row("b", status="missing")]])
def test_where_a_part_is_missing_or_not_delivered_the_whole_is_missing(other: list[Row]) -> None:
    found = added(row("a", terms=(10, 100)), *other, row("c", terms=(10, 100)), row("d", terms=(10, 100)))
    for area in ("norr", "stad"):
        one = of(found, area)
        assert (one["value"], one["numerator"], one["denominator"], one["status"]) == (None, None, None, "missing")
    assert of(found, "syd")["value"] == 10


def test_a_whole_without_any_part_is_not_there() -> None:
    found = added(row("c", terms=(10, 100)), row("d", terms=(10, 100)))
    assert ("share", "norr", "total") not in found


def test_a_delivered_total_is_kept_in_place_of_the_computed_one_and_carried_upwards() -> None:
    rows = [row(code, terms=(10, 100)) for code in "abcd"]
    found = added(*rows, row("norr", terms=(30, 200)))
    assert (of(found, "norr")["value"], of(found, "norr")["origin"]) == (15, DELIVERED)
    assert of(found, "stad")["numerator"] == 50


def test_bare_public_shares_are_never_added_up() -> None:
    found = added(*(row(code, value=50) for code in "abcd"), row("norr", value=40), row("syd", terms=(10, 100)))
    assert of(found, "norr")["value"] == 40
    assert of(found, "stad")["value"] is None
    assert set(found) == {("share", area, "total") for area in ("a", "b", "c", "d", "norr", "syd", "stad")}


def test_groups_and_periods_are_added_each_by_itself() -> None:
    found = added(row("a", terms=(1, 10)), row("b", terms=(1, 10)), row("a", terms=(9, 10), grp="women"))
    assert of(found, "norr")["numerator"] == 2
    assert of(found, "norr", grp="women")["status"] == "missing"


def test_a_whole_is_preliminary_when_a_part_is() -> None:
    found = added(row("a", terms=(1, 10), status="preliminary"), row("b", terms=(1, 10)))
    assert of(found, "norr")["status"] == "preliminary"


def test_nobody_in_all_parts_gives_no_share_and_does_not_take_the_city_away() -> None:
    found = added(row("a", terms=(0, 0)), row("b", terms=(0, 0)), row("c", terms=(10, 50)), row("d", terms=(10, 50)))
    assert (of(found, "norr")["value"], of(found, "norr")["status"], of(found, "norr")["denominator"]) == (None, "missing", 0)
    assert of(found, "stad")["value"] == 20


def test_a_priority_area_is_made_of_its_own_areas_across_districts() -> None:
    larger = (*LARGER, *priority_wholes({"satsning": ("del-1", frozenset({"b", "c"}))}))
    found = added(*(row(code, terms=(n, 100)) for code, n in zip("abcd", (1, 2, 3, 4), strict=True)), larger=larger)
    one = of(found, "satsning")
    assert (one["division"], one["numerator"], one["denominator"]) == (PRIORITY_DIVISION, 5, 200)


def test_an_area_without_a_district_is_not_lost_from_the_city() -> None:
    areas = (*AREAS, Area("del-1", "e", "Utan stadsdel"))
    found = added(*(row(code, terms=(10, 100)) for code in "abcde"), larger=wholes(DIVISIONS, areas))
    assert of(found, "norr")["denominator"] == 200
    assert ("share", "stad", "total") not in found
    two = (DIVISIONS[0], DIVISIONS[2])
    direct = (AREAS[0], *(Area("del-1", code, code) for code in "abcde"))
    found = added(*(row(code, terms=(10, 100)) for code in "abcde"), larger=wholes(two, direct))
    assert of(found, "stad")["denominator"] == 500


def test_an_indicator_that_is_no_longer_defined_is_not_added_up() -> None:
    found = added(row("a", terms=(1, 10)), row("b", terms=(1, 10)), rules={"people": RULES["people"]})
    assert set(found) == {("share", "a", "total"), ("share", "b", "total")}


def test_no_rows_give_no_rows() -> None:
    assert added() == {}


_TERMS = st.tuples(st.integers(0, 10_000), st.integers(0, 10_000)).map(lambda pair: (min(pair), max(pair)))


@settings(max_examples=30, deadline=None)
@given(st.lists(_TERMS, min_size=4, max_size=4), st.permutations(range(4)))
def test_the_whole_is_the_sum_of_its_parts_whatever_their_order(terms: list[tuple[int, int]], order: list[int]) -> None:
    rows = [row(code, terms=one) for code, one in zip("abcd", terms, strict=True)]
    found = added(*(rows[n] for n in order))
    top, bottom = (sum(one) for one in zip(*terms, strict=True))
    city = of(found, "stad")
    assert (city["numerator"], city["denominator"]) == (top, bottom)
    assert city["value"] == (pytest.approx(100 * top / bottom) if bottom else None)


@settings(max_examples=30, deadline=None)
@given(st.permutations([0.1, 0.2, 0.3, 1e6]))
def test_a_sum_of_fractions_does_not_depend_on_the_order_of_its_parts(tops: list[float]) -> None:
    rows = [row(code, terms=(top, 100), indicator="rate") for code, top in zip("abcd", tops, strict=True)]
    assert of(added(*rows), "stad", "rate")["numerator"] == 1_000_000.6
