"""What stands between the browser and Streamlit: nothing foreign, closed doors, and the way back only to our own pages."""

import tomllib
from pathlib import Path
from urllib.parse import quote

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.runtime.secrets import Secrets

from kraftkollen.ui.guard import WANTED, Guard, content_security_policy
from tests import people

ORIGIN = "http://127.0.0.1"


async def _back(request: Request) -> Response:
    answer = RedirectResponse("/", status_code=302)
    answer.set_cookie("_streamlit_user", "x", httponly=True)
    return answer


async def _anything(request: Request) -> Response:
    return PlainTextResponse("inside")


@pytest.fixture
def client() -> TestClient:
    routes = [Route("/oauth2callback", _back), Route("/{rest:path}", _anything)]
    return TestClient(Guard(Starlette(routes=routes)), base_url=ORIGIN, follow_redirects=False)


@pytest.fixture
def https(monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = Secrets()
    secrets._secrets = people.secrets(address="https://kraftkollen.exempelstad.test")  # type: ignore[assignment]
    monkeypatch.setattr(st, "secrets", secrets)


def _way_back(client: TestClient, came_from: str) -> str:
    """Where a browser lands that pressed the button on that page."""
    client.get("/auth/login", headers={"Referer": came_from})
    return client.get("/oauth2callback").headers["Location"]


@pytest.mark.parametrize(
    "path", ["/karta", "/karta?indikator=school_attendance&sprak=en", "/lamna_uppgifter", "/?sprak=en", "/karta?omrade=%C3%A5"]
)
def test_after_signing_in_one_lands_where_one_was(client: TestClient, path: str) -> None:
    assert _way_back(client, ORIGIN + path) == path


OUTSIDE = ("https://angripare.se/", "//angripare.se/karta/..", "javascript:alert(1)", "")
INSIDE = ("/auth/logout", "//angripare.se", "/karta/../../x", "/okand", "/karta?" + "x" * 3000, "/\\angripare.se")


@pytest.mark.parametrize("address", [*OUTSIDE, *(ORIGIN + one for one in INSIDE)])
def test_nobody_is_sent_anywhere_but_to_a_page_of_ours(client: TestClient, address: str) -> None:
    assert _way_back(client, address) == "/"
    client.cookies.set(WANTED, quote(address, safe=""))
    assert client.get("/oauth2callback").headers["Location"] == "/"


def test_a_page_elsewhere_can_at_most_choose_which_of_our_pages_is_shown(client: TestClient) -> None:
    assert _way_back(client, "https://angripare.se/karta?x=\r\nSet-Cookie:y") in ("/", "/karta?x=Set-Cookie:y")


def test_the_way_back_is_used_once(client: TestClient) -> None:
    assert _way_back(client, ORIGIN + "/karta") == "/karta"
    assert client.get("/oauth2callback").headers["Location"] == "/"


@pytest.mark.parametrize(
    "path", ["/_stcore/metrics", "/_stcore/agent/interact", "/_stcore/agent/openapi.json", "/_stcore/agent/mcp"]
)
def test_doors_that_no_reader_needs_are_closed(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404
    assert client.get("/_stcore/health").text == "inside"


def test_every_answer_says_what_the_browser_may_do(client: TestClient) -> None:
    for path in ("/", "/oauth2callback", "/app/static/x"):
        headers = client.get(path).headers
        assert headers["Content-Security-Policy"] == content_security_policy()
        assert (headers["Referrer-Policy"], headers["X-Content-Type-Options"]) == ("same-origin", "nosniff")


def test_a_file_to_take_along_is_kept_by_no_browser_and_by_nothing_between(client: TestClient) -> None:
    assert client.get("/media/0123.csv").headers["Cache-Control"] == "private, no-store"
    assert "Cache-Control" not in client.get("/karta").headers


def test_what_anybody_can_send_over_a_websocket_is_bounded() -> None:
    settings = tomllib.loads((Path(__file__).resolve().parents[1] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["server"]["maxMessageSize"] <= 25


def test_the_policy_lets_nothing_in_from_outside_and_no_script_but_known_ones() -> None:
    rules = dict(one.split(" ", 1) for one in content_security_policy().split("; "))
    scripts = rules["script-src"].split()
    assert scripts[:2] == ["'self'", "'wasm-unsafe-eval'"]
    # One of Streamlit's document, one of ours in it, one for each language.
    assert len(scripts) == 6
    assert all(one.startswith("'sha256-") for one in scripts[2:])
    assert not any("http" in one or "*" in one for one in rules.values())
    assert (rules["default-src"], rules["frame-ancestors"]) == ("'none'", "'none'")


@pytest.mark.usefixtures("https")
def test_behind_https_every_cookie_is_secure(client: TestClient) -> None:
    client.get("/auth/login", headers={"Referer": ORIGIN + "/karta"})
    cookies = client.get("/oauth2callback").headers.get_list("set-cookie")
    assert len(cookies) == 2
    assert all(one.endswith("; Secure") for one in cookies)


def test_without_https_cookies_still_reach_the_own_machine(client: TestClient) -> None:
    assert not any("secure" in one.lower() for one in client.get("/oauth2callback").headers.get_list("set-cookie"))


def test_the_server_is_started_with_the_guard() -> None:
    from kraftkollen.ui import server

    assert [one.cls for one in server.app._user_middleware] == [Guard]
    assert server.app.script_path == Path(__file__).resolve().parents[1] / "dashboard.py"
