"""The city's calendar as a reader meets it: when it reports, when the budget is decided; an example until it is entered."""

from dataclasses import dataclass
from datetime import date

from kraftkollen.model.calendar import CalendarDay, CalendarKind
from kraftkollen.model.programme import Programme
from kraftkollen.views.reading import Reading
from kraftkollen.words.numbers import day
from kraftkollen.words.register_terms import term


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """A day of the city's calendar, or of the example that is shown until the city has one."""

    day: str
    what: str
    period: str
    note: str
    passed: bool


# A usual year in a Swedish municipality: shown, as an example, until the city has entered its own.
_EXAMPLE = ((4, 15, CalendarKind.ANNUAL_ACCOUNTS), (10, 15, CalendarKind.INTERIM_REPORT), (11, 25, CalendarKind.BUDGET))


def calendar_rows(reading: Reading, programme: Programme, on: date) -> tuple[tuple[CalendarRow, ...], bool]:
    """Return the days of this year and the next; an example if the city has entered none at all."""
    if not programme.calendar:
        days = [CalendarDay(id="example", kind=kind, day=date(on.year, month, at)) for month, at, kind in _EXAMPLE]
        return tuple(_day(reading, one, on) for one in days), True
    near = sorted((one for one in programme.calendar if on.year <= one.day.year <= on.year + 1), key=lambda one: one.day)
    return tuple(_day(reading, one, on) for one in near), False


def _day(reading: Reading, one: CalendarDay, on: date) -> CalendarRow:
    what = one.title.in_language(reading.language) if one.title else term(one.kind, reading.language)
    note = one.note.in_language(reading.language) if one.note else ""
    return CalendarRow(day(one.day), what, one.period or "", note, one.day < on)
