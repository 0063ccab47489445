"""Which areas are compared with: each rule leaves out the right ones, and says why."""

from dataclasses import replace

import numpy as np
import pytest

from kraftkollen.effect import Panel, Rules, select
from kraftkollen.effect.selection import Selected


def panel() -> Panel:
    """Ten areas whose levels are their numbers; each has 100 people for every number."""
    levels = np.arange(10.0)
    names = tuple("abcdefghij")
    return Panel(names, ("2020", "2021", "2022"), levels[:, None] + np.zeros((1, 3)), 100 * (levels + 1))


def reasons(found: Selected) -> dict[str, str]:
    return {unit: reason.value for unit, reason in found.excluded}


@pytest.mark.parametrize(("higher", "kept"), [(True, "bcde"), (False, "")])
def test_the_worse_off_half_is_kept_when_the_treated_is_of_it(higher: bool, kept: str) -> None:
    found = select(panel(), ("a",), "2022", Rules(better_is_higher=higher))
    assert "".join(found.comparison) == (kept or "bcdefghij")
    assert set(reasons(found).values()) == ({"better_off"} if kept else set())


def test_where_lower_is_better_the_high_half_is_worse_off() -> None:
    found = select(panel(), ("j",), "2022", Rules(better_is_higher=False))
    assert "".join(found.comparison) == "fghi"


def test_where_nobody_has_decided_what_is_better_no_half_is_taken() -> None:
    assert len(select(panel(), ("a",), "2022", Rules()).comparison) == 9


def test_only_what_was_before_the_start_decides_the_half() -> None:
    changed = panel()
    changed.outcome[:, 2] = changed.outcome[::-1, 2]
    rules = Rules(better_is_higher=True)
    assert select(changed, ("a",), "2022", rules) == select(panel(), ("a",), "2022", rules)


def test_each_area_that_is_left_out_has_its_reason() -> None:
    gappy = panel()
    gappy.outcome[1, 1] = np.nan
    rules = Rules(
        neighbours=frozenset({("a", "c"), ("d", "a"), ("e", "f")}),
        own_intervention=frozenset({"c", "e"}),
        broken=frozenset({"f"}),
        removed=frozenset({"g"}),
        least_people=900,
    )
    found = select(gappy, ("a",), "2022", rules)
    expected = {"b": "incomplete", "c": "own_intervention", "d": "neighbour", "e": "own_intervention", "f": "area_break"}
    assert reasons(found) == {**expected, "g": "by_hand", "h": "few_people"}
    assert found.comparison == ("i", "j")


def test_an_analyst_may_add_an_area_but_not_figures_that_are_missing() -> None:
    gappy = panel()
    gappy.outcome[9, 0] = np.nan
    rules = Rules(better_is_higher=True, added=frozenset({"i", "j"}))
    found = select(gappy, ("a",), "2022", rules)
    assert "i" in found.comparison
    assert reasons(found)["j"] == "incomplete"


def test_the_treated_are_neither_compared_with_nor_left_out() -> None:
    found = select(panel(), ("a", "b"), "2022", Rules(better_is_higher=True))
    assert {"a", "b"}.isdisjoint([*found.comparison, *reasons(found)])


def test_an_area_whose_people_are_not_known_has_too_few() -> None:
    known = panel()
    assert known.people is not None
    people = known.people.copy()
    people[4] = np.nan
    assert reasons(select(replace(known, people=people), ("a",), "2022", Rules()))["e"] == "few_people"


def test_of_more_areas_than_a_test_needs_those_whose_level_lay_nearest_before_the_start_are_taken() -> None:
    later = panel()
    later.outcome[:, 2] = later.outcome[::-1, 2]
    found = select(later, ("c",), "2022", Rules(most=3, added=frozenset({"j"})))
    # What an analyst has put in stays, and takes one of the places.
    assert found.comparison == ("b", "d", "j")
    assert set(reasons(found).values()) == {"less_alike"}
    assert select(later, ("c",), "2022", Rules(most=9)) == select(later, ("c",), "2022", Rules())


def test_no_city_has_so_many_areas_that_some_are_left_out_for_their_number() -> None:
    # Malmö has 136, of which at least one is treated.
    assert Rules().most >= 135


def test_in_a_plan_where_the_treated_has_no_figures_yet_the_usual_areas_are_taken() -> None:
    coming = panel()
    coming.outcome[0] = np.nan
    found = select(coming, ("a",), "2022", Rules(most=3))
    assert found.comparison == ("e", "f", "g")
