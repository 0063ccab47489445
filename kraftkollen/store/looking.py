"""A look at the journal that changes nothing in it: how long one waits for its lock, its schema, when it was last written."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

import duckdb

from kraftkollen.errors import Detail, Problem, StoreMissing
from kraftkollen.store.connection import connect, explained
from kraftkollen.store.files import locked
from kraftkollen.store.folder import Folder

# A clock that is set by the network may go back by seconds; one that goes back by more is wrong.
_CLOCK = timedelta(minutes=5)
_LAST = """
    SELECT max(moment) FROM (
        SELECT max(recorded_at) AS moment FROM batch_event UNION ALL SELECT max(recorded_at) FROM register
        UNION ALL SELECT max(recorded_at) FROM border_set UNION ALL SELECT max(recorded_at) FROM version
    )
"""


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen. `waited`: seconds until the lock was free; `last`: when something was last recorded, in UTC."""

    schema: int
    waited: float
    last: datetime | None


def look(folder: Folder, seconds: float) -> Look:
    """Look at the journal without bringing its schema up to date.

    Raises
    ------
    StoreMissing, StoreBusy, StoreUnreadable, StoreUnwritable
        If it is not there, locked for so many seconds, damaged, or on a disk that takes no lock.
    """
    if not folder.journal.exists():
        raise StoreMissing(path=str(folder.path))
    begun = time.monotonic()
    with locked(folder.journal_lock, seconds):
        waited = time.monotonic() - begun
        connection = connect(folder.journal, read_only=True)
        try:
            return Look(schema_of(connection), waited, last_recorded(connection))
        except duckdb.Error as error:
            raise explained(error, folder.journal) from error
        finally:
            connection.close()


def schema_of(connection: duckdb.DuckDBPyConnection) -> int:
    """Return the number of the newest migration that the journal has."""
    row = connection.execute("SELECT max(number) FROM migration").fetchone()
    return int(row[0]) if row and row[0] is not None else 0


def last_recorded(connection: duckdb.DuckDBPyConnection) -> datetime | None:
    """Return when something was last recorded, in UTC; None if nothing is."""
    row = connection.execute(_LAST).fetchone()
    return row[0] if row else None


def clock_behind(last: datetime | None, now: datetime) -> Problem | None:
    """Return what is to be said if the clock shows a time before that of the last record; the records keep their order."""
    if last is None or now >= last - _CLOCK:
        return None
    details: dict[str, Detail] = {"now": now.isoformat(" ", "minutes"), "last": last.isoformat(" ", "minutes")}
    return Problem("clock_behind", details=details)
