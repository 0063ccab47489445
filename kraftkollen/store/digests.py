"""Digests of observations: the same for the same rows, whatever their order and wherever they come from."""

import pyarrow as pa

from kraftkollen.model.delivery import OBSERVATION_SCHEMA
from kraftkollen.store.connection import in_memory
from kraftkollen.store.journal import Transaction

# What may hold any sign comes last and after its length, so that two different rows never read the same.
_ROW = ", ".join(
    [
        *(f"coalesce({name}::TEXT, '')" for name in OBSERVATION_SCHEMA.names if name != "comment"),
        "coalesce(length(comment), -1)::TEXT",
        "coalesce(comment, '')",
    ]
)
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
