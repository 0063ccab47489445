"""Which committees have been given their information, and when: a row a committee, a column a day of the calendar."""

from dataclasses import dataclass
from datetime import date

from kraftkollen.model.calendar import CalendarDay, CalendarKind
from kraftkollen.model.feedback import HandedBy
from kraftkollen.model.programme import Programme
from kraftkollen.programme.briefings import Due, Handed, Handing, handed, schedule
from kraftkollen.views.reading import Reading
from kraftkollen.words.numbers import day


@dataclass(frozen=True, slots=True)
class CommitteeRow:
    """A committee and how its briefing stands for each day shown; "" where none is due."""

    committee: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BriefingStateView:
    """Briefings handed over and not. `open`: those that wait, by calendar day and committee, with what a form calls them."""

    sentence: str
    columns: tuple[str, ...]
    rows: tuple[CommitteeRow, ...]
    open: tuple[tuple[str, str, str], ...]


_SHOWN = 4


def briefing_state_view(reading: Reading, on: date, programme: Programme | None = None) -> BriefingStateView:
    """Return how briefings stand on a day: the next day of the calendar and the three before it.

    Parameters
    ----------
    programme
        The register as it was recorded earlier; as published if left out.
    """
    known = programme or reading.version.programme
    listed = schedule(known, on)
    days = _days_shown(listed, on)
    cells = {(one.committee, one.calendar.id): _cell(reading, one) for one in listed}
    committees = [body for body in known.bodies if any((body.id, one.id) in cells for one in days)]
    waiting = [one for one in listed if one.briefing is None]
    return BriefingStateView(
        sentence=_sentence(reading, known, handed(listed)),
        columns=tuple(_column(reading, one) for one in days),
        rows=tuple(CommitteeRow(body.name, tuple(cells.get((body.id, one.id), "") for one in days)) for body in committees),
        open=tuple((one.calendar.id, one.committee, _called(reading, known, one)) for one in waiting),
    )


def _days_shown(listed: tuple[Due, ...], on: date) -> list[CalendarDay]:
    days = list({one.calendar.id: one.calendar for one in listed}.values())
    past = [one for one in days if one.day <= on]
    return [*past[-_SHOWN + 1 :], *[one for one in days if one.day > on][:1]]


def _sentence(reading: Reading, known: Programme, counts: Handed) -> str:
    if not known.calendar:
        return reading.words("The calendar has no interim report and no annual accounts yet, so no briefing is due.")
    if not counts.due:
        return reading.words("No briefing has been due yet.")
    said = reading.counted(
        "{count} of {all} briefing was handed over in time.",
        "{count} of {all} briefings were handed over in time.",
        counts.in_time,
        all=counts.due,
    )
    late = reading.words("Late: {late}. Missing: {missing}.", late=counts.late, missing=counts.missing)
    return f"{said} {late}"


def _column(reading: Reading, one: CalendarDay) -> str:
    return f"{occasion(reading, one)} {day(one.day)}"


def occasion(reading: Reading, one: CalendarDay) -> str:
    """Return what a day of the calendar is called."""
    if one.title:
        return one.title.in_language(reading.language)
    interim = one.kind is CalendarKind.INTERIM_REPORT
    kind = reading.words("Interim report") if interim else reading.words("Annual accounts")
    return f"{kind} {one.period}" if one.period else kind


def _cell(reading: Reading, one: Due) -> str:
    if one.briefing is None:
        if one.handing is Handing.COMING:
            return reading.words("to come")
        return reading.counted("missing, {count} day late", "missing, {count} days late", one.days_late)
    late = reading.counted("{count} day late", "{count} days late", one.days_late) if one.days_late else ""
    by = by_title(reading, one.briefing.by)
    return ", ".join(filter(None, (day(one.briefing.day), late, by, one.briefing.document)))


def by_title(reading: Reading, by: HandedBy) -> str:
    """Return in what capacity somebody handed over."""
    return {
        HandedBy.ADMINISTRATION: reading.words("the department"),
        HandedBy.SECRETARY: reading.words("the committee's secretary"),
        HandedBy.CO_ORDINATION: reading.words("the co-ordination"),
        HandedBy.STEERING_GROUP: reading.words("the steering group"),
    }[by]


def _called(reading: Reading, known: Programme, one: Due) -> str:
    return f"{occasion(reading, one.calendar)} · {known.body_name(one.committee)} · {_cell(reading, one)}"
