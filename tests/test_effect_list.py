"""A changed list of comparison areas: on record with who, when, why and what stood before; shown, and never silent."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from kraftkollen.actions.comparison import KIND, ChangedList, change_comparison
from kraftkollen.actions.enter import Entry, enter
from kraftkollen.actions.register_past import programme_as_of, record_history
from kraftkollen.actions.site import Site
from kraftkollen.errors import EntryRefused, NotAllowed, NotFound
from kraftkollen.model.actor import Actor, Role, local_actor
from kraftkollen.model.clock import FixedClock
from kraftkollen.model.comparison import comparison_id
from kraftkollen.views.effect_list_view import Listed, list_changes
from kraftkollen.views.effect_overview_view import overview_view
from kraftkollen.views.effect_page_view import Wish, effect_page_view
from kraftkollen.views.effect_view import answer, intervention_question
from kraftkollen.views.reading import Reading, open_newest
from kraftkollen.views.register_names import Names
from tests import people, stores
from tests.people import Person
from tests.screen import opened
from tools.exempelstad.truth import TRUE_EFFECT

Patch = pytest.MonkeyPatch
TRUE, INDICATOR = TRUE_EFFECT.intervention, TRUE_EFFECT.indicator
ANALYST = Actor("Anna", frozenset({Role.ANALYST}))
SECRETARY = Actor("Sekreteraren", frozenset({Role.SECRETARY}))
FIRST, SECOND = (datetime.fromisoformat(f"2026-12-{day}T09:00:00") for day in ("01", "02"))


@pytest.fixture(scope="module")
def store(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Exempelstad where an analyst has taken out the area with most weight, and then put in one with work of its own."""
    path = stores.copied(demo_store, tmp_path_factory.mktemp("lists"))
    people.set_up(path)
    change_comparison(site(path, FIRST), ANALYST, wanted(out=(heaviest(demo_store),)))
    change_comparison(site(path, SECOND), ANALYST, wanted(out=(heaviest(demo_store),), put=("E0305",), why="Nytt skäl."))
    return path


def site(path: Path, moment: datetime) -> Site:
    return Site.at(path, FixedClock(moment))


def reading_of(path: Path, actor: Actor | None = None) -> Reading:
    return Reading(actor or local_actor(), open_newest(path), "sv")


def heaviest(path: Path) -> str:
    reading = reading_of(path)
    question = replace(intervention_question(reading, TRUE), removed=frozenset(), added=frozenset())
    return answer(reading, question).estimate.weights[0].unit


def wanted(out: tuple[str, ...] = (), put: tuple[str, ...] = (), why: str = "Skolan bytte upptagningsområde.") -> ChangedList:
    return ChangedList(TRUE, INDICATOR, frozenset(out), frozenset(put), why)


def test_the_answer_rests_on_the_list_on_record_and_every_view_says_so(store: Path, demo_store: Path) -> None:
    reading = reading_of(store)
    found = answer(reading, intervention_question(reading, TRUE))
    by_rule = answer(reading_of(demo_store), intervention_question(reading_of(demo_store), TRUE)).estimate
    assert heaviest(demo_store) not in found.prepared.selected.comparison
    assert "E0305" in found.prepared.selected.comparison
    shown = effect_page_view(reading, Wish(TRUE))
    assert shown is not None
    assert shown.evaluation is not None
    assert shown.evaluation.other_list is not None
    assert "Skäl: Nytt skäl." in shown.evaluation.other_list.sentence
    assert f"plats {by_rule.rank} av {by_rule.placebos + 1}" in shown.evaluation.other_list.by_rule
    changed = [row for row in overview_view(reading).rows if row.by_hand]
    assert [(row.intervention, row.indicator) for row in changed] == [(TRUE, INDICATOR)]


def test_each_change_keeps_who_when_why_before_and_after_and_says_that_it_came_late(store: Path) -> None:
    forms = record_history(site(store, SECOND), ANALYST, KIND, comparison_id(TRUE, INDICATOR))
    reading = reading_of(store)
    one = next(one for one in reading.version.programme.interventions if one.id == TRUE)
    newest, oldest = list_changes(Names(reading, reading.version.programme), one, forms)
    assert (oldest.at[:10], oldest.by, oldest.why, oldest.before) == (
        "2026-12-01",
        "Anna",
        "Skolan bytte upptagningsområde.",
        "regelns lista",
    )
    assert (newest.by, newest.why, newest.before, newest.late) == ("Anna", "Nytt skäl.", oldest.after, True)
    assert "borttagna för hand: " in newest.after
    assert "tillagda för hand: Stenåker" in newest.after
    earlier = programme_as_of(site(store, SECOND), ANALYST, FIRST).comparison_change(TRUE, INDICATOR)
    assert earlier is not None
    assert earlier.added == ()


def test_the_pages_show_the_change_and_its_history(store: Path, monkeypatch: Patch) -> None:
    analyst = Person("Anna", (people.GROUP_OF["analyst"],))
    screen = opened("pages/effektutvardering.py", store, monkeypatch, person=analyst, insats=TRUE)
    assert any("är ändrad för hand" in one and "Med regelns lista" in one for one in screen.warnings)
    assert "2 ändringar gjordes efter starten." in screen.read
    assert [row[3] for row in screen.table("Före")] == ["Anna", "Anna"]
    plan = opened("pages/insatser.py", store, monkeypatch, person=analyst, insats=TRUE)
    assert "2 ändringar av utvärderingsplanen gjordes efter starten." in plan.read
    assert any("jämförelseområden för Närvaro i grundskolan" in row[1] for row in plan.table("Före"))
    reader = Person("Kim", (people.GROUP_OF["politician"],))
    seen = opened("pages/effektutvardering.py", store, monkeypatch, person=reader, insats=TRUE, utan="")
    assert any("Ett försök med regelns egen lista" in one for one in seen.warnings)
    assert "Anna" not in seen.read


def test_a_trial_in_the_address_is_said_to_be_one_and_is_nowhere_on_record(demo_store: Path) -> None:
    reading = reading_of(demo_store)
    shown = effect_page_view(reading, Wish(TRUE, tried=Listed(removed=frozenset({heaviest(demo_store)}))))
    assert shown is not None
    assert shown.evaluation is not None
    assert shown.evaluation.other_list is not None
    assert shown.evaluation.other_list.tried
    assert "Listan är inte registrerad." in shown.evaluation.other_list.sentence
    assert reading.version.programme.comparison_changes == ()


def test_only_those_who_evaluate_change_the_list_and_nothing_else_of_the_register(store: Path) -> None:
    here, body = site(store, SECOND), {"id": "fraga", "what": {"sv": "Fråga.", "en": "Question."}}
    name = comparison_id(TRUE, INDICATOR)
    with pytest.raises(NotAllowed):
        change_comparison(here, SECRETARY, wanted(out=("E0101",)))
    for entry in (Entry(KIND, name, None), Entry(KIND, name, {"id": name})):
        with pytest.raises(NotAllowed):
            enter(here, SECRETARY, [entry])
    with pytest.raises(NotAllowed):
        enter(here, ANALYST, [Entry("not_decided", "fraga", body)])


def test_what_does_not_hold_is_refused_with_every_problem_and_nothing_is_recorded(store: Path) -> None:
    here = site(store, SECOND)
    before = record_history(here, ANALYST, KIND, comparison_id(TRUE, INDICATOR))
    for change, codes in (
        (wanted(out=("E0101",), why=" "), ["entry_missing"]),
        (wanted(out=("E9999", TRUE_EFFECT.area)), ["register_name", "register_name"]),
        (wanted(out=("E0101",), put=("E0101",)), ["comparison_both"]),
        (wanted(out=("E0101",), why="Ring 070-123 45 67."), ["person_in_text"]),
    ):
        with pytest.raises(EntryRefused) as refused:
            change_comparison(here, ANALYST, change)
        assert [one.code for one in refused.value.problems] == codes
    with pytest.raises(NotFound):
        change_comparison(here, ANALYST, replace(wanted(out=("E0101",)), intervention="ingen"))
    assert record_history(here, ANALYST, KIND, comparison_id(TRUE, INDICATOR)) == before


def test_going_back_to_the_rule_is_on_record_too_and_saying_the_same_twice_is_not(store: Path, tmp_path: Path) -> None:
    path = stores.copied(store, tmp_path)
    here = site(path, SECOND)
    assert change_comparison(here, ANALYST, wanted(why="Tillbaka."))
    assert not change_comparison(here, ANALYST, wanted(why="Tillbaka igen."))
    forms = record_history(here, ANALYST, KIND, comparison_id(TRUE, INDICATOR))
    assert (forms[0].record.body is None, forms[0].why) == (True, "Tillbaka.")
    assert len(forms) == 3
    assert reading_of(path).version.programme.comparison_changes == ()
