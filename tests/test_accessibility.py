"""Every page as WCAG 2.2 A and AA ask, in a real browser; the document it begins as; the statement of the law."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from playwright.sync_api import Page
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from kraftkollen.errors import ConfigurationRefused
from kraftkollen.model.accessibility import FILE, load_assessment, load_contact
from kraftkollen.model.programme import City
from kraftkollen.ui.accessibility_page import assessment
from kraftkollen.ui.document import dressed
from kraftkollen.ui.guard import Guard
from kraftkollen.ui.menu import FOOT, PAGES
from kraftkollen.views.accessibility_view import statement
from tests import axe, people, stores
from tests.browser import Server, Watched, chromium_before, serving, watched
from tests.screen import opened
from tests.test_browser import KNOWN as ASKED_BELOW

Patch = pytest.MonkeyPatch
INDEX = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
EVERY = [one[0] for one in (*PAGES, *FOOT)]


@pytest.fixture(scope="module")
def server(demo_store: Path) -> Iterator[Server]:
    with serving(demo_store, KRAFTKOLLEN_NOW="2026-11-20T09:00:00") as found:
        yield found


@pytest.fixture(scope="module")
def tab(chromium: str) -> Iterator[Watched]:
    # One tab for all pages: a second visit has the platform's scripts already, as a reader's has.
    with chromium_before(chromium) as browser:
        yield watched(browser)


@pytest.mark.browser
@pytest.mark.parametrize("address", EVERY)
def test_a_page_breaks_no_rule_and_fits_a_narrow_screen(address: str, server: Server, tab: Watched) -> None:
    page = tab.page
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{server.address}/{address}")
    axe.settled(page)
    axe.open_boxes(page)
    assert axe.violations(page) == []
    wide = axe.look(page)
    assert wide.faults("sv") == []
    assert wide.title.endswith(" · Kraftkollen")
    page.set_viewport_size({"width": 320, "height": 900})
    page.wait_for_timeout(300)
    assert axe.look(page).faults("sv") == []
    assert tab.outside(server.address) == []
    assert [one for one in tab.complaints if not ASKED_BELOW.search(one)] == []


@pytest.mark.browser
def test_a_rule_that_is_broken_is_found(server: Server, tab: Watched) -> None:
    page = tab.page
    page.goto(f"{server.address}/tillganglighet")
    axe.settled(page)
    _break(page)
    assert {"image-alt", "color-contrast", "button-name", "target-size"} <= {one.rule for one in axe.violations(page)}
    faults = "\n".join(axe.look(page).faults("en"))
    for said in ("lang is sv", "px sideways", "cut off", "picture without words", "heading leaps"):
        assert said in faults


def _break(page: Page) -> None:
    page.evaluate(
        """() => document.querySelector('[data-testid=stMain] nav').insertAdjacentHTML('beforebegin',
            '<h5>x</h5><img src="data:,"><p style="color:#bbb">grå</p><div style="width:3000px;height:9px">bred</div>'
            + '<button style="width:9px;height:9px;padding:0"></button>'
            + '<button style="width:9px;height:9px;padding:0">i</button>')"""
    )


@pytest.mark.browser
def test_what_the_platform_says_by_itself_is_said_in_the_readers_language(server: Server, tab: Watched) -> None:
    page = tab.page
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{server.address}/lamna_uppgifter")
    axe.settled(page)
    page.wait_for_timeout(500)
    said = page.locator("[data-testid=stFileUploader]").inner_text() + page.locator("[data-testid=stFileUploader]").inner_html()
    assert "Välj fil" in said
    assert "Upload" not in said.replace("stFileUploader", "").replace("FileUploader", "")
    assert page.get_by_text("Hoppa till innehållet").count() == 1
    box = page.get_by_role("combobox").first
    box.click()
    box.fill("zzzz")
    page.get_by_text("Inget hittades").first.wait_for(timeout=10_000)


def test_the_document_has_its_language_and_words_before_anything_is_loaded() -> None:
    for language, said in (("sv", "Kraftkollen hämtar sidan …"), ("en", "Kraftkollen is fetching the page …")):
        document = dressed(INDEX, language)  # type: ignore[arg-type]
        assert f'<html lang="{language}">' in document
        assert "<title>Kraftkollen</title>" in document
        assert 'role="status"' in document
        assert said in document
        assert "You need to enable JavaScript" not in document
        assert document.count('id="root"') == 1
        # Nothing that a browser fetches first, and everything of Streamlit's is there, put off.
        head, _, body = document.partition("</head>")
        assert "stylesheet" not in head
        assert "module" not in head
        assert body.index(said) < body.index("<template>")
        for fetched in re.findall(r'(?:href|src)="[^"]+"', INDEX):
            assert fetched in document


def test_the_server_dresses_a_document_packed_or_not_and_leaves_the_rest() -> None:
    async def answer(request: Request) -> Response:
        assert "accept-encoding" not in request.headers
        return HTMLResponse(INDEX, headers={"etag": "x"})

    async def packed(request: Request) -> Response:
        return Response(request.headers.get("accept-encoding", ""), media_type="text/javascript")

    routes = [Route("/static/a.js", packed), Route("/{rest:path}", answer)]
    client = TestClient(Guard(Starlette(routes=routes)), base_url="http://127.0.0.1")
    english = client.get("/karta?sprak=en")
    assert 'lang="en"' in english.text
    assert "is fetching the page" in english.text
    assert "etag" not in english.headers
    assert int(english.headers["content-length"]) == len(english.content)
    assert 'lang="sv"' in client.get("/karta?sprak=fi").text
    assert client.head("/karta").content == b""
    assert "gzip" in client.get("/static/a.js").text


CITY = City(id="exempelstad", name="Exempelstad", code="9999", demo=True)


def test_the_statement_says_all_that_the_law_asks_for(demo_store: Path, monkeypatch: Patch) -> None:
    screen = opened("pages/tillganglighet.py", demo_store, monkeypatch)
    found = assessment()
    assert found is not None
    for said in (
        "Kommunstyrelsen i Exempelstad",
        "(2018:1937)",
        "är delvis förenlig med lagen om tillgänglighet till digital offentlig service",
        "tillganglighet@exempelstad.example",
        "Vi svarar inom 14 dagar.",
        "Myndigheten för digital förvaltning",
        "oskäligt betungande anpassning (12 §",
        "Kartans områden nås inte med tangentbord",
        f"Senast bedömd: {found.on}.",
        f"{found.pages} sidor i {found.states} lägen",
        "Redogörelsen uppdaterades senast: 2026-11-21.",
    ):
        assert said in screen.read, said
    assert 'href="https://www.digg.se/tdosanmalan"' in "".join(screen.strings)


def test_the_last_assessment_is_of_every_page_and_found_nothing() -> None:
    found = assessment()
    assert found is not None
    assert found.findings == ()
    assert found.pages == len(EVERY)
    assert found.widths == (1280, 640, 320)
    assert found.tool == f"axe-core {axe.version()}", "run tools/accessibility.py again"


def test_what_is_found_is_told_and_what_is_missing_is_said_to_be(tmp_path: Path) -> None:
    path = tmp_path / "found.json"
    path.write_text(
        '{"on": "2026-11-21", "tool": "axe-core 4", "browser": "Chromium 1", "standard": "WCAG 2.2 A, AA", "pages": 1,'
        ' "states": 2, "widths": [320], "findings": [{"page": "karta", "rule": "image-alt", "count": 3}], "unknown": 0}',
        encoding="utf-8",
    )
    told = statement("sv", CITY, None, load_assessment(path))
    assert ("Sidan karta: regeln image-alt följs inte.", "3 ställen, hittade av ett verktyg.") in {
        (one.what, one.why) for one in told.limits
    }
    assert told.ways == ()
    assert told.report.startswith("Ingen har fyllt i vem man ska skriva till.")
    assert statement("en", CITY, None, load_assessment(tmp_path / "none")).tested[0] == (
        "No assessment has been made of this version."
    )


def test_the_city_says_whom_to_write_to_in_its_store_and_a_fault_there_is_told(
    empty_store: Path, tmp_path: Path, monkeypatch: Patch
) -> None:
    store = stores.copied(empty_store, tmp_path)
    (store / FILE).write_text(
        "authority: {sv: Stadskontoret, en: The city office}\nemail: tillganglig@exempel.example\nphone: 010-123 45 67\n"
        "updated: 2026-11-01\nshortcomings:\n  - what: {sv: Skannade protokoll, en: Scanned minutes}\n"
        "    why: {sv: De är bilder., en: They are pictures.}\n    instead: {sv: Ring oss., en: Call us.}\n",
        encoding="utf-8",
    )
    assert load_contact(store / FILE).updated == date(2026, 11, 1)
    said = opened("pages/tillganglighet.py", store, monkeypatch).read
    assert all(one in said for one in ("Stadskontoret står bakom", "010-123 45 67", "Skannade protokoll", "Ring oss."))
    (store / FILE).write_text("email: ingen\n", encoding="utf-8")
    with pytest.raises(ConfigurationRefused):
        load_contact(store / FILE)
    screen = opened("pages/tillganglighet.py", store, monkeypatch)
    assert screen.app.exception.values == []
    assert len(screen.errors) == 1


def test_every_page_leads_to_the_statement_in_the_readers_language(empty_store: Path, monkeypatch: Patch) -> None:
    for page in ("dashboard.py", "pages/karta.py", "pages/introduktion.py"):
        for language, kept in (("sv", ""), ("en", "?sprak=en")):
            strings = "".join(opened(page, empty_store, monkeypatch, sprak=language).strings)
            assert f'href="/tillganglighet{kept}"' in strings
            assert f'href="/introduktion{kept}"' in strings


def test_whoever_has_not_signed_in_reads_the_statement_and_nothing_else(
    empty_store: Path, tmp_path: Path, monkeypatch: Patch
) -> None:
    store = stores.copied(empty_store, tmp_path)
    people.set_up(store)

    screen = opened("pages/tillganglighet.py", store, monkeypatch, person=people.Stranger("", ()))
    assert screen.errors == []
    assert "delvis förenlig" in screen.read
    refused = opened("pages/introduktion.py", store, monkeypatch, person=people.Stranger("", ()))
    assert len(refused.errors) == 1
    assert 'href="/tillganglighet"' in "".join(refused.strings)
    assert 'href="/introduktion"' not in "".join(refused.strings)
