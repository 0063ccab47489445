"""The line around several areas together, from borders that have no gaps, and where a name or a mark is to stand in them."""

import itertools
import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kraftkollen.model.programme import PriorityArea
from kraftkollen.views.reading import Reading

Point = tuple[float, float]
Rings = Mapping[str, list[list[Point]]]


@dataclass(frozen=True, slots=True)
class Outline:
    """A priority area on the map: its border in pieces, its name above it at `at`, what is done there below it at `below`."""

    id: str
    name: str
    at: Point
    below: Point
    lines: tuple[tuple[Point, ...], ...]


def priority_outlines(reading: Reading) -> tuple[Outline, ...]:
    """Return the priority areas whose level has borders, whatever level the map shows."""
    divisions = {one.level: one.id for one in reading.version.registry.divisions}
    found = []
    for level in {one.level: None for one in reading.version.programme.priority_areas}:
        drawing = reading.version.registry.drawing(divisions.get(level, ""))
        if drawing is not None:
            mine = [one for one in reading.version.programme.priority_areas if one.level == level]
            rings = rings_of(drawing.geojson, {code for one in mine for code in one.areas})
            found += [_outline(one, rings) for one in mine if any(code in rings for code in one.areas)]
    return tuple(found)


def _outline(one: PriorityArea, rings: Rings) -> Outline:
    points = [point for code in one.areas for ring in rings.get(code, []) for point in ring]
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    middle = (min(lons) + max(lons)) / 2
    return Outline(one.id, one.name, (middle, max(lats)), (middle, min(lats)), outer_lines(rings, one.areas))


def rings_of(geojson: str, codes: Collection[str]) -> dict[str, list[list[Point]]]:
    """Return the rings of the areas asked for, by code."""
    found: dict[str, list[list[Point]]] = {}
    for one in json.loads(geojson)["features"]:
        if one["id"] in codes:
            found[one["id"]] = list(_rings(one["geometry"]))
    return found


def _rings(geometry: Mapping[str, Any]) -> Iterator[list[Point]]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        for ring in polygon:
            yield [(x, y) for x, y, *_ in ring]


def outer_lines(rings: Rings, codes: Collection[str]) -> tuple[tuple[Point, ...], ...]:
    """Return the border around the areas together: the edges that only one of them has, joined into lines."""
    edges = [pair for code in codes for ring in rings.get(code, []) for pair in itertools.pairwise(ring)]
    shared = Counter(frozenset(pair) for pair in edges)
    lines: list[list[Point]] = []
    for start, end in edges:
        if shared[frozenset((start, end))] > 1:
            continue
        if lines and lines[-1][-1] == start:
            lines[-1].append(end)
        else:
            lines.append([start, end])
    return tuple(tuple(one) for one in lines)
