"""How officers corrected the reading of a file, remembered by its headers for the next file that has the same."""

import json

from kraftkollen.model.delivery import Correction
from kraftkollen.store.journal import Transaction


def remember(transaction: Transaction, header_key: str, correction: Correction, by: str) -> None:
    """Record the correction for files with these headers; the latest one counts."""
    body = json.dumps(correction.as_json(), ensure_ascii=False, sort_keys=True)
    transaction.connection.execute(
        "INSERT INTO remembered_mapping VALUES (?, ?, ?, ?, ?)",
        [transaction.next_id("remembered_mapping"), header_key, body, transaction.moment, by],
    )


def recall(transaction: Transaction, header_key: str) -> Correction | None:
    """Return the correction that was last recorded for files with these headers."""
    row = transaction.connection.execute(
        "SELECT correction FROM remembered_mapping WHERE header_key = ? ORDER BY id DESC LIMIT 1", [header_key]
    ).fetchone()
    return Correction(**json.loads(row[0])) if row else None
