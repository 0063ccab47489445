"""Which indicators have moved beyond their own noise in each priority area since the start, which way, and beside the city."""

from collections.abc import Iterable
from dataclasses import dataclass

from kraftkollen.development import LEVEL, Movement, Turn
from kraftkollen.store.figures import Figure
from kraftkollen.views.development_view import Development, development
from kraftkollen.views.places import Place, city_place, priority_places
from kraftkollen.views.reading import Reading
from kraftkollen.words.development import changed

_TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Mover:
    """An indicator that has moved beyond its own noise. `beside` says how that stands beside the city, empty if it cannot."""

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


def movers_view(reading: Reading) -> tuple[PlaceMovers, ...]:
    """Return what has moved in each priority area, in the order of the programme and of the indicators: nothing is ranked."""
    city = city_place(reading)
    of_city = _figures(reading, city) if city else {}
    return tuple(_movers(reading, one, of_city) for one in priority_places(reading))


def _figures(reading: Reading, place: Place) -> dict[str, list[Figure]]:
    return reading.version.figures.of_place(place.division, place.code, _TOTAL)


def _movers(reading: Reading, place: Place, of_city: dict[str, list[Figure]]) -> PlaceMovers:
    mine = _figures(reading, place)
    read, moved = 0, []
    for indicator in reading.version.catalogue.indicators.values():
        title = indicator.title.in_language(reading.language)
        found = development(reading, indicator, title, mine.get(indicator.id, ()), of_city.get(indicator.id, ()))
        if found.change is None or found.change.movement is Movement.UNKNOWN_NOISE:
            continue
        read += 1
        if found.beyond_noise:
            change = changed(found.change.size, indicator, reading.language)
            moved.append(Mover(indicator.id, title, change, found.change.turn, _beside(reading, found)))
    by_turn = {turn: tuple(one for one in moved if one.turn is turn) for turn in Turn}
    return PlaceMovers(place, by_turn[Turn.RIGHT], by_turn[Turn.WRONG], by_turn[Turn.NONE], read)


def _beside(reading: Reading, found: Development) -> str:
    if found.beside_city is None:
        return ""
    if found.beside_city.movement is Movement.UP:
        return reading.words("more upwards than the city")
    if found.beside_city.movement is Movement.DOWN:
        return reading.words("more downwards than the city")
    return reading.words("as the city, as far as can be told")


def movers_sentence(reading: Reading, places: Iterable[PlaceMovers]) -> str:
    """Return the one sentence that says where the areas stand."""
    listed = [one for one in places if one.read]
    if not listed:
        return ""
    return " ".join(
        reading.words(
            "{place}: {right} the right way and {wrong} the wrong way of {count} indicators.",
            place=one.place.name,
            right=len(one.right),
            wrong=len(one.wrong),
            count=one.read,
        )
        for one in listed
    )
