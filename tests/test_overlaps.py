"""Double processes: found where everything is shared at once, and not else; an answer holds for what it saw."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kraftkollen.actions.enter import Entry, enter
from kraftkollen.actions.register_entry import answer_overlap
from kraftkollen.actions.site import Site, programme
from kraftkollen.errors import ConfigurationRefused, NotAllowed
from kraftkollen.model.actor import Actor, Role
from kraftkollen.model.intervention import Intervention, OverlapAnswerKind
from kraftkollen.model.programme import load_programme
from kraftkollen.programme.overlaps import Covers, Overlaps, overlaps
from tests.store_fixtures import LOCAL, Store

COVERS: Covers = {("stadsdel", "S"): frozenset({"A", "B"}), ("delomrade", "A"): frozenset({"A"})}
EXEMPELSTAD = Path(__file__).resolve().parents[1] / "data" / "cities" / "exempelstad" / "programme.yaml"


def made(name: str, **changes: Any) -> Intervention:
    given: dict[str, Any] = {
        "id": name,
        "name": {"sv": name, "en": name},
        "areas": ["A"],
        "kind": "direct",
        "start": "2024-01-01",
        "target_groups": ["age_6_12"],
        **changes,
    }
    if given.get("city_wide"):
        given["areas"] = []
    return Intervention.model_validate(given)


def found(*listed: Intervention, on: date | None = None) -> Overlaps:
    return overlaps(listed, (), COVERS, on)


def test_the_same_kind_for_the_same_people_in_the_same_place_at_the_same_time_is_found() -> None:
    one = found(made("a"), made("b", start="2024-06-01", end="2025-01-01", target_groups=["age_6_12", "parents"])).found[0]
    assert (one.first, one.second, one.areas, one.groups) == ("a", "b", ("A",), ("age_6_12",))
    assert (one.since, one.until, one.answer) == (date(2024, 6, 1), date(2025, 1, 1), None)


@pytest.mark.parametrize(
    "other",
    [
        {"kind": "preventive"},
        {"areas": ["B"]},
        {"target_groups": ["age_16_19"]},
        {"start": "2023-01-01", "end": "2023-12-31"},
        {"target_groups": []},
        {"target_groups": ["everybody"]},
        {"city_wide": True},
        {"city_wide": True, "target_groups": ["everybody"]},
    ],
)
def test_what_differs_in_one_thing_is_not_found(other: dict[str, Any]) -> None:
    assert found(made("a"), made("b", **other)).found == ()


@pytest.mark.parametrize("other", [{"target_groups": []}, {"target_groups": ["everybody"]}, {"city_wide": True}])
def test_the_primary_indicator_stands_in_for_who_has_not_said_whom_it_is_for(other: dict[str, Any]) -> None:
    both = {"primary_indicator": "school_attendance"}
    assert [one.same_indicator for one in found(made("a", **both), made("b", **both, **other)).found] == [True]


def test_two_processes_of_the_whole_city_meet_without_areas() -> None:
    one = found(made("a", city_wide=True), made("b", city_wide=True)).found[0]
    assert one.areas == ()


def test_an_area_and_the_larger_one_that_holds_it_meet() -> None:
    assert found(made("a"), made("b", level="stadsdel", areas=["S"])).found[0].areas == ("A",)


def test_who_says_to_be_a_part_of_or_to_complement_the_other_is_no_finding() -> None:
    process = made("p", city_wide=True, primary_indicator="x")
    assert found(process, made("a", primary_indicator="x", links=["p"])).found == ()
    assert found(made("a", kind="physical"), made("b", kind="physical", complements="a")).found == ()


def test_what_says_too_little_is_named_and_not_compared() -> None:
    result = found(made("a", kind=None), made("b", start=None), made("c"))
    assert (result.found, result.incomparable) == ((), ("a", "b"))


def test_what_is_over_on_a_day_is_left_out() -> None:
    pair = (made("a"), made("b", end="2024-12-31"))
    assert len(found(*pair, on=date(2024, 12, 31)).found) == 1
    assert found(*pair, on=date(2025, 1, 1)).found == ()


def test_exempelstad_has_one_that_is_answered_and_one_that_is_not() -> None:
    city = load_programme(EXEMPELSTAD)
    result = overlaps(city.interventions, city.overlap_answers, {})
    assert [(one.id, one.answer is not None) for one in result.found] == [
        ("hela_familjen__tidigt_stod", False),
        ("hela_familjen__oppna_dorrar", True),
    ]


def _enter(site: Site, *listed: Intervention) -> None:
    entries = [Entry("interventions", one.id, one.model_dump(mode="json", exclude_defaults=True)) for one in listed]
    enter(site, LOCAL, entries)


def _overlaps(store: Store) -> Overlaps:
    with store.site.journal.read() as transaction:
        city = programme(transaction)
    return overlaps(city.interventions, city.overlap_answers, {})


def test_an_answer_is_recorded_by_role_and_day_and_asked_anew_when_they_share_more(malmo: Store) -> None:
    _enter(malmo.site, made("a", areas=["24401"]), made("b", areas=["24401"]))
    one = _overlaps(malmo).unanswered[0]
    answer_overlap(malmo.site, LOCAL, one, OverlapAnswerKind.COMPLEMENTARY, "fritidsnamnden")
    answer = _overlaps(malmo).found[0].answer
    assert answer is not None
    assert (answer.role, answer.day, answer.answer) == ("fritidsnamnden", date(2026, 3, 1), "complementary")
    _enter(malmo.site, made("a", areas=["24401", "24402"]), made("b", areas=["24401", "24402"]))
    assert len(_overlaps(malmo).unanswered) == 1


def test_only_who_may_edit_the_register_answers_and_only_for_a_body_that_exists(malmo: Store) -> None:
    _enter(malmo.site, made("a", areas=["24401"]), made("b", areas=["24401"]))
    one = _overlaps(malmo).found[0]
    with pytest.raises(NotAllowed):
        answer_overlap(malmo.site, Actor("P", frozenset({Role.POLITICIAN})), one, OverlapAnswerKind.SAME, "fritidsnamnden")
    with pytest.raises(ConfigurationRefused):
        answer_overlap(malmo.site, LOCAL, one, OverlapAnswerKind.SAME, "ingen_namnd")
    assert _overlaps(malmo).found[0].answer is None
