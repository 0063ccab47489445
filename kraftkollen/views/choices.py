"""What can be chosen on a page, and what is chosen: ids from the address, with a sentence where an id is unknown."""

from collections.abc import Iterable
from dataclasses import dataclass

from kraftkollen.model.area import Division
from kraftkollen.views.places import levels_beside
from kraftkollen.views.reading import Reading


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be chosen."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A list of options, the one that is chosen, and the id that was asked for and does not exist."""

    options: tuple[Option, ...]
    chosen: Option | None
    unknown: str | None = None


def choose(options: Iterable[Option], wanted: str | None, default: str | None = None) -> Choice:
    """Return the option asked for; else the default; else the first."""
    listed = tuple(options)
    by_id = {one.id: one for one in listed}
    fallback = by_id.get(default or "", listed[0] if listed else None)
    if wanted is None or wanted in by_id:
        return Choice(listed, by_id.get(wanted or "", fallback))
    return Choice(listed, fallback, unknown=wanted)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for. None: left to the page."""

    indicator: str | None = None
    level: str | None = None
    period: str | None = None
    group: str | None = None
    area: str | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """What a page of figures shows: indicator, level, period and group."""

    indicator: Choice
    level: Choice
    period: Choice
    group: Choice

    @property
    def unknown(self) -> tuple[str, ...]:
        """What was asked for and does not exist."""
        every = (self.indicator, self.level, self.period, self.group)
        return tuple(one.unknown for one in every if one.unknown is not None)


_FIRST_INDICATOR = "school_attendance"


def choices(reading: Reading, wanted: Wanted) -> Choices:
    """Return what can be chosen and what is. Each list holds only what has a published figure, given the choices before it.

    Where nothing is published the indicators are listed all the same, so that a reader sees what is to come.
    """
    extents = reading.version.figures.extents
    there = {one.indicator for one in extents}
    defined = reading.version.catalogue.indicators
    titles = [
        Option(name, one.title.in_language(reading.language)) for name, one in defined.items() if name in there or not there
    ]
    indicator = choose(sorted(titles, key=lambda one: one.title.casefold()), wanted.indicator, _FIRST_INDICATOR)
    chosen = indicator.chosen.id if indicator.chosen else ""
    mine = [one for one in extents if one.indicator == chosen]
    level = choose(_levels(reading, {one.division for one in mine}), wanted.level)
    division = division_of(reading, level.chosen.id if level.chosen else "")
    mine = [one for one in mine if division is not None and one.division == division.id]
    groups = {one.group for one in mine}
    group = choose(_groups(reading, chosen, groups), wanted.group)
    periods = {one.period for one in mine if group.chosen is not None and one.group == group.chosen.id}
    return Choices(indicator, level, _period(reading, chosen, periods, wanted.period), group)


def _period(reading: Reading, indicator: str, there: set[str], wanted: str | None) -> Choice:
    """Return the periods, the newest first. Between a pooled level and another: the one that holds the end of the wanted."""
    if indicator not in reading.version.catalogue.indicators:
        return Choice((), None, wanted)
    defined = reading.version.catalogue.indicators[indicator]
    read = {one: defined.read_period(one) for one in there}
    newest_first = sorted(there, key=lambda text: read[text], reverse=True)
    if wanted is not None and wanted not in there:
        try:
            ends = defined.read_period(wanted).last_day
        except ValueError:
            ends = None
        wanted = next((one for one in newest_first if ends and read[one].first_day <= ends <= read[one].last_day), wanted)
    return choose((Option(one, reading.period(one, defined)) for one in newest_first), wanted)


def _levels(reading: Reading, there: set[str]) -> list[Option]:
    """Return the levels that have figures, the finest first; all levels that have borders where nothing is published."""
    titles = {one.id: (one.title_sv if reading.language == "sv" else one.title_en) for one in reading.version.registry.levels}
    # Figures of an earlier division only: the levels of today are still there to look at, without figures.
    ours = [one for one in reading.version.registry.divisions if one.level not in levels_beside(reading)]
    divisions = [one for one in ours if one.id in there] or ours
    return [Option(one.level, titles[one.level]) for one in reversed(divisions)]


def division_of(reading: Reading, level: str) -> Division | None:
    """Return the current division of a level."""
    return next((one for one in reading.version.registry.divisions if one.level == level), None)


def _groups(reading: Reading, indicator: str, there: set[str]) -> list[Option]:
    catalogue = reading.version.catalogue
    defined = catalogue.groups(indicator) if indicator in catalogue.indicators else ()
    return [
        Option(one.id, one.title(catalogue.dimensions, reading.language)) for one in defined if one.id in there or not there
    ]
