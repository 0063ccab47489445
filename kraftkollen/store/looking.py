"""A look at the journal that changes nothing in it: how long one waits for its lock, its schema, when it was last written."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kraftkollen.errors import Detail, Problem
from kraftkollen.store.transaction import Connection

# From this number on: migrations that only a journal on a server has.
SERVER_OWN: Final = 1000
# A clock that is set by the network may go back by seconds; one that goes back by more is wrong.
_CLOCK = timedelta(minutes=5)
_LAST = """
    SELECT max(moment) FROM (
        SELECT max(recorded_at) AS moment FROM batch_event UNION ALL SELECT max(recorded_at) FROM register
        UNION ALL SELECT max(recorded_at) FROM border_set UNION ALL SELECT max(recorded_at) FROM version
    ) AS recorded
"""


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen. `waited`: seconds until the lock was free; `last`: when something was last recorded, in UTC."""

    schema: int
    waited: float
    last: datetime | None


def schema_of(connection: Connection) -> int:
    """Return the number of the newest migration that the journal has, of those that every journal has."""
    row = connection.execute(f"SELECT max(number) FROM migration WHERE number < {SERVER_OWN}").fetchone()
    return int(row[0]) if row and row[0] is not None else 0


def last_recorded(connection: Connection) -> datetime | None:
    """Return when something was last recorded, in UTC; None if nothing is."""
    row = connection.execute(_LAST).fetchone()
    return row[0] if row else None


def clock_behind(last: datetime | None, now: datetime) -> Problem | None:
    """Return what is to be said if the clock shows a time before that of the last record; the records keep their order."""
    if last is None or now >= last - _CLOCK:
        return None
    details: dict[str, Detail] = {"now": now.isoformat(" ", "minutes"), "last": last.isoformat(" ", "minutes")}
    return Problem("clock_behind", details=details)
