"""Published versions in the journal: what each holds, and which cells it hid, so that any of them can be written out again."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa

from kraftkollen.model.delivery import KEY
from kraftkollen.store.journal import Transaction

FIGURES = "figures"
REGISTER = "register"
_KEY = ", ".join(KEY)


@dataclass(frozen=True, slots=True)
class Version:
    """A published version. `last_event`, `last_record` and `last_border_set` say how much of the journal it holds."""

    id: int
    kind: str
    at: datetime
    by: str
    definitions: str | None
    method: str
    last_event: int
    last_record: int
    last_border_set: int
    digest: str


def add_version(transaction: Transaction, version: Version, definitions: str | None) -> None:
    """Record a version, and what was defined then if that is new."""
    if definitions is not None:
        add_definitions(transaction, definitions)
    transaction.connection.execute(
        "INSERT INTO version VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            version.id,
            version.kind,
            version.at,
            version.by,
            version.definitions,
            version.method,
            version.last_event,
            version.last_record,
            version.last_border_set,
            version.digest,
        ],
    )


def add_definitions(transaction: Transaction, body: str) -> None:
    """Keep a set of definitions; the same set is kept once."""
    transaction.connection.execute("INSERT INTO definition_set VALUES (?, ?) ON CONFLICT DO NOTHING", [sha256(body), body])


def sha256(text: str) -> str:
    """Return the name under which a set of definitions is kept."""
    return hashlib.sha256(text.encode()).hexdigest()


# The last that was said of each cell up to a version, of some indicators or all.
_HIDDEN = f"""
    SELECT * FROM (
        SELECT DISTINCT ON ({_KEY}) {_KEY}, mask FROM mark
        WHERE version <= ? AND (? IS NULL OR indicator IN (SELECT unnest(?::TEXT[]))) ORDER BY {_KEY}, version DESC
    ) AS hidden WHERE mask <> 0
"""
# Above every number of the journal: what was recorded last.
NEWEST = 2**62


def marks(transaction: Transaction, version: int | None = None, indicators: tuple[str, ...] | None = None) -> pa.Table:
    """Return the cells that a version hid (the newest if left out), of these indicators if given: KEY and `mask`."""
    return transaction.connection.execute(_HIDDEN, _which(version, indicators)).to_arrow_table()


def _which(version: int | None, indicators: tuple[str, ...] | None) -> list[Any]:
    names = None if indicators is None else list(indicators)
    return [NEWEST if version is None else version, None if names is None else len(names), names]


def add_marks(transaction: Transaction, version: int, cells: pa.Table, indicators: tuple[str, ...] | None = None) -> None:
    """Record which cells the version hides (columns of KEY and `mask`), as differences from the version before.

    `indicators`: those that `cells` is about; of any other the same cells are hidden as before. All, if left out.
    """
    transaction.connection.register("cells", cells)
    transaction.connection.execute(
        f"""
        INSERT INTO mark
        WITH before AS ({_HIDDEN})
        SELECT ?, {_KEY}, coalesce(cells.mask, 0) FROM cells FULL JOIN before USING ({_KEY})
        WHERE coalesce(cells.mask, 0) <> coalesce(before.mask, 0)
        """,
        [*_which(None, indicators), version],
    )
    transaction.connection.unregister("cells")


def marked_about(transaction: Transaction, indicators: tuple[str, ...]) -> list[int]:
    """Return the numbers of the versions that hid other cells of one of these indicators than the version before, in order."""
    rows = transaction.connection.execute(
        "SELECT DISTINCT version FROM mark WHERE indicator IN (SELECT unnest(?::TEXT[])) ORDER BY version", [list(indicators)]
    ).fetchall()
    return [number for (number,) in rows]


def marked_between(transaction: Transaction, after: int, number: int) -> tuple[str, ...]:
    """Return the indicators of which another cell was hidden after one version, up to and with another."""
    rows = transaction.connection.execute(
        "SELECT DISTINCT indicator FROM mark WHERE version > ? AND version <= ? ORDER BY indicator", [after, number]
    ).fetchall()
    return tuple(name for (name,) in rows)


def version(transaction: Transaction, number: int) -> Version | None:
    """Return a version by its number; None if there is none."""
    row: tuple[Any, ...] | None = transaction.connection.execute("SELECT * FROM version WHERE id = ?", [number]).fetchone()
    return Version(*row) if row else None


def of_method(transaction: Transaction, method: str) -> tuple[Version, ...]:
    """Return every version of the figures that was protected by a method, the newest last."""
    rows = transaction.connection.execute(
        "SELECT * FROM version WHERE kind = ? AND method = ? ORDER BY id", [FIGURES, method]
    ).fetchall()
    return tuple(Version(*row) for row in rows)


def newest(transaction: Transaction, kind: str, as_of: datetime | None = None, method: str | None = None) -> Version | None:
    """Return the last version of a kind published up to a time, by a method if one is given; None if there is none."""
    row: tuple[Any, ...] | None = transaction.connection.execute(
        "SELECT * FROM version WHERE kind = ? AND (? IS NULL OR recorded_at <= ?) AND (? IS NULL OR method = ?)"
        " ORDER BY id DESC LIMIT 1",
        [kind, as_of, as_of, method, method],
    ).fetchone()
    return Version(*row) if row else None


def definitions(transaction: Transaction, digest: str) -> str:
    """Return a set of definitions by its name."""
    row = transaction.connection.execute("SELECT body FROM definition_set WHERE sha256 = ?", [digest]).fetchone()
    assert row is not None, f"the journal names the definitions {digest} and does not hold them"
    return str(row[0])
