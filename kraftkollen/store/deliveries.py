"""Batches, their observations and their life: what was delivered, by whom, and what is current because of it."""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import pyarrow as pa

from kraftkollen.errors import NotFound
from kraftkollen.model.delivery import KEY, OBSERVATION_SCHEMA, Comparison, Form, State, Understood
from kraftkollen.store.journal import Transaction
from kraftkollen.store.versions import NEWEST, add_definitions, sha256


class Ground(StrEnum):
    """Why the actor could do it: a second person, the only user, an official source, or the own batch."""

    SECOND_PERSON = "second_person"
    LOCAL = "local"
    OFFICIAL = "official"
    SELF = "self"


@dataclass(frozen=True, slots=True)
class NewBatch:
    """What is to be recorded of a delivery beside its rows."""

    idempotency_key: str
    sha256: str
    size: int
    filename: str
    delivered_by: str
    comment: str | None
    form: Form
    understood: Understood
    document: str | None
    definitions: str
    divisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """A delivery on record. `at`, `by`, `why` and `ref` are of its last event; `delivered_at` and `document` of its first."""

    id: int
    sha256: str
    filename: str
    delivered_by: str
    delivered_at: datetime
    comment: str | None
    rows: int
    new: int
    changed: int
    unchanged: int
    state: State
    at: datetime
    by: str
    ground: Ground
    why: str | None
    ref: str | None
    document: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that is to happen to a batch."""

    state: State
    by: str
    ground: Ground
    why: str | None = None
    ref: str | None = None


_COLUMNS = ", ".join(OBSERVATION_SCHEMA.names)
_KEY = ", ".join(KEY)

# The last event of each batch; asked with the number of the event up to which is looked. Not by groups: PostgreSQL takes them
# for one row, and counts them anew for each observation.
_LAST = """
    event AS NOT MATERIALIZED (SELECT id, batch, kind FROM batch_event WHERE id <= ?),
    last AS NOT MATERIALIZED (
        SELECT id, batch, kind FROM event AS one
        WHERE NOT EXISTS (SELECT 1 FROM event AS later WHERE later.batch = one.batch AND later.id > one.id)
    )
"""
# A batch counts while that is an approval.
STANDING = f"{_LAST}, standing AS (SELECT batch, id AS approval FROM last WHERE kind = 'approved')"
# Of those that hold a key, the one approved last is current (the intake sees to it that a batch has a key once; asked for the
# first of a row_number, DuckDB reads the table twice). Always in the same order, whatever else is asked for: where hiding one
# cell is as good as hiding another, it decides which.
_CURRENT = f"""
    WITH {STANDING}
    SELECT {_COLUMNS} FROM (
        SELECT batch, {_COLUMNS}, approval, max(approval) OVER (PARTITION BY {_KEY}) AS newest
        FROM observation JOIN standing USING (batch) {{where}}
    ) AS held WHERE approval = newest ORDER BY batch, source_row, {_KEY}
"""


def current(
    transaction: Transaction,
    *,
    indicators: tuple[str, ...] | None = None,
    periods: tuple[str, ...] | None = None,
    last_event: int = NEWEST,
    without: int | None = None,
) -> pa.Table:
    """Return the current observations, in the columns of OBSERVATION_SCHEMA.

    Parameters
    ----------
    indicators, periods
        Only these, if given.
    last_event
        As it stood after the batch event with this number; the newest if left out.
    without
        The number of a batch that is left out of account, as if it were reverted.
    """
    values: list[Any] = [last_event, without]
    where = "WHERE batch IS DISTINCT FROM ?"
    for name, chosen in (("indicator", indicators), ("period", periods)):
        if chosen is not None:
            where += f" AND {name} IN ({', '.join('?' for _ in chosen) or 'NULL'})"
            values += chosen
    found = transaction.connection.execute(_CURRENT.format(where=where), values).to_arrow_table()
    return found.cast(OBSERVATION_SCHEMA)


def last_event(transaction: Transaction, as_of: datetime | None = None) -> int:
    """Return the number of the last event recorded up to a time; 0 if there is none."""
    row = transaction.connection.execute(
        "SELECT coalesce(max(id), 0) FROM batch_event WHERE ? IS NULL OR recorded_at <= ?", [as_of, as_of]
    ).fetchone()
    assert row is not None
    return int(row[0])


def find_by_idempotency_key(transaction: Transaction, key: str) -> int | None:
    """Return the batch that was recorded under the key, so that a click sent twice makes one batch."""
    row = transaction.connection.execute("SELECT id FROM batch WHERE idempotency_key = ?", [key]).fetchone()
    return int(row[0]) if row else None


def add_batch(transaction: Transaction, new: NewBatch, rows: pa.Table, comparison: Comparison, event: Event) -> int:
    """Record a delivery with its rows and its first event; return its number."""
    connection, moment = transaction.connection, transaction.moment
    number = transaction.next_id("batch")
    connection.execute("INSERT INTO upload VALUES (?, ?, ?) ON CONFLICT DO NOTHING", [new.sha256, new.size, moment])
    add_definitions(transaction, new.definitions)
    connection.execute(
        "INSERT INTO batch VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            number,
            new.idempotency_key,
            new.sha256,
            new.filename,
            new.delivered_by,
            new.comment,
            json.dumps(new.form.as_json(), ensure_ascii=False),
            json.dumps(new.understood.as_json(), ensure_ascii=False),
            rows.num_rows,
            comparison.new,
            comparison.changed,
            comparison.unchanged,
            moment,
            new.document,
            sha256(new.definitions),
            json.dumps(new.divisions),
        ],
    )
    connection.register("delivered_rows", rows)
    connection.execute(f"INSERT INTO observation SELECT ?, {_COLUMNS} FROM delivered_rows", [number])
    connection.unregister("delivered_rows")
    add_event(transaction, number, event)
    return number


def add_event(transaction: Transaction, batch: int, event: Event) -> int:
    """Record that something happened to a batch; return the event's number."""
    number = transaction.next_id("batch_event")
    transaction.connection.execute(
        "INSERT INTO batch_event VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [number, batch, event.state.value, transaction.moment, event.by, event.ground.value, event.why, event.ref],
    )
    return number


def rows_of(transaction: Transaction, batch: int) -> pa.Table:
    """Return every row that a batch delivered, in the order of the file."""
    found = transaction.connection.execute(
        f"SELECT {_COLUMNS} FROM observation WHERE batch = ? ORDER BY source_row",
        [batch],
    ).to_arrow_table()
    return found.cast(OBSERVATION_SCHEMA)


def indicators_of(transaction: Transaction, batch: int) -> tuple[str, ...]:
    """Return the ids of the indicators that a batch has rows for."""
    rows = transaction.connection.execute(
        "SELECT DISTINCT indicator FROM observation WHERE batch = ? ORDER BY indicator", [batch]
    ).fetchall()
    return tuple(name for (name,) in rows)


def events_about(transaction: Transaction, indicators: tuple[str, ...]) -> list[int]:
    """Return the numbers of all events of batches that have rows for one of these indicators, in order."""
    rows = transaction.connection.execute(
        "SELECT id FROM batch_event WHERE batch IN"
        " (SELECT batch FROM observation WHERE indicator IN (SELECT unnest(?::TEXT[]))) ORDER BY id",
        [list(indicators)],
    ).fetchall()
    return [number for (number,) in rows]


def touched(transaction: Transaction, after: int, last_event: int) -> tuple[str, ...] | None:
    """Return the indicators of the batches that were delivered or approved between two events.

    None if one of them was reverted or erased: no trace of it is to be left in what is published after.
    """
    between = "SELECT batch FROM batch_event WHERE id > ? AND id <= ?"
    gone = f"SELECT count(*) FROM batch_event WHERE kind IN ('reverted', 'erased') AND batch IN ({between})"
    row = transaction.connection.execute(gone, [after, last_event]).fetchone()
    if row is None or row[0]:
        return None
    found = f"SELECT DISTINCT indicator FROM observation WHERE batch IN ({between}) ORDER BY indicator"
    return tuple(name for (name,) in transaction.connection.execute(found, [after, last_event]).fetchall())


def waiting(transaction: Transaction, last_event: int = NEWEST) -> list[int]:
    """Return the batches that waited for approval after the event with this number, in order.

    Asked by itself, and its answer put into the next question: they are few, and in one question PostgreSQL joins everything
    that was ever delivered before it looks which of it waits.
    """
    question = f"WITH {_LAST} SELECT batch FROM last WHERE kind = 'delivered' ORDER BY batch"
    return [int(number) for (number,) in transaction.connection.execute(question, [last_event]).fetchall()]


def tables(transaction: Transaction, last_event: int) -> frozenset[tuple[str, str]]:
    """Return every indicator and period that a batch has rows for which counted after the event with this number."""
    question = f"WITH {STANDING} SELECT DISTINCT indicator, period FROM observation JOIN standing USING (batch)"
    rows = transaction.connection.execute(question, [last_event]).fetchall()
    return frozenset((str(indicator), str(period)) for indicator, period in rows)


_BATCHES = """
    SELECT DISTINCT ON (b.id)
           b.id, b.sha256, b.filename, b.delivered_by, b.recorded_at, b.comment, b.row_count, b.new_count, b.changed_count,
           b.unchanged_count, e.kind, e.recorded_at, e.recorded_by, e.ground, e.why, e.ref, b.ref AS document
    FROM batch b JOIN batch_event e ON e.batch = b.id
    ORDER BY b.id, e.id DESC
"""


def batches(transaction: Transaction) -> tuple[Batch, ...]:
    """Return every delivery with where it stands, the newest first."""
    rows = transaction.connection.execute(f"SELECT * FROM ({_BATCHES}) AS found ORDER BY id DESC").fetchall()
    return tuple(_batch(row) for row in rows)


def batch(transaction: Transaction, number: int) -> Batch:
    """Return one delivery; NotFound if there is none with that number."""
    row = transaction.connection.execute(f"SELECT * FROM ({_BATCHES}) AS found WHERE id = ?", [number]).fetchone()
    if row is None:
        raise NotFound(what="batch", given=str(number))
    return _batch(row)


def _batch(row: tuple[Any, ...]) -> Batch:
    values = dict(zip(Batch.__slots__, row, strict=True))
    return Batch(**{**values, "state": State(values["state"]), "ground": Ground(values["ground"])})


def count_observations(transaction: Transaction) -> int:
    """Return how many rows all deliveries together hold."""
    row = transaction.connection.execute("SELECT count(*) FROM observation").fetchone()
    assert row is not None
    return int(row[0])
