"""Every file that a command writes to be taken along, found by its option `--out`; and what can be read in each."""

import io
import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import click
import pyarrow.parquet as pq

from kraftkollen.cli.commands import main
from kraftkollen.model.spreadsheets import harmless
from tests import pdfs, stores

Files = dict[str, bytes]
# What each is asked about, and how the name of its file ends; none: a folder.
ASKED: dict[str, tuple[tuple[str, ...], str]] = {
    "document area": (("{area}",), ".pdf"),
    "document briefing": (("grundskolenamnden",), ".pdf"),
    "document meeting": ((), ".pdf"),
    "document underlag": ((), ".pdf"),
    "document yearly": (("2025",), ".pdf"),
    "sheet": ((), ".html"),
    "template": (("--indicator", "school_attendance"), ".xlsx"),
    "edition export": (("2025",), ""),
    "export": ((), ""),
}


def with_edition(store: Path) -> None:
    """Publish an edition of 2025 in the store, announced today."""
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    later = {"KRAFTKOLLEN_NOW": (now + timedelta(days=2)).isoformat()}
    stores.answer(store, "edition", "announce", "2025", "--on", str((now + timedelta(days=1)).date()), "--by", "Siv")
    stores.answer(store, "edition", "publish", "2025", "--by", "Siv", environment=later)


def every_command(group: click.Group = main, before: str = "") -> Iterator[str]:
    """Yield the name of each command."""
    yield from (name for name, _ in _commands(group, before))


def that_write() -> Iterator[str]:
    """Yield the name of each command that writes a file or a folder for whoever calls it."""
    yield from (name for name, one in _commands(main, "") if any("--out" in option.opts for option in one.params))


def _commands(group: click.Group, before: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        one = group.get_command(context, name)
        assert one is not None
        if isinstance(one, click.Group):
            yield from _commands(one, f"{before}{name} ")
        else:
            yield f"{before}{name}", one


def written(store: Path, folder: Path, name: str, area: str) -> Files:
    """Run a command that writes, and return its files by their path."""
    asked, ending = ASKED[name]
    out = folder / f"{name.replace(' ', '-')}{ending}"
    stores.answer(store, *name.split(), *(one.format(area=area) for one in asked), "--out", str(out))
    paths = [path for path in sorted(out.rglob("*")) if path.is_file()] if out.is_dir() else [out]
    assert paths
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def readable(name: str, content: bytes) -> str:
    """Return what can be read in a file, whatever it is; of a drawing its texts, for its lines are made of numbers."""
    if content.startswith(b"%PDF"):
        return pdfs.text_of(content)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = "\n".join(archive.read(one).decode("utf-8", "replace") for one in archive.namelist())
        return re.sub(r"<[^>]*>", " ", parts)
    if content.startswith(b"PAR1"):
        return str(pq.read_table(io.BytesIO(content)).to_pylist())
    if content.startswith(b"SQLite format 3"):
        return _in_sqlite(content)
    text = content.decode("utf-8", "replace")
    text = re.sub(r"<[^>]*>", " ", text) if name.endswith(".svg") else text
    return re.sub(r"\b[0-9a-f]{32,}\b", " ", text)  # a hash holds every run of digits there is


def _in_sqlite(content: bytes) -> str:
    with tempfile.NamedTemporaryFile(suffix=".gpkg") as file:
        Path(file.name).write_bytes(content)
        connection = sqlite3.connect(file.name)
        names = [
            one for (one,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'") if "rtree" not in one
        ]
        rows = [row for one in names for row in connection.execute(f'SELECT * FROM "{one}"')]
        connection.close()
    return "\n".join(str([cell for cell in row if not isinstance(cell, bytes)]) for row in rows)


def alive(name: str, content: bytes) -> list[str]:
    """Return what somebody wrote that a spreadsheet, a browser or a reader of PDF would run, fetch or follow."""
    if content.startswith(b"%PDF"):
        found = [one for one in pdfs.links(content) if "angripare" in one or "javascript" in one.lower()]
        return found + [str(one) for one in (b"/JavaScript", b"/Launch", b"/SubmitForm") if one in content]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return [one for one in archive.namelist() if re.search(rb"<f[ >]|<hyperlink ", archive.read(one))]
    text = content.decode("utf-8-sig", "replace")
    if name.endswith(".csv"):
        cells = re.split(r'[;\r\n]"?', text)
        return [cell for cell in cells if harmless(cell) != cell and cell.startswith("=")]
    if name.endswith((".html", ".svg", ".xml", ".rdf")):
        reader = _Reader()
        reader.feed(text)
        return reader.found
    return []


class _Reader(HTMLParser):
    """Collects what a browser would run, fetch or follow because somebody wrote it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        bad = [
            f"{name}={value}"
            for name, value in attrs
            if name.startswith("on")
            or (name in ("href", "src") and re.search("angripare|javascript|^x$", value or "", re.IGNORECASE))
        ]
        self.found += [f"<{tag} {one[:80]}>" for one in bad] + ([f"<{tag}>"] if tag in ("script", "iframe", "object") else [])
