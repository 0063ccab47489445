"""The shared problem picture: nothing counted twice or lost by any cut, nobody asked who has no part in the place."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraftkollen.model.period import months_later
from kraftkollen.programme.problem_picture import given_by, picture, place_of, single
from tests.feedback_programmes import BODIES, DAY, agreements, days, insights, programme

Records = list[dict[str, Any]]
on_days = days.map(date.fromisoformat)


@given(insights=insights, on=on_days)
def test_insights_counted_by_committee_kind_and_place_agree(insights: Records, on: date) -> None:
    known = programme(insights=insights)
    there = [one for one in known.insights if one.day <= on]
    by_committee = given_by(known, there, on)
    assert sum(len(one.insights) for one in by_committee) == len(there)
    places = [*(place_of(one) for one in known.priority_areas), single("delomrade", "9")]
    pictures = [picture(known, place, on) for place in places]
    assert sum(len(one.insights) for one in pictures) == len(there)
    assert sum(one.presence for one in pictures) == sum(one.presence for one in by_committee)


@given(insights=insights, on=on_days)
def test_presence_counts_the_occasions_of_the_last_twelve_months_and_no_others(insights: Records, on: date) -> None:
    known = programme(insights=insights)
    start = months_later(on, -12)
    wanted = sum(one.get("occasions", 0) for one in insights if start < date.fromisoformat(one["day"]) <= on)
    assert sum(one.presence for one in given_by(known, [one for one in known.insights if one.day <= on], on)) == wanted


@given(insights=insights, agreements=agreements, on=on_days)
def test_each_who_is_asked_shares_sees_it_otherwise_or_is_silent(insights: Records, agreements: Records, on: date) -> None:
    known = programme(insights=insights, agreements=agreements)
    for area in known.priority_areas:
        found = picture(known, place_of(area), on)
        asked = [one.committee for one in found.answered]
        assert Counter([*found.sharing, *found.not_sharing, *found.silent]) == Counter(asked)
        assert {one.committee for one in found.insights} <= set(asked)
        latest = {
            one["committee"]: one["day"]
            for one in sorted(agreements, key=lambda one: one["day"])
            if one["priority_area"] == area.id and one["day"] <= on.isoformat()
        }
        assert {one.committee: one.agreement.day.isoformat() for one in found.answered if one.agreement} == latest


@given(insights=insights, agreements=agreements, day=on_days, later=st.integers(1, 300))
def test_what_is_dated_later_does_not_change_a_day(insights: Records, agreements: Records, day: date, later: int) -> None:
    before = [one for one in insights if one["day"] <= day.isoformat()]
    answered = [one for one in agreements if one["day"] <= day.isoformat()]
    place = place_of(programme().priority_areas[0])
    whole = programme(insights=insights, agreements=agreements)
    assert picture(whole, place, day) == picture(programme(insights=before, agreements=answered), place, day)


def test_asked_are_those_at_work_in_the_place_on_the_day() -> None:
    known = programme()
    norr, soder = map(place_of, known.priority_areas)
    assert picture(known, norr, DAY).silent == ("skolan", "husen")
    assert picture(known, norr, date(2025, 1, 31)).silent == ()
    # The process of the whole city asks nobody about one place.
    assert picture(known, soder, DAY).silent == ()


def test_committees_stand_in_the_order_of_the_register_whatever_they_have_given() -> None:
    many = [{"id": f"i{n}", "priority_area": "norr", "committee": "husen", "day": "2026-01-01", "text": "x"} for n in range(5)]
    one = {"id": "j", "priority_area": "norr", "committee": "skolan", "day": "2026-01-01", "text": "x"}
    found = picture(programme(insights=[*many, one]), place_of(programme().priority_areas[0]), DAY)
    assert [giver.committee for giver in found.given] == [body for body in BODIES if body in ("skolan", "husen")]


def test_an_answer_says_how_many_insights_of_others_came_after_it() -> None:
    base = {"priority_area": "norr", "text": "x"}
    records = [
        {"id": "i1", "committee": "kulturen", "day": "2026-01-10", **base},
        {"id": "i2", "committee": "kulturen", "day": "2026-03-10", **base},
        {"id": "i3", "committee": "skolan", "day": "2026-04-10", **base},
    ]
    answer = {"id": "a", "priority_area": "norr", "committee": "skolan", "agrees": True, "day": "2026-02-01"}
    found = picture(programme(insights=records, agreements=[answer]), place_of(programme().priority_areas[0]), DAY)
    assert [one.newer for one in found.answered if one.committee == "skolan"] == [1]


@pytest.mark.parametrize(("day", "counts"), [("2025-06-30", 0), ("2025-07-01", 4), ("2026-06-30", 4), ("2026-07-01", 0)])
def test_the_twelve_months_begin_the_day_after_the_same_day_a_year_before(day: str, counts: int) -> None:
    seen = {"id": "i", "priority_area": "norr", "committee": "skolan", "text": "x", "kind": "presence", "occasions": 4}
    known = programme(insights=[{**seen, "day": day}])
    assert picture(known, place_of(known.priority_areas[0]), DAY).presence == counts


def test_of_two_answers_of_one_day_the_one_written_last_counts() -> None:
    answer = {"priority_area": "norr", "committee": "skolan", "day": "2026-02-01"}
    known = programme(agreements=[{"id": "a", "agrees": True, **answer}, {"id": "b", "agrees": False, **answer}])
    assert picture(known, place_of(known.priority_areas[0]), DAY).not_sharing == ("skolan",)
