"""Put areas and their polygons together as `Borders`, and join the areas of one level into those of a coarser one."""

from collections.abc import Sequence

import geopandas as gpd
import shapely

from kraftkollen.errors import BordersRefused, Problem
from kraftkollen.geography.coverage import browser_geojson, cleaned, labels, neighbours, to_metres
from kraftkollen.geography.limits import DEGREES
from kraftkollen.model.area import Area
from kraftkollen.model.borders import Borders


def assemble(areas: Sequence[Area], metres: gpd.GeoSeries, *, source: str, approximate: bool, crs: str) -> Borders:
    """Return the borders, sorted by code, with everything that is worked out from them.

    `metres` holds one valid polygon an area, in the same order, in a coordinate system of metres.
    """
    order = sorted(range(len(areas)), key=lambda number: areas[number].code)
    sorted_areas = tuple(areas[number] for number in order)
    codes = [area.code for area in sorted_areas]
    clean = gpd.GeoSeries(cleaned(metres.to_numpy()[order]), crs=metres.crs)
    return Borders(
        division=sorted_areas[0].division,
        source=source,
        approximate=approximate,
        crs=crs,
        areas=sorted_areas,
        wkb=tuple(shapely.to_wkb(clean.to_crs(DEGREES).to_numpy())),
        browser=browser_geojson(clean, codes, [area.name for area in sorted_areas]),
        labels=labels(clean),
        neighbours=neighbours(clean.to_numpy(), codes),
    )


def dissolve(borders: Borders, into: Sequence[Area]) -> Borders:
    """Join areas into the coarser ones of `into`, which are all of one division, by their `parent`.

    When `into` is one area, such as the city, all areas are joined, whatever their parents.

    Raises
    ------
    BordersRefused
        An area whose parent is not in `into`, or an area of `into` that nothing belongs to. Details: `file`.
    """
    parents = [into[0].code if len(into) == 1 else area.parent for area in borders.areas]
    problems = _orphans(borders, into, parents)
    if problems:
        raise BordersRefused(problems, file=borders.source)
    metres = to_metres(gpd.GeoSeries(shapely.from_wkb(list(borders.wkb)), crs=DEGREES))
    parts = gpd.GeoSeries(cleaned(metres.to_numpy()), crs=metres.crs).groupby(parents).agg(_union)
    joined = gpd.GeoSeries([parts[area.code] for area in into], crs=metres.crs)
    return assemble(into, joined, source=borders.source, approximate=borders.approximate, crs=borders.crs)


def _union(parts: gpd.GeoSeries) -> shapely.Geometry:
    return shapely.coverage_union_all(parts.to_numpy())


def _orphans(borders: Borders, into: Sequence[Area], parents: Sequence[str | None]) -> list[Problem]:
    coarser = {area.code for area in into}
    without = [
        Problem("borders_parent_unknown", value=area.code, details={"name": area.name, "parent": parent})
        for area, parent in zip(borders.areas, parents, strict=True)
        if parent not in coarser
    ]
    empty = [
        Problem("borders_parent_empty", value=area.code, details={"name": area.name})
        for area in into
        if area.code not in parents
    ]
    return without + empty
