"""What a template asks for: one row for each figure of the chosen indicators, areas and groups filled in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kraftkollen.errors import NotFound
from kraftkollen.model.area import Area
from kraftkollen.model.due import latest_due as latest_due
from kraftkollen.model.group import Dimension, Group
from kraftkollen.model.indicator import Indicator
from kraftkollen.model.period import Period, fits
from kraftkollen.views.reading import Reading

MISSING = "missing"
Cell = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A figure that is asked for. `bare` if a share may be given here without its numerator and denominator."""

    indicator: Indicator
    level: str
    area: str
    name: str
    period: str
    group: Group
    bare: bool


@dataclass(frozen=True, slots=True)
class TemplateView:
    """A template: its rows by indicator, period, level, area and group, and the indicators that they are of."""

    indicators: tuple[Indicator, ...]
    dimensions: Mapping[str, Dimension]
    rows: tuple[TemplateRow, ...]
    demo: bool

    @property
    def periods(self) -> tuple[str, ...]:
        """The periods asked for, in the order of the rows."""
        return tuple(dict.fromkeys(row.period for row in self.rows))


def template_view(
    reading: Reading,
    today: date,
    *,
    indicators: Sequence[str] = (),
    owner: str | None = None,
    periods: Sequence[str] | None = None,
    level: str | None = None,
) -> TemplateView:
    """Return the rows that somebody is to fill in.

    Parameters
    ----------
    today
        What is due is decided by it: a figure is due once it can exist (`lag_months` after its period).
    indicators, owner
        Ids, or the owner whose indicators are all taken; all indicators if neither is given.
    periods
        Every area and group of these periods. Left out: exactly what is due and was never delivered, from the first period
        that was delivered; of an indicator without any figure the latest period that is due.
    level
        Left out: the level at which the indicator is usually delivered, and those at which it has been.

    Raises
    ------
    NotFound
        If there is no such indicator, owner of one, or level, or a period that is none of any chosen indicator's.
    """
    chosen = _chosen(reading, indicators, owner)
    _refuse_unknown(reading, chosen, periods, level)
    rows = tuple(row for one in chosen for row in _Asked(reading, one, today, level).rows(periods))
    asked = {row.indicator.id for row in rows}
    catalogue = reading.version.catalogue
    kept = tuple(one for one in chosen if one.id in asked)
    return TemplateView(kept, catalogue.dimensions, rows, reading.version.programme.city.demo)


def _chosen(reading: Reading, indicators: Sequence[str], owner: str | None) -> tuple[Indicator, ...]:
    known = reading.version.catalogue.indicators
    for name in indicators:
        if name not in known:
            raise NotFound(what="indicator", given=name)
    found = (known[name] for name in (dict.fromkeys(indicators) or known))
    chosen = tuple(one for one in found if owner is None or one.owner == owner)
    if not chosen:
        raise NotFound(what="owner", given=owner or "")
    return chosen


def _refuse_unknown(reading: Reading, chosen: Iterable[Indicator], periods: Sequence[str] | None, level: str | None) -> None:
    if level is not None and level not in {one.level for one in reading.version.registry.divisions}:
        raise NotFound(what="level", given=level)
    for text in periods or ():
        if not any(fits(text, one.period) for one in chosen):
            raise NotFound(what="period", given=text)


@dataclass(frozen=True)
class _Asked:
    """What is asked for of one indicator."""

    reading: Reading
    indicator: Indicator
    today: date
    level: str | None

    def rows(self, periods: Sequence[str] | None) -> Iterator[TemplateRow]:
        delivered = self._delivered()
        if periods is None:
            yield from self._rows(self._due(delivered), delivered, frozenset(delivered))
            return
        own = {self.indicator.read_period(text) for text in periods if fits(text, self.indicator.period)}
        yield from self._rows(sorted(own), delivered, frozenset())

    def _delivered(self) -> frozenset[Cell]:
        return self.reading.version.figures.delivered_cells(self.indicator.id)

    def _due(self, delivered: Iterable[Cell]) -> list[Period]:
        """Return the periods that are due, in the indicator's own step, from the first that was delivered."""
        indicator = self.indicator
        latest = latest_due(indicator, self.today)
        there = {indicator.read_period(period) for *_, period in delivered}
        if not there:
            return [latest]
        found = [min(there)]
        while (following := found[-1].shifted(indicator.every)) <= latest:
            found.append(following)
        # A period beside the indicator's own step was measured all the same, and may lack areas.
        return sorted({*found, *(one for one in there if one <= latest)})

    def _rows(self, periods: Iterable[Period], delivered: Iterable[Cell], skipped: frozenset[Cell]) -> Iterator[TemplateRow]:
        indicator, registry = self.indicator, self.reading.version.registry
        groups = self.reading.version.catalogue.groups(indicator.id)
        used = {division for division, *_ in delivered}
        usual = next((one for one in indicator.levels if any(d.level == one for d in registry.divisions)), None)
        wanted = [
            one
            for one in reversed(registry.divisions)
            if (one.level == self.level if self.level is not None else one.level == usual or one.id in used)
        ]
        areas: dict[str, list[Area]] = {one.id: [] for one in wanted}
        for area in registry.areas:
            areas.get(area.division, []).append(area)
        for period in map(str, periods):
            for division in wanted:
                bare = indicator.is_ratio and division.level in indicator.public_shares_at
                for area in sorted(areas[division.id], key=lambda one: one.code):
                    for group in groups:
                        if (division.id, area.code, group.id, period) not in skipped:
                            yield TemplateRow(indicator, division.level, area.code, area.name, period, group, bare)
