"""The pages of interventions and decisions: what a reader sees, and an intervention entered by keyboard alone in a minute."""

import time
from pathlib import Path

import pytest
from playwright.sync_api import Page

from kraftkollen.ui.menu import PAGES as MENU
from tests import stores
from tests.browser import BUSY, chromium_before, serving, watched
from tests.screen import Screen, opened

Patch = pytest.MonkeyPatch
NOW = "2026-11-20T09:00:00"
INTERVENTIONS, DECISIONS = "pages/insatser.py", "pages/beslut.py"


@pytest.fixture(autouse=True)
def _day(monkeypatch: Patch) -> None:
    monkeypatch.setenv("KRAFTKOLLEN_NOW", NOW)


def _buttons(screen: Screen) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in screen.app.button:
        found.setdefault(one.label, []).append(one.key)
    return found


def test_the_list_says_how_many_and_that_one_double_process_is_unanswered(demo_store: Path, monkeypatch: Patch) -> None:
    screen = opened(INTERVENTIONS, demo_store, monkeypatch)
    assert (
        "8 insatser och 2 stadsövergripande processer; 9 pågår 2026-11-20. 1 möjlig dubbel process är obesvarad." in screen.read
    )
    assert len(screen.table("Primär indikator")) == 10


def test_the_address_filters_the_list(demo_store: Path, monkeypatch: Patch) -> None:
    rows = opened(INTERVENTIONS, demo_store, monkeypatch, omrade="ekhaga", status="ongoing").table("Primär indikator")
    assert [row[0] for row in rows] == ["Lokal samverkan", "Tidigt stöd", "Hela familjen", "Öppna dörrar till förskolan"]
    earlier = opened(INTERVENTIONS, demo_store, monkeypatch, datum="2022-01-01", status="ongoing").table("Primär indikator")
    assert [row[0] for row in earlier] == ["Läxhjälp varje dag", "Vägen till arbete"]


def test_one_intervention_shows_everything_with_the_dissent_of_its_decisions(demo_store: Path, monkeypatch: Patch) -> None:
    screen = opened(INTERVENTIONS, demo_store, monkeypatch, insats="genvagen")
    assert screen.title == "Genvägen till skola och bibliotek"
    facts = {row[0]: row[1] for table in screen.tables for row in table if len(row) == 2}
    assert facts["Kompletterar"] == "Mentor till gymnasiet"
    assert facts["Minsta skillnad som spelar roll"] == "2 lån per barn"
    assert facts["På plats"].startswith("hinder borttaget: Gångtunnel under järnvägen; trygg skolväg")
    assert "reservation (Parti B)" in [row[5] for row in screen.table("Mandat")]


def test_an_unknown_intervention_is_said_and_the_list_is_shown(demo_store: Path, monkeypatch: Patch) -> None:
    screen = opened(INTERVENTIONS, demo_store, monkeypatch, insats="<b>nej</b>")
    assert len(screen.warnings) == 1
    assert screen.table("Primär indikator")


def test_a_double_process_is_answered_in_one_click(demo_store: Path, tmp_path: Path, monkeypatch: Patch) -> None:
    store = stores.copied(demo_store, tmp_path)
    screen = opened(INTERVENTIONS, store, monkeypatch)
    next(one for one in screen.app.button if one.label == "de kompletterar varandra").click()
    screen.run()
    assert screen.app.exception.values == []
    assert "Ingen dubbel process är obesvarad." in screen.read
    answers = {row[1]: row[-1] for row in screen.table("Vad de delar")}
    assert answers["Tidigt stöd"] == "de kompletterar varandra (Arbetsmarknads- och socialnämnden, 2026-11-20)"


def test_the_page_of_decisions_says_what_waits_and_for_whom(demo_store: Path, monkeypatch: Patch) -> None:
    screen = opened(DECISIONS, demo_store, monkeypatch)
    assert "1 beslut av en styrgrupp saknar ännu en nämnds eget beslut. 1 ska föras in." in screen.read
    assert "Gäller inte förrän beslut finns från: Arbetsmarknads- och socialnämnden." in screen.read
    assert screen.table("Period")[0][1] == "årsbokslut"


def test_malmos_page_of_decisions_calls_its_calendar_an_example(malmo_store: Path, monkeypatch: Patch) -> None:
    screen = opened(DECISIONS, malmo_store, monkeypatch)
    assert "Ett exempel på ett vanligt år." in screen.read
    assert "Ett exempel på ett vanligt år." not in opened(DECISIONS, malmo_store, monkeypatch, sprak="en").read


def test_a_decision_is_entered_on_its_page(malmo_store: Path, tmp_path: Path, monkeypatch: Patch) -> None:
    screen = opened(DECISIONS, stores.copied(malmo_store, tmp_path), monkeypatch)
    screen.app.text_area[0].set_value("Påhittat beslut för ett prov.")
    next(one for one in screen.app.text_input if one.label.startswith("Datum (år-månad-dag); tomt")).set_value("2026-10-01")
    next(one for one in screen.app.multiselect if one.label == "Beslutat av").set_value(["kulturnamnden"])
    next(one for one in screen.app.button if one.label == "För in beslutet").click()
    screen.run()
    assert (screen.errors, screen.app.exception.values) == ([], [])
    assert [row[1] for row in screen.table("Mandat") if row[0] == "2026-10-01"] == ["Kulturnämnden"]


def test_light_asks_seven_things_and_names_what_is_not_used(malmo_store: Path, monkeypatch: Patch) -> None:
    screen = opened(INTERVENTIONS, malmo_store, monkeypatch)
    assert "Namn" not in [one.label for one in screen.app.text_input]
    screen.open("enter an intervention")
    labels = [one.label for one in (*screen.app.text_input, *screen.app.selectbox, *screen.app.multiselect)]
    assert {"Namn", "Var", "Leds av", "Medverkar", "Typ", "Primär indikator"} <= set(labels)
    assert "Syfte" not in labels
    assert "Minsta skillnad som spelar roll" not in labels
    assert "Dubbla processer: används ej här." in screen.read


def test_an_intervention_is_entered_within_a_minute_by_keyboard_alone(malmo_store: Path, tmp_path: Path, chromium: str) -> None:
    store = stores.copied(malmo_store, tmp_path)
    with serving(store, KRAFTKOLLEN_NOW=NOW) as server, chromium_before(chromium) as browser:
        page = watched(browser).page
        page.goto(server.address + "/insatser")
        page.get_by_text("En annan dag").wait_for()
        began = time.monotonic()
        _by_keyboard(page)
        page.get_by_role("heading", name="Läxhjälp på Öster").wait_for()
        took = time.monotonic() - began
    assert took < 60 * BUSY
    found = [one for one in stores.answer(store, "programme", "export")["interventions"] if one["id"] == "laxhjalp_pa_oster"]
    assert [(one["lead"], one["participants"], one["primary_indicator"], one["expected"]) for one in found] == [
        ("grundskolenamnden", ["fritidsnamnden"], "school_attendance", "up")
    ]
    assert [len(one["areas"]) for one in found] == [1]


# What is held by the keyboard, if it is something to type or press: its label, or what stands on it.
_HELD = """() => {
    const held = document.activeElement;
    const can = ['INPUT', 'BUTTON', 'SUMMARY'].includes(held.tagName);
    return can ? (held.getAttribute('aria-label') || held.innerText || '').trim() : '';
}"""


def _by_keyboard(page: Page) -> None:
    """Tab to the form, open it, and fill it in as fast as somebody types 40 words a minute."""
    keys = page.keyboard

    def to(label: str) -> None:
        for _ in range(60):
            if page.evaluate(_HELD).split("\n")[-1] == label:
                return
            keys.press("Tab")
            page.wait_for_timeout(30)
        raise AssertionError(f"{label} cannot be reached by Tab")

    def choose(label: str, text: str) -> None:
        to(label)
        keys.type(text, delay=30)
        page.wait_for_timeout(300)
        keys.press("Enter")
        keys.press("Escape")

    to("För in en insats")
    keys.press("Enter")
    page.get_by_label("Namn", exact=True).wait_for()
    to("Namn")
    keys.type("Läxhjälp på Öster", delay=30)
    choose("Var", "Almgården")
    choose("Leds av", "Grundskole")
    choose("Primär indikator", "Närvaro i grundskolan")
    choose("Medverkar", "Fritidsn")
    to("För in insatsen")
    keys.press("Enter")


def test_both_pages_stand_in_the_menu() -> None:
    assert {INTERVENTIONS, DECISIONS} <= {file for _, file, _ in MENU}
