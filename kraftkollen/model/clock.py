"""The one clock. Everything that records a time asks it, so that a test can say what time it is."""

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the present moment in UTC, without a time zone attached (DuckDB's TIMESTAMP)."""
        ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC).replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands still: for tests, and for demo data that must be the same tomorrow."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


def today(clock: Clock) -> date:
    """Return the date that the clock shows, in UTC."""
    return clock.now().date()


def clock_from_environment() -> Clock:
    """Return the machine's clock, or a fixed one if KRAFTKOLLEN_NOW holds an ISO time (tests and screenshots only)."""
    fixed = os.environ.get("KRAFTKOLLEN_NOW")
    return FixedClock(datetime.fromisoformat(fixed)) if fixed else SystemClock()
