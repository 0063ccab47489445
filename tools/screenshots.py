"""Takes a picture of every page as a reader first sees it, on a computer and on a telephone, in a real Chromium.

    python tools/screenshots.py                              # docs/bilder/*.png, of a demo store of its own
    python tools/screenshots.py --whole --out /tmp/look      # whole pages, from top to bottom, to look at
    python tools/screenshots.py --page karta --width 390 --store data/store --out /tmp/look

It needs Chromium (on Debian: apt-get install chromium).
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Run as a file: its own folder comes first, ours must come before it.
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Page  # noqa: E402

from kraftkollen.ui.menu import FOOT, PAGES  # noqa: E402
from tests import axe, stores  # noqa: E402
from tests.browser import chromium_before, serving, until_drawn, watched  # noqa: E402

PICTURES = ROOT / "docs" / "bilder"
# After the last demo delivery, so that the pictures are the same whenever they are taken.
NOW = "2026-11-20T09:00:00"
SIZES = {1280: 800, 390: 844}
# What a page shows besides what it shows first.
STATES = {"karta": "indikator=school_attendance&omrade=E0308", "effektutvardering": "insats=tillbaka_till_klassrummet"}
_HIGHEST = 15_000


def main() -> int:
    """Serve a store and take every picture that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--page", action="append", help="only this page, by its address; may be given several times")
    parser.add_argument("--width", action="append", type=int, choices=list(SIZES))
    parser.add_argument("--store", type=Path, help="a store that is there, in place of a demo store made anew")
    parser.add_argument("--whole", action="store_true", help="the whole page, not only what a screen holds")
    parser.add_argument("--out", type=Path, default=PICTURES)
    given = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("Chromium is missing: apt-get install chromium")
    given.out.mkdir(parents=True, exist_ok=True)
    addresses = given.page or [one[0] for one in (*PAGES, *FOOT)]
    with tempfile.TemporaryDirectory(prefix="kraftkollen-pictures-") as folder, chromium_before(chromium) as browser:
        store = given.store or stores.made(Path(folder) / "store")
        with serving(store, KRAFTKOLLEN_NOW=NOW) as server:
            for width in given.width or SIZES:
                page = watched(browser, width, SIZES[width]).page
                for address in addresses:
                    page.set_viewport_size({"width": width, "height": SIZES[width]})
                    page.goto(f"{server.address}/{address}?{STATES.get(address, '')}")
                    _settle(page, address)
                    if given.whole:
                        _unroll(page, width)
                    picture = given.out / f"{address or 'start'}_{width}.png"
                    page.screenshot(path=str(picture))
                    print(picture.name, flush=True)
    return 0


def _settle(page: Page, address: str) -> None:
    axe.settled(page)
    if address == "karta":
        until_drawn(page)
    # Fonts and the last frame of a picture settle; nothing says when.
    page.wait_for_timeout(1500)


def _unroll(page: Page, width: int) -> None:
    high = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": width, "height": min(high + 20, _HIGHEST)})
    page.wait_for_timeout(1500)


if __name__ == "__main__":
    sys.exit(main())
