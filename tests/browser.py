"""A Streamlit server on a store, and a real Chromium before it: started, waited for, stopped."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Download, Page, Response, TimeoutError, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
HOST = "127.0.0.1"
_PATIENCE = 90
# Milliseconds to wait for what must come, on a machine that others use at the same time.
PATIENCE = 120_000
# So many times slower than a free machine may such a one be, where seconds on the clock are what was promised.
BUSY = 4
# As tools/start.py starts it: the pages' libraries are imported before the server answers.
SERVE = (
    "import kraftkollen.ui.start_page, kraftkollen.ui.map_page, kraftkollen.ui.upload_page\n"
    "from kraftkollen.ui import server\n"
    "server.main()"
)
# A root's Chromium needs --no-sandbox; the rest keeps it from calling home and lets it draw maps without a graphics card. Only
# the map is drawn by the graphics card made of software: the page around it, drawn so too, costs three times the processor.
FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-unsafe-swiftshader",
)


_NARROW = 640
_TELEPHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36"


@dataclass(frozen=True)
class Server:
    """A running dashboard."""

    address: str
    started: float
    process: subprocess.Popen[bytes] = field(repr=False)


@contextmanager
def serving(store: Path, **variables: str) -> Iterator[Server]:
    """Run a dashboard on the store for the length of the block; `started` is the moment when its health was ok."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", SERVE, "--server.address", HOST, "--server.port", str(port)]
    environment = {**os.environ, "KRAFTKOLLEN_DATA": str(store), **variables}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield Server(f"http://{HOST}:{port}", _healthy(f"http://{HOST}:{port}", process), process)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _healthy(address: str, process: subprocess.Popen[bytes]) -> float:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1) as answer:
                if answer.status == 200:
                    return time.monotonic()
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise AssertionError(f"no server within {_PATIENCE} seconds")


@contextmanager
def chromium_before(path: str) -> Iterator[Browser]:
    """Run Debian's Chromium for the length of the block."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Watched:
    """A tab, with everything that it asked for and complained of."""

    page: Page
    responses: list[Response] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    socket_bytes: int = 0

    def _received(self, payload: str | bytes) -> None:
        self.socket_bytes += len(payload)

    def outside(self, address: str) -> list[str]:
        """What it asked of others than our server. A blob or data address never leaves the browser."""
        ours = (address, address.replace("http://", "ws://"), "blob:", "data:")
        return [one for one in self.requests if not one.startswith(ours)]


def agent(width: int) -> str | None:
    """Return what a browser of that width says it is: a telephone says so, and our maps look at more of the city there."""
    return _TELEPHONE if width < _NARROW else None


def watched(browser: Browser, width: int = 1280, height: int = 900, page: Page | None = None) -> Watched:
    """Open a tab in a fresh profile; or watch the tab that is given."""
    look = {"viewport": {"width": width, "height": height}, "locale": "sv-SE"}
    tab = Watched(page or browser.new_context(**look, user_agent=agent(width)).new_page())
    tab.page.set_default_timeout(PATIENCE)
    tab.page.on("request", lambda one: tab.requests.append(one.url))
    tab.page.on("response", lambda one: tab.responses.append(one))
    tab.page.on(
        "console",
        lambda one: tab.complaints.append(f"{one.text} {one.location.get('url', '')}") if one.type == "error" else None,
    )
    tab.page.on("pageerror", lambda one: tab.complaints.append(str(one)))
    tab.page.on("websocket", lambda one: one.on("framereceived", tab._received))
    return tab


def until_drawn(page: Page, seconds: float = 240) -> None:
    """Wait until the map has its canvas and its areas: the borders are fetched and a frame with them is drawn.

    The patience is for a machine that others use: on a free one a map takes some seconds.
    """
    page.wait_for_function(
        """() => {
            const plot = document.querySelector('.js-plotly-plot');
            const map = plot && plot._fullLayout && plot._fullLayout.map && plot._fullLayout.map._subplot
                && plot._fullLayout.map._subplot.map;
            // What is drawn is asked for last: it takes as long as a frame.
            return map && document.querySelector('.js-plotly-plot canvas') && map.loaded() && map.areTilesLoaded()
                && Object.keys(map.style._layers).some(id => id.startsWith('plotly-trace'))
                && map.queryRenderedFeatures().some(one => one.layer.id.startsWith('plotly-trace'));
        }""",
        timeout=seconds * 1000,
        polling=50,
    )


def until_still(page: Page) -> None:
    """Wait until the server has nothing more to say: a person, too, looks at what came before the next step."""
    page.wait_for_function("() => document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'")


def processor_seconds(browser: Browser) -> float:
    """Return what all processes of the browser have worked so far."""
    found = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    return float(sum(one["cpuTime"] for one in found))


def downloaded(page: Page, press: Callable[[], None]) -> Download:
    """Return what the browser fetches when a button is pressed.

    A run that draws the button anew meanwhile swallows the press; who sees nothing happen presses again.
    """
    for _ in range(3):
        try:
            with page.expect_download(timeout=30_000) as fetched:
                press()
        except TimeoutError:
            continue
        return fetched.value
    raise AssertionError("pressed three times, and nothing came")
