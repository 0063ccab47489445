"""The register in the journal: what the programme consists of, each record with all its earlier forms."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError

from kraftkollen.errors import ConfigurationRefused
from kraftkollen.model.catalogue import problems_of
from kraftkollen.model.record import Record, programme_of
from kraftkollen.store.journal import Transaction


@dataclass(frozen=True, slots=True)
class Recorded:
    """A record with when and by whom it was written."""

    record: Record
    at: datetime
    by: str
    why: str | None


def add_records(transaction: Transaction, records: Iterable[Record], by: str, why: str | None = None) -> int:
    """Write the records; those that stand already in the same form are left. Return how many were written.

    Raises
    ------
    ConfigurationRefused
        If the register would no longer make a programme, such as when a body goes that a decision names. The transaction
        that it is raised in records nothing.
    """
    standing = {(one.kind, one.id): one.body for one in records_as_of(transaction)}
    changed = [one for one in records if (one.kind, one.id) not in standing or standing[one.kind, one.id] != one.body]
    first = transaction.next_id("register")
    for number, one in enumerate(changed, start=first):
        body = None if one.body is None else json.dumps(one.body, ensure_ascii=False)
        transaction.connection.execute(
            "INSERT INTO register VALUES (?, ?, ?, ?, ?, ?, ?)", [number, one.kind, one.id, body, transaction.moment, by, why]
        )
    try:
        programme_of(records_as_of(transaction))
    except ValidationError as error:
        raise ConfigurationRefused(problems_of(error, "programme"), file="programme.yaml") from error
    return len(changed)


def records_as_of(transaction: Transaction, last_record: int | None = None) -> tuple[Record, ...]:
    """Return each record in its latest form, in the order in which they were first written; withdrawn ones left out."""
    rows = transaction.connection.execute(
        "SELECT kind, record, (array_agg(coalesce(body, 'null') ORDER BY id DESC))[1] FROM register"
        " WHERE ? IS NULL OR id <= ? GROUP BY kind, record ORDER BY min(id)",
        [last_record, last_record],
    ).fetchall()
    records = (Record(kind, name, json.loads(body)) for kind, name, body in rows)
    return tuple(one for one in records if one.body is not None)


def last_record(transaction: Transaction, as_of: datetime | None = None) -> int:
    """Return the number of the last row written up to a time; 0 if there is none."""
    row = transaction.connection.execute(
        "SELECT coalesce(max(id), 0) FROM register WHERE ? IS NULL OR recorded_at <= ?", [as_of, as_of]
    ).fetchone()
    assert row is not None
    return int(row[0])


def recorded_of(transaction: Transaction, kinds: tuple[str, ...]) -> list[int]:
    """Return the numbers of all rows of these kinds, in order."""
    rows = transaction.connection.execute(
        "SELECT id FROM register WHERE kind IN (SELECT unnest(?::TEXT[])) ORDER BY id", [list(kinds)]
    ).fetchall()
    return [number for (number,) in rows]


def history(transaction: Transaction, kind: str, name: str) -> tuple[Recorded, ...]:
    """Return every form that a record has had, the newest first."""
    rows = transaction.connection.execute(
        "SELECT body, recorded_at, recorded_by, why FROM register WHERE kind = ? AND record = ? ORDER BY id DESC", [kind, name]
    ).fetchall()
    return tuple(Recorded(Record(kind, name, json.loads(body) if body else None), at, by, why) for body, at, by, why in rows)


def before(transaction: Transaction, why: str) -> tuple[tuple[Record, bool], ...]:
    """Return each record that was written for a reason that begins so, as it stood before, and whether it still stands so.

    The body of one that was new is None.
    """
    rows = transaction.connection.execute(
        "SELECT kind, record, max(id) FROM register WHERE starts_with(why, ?) GROUP BY kind, record ORDER BY max(id) DESC",
        [why],
    ).fetchall()
    found = []
    for kind, name, written in rows:
        forms = transaction.connection.execute(
            "SELECT body, id FROM register WHERE kind = ? AND record = ? ORDER BY id", [kind, name]
        ).fetchall()
        earlier = [body for body, number in forms if number < written]
        body = json.loads(earlier[-1]) if earlier and earlier[-1] else None
        found.append((Record(kind, name, body), forms[-1][1] == written))
    return tuple(found)
