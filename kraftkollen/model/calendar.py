"""The city's calendar: when budgets are decided and when it reports; briefings and follow-up keep to it."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from kraftkollen.model.indicator import PeriodText
from kraftkollen.model.text import Definition, Text


class CalendarKind(StrEnum):
    """What happens on a day of the calendar."""

    INTERIM_REPORT = "interim_report"
    ANNUAL_ACCOUNTS = "annual_accounts"
    BUDGET = "budget"
    OTHER = "other"


REPORTS = frozenset({CalendarKind.INTERIM_REPORT, CalendarKind.ANNUAL_ACCOUNTS})


class CalendarDay(Definition):
    """A day that the work has to be ready for."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$", description="For addresses; never changed.")
    kind: CalendarKind = Field(description="interim_report (delårsrapport), annual_accounts (årsbokslut), budget or other.")
    day: date = Field(description="The day, as the city's own calendar has it.")
    title: Text | None = Field(default=None, description="What the reader sees, if the kind does not tell it.")
    period: PeriodText | None = Field(default=None, description="The period that is reported, or that the budget is for.")
    bodies: tuple[str, ...] = Field(default=(), description="Ids of the bodies that it concerns; all committees if left out.")
    note: Text | None = Field(default=None, description="What else is on record, and whether the day is decided.")
