"""Interventions entered by a form: seven fields are enough, every fault at once, what was before stays in sight."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from kraftkollen.actions.enter import Entry, enter
from kraftkollen.actions.intervention_form import (
    TypedDetails,
    TypedIntervention,
    TypedPlace,
    TypedPlan,
    enter_intervention,
)
from kraftkollen.actions.register_entry import withdraw
from kraftkollen.actions.register_past import programme_as_of, record_history
from kraftkollen.errors import EntryRefused, NotAllowed, NotFound, ReasonNeeded
from kraftkollen.model.actor import Actor, Role
from kraftkollen.model.ids import id_of
from kraftkollen.model.intervention import Intervention, Status
from kraftkollen.model.text import Text
from kraftkollen.views.intervention_values import changes
from kraftkollen.views.interventions_view import Filters, interventions_view, one_intervention
from kraftkollen.views.reading import Reading, open_newest
from kraftkollen.views.register_names import Names
from tests.store_fixtures import LOCAL, Store

LIGHT = TypedIntervention(
    name="Läxhjälp på Öster",
    city_wide=False,
    level="delomrade",
    areas=("24401",),
    lead="grundskolenamnden",
    participants=("fritidsnamnden",),
    kind="direct",
    start="2026-02-01",
    primary_indicator="school_attendance",
)


def _enter(store: Store, typed: TypedIntervention, replaces: Any = None) -> str:
    return enter_intervention(store.site, LOCAL, typed, "sv", replaces)


def _reading(store: Store) -> Reading:
    return Reading(LOCAL, open_newest(store.path), "sv")


def _one(store: Store, name: str) -> Intervention:
    return next(one for one in _reading(store).version.programme.interventions if one.id == name)


def _record(store: Store, name: str) -> Any:
    records = _reading(store).version.registry.records
    return next(one.body for one in records if (one.kind, one.id) == ("interventions", name))


def test_seven_fields_are_enough_and_the_rest_is_filled_in(malmo: Store) -> None:
    name = _enter(malmo, LIGHT)
    one = _one(malmo, name)
    assert name == "laxhjalp_pa_oster"
    assert (one.expected, one.start, one.areas) == ("up", date(2026, 2, 1), ("24401",))
    assert one.name.en == one.name.sv == "Läxhjälp på Öster"


def test_the_same_name_twice_gives_another_id_and_overwrites_nothing(malmo: Store) -> None:
    assert [_enter(malmo, LIGHT), _enter(malmo, replace(LIGHT, lead="fritidsnamnden"))][1] == "laxhjalp_pa_oster_2"
    assert _one(malmo, "laxhjalp_pa_oster").lead == "grundskolenamnden"


@pytest.mark.parametrize(("name", "made"), [("Ås & Älv!", "as_alv"), ("2030-målen", "insats_2030_malen"), ("«»", "insats")])
def test_an_id_is_made_of_any_name(name: str, made: str) -> None:
    assert id_of(name) == made


def test_every_fault_is_told_at_once_and_nothing_typed_is_repeated(malmo: Store) -> None:
    plan = TypedPlan(smallest_difference="mycket", first_period="i höst", cost_kronor="dyrt")
    place = TypedDetails(place=TypedPlace(points="Storgatan 3"))
    wrong = replace(LIGHT, name=" ", areas=(), start="850709-9805", end="snart", plan=plan, details=place)
    with pytest.raises(EntryRefused) as refused:
        _enter(malmo, wrong)
    codes = [one.code for one in refused.value.problems]
    assert codes == ["entry_missing"] * 2 + ["entry_date"] * 2 + ["entry_place"] + ["entry_number"] * 2 + ["entry_period"]
    assert "850709" not in str(refused.value.problems)


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "Ring 070-123 45 67"},
        {"details": TypedDetails(purpose="Skriv till a.b@stad.se")},
        {"plan": TypedPlan(evaluator="grundskolenamnden", evaluator_function="Anna Andersson")},
    ],
)
def test_a_person_is_refused_in_every_text(malmo: Store, changed: dict[str, Any]) -> None:
    with pytest.raises(EntryRefused) as refused:
        _enter(malmo, replace(LIGHT, **changed))
    assert [one.code for one in refused.value.problems] == ["person_in_text"]


def test_details_and_plan_are_kept_by_who_does_not_use_them(malmo: Store) -> None:
    place = TypedPlace("other", "55.60, 13.00", "Plan")
    details = TypedDetails(purpose="Fler i skolan.", target_groups=("age_6_12",), place=place)
    name = _enter(malmo, replace(LIGHT, details=details, plan=TypedPlan(smallest_difference="2,5", cost_kronor="90 000")))
    _enter(malmo, replace(LIGHT, lead="fritidsnamnden"), _record(malmo, name))
    one = _one(malmo, name)
    assert one.lead == "fritidsnamnden"
    assert one.plan is not None
    assert (one.plan.smallest_difference, one.plan.cost_ore) == (2.5, 9_000_000)
    assert one.places[0].points == ((13.0, 55.6),)


def test_a_text_in_one_language_leaves_the_words_of_the_other(malmo: Store) -> None:
    name = _enter(malmo, LIGHT)
    record = {**_record(malmo, name), "name": {"sv": "Läxhjälp", "en": "Homework help"}}
    enter(malmo.site, LOCAL, [Entry("interventions", name, record)])
    _enter(malmo, replace(LIGHT, name="Studiestöd"), _record(malmo, name))
    assert _one(malmo, name).name == Text(sv="Studiestöd", en="Homework help")


def test_a_plan_changed_after_the_start_says_when_by_whom_and_what_stood_before(malmo: Store) -> None:
    name = _enter(malmo, replace(LIGHT, plan=TypedPlan(smallest_difference="2")))
    later = malmo.at(60 * 24)
    _enter(later, replace(LIGHT, plan=TypedPlan(smallest_difference="0,5")), _record(malmo, name))
    reading = _reading(malmo)
    found = changes(Names(reading, reading.version.programme), record_history(malmo.site, LOCAL, "interventions", name))
    assert [(one.before, one.after, one.late) for one in found if one.before] == [
        ("2 procentenheter", "0,5 procentenheter", True)
    ]
    assert (found[0].at, found[0].by) == ("2026-03-02 13:00", "Testare")


def test_who_wrote_is_not_told_to_everybody(malmo: Store) -> None:
    name = _enter(malmo, LIGHT)
    politician = Actor("P", frozenset({Role.POLITICIAN}))
    assert [one.by for one in record_history(malmo.site, politician, "interventions", name)] == [""]


def test_an_intervention_is_withdrawn_with_a_reason_and_its_history_stays(malmo: Store) -> None:
    name = _enter(malmo, LIGHT)
    with pytest.raises(ReasonNeeded):
        withdraw(malmo.site, LOCAL, "interventions", name, " ")
    withdraw(malmo.site, LOCAL, "interventions", name, "Blev aldrig av.")
    assert name not in {one.id for one in _reading(malmo).version.programme.interventions}
    newest = record_history(malmo.site, LOCAL, "interventions", name)[0]
    assert (newest.record.body, newest.why) == (None, "Blev aldrig av.")
    with pytest.raises(NotFound):
        withdraw(malmo.site, LOCAL, "interventions", name, "En gång till.")


def test_what_others_name_is_not_withdrawn_and_they_are_listed(malmo: Store) -> None:
    first = _enter(malmo, LIGHT)
    _enter(malmo, replace(LIGHT, name="Bron", kind="physical", complements=first))
    with pytest.raises(EntryRefused) as refused:
        withdraw(malmo.site, LOCAL, "interventions", first, "Slut.")
    assert refused.value.problems[0].details == {"by": "bron"}


def test_only_who_may_edit_the_register_enters_an_intervention(malmo: Store) -> None:
    with pytest.raises(NotAllowed):
        enter_intervention(malmo.site, Actor("P", frozenset({Role.POLITICIAN})), LIGHT, "sv")
    assert enter_intervention(malmo.site, Actor("S", frozenset({Role.SECRETARY})), LIGHT, "sv") == "laxhjalp_pa_oster"


def test_the_register_is_shown_as_it_was_known_and_as_it_stands_on_a_day(malmo: Store) -> None:
    name = _enter(malmo.at(10), replace(LIGHT, end="2026-06-30"))
    before = programme_as_of(malmo.site, LOCAL, datetime.fromisoformat("2026-03-01T12:05:00"))
    assert name not in {one.id for one in before.interventions}
    reading = _reading(malmo)
    days = [date.fromisoformat(on) for on in ("2026-01-31", "2026-02-01", "2026-06-30", "2026-07-01")]
    views = (interventions_view(reading, reading.version.programme, on, Filters()) for on in days)
    shown = [next(row.status for row in view.rows if row.id == name) for view in views]
    assert shown == ["planerad", "pågår", "pågår", "avslutad"]
    with pytest.raises(NotFound):
        programme_as_of(malmo.site, LOCAL, datetime.fromisoformat("2020-01-01T00:00:00"))


def test_the_list_is_filtered_by_area_body_and_status(malmo: Store) -> None:
    name = _enter(malmo, LIGHT)
    reading = _reading(malmo)
    programme, on = reading.version.programme, date(2026, 3, 1)
    processes = {"lokal_utveckling", "universell_prevention"}

    def ids(**asked: str) -> set[str]:
        return {row.id for row in interventions_view(reading, programme, on, Filters(**asked)).rows}

    assert ids(area="24401") == {name, *processes}
    assert ids(area="24402") == processes
    assert ids(body="fritidsnamnden") == {name, "lokal_utveckling"}
    assert ids(status="ongoing") == {name}
    assert interventions_view(reading, programme, on, Filters(area="nej")).area.unknown == "nej"


def test_paused_is_what_it_says_until_the_dates_say_otherwise() -> None:
    given = {"id": "a", "name": {"sv": "a", "en": "a"}, "city_wide": True, "status": "paused", "end": "2026-06-30"}
    one = Intervention.model_validate(given)
    assert [one.status_on(date(2026, month, 1)) for month in (6, 7)] == [Status.PAUSED, Status.ENDED]


def test_nothing_is_said_of_an_intervention_that_does_not_exist(malmo: Store) -> None:
    reading = _reading(malmo)
    assert one_intervention(reading, reading.version.programme, "nej", date(2026, 3, 1)) is None
