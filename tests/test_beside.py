"""Other processes read and write the store while the dashboard serves it; the page shows the new version on its next run."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests import stores
from tests.browser import Server, chromium_before, serving, until_drawn, watched

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def store(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("beside")
    store = stores.copied(empty_store, folder)
    stores.delivered(store, folder, *(f"school_attendance;E01{n:02};2023/24;;;{800 + n};1000;;" for n in range(1, 10)))
    return store


@pytest.fixture(scope="module")
def server(store: Path) -> Iterator[Server]:
    with serving(store) as found:
        yield found


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with chromium_before(chromium) as found:
        yield found


def test_commands_read_and_write_while_a_page_is_open_and_its_next_run_shows_the_new_version(
    server: Server, browser: Browser, store: Path, tmp_path: Path
) -> None:
    page = watched(browser).page
    page.goto(f"{server.address}/karta?period=2023/24&omrade=E0101")
    until_drawn(page)
    expect(page.get_by_text("Torgstaden (Stadskärnan): 80,1")).to_be_visible()

    # A second process reads while the dashboard has the file open, and says what the page says.
    series = stores.answer_apart(store, "series", "school_attendance", "--area", "E0101")
    assert [(one["period"], round(one["value"], 9)) for one in series] == [("2023/24", 80.1)]
    # A third one writes and publishes beside it.
    receipt = stores.delivered(store, tmp_path, "school_attendance;E0101;2023/24;;;866;1000;;", name="rattelse.csv", apart=True)
    assert (receipt["changed"], receipt["state"]) == (1, "approved")
    assert [one["filename"] for one in stores.answer(store, "batches")] == ["rattelse.csv", "siffror.csv"]
    series = stores.answer(store, "series", "school_attendance", "--area", "E0101")
    assert [round(one["value"], 9) for one in series] == [86.6]

    # The open page still shows what it showed; any choice makes it run again, on the new version.
    expect(page.get_by_text("Torgstaden (Stadskärnan): 80,1")).to_be_visible()
    box = page.get_by_role("combobox", name=re.compile("Område"))
    box.click()
    box.fill("Domkvarteret")
    box.press("Enter")
    expect(page.get_by_text("Domkvarteret (Stadskärnan): 80,2")).to_be_visible()
    expect(page.get_by_text("Från 80,2\u00a0% till 86,6\u00a0% i 9 områden").first).to_be_visible()


def test_sessions_of_one_server_keep_reading_while_versions_follow_each_other(
    server: Server, browser: Browser, store: Path, tmp_path: Path
) -> None:
    tabs = [watched(browser) for _ in range(3)]
    # More versions than are kept: the file that the first tab opened is gone from the folder before the last is out.
    for turn in range(4):
        stores.delivered(store, tmp_path, f"school_attendance;E0103;2023/24;;;{900 + turn};1000;;", name=f"{turn}.csv")
        tab = tabs[turn % len(tabs)]
        tab.page.goto(f"{server.address}/karta?omrade=E0103")
        expect(tab.page.get_by_text(f"Slottsholmen (Stadskärnan): 90,{turn}")).to_be_visible()
    for tab in tabs:
        tab.page.reload()
        expect(tab.page.get_by_text("Slottsholmen (Stadskärnan): 90,3")).to_be_visible()
        assert tab.page.get_by_text("Något gick fel").count() == 0
    assert server.process.poll() is None
