"""Small real stores for the tests: Malmö without figures, made by the product's own actions, and made-up figures for it."""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from kraftkollen.actions import decide
from kraftkollen.actions import deliver as life
from kraftkollen.actions import publish as publishing
from kraftkollen.actions.deliver import Parcel, Receipt
from kraftkollen.actions.ledger import Typed
from kraftkollen.actions.publish import Published
from kraftkollen.actions.setup import init
from kraftkollen.actions.site import ROOT, Site
from kraftkollen.model.actor import Actor, Role, local_actor
from kraftkollen.model.clock import FixedClock
from kraftkollen.model.delivery import Form
from kraftkollen.model.ledger import RowType, Source
from kraftkollen.views.reading import Reading, open_newest
from kraftkollen.views.series_view import SeriesRow, series_view

START = datetime.fromisoformat("2026-03-01T12:00:00")
HEADER = "indikator;område;period;grupp;värde;täljare;nämnare;status;kommentar"
LOCAL = local_actor("Testare")
# A call-off of Malmö's money, as it is typed in.
CALL_OFF = Typed(
    RowType.CALL_OFF,
    "2 400 000",
    "2026-02-10",
    "fritidsnamnden",
    Source.CITY_WIDE,
    intervention="lokal_utveckling",
    allotment="budget_2026",
)
OFFICER = Actor("Olle", frozenset({Role.OFFICER}), frozenset({"grundskolenamnden"}))
APPROVER = Actor("Ada", frozenset({Role.APPROVER}))


@dataclass(frozen=True)
class Store:
    """A site with a clock that the test moves, and short ways to what tests do most."""

    site: Site

    @property
    def path(self) -> Path:
        return self.site.folder.path

    def at(self, minutes: float) -> "Store":
        """Return the same store `minutes` after START."""
        clock = FixedClock(START + timedelta(minutes=minutes))
        return Store(replace(self.site, journal=replace(self.site.journal, clock=clock)))

    def deliver(self, *lines: str, actor: Actor = LOCAL, name: str = "fil.csv", key: str | None = None) -> Receipt:
        return life.deliver(self.site, actor, parcel(*lines, name=name), Form(), key=key)

    def approve(self, batch: int, actor: Actor = LOCAL) -> Receipt:
        return decide.approve(self.site, actor, batch)

    def approved(self, *lines: str) -> Receipt:
        return self.approve(self.deliver(*lines).batch)

    def publish(self) -> Published:
        return publishing.publish(self.site, LOCAL)

    def series(self, indicator: str = "school_attendance", group: str = "total") -> tuple[SeriesRow, ...]:
        return series_view(Reading(LOCAL, open_newest(self.path), "sv"), indicator, group=group)

    def values(self, indicator: str = "school_attendance") -> dict[tuple[str, str], float | None]:
        """Return what is published, by area and period; the level "delomrade" only."""
        return {(one.area, one.period): one.value for one in self.series(indicator) if one.level == "delomrade"}

    def published(self, kind: str = "figures") -> duckdb.DuckDBPyConnection:
        """Open the newest published file as any reader with DuckDB could."""
        return duckdb.connect(str(self.path / "published" / self.pointer()[kind]), read_only=True)

    def pointer(self) -> dict[str, str]:
        found: dict[str, str] = json.loads((self.path / "published" / "current.json").read_text())
        return found

    def count(self, question: str) -> int:
        """Ask the journal for a number."""
        with self.site.journal.read() as transaction:
            row = transaction.connection.execute(question).fetchone()
        assert row is not None
        return int(row[0])


def store_at(path: Path) -> Store:
    return Store(Site.at(path, FixedClock(START)))


def make_malmo(path: Path) -> Path:
    init(store_at(path).site, LOCAL, "malmo", empty=True, progress=publishing.silent)
    return path


def copied(template: Path, path: Path) -> Store:
    shutil.copytree(template, path)
    return store_at(path)


def csv_of(*lines: str) -> bytes:
    return "\n".join([HEADER, *lines]).encode()


def parcel(*lines: str, name: str = "fil.csv") -> Parcel:
    return Parcel(csv_of(*lines), name)


def attendance(area: str, numerator: int, denominator: int, period: str = "2024/25", group: str = "total") -> str:
    """Return a made-up line of a file."""
    return f"school_attendance;{area};{period};{group};;{numerator};{denominator};;"


def in_another_process(code: str, *arguments: object) -> "subprocess.Popen[str]":
    """Run Python beside this process, with its output to be read."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def everything_in(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, tuple[object, ...]]]:
    """Return every row of every table of a file."""
    tables = [name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
    return [(table, row) for table in tables for row in connection.execute(f'SELECT * FROM "{table}"').fetchall()]
