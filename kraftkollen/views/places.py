"""The places that figures are about: the city, its priority areas, and any area of a level, by readers' names."""

from dataclasses import dataclass
from enum import StrEnum

from kraftkollen.aggregation import PRIORITY_DIVISION
from kraftkollen.model.fetching import KoladaFetch
from kraftkollen.views.reading import Reading


class PlaceKind(StrEnum):
    """What a place is to the programme."""

    CITY = "city"
    PRIORITY = "priority"
    AREA = "area"
    BESIDE = "beside"  # another municipality, for comparison


@dataclass(frozen=True, slots=True)
class Place:
    """A place as figures are kept for it. `id` is what stands in an address."""

    division: str
    code: str
    name: str
    kind: PlaceKind

    @property
    def id(self) -> str:
        return self.code


def city_place(reading: Reading) -> Place | None:
    """Return the whole city: the one area of the coarsest division; None where that has several or there is none."""
    divisions = reading.version.registry.divisions
    coarsest = [one for one in reading.version.registry.areas if divisions and one.division == divisions[0].id]
    if len(coarsest) != 1:
        return None
    return Place(coarsest[0].division, coarsest[0].code, coarsest[0].name, PlaceKind.CITY)


def priority_places(reading: Reading) -> tuple[Place, ...]:
    """Return the priority areas, in the order of the programme."""
    return tuple(
        Place(PRIORITY_DIVISION, one.id, one.name, PlaceKind.PRIORITY) for one in reading.version.programme.priority_areas
    )


def levels_beside(reading: Reading) -> frozenset[str]:
    """Return the levels whose areas are other municipalities: they lie on no map of the city, and are nobody's areas here."""
    known = reading.version.catalogue.indicators.values()
    return frozenset(one.level for each in known for one in each.fetch if isinstance(one, KoladaFetch) and one.municipalities)


def places_beside(reading: Reading) -> tuple[Place, ...]:
    """Return the other municipalities, by name."""
    divisions = {one.id for one in reading.version.registry.divisions if one.level in levels_beside(reading)}
    areas = sorted((one for one in reading.version.registry.areas if one.division in divisions), key=lambda one: one.name)
    return tuple(Place(one.division, one.code, one.name, PlaceKind.BESIDE) for one in areas)


def area_places(reading: Reading) -> tuple[Place, ...]:
    """Return the areas of every level but the whole city, the finest level first, by name."""
    city = city_place(reading)
    finest_first = [one.id for one in reversed(reading.version.registry.divisions)]
    others = {(one.division, one.code) for one in places_beside(reading)}
    listed = (one for one in reading.version.registry.areas if (one.division, one.code) not in others)
    areas = (one for one in listed if city is None or one.code != city.code)
    ordered = sorted(areas, key=lambda one: (finest_first.index(one.division), one.name.casefold()))
    return tuple(Place(one.division, one.code, one.name, PlaceKind.AREA) for one in ordered)


def every_place(reading: Reading) -> tuple[Place, ...]:
    """Return the priority areas, the city and all areas: what can be asked for by its id. An id may be used once only."""
    city = city_place(reading)
    found = [*priority_places(reading), *([city] if city else []), *area_places(reading)]
    return tuple({one.id: one for one in reversed(found)}.values())[::-1]
