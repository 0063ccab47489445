"""Which periods wait for approval: told to every reader, and so without a value, an area or a person."""

from dataclasses import dataclass
from datetime import datetime

from kraftkollen.store.deliveries import waiting
from kraftkollen.store.journal import Transaction


@dataclass(frozen=True, slots=True)
class WaitingPeriod:
    """Figures of an indicator, a division and a period that wait for approval, since the oldest of them was delivered."""

    indicator: str
    division: str
    period: str
    since: datetime
    figures: int


def waiting_periods(transaction: Transaction, last_event: int) -> tuple[WaitingPeriod, ...]:
    """Return what waited for approval after the batch event with that number, in a fixed order."""
    rows = transaction.connection.execute(
        """
        SELECT indicator, division, period, min(recorded_at), count(*)
        FROM observation JOIN batch ON batch.id = observation.batch WHERE batch.id IN (SELECT unnest(?::BIGINT[]))
        GROUP BY indicator, division, period ORDER BY indicator, division, period
        """,
        [waiting(transaction, last_event)],
    ).fetchall()
    return tuple(WaitingPeriod(*row) for row in rows)
