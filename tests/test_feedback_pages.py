"""The pages of problem picture and feedback: what Exempelstad's story says, forms, other days, and what is not used."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kraftkollen.actions.enter import Entry, enter
from kraftkollen.views.briefing_state_view import briefing_state_view
from kraftkollen.views.feedback_view import feedback_view
from kraftkollen.views.finding_proposals import proposals
from kraftkollen.views.problem_view import problem_view
from kraftkollen.views.reading import Reading, open_newest
from tests import people, stores
from tests.screen import Screen, opened
from tests.store_fixtures import LOCAL, Store, store_at

PICTURE, FEEDBACK = "pages/problembild.py", "pages/aterkoppling.py"
TODAY = "2026-11-20T09:00:00"
ON = date(2026, 11, 20)
Patch = pytest.MonkeyPatch


@pytest.fixture(autouse=True)
def _today(monkeypatch: Patch) -> None:
    monkeypatch.setenv("KRAFTKOLLEN_NOW", TODAY)


@pytest.fixture
def demo(empty_store: Path, tmp_path: Path) -> Path:
    return stores.copied(empty_store, tmp_path)


def reading(store: Path, language: Any = "sv") -> Reading:
    return Reading(LOCAL, open_newest(store), language)


def used(store: Store) -> Store:
    """Switch the modules on, and return the store."""
    for name in ("problem_picture", "feedback", "briefings"):
        enter(store.site, LOCAL, [Entry("modules", name, {"id": name, "used": True})])
    return store


def test_the_demo_story_has_one_silent_committee_one_otherwise_one_late_answer_and_briefings_late_and_missing(
    empty_store: Path,
) -> None:
    seen = reading(empty_store)
    found = problem_view(seen, ON)
    assert [(one.place, one.not_sharing, one.silent) for one in found.summary] == [
        ("Rågängen", "", "Fritidsnämnden"),
        ("Kvarnbacken", "Arbetsmarknads- och socialnämnden", ""),
        ("Ekhaga", "", ""),
    ]
    assert len({one.committee for one in found.givers}) >= 6
    waiting = [(one.receiver, one.standing) for one in feedback_view(seen, ON).rows if one.open]
    assert waiting == [
        ("Det lokala arbetet i Ekhaga", "väntar, försenat 143 dagar"),
        ("Det lokala arbetet i Kvarnbacken", "väntar"),
        ("Fritidsnämnden", "väntar"),
    ]
    said = briefing_state_view(seen, ON)
    assert said.sentence == "22 av 24 gånger fick en nämnd sin information i tid. För sent: 1. Saknas: 1."
    assert {one.committee: one.cells[2] for one in said.rows}["Fritidsnämnden"] == "saknas, försenad 57 dagar"


def test_places_stand_in_the_order_of_the_register_not_of_how_much_is_known(empty_store: Path) -> None:
    known = open_newest(empty_store).programme
    found = problem_view(reading(empty_store), ON)
    assert [one.place for one in found.summary] == [one.name for one in known.priority_areas]
    assert [one.committee for one in found.givers] == [
        one.name for one in known.bodies if one.name in {giver.committee for giver in found.givers}
    ]


def test_an_earlier_day_shows_what_was_dated_by_then(demo: Path, monkeypatch: Patch) -> None:
    screen = opened(FEEDBACK, demo, monkeypatch, datum="2024-06-01")
    assert "1 av 2 svar har inte kommit. Försenade: 0. Mediantid från iakttagelse till svar, i dagar: 57" in screen.read
    assert "Visas som det var 2024-06-01." in screen.read


def test_a_day_before_the_register_began_is_said(demo: Path, monkeypatch: Patch) -> None:
    screen = opened(PICTURE, demo, monkeypatch, registrerat="2000-01-01", datum="x")
    assert any("Inget var registrerat 2000-01-01." in one for one in screen.warnings)
    assert any("Datumet x går inte att läsa." in one for one in screen.warnings)
    assert screen.app.exception.values == []


@pytest.mark.parametrize("page", [PICTURE, FEEDBACK])
def test_what_a_city_does_not_use_says_so(page: str, malmo_store: Path, monkeypatch: Patch) -> None:
    screen = opened(page, malmo_store, monkeypatch)
    assert "används ej" in screen.read
    assert not screen.app.text_area


def test_malmo_says_that_nothing_is_entered_and_what_to_do(malmo: Store, monkeypatch: Patch) -> None:
    used(malmo)
    picture = opened(PICTURE, malmo.path, monkeypatch)
    assert "Ingen insikt är införd ännu." in picture.read
    assert "Inget prioriterat område är beslutat ännu." in picture.read
    feedback = opened(FEEDBACK, malmo.path, monkeypatch)
    assert "Ingen iakttagelse är införd ännu." in feedback.read
    assert picture.errors == feedback.errors == []


def field(screen: Screen, label: str, kind: str = "text_input") -> Any:
    """The field of that label in the form that is drawn first."""
    return next(one for one in getattr(screen.app, kind) if one.label == label)


def press(screen: Screen, label: str) -> Screen:
    next(one for one in screen.app.button if one.label == label).click()
    return screen.run()


def test_an_insight_about_an_area_of_malmo_makes_its_picture(malmo: Store, monkeypatch: Patch) -> None:
    screen = opened(PICTURE, used(malmo).path, monkeypatch)
    field(screen, "Vad ni vet, i en eller två meningar, och aldrig om en enskild person", "text_area").input("Torget är mörkt.")
    press(screen, "För in insikten")
    assert screen.errors == []
    assert screen.app.success[0].value == "Insikten är införd\\."
    assert "Torget är mörkt." in screen.read
    assert "1 insikt från 1 nämnd eller bolag." in screen.read


def test_everything_that_is_missing_is_said_at_once_and_a_person_never_repeated(demo: Path, monkeypatch: Patch) -> None:
    screen = opened(PICTURE, demo, monkeypatch)
    field(screen, "Datum (år-månad-dag)").input("i går")
    press(screen, "För in insikten")
    assert len(screen.errors) == 2
    field(screen, "Datum (år-månad-dag)").input("2026-11-19")
    text = "Vad ni vet, i en eller två meningar, och aldrig om en enskild person"
    field(screen, text, "text_area").input("Ring Anna Karlsson på 070-123 45 67.")
    press(screen, "För in insikten")
    assert any("kan peka ut en person" in one or "person" in one for one in screen.strings)
    assert "070-123" not in "".join(screen.errors)
    assert len(open_newest(demo).programme.insights) == 11


def test_an_answer_and_then_its_measure_done_are_two_forms_of_one_record(demo: Path, monkeypatch: Patch) -> None:
    screen = opened(FEEDBACK, demo, monkeypatch)
    field(screen, "Svar", "text_area").input("Vi möts varje vecka.")
    field(screen, "Åtgärd (frivillig)").input("Veckomöten.")
    press(screen, "För in svaret")
    assert screen.errors == []
    assert "2 av 14 svar har inte kommit. Försenade: 0." in screen.read
    made = open_newest(demo).programme.answers[-1]
    box = screen.box("Vilken iakttagelse, och vem som svarar")
    box.set_value(f"{made.finding} {made.receiver.key}")
    screen.run()
    assert field(screen, "Svar", "text_area").value == "Vi möts varje vecka."
    field(screen, "Åtgärden klar (år-månad-dag, om den är det)").input("2026-11-20")
    press(screen, "För in svaret")
    now = open_newest(demo).programme.answers
    assert [(one.id, str(one.done)) for one in now if one.id == made.id] == [(made.id, "2026-11-20")]
    assert len(now) == 12


def test_a_briefing_handed_over_is_no_longer_missing(demo: Path, monkeypatch: Patch) -> None:
    screen = opened(FEEDBACK, demo, monkeypatch)
    press(screen, "För in att den är lämnad")
    assert "22 av 24 gånger fick en nämnd sin information i tid. För sent: 2. Saknas: 0." in screen.read


def test_what_is_taken_back_needs_a_reason_and_is_gone(demo: Path, monkeypatch: Patch) -> None:
    screen = opened(PICTURE, demo, monkeypatch)
    press(screen, "Ta tillbaka")
    assert len(screen.errors) == 1
    field(screen, "Varför").input("Fel område.")
    press(screen, "Ta tillbaka")
    assert "10 insikter från" in screen.read


def offered(store: Path) -> list[str]:
    """The subjects of what the page of feedback proposes."""
    seen = reading(store)
    return [one.proposal.origin.subject or "" for one in feedback_view(seen, ON, proposals(seen, ON)).proposals]


def test_an_unanswered_double_process_is_proposed_until_it_is_a_finding(demo: Path, monkeypatch: Patch) -> None:
    site = store_at(demo).site
    records = open_newest(demo).registry.records
    twin = next(dict(one.body or {}) for one in records if (one.kind, one.id) == ("interventions", "laxhjalp_varje_dag"))
    enter(site, LOCAL, [Entry("interventions", "tvilling", {**twin, "id": "tvilling"})])
    before = offered(demo)
    assert "laxhjalp_varje_dag tvilling" in before
    press(opened(FEEDBACK, demo, monkeypatch), "Gör till iakttagelse")
    made = open_newest(demo).programme.findings[-1]
    assert (made.origin.subject, offered(demo)) == (before[0], before[1:])


def test_an_officer_speaks_for_the_own_committee_alone(demo: Path, monkeypatch: Patch) -> None:
    people.set_up(demo)
    screen = opened(PICTURE, demo, monkeypatch, person=people.Person("Olle", ("grundskolan",)))
    assert screen.box("Från").options == ["Grundskolenämnden"]
    assert "Den som sköter registret för in dialog." in screen.read
    assert all("Grundskolenämnden" in one for one in screen.box("Vad som ska tas tillbaka").options)
    answers = opened(FEEDBACK, demo, monkeypatch, person=people.Person("Olle", ("grundskolan",)))
    assert [
        one for one in answers.box("Vilken iakttagelse, och vem som svarar").options if "Grundskolenämnden" not in one
    ] == []


def test_a_politician_reads_and_has_no_form(demo: Path, monkeypatch: Patch) -> None:
    people.set_up(demo)
    for page in (PICTURE, FEEDBACK):
        screen = opened(page, demo, monkeypatch, person=people.Person("Pia", ("fortroendevalda",)))
        assert "väntar" in screen.read or "insikter från" in screen.read
        assert not screen.app.text_area
