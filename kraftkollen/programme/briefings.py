"""When each committee is to be told how the work goes, and whether it has been: the schedule follows the city's calendar."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kraftkollen.model.calendar import REPORTS, CalendarDay
from kraftkollen.model.feedback import Briefing
from kraftkollen.model.programme import BodyKind, Programme
from kraftkollen.programme.problem_picture import bodies_of, runs

# A company's board and the council are told in other ways; the executive board takes part as the committees do.
_TOLD = frozenset({BodyKind.COMMITTEE, BodyKind.BOARD})


class Handing(StrEnum):
    """How a briefing stands."""

    COMING = "coming"
    HANDED_OVER = "handed_over"
    HANDED_OVER_LATE = "handed_over_late"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Due:
    """A briefing that a committee is to have for a day of the calendar. `days_late` is 0 unless it is or was late."""

    calendar: CalendarDay
    committee: str
    briefing: Briefing | None
    handing: Handing
    days_late: int


@dataclass(frozen=True, slots=True)
class Handed:
    """How many briefings stand how: `due` is the sum of the other three, those to come stand beside."""

    due: int
    in_time: int
    late: int
    missing: int
    coming: int


def schedule(programme: Programme, on: date) -> tuple[Due, ...]:
    """Return each briefing of the calendar as it stands on a day, in the order of the calendar.

    Due are, for every report of the calendar from the programme's start: the committees that the day names, else those that
    lead or take part in an intervention or process on that day. One that has been handed over is always listed.
    """
    days = sorted((one for one in programme.calendar if one.kind in REPORTS), key=lambda one: (one.day, one.id))
    start = programme.programme.start
    return tuple(due for day in days for due in _of_day(programme, day, on, start is None or day.day >= start))


def _of_day(programme: Programme, day: CalendarDay, on: date, started: bool) -> Iterator[Due]:
    given = {one.committee: one for one in programme.briefings if one.calendar == day.id and one.day <= on}
    told = (_told(programme, day) if started else frozenset()) | given.keys()
    for body in programme.bodies:
        if body.id in told:
            yield _due(day, body.id, given.get(body.id), on)


def _told(programme: Programme, day: CalendarDay) -> frozenset[str]:
    if day.bodies:
        return frozenset(day.bodies)
    committees = {one.id for one in programme.bodies if one.kind in _TOLD}
    at_work = {body for one in programme.interventions if runs(one, day.day) for body in bodies_of(one)}
    return frozenset(committees & at_work)


def _due(day: CalendarDay, committee: str, briefing: Briefing | None, on: date) -> Due:
    late = max(0, ((briefing.day if briefing else on) - day.day).days)
    if briefing is not None:
        handing = Handing.HANDED_OVER_LATE if late else Handing.HANDED_OVER
    else:
        handing = Handing.LATE if late else Handing.COMING
    return Due(day, committee, briefing, handing, late)


def handed(shown: Sequence[Due]) -> Handed:
    """Return how many stand how."""
    count = {handing: sum(one.handing is handing for one in shown) for handing in Handing}
    return Handed(
        due=len(shown) - count[Handing.COMING],
        in_time=count[Handing.HANDED_OVER],
        late=count[Handing.HANDED_OVER_LATE],
        missing=count[Handing.LATE],
        coming=count[Handing.COMING],
    )
