"""Kraftkollen behind nginx, by deploy/nginx.conf as it stands: https, sign-in, websocket, headers, doors, hostile texts."""

import socket
import ssl
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kraftkollen.ui.guard import content_security_policy
from tests import outputs, people, stores
from tests.browser import HOST, chromium_before, downloaded, serving, until_drawn, watched
from tests.hostile_store import SEEN
from tests.nginx import before, free_ports
from tests.provider import provider

pytestmark = pytest.mark.browser
OLLE = people.one("Olle Officer", "officer")
ADDRESS = "/karta?indikator=school_attendance&niva=delomrade&omrade=11"


def _status(address: str, **headers: str) -> int:
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), context=trusting, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code
    except (urllib.error.URLError, ConnectionError, OSError):
        return 0


WATCH = """addEventListener('securitypolicyviolation', one => {
    console.error(`Content Security Policy: ${one.violatedDirective} ${one.blockedURI} ${one.sourceFile}`)
})"""
# Pages that show what people have written.
WRITTEN = ("omraden?omrade=11", "insatser", "beslut", "leveranslage?leverans=1", "aterkoppling")


def test_an_officer_works_through_nginx_over_https_and_nothing_hostile_comes_to_life(
    nginx: str, chromium: str, hostile_store: Path, tmp_path: Path
) -> None:
    store = stores.copied(hostile_store, tmp_path)
    outputs.with_edition(store)
    people.set_up(store, "public: true\n" + people.ACCESS)
    http, https = free_ports(2)
    outside = f"https://localhost:{https}"
    with provider(OLLE) as issuer:
        secrets = str(people.secrets_file(tmp_path, issuer, address=outside))
        with serving(store, KRAFTKOLLEN_SECRETS=secrets) as server, chromium_before(chromium) as browser:
            port = int(server.address.rsplit(":", 1)[1])
            with before((port,), http, https, nginx, tmp_path):
                _doors(outside, http)
                context = browser.new_context(ignore_https_errors=True, locale="sv-SE", viewport={"width": 1280, "height": 900})
                context.add_init_script(WATCH)
                tab = watched(browser, page=context.new_page())
                page, dialogs = tab.page, []
                page.on("dialog", lambda one: (dialogs.append(one.message), one.dismiss()))
                page.route(lambda url: "localhost" not in url and HOST not in url, lambda route: route.abort())
                _a_stranger_reads_the_edition(page, outside)
                page.goto(outside + ADDRESS)
                page.get_by_role("button", name="Logga in").click()
                page.get_by_role("button", name=OLLE.name, exact=True).click()
                expect(page.get_by_text(f"Inloggad: {OLLE.name}")).to_be_visible()
                assert page.url == outside + ADDRESS
                until_drawn(page)
                _looks_around(page, outside)
                assert dialogs == []
                cookies = context.cookies(outside)
                _attacks(port, {one["name"]: one["value"] for one in cookies})
                assert {"_streamlit_user", "_streamlit_xsrf"} <= {one["name"] for one in cookies}
                ours = [one for one in cookies if one["name"].startswith(("_streamlit", "kraftkollen"))]
                assert [one["name"] for one in ours if not one["secure"]] == []
                page_answers = [one for one in tab.responses if one.url.startswith(outside) and one.status == 200]
                assert {one.headers.get("content-security-policy") for one in page_answers} == {content_security_policy()}
                assert {one.headers.get("strict-transport-security") for one in page_answers} == {"max-age=31536000"}
                assert [one for one in tab.complaints if "Content Security Policy" in one] == []


def _a_stranger_reads_the_edition(page: Page, outside: str) -> None:
    """Where editions are open, one is read and taken along without signing in; nothing else is."""
    page.goto(outside + "/arsutvardering")
    button = page.get_by_role("button", name="Utgåvan som PDF, på svenska")
    assert downloaded(page, button.click).path().read_bytes().startswith(b"%PDF")
    page.goto(outside + "/beslut")
    expect(page.get_by_text("Logga in för att se sidan.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_count(0)


def _looks_around(page: Page, outside: str) -> None:
    for address in ("", *WRITTEN):
        page.goto(f"{outside}/{address}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.wait_for_timeout(500)
        assert page.locator("a[href*='angripare'], img[src*='angripare'], [onerror], a[href^='javascript']").count() == 0
        if address:
            expect(page.locator("body")).to_contain_text(SEEN)
    page.goto(outside + "/lamna_uppgifter")
    page.set_input_files("input[type=file]", {"name": "a.csv", "mimeType": "text/csv", "buffer": b"a;b\n1;2\n"})
    expect(page.get_by_text("Ingen rubrikrad hittades")).to_be_visible()


# As an attacker writes them, for whom no client tidies the path.
PATHS = (
    "/app/static/../../data/store/journal.duckdb",
    "/app/static/..%2f..%2f..%2f..%2fetc/passwd",
    "/app/static/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "/app/static/....//....//etc/passwd",
    "/app/static//etc/passwd",
    "/app/static/..%5c..%5cetc%5cpasswd",
    "/app/static/borders/%00/../../../../etc/passwd",
    "/static/../../../../../../etc/passwd",
    "/component/../../../../etc/passwd",
    "/_stcore/bidi-components/../../../etc/passwd",
    "/media/../../../etc/passwd",
    "/.streamlit/secrets.toml",
    "/data/store/journal.duckdb",
    "/access.yaml",
)


def _attacks(port: int, cookies: dict[str, str]) -> None:
    """What somebody tries who has the source, straight at the server behind nginx; `cookies` are an officer's."""
    officer = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    for path in PATHS:
        _, body = _raw(port, "GET", path, officer)
        assert not any(one in body for one in (b"root:", b"DUCK", b"cookie_secret", b"groups:")), path
    upload = "/_stcore/upload_file/00000000-0000-0000-0000-000000000000/1"
    forged = {"X-Forwarded-For": HOST, "X-Forwarded-Host": "localhost", "X-Forwarded-User": OLLE.name, "Forwarded": "for=::1"}
    assert _raw(port, "PUT", upload, forged)[0] == 403  # nobody
    assert _raw(port, "PUT", upload, officer)[0] == 403  # from another site: without the token of the page
    page = officer | {"X-Xsrftoken": cookies["_streamlit_xsrf"]}
    assert _raw(port, "PUT", upload, page)[0] == 400  # a session that is not there
    assert _raw(port, "PUT", upload, page | {"Content-Length": str(300 * 2**20)})[0] in (400, 413)
    assert _raw(port, "GET", "/_stcore/metrics", forged)[0] == 404
    assert _raw(port, "GET", "/karta", {"Host": "angripare.test"})[0] == 421
    status, body = _raw(port, "GET", "/oauth2callback?code=x&state=y", {})
    assert status < 500
    assert b"_streamlit_user=" not in body
    for path in ("/_stcore/health", "/_stcore/host-config"):
        assert b"Access-Control-Allow-Origin" not in _raw(port, "GET", path, {"Origin": "https://angripare.test"})[1]


def _raw(port: int, method: str, path: str, headers: dict[str, str]) -> tuple[int, bytes]:
    """Send a request as it is written; return the status and all that came, its headers too."""
    lines = {"Host": f"localhost:{port}", "Connection": "close", "Content-Length": "0", **headers}
    text = f"{method} {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items()) + "\r\n"
    with socket.create_connection((HOST, port), 20) as plain:
        plain.sendall(text.encode("latin-1"))
        found = b"".join(iter(lambda: plain.recv(65_536), b""))
    return int(found.split(b" ", 2)[1]), found


def _doors(outside: str, http: int) -> None:
    """What nobody needs is shut, other names get no answer, and http leads to https."""
    assert _status(f"{outside}/_stcore/health") == 200
    for path in ("metrics", "script-health-check", "agent/openapi.json", "../_stcore/metrics", "%6detrics"):
        assert _status(f"{outside}/_stcore/{path}") == 404, path
    for path in ("_kraftkollen/metrics", "%5Fkraftkollen/metrics", "//_kraftkollen/metrics", "_stcore/../_kraftkollen/metrics"):
        assert _status(f"{outside}/{path}") == 404, path
    assert _status(f"{outside}/", Host="angripare.test") in (0, 421)
    assert _status(f"{outside}/media/0123.csv") == 404  # editions are open; else 403 (tests/test_gate.py)
    assert _status(f"{outside}/app/static/../../data/store/journal.duckdb") in (400, 404)
    assert _status(f"{outside}/karta?x=" + "x" * 9_000) == 414
    assert _status(f"{outside}/karta", Cookie="a=" + "x" * 70_000) == 400
    with socket.create_connection((HOST, http), 10) as plain:
        plain.sendall(b"GET /karta HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert b"301" in plain.recv(4096).split(b"\r\n")[0]
