"""Decisions: dissent wherever they are shown, the steering group's flagged until committees decide, no calendar invented."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kraftkollen.actions.decision_form import TypedDecision, dissent_of, enter_calendar_day, enter_decision
from kraftkollen.actions.enter import Entry, enter
from kraftkollen.errors import EntryRefused, NotAllowed
from kraftkollen.model.actor import Actor, Role
from kraftkollen.model.programme import load_programme
from kraftkollen.programme.decisions import lacking, without_mandate
from kraftkollen.views.decisions_view import DecisionsView, decisions_view
from kraftkollen.views.reading import Reading, open_newest
from tests.store_fixtures import LOCAL, Store

EXEMPELSTAD = Path(__file__).resolve().parents[1] / "data" / "cities" / "exempelstad" / "programme.yaml"
GROUP = {"id": "styrgruppen", "name": "Styrgruppen", "kind": "steering_group"}
TYPED = TypedDecision(
    day="2026-02-10",
    bodies=("styrgruppen",),
    what="Bygg bron.",
    needs=("tekniska_namnden", "fritidsnamnden"),
    concerns=("lokal_utveckling",),
)


@pytest.fixture
def city(malmo: Store) -> Store:
    """Malmö with a steering group, which its record does not have: a name that we made up for the test."""
    enter(malmo.site, LOCAL, [Entry("bodies", "styrgruppen", GROUP)])
    return malmo


def _view(store: Store, body: str | None = None, on: date = date(2026, 3, 1)) -> DecisionsView:
    reading = Reading(LOCAL, open_newest(store.path), "sv")
    return decisions_view(reading, reading.version.programme, on, body)


def test_a_steering_groups_decision_is_flagged_until_each_committee_has_decided_itself(city: Store) -> None:
    name = enter_decision(city.site, LOCAL, TYPED, "sv")
    assert [row.id for row in _view(city).lacking] == [name]
    own = TypedDecision("2026-02-20", ("tekniska_namnden",), "Nämnden bygger.", "§ 9", "own", settles=name)
    enter_decision(city.site, LOCAL, own, "sv")
    row = _view(city).lacking[0]
    assert "Tekniska nämnden: 2026-02-20 § 9" in row.mandate
    assert row.flag.endswith("Fritidsnämnden")
    enter_decision(city.site, LOCAL, replace(own, bodies=("fritidsnamnden",)), "sv")
    assert _view(city).lacking == ()


def test_an_own_decision_that_is_still_to_come_settles_nothing(city: Store) -> None:
    name = enter_decision(city.site, LOCAL, replace(TYPED, needs=("tekniska_namnden",)), "sv")
    enter_decision(city.site, LOCAL, TypedDecision("", ("tekniska_namnden",), "Väntas.", settles=name), "sv")
    shown = _view(city)
    assert [row.id for row in shown.lacking] == [name]
    assert "tekniska_namnden_kommande" in {row.id for row in shown.to_enter}


def test_a_steering_groups_decision_without_a_mandate_is_pointed_out(city: Store) -> None:
    name = enter_decision(city.site, LOCAL, replace(TYPED, needs=()), "sv")
    reading = Reading(LOCAL, open_newest(city.path), "sv")
    assert [one.id for one in without_mandate(reading.version.programme)] == [name]
    given = replace(TYPED, needs=(), mandate="delegation", mandate_from=("tekniska_namnden",))
    enter_decision(city.site, LOCAL, given, "sv", _view(city).records[name])
    row = next(one for one in _view(city).rows if one.id == name)
    assert (row.flag, row.mandate) == ("", "delegation från Tekniska nämnden")


def test_dissent_is_read_as_the_minutes_have_it_and_what_was_announced_stays_announced() -> None:
    old = ({"kind": "statement", "parties": ["M", "C"], "received": False},)
    assert dissent_of("SD; V", "M+C", old) == [
        {"kind": "reservation", "parties": ["SD"]},
        {"kind": "reservation", "parties": ["V"]},
        {"kind": "statement", "parties": ["M", "C"], "received": False},
    ]


def test_every_fault_of_a_decision_is_told_at_once(city: Store) -> None:
    wrong = TypedDecision("igår", (), "", document="javascript:alert(1)")
    with pytest.raises(EntryRefused) as refused:
        enter_decision(city.site, LOCAL, wrong, "sv")
    assert [one.code for one in refused.value.problems] == ["entry_missing", "entry_missing", "entry_date", "entry_link"]


def test_a_person_in_a_decision_is_refused(city: Store) -> None:
    with pytest.raises(EntryRefused) as refused:
        enter_decision(city.site, LOCAL, replace(TYPED, what="Beslut om Anna Andersson."), "sv")
    assert [one.code for one in refused.value.problems] == ["person_in_text"]


def test_only_who_may_edit_the_register_enters_a_decision(city: Store) -> None:
    with pytest.raises(NotAllowed):
        enter_decision(city.site, Actor("P", frozenset({Role.STEERING_GROUP})), TYPED, "sv")


def test_malmos_open_decision_is_entered_when_it_gets_its_day(malmo: Store) -> None:
    assert [row.id for row in _view(malmo).to_enter] == ["kf_on_ks_16"]
    record = _view(malmo).records["kf_on_ks_16"]
    enter_decision(malmo.site, LOCAL, TypedDecision("2026-02-26", ("kommunfullmaktige",), "Påhittat utfall."), "sv", record)
    assert _view(malmo).to_enter == ()


def test_the_dissent_of_malmo_stands_with_every_decision_that_has_any(malmo: Store) -> None:
    reading = Reading(LOCAL, open_newest(malmo.path), "sv")
    with_dissent = {one.id for one in reading.version.programme.decisions if one.dissent}
    assert {row.id for row in _view(malmo).rows if row.dissent} == with_dissent
    assert len(with_dissent) == 7


def test_decisions_after_the_day_are_left_out_and_those_of_one_body_are_found(malmo: Store) -> None:
    assert "ks_16" not in {row.id for row in _view(malmo, on=date(2026, 1, 6)).rows}
    assert {row.id for row in _view(malmo, "tekniska_namnden").rows} == {"tn_125"}


def test_malmos_calendar_is_an_example_until_the_city_enters_a_day(malmo: Store) -> None:
    assert _view(malmo).example
    name = enter_calendar_day(malmo.site, LOCAL, "budget", "2026-11-24", "2027", "", "sv")
    shown = _view(malmo)
    assert (name, shown.example) == ("budget_2026_11_24", False)
    assert [(row.day, row.what, row.period) for row in shown.calendar] == [("2026-11-24", "budgeten beslutas", "2027")]


def test_exempelstad_tells_of_delegation_dissent_and_a_decision_that_waits() -> None:
    city = load_programme(EXEMPELSTAD)
    assert [(one.decision.id, one.bodies) for one in lacking(city)] == [
        ("styrgruppen_2026_5", ("arbetsmarknads_och_socialnamnden",))
    ]
    assert {one.mandate for one in city.decisions} == {None, "own", "delegation"}
    assert any(one.dissent for one in city.decisions if one.settles)
    plans = [one.plan for one in city.interventions if not one.city_wide]
    assert all(one is not None and one.smallest_difference and one.evaluator for one in plans)
    assert len(plans) == 8
