"""The main job of each kind of reader, from start to end, in a real browser with the keyboard alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Download, Page, expect

from tests import stores
from tests.browser import Server, Watched, chromium_before, downloaded, serving, until_still, watched
from tests.test_browser import KNOWN as ASKED_BELOW

# The officer's delivery, and the approver's answer to it, are walked in test_walk_browser; a new intervention in
# test_register_pages; an answer to a finding in test_feedback_browser.
pytestmark = pytest.mark.browser

_MOST_TABS = 250
# What has the focus: what it is called, and whether that can be seen.
_HELD = """() => {
    const held = document.activeElement, look = getComputedStyle(held);
    const can = ['A', 'BUTTON', 'INPUT', 'SUMMARY'].includes(held.tagName);
    const name = can ? (held.getAttribute('aria-label') || held.innerText || '').trim() : '';
    const box = held.closest('[data-baseweb=select]') || held;
    const ring = one => one.outlineStyle !== 'none' && parseFloat(one.outlineWidth) > 0 || one.boxShadow !== 'none';
    return [name, ring(look) || ring(getComputedStyle(box)) || held.tagName === 'INPUT'];
}"""


@pytest.fixture(scope="module")
def server(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    store = stores.copied(demo_store, tmp_path_factory.mktemp("keyboard"))
    with serving(store, KRAFTKOLLEN_NOW="2026-11-20T09:00:00") as found:
        yield found


@pytest.fixture(scope="module")
def tab(chromium: str) -> Iterator[Watched]:
    with chromium_before(chromium) as browser:
        yield watched(browser)


def _at(page: Page, address: str) -> Page:
    page.goto(address)
    page.locator("[data-testid=stMain] h1").first.wait_for()
    until_still(page)
    return page


def _to(page: Page, name: str) -> None:
    """Press Tab until what is called so has the focus, and shows it."""
    met = []
    for _ in range(_MOST_TABS):
        page.keyboard.press("Tab")
        held, seen = page.evaluate(_HELD)
        met.append(held)
        if any(line.strip().startswith(name) for line in held.split("\n")):
            assert seen, f"the focus on {name} cannot be seen"
            return
    raise AssertionError(f"{name} cannot be reached by Tab, only: {met}")


def _enter(page: Page, name: str) -> None:
    _to(page, name)
    page.keyboard.press("Enter")


def _fetched(page: Page, name: str) -> Download:
    _to(page, name)
    return downloaded(page, lambda: page.keyboard.press("Enter"))


def _pdf(page: Page, name: str) -> bool:
    return Path(_fetched(page, name).path()).read_bytes().startswith(b"%PDF")


def test_the_steering_group_reads_what_has_moved_what_is_to_be_decided_and_takes_the_sheet(
    server: Server, tab: Watched
) -> None:
    page = _at(tab.page, server.address)
    _enter(page, "Rågängen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Rågängen")
    _at(page, server.address)
    assert b"Exempelstad" in Path(_fetched(page, "Mötesblad: en A4-sida").path()).read_bytes()
    _enter(page, "Nämndens eget beslut")
    expect(page.get_by_role("heading", level=1)).to_have_text("Beslut")


def test_a_politician_reads_the_year_goes_to_the_evidence_and_takes_the_document(server: Server, tab: Watched) -> None:
    page = _at(tab.page, f"{server.address}/arsutvardering")
    assert _pdf(page, "Utkastet som PDF")
    _enter(page, "Underlag")
    expect(page.get_by_role("heading", level=1)).to_have_text("Insatser")


def test_an_analyst_goes_from_the_list_of_answers_to_the_test_behind_one(server: Server, tab: Watched) -> None:
    page = _at(tab.page, f"{server.address}/effektutvardering")
    _enter(page, "Tillbaka till klassrummet")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Tillbaka till klassrummet")
    until_still(page)
    before = page.locator("details[open]").count()
    _enter(page, "Områden som inte jämförs")
    expect(page.locator("details[open]")).to_have_count(before + 1)


def test_a_committee_secretary_takes_what_one_committee_is_to_be_told(server: Server, tab: Watched) -> None:
    page = _at(tab.page, f"{server.address}/aterkoppling")
    _to(page, "Information till")
    page.keyboard.type("Kulturn")
    page.wait_for_timeout(300)
    page.keyboard.press("Enter")
    until_still(page)
    expect(page.get_by_role("combobox", name="Information till")).to_have_value("Kulturnämnden")
    # The choice draws the button anew, and with it the focus would be gone.
    page.wait_for_timeout(1500)
    until_still(page)
    assert _pdf(page, "Informationen till nämnden (PDF)")


def test_an_administrator_switches_on_a_part_that_the_city_has_not_used(server: Server, tab: Watched) -> None:
    page = _at(tab.page, f"{server.address}/ettarsutvardering")
    expect(page.get_by_text("Fördelning: används ej här.")).to_be_visible()
    _enter(page, "Börja använda")
    expect(page.get_by_text("Fördelning: används ej här.")).to_have_count(0)


def test_nothing_was_asked_of_others_and_nothing_was_complained_of(server: Server, tab: Watched) -> None:
    assert len(tab.requests) > 50
    assert tab.outside(server.address) == []
    assert [one for one in tab.complaints if not ASKED_BELOW.search(one)] == []
