"""Every way out of a store with planted small cells: page, hover text, table, download, address, command, log, published file.

docs/dataskydd.md lists them; a command that is added stands neither there nor here until somebody has tried it.

None is found anywhere but in a delivery's own preview, history and kept file, and there by those three only: whoever delivered
it, an approver, and the central statistician (design, section 4).
"""

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as parquet
import pytest
import streamlit as st
from click.testing import CliRunner

from kraftkollen.cli.commands import main
from kraftkollen.store.connection import connect
from tests import outputs, people, stores
from tests.everything import Downloads, downloads, sent
from tests.people import Person
from tests.screen import PAGES, START, Screen, opened
from tests.store_fixtures import everything_in

__all__ = ["downloads"]
Patch = pytest.MonkeyPatch
UPLOAD, STATE = "pages/lamna_uppgifter.py", "pages/leveranslage.py"
# Two pupils absent of 7,919; eleven of twenty-nine; three of 6,607; and one absent in a delivery that waits for approval.
PLANTED = {"E0101": (7917, 7919), "E0102": (11, 29), "E0103": (3, 6607)}
PENDING = {"E0104": (9628, 9629)}
SECRET = "kk4711"  # a remark on a row that is hidden may say what the row does not
TOKENS = (
    "7917",
    "7 917",
    "99,97",
    "99.97",
    "37,9",
    "37.9",
    "0.0454",
    "0,0454",
    "0.00045",
    "9628",
    "9 628",
    "99,99",
    "99.98",
    SECRET,
)
OLLE = Person("Olle", ("grundskolan",))
SEES = {
    "the deliverer": OLLE,
    "an approver": people.one("Ada", "approver"),
    "statistician": people.one("Stina", "central_statistician"),
}
OTHERS = {role: people.one("Någon", role) for role in people.GROUP_OF if role not in ("approver", "central_statistician")}
FIGURE = {"indikator": "school_attendance", "niva": "delomrade", "period": "2024/25", "grupp": "total"}


# A token is a number of its own: the coordinates of a border hold every run of digits there is.
_LAST = {False: r"(?!\d)", True: ""}
_ALONE = re.compile("|".join(rf"(?<![\d.,])({re.escape(one)})" + _LAST["." in one or "," in one] for one in TOKENS))


def leaked(text: str) -> list[str]:
    plain = text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2009", " ").replace("&nbsp;", " ")
    return sorted({found[0] for found in _ALONE.finditer(plain)})


def _areas() -> list[str]:
    path = stores.ROOT / "data" / "cities" / "exempelstad" / "areas" / "delomraden.geojson"
    return sorted({str(one["properties"]["code"]) for one in json.loads(path.read_text(encoding="utf-8"))["features"]})


@pytest.fixture(scope="module")
def store(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Exempelstad with a figure for each area, three of them small; a delivery of one more that waits; and a sign-in."""
    folder = tmp_path_factory.mktemp("ways_out")
    found = stores.copied(empty_store, folder)
    rows = {code: (800, 1000) for code in _areas() if code not in PENDING} | PLANTED
    for name, cells, last in (("alla.csv", rows, "--approve"), ("vantar.csv", PENDING, "--comment=väntar")):
        lines = [
            f"school_attendance;{code};2024/25;;;{part};{whole};;{SECRET if cells is not rows or code in PLANTED else ''}"
            for code, (part, whole) in cells.items()
        ]
        (folder / name).write_text("\n".join([stores.HEADER, *lines, ""]), encoding="utf-8")
        stores.answer(found, "import", str(folder / name), "--by", "Olle", last)
    outputs.with_edition(found)
    people.set_up(found)
    return found


@pytest.fixture(autouse=True)
def no_log_has_any(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    caplog.set_level(logging.DEBUG, logger="kraftkollen")
    yield
    assert leaked(caplog.text) == []


def _sent(screen: Screen, downloads: Downloads) -> str:
    assert screen.app.exception.values == []
    made = "\n".join(f"{name} {outputs.readable(name, content)}" for name, content in downloads)
    return f"{sent(screen)}\n{json.dumps(screen.address)}\n{made}"


@pytest.mark.parametrize("page", PAGES)
def test_no_page_shows_a_small_cell_to_a_reader(page: str, store: Path, monkeypatch: Patch, downloads: Downloads) -> None:
    for area in ("E0101", "E0102") if page in ("pages/karta.py", "pages/omraden.py") else ("E0101",):
        screen = opened(page, store, monkeypatch, person=people.one("Rut", "reader"), **FIGURE, omrade=area)
        assert leaked(_sent(screen, downloads)) == []
    if page == "pages/karta.py":
        assert "80,0" in screen.read


def test_no_draft_and_no_file_of_a_draft_shows_one(store: Path, monkeypatch: Patch, downloads: Downloads) -> None:
    asked = {"utgava": "utkast", "ar": "2025", "insats": "tillbaka_till_klassrummet"}
    for page, role in (("arsutvardering", "secretary"), ("ettarsutvardering", "secretary"), ("effektutvardering", "analyst")):
        screen = opened(f"pages/{page}.py", store, monkeypatch, person=people.one("Någon", role), **asked)
        assert leaked(_sent(screen, downloads)) == []
    assert {"utkast-2025-sv.pdf", "utkast-2025-sv.xlsx"} <= {name for name, _ in downloads}


@pytest.mark.parametrize("role", list(OTHERS))
def test_no_other_role_finds_one_among_the_deliveries(role: str, store: Path, monkeypatch: Patch, downloads: Downloads) -> None:
    for batch, area in (("1", "E0101"), ("2", "E0104")):
        screen = opened(STATE, store, monkeypatch, person=OTHERS[role], leverans=batch, **FIGURE, omrade=area)
        assert leaked(_sent(screen, downloads)) == []


@pytest.mark.parametrize("who", list(SEES))
def test_those_three_find_it_in_the_history_and_the_kept_file_of_the_delivery(
    who: str, store: Path, monkeypatch: Patch, downloads: Downloads
) -> None:
    screen = opened(STATE, store, monkeypatch, person=SEES[who], leverans="1", **FIGURE, omrade="E0101")
    assert {"7917", "7 917"} & set(leaked(_sent(screen, [])))
    assert SECRET.encode() in dict(downloads)["alla.csv"]
    for page in PAGES if who == "the deliverer" else ():
        if page not in (STATE, UPLOAD):
            downloads.clear()
            assert leaked(_sent(opened(page, store, monkeypatch, person=SEES[who], **FIGURE, omrade="E0101"), downloads)) == []


def test_a_preview_shows_the_officers_own_small_cell_and_not_the_one_that_it_would_replace(
    store: Path, monkeypatch: Patch, downloads: Downloads
) -> None:
    screen = opened(UPLOAD, store, monkeypatch, person=OTHERS["officer"])
    content = f"{stores.HEADER}\nschool_attendance;E0101;2024/25;;;5551;5552;;\nschool_attendance;E0104;2024/25;;;900;1000;;\n"
    screen.app.file_uploader[0].upload("ny.csv", content.encode(), "text/csv")
    found = _sent(screen.run(), downloads)
    assert leaked(found) == []
    assert "99,98" in found or "5551" in found or "100,0" in found


def test_the_address_of_a_file_that_holds_one_is_nothing_that_anybody_can_work_out(store: Path, monkeypatch: Patch) -> None:
    def kinds() -> dict[str, str]:
        found: dict[str, str] = {}

        def button(label: str, data: object, file_name: str, mime: str = "", **_: object) -> None:
            found[file_name] = mime

        monkeypatch.setattr(st, "download_button", button)
        opened(STATE, store, monkeypatch, person=SEES["an approver"], leverans="1", **FIGURE)
        return found

    first, second = kinds(), kinds()
    held = {"alla.csv", "vantar.csv"} & first.keys()
    assert held
    for name in held:
        assert len(first[name].partition("; key=")[2]) == 32
        assert first[name] != second[name]


COMMANDS = (
    ("attack", "--sample", "5"),
    ("check",),
    ("edition", "draft", "2025"),
    ("edition", "list"),
    ("edition", "show", "2025"),
    ("sheet",),
    ("series", "school_attendance"),
    ("series", "school_attendance", "--area", "E0101"),
    ("series", "school_attendance", "--as-of", "2100-01-01T00:00:00"),
    ("batches",),
    ("checkpoint",),
    ("programme", "export"),
    ("verify",),
    ("health", "--least-free", "0"),
    ("effect", "--indicator", "school_attendance", "--areas", "E0105", "--start", "2024/25"),
    ("outside", "show"),
    ("fetch", "--dry-run"),
    ("follow", "--once"),
)


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_no_command_prints_one(arguments: tuple[str, ...], store: Path) -> None:
    for form in ([], ["--json"]):
        done = CliRunner().invoke(main, ["--data", str(store), *arguments, *form])
        assert done.exit_code in (0, 2), done.output
        assert leaked(done.output) == []


# They answer with counts, ids and states. `import` answers its own deliverer alone, as the preview does.
ACTS = {"approve", "areas import", "backup", "edition announce", "edition publish", "erase", "import", "init", "ledger import"}
ACTS |= {
    "ledger revert",
    "outside allow",
    "outside stop",
    "publish",
    "register import",
    "register undo",
    "register withdraw",
    "reject",
    "restore",
    "revert",
}


def test_every_command_is_among_those_tried_here_and_every_way_out_is_named_in_the_documentation() -> None:
    every = set(outputs.every_command())
    printed = {one for one in every if any(arguments[: one.count(" ") + 1] == tuple(one.split()) for arguments in COMMANDS)}
    assert every == printed | outputs.ASKED.keys() | ACTS
    told = (stores.ROOT / "docs" / "dataskydd.md").read_text(encoding="utf-8").partition("## Vägar ut")[2].partition("\n## ")[0]
    assert [one for one in {*printed, *outputs.ASKED} if f"`{one}`" not in told] == []


def test_what_is_decided_on_a_delivery_is_answered_without_one_and_what_is_erased_is_in_no_file_that_goes_out(
    store: Path, tmp_path: Path
) -> None:
    copy, said = stores.copied(store, tmp_path), ""
    decided = ("--by", "Ada", "--why", "fel")
    for arguments in (("approve", "2", "--by", "Ada"), ("revert", "2", *decided), ("erase", "1", *decided, "--ref", "§ 7")):
        done = stores.command(copy, *arguments, "--json")
        assert done.returncode == 0, done.stderr
        said += done.stdout + done.stderr
    said += stores.command(copy, "edition", "show", "2025").stdout
    assert leaked(said) == []
    assert "§ 7" in said
    files = outputs.written(copy, tmp_path, "export", "E0101")
    assert not [path for path in files if "school_attendance" in path]
    assert leaked("".join(outputs.readable(path, content) for path, content in files.items())) == []


def test_every_command_that_writes_a_file_is_tried_below() -> None:
    assert set(outputs.that_write()) == outputs.ASKED.keys()


@pytest.mark.parametrize("name", outputs.ASKED)
def test_no_document_and_no_export_holds_one(name: str, store: Path, tmp_path: Path) -> None:
    files = outputs.written(store, tmp_path, name, "E0101")
    read = {path: outputs.readable(path, content) for path, content in files.items()}
    assert [(path, one) for path, text in read.items() for one in leaked(text)] == []
    assert len("".join(read.values())) > 100


def test_no_file_of_the_open_data_holds_one(store: Path, tmp_path: Path) -> None:
    written = stores.answer(store, "export", str(tmp_path / "ut"))["files"]
    assert {"csv/school_attendance.csv", "parquet/figures.parquet"} <= set(written)
    texts = [one for one in written if one.endswith((".csv", ".json", ".rdf", ".txt"))]
    found = "\n".join((tmp_path / "ut" / one).read_text(encoding="utf-8") for one in texts)
    found += "\n".join(map(str, parquet.read_table(tmp_path / "ut" / "parquet" / "figures.parquet").to_pylist()))
    assert found.count("hidden") > len(PLANTED)
    assert leaked(found) == []


def test_no_published_file_and_no_record_beside_the_journal_holds_one(store: Path) -> None:
    found = ""
    for path in sorted((store / "published").glob("*.duckdb")):
        with connect(path, read_only=True) as connection:
            found += "\n".join(f"{table} {row}" for table, row in everything_in(connection))
    assert "0.8" in found or "800" in found
    for path in (one for one in store.rglob("*") if one.suffix in (".json", ".jsonl", ".yaml", ".log", ".txt")):
        found += path.read_text(encoding="utf-8")
    assert leaked(found) == []


def test_the_tokens_are_found_where_they_are(store: Path) -> None:
    kept = "".join(
        path.read_text(encoding="utf-8", errors="replace") for path in (store / "uploads").rglob("*") if path.is_file()
    )
    assert {"7917", "9628", SECRET} <= set(leaked(kept))
    assert START in PAGES
