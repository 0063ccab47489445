"""Erases deliveries: copies the journal without them into a new file, and says which published versions held them."""

import json
from typing import Any

from kraftkollen.model.delivery import State
from kraftkollen.store import deliveries, past
from kraftkollen.store.deliveries import Event
from kraftkollen.store.journal import Journal, Transaction

_ERASED = "erased"
_NAMES = f"'{_ERASED}-' || id"
# What is left of a delivery: its number, when and by whom it was sent, and what happened to it. Nothing that was in it.
_EMPTIED = {
    "batch": {
        "idempotency_key": _NAMES,
        "sha256": _NAMES,
        "filename": f"'{_ERASED}'",
        **dict.fromkeys(("form", "understood"), "'{}'"),
        **dict.fromkeys(("comment", "ref", "definitions", "divisions"), "NULL"),
        **dict.fromkeys(("row_count", "new_count", "changed_count", "unchanged_count"), "0"),
    },
    "batch_event": {"why": "NULL", "ref": "NULL"},
}
_BATCH_OF = {"batch": "id", "batch_event": "batch"}


def erase(journal: Journal, number: int, event: Event) -> tuple[int, ...]:
    """Rewrite the journal without a delivery, and without every other one of the same bytes; return their numbers.

    Nothing is done, and nothing returned, if it is erased already; NotFound if there is no such delivery.
    """
    with journal.read() as transaction:
        if deliveries.batch(transaction, number).state is State.ERASED:
            return ()
    with journal.rewrite() as (old, new):
        # Asked again: the lock was let go between.
        found = deliveries.batch(old, number)
        gone = tuple(one.id for one in past.batches_of_file(old, found.sha256)) if found.state is not State.ERASED else ()
        _copy(old, new, gone, found.sha256)
        for one in gone:
            deliveries.add_event(new, one, event)
    return gone


def _copy(old: Transaction, new: Transaction, gone: tuple[int, ...], sha256: str) -> None:
    left_out: dict[str, tuple[str, list[Any]]] = {
        "observation": ("NOT batch = ANY(?)", [list(gone)]),
        "upload": ("sha256 <> ?", [sha256 if gone else ""]),
        "kept_bytes": ("sha256 <> ?", [sha256 if gone else ""]),
        "remembered_mapping": ("NOT correction = ANY(?)", [_corrections(old, gone)]),
    }
    for table in new.tables():
        where, values = left_out.get(table, ("true", []))
        new.take_over(old, table, [_column(table, name, gone) for name in new.columns(table)], where, values)
        if table == "upload":
            # What the emptied deliveries refer to in place of their bytes.
            for one in gone:
                new.connection.execute("INSERT INTO upload VALUES (?, 0, ?)", [f"{_ERASED}-{one}", new.moment])


def _column(table: str, name: str, gone: tuple[int, ...]) -> str:
    emptied = _EMPTIED.get(table, {}).get(name)
    if emptied is None or not gone:
        return name
    return f"CASE WHEN {_BATCH_OF[table]} IN ({', '.join(map(str, gone))}) THEN {emptied} ELSE {name} END AS {name}"


def _corrections(old: Transaction, gone: tuple[int, ...]) -> list[str]:
    """Return the remembered corrections that came with the deliveries: they name the headers of the file."""
    rows = old.connection.execute("SELECT form FROM batch WHERE id = ANY(?)", [list(gone)]).fetchall()
    bodies = (json.loads(form).get("correction") for (form,) in rows)
    return [json.dumps(one, ensure_ascii=False, sort_keys=True) for one in bodies if one is not None]


def versions_that_held(transaction: Transaction) -> frozenset[int]:
    """Return the versions of the figures for which a delivery that is erased now was current."""
    rows = transaction.connection.execute(
        """
        SELECT DISTINCT v.id FROM version v JOIN batch_event e ON e.id <= v.last_event
        WHERE v.kind = 'figures' AND e.kind = 'approved'
        AND e.batch IN (SELECT batch FROM batch_event WHERE kind = 'erased')
        AND NOT EXISTS (
            SELECT 1 FROM batch_event later WHERE later.batch = e.batch AND later.id > e.id AND later.id <= v.last_event
        )
        """
    ).fetchall()
    return frozenset(int(number) for (number,) in rows)
