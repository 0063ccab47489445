"""The days that matter to the evaluation after one year: when it comes, and which budget it can still change."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kraftkollen.model.calendar import CalendarDay, CalendarKind
from kraftkollen.model.period import months_later
from kraftkollen.model.programme import Programme

# A committee needs this long to prepare a case: an evaluation that comes later does not change the budget. Our proposal.
MONTHS_TO_PREPARE = 2
_YEARS_AHEAD = 3
_LAST_BY_LAW = (11, 30)


@dataclass(frozen=True, slots=True)
class BudgetDay:
    """When a budget is decided: as the city's calendar has it, or the last day that the law allows where it has none."""

    day: date
    by_law: bool


@dataclass(frozen=True, slots=True)
class Timing:
    """When the evaluation comes, and the budgets that it meets. All are None where no start is set.

    `budget` is the next that is decided; `latest_useful` the last day on which an evaluation can be ready and still change it;
    `changeable` the first budget that the evaluation can change where it comes too late for the next.
    """

    day: date | None
    days_left: int | None
    budget: BudgetDay | None
    latest_useful: date | None
    changeable: BudgetDay | None

    @property
    def in_time(self) -> bool | None:
        """Whether the evaluation comes early enough for the next budget."""
        if self.day is None or self.latest_useful is None:
            return None
        return self.day <= self.latest_useful


def timing(programme: Programme, on: date) -> Timing:
    """Return when the next evaluation comes: a whole number of years after the first, the first that is not past."""
    frame = programme.programme
    if frame.start is None:
        return Timing(None, None, None, None, None)
    day = next_day(frame.start, frame.checkpoint_months, on)
    coming = [one for one in budget_days(programme.calendar, on.year) if one.day >= on]
    within_reach = (one for one in coming if latest_useful(one) >= day)
    return Timing(day, (day - on).days, coming[0], latest_useful(coming[0]), next(within_reach, None))


def next_day(start: date, months: int, on: date) -> date:
    """Return the first day of evaluation that is not before `on`: the checkpoint, and then each year after it."""
    day, years = months_later(start, months), 0
    while day < on:
        years += 1
        day = months_later(start, months + 12 * years)
    return day


def past_days(start: date, months: int, on: date) -> tuple[date, ...]:
    """Return the days of evaluation that have been, the first first; `on` itself among them."""
    found = []
    day = months_later(start, months)
    while day <= on:
        found.append(day)
        day = months_later(start, months + 12 * len(found))
    return tuple(found)


def latest_useful(budget: BudgetDay) -> date:
    """Return the last day on which an evaluation can be ready and still change that budget."""
    return months_later(budget.day, -MONTHS_TO_PREPARE)


def budget_days(calendar: Iterable[CalendarDay], year: int) -> tuple[BudgetDay, ...]:
    """Return the day of each budget that is decided in `year` and the years after it, the first first.

    Where the city has entered none for a year it is the last day by law, 30 November (kommunallagen 2017:725, 11 kap. 10 §:
    "Budgeten ska fastställas av fullmäktige före november månads utgång"; for particular reasons December).
    """
    entered = [one for one in calendar if one.kind is CalendarKind.BUDGET]
    found = []
    for decided in range(year, year + _YEARS_AHEAD):
        mine = [one.day for one in entered if _decided_in(one) == decided]
        found += [BudgetDay(day, by_law=False) for day in mine] or [BudgetDay(date(decided, *_LAST_BY_LAW), by_law=True)]
    return tuple(sorted(found, key=lambda one: one.day))


def _decided_in(one: CalendarDay) -> int:
    """Return the year whose budget round the day belongs to: that before the budget's own, if it says which that is."""
    return int(one.period) - 1 if one.period and one.period.isdecimal() else one.day.year
