"""Measures the map, and how soon a page has words, in a real Chromium, beside an empty page in the same run; prints JSON.

`python tools/bench_map.py [--national]` makes stores of its own with generated figures: Malmö's 136 areas, and with --national
6,160 squares. It needs Chromium (on Debian: apt-get install chromium). How to read it: docs/prestanda.md, "Kartan".
"""

import argparse
import json
import random
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
# Run as a file: its own folder comes first, ours must come before it.
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, BrowserContext  # noqa: E402

from kraftkollen.views.reading import open_newest  # noqa: E402
from tests import stores  # noqa: E402
from tests.browser import HOST, Watched, chromium_before, serving, until_drawn  # noqa: E402
from tools.benchmarks.machine import machine  # noqa: E402
from tools.benchmarks.wire import Wire, weighed  # noqa: E402
from tools.benchmarks.work import Work, middle  # noqa: E402

_YEARS = ("2021", "2022", "2023", "2024")
_ACROSS, _SQUARES, _SIDE = 80, 6160, 0.004
_MAP, _OTHER = "/karta?indikator=safe_school_routes", "Barnbokslån"
# A page of ours whose own content is a sentence and a form.
_EMPTY = "/problembild"
# Pages of all kinds, and a document of one sentence that asks for nothing.
_PAGES, _BARE = ("", "karta", "omraden", "arsutvardering", "effektutvardering", "leveranslage"), b"<!DOCTYPE html><p>Hej</p>"
_PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
_COLOURS = "() => JSON.stringify((document.querySelector('.js-plotly-plot')?.data?.[0] ?? {}).z ?? null)"


def main() -> int:
    """Make the stores, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--national", action="store_true", help="also 6,160 generated areas")
    parser.add_argument("--times", type=int, default=3, help="loads of each page, of which the median counts")
    options = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("Chromium is missing: apt-get install chromium")
    found: dict[str, Any] = {"machine": machine()}
    with tempfile.TemporaryDirectory(prefix="kraftkollen-bench-") as name, chromium_before(chromium) as browser:
        made = {"areas_136": _malmo(Path(name))} | ({"areas_6160": _national(Path(name))} if options.national else {})
        for size, store in made.items():
            found[size] = _measured(browser, store, options.times)
    print(json.dumps(found, ensure_ascii=False, indent=2))
    return 0


def _malmo(folder: Path) -> Path:
    store = stores.made(folder / "malmo", "--city", "malmo")
    return _delivered(store, folder)


def _national(folder: Path) -> Path:
    store = stores.made(folder / "national", "--empty")
    features = []
    for place in range(_SQUARES):
        west, south = 14.0 + place % _ACROSS * _SIDE, 56.0 + place // _ACROSS * _SIDE
        ring = [[west, south], [west + _SIDE, south], [west + _SIDE, south + _SIDE], [west, south + _SIDE], [west, south]]
        named = {"kod": f"{10000 + place}", "namn": f"Ruta {place + 1}"}
        features.append({"type": "Feature", "properties": named, "geometry": {"type": "Polygon", "coordinates": [ring]}})
    layer = folder / "squares.geojson"
    layer.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    stores.answer(store, "areas", "import", str(layer), "--level", "delomrade", "--version", "2026")
    return _delivered(store, folder)


def _delivered(store: Path, folder: Path) -> Path:
    """Deliver generated figures about things, which no rule hides: what is measured is the map."""
    chance = random.Random(20260107)  # noqa: S311 (figures for a bench)
    registry = open_newest(store).registry
    codes = [one.code for one in registry.areas if one.division == registry.divisions[-1].id]
    lines = []
    for year in _YEARS:
        lines += [f"safe_school_routes;{code};{year};;{chance.randrange(40)};;;;" for code in codes]
        lines += [
            f"childrens_loans;{code};{year};;;{chance.randrange(500, 9000)};{chance.randrange(300, 900)};;" for code in codes
        ]
    stores.delivered(store, folder, *lines)
    return store


def _measured(browser: Browser, store: Path, times: int) -> dict[str, Any]:
    with serving(store) as server, weighed(server.address) as wire:
        # One profile: what the browser has fetched it keeps, as a reader's does.
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="sv-SE")
        work = Work(browser, server)
        _opened(context, wire, work)[-1].page.close()
        empty = [_until_menu(context, wire.address + _EMPTY, work) for _ in range(times)]
        loads = []
        for _ in range(times):
            loads.append(_opened(context, wire, work))
            loads[-1][-1].page.close()
        ready = statistics.median(one[0] for one in loads)
        bare = statistics.median(one[0] for one in empty)
        tab = _opened(context, wire, work)[-1]
        fetched = [one for one in tab.responses if one.url.endswith(".geojson")]
        return {
            "first_words_ms": _first_words(context, [f"{server.address}/{one}" for one in _PAGES * times]),
            "first_words_of_a_bare_document_ms": _bare_words(context, len(_PAGES) * times),
            "empty_page_seconds": round(bare, 2),
            "empty_page_processor": middle([one[1] for one in empty]),
            "map_ready_seconds": round(ready, 2),
            "map_ready_processor": middle([one[1] for one in loads]),
            "ratio_to_empty": round(ready / bare, 2),
            "wire_bytes_until_ready": loads[-1][2],
            "wire_bytes": loads[-1][3],
            "socket_bytes": loads[-1][4],
            "map_message_bytes": _message(tab),
            "border_files_fetched": len(fetched),
            "another_period": _changed(tab, work, lambda: tab.page.get_by_role("button", name="◀ Tidigare").click()),
            "another_indicator": _changed(tab, work, lambda: _another(tab)),
            "empty_page_by_menu_seconds": _by_menu(tab, "Problembild"),
            "map_by_menu_seconds": _by_menu(tab, "Karta"),
        }


def _first_words(context: BrowserContext, addresses: list[str]) -> dict[str, int]:
    """Return the milliseconds until a browser shows the first words, each address in a tab of its own."""
    took = []
    for address in addresses:
        page = context.new_page()
        page.goto(address, wait_until="commit")
        page.wait_for_function(_PAINTED, timeout=60_000)
        took.append(page.evaluate(_PAINTED))
        page.close()
    return {"median": round(statistics.median(took)), "longest": round(max(took))}


def _bare_words(context: BrowserContext, times: int) -> dict[str, int]:
    """Return the same of a document of one sentence, with the header of ours that gives each document its own process."""
    with _bare() as address:
        return _first_words(context, [address] * times)


@contextmanager
def _bare() -> Iterator[str]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Cross-Origin-Opener-Policy", "same-origin")
            self.end_headers()
            self.wfile.write(_BARE)

        def log_message(self, *_what: object) -> None:
            """Keep standard output for the figures."""

    with ThreadingHTTPServer((HOST, 0), Answer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://{HOST}:{server.server_port}/"
        server.shutdown()


def _another(tab: Watched) -> None:
    box = tab.page.get_by_role("combobox", name=re.compile("Indikator")).first
    box.click()
    box.fill(_OTHER)
    tab.page.get_by_role("option").first.click()


def _until_menu(context: BrowserContext, address: str, work: Work) -> tuple[float, dict[str, float]]:
    tab, before, start = _watched(context), work.so_far(), time.perf_counter()
    tab.page.goto(address)
    tab.page.wait_for_selector("h1", timeout=120_000)
    took = time.perf_counter() - start
    worked = work.since(before)
    tab.page.close()
    return took, worked


def _opened(context: BrowserContext, wire: Wire, work: Work) -> tuple[float, dict[str, float], int, int, int, Watched]:
    """Return the seconds until the areas are drawn, the work by then, the bytes on the wire by then and in all, and the tab."""
    tab, before, so_far = _watched(context), work.so_far(), wire.socket_bytes
    start = time.perf_counter()
    tab.page.goto(wire.address + _MAP)
    until_drawn(tab.page, 180)
    took, worked, by_then = time.perf_counter() - start, work.since(before), wire.socket_bytes - so_far
    tab.page.wait_for_timeout(1500)
    return took, worked, by_then, wire.socket_bytes - so_far, tab.socket_bytes, tab


def _watched(context: BrowserContext) -> Watched:
    tab = Watched(context.new_page())
    tab.page.on("response", lambda one: tab.responses.append(one))
    tab.page.on("websocket", lambda one: one.on("framereceived", tab._received))
    return tab


def _message(tab: Watched) -> int:
    """Return the size of what plotly was given: the values, their words, and the style."""
    return int(tab.page.evaluate("() => new Blob([JSON.stringify(document.querySelector('.js-plotly-plot').data)]).size"))


def _by_menu(tab: Watched, name: str) -> float:
    """Return the seconds from a press in the menu until the page is there: how a reader who has the tool open comes to it."""
    start = time.perf_counter()
    tab.page.get_by_role("link", name=name, exact=True).click()
    tab.page.wait_for_function("name => document.title.startsWith(name)", arg=name, timeout=60_000, polling=20)
    if name == "Karta":
        until_drawn(tab.page)
    else:
        tab.page.wait_for_selector("h1")
    return round(time.perf_counter() - start, 2)


def _changed(tab: Watched, work: Work, press: Callable[[], None]) -> dict[str, Any]:
    """Return the seconds from a press until the browser has the new values, and until they are drawn, and who worked."""
    before, worked = tab.page.evaluate(_COLOURS), work.so_far()
    start = time.perf_counter()
    press()
    tab.page.wait_for_function(f"before => ({_COLOURS})() !== before", arg=before, timeout=60_000, polling=20)
    there = time.perf_counter() - start
    until_drawn(tab.page)
    took = time.perf_counter() - start
    found = {"seconds": round(took, 2), "seconds_until_values": round(there, 2), "processor": work.since(worked)}
    tab.page.wait_for_timeout(1500)
    return found


if __name__ == "__main__":
    sys.exit(main())
