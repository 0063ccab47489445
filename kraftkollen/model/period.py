"""A period of time for which a figure is given, or a span of several: it sorts, and knows its first and last day."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache, total_ordering


class PeriodKind(StrEnum):
    """How long a period is, and when it begins."""

    YEAR = "year"
    SCHOOL_YEAR = "school_year"
    HALF_YEAR = "half_year"
    TERTIAL = "tertial"
    QUARTER = "quarter"
    MONTH = "month"


_PER_YEAR = {
    PeriodKind.YEAR: 1,
    PeriodKind.SCHOOL_YEAR: 1,
    PeriodKind.HALF_YEAR: 2,
    PeriodKind.TERTIAL: 3,
    PeriodKind.QUARTER: 4,
    PeriodKind.MONTH: 12,
}
_LETTER = {PeriodKind.HALF_YEAR: "H", PeriodKind.TERTIAL: "T", PeriodKind.QUARTER: "Q"}
# A Swedish school year runs from July to June: lag and "in the future" are counted from its last day.
_SCHOOL_YEAR_FIRST_MONTH = 7
# As in ISO 8601 where "/" cannot stand: "2023-2024" would be a school year.
SPAN = "--"


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """One period, or a span of consecutive ones that a figure is pooled over.

    `year` is the year in which it begins; `part` counts from 1 within the year; `length` is how many periods it spans. What
    ends earlier comes first, and of two that end on one day the longer.
    """

    kind: PeriodKind
    year: int
    part: int = 1
    length: int = 1

    def __post_init__(self) -> None:
        if not (1900 <= self.year <= 2200 and 1 <= self.part <= _PER_YEAR[self.kind] and self.length >= 1):
            raise ValueError(f"no such period: {self.kind} {self.year} {self.part} {self.length}")

    def __str__(self) -> str:
        if self.length > 1:
            return f"{self.parts[0]}{SPAN}{self.parts[-1]}"
        if self.kind is PeriodKind.YEAR:
            return str(self.year)
        if self.kind is PeriodKind.SCHOOL_YEAR:
            return f"{self.year}/{(self.year + 1) % 100:02d}"
        if self.kind is PeriodKind.MONTH:
            return f"{self.year}-{self.part:02d}"
        return f"{self.year}{_LETTER[self.kind]}{self.part}"

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Period):
            return NotImplemented
        return (self.last_day, self.first_day) < (other.last_day, other.first_day)

    @property
    def parts(self) -> tuple["Period", ...]:
        """The single periods that it consists of, the first of them first; itself, if it is one."""
        first = replace(self, length=1)
        return tuple(first.shifted(step) for step in range(self.length))

    @property
    def first_day(self) -> date:
        """The first day of the period."""
        return date(self.year, self._first_month, 1)

    @property
    def last_day(self) -> date:
        """The last day of the period."""
        month = self._first_month + 12 // _PER_YEAR[self.kind] * self.length - 1
        year, month = self.year + (month - 1) // 12, (month - 1) % 12 + 1
        return _end(year, month)

    @property
    def _first_month(self) -> int:
        if self.kind is PeriodKind.SCHOOL_YEAR:
            return _SCHOOL_YEAR_FIRST_MONTH
        return 1 + (self.part - 1) * (12 // _PER_YEAR[self.kind])

    def shifted(self, steps: int) -> "Period":
        """Return the period `steps` later (earlier if negative), of the same kind and length."""
        count = self.running + steps
        return replace(self, year=count // _PER_YEAR[self.kind], part=count % _PER_YEAR[self.kind] + 1)

    @property
    def running(self) -> int:
        """The number of the period in which it begins, counted from the year nought: a place in time that never moves."""
        return self.year * _PER_YEAR[self.kind] + self.part - 1

    def steps_after(self, other: "Period") -> int:
        """Return how many periods later than `other` it begins, of the same kind."""
        return self.running - other.running

    def ending(self, length: int) -> "Period":
        """Return the span of `length` periods that ends with this one."""
        return replace(self.shifted(1 - length), length=length)

    def first_readable(self, lag_months: int) -> date:
        """Return the first day on which a figure for the period can exist, `lag_months` after its last day."""
        months = self.last_day.year * 12 + self.last_day.month + lag_months
        return date(months // 12, months % 12 + 1, 1)


@lru_cache(maxsize=4000)
def _end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def months_later(day: date, months: int) -> date:
    """Return the same day of a later month; the month's last day where it has no such day."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


_Reader = Callable[[re.Match[str]], Period | None]


def _school_year(match: re.Match[str]) -> Period | None:
    year, following = int(match[1]), int(match[2])
    return Period(PeriodKind.SCHOOL_YEAR, year) if following % 100 == (year + 1) % 100 else None


def _part_of(kind: PeriodKind) -> _Reader:
    return lambda match: Period(kind, int(match[1]), int(match[2]))


def _term(match: re.Match[str]) -> Period:
    name, year = match[1].lower(), int(match[2])
    return Period(PeriodKind.HALF_YEAR, year, 1 if name == "vt" else 2)


# What people write, Swedish first. The canonical form of each kind is what str(Period) gives.
_FORMS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (re.compile(r"(\d{4})(?:\.0)?"), lambda match: Period(PeriodKind.YEAR, int(match[1]))),
    (re.compile(r"(\d{4})\s*[/–-]\s*((?:\d{2}){1,2})(?!-)"), _school_year),
    (re.compile(r"(\d{4})\s*(?:H|halvår)\s*([12])", re.IGNORECASE), _part_of(PeriodKind.HALF_YEAR)),
    (re.compile(r"(VT|HT)\s*-?\s*(\d{4})", re.IGNORECASE), _term),
    (re.compile(r"(\d{4})\s*(?:T|tertial)\s*([123])", re.IGNORECASE), _part_of(PeriodKind.TERTIAL)),
    (re.compile(r"(\d{4})\s*(?:Q|K|kv|kvartal)\s*([1-4])", re.IGNORECASE), _part_of(PeriodKind.QUARTER)),
    (re.compile(r"(\d{4})(?:-|M)(0[1-9]|1[0-2])", re.IGNORECASE), _part_of(PeriodKind.MONTH)),
)


def readings(text: str) -> tuple[Period, ...]:
    """Return every single period that the text may mean: "2011-12" is a month and a school year; nonsense gives none."""
    found = []
    for pattern, read in _FORMS:
        match = pattern.fullmatch(text.strip())
        if match is not None:
            try:
                found.append(read(match))
            except ValueError:
                continue
    return tuple(period for period in found if period is not None)


# A page reads the same few texts thousands of times.
@lru_cache(maxsize=4000)
def parse_period(text: str, kind: PeriodKind | None = None) -> Period:
    """Return the period or span ("2023--2025") written in `text`, of the kind asked for.

    Raises
    ------
    ValueError
        If it is no period, or a period of another kind.
    """
    found = readings(text) if SPAN not in text else _spans(*text.split(SPAN, 1))
    for period in found:
        if kind is None or period.kind is kind:
            return period
    raise ValueError(text)


def _spans(first: str, last: str) -> tuple[Period, ...]:
    """Return every span that begins and ends as written: two periods of one kind, the later one last."""
    pairs = ((one, other) for one in readings(first) for other in readings(last) if one.kind is other.kind and one < other)
    return tuple(replace(one, length=other.steps_after(one) + 1) for one, other in pairs)


def fits(text: str, kind: PeriodKind) -> bool:
    """Return whether the text can be read as a single period of the kind."""
    return any(period.kind is kind for period in readings(text))
