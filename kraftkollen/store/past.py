"""What the journal remembers of a figure, a file and a person: every delivery of it, every event, what waits beside it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa

from kraftkollen.model.delivery import KEY, OBSERVATION_SCHEMA, State
from kraftkollen.store import deliveries
from kraftkollen.store.deliveries import Batch, Ground
from kraftkollen.store.journal import Transaction
from kraftkollen.store.versions import NEWEST

_KEY = ", ".join(KEY)
_SAME_KEY = " AND ".join(f"o.{name} = k.{name}" for name in KEY)


@dataclass(frozen=True, slots=True)
class Delivered:
    """A figure as one delivery gave it. `current` if it is the one that counts now."""

    batch: Batch
    value: float | None
    numerator: float | None
    denominator: float | None
    status: str
    comment: str | None
    row: int
    current: bool


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened to a delivery."""

    id: int
    batch: int
    kind: State
    at: datetime
    by: str
    ground: Ground
    why: str | None
    ref: str | None
    filename: str
    delivered_by: str
    rows: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A delivery that waits for approval, and how many of the keys asked for it holds."""

    batch: int
    keys: int


def deliveries_of(transaction: Transaction, key: tuple[str, ...]) -> tuple[Delivered, ...]:
    """Return every delivery of one figure (in the order of KEY), the newest first."""
    where = " AND ".join(f"{name} = ?" for name in KEY)
    rows = transaction.connection.execute(
        f"""
        WITH {deliveries.STANDING}
        SELECT o.batch, o.value, o.numerator, o.denominator, o.status, o.comment, o.source_row,
               s.approval IS NOT NULL AND s.approval = max(s.approval) OVER ()
        FROM observation o LEFT JOIN standing s USING (batch) WHERE {where} ORDER BY o.batch DESC
        """,
        [NEWEST, *key],
    ).fetchall()
    return tuple(Delivered(deliveries.batch(transaction, int(row[0])), *row[1:]) for row in rows)


def happenings(
    transaction: Transaction,
    *,
    person: str | None = None,
    indicators: tuple[str, ...] | None = None,
    area: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> tuple[Happening, ...]:
    """Return the events that fit everything that is given, the newest first; without values.

    Parameters
    ----------
    indicators, area
        Ids, and a code: events of deliveries that hold a row of one of them, or of both in the same row.
    since, until
        UTC, both included.
    """
    conditions, values = ["true"], []
    for condition, value in (("e.recorded_by = ?", person), ("e.recorded_at >= ?", since), ("e.recorded_at <= ?", until)):
        if value is not None:
            conditions.append(condition)
            values.append(value)
    held, held_values = _held(indicators, area)
    rows = transaction.connection.execute(
        "SELECT e.id, e.batch, e.kind, e.recorded_at, e.recorded_by, e.ground, e.why, e.ref, b.filename, b.delivered_by,"
        f" b.row_count FROM batch_event e JOIN batch b ON b.id = e.batch WHERE {' AND '.join(conditions)}{held}"
        " ORDER BY e.id DESC",
        [*values, *held_values],
    ).fetchall()
    return tuple(_happening(*row) for row in rows)


def _happening(number: int, batch: int, kind: str, at: datetime, by: str, ground: str, *rest: Any) -> Happening:
    return Happening(number, batch, State(kind), at, by, Ground(ground), *rest)


def _held(indicators: tuple[str, ...] | None, area: str | None) -> tuple[str, list[Any]]:
    conditions: list[str] = []
    values: list[Any] = []
    if indicators is not None:
        conditions.append("indicator IN (SELECT unnest(?::TEXT[]))")
        values.append(list(indicators))
    if area is not None:
        conditions.append("area = ?")
        values.append(area)
    if not conditions:
        return "", []
    return f" AND e.batch IN (SELECT batch FROM observation WHERE {' AND '.join(conditions)})", values


def batches_of_file(transaction: Transaction, sha256: str) -> tuple[Batch, ...]:
    """Return every delivery of the same bytes, the newest first."""
    rows = transaction.connection.execute("SELECT id FROM batch WHERE sha256 = ? ORDER BY id DESC", [sha256]).fetchall()
    return tuple(deliveries.batch(transaction, int(number)) for (number,) in rows)


def waiting_with(transaction: Transaction, rows: pa.Table, but: int | None = None) -> tuple[Waiting, ...]:
    """Return the deliveries that wait for approval and hold some of the keys of `rows`; without the delivery `but`."""
    waiting = [one for one in deliveries.waiting(transaction) if one != but]
    if not waiting:
        return ()
    connection = transaction.connection
    connection.register("asked", rows.select(list(KEY)))
    found = connection.execute(
        f"""
        SELECT batch, count(*) FROM observation o WHERE batch IN ({", ".join("?" for _ in waiting)})
        AND EXISTS (SELECT 1 FROM asked k WHERE {_SAME_KEY}) GROUP BY batch ORDER BY batch
        """,
        waiting,
    ).fetchall()
    connection.unregister("asked")
    return tuple(Waiting(int(batch), int(keys)) for batch, keys in found)


def held_by(transaction: Transaction, batch: int) -> pa.Table:
    """Return the rows of a delivery that are current now, in the columns of OBSERVATION_SCHEMA."""
    columns = ", ".join(OBSERVATION_SCHEMA.names)
    found = transaction.connection.execute(
        f"""
        WITH {deliveries.STANDING}, mine AS (SELECT {_KEY} FROM observation WHERE batch = ?)
        SELECT {columns} FROM (
            SELECT batch, {columns}, approval, max(approval) OVER (PARTITION BY {_KEY}) AS newest
            FROM observation o JOIN standing USING (batch) WHERE EXISTS (SELECT 1 FROM mine k WHERE {_SAME_KEY})
        ) AS held WHERE approval = newest AND batch = ?
        """,
        [NEWEST, batch, batch],
    ).to_arrow_table()
    return found.cast(OBSERVATION_SCHEMA)
