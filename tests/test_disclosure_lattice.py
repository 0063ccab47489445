"""Complementary hiding on tables small enough to know the answer by hand, and over published versions."""

import numpy as np
import pyarrow as pa
import pytest

from kraftkollen.disclosure.lattice import protect
from kraftkollen.disclosure.primary import DENOMINATOR, NUMERATOR, VALUE
from tests.lattices import City, catalogue, observations, sexes

SHARE_HIDDEN = VALUE | NUMERATOR
SEX = {"breakdowns": [["sex"]]}
PEOPLE = catalogue()


def two_by_two(**areas: float) -> dict[tuple[str, str], float]:
    return {(area, "total"): count for area, count in areas.items()}


def test_a_city_without_small_counts_hides_nothing() -> None:
    city = City({"S": ["a", "b"]}, PEOPLE).publish(two_by_two(a=50, b=0))
    assert city.hidden() == {}


def test_one_hidden_area_takes_one_other_of_its_stadsdel() -> None:
    city = City({"S": ["a", "b"], "T": ["e", "f"]}, PEOPLE).publish(two_by_two(a=3, b=40, e=60, f=70))
    assert city.hidden() == {("a", "total"): VALUE, ("b", "total"): VALUE}
    assert not city.failures()
    assert {(one.key[2], one.low, one.high) for one in city.with_primary_only().failures()} == {("a", 3, 3)}


def test_two_hidden_areas_protect_each_other_if_there_is_room_for_five() -> None:
    enough = City({"S": ["a", "b", "e"]}, PEOPLE).publish(two_by_two(a=3, b=2, e=90))
    assert set(enough.hidden()) == {("a", "total"), ("b", "total")}
    short = City({"S": ["a", "b", "e"]}, PEOPLE).publish(two_by_two(a=1, b=2, e=90))
    assert set(short.hidden()) == {("a", "total"), ("b", "total"), ("e", "total")}
    assert not enough.failures()
    assert not short.failures()


def test_total_less_women_does_not_give_men() -> None:
    people = catalogue(breakdowns=[["sex"]])
    city = City({"S": ["a", "b"]}, people).publish(sexes({"a": (3, 30), "b": (40, 45)}))
    assert len(city.hidden()) == 4
    assert not city.failures()
    assert city.with_primary_only().failures()


def test_a_stadsdel_of_one_area_is_hidden_with_it_and_with_another() -> None:
    city = City({"S": ["a"], "T": ["e", "f"], "U": ["g"]}, PEOPLE).publish(two_by_two(a=3, e=60, f=70, g=80))
    assert ("S", "total") in city.hidden()
    assert not city.failures()


def test_a_priority_area_across_two_stadsdelar_gives_nothing_away() -> None:
    stadsdelar = {"S": ["a", "b", "c"], "T": ["e", "f", "g"]}
    city = City(stadsdelar, PEOPLE, {"P": ["a", "e"]})
    city.publish(two_by_two(a=2, b=40, c=50, e=60, f=70, g=80))
    assert not city.failures()
    assert city.beyond_the_rule() <= 3
    assert city.with_primary_only().failures()


def test_nought_may_be_hidden_but_does_not_protect_downwards() -> None:
    city = City({"S": ["a", "b", "c"]}, PEOPLE).publish(two_by_two(a=1, b=0, c=0))
    assert not city.failures()
    # Nothing can be taken from b or c: the stadsdel itself, and with it the city, must be open.
    assert {("a", "total"), ("S", "total"), ("city", "total")} <= set(city.hidden())


def test_a_share_is_hidden_with_its_numerator_and_its_denominator_stays() -> None:
    city = City({"S": ["a", "b"]}, catalogue("share")).publish({("a", "total"): (3, 100), ("b", "total"): (40, 90)})
    assert city.hidden() == {("a", "total"): SHARE_HIDDEN, ("b", "total"): SHARE_HIDDEN}
    assert not city.failures()


def test_the_complement_of_a_share_is_kept_as_well() -> None:
    city = City({"S": ["a", "b"]}, catalogue("share")).publish({("a", "total"): (98, 100), ("b", "total"): (40, 90)})
    assert city.hidden() == {("a", "total"): SHARE_HIDDEN, ("b", "total"): SHARE_HIDDEN}
    assert not city.failures()


def test_a_denominator_that_allows_less_than_five_binds_only_so_far() -> None:
    loose = catalogue("share", small_numbers={"hide_counts_to": 2, "least_denominator": 30})
    city = City({"S": ["a", "b"]}, loose).publish({("a", "total"): (2, 3), ("b", "total"): (40, 90)})
    assert city.hidden()["a", "total"] == SHARE_HIDDEN
    assert [one.needed for one in city.attacked() if one.key[2] == "a"] == [3]
    assert not city.failures()


def test_a_hidden_denominator_takes_another_and_what_is_left_of_it_stays_open() -> None:
    city = City({"S": ["a", "b", "c"]}, catalogue("share"))
    city.publish({("a", "total"): (1, 3), ("b", "total"): (40, 90), ("c", "total"): (50, 80)})
    assert sum(mark & DENOMINATOR != 0 for mark in city.hidden().values()) == 2
    assert {one.term for one in city.attacked()} == {"top", "bottom", "rest"}
    assert not city.failures()


def test_things_are_not_touched() -> None:
    city = City({"S": ["a", "b"]}, catalogue("count_things")).publish(two_by_two(a=3, b=40))
    assert city.hidden() == {}


def test_a_bare_public_share_is_part_of_no_sum_and_stays() -> None:
    city = City({"S": ["a", "b"]}, catalogue("share", public_shares_at=["stad"]))
    bare = observations({("city", "total"): (None, None)}, ratio=True, division="c").to_pylist()
    bare[0] |= {"value": 47.3, "status": "final"}
    city.publish(
        {("a", "total"): (3, 100), ("b", "total"): (40, 90)}, pa.Table.from_pylist(bare, schema=observations({}, True).schema)
    )
    assert set(city.hidden()) == {("a", "total"), ("b", "total")}
    assert not city.failures()


def test_a_delivered_total_that_differs_is_kept_apart_from_its_parts_by_the_same_difference() -> None:
    city = City({"S": ["a", "b", "e"]}, PEOPLE)
    city.publish(two_by_two(a=3, b=40, e=60), observations({("S", "total"): 105}, False, "s"))
    assert len(city.hidden()) == 2


def test_the_same_figures_again_keep_the_same_marks_and_redo_no_table() -> None:
    counts = two_by_two(a=3, b=40, e=60)
    city = City({"S": ["a", "b", "e"]}, PEOPLE).publish(counts).publish(counts)
    assert city.hidden(0) == city.hidden(1)
    assert [one.tables for one in city.protected] == [1, 0]


def test_what_was_shown_before_does_not_serve_to_hide_another() -> None:
    stadsdelar = {"S": ["a", "b", "c", "e"]}
    city = City(stadsdelar, PEOPLE).publish(two_by_two(a=3, b=40, c=50, e=60))
    (first,) = set(city.hidden()) - {("a", "total")}
    changed = two_by_two(a=3, b=40, c=50, e=60) | {first: 70}
    city.publish(changed)
    # The other had its figure changed, and yet nobody else can stand in for it: they have been seen.
    assert set(city.hidden()) == {("a", "total"), first}
    assert not city.failures()
    shown = city.states[-1].marks.copy()
    shown[city.states[-1].figures.column("area").to_pylist().index(first[0])] = 0
    assert city.with_marks(shown).failures()


def test_the_difference_between_two_versions_gives_nothing_away() -> None:
    city = City({"S": ["a", "b", "c"], "T": ["e", "f"]}, PEOPLE)
    city.publish(two_by_two(a=3, b=40, c=50, e=60, f=70))
    for new in (2, 9, 90):
        city.publish(two_by_two(a=new, b=40, c=50, e=60, f=70))
        assert not city.failures(), new


def test_a_new_small_count_among_figures_already_seen_is_withheld_with_its_sums() -> None:
    city = City({"S": ["a", "b"], "T": ["e", "f"]}, PEOPLE)
    city.publish(two_by_two(a=30, b=40, e=60, f=70)).publish(two_by_two(a=3, b=40, e=60, f=70))
    assert {("a", "total"), ("S", "total"), ("city", "total")} <= set(city.hidden())
    assert city.protected[-1].given_away == 0
    assert not city.failures()


@pytest.mark.parametrize("first", [0, 1])
def test_another_indicator_hides_another_neighbour_and_each_period_the_same(first: int) -> None:
    areas = [f"a{number}" for number in range(8)]
    chosen = set()
    for name in ("aaa", "bbb", "ccc", "ddd", "eee", "fff"):
        defined = catalogue(id="one")
        city = City({"S": areas}, defined)
        counts = {(area, "total"): 40.0 for area in areas} | {(areas[first], "total"): 2.0}
        figures = city.figures(counts, observations(counts, False, period="2025"))
        renamed = figures.set_column(0, figures.schema.field(0), pa.array([name] * figures.num_rows))
        defined = type(defined)({name: defined.indicators["one"].model_copy(update={"id": name})}, defined.dimensions)
        marks = protect(renamed, defined, city.members).marks
        rows = np.flatnonzero(marks)
        by_period = {(figures["period"][int(row)].as_py(), figures["area"][int(row)].as_py()) for row in rows}
        assert {area for period, area in by_period if period == "2024"} == {a for period, a in by_period if period == "2025"}
        chosen |= {area for _, area in by_period} - {areas[first]}
    assert len(chosen) > 2
