"""Signing in, from end to end: a real browser, a real server, and a provider of OpenID Connect."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import people, stores
from tests.browser import Server, chromium_before, watched
from tests.people import Person
from tests.provider import provider, serving_with_sign_in, sign_in, sign_out

pytestmark = pytest.mark.browser

OLLE, RUT = people.one("Olle Officer", "officer"), Person("Rut Utangrupp", ("okänd grupp",))
LINK = "/karta?indikator=school_attendance&sprak=sv"


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with chromium_before(chromium) as found:
        yield found


@pytest.fixture(scope="module")
def store(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stores.copied(empty_store, tmp_path_factory.mktemp("signing_in"))


@pytest.fixture(scope="module")
def server(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with provider(OLLE, RUT) as issuer, serving_with_sign_in(store, tmp_path_factory.mktemp("secrets"), issuer) as found:
        yield found


def test_an_officer_signs_in_lands_on_the_page_that_was_asked_for_and_signs_out(
    browser: Browser, server: Server, store: Path
) -> None:
    tab = watched(browser)
    page = tab.page
    page.goto(server.address + LINK)
    expect(page.get_by_text("Logga in för att se sidan.")).to_be_visible()
    assert page.get_by_role("link", name="Karta").count() == 0
    sign_in(page, OLLE.name)
    assert page.url == server.address + LINK
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="Lämna uppgifter")).to_be_visible()
    copied = page.context.cookies(server.address)
    sign_out(page)
    assert page.url.rstrip("/") == server.address
    page.context.add_cookies(copied)
    page.goto(server.address + LINK)
    expect(page.get_by_text("Logga in för att se sidan.")).to_be_visible()
    lines = [json.loads(line) for path in (store / "sign_ins").iterdir() for line in path.read_text("utf-8").splitlines()]
    assert [(one["name"], one["event"], one["roles"]) for one in lines if one["name"] == OLLE.name] == [
        (OLLE.name, "in", ["officer"]),
        (OLLE.name, "out", ["officer"]),
    ]
    assert all(set(one) == {"at", "event", "name", "roles"} for one in lines)


def test_somebody_without_a_known_group_reads_what_is_published_and_is_told_so(browser: Browser, server: Server) -> None:
    page = watched(browser).page
    page.goto(server.address + "/lamna_uppgifter")
    sign_in(page, RUT.name)
    expect(page.get_by_text("Du är inte med i någon grupp som verktyget känner till")).to_be_visible()
    expect(page.get_by_text("får inte göra detta")).to_be_visible()
    assert page.locator("input[type=file]").count() == 0
    page.goto(server.address + "/karta")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_token_that_expires_while_the_page_stands_open_lets_nothing_more_through(
    browser: Browser, server: Server, empty_store: Path, tmp_path: Path
) -> None:
    # As long as the same steps take on this machine, twice over: a token must not end before the page stands open.
    began = time.monotonic()
    _the_delivery_page(browser, server)
    seconds = 10 + round(2 * (time.monotonic() - began))
    store = stores.copied(empty_store, tmp_path)
    with provider(OLLE, seconds=seconds) as issuer, serving_with_sign_in(store, tmp_path, issuer) as short:
        page = _the_delivery_page(browser, short)
        # The token is older than this moment.
        page.wait_for_timeout((seconds + 1) * 1000)
        page.get_by_role("link", name="Leveransläge").click()
        expect(page.get_by_text("Din inloggning har gått ut.")).to_be_visible()
        assert page.locator("input[type=file]").count() == 0
        assert page.get_by_role("link", name="Karta").count() == 0
        sign_in(page, OLLE.name)
        assert page.url == short.address + "/leveranslage"


def _the_delivery_page(browser: Browser, server: Server) -> Page:
    """Sign in as the officer and go where files are taken in."""
    page = watched(browser).page
    page.goto(server.address + LINK)
    sign_in(page, OLLE.name)
    page.get_by_role("link", name="Lämna uppgifter").click()
    expect(page.locator("input[type=file]")).to_have_count(1)
    return page
