"""Measures the map in a real Chromium, beside an empty page of ours in the same run, and prints one JSON document.

`python tools/bench_map.py [--national]` makes stores of its own with generated figures: Malmö's 136 areas, and with --national
6,160 squares. It needs Chromium (on Debian: apt-get install chromium). How to read it: docs/prestanda.md, "Kartan".
"""

import argparse
import json
import random
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
# Run as a file: its own folder comes first, ours must come before it.
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, BrowserContext  # noqa: E402

from kraftkollen.views.reading import open_newest  # noqa: E402
from tests import stores  # noqa: E402
from tests.browser import Watched, chromium_before, serving, until_drawn  # noqa: E402
from tools.benchmarks.machine import machine  # noqa: E402

_YEARS = ("2021", "2022", "2023", "2024")
_ACROSS, _SQUARES, _SIDE = 80, 6160, 0.004
_MAP = "/karta?indikator=safe_school_routes"
# A page of ours whose own content is a sentence and a form.
_EMPTY = "/problembild"
_COLOURS = "() => JSON.stringify(document.querySelector('.js-plotly-plot').data[0].z)"


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
    with serving(store) as server:
        # One profile: what the browser has fetched it keeps, as a reader's does.
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="sv-SE")
        _opened(context, server.address + _MAP)
        empty = [_until_menu(context, server.address + _EMPTY) for _ in range(times)]
        loads = [_opened(context, server.address + _MAP) for _ in range(times)]
        ready = statistics.median(seconds for seconds, *_ in loads)
        tab = loads[-1][3]
        fetched = [one for one in tab.responses if one.url.endswith(".geojson")]
        return {
            "empty_page_seconds": round(statistics.median(empty), 2),
            "map_ready_seconds": round(ready, 2),
            "ratio_to_empty": round(ready / statistics.median(empty), 2),
            "socket_bytes_until_ready": loads[-1][1],
            "socket_bytes": loads[-1][2],
            "map_message_bytes": _message(tab),
            "border_files_fetched": len(fetched),
            "another_period_seconds": _changed(tab, "◀ Tidigare"),
        }


def _until_menu(context: BrowserContext, address: str) -> float:
    tab = _watched(context)
    start = time.perf_counter()
    tab.page.goto(address)
    tab.page.wait_for_selector("h1", timeout=120_000)
    took = time.perf_counter() - start
    tab.page.close()
    return took


def _opened(context: BrowserContext, address: str) -> tuple[float, int, int, Watched]:
    """Return the seconds until the areas are drawn, the bytes by then, those when all has come, and the tab."""
    tab = _watched(context)
    start = time.perf_counter()
    tab.page.goto(address)
    until_drawn(tab.page, 180)
    took, by_then = time.perf_counter() - start, tab.socket_bytes
    tab.page.wait_for_timeout(1500)
    return took, by_then, tab.socket_bytes, tab


def _watched(context: BrowserContext) -> Watched:
    tab = Watched(context.new_page())
    tab.page.on("response", lambda one: tab.responses.append(one))
    tab.page.on("websocket", lambda one: one.on("framereceived", tab._received))
    return tab


def _message(tab: Watched) -> int:
    """Return the size of what plotly was given: the values, their words, and the style."""
    return int(tab.page.evaluate("() => new Blob([JSON.stringify(document.querySelector('.js-plotly-plot').data)]).size"))


def _changed(tab: Watched, button: str) -> float:
    """Return the seconds from a press until the areas have their new colours."""
    before = tab.page.evaluate(_COLOURS)
    start = time.perf_counter()
    tab.page.get_by_role("button", name=button).click()
    tab.page.wait_for_function(f"before => ({_COLOURS})() !== before", arg=before, timeout=60_000, polling=20)
    until_drawn(tab.page)
    return round(time.perf_counter() - start, 2)


if __name__ == "__main__":
    sys.exit(main())
