"""One indicator over time: priority areas beside the city, with target, baseline, starts and breaks, and a sentence each."""

from collections.abc import Iterable
from dataclasses import dataclass

from kraftkollen.development import Turn
from kraftkollen.model.indicator import Indicator
from kraftkollen.model.period import Period
from kraftkollen.store.figures import Figure
from kraftkollen.views import indicator_marks as marks
from kraftkollen.views.choices import Choice, Option, choose
from kraftkollen.views.development_view import Development, development
from kraftkollen.views.indicator_marks import Goal, Mark
from kraftkollen.views.places import Place, PlaceKind, city_place, every_place, places_beside, priority_places
from kraftkollen.views.reading import Reading
from kraftkollen.words.figures import shown


@dataclass(frozen=True, slots=True)
class Point:
    """A figure on a line. `value` is None where it is hidden or missing; `text` says it in words; `span` counts its periods.

    `period` is where it stands in time: the last of the periods that a pooled figure spans; `title` is what it is for.
    """

    period: str
    title: str
    value: float | None
    text: str
    status: str
    span: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One place over time. `points` has one point for each of the picture's periods that was delivered or added up."""

    place: Place
    points: tuple[Point, ...]
    development: Development


@dataclass(frozen=True)
class IndicatorView:
    """An indicator that is ready to be drawn. `absent` says why there is no line, where there is none."""

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
    absent: str = ""

    @property
    def lettered(self) -> tuple[tuple[str, Mark, bool], ...]:
        """What is marked in the picture, each with its letter, and whether its line stands before the period."""
        there = [(self.baseline, False)] if self.baseline else []
        there += [(one, True) for one in self.breaks]
        there += [(one, False) for one in self.starts]
        return tuple((chr(ord("A") + number), mark, before) for number, (mark, before) in enumerate(there))

    @property
    def letters(self) -> tuple[tuple[str, str, bool], ...]:
        """Where letters stand: all that mark one place in time together, the period, and whether they stand before it."""
        at: dict[tuple[str, bool], list[str]] = {}
        for letter, mark, before in self.lettered:
            at.setdefault((mark.period, before), []).append(letter)
        return tuple((", ".join(letters), period, before) for (period, before), letters in at.items())

    @property
    def sentences(self) -> tuple[str, ...]:
        """What each line says, but those of other municipalities."""
        return tuple(one.development.sentence for one in self.lines if one.place.kind is not PlaceKind.BESIDE)


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
    wanted = [*priority_places(reading), *([asked] if asked else []), *([city] if city else []), *places_beside(reading)]
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
        goals=tuple(marks.goals(reading, indicator)),
        breaks=tuple(marks.breaks(reading, indicator)),
        starts=tuple(marks.starts(reading, indicator, periods)),
        baseline=marks.baseline(reading, indicator, (one.development for one in lines)),
        source=marks.source(reading, indicator, figures),
        next_figure=marks.next_figure(reading, indicator, figures),
        pooled=max((indicator.read_period(one.period).length for one in figures), default=1),
        absent="" if figures else _absent(reading, indicator),
    )


def _absent(reading: Reading, indicator: Indicator) -> str:
    if any(one.indicator == indicator.id for one in reading.version.figures.extents):
        return reading.words("There are figures, but none for the areas and the group that are chosen. Choose one more area.")
    return reading.words("Nothing has been delivered for this indicator yet.")


def _line(reading: Reading, indicator: Indicator, place: Place, mine: list[Figure], city: list[Figure]) -> Line:
    ordered = sorted(mine, key=lambda one: indicator.read_period(one.period))
    points = (_point(reading, indicator, one) for one in ordered)
    beside: Iterable[Figure] = () if place.kind in (PlaceKind.CITY, PlaceKind.BESIDE) else city
    return Line(place, tuple(points), development(reading, indicator, place.name, ordered, beside))


def _point(reading: Reading, indicator: Indicator, one: Figure) -> Point:
    period = indicator.read_period(one.period)
    text, title = shown(one.value, one.status, indicator, reading.language), reading.period(one.period, indicator)
    return Point(str(period.parts[-1]), title, one.value, text, one.status, period.length)


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
    turns = [one.turn for one in read]
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
