"""Looks at every page as WCAG asks: axe in a real Chromium, headings, reflow; writes what the accessibility statement says.

    python tools/accessibility.py            # everything; data/accessibility.json is written anew
    python tools/accessibility.py --page karta --width 320 --out /tmp/found.json

Every page in three stores (Exempelstad, Malmö without figures, Exempelstad without figures), 1280 and 320 pixels wide and 1280
at 200 % zoom (which is 640 CSS pixels at twice the density); in the first store every mode of the map and other states too, but
for the zoom. The exit status is 1 where anything is found.
"""

import argparse
import json
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
# Run as a file: its own folder comes first, ours must come before it.
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, Page  # noqa: E402

from kraftkollen.model.text import LANGUAGES  # noqa: E402
from kraftkollen.ui.menu import FOOT, PAGES  # noqa: E402
from tests import axe, stores  # noqa: E402
from tests.browser import agent, chromium_before, serving, watched  # noqa: E402
from tests.store_fixtures import make_malmo  # noqa: E402

OUT = ROOT / "data" / "accessibility.json"
NOW = "2026-11-20T09:00:00"
WIDTHS = {"1280": (1280, 1.0), "320": (320, 1.0), "1280 at 200 %": (640, 2.0)}
# What a page can be besides as it is first shown.
STATES = {
    "karta": (
        "visa=change",
        "visa=target",
        "visa=city",
        "omrade=E0308",
        "smakartor=period",
        "smakartor=indikator",
        "sprak=en",
    ),
    "omraden": ("omrade=kvarnbacken",),
    "effektutvardering": ("insats=tillbaka_till_klassrummet",),
    "insatser": ("insats=hela_familjen",),
    "leveranslage": ("indikator=school_attendance&niva=delomrade&omrade=E0101&period=2024/25",),
    "": ("sprak=en",),
}
STANDARD = "WCAG 2.2 A, AA"


@dataclass
class Found:
    """What was found in all looks so far."""

    looks: int = 0
    pages: set[str] = field(default_factory=set)
    unknown: int = 0
    faults: Counter[tuple[str, str]] = field(default_factory=Counter)


def main() -> int:
    """Look at everything that is asked for, print what is found, and write it down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--page", action="append", help="only this page, by its address; may be given several times")
    parser.add_argument("--width", action="append", choices=list(WIDTHS))
    parser.add_argument("--store", type=Path, action="append", help="a store that is there, in place of the three")
    parser.add_argument("--plain", action="store_true", help="each page only as it is first shown")
    parser.add_argument("--add", type=Path, help="what another process found in other stores: both together are written")
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("Chromium is missing: apt-get install chromium")
    found = Found()
    addresses = given.page or [one[0] for one in (*PAGES, *FOOT)]
    with tempfile.TemporaryDirectory(prefix="kraftkollen-accessibility-") as folder, chromium_before(chromium) as browser:
        for number, store in enumerate(given.store or _stores(Path(folder))):
            with serving(store, KRAFTKOLLEN_NOW=NOW) as server:
                for width in given.width or WIDTHS:
                    states = STATES if number == 0 and WIDTHS[width][1] == 1 and not given.plain else {}
                    _look(browser, server.address, [(one, states.get(one, ())) for one in addresses], width, found)
        written = _written(found, browser.version, [WIDTHS[one][0] for one in given.width or WIDTHS])
    if given.add:
        written = _together(written, json.loads(given.add.read_text(encoding="utf-8")))
    given.out.write_text(json.dumps(written, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(f"{found.looks} looks, {sum(found.faults.values())} faults, {found.unknown} places for a person to judge")
    return 1 if found.faults else 0


def _stores(folder: Path) -> Iterator[Path]:
    yield stores.made(folder / "exempelstad")
    yield make_malmo(folder / "malmo")
    yield stores.made(folder / "empty", "--empty")


def _look(browser: Browser, server: str, addresses: list[tuple[str, tuple[str, ...]]], width: str, found: Found) -> None:
    pixels, density = WIDTHS[width]
    context = browser.new_context(
        viewport={"width": pixels, "height": 900},
        device_scale_factor=density,
        locale="sv-SE",
        reduced_motion="reduce",
        user_agent=agent(pixels),
    )
    tab = watched(browser, page=context.new_page())
    for address, states in addresses:
        for query in ("", *states):
            name = f"{address or 'start'}{'?' if query else ''}{query} {width}"
            for one in faults(tab.page, f"{server}/{address}?{query}", query, found):
                found.faults[address, one.split(":")[0]] += 1
                print(f"{name}: {one}", flush=True)
        found.pages.add(address)
    context.close()


def faults(page: Page, address: str, query: str, found: Found) -> Iterator[str]:
    """Open an address with every box open, and return what is wrong with it, a line each."""
    if page.viewport_size is not None:
        page.set_viewport_size({"width": page.viewport_size["width"], "height": 900})
    page.goto(address)
    axe.settled(page)
    axe.open_boxes(page)
    broken, unsure = axe.counted(page)
    language = next((one for one in LANGUAGES if f"sprak={one}" in query), LANGUAGES[0])
    yield from (f"{one.rule}: {one.target} {one.element} {one.why}" for one in broken)
    yield from axe.look(page).faults(language)
    found.looks += 1
    found.unknown += len(unsure)


def _written(found: Found, browser: str, widths: list[int]) -> dict[str, Any]:
    """Return what the statement is filled from, as kraftkollen/model/accessibility.py reads it."""
    return {
        "on": date.today().isoformat(),  # noqa: DTZ011 (the day of whoever runs it)
        "tool": f"axe-core {axe.version()}",
        "browser": f"Chromium {browser}",
        "standard": STANDARD,
        "pages": len(found.pages),
        "states": found.looks,
        "widths": sorted(set(widths), reverse=True),
        "findings": [{"page": page, "rule": rule, "count": count} for (page, rule), count in sorted(found.faults.items())],
        "unknown": found.unknown,
    }


def _together(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    assert (one["tool"], one["browser"], one["pages"]) == (other["tool"], other["browser"], other["pages"]), "not of one run"
    summed = {name: one[name] + other[name] for name in ("states", "findings", "unknown")}
    return {**one, **summed, "widths": sorted({*one["widths"], *other["widths"]}, reverse=True)}


if __name__ == "__main__":
    sys.exit(main())
