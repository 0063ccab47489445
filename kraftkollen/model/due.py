"""Which periods of an indicator can exist by now."""

from collections.abc import Container, Iterator, Sequence
from datetime import date

from kraftkollen.model.indicator import Indicator
from kraftkollen.model.period import Period, readings


def latest_due(indicator: Indicator, today: date) -> Period:
    """Return the latest period of which a figure can exist by now."""
    period = Period(indicator.period, today.year)
    while period.first_readable(indicator.lag_months) <= today:
        period = period.shifted(1)
    while period.first_readable(indicator.lag_months) > today:
        period = period.shifted(-1)
    return period


def due_since(indicator: Indicator, first: str, today: date) -> Iterator[Period]:
    """Yield every period of which a figure can exist, from one written as a period or a year; nothing if it is neither."""
    kinds = {one.kind: one for one in readings(first)}
    period = kinds.get(indicator.period) or (Period(indicator.period, int(first[:4])) if first[:4].isdigit() else None)
    last = latest_due(indicator, today)
    while period is not None and period <= last:
        yield period
        period = period.shifted(1)


def expected(indicator: Indicator, due: Sequence[Period], there: Container[str]) -> tuple[Period, ...]:
    """Return those of the periods that there should be figures of: none before the first that is there.

    A series may begin later than was asked for. Where only every second period is measured, the newest that is there says
    which; all of them are expected as long as none is.
    """
    held = [one for one in due if str(one) in there]
    if not held:
        return tuple(due)
    return tuple(one for one in due if one >= held[0] and one.steps_after(held[-1]) % indicator.every == 0)
