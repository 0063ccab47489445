"""Feedback answered in a real browser by the keyboard alone, and how long it takes."""

import time
from pathlib import Path

import pytest

from kraftkollen.views.reading import open_newest
from tests import stores
from tests.browser import BUSY, chromium_before, serving, watched

# A person's pace, with room: forty words a minute.
_DELAY_MS = 30


@pytest.mark.browser
@pytest.mark.slow
def test_a_finding_is_answered_by_the_keyboard_in_under_a_minute(chromium: str, empty_store: Path, tmp_path: Path) -> None:
    store = stores.copied(empty_store, tmp_path)
    before = len(open_newest(store).programme.answers)
    with serving(store, KRAFTKOLLEN_NOW="2026-11-20T09:00:00") as server, chromium_before(chromium) as browser:
        page = watched(browser).page
        page.goto(f"{server.address}/aterkoppling")
        answer = page.get_by_label("Svar", exact=True)
        answer.wait_for()
        began = time.monotonic()
        answer.focus()
        page.keyboard.type("Vi möts varje vecka under våren.", delay=_DELAY_MS)
        page.keyboard.press("Tab")
        page.keyboard.type("Veckomöten.", delay=_DELAY_MS)
        for _ in range(4):  # the day, when done, the document number, the button
            page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.innerText").strip() == "För in svaret"
        page.keyboard.press("Enter")
        page.get_by_text("Svaret är infört.").wait_for()
        assert time.monotonic() - began < 60 * BUSY
    made = open_newest(store).programme.answers[-1]
    assert (made.text.sv, made.measure and made.measure.sv) == ("Vi möts varje vecka under våren.", "Veckomöten.")
    assert len(open_newest(store).programme.answers) == before + 1
