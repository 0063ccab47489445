"""Deliveries in time: what is in, waits, is preliminary, late or not due yet; and by owner, never by person, what is late."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kraftkollen.model.indicator import Indicator
from kraftkollen.model.period import Period, fits
from kraftkollen.views.reading import Reading
from kraftkollen.views.template_view import latest_due


class Standing(StrEnum):
    """How an indicator stands for a period and a level. `WAITING`: delivered, not yet approved."""

    IN = "in"
    PRELIMINARY = "preliminary"
    WAITING = "waiting"
    LATE = "late"
    NOT_DUE = "not_due"


@dataclass(frozen=True, slots=True)
class PeriodState:
    """One indicator, period and level. `days_late` counts from `first_readable`; `areas` of `of_areas` have been delivered,
    `preliminary` of them as the producer's preliminary figures. `spans`: how many periods each figure is pooled over.

    `waiting` says whether more waits for approval, also where something is in.
    """

    indicator: str
    title: str
    owner: str
    level: str
    period: str
    standing: Standing
    waiting: bool
    areas: int
    preliminary: int
    of_areas: int
    spans: int
    first_readable: date
    days_late: int


@dataclass(frozen=True, slots=True)
class OwnerState:
    """What a committee or company has not delivered, the longest late first."""

    owner: str
    name: str
    late: tuple[PeriodState, ...]


@dataclass(frozen=True, slots=True)
class DeliveryStateView:
    """Every indicator by period and level, the newest period first; and what is late, by owner."""

    rows: tuple[PeriodState, ...]
    owners: tuple[OwnerState, ...]


def delivery_state_view(
    reading: Reading, today: date, *, owner: str | None = None, indicator: str | None = None
) -> DeliveryStateView:
    """Return how deliveries stand, from published files alone.

    Of each indicator and level: every period since the first that was delivered; where there is none, the latest that is due
    and the next. A level is listed if the indicator is usually delivered there, or has been.

    Parameters
    ----------
    today
        What is late is decided by it.
    owner, indicator
        Ids; all if left out.
    """
    catalogue = reading.version.catalogue.indicators
    chosen = [one for one in catalogue.values() if owner in (None, one.owner) and indicator in (None, one.id)]
    rows = tuple(row for one in chosen for row in _Stands(reading, one, today).rows())
    late: dict[str, list[PeriodState]] = {}
    for row in rows:
        if row.standing is Standing.LATE:
            late.setdefault(row.owner, []).append(row)
    owners = [
        OwnerState(body, reading.version.programme.body_name(body), tuple(sorted(found, key=lambda one: -one.days_late)))
        for body, found in late.items()
    ]
    return DeliveryStateView(rows, tuple(sorted(owners, key=lambda one: one.name.casefold())))


@dataclass(frozen=True)
class _Stands:
    """How one indicator stands."""

    reading: Reading
    indicator: Indicator
    today: date

    def rows(self) -> Iterator[PeriodState]:
        there = self._delivered()
        waiting = {
            (one.division, self.indicator.read_period(one.period))
            for one in self.reading.version.registry.waiting
            if one.indicator == self.indicator.id and fits(one.period, self.indicator.period)
        }
        registry = self.reading.version.registry
        used = {division for division, _ in (*there, *waiting)}
        usual = next((one for one in self.indicator.levels if any(d.level == one for d in registry.divisions)), None)
        for division in reversed(registry.divisions):
            if division.level == usual or division.id in used:
                count = sum(one.division == division.id for one in registry.areas)
                mine = {period for where, period in (*there, *waiting) if where == division.id}
                for period in sorted(self._periods(mine), reverse=True):
                    key = (division.id, period)
                    yield self._state(division.level, period, there.get(key), key in waiting, count)

    def _delivered(self) -> dict[tuple[str, Period], tuple[int, int]]:
        """Return for each division and period how many areas were delivered, and how many are preliminary."""
        found = self.reading.version.figures.delivered(self.indicator.id)
        return {
            (one.division, self.indicator.read_period(one.period)): (one.areas, one.preliminary)
            for one in found
            if fits(one.period, self.indicator.period)
        }

    def _periods(self, there: set[Period]) -> set[Period]:
        """Return the periods to show: those that are there, those between and after that are due, and the next one."""
        latest = latest_due(self.indicator, self.today)
        found = {min(there)} if there else {latest}
        while (following := max(found).shifted(self.indicator.every)) <= latest:
            found.add(following)
        return found | there | {following}

    def _state(self, level: str, period: Period, there: tuple[int, int] | None, waiting: bool, count: int) -> PeriodState:
        readable = period.first_readable(self.indicator.lag_months)
        if there is not None:
            standing = Standing.PRELIMINARY if there[1] else Standing.IN
        elif waiting:
            standing = Standing.WAITING
        else:
            standing = Standing.LATE if readable <= self.today else Standing.NOT_DUE
        return PeriodState(
            indicator=self.indicator.id,
            title=self.indicator.title.in_language(self.reading.language),
            owner=self.indicator.owner,
            level=level,
            period=str(period),
            standing=standing,
            waiting=waiting,
            areas=there[0] if there else 0,
            preliminary=there[1] if there else 0,
            spans=self.indicator.pooling.years,
            of_areas=count,
            first_readable=readable,
            days_late=(self.today - readable).days if standing is Standing.LATE else 0,
        )
