"""Which figure's history is asked for: what can be chosen, from the indicators and areas there are, and what is chosen."""

from dataclasses import dataclass

from kraftkollen.model.area import Division
from kraftkollen.model.indicator import Indicator
from kraftkollen.model.period import Period, fits
from kraftkollen.views.choices import Choice, Option, Wanted, choose, division_of
from kraftkollen.views.reading import Reading


@dataclass(frozen=True, slots=True)
class HistoryChoices:
    """The boxes of a figure's history; `key` is the figure that they name, None until all of it is chosen."""

    indicator: Choice
    level: Choice
    area: Choice
    period: Choice
    group: Choice
    division: str

    @property
    def key(self) -> tuple[str, str, str, str, str] | None:
        """Indicator, division, area, period and group."""
        chosen = [one.chosen.id for one in (self.indicator, self.area, self.period, self.group) if one.chosen]
        if len(chosen) < 4 or not self.division:
            return None
        indicator, area, period, group = chosen
        return indicator, self.division, area, period, group


def history_choices(reading: Reading, wanted: Wanted) -> HistoryChoices:
    """Return what can be chosen. No area is chosen by itself: a reader who asked for nothing is asked what to look at.

    Periods are those that were delivered, also those that wait for approval, the newest first.
    """
    language, version = reading.language, reading.version
    titles = [Option(one.id, one.title.in_language(language)) for one in version.catalogue.indicators.values()]
    indicator = choose(sorted(titles, key=lambda one: one.title.casefold()), wanted.indicator)
    defined = version.catalogue.indicators.get(indicator.chosen.id) if indicator.chosen else None
    level = choose(_levels(reading), wanted.level)
    division = division_of(reading, level.chosen.id if level.chosen else "")
    area = _area(reading, division, wanted.area)
    groups = version.catalogue.groups(defined.id) if defined else ()
    group = choose((Option(one.id, one.title(version.catalogue.dimensions, language)) for one in groups), wanted.group)
    periods = _periods(reading, defined, division) if defined and division else []
    period = choose((Option(str(one), str(one)) for one in periods), wanted.period)
    return HistoryChoices(indicator, level, area, period, group, division.id if division else "")


def _levels(reading: Reading) -> list[Option]:
    titles = {one.id: one.title_sv if reading.language == "sv" else one.title_en for one in reading.version.registry.levels}
    return [Option(one.level, titles[one.level]) for one in reversed(reading.version.registry.divisions)]


def _area(reading: Reading, division: Division | None, wanted: str | None) -> Choice:
    mine = [one for one in reading.version.registry.areas if division is not None and one.division == division.id]
    options = tuple(Option(one.code, f"{one.name} ({one.code})") for one in mine)
    if wanted is None:
        # The whole city is one area: there is nothing to choose.
        return Choice(options, options[0] if len(options) == 1 else None)
    found = choose(options, wanted)
    return Choice(options, None if found.unknown else found.chosen, found.unknown)


def _periods(reading: Reading, indicator: Indicator, division: Division) -> list[Period]:
    registry, figures = reading.version.registry, reading.version.figures
    texts = {one.period for one in figures.delivered(indicator.id) if one.division == division.id}
    texts |= {one.period for one in registry.waiting if one.indicator == indicator.id and one.division == division.id}
    return sorted((indicator.read_period(one) for one in texts if fits(one, indicator.period)), reverse=True)
