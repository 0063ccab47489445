"""Which areas are like an area: by how close their newest published figures lie, indicator by indicator."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

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
    parts = next((set(one.areas) for one in reading.version.programme.priority_areas if one.id == place.code), {place.code})
    of_place = reading.version.figures.of_place(place.division, place.code, _TOTAL)
    found = _Distances()
    for indicator, period in reading.version.figures.newest_periods(finest).items():
        own = next((one.value for one in of_place.get(indicator, ()) if one.period == period), None)
        if own is None or not _comparable(reading, indicator, same_level=place.division == finest):
            continue
        codes, values = reading.version.figures.by_area(indicator, finest, period, _TOTAL)
        spread = float(np.std(values)) if len(values) > 1 else 0.0
        if spread:
            found.add(indicator, codes, np.abs(values - own) / spread)
    return _closest(reading, finest, found, parts)


@dataclass(frozen=True)
class _Distances:
    """How far areas are from the place: the row of each, and by indicator which rows are how far."""

    rows: dict[str, int] = field(default_factory=dict)
    indicators: list[str] = field(default_factory=list)
    far: list[tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]] = field(default_factory=list)

    def add(self, indicator: str, codes: Sequence[str], distances: npt.NDArray[np.float64]) -> None:
        at = np.array([self.rows.setdefault(code, len(self.rows)) for code in codes], dtype=np.int64)
        self.indicators.append(indicator)
        self.far.append((at, distances))

    def matrix(self) -> npt.NDArray[np.float64]:
        """Return them as (areas, indicators); nan where an area has no figure."""
        found = np.full((len(self.rows), len(self.indicators)), np.nan)
        for column, (at, distances) in enumerate(self.far):
            found[at, column] = distances
        return found


def _comparable(reading: Reading, indicator: str, *, same_level: bool) -> bool:
    defined = reading.version.catalogue.indicators.get(indicator)
    return defined is not None and (defined.is_ratio or (same_level and defined.kind is Kind.COUNT_PEOPLE))


def _closest(reading: Reading, division: str, found: _Distances, parts: AbstractSet[str]) -> tuple[Alike, ...]:
    names = {one.code: one.name for one in reading.version.registry.areas if one.division == division}
    titles = {name: one.title.in_language(reading.language) for name, one in reading.version.catalogue.indicators.items()}
    far = found.matrix()
    shared = (~np.isnan(far)).sum(axis=1)
    mean_square = np.nansum(np.square(far), axis=1) / np.maximum(shared, 1)
    enough = [code for code, row in found.rows.items() if shared[row] >= _LEAST_SHARED and code not in parts]
    ordered = sorted(enough, key=lambda code: (mean_square[found.rows[code]], code))[:_SHOWN]
    return tuple(
        Alike(code, names.get(code, code), tuple(titles[one] for one in nearest), int(shared[found.rows[code]]))
        for code in ordered
        for nearest in [_nearest(far[found.rows[code]], found.indicators)]
    )


def _nearest(far: npt.NDArray[np.float64], indicators: Sequence[str]) -> list[str]:
    there = [(float(size), indicator) for size, indicator in zip(far, indicators, strict=True) if not np.isnan(size)]
    return [indicator for _, indicator in sorted(there)[:_NAMED]]
