"""The life of one delivery in a real browser: two people signed in at the same time, the officer with the keyboard alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import people, stores
from tests.browser import Server, chromium_before, downloaded, watched
from tests.provider import provider, serving_with_sign_in, sign_in
from tests.stores import HEADER

pytestmark = pytest.mark.browser

OLLE, ADA = people.one("Olle", "officer"), people.one("Ada", "approver")
FILE = f"{HEADER}\nschool_attendance;Torgstaden;2024/25;;;855;1000;;\n"
_FOCUS = "(e => (e.getAttribute('aria-label') || e.innerText || '').trim())(document.activeElement)"


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with chromium_before(chromium) as found:
        yield found


@pytest.fixture(scope="module")
def server(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("walk")
    store = stores.copied(empty_store, folder)
    stores.delivered(store, folder, "school_attendance;E0101;2024/25;;;823;1000;;", name="forut.csv")
    with provider(OLLE, ADA) as issuer, serving_with_sign_in(store, folder, issuer) as found:
        yield found


def tabbed_to(page: Page, name: str) -> None:
    """Press Tab until the button or field of that name has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "(document.activeElement.getAttribute('aria-label') || document.activeElement.innerText || '').trim()"
        )
        if found == name:
            return
    raise AssertionError(f"{name} cannot be reached with the keyboard")


def test_an_officer_delivers_by_keyboard_and_the_approver_beside_approves(
    browser: Browser, server: Server, tmp_path: Path
) -> None:
    path = tmp_path / "siffror.csv"
    path.write_text(FILE, encoding="cp1252")
    officer, approver = watched(browser).page, watched(browser).page
    officer.goto(f"{server.address}/lamna_uppgifter")
    sign_in(officer, OLLE.name)
    # The browser's own window for choosing a file is not ours to drive: Enter on the button opens it.
    with officer.expect_file_chooser() as chooser:
        officer.locator("[data-testid=stFileUploaderDropzone] button").first.press("Enter")
    chooser.value.set_files(str(path))
    expect(officer.get_by_text("85,5\u00a0%").first).to_be_visible()
    expect(officer.get_by_text("82,3\u00a0%").first).to_be_visible()
    expect(officer.get_by_role("button", name="Lämna in", exact=True)).to_be_visible()
    officer.get_by_role("checkbox").first.press("Space")
    expect(officer.get_by_role("checkbox").first).to_be_checked()
    tabbed_to(officer, "Lämna in")
    officer.keyboard.press("Enter")
    expect(officer.get_by_text("Kontrollsumma (SHA-256)")).to_be_visible()
    button = officer.get_by_role("button", name="Ladda ner kvittot, att skriva ut eller spara")
    receipt = Path(downloaded(officer, lambda: button.press("Enter")).path()).read_text(encoding="utf-8")
    assert "<td>Olle</td>" in receipt
    assert "väntar på godkännande" in receipt

    officer.emulate_media(media="print")
    expect(officer.get_by_text("Kontrollsumma (SHA-256)")).to_be_visible()
    assert officer.locator("h1").evaluate("e => getComputedStyle(e).visibility") == "hidden"
    # Streamlit keeps the box of the last file until the new one is there.
    box = officer.locator("[data-testid=stFileUploaderDropzone]")
    expect(box).to_have_count(1)
    assert box.evaluate("e => getComputedStyle(e).visibility") == "hidden"
    officer.emulate_media(media="screen")

    approver.goto(f"{server.address}/leveranslage")
    sign_in(approver, ADA.name)
    expect(approver.get_by_text("1 leverans väntar på beslut.")).to_be_visible()
    approver.get_by_role("button", name="Godkänn", exact=True).press("Enter")
    expect(approver.get_by_text("Leverans 2 är godkänd.")).to_be_visible()
    officer.goto(f"{server.address}/leveranslage?indikator=school_attendance&niva=delomrade&omrade=E0101&period=2024/25")
    expect(officer.get_by_text("Lämnad 2 gånger. Det som gäller nu kom i leverans 2")).to_be_visible()
