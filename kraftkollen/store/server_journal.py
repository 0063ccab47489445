"""The journal on a PostgreSQL server that several machines share: the same tables, locks and promises as in a file.

A write takes one lock, that of a table which stands for it, and holds it to the end of its transaction. So writers take turns,
as they do for a file: numbers are given in the order of recording, and "everything up to event 17" means the same for ever. Who
waits longer than a minute is told to try again. SERIALIZABLE without a lock was passed over: every two writers number their
rows from the same highest number, so that one of them would always fail. An advisory lock was passed over since it is a number
for the whole database, and since taking one in a transaction fixes what the transaction sees *before* the lock is there.

Readers take a lock that stands in nobody's way but that of erasure, and see one moment of the journal throughout.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from kraftkollen.errors import StoreExists, StoreMissing
from kraftkollen.store import server_schema as schema
from kraftkollen.store.address import Address
from kraftkollen.store.files import LOCK_SECONDS, locked
from kraftkollen.store.journal import Journal, moment_of
from kraftkollen.store.looking import Look, last_recorded, schema_of
from kraftkollen.store.server_connection import ServerConnection, connect, told
from kraftkollen.store.transaction import Transaction
from kraftkollen.store.uploads import JournalUploads, Uploads

# Readers, one writer, and erasure, which lets in nobody.
_READING, _WRITING, _REWRITING = "ACCESS SHARE", "EXCLUSIVE", "ACCESS EXCLUSIVE"
# A machine that is cut off lets go of its locks after a minute, not after the two hours that are usual.
_BEGIN = f"""
    BEGIN ISOLATION LEVEL REPEATABLE READ;
    SET LOCAL lock_timeout = '{int(LOCK_SECONDS * 1000)}';
    SET LOCAL idle_in_transaction_session_timeout = 0;
    SET LOCAL tcp_keepalives_idle = 30;
    SET LOCAL tcp_keepalives_interval = 10;
    SET LOCAL tcp_keepalives_count = 3
"""
_CHANGED = """
    SELECT coalesce((SELECT max(id) FROM batch_event), 0), coalesce((SELECT max(id) FROM register), 0),
        coalesce((SELECT max(id) FROM border_set), 0), coalesce((SELECT max(id) FROM version), 0),
        coalesce((SELECT max(id) FROM remembered_mapping), 0), coalesce((SELECT max(id) FROM edition_event), 0),
        (SELECT count(*) FROM edition), (SELECT count(*) FROM level),
        coalesce((SELECT extract(epoch FROM max(recorded_at)) * 1000000 FROM version), 0)
"""


@dataclass(frozen=True)
class _Bytes:
    """The kept bytes of an open journal."""

    connection: ServerConnection

    def add(self, sha256: str, content: bytes) -> None:
        self.connection.run("INSERT INTO kept_bytes VALUES (?, ?) ON CONFLICT DO NOTHING", [sha256, content])

    def get(self, sha256: str) -> bytes | None:
        row = self.connection.execute("SELECT content FROM kept_bytes WHERE sha256 = ?", [sha256]).fetchone()
        return bytes(row[0]) if row else None

    def names(self) -> tuple[str, ...]:
        return tuple(name for (name,) in self.connection.execute("SELECT sha256 FROM kept_bytes ORDER BY sha256").fetchall())


@dataclass(frozen=True)
class ServerTransaction(Transaction):
    """An open journal on a server."""

    connection: ServerConnection

    @property
    def in_duckdb(self) -> bool:
        return False

    @property
    def uploads(self) -> Uploads:
        return JournalUploads(_Bytes(self.connection))

    def tables(self) -> tuple[str, ...]:
        return schema.tables(self.connection)

    def read_through(self, *but: str) -> None:
        for name in self.tables():
            if name not in but:
                self.connection.execute(f'SELECT count(one) FROM "{name}" AS one').fetchone()

    def columns(self, table: str) -> tuple[str, ...]:
        rows = self.connection.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = ? AND table_name = ?"
            " ORDER BY ordinal_position",
            [self.connection.schema, table],
        ).fetchall()
        return tuple(name for (name,) in rows)

    def take_over(self, old: Transaction, table: str, columns: Sequence[str], where: str, values: Sequence[object]) -> None:
        assert isinstance(old, ServerTransaction)
        kept = f"SELECT {', '.join(columns)} FROM {old.connection.schema}.{table} WHERE {where}"
        self.connection.run(f"INSERT INTO {table} {kept}", values)


@dataclass(frozen=True)
class ServerJournal(Journal):
    """The journal of one store, on a server. The store's folder holds what this machine has published."""

    address: Address

    @property
    def exists(self) -> bool:
        """Whether there is a journal on the server; ServerRefused if the server gives no answer."""
        with self._connected() as raw:
            return _there(raw)

    def create(self) -> None:
        """Make an empty journal; StoreExists if there is one."""
        self.folder.make()
        with self._connected() as raw, _in_transaction(raw):
            # There is no table yet to stand for the lock.
            raw.execute("SELECT pg_advisory_xact_lock(hashtext('kraftkollen'))")
            if _there(raw):
                raise StoreExists(path=str(self.folder.path))
            connection = ServerConnection(raw, schema.SCHEMA)
            schema.make_locks(connection)
            schema.make(connection, self.clock.now())

    def remove(self) -> None:
        with self._connected() as raw:
            raw.execute(f"DROP SCHEMA IF EXISTS {schema.SCHEMA}, {schema.LOCKS} CASCADE")

    def changed(self) -> tuple[int, ...]:
        """Return what is another after each write."""
        with self.read() as transaction:
            row = transaction.connection.execute(_CHANGED).fetchone()
        assert row is not None
        return tuple(map(int, row))

    def look(self, seconds: float) -> Look:
        begun = time.monotonic()
        with self._connected() as raw, _in_transaction(raw):
            if not _there(raw):
                raise StoreMissing(path=str(self.folder.path))
            raw.execute(f"SET LOCAL lock_timeout = '{int(seconds * 1000)}'".encode())
            _lock(raw, "journal", _READING)
            waited = time.monotonic() - begun
            connection = ServerConnection(raw, schema.SCHEMA)
            return Look(schema_of(connection), waited, last_recorded(connection))

    @contextmanager
    def alone(self, lock: Path) -> Iterator[None]:
        """Hold one of the folder's locks for all machines.

        A machine that is cut off loses it without a word. What it then records has a number that another has taken: refused.
        """
        with self._connected() as raw, _in_transaction(raw):
            _lock(raw, lock.stem, _WRITING)
            self.folder.make()
            with locked(lock):
                yield

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """Open the journal to read it, as it is at one moment."""
        with self._begun(_READING) as transaction:
            yield transaction
            # Nothing is ever recorded by who only reads.
            transaction.connection.raw.execute("ROLLBACK")

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """Open the journal to write in one transaction: all of the block is recorded, or nothing of it."""
        with self._begun(_WRITING) as transaction:
            yield transaction

    @contextmanager
    def rewrite(self) -> Iterator[tuple[Transaction, Transaction]]:
        """Give the journal as it is and an empty one, which takes its place in one step at the end of the block.

        For erasure alone, as in a file: a row that is removed stays in a table's file until the server tidies up, one that is
        never copied does not. All in one transaction: killed at any moment, the old journal is there whole, or the new one.
        """
        with self._begun(_REWRITING) as old:
            beside = ServerConnection(old.connection.raw, schema.REWRITTEN, old.connection)
            schema.make(beside, old.moment)
            yield old, ServerTransaction(beside, old.moment, self.folder)
            for statement in (
                f"DROP SCHEMA {schema.SCHEMA} CASCADE",
                f"ALTER SCHEMA {schema.REWRITTEN} RENAME TO {schema.SCHEMA}",
            ):
                old.connection.raw.execute(statement)

    @contextmanager
    def _begun(self, lock: str) -> Iterator[ServerTransaction]:
        with self._connected() as raw:
            self._bring_up_to_date(raw)
            with _in_transaction(raw):
                _lock(raw, "journal", lock)
                connection = ServerConnection(raw, schema.SCHEMA)
                yield ServerTransaction(connection, moment_of(connection, self.clock.now()), self.folder)

    def _bring_up_to_date(self, raw: psycopg.Connection) -> None:
        with _in_transaction(raw):
            _lock(raw, "journal", _READING)
            if not schema.missing(ServerConnection(raw, schema.SCHEMA)):
                return
        with _in_transaction(raw):
            _lock(raw, "journal", _REWRITING)
            schema.bring_up_to_date(ServerConnection(raw, schema.SCHEMA), self.clock.now())

    @contextmanager
    def _connected(self) -> Iterator[psycopg.Connection]:
        raw = connect(self.address)
        try:
            with told(str(self.folder.path)):
                yield raw
        finally:
            raw.close()


@contextmanager
def _in_transaction(raw: psycopg.Connection) -> Iterator[None]:
    raw.execute(_BEGIN)
    try:
        yield
        raw.execute("COMMIT")
    except BaseException:
        # The server itself takes back what is open when the connection goes; what matters is the first error.
        raw.close()
        raise


def _lock(raw: psycopg.Connection, name: str, mode: str) -> None:
    raw.execute(f'LOCK TABLE {schema.LOCKS}."{name}" IN {mode} MODE'.encode())


def _there(raw: psycopg.Connection) -> bool:
    row = raw.execute("SELECT to_regclass(%s)", [f"{schema.SCHEMA}.migration"]).fetchone()
    return row is not None and row[0] is not None
