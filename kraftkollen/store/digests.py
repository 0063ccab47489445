"""Digests of observations: the same for the same rows, whatever their order and wherever they come from."""

import pyarrow as pa

from kraftkollen.model.delivery import OBSERVATION_SCHEMA
from kraftkollen.store.connection import in_memory
from kraftkollen.store.journal import Transaction

# Two hashes of the whole row, of which one has the columns in another order: as sure as one of twice the length, and numbers
# need not be written out as text, which would take four times as long.
_NAMES = OBSERVATION_SCHEMA.names
_ROW = ", ".join(f"hash({', '.join(order)})::TEXT" for order in (_NAMES, [*_NAMES[5:], *_NAMES[:5]]))
_DIGEST = f"printf('%d-%s', count(*), coalesce(bit_xor(md5_number(concat_ws('|', {{batch}}{_ROW})))::TEXT, '0'))"


def rows_digest(rows: pa.Table) -> str:
    """Return a digest of observations in the columns of OBSERVATION_SCHEMA."""
    connection = in_memory()
    try:
        connection.register("delivered", rows.cast(OBSERVATION_SCHEMA))
        row = connection.execute(f"SELECT {_DIGEST.format(batch='')} FROM delivered").fetchone()
    finally:
        connection.close()
    assert row is not None
    return str(row[0])


def batch_digest(transaction: Transaction, batch: int) -> str:
    """Return a digest of what the journal holds of a delivery; the same as `rows_digest` of its rows."""
    row = transaction.connection.execute(
        f"SELECT {_DIGEST.format(batch='')} FROM observation WHERE batch = ?", [batch]
    ).fetchone()
    assert row is not None
    return str(row[0])


def journal_digest(transaction: Transaction) -> str:
    """Return a digest of every observation of every delivery."""
    row = transaction.connection.execute(f"SELECT {_DIGEST.format(batch='batch::TEXT, ')} FROM observation").fetchone()
    assert row is not None
    return str(row[0])
