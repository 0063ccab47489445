"""The journal: append-only, opened for each read or write under a lock and let go at once, brought up to date by migrations."""

import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from kraftkollen.errors import StoreExists, StoreMissing, StoreNewer, StoreUnwritable
from kraftkollen.model.clock import Clock
from kraftkollen.store.connection import connect, explained
from kraftkollen.store.files import locked, move_into_place, standing
from kraftkollen.store.folder import Folder
from kraftkollen.store.looking import Look, last_recorded, schema_of
from kraftkollen.store.transaction import Connection
from kraftkollen.store.transaction import Transaction as Transaction

_MIGRATIONS = Path(__file__).parent / "migrations"


@dataclass(frozen=True)
class Journal:
    """The journal of one store, in a file of its own; `kraftkollen.store.server_journal` keeps one on a server."""

    folder: Folder
    clock: Clock

    @property
    def exists(self) -> bool:
        return self.folder.journal.exists()

    def create(self) -> None:
        """Make an empty journal; StoreExists if there is one."""
        self.folder.make()
        with locked(self.folder.journal_lock):
            if self.exists:
                raise StoreExists(path=str(self.folder.path))
            connection = connect(self.folder.journal, read_only=False)
            try:
                # Every small cell lies in it;.
                self.folder.journal.chmod(0o600)
                _migrate(connection, self.clock.now())
            finally:
                connection.close()

    def remove(self) -> None:
        """Take the journal away: what a failed start left, and nothing else."""
        for path in (self.folder.journal, self.folder.journal.with_suffix(".duckdb.wal")):
            path.unlink(missing_ok=True)

    def changed(self) -> tuple[int, ...]:
        """Return what is another after each write: into the file or its log; erasure puts a new file in its place."""
        journal = self.folder.journal
        return (*standing(journal), *standing(journal.with_name(f"{journal.name}.wal")))

    def look(self, seconds: float) -> Look:
        """Look at the journal without bringing its schema up to date.

        Raises
        ------
        StoreMissing, StoreBusy, StoreUnreadable, StoreUnwritable, ServerRefused
            If it is not there, locked for so many seconds, damaged, on a disk that takes no lock, or on a server out of reach.
        """
        if not self.exists:
            raise StoreMissing(path=str(self.folder.path))
        begun = time.monotonic()
        with locked(self.folder.journal_lock, seconds):
            waited = time.monotonic() - begun
            connection = connect(self.folder.journal, read_only=True)
            try:
                return Look(schema_of(connection), waited, last_recorded(connection))
            except duckdb.Error as error:
                raise explained(error, self.folder.journal) from error
            finally:
                connection.close()

    @contextmanager
    def alone(self, lock: Path) -> Iterator[None]:
        """Hold one of the folder's locks; a journal on a server holds it for all machines."""
        with locked(lock):
            yield

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """Open the journal to read it. The lock is held for the length of the block: take what you need and leave."""
        with self._opened(read_only=True) as transaction:
            try:
                yield transaction
            except duckdb.Error as error:
                raise explained(error, self.folder.journal) from error

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """Open the journal to write in one transaction: all of the block is recorded, or nothing of it."""
        with self._opened(read_only=False) as transaction:
            transaction.connection.execute("BEGIN")
            try:
                yield transaction
                transaction.connection.execute("COMMIT")
            except BaseException as error:
                _roll_back(transaction.connection)
                if isinstance(error, duckdb.Error):
                    raise explained(error, self.folder.journal) from error
                raise

    @contextmanager
    def rewrite(self) -> Iterator[tuple[Transaction, Transaction]]:
        """Give the journal as it is and an empty one, which takes its place in one step at the end of the block.

        For erasure alone: a row that is deleted stays in the bytes of a DuckDB file, one that is never copied does not. Killed
        at any moment, the old journal is there whole, or the new one.
        """
        if not self.exists:
            raise StoreMissing(path=str(self.folder.path))
        part = self.folder.path / f".journal-{secrets.token_hex(8)}.part"
        with locked(self.folder.journal_lock):
            self.clear_rewrites()
            self._put_log_away()
            try:
                yield from self._both(part)
                move_into_place(part, self.folder.journal)
            except OSError as error:
                raise StoreUnwritable(path=str(self.folder.path), reason=error.strerror or str(error)) from error
            finally:
                self.clear_rewrites()

    def _both(self, part: Path) -> Iterator[tuple[Transaction, Transaction]]:
        old = self._current(read_only=True)
        try:
            moment = self._moment_of(old)
            new = connect(part, read_only=False)
            try:
                _migrate(new, moment)
                new.execute("BEGIN")
                yield Transaction(old, moment, self.folder), Transaction(new, moment, self.folder)
                new.execute("COMMIT")
                new.execute("CHECKPOINT")
            finally:
                new.close()
        except duckdb.Error as error:
            raise explained(error, part) from error
        finally:
            old.close()

    def clear_rewrites(self) -> None:
        """Take away what a killed rewriting left. Only under the journal's lock."""
        for part in self.folder.path.glob(".journal-*.part*"):
            part.unlink(missing_ok=True)

    def _put_log_away(self) -> None:
        """Move what stands in the write-ahead log into the journal: under a new journal it would be another one's log."""
        connection = self._current(read_only=False)
        try:
            connection.execute("CHECKPOINT")
        except duckdb.Error as error:
            raise explained(error, self.folder.journal) from error
        finally:
            connection.close()
        log, spilled = (self.folder.journal.with_name(f"journal.duckdb.{ending}") for ending in ("wal", "tmp"))
        shutil.rmtree(spilled, ignore_errors=True)
        if log.exists():
            raise StoreUnwritable(path=str(self.folder.path), reason=log.name)

    @contextmanager
    def _opened(self, *, read_only: bool) -> Iterator[Transaction]:
        if not self.exists:
            raise StoreMissing(path=str(self.folder.path))
        with locked(self.folder.journal_lock):
            connection = self._current(read_only=read_only)
            try:
                yield Transaction(connection, self._moment_of(connection), self.folder)
            finally:
                connection.close()

    def _moment_of(self, connection: duckdb.DuckDBPyConnection) -> datetime:
        try:
            return moment_of(connection, self.clock.now())
        except duckdb.Error as error:
            raise explained(error, self.folder.journal) from error

    def _current(self, *, read_only: bool) -> duckdb.DuckDBPyConnection:
        """Return the journal opened, its schema brought up to date first."""
        connection = connect(self.folder.journal, read_only=read_only)
        try:
            if not _missing(connection):
                return connection
            connection.close()
            connection = connect(self.folder.journal, read_only=False)
            _migrate(connection, self.clock.now())
            connection.close()
        except BaseException as error:
            connection.close()
            if isinstance(error, duckdb.Error):
                raise explained(error, self.folder.journal) from error
            raise
        return connect(self.folder.journal, read_only=read_only)


def _roll_back(connection: Connection) -> None:
    # After a failed COMMIT there is no transaction left to roll back; what matters is the first error.
    try:
        connection.execute("ROLLBACK")
    except duckdb.Error:
        return


def moment_of(connection: Connection, now: datetime) -> datetime:
    """Return the time at which what is written now is recorded: that of the clock, but never before what is on record."""
    last = last_recorded(connection)
    return max(now, last) if last else now


def migration_files() -> list[tuple[int, str, Path]]:
    """Return every migration by its number: number, name, file."""
    return [(int(path.name[:4]), path.stem[5:], path) for path in sorted(_MIGRATIONS.glob("*.sql"))]


def newest_schema() -> int:
    """Return the number of the newest schema that this version knows."""
    return max((number for number, _, _ in migration_files()), default=0)


def newer_than_known(schema: int, path: str = "journal.duckdb") -> StoreNewer:
    """Return the error of a journal whose schema this version does not know."""
    newest = newest_schema()
    return StoreNewer(path=path, reason=f"{schema} > {newest}", schema=schema, known=newest)


def _missing(connection: duckdb.DuckDBPyConnection) -> list[tuple[int, str, Path]]:
    """Return the migrations that the journal lacks; StoreNewer if it holds one that this version does not know."""
    try:
        rows = connection.execute("SELECT number FROM migration").fetchall()
    except duckdb.CatalogException:
        return migration_files()
    applied = {int(number) for (number,) in rows}
    newest = newest_schema()
    if applied and max(applied) > newest:
        raise newer_than_known(max(applied))
    return [found for found in migration_files() if found[0] not in applied]


def _migrate(connection: duckdb.DuckDBPyConnection, now: datetime) -> None:
    connection.execute(
        "CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TIMESTAMP NOT NULL)"
    )
    for number, name, path in _missing(connection):
        connection.execute("BEGIN")
        connection.execute(path.read_text(encoding="utf-8"))
        connection.execute("INSERT INTO migration VALUES (?, ?, ?)", [number, name, now])
        connection.execute("COMMIT")
