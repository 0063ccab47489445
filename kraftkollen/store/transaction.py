"""An open journal, whichever database keeps it: what is asked of it, and the little that the two say differently."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from graphlib import TopologicalSorter
from typing import Any, Protocol

import pyarrow as pa

from kraftkollen.store.folder import Folder
from kraftkollen.store.uploads import FolderUploads, Uploads


class Answer(Protocol):
    """What a question gave."""

    def fetchone(self) -> tuple[Any, ...] | None:
        """Return the next row; None if there is none."""

    def fetchall(self) -> list[tuple[Any, ...]]:
        """Return all rows."""

    def to_arrow_table(self) -> pa.Table:
        """Return all rows by column."""


class Connection(Protocol):
    """What the store asks of a database: DuckDB's own connection has it, PostgreSQL's is given it.

    The questions are written in what the two understand alike, with `?` for each value.
    """

    def execute(self, query: str, parameters: Sequence[Any] = ...) -> Answer:
        """Run a statement."""

    def register(self, view_name: str, python_object: pa.Table) -> object:
        """Let questions name rows that are not in the database."""

    def unregister(self, view_name: str) -> object:
        """Forget them."""


def read_through(connection: Connection, *but: str) -> None:
    """Read every value of every table of a DuckDB file: the driver checks the sum of each block that it reads, and of no other.

    Parameters
    ----------
    but
        Tables that are left out, because somebody else reads them whole.

    Raises
    ------
    duckdb.Error
        If a block is damaged.
    """
    for (name,) in connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY ALL").fetchall():
        if name not in but:
            connection.execute(f'SELECT bit_xor(hash(COLUMNS(*))) FROM "{name}"').fetchall()


def in_order(tables: Iterable[str], references: Iterable[tuple[Any, ...]]) -> tuple[str, ...]:
    """Return the tables, those that others refer to first; `references` as (table, the other)."""
    needed: dict[str, set[str]] = {name: set() for name in sorted(tables)}
    for table, other in references:
        if other is not None and other != table:
            needed[table].add(other)
    return tuple(TopologicalSorter(needed).static_order())


@dataclass(frozen=True)
class Transaction:
    """An open journal. `moment` is when everything written through it is recorded; it never runs backwards."""

    connection: Connection
    moment: datetime
    folder: Folder

    def next_id(self, table: str) -> int:
        """Return the next number of a table whose rows are numbered. Safe because writers take turns."""
        row = self.connection.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}").fetchone()
        assert row is not None
        return int(row[0])

    @property
    def in_duckdb(self) -> bool:
        """Whether the connection is DuckDB's own, which knows more than what the two databases understand alike."""
        return True

    @property
    def uploads(self) -> Uploads:
        """The bytes that deliveries came as."""
        return FolderUploads(self.folder.uploads, self.has_upload)

    def has_upload(self, sha256: str) -> bool:
        """Return whether the journal has recorded bytes with this SHA-256."""
        return self.connection.execute("SELECT 1 FROM upload WHERE sha256 = ?", [sha256]).fetchone() is not None

    def tables(self) -> tuple[str, ...]:
        """Return the tables, those that others refer to first; without the one that the migrations have filled."""
        found = self.connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        references = self.connection.execute(
            "SELECT table_name, referenced_table FROM duckdb_constraints() WHERE constraint_type = 'FOREIGN KEY'"
        ).fetchall()
        return in_order((name for (name,) in found if name != "migration"), references)

    def read_through(self, *but: str) -> None:
        """Read every value of every table but those. Errors as the function of that name."""
        read_through(self.connection, *but)

    def columns(self, table: str) -> tuple[str, ...]:
        """Return the names of a table's columns."""
        return tuple(name for (name, *_) in self.connection.execute(f"DESCRIBE {table}").fetchall())

    def take_over(self, old: "Transaction", table: str, columns: Sequence[str], where: str, values: Sequence[Any]) -> None:
        """Copy those rows of a table that fit; `columns` as SQL has them, in the order of the table."""
        rows = old.connection.execute(f"SELECT {', '.join(columns)} FROM {table} WHERE {where}", values).to_arrow_table()
        self.connection.register("kept_rows", rows)
        self.connection.execute(f"INSERT INTO {table} SELECT * FROM kept_rows")
        self.connection.unregister("kept_rows")
