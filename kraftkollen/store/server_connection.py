"""A connection to PostgreSQL that answers as DuckDB's does: the same questions, values by `?`, rows or columns back.

What comes and goes in bulk goes by COPY, as CSV that pyarrow reads and writes: never row by row.
"""

import io
import itertools
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.csv as arrow_csv
from psycopg import sql

from kraftkollen.errors import Overtaken, ServerRefused, StoreBusy, StoreMissing, StoreUnreadable, StoreUnwritable, UserError
from kraftkollen.store.address import Address
from kraftkollen.store.files import LOCK_SECONDS

_CONNECT_SECONDS = 10
_ROWS = 65_536
# By PostgreSQL's number of the type.
_TO_ARROW = {
    16: pa.bool_(),
    17: pa.binary(),
    20: pa.int64(),
    21: pa.int16(),
    23: pa.int32(),
    25: pa.string(),
    700: pa.float32(),
    701: pa.float64(),
    1043: pa.string(),
    1114: pa.timestamp("us"),
}
_FROM_ARROW = {
    pa.bool_(): "BOOLEAN",
    pa.int8(): "SMALLINT",
    pa.int16(): "SMALLINT",
    pa.uint8(): "SMALLINT",
    pa.int32(): "INTEGER",
    pa.int64(): "BIGINT",
    pa.float32(): "REAL",
    pa.float64(): "DOUBLE PRECISION",
    pa.string(): "TEXT",
    pa.large_string(): "TEXT",
    pa.null(): "TEXT",
    pa.binary(): "BYTEA",
    pa.timestamp("us"): "TIMESTAMP",
}


def connect(address: Address) -> psycopg.Connection:
    """Open a connection in which nothing is begun; ServerRefused, without the address, if there is none to be had."""
    try:
        return psycopg.connect(
            address.text,
            autocommit=True,
            connect_timeout=_CONNECT_SECONDS,
            cursor_factory=psycopg.ClientCursor,
            application_name="kraftkollen",
        )
    except psycopg.Error as error:
        # The driver's own text repeats the host, the name, and of a string that it cannot read all of it.
        raise ServerRefused(reason=_named(error)) from None


def explained(error: psycopg.Error, place: str) -> UserError:
    """Return the error that says what the driver's fault means for the store; never the driver's text: values stand in it."""
    kinds = psycopg.errors
    if isinstance(error, kinds.LockNotAvailable | kinds.QueryCanceled):
        return StoreBusy(path=place, seconds=LOCK_SECONDS)
    if isinstance(error, kinds.SerializationFailure | kinds.DeadlockDetected | kinds.UniqueViolation):
        return Overtaken(reason=_named(error))
    if isinstance(error, kinds.InvalidSchemaName | kinds.UndefinedTable):
        return StoreMissing(path=place)
    if isinstance(error, kinds.DiskFull | kinds.ReadOnlySqlTransaction | kinds.InsufficientPrivilege):
        return StoreUnwritable(path=place, reason=_named(error))
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return ServerRefused(reason=_named(error))
    return StoreUnreadable(path=place, reason=_named(error))


@contextmanager
def told(place: str) -> Iterator[None]:
    """Turn the driver's faults into errors that a user can mend."""
    try:
        yield
    except psycopg.Error as error:
        raise explained(error, place) from None


def _named(error: psycopg.Error) -> str:
    return " ".join(filter(None, ("PostgreSQL", type(error).__name__, error.sqlstate, error.diag.constraint_name)))


class ServerAnswer:
    """What a question gives: it is asked when its answer is fetched, by row or by column."""

    def __init__(self, connection: "ServerConnection", question: str, values: Sequence[Any]) -> None:
        self._connection, self._question, self._values = connection, question, values
        self._cursor: psycopg.Cursor[Any] | None = None

    def _asked(self) -> "psycopg.Cursor[Any]":
        if self._cursor is None:
            self._cursor = self._connection.run(self._question, self._values)
        return self._cursor

    def fetchone(self) -> tuple[Any, ...] | None:
        """Return the next row; None if there is none."""
        row: tuple[Any, ...] | None = self._asked().fetchone()
        return row

    def fetchall(self) -> list[tuple[Any, ...]]:
        """Return all rows."""
        return self._asked().fetchall()

    def to_arrow_table(self) -> pa.Table:
        """Return all rows by column; types as the database has them."""
        described = self._connection.run(f"SELECT * FROM ({self._question}) AS asked LIMIT 0", self._values).description
        assert described is not None
        schema = pa.schema([(one.name, _TO_ARROW[one.type_code]) for one in described])
        with self._connection.copied(f"COPY ({self._question}) TO STDOUT (FORMAT csv)", self._values) as copy:
            return _read(copy, schema)


def _read(copy: psycopg.Copy, schema: pa.Schema) -> pa.Table:
    first = bytes(copy.read())
    if not first:
        return schema.empty_table()
    # Bytes come as text: \x and two digits each.
    plain = {one.name: pa.string() if pa.types.is_binary(one.type) else one.type for one in schema}
    found = arrow_csv.open_csv(
        pa.PythonFile(_Flow(copy, first), mode="r"),
        read_options=arrow_csv.ReadOptions(column_names=schema.names),
        parse_options=arrow_csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
        convert_options=arrow_csv.ConvertOptions(
            column_types=plain,
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
            true_values=["t"],
            false_values=["f"],
        ),
    ).read_all()
    for number, one in enumerate(schema):
        if pa.types.is_binary(one.type):
            values = [None if text is None else bytes.fromhex(text[2:]) for text in found.column(number).to_pylist()]
            found = found.set_column(number, one, pa.array(values, one.type))
    return found.cast(schema)


class _Flow(io.RawIOBase):
    """What is copied out, as a file that is read from the front."""

    def __init__(self, copy: psycopg.Copy, first: bytes) -> None:
        self._copy, self._rest = copy, first

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """Return as many bytes as asked for, or those that are left."""
        parts, held = [self._rest], len(self._rest)
        while size < 0 or held < size:
            part = bytes(self._copy.read())
            if not part:
                break
            parts.append(part)
            held += len(part)
        whole = b"".join(parts)
        cut = len(whole) if size < 0 else size
        self._rest = whole[cut:]
        return whole[:cut]


class ServerConnection:
    """An open transaction in which names are those of one schema; another may stand in the same one, `beside` it."""

    def __init__(self, raw: psycopg.Connection, schema: str, beside: "ServerConnection | None" = None) -> None:
        self.raw, self.schema = raw, schema
        self._looked_up: list[str] = beside._looked_up if beside else [""]
        self._renamed = itertools.count(1)

    def _cursor(self) -> "psycopg.Cursor[Any]":
        cursor = self.raw.cursor()
        if self._looked_up[0] != self.schema:
            cursor.execute(sql.SQL("SET LOCAL search_path TO {}").format(sql.Identifier(self.schema)))
            self._looked_up[0] = self.schema
        return cursor

    def run(self, question: str, values: Sequence[Any] = ()) -> "psycopg.Cursor[Any]":
        """Run a statement now."""
        return self._cursor().execute(*_bound(question, values))

    def copied(self, statement: str, values: Sequence[Any] = ()) -> AbstractContextManager[psycopg.Copy]:
        """Run a COPY, to be read from or written to."""
        return self._cursor().copy(*_bound(statement, values))

    def execute(self, query: str, parameters: Sequence[Any] = ()) -> ServerAnswer:
        """Run a statement; one that asks is asked when its answer is fetched."""
        answer = ServerAnswer(self, query, parameters)
        if not query.lstrip().upper().startswith(("SELECT", "WITH")):
            self.run(query, parameters)
        return answer

    def register(self, view_name: str, python_object: pa.Table) -> object:
        """Put rows into a table that lasts as long as the transaction, for questions to name."""
        types = (f'"{one.name}" {_FROM_ARROW[one.type]}' for one in python_object.schema)
        self.run(f"CREATE TEMP TABLE {view_name} ({', '.join(types)}) ON COMMIT DROP")
        with self.copied(f"COPY pg_temp.{view_name} FROM STDIN (FORMAT csv)") as copy:
            for batch in _readable(python_object).to_batches(max_chunksize=_ROWS):
                copy.write(_csv(batch))
        self.run(f"ANALYZE pg_temp.{view_name}")
        return self

    def unregister(self, view_name: str) -> object:
        """Give the name free; the rows go with the transaction."""
        return self.run(f"ALTER TABLE pg_temp.{view_name} RENAME TO {view_name}_{next(self._renamed)}")


def _bound(question: str, values: Sequence[Any]) -> tuple[bytes, Sequence[Any] | None]:
    return (question.replace("%", "%%").replace("?", "%s").encode(), values) if values else (question.encode(), None)


def _readable(rows: pa.Table) -> pa.Table:
    for number, one in enumerate(rows.schema):
        if pa.types.is_binary(one.type):
            texts = [None if value is None else f"\\x{value.hex()}" for value in rows.column(number).to_pylist()]
            rows = rows.set_column(number, one.name, pa.array(texts, pa.string()))
    return rows


def _csv(batch: pa.RecordBatch) -> bytes:
    written = io.BytesIO()
    # All quoted: then an empty text is "" and what is missing is nothing.
    arrow_csv.write_csv(batch, written, arrow_csv.WriteOptions(include_header=False, quoting_style="all_valid"))
    return written.getvalue()
