"""One area on two pages: how many live there, every indicator with development, target and city, what is done, who is alike."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kraftkollen.development import LEVEL, Count, Movement, Turn, interval
from kraftkollen.model.indicator import Indicator
from kraftkollen.model.programme import Intervention
from kraftkollen.programme.problem_picture import place_of, single
from kraftkollen.store.figures import Figure
from kraftkollen.views.choices import Choice, Option, choose
from kraftkollen.views.development_view import Development, development
from kraftkollen.views.likeness import Alike, alike
from kraftkollen.views.places import Place, PlaceKind, city_place, every_place, priority_places
from kraftkollen.views.problem_view import PictureView, picture_view
from kraftkollen.views.reading import Reading
from kraftkollen.words.development import signed
from kraftkollen.words.figures import in_table, with_unit

_POPULATION, _TURNOVER = "population", "residential_turnover"
_TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Spread:
    """Where a figure lies among the areas of the finest level: all their values, its own, and its interval."""

    values: tuple[float, ...]
    own: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator in the area. Texts are ready to be shown; `line` is the values over time, None for a gap."""

    id: str
    title: str
    level: str
    period: str
    city: str
    change: str
    judgement: str
    target: str
    line: tuple[float | None, ...]
    spread: Spread | None
    development: Development


@dataclass(frozen=True, slots=True)
class InterventionRow:
    """Something that is done in the area."""

    id: str
    name: str
    lead: str
    start: date | None
    end: date | None
    indicator: str


@dataclass(frozen=True)
class AreaView:
    """An area that is ready to be drawn or printed."""

    place: Choice
    shown: Place | None
    parts: str
    sentence: str
    people: tuple[str, ...]
    rows: tuple[IndicatorRow, ...]
    interventions: tuple[InterventionRow, ...]
    alike: tuple[Alike, ...]
    older_borders: str
    source: str


def area_view(reading: Reading, wanted: str | None) -> AreaView:
    """Return the area that the address asks for; the first priority area if it asks for none."""
    places = every_place(reading)
    place = choose((Option(one.id, one.name) for one in places), wanted)
    here = next((one for one in places if place.chosen and one.id == place.chosen.id), None)
    if here is None:
        return AreaView(place, None, "", reading.words("There are no areas."), (), (), (), (), "", "")
    city = city_place(reading)
    mine = _by_indicator(reading, here)
    of_city = _by_indicator(reading, city) if city and city != here else {}
    rows = tuple(_rows(reading, here, mine, of_city))
    source = reading.words("Each indicator's source stands on its own page. Published {at}.", at=reading.published_at)
    return AreaView(
        place,
        here,
        parts=_parts(reading, here),
        sentence=_sentence(reading, here, rows),
        people=tuple(_people(rows)),
        rows=rows,
        interventions=tuple(_interventions(reading, here)),
        alike=alike(reading, here),
        older_borders=_older(reading, here),
        source=source,
    )


def _by_indicator(reading: Reading, place: Place) -> dict[str, list[Figure]]:
    return reading.version.figures.of_place(place.division, place.code, _TOTAL)


def _rows(
    reading: Reading, place: Place, mine: Mapping[str, list[Figure]], of_city: Mapping[str, list[Figure]]
) -> Iterable[IndicatorRow]:
    for indicator in reading.version.catalogue.indicators.values():
        figures = mine.get(indicator.id, [])
        if figures:
            yield _row(reading, indicator, place, figures, of_city.get(indicator.id, []))


def _row(reading: Reading, indicator: Indicator, place: Place, figures: list[Figure], of_city: list[Figure]) -> IndicatorRow:
    language = reading.language
    ordered = sorted(figures, key=lambda one: indicator.read_period(one.period))
    newest = next((one for one in reversed(ordered) if one.value is not None), ordered[-1])
    beside = next((one for one in of_city if one.period == newest.period), None)
    # Every row is about the same place: each sentence begins with what it is about.
    found = development(reading, indicator, indicator.title.in_language(language), ordered, of_city)
    return IndicatorRow(
        id=indicator.id,
        title=indicator.title.in_language(language),
        level=in_table(newest.value, newest.status, indicator, language),
        period=reading.period(newest.period),
        city="" if beside is None else in_table(beside.value, beside.status, indicator, language),
        change="" if found.change is None else signed(found.change.size, indicator, language),
        judgement=_judgement(reading, found),
        target=_target(reading, indicator, place),
        line=tuple(one.value for one in ordered),
        spread=_spread(reading, indicator, place, newest),
        development=found,
    )


def _judgement(reading: Reading, found: Development) -> str:
    if found.ends.broken_at is not None:
        return reading.words("break in the series")
    if found.change is None:
        return reading.words("nothing to compare with")
    moved = {
        Turn.RIGHT: reading.words("yes, the right way"),
        Turn.WRONG: reading.words("yes, the wrong way"),
        Turn.NONE: reading.words("yes"),
    }
    others = {
        Movement.WITHIN_NOISE: reading.words("no"),
        Movement.TOO_FEW: reading.words("too few to say"),
        Movement.UNKNOWN_NOISE: reading.words("cannot be worked out"),
    }
    return others.get(found.change.movement) or moved[found.change.turn]


def _target(reading: Reading, indicator: Indicator, place: Place) -> str:
    mine = [one for one in indicator.targets if one.area == place.code]
    for_all = [one for one in indicator.targets if one.area is None]
    chosen = next(iter(mine or for_all), None)
    if chosen is None:
        return ""
    value = with_unit(chosen.value, indicator, reading.language)
    text = reading.words("{value} by {period}", value=value, period=chosen.period)
    return text if mine else reading.words("{target}, the city's", target=text)


def _spread(reading: Reading, indicator: Indicator, place: Place, newest: Figure) -> Spread | None:
    """Return the spread of the finest level's published values in the same period; None for the city or without a value."""
    if newest.value is None or place.kind is PlaceKind.CITY or not reading.version.registry.divisions:
        return None
    finest = reading.version.registry.divisions[-1].id
    others = reading.version.figures.across(indicator.id, finest, newest.period, _TOTAL)
    values = tuple(one.value for one in others if one.value is not None)
    if len(values) < 2:
        return None
    low, high = interval(Count(newest.value, newest.numerator, newest.denominator), indicator)
    return Spread(values, newest.value, low, high)


def _sentence(reading: Reading, place: Place, rows: Iterable[IndicatorRow]) -> str:
    """Return how many indicators moved beyond their noise, and which way."""
    read = [one.development.change for one in rows if one.development.change is not None]
    if not read:
        return reading.words("{place}: no indicator has figures from both before and after its baseline.", place=place.name)
    right, wrong = (sum(one.turn is turn for one in read) for turn in (Turn.RIGHT, Turn.WRONG))
    said = reading.words(
        "{place}: since the baseline {right} of {count} indicators have moved the right way and {wrong} the wrong way "
        "by more than chance alone.",
        place=place.name,
        right=right,
        wrong=wrong,
        count=len(read),
    )
    by_chance = round(len(read) * (1 - LEVEL))
    if not by_chance or not (right or wrong):
        return said
    return f"{said} " + reading.counted(
        "Of so many, {count} may do so by chance all the same.",
        "Of so many, {count} may do so by chance all the same.",
        by_chance,
    )


def _people(rows: Iterable[IndicatorRow]) -> Iterable[str]:
    of = {one.id: one for one in rows}
    for one in (_POPULATION, _TURNOVER):
        if one in of:
            yield of[one].development.sentence


def _parts(reading: Reading, place: Place) -> str:
    """Return the areas that a priority area consists of."""
    chosen = next((one for one in reading.version.programme.priority_areas if one.id == place.code), None)
    if chosen is None:
        return ""
    names = {one.code: one.name for one in reading.version.registry.areas}
    return ", ".join(names.get(code, code) for code in chosen.areas)


def codes_of(reading: Reading, place: Place) -> frozenset[str]:
    """Return the codes of the areas that a place consists of: its own, or those of the priority area."""
    chosen = next((one for one in reading.version.programme.priority_areas if one.id == place.code), None)
    if place.kind is PlaceKind.PRIORITY and chosen is not None:
        return frozenset(chosen.areas)
    return frozenset({place.code})


def area_picture(reading: Reading, place: Place, on: date) -> PictureView | None:
    """Return the shared problem picture of a place; None for the city, and for a place that the programme does not know."""
    chosen = next((one for one in reading.version.programme.priority_areas if one.id == place.code), None)
    if place.kind is PlaceKind.PRIORITY and chosen is not None:
        return picture_view(reading, place_of(chosen), on)
    level = next((one.level for one in reading.version.registry.divisions if one.id == place.division), None)
    if place.kind is not PlaceKind.AREA or level is None:
        return None
    return picture_view(reading, single(level, place.code), on)


def _interventions(reading: Reading, place: Place) -> Iterable[InterventionRow]:
    codes = codes_of(reading, place)
    here = [one for one in reading.version.programme.interventions if one.city_wide or codes & set(one.areas)]
    for one in sorted(here, key=lambda found: (found.city_wide, found.start or date.max)):
        yield _intervention(reading, one)


def _intervention(reading: Reading, one: Intervention) -> InterventionRow:
    defined = reading.version.catalogue.indicators.get(one.primary_indicator or "")
    name = one.name.in_language(reading.language)
    return InterventionRow(
        one.id,
        reading.words("{name} (the whole city)", name=name) if one.city_wide else name,
        reading.version.programme.body_name(one.lead) if one.lead else "",
        one.start,
        one.end,
        defined.title.in_language(reading.language) if defined else "",
    )


def _older(reading: Reading, place: Place) -> str:
    """Return what is said where there are figures of an earlier division of the same level: they are never joined."""
    current = next((one for one in reading.version.registry.divisions if one.id == place.division), None)
    if current is None:
        return ""
    older = {one.division for one in reading.version.figures.extents if one.division.startswith(f"{current.level}-")} - {
        current.id
    }
    if not older:
        return ""
    return reading.words(
        "The borders of this level were changed with {version}. "
        "Figures by earlier borders are kept and are not joined to these.",
        version=current.version,
    )


def default_place(reading: Reading) -> Place | None:
    """Return the first priority area, else the city."""
    return next(iter(priority_places(reading)), city_place(reading))
