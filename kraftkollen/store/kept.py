"""What the journal keeps so that a delivery can be read again: how its file was read, and what it was checked against."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from kraftkollen.model.area import Division
from kraftkollen.model.delivery import Form
from kraftkollen.store import places
from kraftkollen.store.journal import Transaction


@dataclass(frozen=True, slots=True)
class Kept:
    """A delivery that can be read again. `definitions` is None if it was recorded before they were kept."""

    batch: int
    sha256: str
    filename: str
    form: Form
    reader: str
    definitions: str | None
    divisions: tuple[Division, ...]
    day: date
    rows: int
    size: int


def kept_deliveries(transaction: Transaction) -> tuple[Kept, ...]:
    """Return every delivery that is not erased, the oldest first."""
    found = transaction.connection.execute("SELECT id, level, version FROM division").fetchall()
    known = {row[0]: Division(*row) for row in found}
    rows = transaction.connection.execute(
        "SELECT b.id, b.sha256, b.filename, b.form, b.understood, b.definitions, b.row_count, coalesce(u.size, 0),"
        " b.divisions, b.recorded_at FROM batch b LEFT JOIN upload u ON u.sha256 = b.sha256"
        " WHERE b.id NOT IN (SELECT batch FROM batch_event WHERE kind = 'erased') ORDER BY b.id"
    ).fetchall()
    return tuple(
        Kept(
            batch,
            sha256,
            filename,
            Form.from_json(json.loads(form)),
            str(json.loads(understood).get("reader", "")),
            definitions,
            _divisions_at(transaction, at) if divisions is None else tuple(known[one] for one in json.loads(divisions)),
            at.date(),
            count,
            size,
        )
        for batch, sha256, filename, form, understood, definitions, count, size, divisions, at in rows
    )


def _divisions_at(transaction: Transaction, at: datetime) -> tuple[Division, ...]:
    row = transaction.connection.execute("SELECT coalesce(max(id), 0) FROM border_set WHERE recorded_at <= ?", [at]).fetchone()
    return places.current_divisions(transaction, int(row[0]) if row else 0)


def uploads(transaction: Transaction) -> frozenset[str]:
    """Return the SHA-256 of all bytes that deliveries came as."""
    rows = transaction.connection.execute(
        "SELECT sha256 FROM batch WHERE id NOT IN (SELECT batch FROM batch_event WHERE kind = 'erased')"
    ).fetchall()
    return frozenset(name for (name,) in rows)


def counts(transaction: Transaction) -> tuple[int, int]:
    """Return how many deliveries and how many observations the journal holds."""
    row = transaction.connection.execute("SELECT (SELECT count(*) FROM batch), (SELECT count(*) FROM observation)").fetchone()
    assert row is not None
    return int(row[0]), int(row[1])


def miscounted(transaction: Transaction) -> tuple[tuple[int, int, int], ...]:
    """Return the deliveries whose rows are not as many as were recorded: number, as recorded, as found."""
    rows = transaction.connection.execute(
        "SELECT b.id, b.row_count, count(o.batch) FROM batch b LEFT JOIN observation o ON o.batch = b.id"
        " GROUP BY b.id, b.row_count HAVING b.row_count <> count(o.batch) ORDER BY b.id"
    ).fetchall()
    return tuple((int(batch), int(said), int(there)) for batch, said, there in rows)


def first_with(transaction: Transaction) -> list[tuple[int, str]]:
    """Return the SHA-256 of all bytes that deliveries came as, each with the number of the first delivery of them."""
    rows = transaction.connection.execute(
        "SELECT min(id), sha256 FROM batch WHERE id NOT IN (SELECT batch FROM batch_event WHERE kind = 'erased')"
        " GROUP BY sha256 ORDER BY min(id)"
    ).fetchall()
    return [(int(batch), str(sha256)) for batch, sha256 in rows]
