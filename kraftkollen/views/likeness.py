"""Which areas are like an area: by how close their newest published figures lie, indicator by indicator."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kraftkollen.model.indicator import Kind
from kraftkollen.views.places import Place, PlaceKind
from kraftkollen.views.reading import Reading

_TOTAL = "total"
_SHOWN = 5
_NAMED = 3
# With fewer figures in common two areas would be alike by chance.
_LEAST_SHARED = 5


@dataclass(frozen=True, slots=True)
class Alike:
    """An area that is like another, and the reason: the indicators in which they lie closest, and how many were compared."""

    place: str
    name: str
    closest: tuple[str, ...]
    compared: int


def alike(reading: Reading, place: Place) -> tuple[Alike, ...]:
    """Return the areas of the finest level that are most like the place, the closest first.

    Each indicator's newest period with figures counts once, in standard deviations between areas; areas that have fewer than
    five figures in common with the place are left out. Parts of a priority area are not compared with it. Numbers of things are
    not compared, since they grow with the place; the population is, between areas of one level.
    """
    if place.kind is PlaceKind.CITY or not reading.version.registry.divisions:
        return ()
    finest = reading.version.registry.divisions[-1].id
    own_parts = next((set(one.areas) for one in reading.version.programme.priority_areas if one.id == place.code), {place.code})
    distances: dict[str, dict[str, float]] = {}
    for indicator, period in reading.version.figures.newest_periods(finest).items():
        if not _comparable(reading, indicator, same_level=place.division == finest):
            continue
        values = _values(reading, indicator, finest, period)
        own = values.get(place.code) if place.division == finest else _own(reading, indicator, place, period)
        spread = float(np.std(list(values.values()))) if len(values) > 1 else 0.0
        if own is None or spread == 0:
            continue
        for code, value in values.items():
            if code not in own_parts:
                distances.setdefault(code, {})[indicator] = abs(value - own) / spread
    return _closest(reading, finest, distances)


def _comparable(reading: Reading, indicator: str, *, same_level: bool) -> bool:
    defined = reading.version.catalogue.indicators.get(indicator)
    return defined is not None and (defined.is_ratio or (same_level and defined.kind is Kind.COUNT_PEOPLE))


def _values(reading: Reading, indicator: str, division: str, period: str) -> dict[str, float]:
    figures = reading.version.figures.across(indicator, division, period, _TOTAL)
    return {one.area: one.value for one in figures if one.value is not None}


def _own(reading: Reading, indicator: str, place: Place, period: str) -> float | None:
    figures = reading.version.figures.lines(indicator, _TOTAL, [(place.division, place.code)])
    return next((one.value for one in figures if one.period == period), None)


def _closest(reading: Reading, division: str, distances: Mapping[str, Mapping[str, float]]) -> tuple[Alike, ...]:
    names = {one.code: one.name for one in reading.version.registry.areas if one.division == division}
    titles = {name: one.title.in_language(reading.language) for name, one in reading.version.catalogue.indicators.items()}
    enough = {code: found for code, found in distances.items() if len(found) >= _LEAST_SHARED}
    ordered = sorted(enough, key=lambda code: (_mean_square(enough[code]), code))[:_SHOWN]
    return tuple(
        Alike(code, names.get(code, code), tuple(titles[one] for one in _nearest(enough[code])), len(enough[code]))
        for code in ordered
    )


def _mean_square(found: Mapping[str, float]) -> float:
    return float(np.mean(np.square(list(found.values()))))


def _nearest(found: Mapping[str, float]) -> list[str]:
    return sorted(found, key=lambda one: (found[one], one))[:_NAMED]
