"""Takes the README's pictures: a demo store of its own, the real pages, a real Chromium at 1280 × 900.

`python tools/screenshots.py` writes docs/bilder/*.png; it needs Chromium (on Debian: apt-get install chromium).
"""

import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Run as a file: its own folder comes first, ours must come before it.
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser  # noqa: E402

from tests import stores  # noqa: E402
from tests.browser import chromium_before, serving, until_drawn, watched  # noqa: E402

PICTURES = ROOT / "docs" / "bilder"
# After the last demo delivery, so that the pictures are the same whenever they are taken.
NOW = "2026-11-20T09:00:00"
# Name of the picture, address, and what must stand on the page before it is taken (None: the map).
SHOTS = (
    ("start", "/", None),
    ("karta", "/karta?indikator=school_attendance&omrade=E0308", None),
    ("lamna_uppgifter", "/lamna_uppgifter", "Senaste leveranser"),
)


def main() -> int:
    """Make a demo store, serve it, and take every picture."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("Chromium is missing: apt-get install chromium")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="kraftkollen-pictures-") as folder:
        store = stores.made(Path(folder) / "store")
        with serving(store, KRAFTKOLLEN_NOW=NOW) as server, chromium_before(chromium) as browser:
            for name, path, said in SHOTS:
                _take(browser, server.address + path, said, PICTURES / f"{name}.png")
    return 0


def _take(browser: Browser, address: str, said: str | None, picture: Path) -> None:
    page = watched(browser).page
    page.goto(address)
    if said is None:
        until_drawn(page)
    else:
        page.get_by_text(said, exact=True).wait_for(timeout=60_000)
    # Fonts and the map's last frame settle; nothing says when.
    page.wait_for_timeout(1500)
    page.screenshot(path=str(picture))
    print(picture.relative_to(ROOT))


if __name__ == "__main__":
    sys.exit(main())
