"""What each mode of the map sets a figure beside: nothing, the baseline, the target, the city; and what can be said of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from kraftkollen.aggregation import PRIORITY_DIVISION
from kraftkollen.development import Change, Count, beside, change
from kraftkollen.model.delivery import Status
from kraftkollen.model.indicator import Indicator, Target
from kraftkollen.model.period import Period
from kraftkollen.store.figures import Figure
from kraftkollen.views.development_view import baseline_day
from kraftkollen.views.places import city_place
from kraftkollen.views.reading import Reading
from kraftkollen.views.together import together

NOT_DELIVERED = "not_delivered"
NOT_COMPARED = "not_compared"


class Mode(StrEnum):
    """What the colours of the map mean."""

    LEVEL = "level"
    CHANGE = "change"
    TARGET = "target"
    CITY = "city"


class WhyNot(StrEnum):
    """Why no area can be compared."""

    NO_BASELINE = "no_baseline"
    BEFORE = "before"
    BROKEN = "broken"
    NO_TARGET = "no_target"
    COUNT = "count"
    WHOLE_CITY = "whole_city"
    NO_CITY = "no_city"


@dataclass(frozen=True)
class Asked:
    """Whose figures: of one indicator, division, period and group."""

    reading: Reading
    indicator: Indicator
    division: str
    period: str
    group: str

    @property
    def figures(self) -> tuple[Figure, ...]:
        return self.reading.version.figures.across(self.indicator.id, self.division, self.period, self.group)

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods of this division and group, the first of them first."""
        found = self.reading.version.figures.extents
        mine = (self.indicator.id, self.division, self.group)
        return tuple(sorted(self.indicator.read_period(x.period) for x in found if (x.indicator, x.division, x.group) == mine))

    def of_priority_areas(self) -> "Asked | None":
        """Return the same for the priority areas; in the period of theirs that holds the end of this one."""
        theirs = replace(self, division=PRIORITY_DIVISION)
        end = self.indicator.read_period(self.period).last_day
        fitting = [one for one in theirs.periods if one.first_day <= end <= one.last_day]
        return replace(theirs, period=str(fitting[0])) if fitting else None


@dataclass(frozen=True, slots=True)
class Compared:
    """One area's figure, what it is set beside, and how far from it; `status` says why there is none of them."""

    value: float | None
    status: str
    beside: float | None = None
    change: Change | None = None


@dataclass(frozen=True)
class Comparison:
    """All areas' figures in one mode. `whole` is the city's own change; `target` the city's, `since` the baseline's period."""

    mode: Mode
    areas: Mapping[str, Compared]
    why_not: WhyNot | None = None
    since: str | None = None
    target: Target | None = None
    city: float | None = None
    whole: Change | None = None

    @property
    def changes(self) -> tuple[Change, ...]:
        return tuple(one.change for one in self.areas.values() if one.change is not None)


def compared(asked: Asked, mode: Mode) -> Comparison:
    """Return every area's figure beside what the mode compares it with. Only published figures take part."""
    if mode is Mode.CHANGE:
        return _since_baseline(asked)
    if mode is Mode.TARGET:
        return _beside_target(asked)
    if mode is Mode.CITY:
        return _beside_city(asked)
    return Comparison(mode, {one.area: Compared(one.value, one.status) for one in asked.figures})


def _refused(mode: Mode, why: WhyNot, asked: Asked, since: str | None = None) -> Comparison:
    areas = {one.area: Compared(one.value, NOT_COMPARED) for one in asked.figures}
    return Comparison(mode, areas, why_not=why, since=since)


def _since_baseline(asked: Asked) -> Comparison:
    """Compare with one baseline period for all areas: the last that was over when the baseline was drawn."""
    limit = baseline_day(asked.reading, asked.indicator)
    earlier = [one for one in asked.periods if limit is not None and one.last_day <= limit]
    if not earlier:
        return _refused(Mode.CHANGE, WhyNot.NO_BASELINE, asked)
    since, until = earlier[-1], asked.indicator.read_period(asked.period)
    if until.first_day <= since.last_day:
        return _refused(Mode.CHANGE, WhyNot.BEFORE, asked, str(since))
    if any(since < asked.indicator.read_period(one.period) <= until for one in asked.indicator.breaks):
        return _refused(Mode.CHANGE, WhyNot.BROKEN, asked, str(since))
    before = {one.area: one for one in replace(asked, period=str(since)).figures}
    areas = {one.area: _moved(before.get(one.area), one, asked.indicator) for one in asked.figures}
    then, now = (_city(asked, str(one)) for one in (since, until))
    whole = change(then, now, asked.indicator) if then and now else None
    return Comparison(Mode.CHANGE, areas, since=str(since), whole=whole)


def _moved(before: Figure | None, after: Figure, indicator: Indicator) -> Compared:
    if before is None or before.value is None or after.value is None:
        states = [NOT_DELIVERED if before is None else before.status, after.status]
        # Hidden before all else: where one end is hidden, so is the change.
        why = next((one for one in (Status.HIDDEN, Status.MISSING, NOT_DELIVERED) if one in states), NOT_DELIVERED)
        return Compared(None, why)
    status = Status.PRELIMINARY if Status.PRELIMINARY in (before.status, after.status) else after.status
    return Compared(after.value, status, before.value, change(_count(before), _count(after), indicator))


def _beside_target(asked: Asked) -> Comparison:
    targets = _Targets(asked)
    if not asked.indicator.targets:
        return _refused(Mode.TARGET, WhyNot.NO_TARGET, asked)
    areas = {}
    for one in asked.figures:
        target = targets.of(one.area)
        if target is None:
            areas[one.area] = Compared(one.value, NOT_COMPARED)
        elif one.value is None:
            areas[one.area] = Compared(None, one.status, target.value)
        else:
            found = beside(_count(one), target.value, asked.indicator)
            areas[one.area] = Compared(one.value, one.status, target.value, found)
    if areas and all(one.status == NOT_COMPARED for one in areas.values()):
        why = WhyNot.COUNT if targets.city and not asked.indicator.is_ratio else WhyNot.NO_TARGET
        return _refused(Mode.TARGET, why, asked)
    return Comparison(Mode.TARGET, areas, target=targets.city)


class _Targets:
    """Which target holds for an area: its own, that of the priority area it lies in, the city's; of several the next to come.

    A number grows with the place: the city's number, or a priority area's, says nothing about one area of it.
    """

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        divisions = asked.reading.version.registry.divisions
        level = next((one.level for one in divisions if one.id == asked.division), "")
        self.around = {
            code: one.id for one in asked.reading.version.programme.priority_areas if one.level == level for code in one.areas
        }
        self.city = self._next(None)
        self.is_city = bool(divisions) and asked.division == divisions[0].id

    def of(self, area: str) -> Target | None:
        own = self._next(area)
        if own is not None or not (self.asked.indicator.is_ratio or self.is_city):
            return own
        around = self._next(self.around[area]) if area in self.around else None
        return around or self.city

    def _next(self, area: str | None) -> Target | None:
        read = self.asked.indicator.read_period
        mine = sorted((one for one in self.asked.indicator.targets if one.area == area), key=lambda one: read(one.period))
        day = read(self.asked.period).last_day
        return next((one for one in mine if read(one.period).last_day >= day), mine[-1] if mine else None)


def _beside_city(asked: Asked) -> Comparison:
    divisions = asked.reading.version.registry.divisions
    if divisions and asked.division == divisions[0].id:
        return _refused(Mode.CITY, WhyNot.WHOLE_CITY, asked)
    if not asked.indicator.is_ratio:
        return _refused(Mode.CITY, WhyNot.COUNT, asked)
    city = _city(asked, asked.period)
    if city is None:
        return _refused(Mode.CITY, WhyNot.NO_CITY, asked)
    areas = {
        one.area: Compared(None, one.status, city.value)
        if one.value is None
        else Compared(one.value, one.status, city.value, change(city, _count(one), asked.indicator))
        for one in asked.figures
    }
    return Comparison(Mode.CITY, areas, city=city.value)


def _city(asked: Asked, period: str) -> Count | None:
    city = city_place(asked.reading)
    if city is None:
        return None
    lines = asked.reading.version.figures.lines(asked.indicator.id, asked.group, [(city.division, city.code)])
    return together(asked.indicator, lines, period)


def _count(figure: Figure) -> Count:
    assert figure.value is not None
    return Count(figure.value, figure.numerator, figure.denominator)
