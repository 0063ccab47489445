"""Which indicators have moved beyond their own noise in each priority area since the start, which way, and beside the city."""

from dataclasses import dataclass
from datetime import date

from kraftkollen.development import LEVEL, Movement, Turn
from kraftkollen.model.indicator import Indicator
from kraftkollen.store.figures import Figure
from kraftkollen.views.development_view import Development, development
from kraftkollen.views.places import Place, city_place, priority_places
from kraftkollen.views.reading import Reading
from kraftkollen.words.development import changed, signed

_TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Mover:
    """An indicator that has moved beyond its own noise. `beside` says how that stands beside the city, empty for a number."""

    indicator: str
    title: str
    change: str
    turn: Turn
    beside: str


@dataclass(frozen=True, slots=True)
class PlaceMovers:
    """What has moved in one priority area, of how many indicators that could be read."""

    place: Place
    right: tuple[Mover, ...]
    wrong: tuple[Mover, ...]
    neither: tuple[Mover, ...]
    read: int

    @property
    def by_chance(self) -> int:
        """How many of the indicators may have moved so by chance alone, rounded."""
        return round(self.read * (1 - LEVEL))


def movers_view(reading: Reading, until: date | None = None) -> tuple[PlaceMovers, ...]:
    """Return what has moved in each priority area, in the order of the programme and of the indicators: nothing is ranked.

    `until`: periods that end later do not count; all do if left out.
    """
    city = city_place(reading)
    of_city = figures_until(reading, city, until) if city else {}
    return tuple(_movers(reading, one, figures_until(reading, one, until), of_city) for one in priority_places(reading))


def figures_until(reading: Reading, place: Place, until: date | None) -> dict[str, list[Figure]]:
    """Return the totals of a place by indicator, those of periods that end after a day left out."""
    found = reading.version.figures.of_place(place.division, place.code, _TOTAL)
    defined = reading.version.catalogue.indicators
    if until is None:
        return found
    return {
        name: [one for one in figures if defined[name].read_period(one.period).last_day <= until]
        for name, figures in found.items()
        if name in defined
    }


def _movers(reading: Reading, place: Place, mine: dict[str, list[Figure]], of_city: dict[str, list[Figure]]) -> PlaceMovers:
    read, moved = 0, []
    for indicator in reading.version.catalogue.indicators.values():
        title = indicator.title.in_language(reading.language)
        found = development(reading, indicator, title, mine.get(indicator.id, ()), of_city.get(indicator.id, ()))
        if found.change is None or found.change.movement is Movement.UNKNOWN_NOISE:
            continue
        read += 1
        if found.beyond_noise:
            change = changed(found.change.size, indicator, reading.language)
            moved.append(Mover(indicator.id, title, change, found.turn, beside_city(reading, indicator, found)))
    by_turn = {turn: tuple(one for one in moved if one.turn is turn) for turn in Turn}
    return PlaceMovers(place, by_turn[Turn.RIGHT], by_turn[Turn.WRONG], by_turn[Turn.NONE], read)


def beside_city(reading: Reading, indicator: Indicator, found: Development) -> str:
    """Return how the change stands beside the city's; nothing for a number, which grows with the place."""
    if not indicator.is_ratio:
        return ""
    if found.city is None or found.beside_city is None:
        return reading.words("the city has no figure")
    city = signed(found.city.size, indicator, reading.language)
    if found.beside_city.movement is Movement.UP:
        return reading.words("more upwards than the city, {city}", city=city)
    if found.beside_city.movement is Movement.DOWN:
        return reading.words("more downwards than the city, {city}", city=city)
    if found.beside_city.movement is Movement.WITHIN_NOISE:
        return reading.words("cannot be told from the city, {city}", city=city)
    return reading.words("the city: {city}", city=city)
