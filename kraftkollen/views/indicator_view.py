"""One indicator over time: priority areas beside the city, with target, baseline, starts and breaks, and a sentence each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kraftkollen.development import Turn
from kraftkollen.model.indicator import Indicator
from kraftkollen.model.period import Period
from kraftkollen.store.figures import Figure
from kraftkollen.views.choices import Choice, Option, choose
from kraftkollen.views.development_view import Development, baseline_day, development
from kraftkollen.views.places import Place, PlaceKind, city_place, every_place, priority_places
from kraftkollen.views.reading import Reading
from kraftkollen.words.figures import shown, with_unit


@dataclass(frozen=True, slots=True)
class Point:
    """A figure on a line. `value` is None where it is hidden or missing; `text` says it in words.

    `period` is where it stands in time: the last of the periods that a pooled figure spans; `title` is what it is for.
    """

    period: str
    title: str
    value: float | None
    text: str
    status: str


@dataclass(frozen=True, slots=True)
class Line:
    """One place over time. `points` has one point for each of the picture's periods that was delivered or added up."""

    place: Place
    points: tuple[Point, ...]
    development: Development


@dataclass(frozen=True, slots=True)
class Mark:
    """Something to mark in time: a break, a start, the baseline. `period` is the first that it concerns."""

    period: str
    text: str


@dataclass(frozen=True, slots=True)
class Goal:
    """A target, as decided."""

    period: str
    value: float
    text: str


@dataclass(frozen=True)
class IndicatorView:
    """An indicator that is ready to be drawn."""

    choice: Choice
    group: Choice
    place: Choice
    indicator: Indicator | None
    title: str
    sentence: str
    periods: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    goals: tuple[Goal, ...] = ()
    breaks: tuple[Mark, ...] = ()
    starts: tuple[Mark, ...] = ()
    baseline: Mark | None = None
    source: str = ""
    next_figure: str = ""
    pooled: int = 1

    @property
    def lettered(self) -> tuple[tuple[str, Mark, bool], ...]:
        """What is marked in the picture, each with its letter, and whether its line stands before the period."""
        marks = [(self.baseline, False)] if self.baseline else []
        marks += [(one, True) for one in self.breaks]
        marks += [(one, False) for one in self.starts]
        return tuple((chr(ord("A") + number), mark, before) for number, (mark, before) in enumerate(marks))

    @property
    def sentences(self) -> tuple[str, ...]:
        """What each line says."""
        return tuple(one.development.sentence for one in self.lines)


def indicator_view(reading: Reading, indicator: str | None, group: str | None, place: str | None) -> IndicatorView:
    """Return the indicator that the address asks for.

    Parameters
    ----------
    place
        The id of a place to show beside the priority areas and the city.
    """
    choice = choose(_indicators(reading), indicator, "school_attendance")
    defined = reading.version.catalogue.indicators.get(choice.chosen.id if choice.chosen else "")
    if defined is None:
        return IndicatorView(choice, Choice((), None), Choice((), None), None, reading.words("Indicators"), "")
    groups = choose(_groups(reading, defined), group)
    places = every_place(reading)
    others = choose([Option(one.id, one.name) for one in places if one.kind is PlaceKind.AREA], place) if place else None
    listed = others or Choice(tuple(Option(one.id, one.name) for one in places if one.kind is PlaceKind.AREA), None)
    asked = next((one for one in places if place and listed.chosen and not listed.unknown and one.id == listed.chosen.id), None)
    city = city_place(reading)
    wanted = [*priority_places(reading), *([asked] if asked else []), *([city] if city else [])]
    figures = reading.version.figures.lines(
        defined.id, groups.chosen.id if groups.chosen else "total", [(one.division, one.code) for one in wanted]
    )
    if asked is None and place:
        listed = Choice(listed.options, None, unknown=place)
    return _drawn(reading, defined, (choice, groups, listed), wanted, figures)


def _indicators(reading: Reading) -> list[Option]:
    titles = [
        Option(name, one.title.in_language(reading.language)) for name, one in reading.version.catalogue.indicators.items()
    ]
    return sorted(titles, key=lambda one: one.title.casefold())


def _groups(reading: Reading, indicator: Indicator) -> list[Option]:
    catalogue = reading.version.catalogue
    return [Option(one.id, one.title(catalogue.dimensions, reading.language)) for one in catalogue.groups(indicator.id)]


def _drawn(
    reading: Reading,
    indicator: Indicator,
    chosen: tuple[Choice, Choice, Choice],
    places: list[Place],
    figures: tuple[Figure, ...],
) -> IndicatorView:
    by_place = {
        (one.division, one.code): [f for f in figures if (f.division, f.area) == (one.division, one.code)] for one in places
    }
    city = next((by_place[one.division, one.code] for one in places if one.kind is PlaceKind.CITY), [])
    lines = tuple(_line(reading, indicator, one, by_place[one.division, one.code], city) for one in places)
    periods = _periods(indicator, figures)
    group = chosen[1].chosen
    title = indicator.title.in_language(reading.language)
    return IndicatorView(
        *chosen,
        indicator,
        title=f"{title}, {group.title.lower()}" if group and group.id != "total" else title,
        sentence=_sentence(reading, lines),
        periods=tuple(periods),
        lines=tuple(one for one in lines if one.points),
        goals=tuple(_goals(reading, indicator)),
        breaks=tuple(Mark(one.period, one.what.in_language(reading.language)) for one in indicator.breaks),
        starts=tuple(_starts(reading, indicator, periods)),
        baseline=_baseline(reading, indicator, lines),
        source=_source(reading, indicator),
        next_figure=_next(reading, indicator, periods),
        pooled=max((indicator.read_period(one.period).length for one in figures), default=1),
    )


def _line(reading: Reading, indicator: Indicator, place: Place, mine: list[Figure], city: list[Figure]) -> Line:
    ordered = sorted(mine, key=lambda one: indicator.read_period(one.period))
    points = (_point(reading, indicator, one) for one in ordered)
    beside: Iterable[Figure] = () if place.kind is PlaceKind.CITY else city
    return Line(place, tuple(points), development(reading, indicator, place.name, ordered, beside))


def _point(reading: Reading, indicator: Indicator, one: Figure) -> Point:
    at = str(indicator.read_period(one.period).parts[-1])
    text = shown(one.value, one.status, indicator, reading.language)
    return Point(at, reading.period(one.period), one.value, text, one.status)


def _periods(indicator: Indicator, figures: Iterable[Figure]) -> list[str]:
    """Return every period from the first to the last that some figure is for: what nobody delivered is a gap."""
    ends = sorted({indicator.read_period(one.period).parts[-1] for one in figures})
    found: list[Period] = []
    while ends and (not found or found[-1] < ends[-1]):
        found.append(found[-1].shifted(indicator.every) if found else ends[0])
    return [str(one) for one in sorted({*found, *ends})]


def _sentence(reading: Reading, lines: tuple[Line, ...]) -> str:
    """Return how many of the priority areas moved beyond their noise, and which way."""
    priority = [one for one in lines if one.place.kind is PlaceKind.PRIORITY]
    read = [one.development for one in priority if one.development.change is not None]
    if not priority:
        return reading.words("No priority areas are chosen.")
    if not read:
        return reading.words("No priority area has figures from both before and after the baseline.")
    turns = [one.change.turn for one in read if one.change]
    right, wrong = turns.count(Turn.RIGHT), turns.count(Turn.WRONG)
    moved = sum(one.beyond_noise for one in read)
    said = reading.counted(
        "{moved} of {count} priority area has moved more than chance alone since the baseline",
        "{moved} of {count} priority areas have moved more than chance alone since the baseline",
        len(read),
        moved=moved,
    )
    if right or wrong:
        return said + reading.words(": {right} the right way, {wrong} the wrong way.", right=right, wrong=wrong)
    return f"{said}."


def _goals(reading: Reading, indicator: Indicator) -> Iterable[Goal]:
    names = {one.id: one.name for one in every_place(reading)}
    for one in indicator.targets:
        value = with_unit(one.value, indicator, reading.language)
        where = names.get(one.area or "", one.area) if one.area else reading.words("the city")
        text = reading.words("Target for {place} {period}: {value}", place=where, period=one.period, value=value)
        yield Goal(one.period, one.value, f"{text} ({one.decided})" if one.decided else text)


def _starts(reading: Reading, indicator: Indicator, periods: list[str]) -> Iterable[Mark]:
    """Return the starts of interventions that have named this indicator in advance, at the period in which they began."""
    for one in reading.version.programme.interventions:
        if one.primary_indicator == indicator.id and one.start is not None:
            at = _period_of(indicator, periods, one.start)
            if at is not None:
                name = one.name.in_language(reading.language)
                yield Mark(at, reading.words("{name} starts {day}", name=name, day=one.start.isoformat()))


def _period_of(indicator: Indicator, periods: list[str], day: date) -> str | None:
    later = (text for text in periods if indicator.read_period(text).last_day >= day)
    first = next(later, None)
    return first if first is not None and indicator.read_period(first).first_day <= day else None


def _baseline(reading: Reading, indicator: Indicator, lines: tuple[Line, ...]) -> Mark | None:
    used = [one.development.ends.before.period for one in lines if one.development.ends.before is not None]
    if not used or baseline_day(reading, indicator) is None:
        return None
    why = indicator.baseline.why if indicator.baseline else None
    text = reading.words("Baseline {period}", period=reading.period(max(used, key=used.count)))
    at = str(indicator.read_period(max(used, key=used.count)).parts[-1])
    return Mark(at, f"{text}: {why.in_language(reading.language)}" if why else text)


def _source(reading: Reading, indicator: Indicator) -> str:
    return reading.words(
        "Source: {producer}. Answers for the indicator: {owner}. Published {at}.",
        producer=indicator.source.producer,
        owner=reading.version.programme.body_name(indicator.owner),
        at=reading.published_at,
    )


def _next(reading: Reading, indicator: Indicator, periods: list[str]) -> str:
    """Return when the next figure can exist: the period after the newest that is published."""
    if not periods:
        return ""
    following = indicator.read_period(periods[-1]).shifted(indicator.every)
    at = following.first_readable(indicator.lag_months)
    return reading.words("The next figure, for {period}, can exist from {day}.", period=str(following), day=at.isoformat())
