"""How much is hidden, and what would show more: counted from what is published, and nothing guessed."""

from pathlib import Path

import pyarrow as pa
import pytest

from kraftkollen.disclosure.kept import Enough, fewest_years, kept, pooled_enough
from kraftkollen.model.actor import local_actor
from kraftkollen.views.kept_view import KeptView, kept_view
from kraftkollen.views.reading import Reading, open_newest
from tests.test_disclosure_primary import indicator


def figures(*rows: tuple[str, str, float | None]) -> pa.Table:
    names = ("area", "period", "denominator")
    columns = {name: [one[at] for one in rows] for at, name in enumerate(names)}
    return pa.table(columns | {"grp": ["total"] * len(rows)})


def test_hidden_and_pooled_figures_are_counted_by_indicator_and_division_and_missing_ones_are_not() -> None:
    table = pa.table(
        {
            "indicator": ["one"] * 5,
            "division": ["d", "d", "d", "d", "s"],
            "status": ["hidden", "final", "preliminary", "missing", "final"],
            "origin": ["pooled", "pooled", "delivered", "pooled", "computed"],
            "cells": [2, 3, 1, 7, 4],
        }
    )
    found = {one.division: (one.cells, one.hidden, one.pooled, one.much_hidden) for one in kept(table)}
    assert found == {"d": (6, 2, 5, False), "s": (4, 0, 0, False)}


def test_pooling_is_tried_on_the_denominators_that_are_published() -> None:
    rows = [("a", str(year), 12.0) for year in range(2020, 2025)] + [("b", str(year), 40.0) for year in range(2020, 2025)]
    found = pooled_enough(figures(*rows), indicator("share"))
    assert found[:3] == (Enough(1, 10, 5), Enough(2, 8, 4), Enough(3, 6, 6))
    best = fewest_years(found)
    assert best is not None
    assert best.years == 3


def test_a_span_with_an_unknown_denominator_is_not_counted() -> None:
    rows = [("a", "2020", 12.0), ("a", "2021", None), ("a", "2022", 12.0), ("a", "2023", 12.0)]
    assert pooled_enough(figures(*rows), indicator("share"))[1] == Enough(2, 1, 0)


def test_where_denominators_are_large_enough_pooling_is_not_proposed() -> None:
    rows = [("a", str(year), 100.0) for year in range(2020, 2025)]
    assert fewest_years(pooled_enough(figures(*rows), indicator("share"))) is None
    assert fewest_years(()) is None


def test_counts_and_pooled_rows_give_no_proposal() -> None:
    assert pooled_enough(figures(("a", "2020--2022", 12.0)), indicator("share")) == ()
    assert pooled_enough(figures(("a", "2020", 12.0)), indicator("count_people")) == ()


@pytest.fixture(scope="module")
def shown(demo_store: Path) -> KeptView:
    return kept_view(Reading(local_actor(), open_newest(demo_store), "sv"))


def test_the_demo_says_how_much_is_hidden_most_hidden_first(shown: KeptView) -> None:
    assert "publicerade uppgifter är dolda" in shown.sentence
    shares = [one.share for one in shown.rows]
    assert shares == sorted(shares, reverse=True)
    assert all(one.hidden or one.pooled != "nej" for one in shown.rows)


def test_the_indicators_of_one_year_group_are_pooled_over_three_periods_in_the_demo(shown: KeptView) -> None:
    pooled = {(one.indicator, one.level) for one in shown.rows if one.pooled == "3 perioder"}
    names = ("upper_secondary_eligibility", "grade_6_all_subjects", "upper_secondary_completion")
    assert {one for one in pooled if one[1] == "Delområde"} == {(name, "Delområde") for name in names}


def test_where_more_than_a_third_is_hidden_the_larger_level_is_named_with_what_it_hides(shown: KeptView) -> None:
    much = [one for one in shown.rows if one.share > 1 / 3 and one.level == "Delområde"]
    assert much
    assert all("På nivån stadsdel är" in one.more for one in much)
    assert not any(one.more for one in shown.rows if one.share <= 1 / 3)
