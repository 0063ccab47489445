"""One area on two pages: how many live there, every indicator with development, target and city, what is done, who is alike."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

from kraftkollen.development import LEVEL, Count, Movement, Turn, interval
from kraftkollen.model.delivery import Status
from kraftkollen.model.indicator import Indicator
from kraftkollen.store.figures import Figure
from kraftkollen.views.area_register import InterventionRow, interventions, older_borders, parts
from kraftkollen.views.choices import Choice, Option, choose
from kraftkollen.views.development_view import Development, development
from kraftkollen.views.likeness import Alike, alike
from kraftkollen.views.places import Place, PlaceKind, city_place, every_place
from kraftkollen.views.reading import Reading
from kraftkollen.words.development import signed
from kraftkollen.words.figures import absent, in_table, with_unit

_POPULATION, _TURNOVER = "population", "residential_turnover"
_TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Spread:
    """Where a figure lies among the areas of the finest level: all their values in order, its own, and its interval.

    The values are the same object for every place, and packed: a nation has half a million of them.
    """

    values: Sequence[float]
    own: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator in the area. Texts are ready to be shown; `line` is the values over time, None for a gap.

    `place` says in words what the picture of the spread shows; `hidden`: whether a figure of it is hidden, here or the city's.
    """

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
    place: str = ""
    hidden: bool = False


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
        parts=parts(reading, here),
        sentence=_sentence(reading, here, rows),
        people=tuple(_people(rows)),
        rows=rows,
        interventions=tuple(interventions(reading, here)),
        alike=alike(reading, here),
        older_borders=older_borders(reading, here),
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
    spread = _spread(reading, indicator, place, newest)
    return IndicatorRow(
        id=indicator.id,
        title=indicator.title.in_language(language),
        level=in_table(newest.value, newest.status, indicator, language),
        period=_period(reading, indicator, newest, ordered[-1]),
        city="" if beside is None else in_table(beside.value, beside.status, indicator, language),
        change="" if found.change is None else signed(found.change.size, indicator, language),
        judgement=judgement(reading, found),
        target=_target(reading, indicator, place),
        line=tuple(one.value for one in ordered),
        spread=spread,
        development=found,
        place=_in_words(reading, indicator, spread) if spread else "",
        hidden=any(one.status == Status.HIDDEN for one in (*ordered, *([beside] if beside else []))),
    )


def _period(reading: Reading, indicator: Indicator, newest: Figure, last: Figure) -> str:
    """Return the period that the level is for, and beside it the last one where that cannot be shown."""
    shown = reading.period(newest.period, indicator)
    if newest is last:
        return shown
    later, why = reading.period(last.period, indicator), absent(last.status, reading.language)
    return reading.words("{period} ({later}: {why})", period=shown, later=later, why=why)


def judgement(reading: Reading, found: Development) -> str:
    """Return whether a place has moved more than chance, and which way, in a few words."""
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
    return others.get(found.change.movement) or (moved[found.turn] if found.beyond_noise else reading.words("no"))


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
    """Return the spread of the finest level's published values in the same period; None for the city or without a value.

    A number grows with the place: only areas of the finest level have their numbers set among each other.
    """
    if newest.value is None or place.kind is PlaceKind.CITY or not reading.version.registry.divisions:
        return None
    finest = reading.version.registry.divisions[-1].id
    if not indicator.is_ratio and place.division != finest:
        return None
    values = reading.version.figures.ordered(indicator.id, finest, newest.period, _TOTAL)
    if len(values) < 2:
        return None
    low, high = interval(Count(newest.value, newest.numerator, newest.denominator), indicator)
    return Spread(values, newest.value, low, high)


def _in_words(reading: Reading, indicator: Indicator, spread: Spread) -> str:
    """Return what the picture of the spread shows, as an interval and not as a rank."""
    of = spread.values
    quarter = len(of) // 4
    figures = (spread.own, spread.low, spread.high, of[quarter], of[-1 - quarter])
    own, low, high, first, last = (with_unit(one, indicator, reading.language) if isfinite(one) else "" for one in figures)
    said = reading.words("half of the areas lie from {first} to {last}, this one at {own}", first=first, last=last, own=own)
    return said + (reading.words(" (with its chance {low} to {high})", low=low, high=high) if low and high else "")


def _sentence(reading: Reading, place: Place, rows: Iterable[IndicatorRow]) -> str:
    """Return how many indicators moved beyond their noise, and which way."""
    listed = tuple(rows)
    read = [one.development.change for one in listed if one.development.change is not None]
    if not read:
        return reading.words("{place}: no indicator has figures from both before and after its baseline.", place=place.name)
    right, wrong = (sum(one.development.turn is turn for one in listed) for turn in (Turn.RIGHT, Turn.WRONG))
    said = reading.words(
        "{place}: since the baseline {right} of {indicators} have moved the right way and {wrong} the wrong way "
        "by more than chance alone.",
        place=place.name,
        right=right,
        wrong=wrong,
        indicators=reading.counted("{count} indicator", "{count} indicators", len(read)),
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
