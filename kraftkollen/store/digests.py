"""Digests of observations: the same for the same rows, whatever their order and wherever they come from.

DuckDB works them out, also of what lies on a server: a number reads differently in another database.
"""

from collections.abc import Sequence
from functools import cache

import duckdb
import pyarrow as pa

from kraftkollen.model.delivery import OBSERVATION_SCHEMA
from kraftkollen.store.connection import in_memory
from kraftkollen.store.deliveries import rows_of
from kraftkollen.store.journal import Transaction

# Two hashes of the whole row, of which one has the columns in another order: as sure as one of twice the length, and numbers
# need not be written out as text, which would take four times as long.
_NAMES = OBSERVATION_SCHEMA.names
_ROW = ", ".join(f"hash({', '.join(order)})::TEXT" for order in (_NAMES, [*_NAMES[5:], *_NAMES[:5]]))
_DIGEST = f"printf('%d-%s', count(*), coalesce(bit_xor(md5_number(concat_ws('|', {{batch}}{_ROW})))::TEXT, '0'))"

_OF_NOTHING = "0-0"


def rows_digest(rows: pa.Table) -> str:
    """Return a digest of observations in the columns of OBSERVATION_SCHEMA."""
    return _digest(rows.cast(OBSERVATION_SCHEMA), "")


def _digest(rows: pa.Table, batch: str) -> str:
    with _database().cursor() as connection:
        connection.register("delivered", rows)
        row = connection.execute(f"SELECT {_DIGEST.format(batch=batch)} FROM delivered").fetchone()
    assert row is not None
    return str(row[0])


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """The process's own: to open one takes longer than to work out the digest of an ordinary delivery."""
    return in_memory()


def batch_digests(transaction: Transaction, batches: Sequence[int]) -> dict[int, str]:
    """Return a digest of what the journal holds of each delivery; the same as `rows_digest` of its rows."""
    rows = transaction.connection.execute(
        f"SELECT batch, {', '.join(_NAMES)} FROM observation WHERE batch IN (SELECT unnest(?::BIGINT[]))", [list(batches)]
    ).to_arrow_table()
    with _database().cursor() as connection:
        connection.register("delivered", rows.cast(pa.schema([pa.field("batch", pa.int64()), *OBSERVATION_SCHEMA])))
        found = connection.execute(f"SELECT batch, {_DIGEST.format(batch='')} FROM delivered GROUP BY batch").fetchall()
    return {**dict.fromkeys(batches, _OF_NOTHING), **dict(found)}


def journal_digest(transaction: Transaction) -> str:
    """Return a digest of every observation of every delivery."""
    if transaction.in_duckdb:
        row = transaction.connection.execute(f"SELECT {_DIGEST.format(batch='batch::TEXT, ')} FROM observation").fetchone()
        assert row is not None
        return str(row[0])
    count, digest = 0, 0
    for (batch,) in transaction.connection.execute("SELECT id FROM batch ORDER BY id").fetchall():
        found, _, number = _digest(rows_of(transaction, batch), f"{int(batch)}::TEXT, ").partition("-")
        count, digest = count + int(found), digest ^ int(number)
    return f"{count}-{digest}"
