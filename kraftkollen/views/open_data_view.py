"""What goes out as open data: published figures whose terms let them be passed on, the areas, what is left out and why."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import pyarrow as pa

from kraftkollen.aggregation import PRIORITY_DIVISION
from kraftkollen.geography.packaging import AreaLayer, geopackage
from kraftkollen.model.borders import SEEDED_BORDERS
from kraftkollen.model.group import TOTAL, Dimension
from kraftkollen.model.indicator import OWN_RECORDS, Indicator
from kraftkollen.model.programme import City
from kraftkollen.model.text import Text
from kraftkollen.views.reading import Reading

# A figure's columns; between group and value stands one more for each dimension, such as sex.
KEYS = ("indicator", "level", "division", "area", "area_name", "period", "first_day", "last_day", "group")
FIGURES = ("value", "numerator", "denominator", "status", "origin")
AREAS = ("division", "level", "version", "code", "name", "parent", "borders", "approximate")


class WhyLeftOut(StrEnum):
    """Why an indicator is not among the open data."""

    FORBIDDEN = "forbidden"
    TERMS_UNKNOWN = "terms_unknown"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An indicator that may not be passed on."""

    indicator: Indicator
    why: WhyLeftOut


@dataclass(frozen=True, slots=True)
class OpenIndicator:
    """An indicator's figures. `terms`: on what terms they may be used, "" where the city has decided none for its own."""

    indicator: Indicator
    owner: str
    terms: str
    figures: pa.Table

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day that some figure is about; None without figures."""
        if not self.figures.num_rows:
            return None
        return min(self.figures["first_day"].to_pylist()), max(self.figures["last_day"].to_pylist())


@dataclass(frozen=True, slots=True)
class OpenArea:
    """An area that figures are about. `borders`: where its borders come from; None where there are none."""

    division: str
    level: str
    version: str
    code: str
    name: str
    parent: str | None
    borders: str | None
    approximate: bool | None


@dataclass(frozen=True, slots=True)
class OpenData:
    """All of it, from one published version. `geopackage` is None where the store has no borders."""

    city: City
    version: str
    published_at: datetime
    indicators: tuple[OpenIndicator, ...]
    left_out: tuple[LeftOut, ...]
    areas: tuple[OpenArea, ...]
    geopackage: bytes | None
    dimensions: Mapping[str, Dimension]
    group_titles: Mapping[str, Text]

    @property
    def with_figures(self) -> tuple[OpenIndicator, ...]:
        """The indicators of which there is something to pass on."""
        return tuple(one for one in self.indicators if one.figures.num_rows)


def open_data_view(reading: Reading) -> OpenData:
    """Return what may be passed on of the newest published version: only what disclosure control has let through.

    Raises
    ------
    NotAllowed
        If the actor may not see what is published.
    """
    version = reading.version
    city, catalogue = version.programme.city, version.catalogue
    kept = {one.id: why_left_out(one) for one in catalogue.indicators.values()}
    areas = tuple(_areas(reading))
    published_at = version.figures.published_at
    groups = {group.id: group for one in catalogue.indicators for group in catalogue.groups(one)}
    titles = {
        name: Text(sv=one.title(catalogue.dimensions, "sv"), en=one.title(catalogue.dimensions, "en"))
        for name, one in groups.items()
    }
    return OpenData(
        city=city,
        version=f"{version.figures.meta['version']}.{version.registry.meta['version']}",
        published_at=published_at,
        indicators=tuple(_open(reading, one, areas) for one in catalogue.indicators.values() if kept[one.id] is None),
        left_out=tuple(LeftOut(catalogue.indicators[name], why) for name, why in kept.items() if why is not None),
        areas=areas,
        geopackage=_packaged(reading, areas, published_at),
        dimensions=catalogue.dimensions,
        group_titles=titles,
    )


def why_left_out(indicator: Indicator) -> WhyLeftOut | None:
    """Return why an indicator may not be passed on; None if it may."""
    source = indicator.source
    if source.passed_on is not None:
        return None if source.passed_on else WhyLeftOut.FORBIDDEN
    return None if source.licence or source.producer == OWN_RECORDS else WhyLeftOut.TERMS_UNKNOWN


def _open(reading: Reading, one: Indicator, areas: Iterable[OpenArea]) -> OpenIndicator:
    programme = reading.version.programme
    own = programme.city.licence if one.source.producer == OWN_RECORDS else None
    return OpenIndicator(one, programme.body_name(one.owner), one.source.licence or own or "", _figures(reading, one, areas))


def _figures(reading: Reading, one: Indicator, areas: Iterable[OpenArea]) -> pa.Table:
    """Return the published figures in the columns of KEYS, the dimensions and FIGURES."""
    catalogue, found = reading.version.catalogue, reading.version.figures.series(one.id)
    places = {(area.division, area.code): area for area in areas}
    asked = list(zip(found["division"].to_pylist(), found["area"].to_pylist(), strict=True))
    periods = {text: one.read_period(text) for text in set(found["period"].to_pylist())}
    groups = {group.id: dict(group.categories) for group in catalogue.groups(one.id)}
    columns: dict[str, Any] = {
        "indicator": pa.array([one.id] * len(asked), pa.string()),
        "level": pa.array([_level(places, key) for key in asked], pa.string()),
        "division": found["division"],
        "area": found["area"],
        "area_name": pa.array([places[key].name if key in places else None for key in asked], pa.string()),
        "period": found["period"],
        "first_day": pa.array([periods[text].first_day for text in found["period"].to_pylist()], pa.date32()),
        "last_day": pa.array([periods[text].last_day for text in found["period"].to_pylist()], pa.date32()),
        "group": found["grp"],
    }
    for name in catalogue.dimensions:
        columns[name] = pa.array([groups[group].get(name, TOTAL) for group in found["grp"].to_pylist()], pa.string())
    return pa.table(columns | {name: found[name] for name in FIGURES})


def _level(places: Mapping[tuple[str, str], OpenArea], key: tuple[str, str]) -> str:
    return places[key].level if key in places else key[0]


def _areas(reading: Reading) -> Iterator[OpenArea]:
    """Yield every area of every level, the coarsest first, then the priority areas."""
    registry, programme = reading.version.registry, reading.version.programme
    defined = {one.id: one.source.in_language(reading.language) for one in programme.divisions}
    borders: dict[str, tuple[str, bool]] = {}
    for division in registry.divisions:
        drawing = registry.drawing(division.id)
        if drawing is not None:
            source = defined.get(division.id, drawing.source) if drawing.source == SEEDED_BORDERS else drawing.source
            borders[division.id] = (source, drawing.approximate)
        for one in sorted((area for area in registry.areas if area.division == division.id), key=lambda area: area.code):
            source_of, approximate = borders.get(division.id, (None, None))
            named = (division.level, division.version, one.code, one.name, one.parent)
            yield OpenArea(division.id, *named, source_of, approximate)
    of_level = {one.level: one.id for one in registry.divisions}
    for chosen in programme.priority_areas:
        source_of, approximate = borders.get(of_level.get(chosen.level, ""), (None, None))
        yield OpenArea(PRIORITY_DIVISION, PRIORITY_DIVISION, "", chosen.id, chosen.name, None, source_of, approximate)


def _packaged(reading: Reading, areas: tuple[OpenArea, ...], at: datetime) -> bytes | None:
    layers = list(_layers(reading, areas))
    return geopackage(layers, at) if layers else None


def _layers(reading: Reading, areas: tuple[OpenArea, ...]) -> Iterator[AreaLayer]:
    """Yield a layer for each division with borders, and one of the priority areas where all are of one such level."""
    registry, chosen = reading.version.registry, reading.version.programme.priority_areas
    for division in registry.divisions:
        drawing = registry.drawing(division.id)
        mine = [one for one in areas if one.division == division.id]
        if drawing is not None and mine:
            yield AreaLayer(division.id, drawing.geojson, [(one.code,) for one in mine], _columns(reading, mine))
    levels = {one.level for one in chosen}
    division_id = next((one.id for one in registry.divisions if levels == {one.level}), "")
    drawing = registry.drawing(division_id)
    if drawing is not None:
        mine = [one for one in areas if one.division == PRIORITY_DIVISION]
        yield AreaLayer(PRIORITY_DIVISION, drawing.geojson, [one.areas for one in chosen], _columns(reading, mine))


def _columns(reading: Reading, mine: list[OpenArea]) -> dict[str, list[str | bool | None]]:
    licence = reading.version.programme.city.licence
    columns: dict[str, list[str | bool | None]] = {name: [getattr(one, name) for one in mine] for name in AREAS}
    return columns | {"licence": [licence for _ in mine]}
