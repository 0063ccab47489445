"""Writes figures and registers to files that have no name yet: what is published, before anybody sees it."""

import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from kraftkollen.errors import StoreUnreadable, StoreUnwritable, UserError
from kraftkollen.model.area import Area, Division, Level
from kraftkollen.model.borders import Borders
from kraftkollen.store.connection import connect, explained
from kraftkollen.store.folder import Folder
from kraftkollen.store.layout import FIGURES_SCHEMA, REGISTER_SCHEMA, exchanged, figures_digest, register_digest, sum_of_rows
from kraftkollen.store.waiting import WaitingPeriod


@dataclass(frozen=True)
class Meta:
    """What a published file says of itself; one of figures, what was defined as well.

    `hidden` and `program` are for the next publication: how many figures are hidden, and what program worked them out.
    """

    version: int
    at: datetime
    method: str
    definitions: str | None = None
    hidden: int | None = None
    program: str | None = None

    def rows(self) -> dict[str, str]:
        """Return it as the rows of the table `meta`."""
        found = {"version": str(self.version), "at": self.at.isoformat(), "method": self.method}
        hidden = None if self.hidden is None else str(self.hidden)
        more = {"definitions": self.definitions, "hidden": hidden, "program": self.program}
        return found | {name: value for name, value in more.items() if value is not None}


@dataclass(frozen=True)
class RegisterContent:
    """What the register file holds: records as (kind, id, JSON), places, borders by division, and what waits for approval."""

    records: tuple[tuple[str, str, str], ...]
    levels: tuple[Level, ...]
    divisions: tuple[Division, ...]
    areas: tuple[Area, ...]
    borders: tuple[Borders, ...]
    waiting: tuple[WaitingPeriod, ...] = ()


@dataclass(frozen=True)
class Draft:
    """A file that is finished and has not got its name yet."""

    part: Path
    version: int
    digest: str


@dataclass(frozen=True, slots=True)
class Before:
    """The file of an earlier version, and what was recorded of it; the figures of these indicators alone are others now.

    `hidden`: how many figures of all the others are hidden, which only who publishes asks.
    """

    path: Path
    digest: str
    indicators: tuple[str, ...]
    hidden: int = 0


def draft_figures(
    folder: Folder, meta: Meta, figures: pa.Table, behind: pa.Table | None = None, before: Before | None = None
) -> Draft:
    """Write the figures (FIGURE_SCHEMA, hidden cells already gone) to a file without a name.

    Parameters
    ----------
    behind
        The keys and statuses, and no number, of what was delivered and is not published by itself.
    before
        If given, both are of its indicators, and everything else stays as it is in that file. The digest is that of the version
        before but for what was exchanged: a file that was not as recorded does not become so by being copied.

    Raises
    ------
    StoreUnwritable
        If the disk refuses.
    StoreUnreadable
        If the file before cannot be read or changed after all: then all is to be worked out.
    """

    def fill(connection: duckdb.DuckDBPyConnection) -> str:
        taken = ""
        if before is not None:
            taken = figures_digest(connection, before.indicators)
            for table in ("observation", "behind"):
                connection.execute(
                    f"DELETE FROM {table} WHERE indicator IN (SELECT unnest(?::TEXT[]))", [list(before.indicators)]
                )
        connection.register("figures", figures)
        # In this order a page's question touches a few blocks, however large the file is.
        connection.execute("INSERT INTO observation SELECT * FROM figures ORDER BY indicator, division, grp, period, area")
        connection.unregister("figures")
        if behind is not None:
            connection.register("unpublished", behind)
            names = "indicator, division, area, period, grp, status"
            connection.execute(f"INSERT INTO behind SELECT {names} FROM unpublished ORDER BY {names}")
            connection.unregister("unpublished")
        connection.execute("INSERT INTO meta VALUES ('sum', ?)", [sum_of_rows(connection)])
        if before is not None:
            return exchanged(before.digest, taken, figures_digest(connection, before.indicators))
        return figures_digest(connection)

    return _draft(folder, FIGURES_SCHEMA, meta, fill, None if before is None else before.path)


def as_written(path: Path, meta: Meta) -> dict[str, str] | None:
    """Return what a file of figures says of itself; None if that is not what `meta` says, or it is not as it was written.

    Every row is read: nothing is to be taken over from a file that was damaged or altered.
    """
    try:
        connection = connect(path, read_only=True)
    except UserError:
        return None
    try:
        told = dict(connection.execute("SELECT name, value FROM meta").fetchall())
        same = all(told.get(name) == value for name, value in meta.rows().items())
        return told if same and told.get("sum") == sum_of_rows(connection) else None
    except duckdb.Error:
        return None
    finally:
        connection.close()


def draft_register(folder: Folder, meta: Meta, content: RegisterContent) -> Draft:
    """Write the register to a file without a name."""

    def fill(connection: duckdb.DuckDBPyConnection) -> str:
        _insert(connection, "register", content.records)
        _insert(connection, "level", [(one.id, one.title_sv, one.title_en, one.rank) for one in content.levels])
        _insert(connection, "division", [(one.id, one.level, one.version) for one in content.divisions])
        _insert(connection, "area", [(one.division, one.code, one.name, one.parent) for one in content.areas])
        _insert(connection, "border_set", [(one.division, one.source, one.approximate, one.browser) for one in content.borders])
        labels = [(b.division, area.code, *at) for b in content.borders for area, at in zip(b.areas, b.labels, strict=True)]
        _insert(connection, "label", labels)
        _insert(connection, "neighbour", [(b.division, area, other) for b in content.borders for area, other in b.neighbours])
        waiting = [(one.indicator, one.division, one.period, one.since, one.figures) for one in content.waiting]
        _insert(connection, "waiting", waiting)
        return register_digest(connection)

    return _draft(folder, REGISTER_SCHEMA, meta, fill)


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Any) -> None:
    if rows:
        names = [row[0] for row in connection.execute(f"DESCRIBE {table}").fetchall()]
        columns = pa.table({name: pa.array(list(column)) for name, column in zip(names, zip(*rows, strict=True), strict=True)})
        connection.register("new_rows", columns)
        connection.execute(f"INSERT INTO {table} SELECT * FROM new_rows")
        connection.unregister("new_rows")


def _draft(
    folder: Folder, schema: str, meta: Meta, fill: Callable[[duckdb.DuckDBPyConnection], str], before: Path | None = None
) -> Draft:
    try:
        folder.published.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnwritable(path=str(folder.published), reason=error.strerror or str(error)) from error
    part = folder.published / f".{secrets.token_hex(8)}.part"
    try:
        if before is not None:
            _copy(before, part)
        connection = connect(part, read_only=False)
        try:
            connection.execute(schema if before is None else "DELETE FROM meta")
            for row in meta.rows().items():
                connection.execute("INSERT INTO meta VALUES (?, ?)", list(row))
            digest = fill(connection)
            connection.execute("INSERT INTO meta VALUES ('digest', ?)", [digest])
            connection.execute("CHECKPOINT")
        finally:
            connection.close()
    except BaseException as error:
        for left in (part, part.with_name(f"{part.name}.wal")):
            left.unlink(missing_ok=True)
        if isinstance(error, duckdb.Error):
            raise explained(error, part) from error
        if isinstance(error, OSError):
            raise StoreUnwritable(path=str(folder.published), reason=error.strerror or str(error)) from error
        raise
    return Draft(part, meta.version, digest)


def _copy(before: Path, part: Path) -> None:
    try:
        source = before.open("rb")
    except OSError as error:
        raise StoreUnreadable(path=str(before), reason=error.strerror or str(error)) from error
    with source, part.open("wb") as target:
        shutil.copyfileobj(source, target, 1 << 20)


def clear_drafts(folder: Folder) -> None:
    """Take away drafts of a process that was killed. Only under the publish lock: then no draft is anybody's."""
    for part in folder.published.glob(".*.part*"):
        if part.is_dir():
            shutil.rmtree(part, ignore_errors=True)  # where the database puts aside what memory cannot hold
        else:
            part.unlink(missing_ok=True)
