"""A store in which every text that anybody can write is code: the whole register, money, areas, comments, file names."""

from pathlib import Path
from typing import Any

import yaml

from kraftkollen.actions.enter import Entry, enter
from kraftkollen.actions.register_file import KINDS
from kraftkollen.actions.site import Site
from kraftkollen.model.actor import local_actor
from kraftkollen.model.clock import clock_from_environment
from tests import stores
from tests.geography_files import as_geojson, grid

MARK = (
    "<script>alert(7)</script><img src=x onerror=alert(7)>[x](javascript:alert(7)) ![y](//angripare.test/x) "
    "www.angripare.test $\\frac{1$ :red[z]"
)
SEEN = "angripare.test"
_TEXTS = {"sv", "en", "name", "what", "why", "note", "text", "title", "reason", "comment", "found"}
# Those that no file takes in are entered, as a form would.
_ENTERED = ("money", "concerns", "financing_forms", "asks", "not_decided", "administration_rules")
_ROW = {
    "id": "t_0123456789abcdef",
    "year": 2026,
    "committee": "grundskolenamnden",
    "source": "ordinary",
    "type": "actual",
    "amount_ore": 100_000,
    "day": "2026-01-10",
    "document": "=1+1",
    "note": f"=cmd|' /C calc'!A0 {MARK}",
}
_SAID = {"sv": f'{MARK} #eval("1") #read("/etc/passwd")', "en": f"=1+1 {MARK}"}
_COMMENT = {"id": "sagt", "year": 2025, "body": "grundskolenamnden", "day": "2026-02-01", "text": _SAID, "document": "=1"}


def hostile(empty: Path, folder: Path) -> Path:
    """Return a copy of an empty store of Exempelstad with the mark in its texts, and a delivered figure for each area."""
    store = stores.copied(empty, folder)
    exported = yaml.safe_load(stores.command(store, "programme", "export").stdout)
    register = folder / "register.yaml"
    marked = {name: [_marked(one) for one in exported[name]] for name in KINDS if exported.get(name)}
    register.write_text(yaml.safe_dump(marked, allow_unicode=True), encoding="utf-8")
    stores.answer(store, "register", "import", str(register), "--by", "Prov <b>Provare</b>")
    site = Site.at(store, clock_from_environment())
    own = [Entry(kind, one["id"], _marked(one)) for kind in _ENTERED for one in exported[kind]]
    row = {**_ROW, "intervention": exported["interventions"][0]["id"]}
    enter(site, local_actor(), [*own, Entry("ledger", row["id"], row), Entry("edition_comments", "sagt", _COMMENT)])
    frame = grid(columns=3, rows=2)
    frame["namn"] = [f"{code} {MARK}" for code in frame["kod"]]
    layer = folder / "areas.geojson"
    layer.write_bytes(as_geojson(frame))
    stores.answer(store, "areas", "import", str(layer), "--version", "2030", "--code", "kod", "--name", "namn")
    lines = [f'school_attendance;{code};2024/25;;;{800 + 10 * n};1000;;"={MARK}"' for n, code in enumerate(frame["kod"])]
    path = folder / "=<img src=x onerror=alert(7)>[x](javascript:alert(7)) angripare.test.csv"
    path.write_text("\n".join([stores.HEADER, *lines, ""]), encoding="utf-8")
    stores.answer(store, "import", str(path), "--comment", MARK, "--by", "Prov <script>alert(7)</script>", "--approve")
    return store


def _marked(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _marked(one, key) for key, one in value.items()}
    if isinstance(value, list):
        return [_marked(one) for one in value]
    return f"{value} {MARK}" if isinstance(value, str) and name in _TEXTS else value
