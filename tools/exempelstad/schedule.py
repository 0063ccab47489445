"""When each committee of Exempelstad hands in its figures: every autumn, with what goes wrong in a real city."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from kraftkollen.model.catalogue import Catalogue
from kraftkollen.model.period import Period
from tools.exempelstad.figures import periods_of
from tools.exempelstad.people import YEARS

_HISTORY_TO = 2022
# A committee that hands in nothing for one year; one that is half a year late; one whose last delivery waits for approval.
_NEVER = ("stadsbyggnadsnamnden", 2024)
_LATE = {("kulturnamnden", 2024): "2026-02-18T09:41:00", ("tekniska_namnden", 2025): "2026-10-05T13:20:00"}
_PENDING = ("tekniska_namnden", 2025)
# The years whose figures are replaced later, as preliminary or wrong.
CHANGED_YEARS = (2021, 2022, 2023, 2024)
# Month, day and time of the yearly delivery, and days until it is approved.
_AUTUMN = {
    "kommunstyrelsen": ("09-05T08:12:00", 1),
    "grundskolenamnden": ("09-20T10:03:00", 4),
    "forskolenamnden": ("06-12T14:27:00", 2),
    "gymnasie_och_vuxenutbildningsnamnden": ("10-02T07:55:00", 6),
    "arbetsmarknads_och_socialnamnden": ("12-08T11:30:00", 3),
    "stadsbyggnadsnamnden": ("10-10T15:18:00", 9),
    "fritidsnamnden": ("08-28T09:09:00", 2),
    "kulturnamnden": ("08-21T13:44:00", 5),
    "tekniska_namnden": ("03-15T08:36:00", 7),
}
# The year's end has not come when the demo is made: this committee hands in 2025 early, with what can exist by then.
_EARLY = {("arbetsmarknads_och_socialnamnden", 2025): "2026-09-15T11:30:00"}


@dataclass(frozen=True, slots=True)
class Round:
    """One delivery: which periods of which indicators, when handed in, when approved or rejected (neither: still pending)."""

    owner: str
    label: str
    delivered: datetime
    approved: datetime | None
    rejected: datetime | None
    comment: str | None
    content: tuple[tuple[str, tuple[Period, ...]], ...]
    change: str | None = None


def rounds(catalogue: Catalogue) -> tuple[Round, ...]:
    """Return every delivery in the order of time; a period is never handed in before a figure for it can exist."""
    found = [one for owner in _AUTUMN for one in _yearly(catalogue, owner)] + list(_special(catalogue))
    return tuple(sorted(found, key=lambda one: (one.delivered, one.owner)))


def _yearly(catalogue: Catalogue, owner: str) -> Iterator[Round]:
    given: set[tuple[str, Period]] = set()
    for year in range(_HISTORY_TO, YEARS[-1] + 1):
        moment, days = _AUTUMN[owner]
        told = _LATE.get((owner, year)) or _EARLY.get((owner, year)) or f"{year + 1}-{moment}"
        delivered = _workday(datetime.fromisoformat(told))
        content = _ready(catalogue, owner, year, delivered, given)
        given |= {(indicator, period) for indicator, periods in content for period in periods}
        if (owner, year) != _NEVER:
            approved = None if (owner, year) == _PENDING else _workday(delivered + timedelta(days=days, hours=1, minutes=13))
            label = f"{YEARS[0]}-{year}" if year == _HISTORY_TO else str(year)
            yield Round(owner, label, delivered, approved, None, _comment(owner, year), content, _change(owner, year))


def _workday(moment: datetime) -> datetime:
    """Return the moment, or the same hour on Monday if it falls on a weekend."""
    return moment + timedelta(days=7 - moment.weekday() if moment.weekday() > 4 else 0)


def _ready(
    catalogue: Catalogue, owner: str, year: int, delivered: datetime, given: set[tuple[str, Period]]
) -> tuple[tuple[str, tuple[Period, ...]], ...]:
    content = []
    for one in catalogue.indicators.values():
        if one.owner == owner:
            can = (p for p in periods_of(one) if p.year <= year and p.first_readable(one.lag_months) <= delivered.date())
            content.append((one.id, tuple(period for period in can if (one.id, period) not in given)))
    return tuple((indicator, periods) for indicator, periods in content if periods)


def _comment(owner: str, year: int) -> str | None:
    if year == _HISTORY_TO:
        return "Historik vid arbetets start"
    if (owner, year) == _PENDING:
        return "Väntar på godkännande"
    return "Sen leverans: byte av bibliotekssystem" if (owner, year) in _LATE else None


def _change(owner: str, year: int) -> str | None:
    if (owner, year) == ("arbetsmarknads_och_socialnamnden", 2024):
        return "preliminary"
    return "before_revision" if (owner, year) in _BEFORE_REVISION else None


_BEFORE_REVISION = {("gymnasie_och_vuxenutbildningsnamnden", year) for year in (2022, 2023)}


def _special(catalogue: Catalogue) -> Iterator[Round]:
    indicators = catalogue.indicators
    employed, sports = indicators["employment_20_24"], indicators["sports_occasions"]
    completed = indicators["upper_secondary_completion"]
    years = tuple(Period(completed.period, year) for year in (2021, 2022, 2023))
    final, corrected = "Slutliga siffror, ersätter de preliminära", "Rättelse: elever som bytt skola hade fallit bort"
    moments = _times("2026-03-04T10:22:00", 2)
    yield Round(employed.owner, "2024_slutlig", *moments, None, final, ((employed.id, (Period(employed.period, 2024),)),))
    moments = _times("2026-04-14T09:05:00", 8)
    yield Round(completed.owner, "rattelse_2021-2023", *moments, None, corrected, ((completed.id, years),))
    delivered, rejected = _times("2026-08-24T16:02:00", 2)
    content = ((sports.id, (Period(sports.period, 2025),)),)
    why = "Avslagen: bara vårens tillfällen var med"
    yield Round(sports.owner, "2025_fel", delivered, None, rejected, why, content, "half")


def _times(delivered: str, days: int) -> tuple[datetime, datetime]:
    moment = datetime.fromisoformat(delivered)
    return moment, _workday(moment + timedelta(days=days, hours=3))
