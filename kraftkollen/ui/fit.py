"""Where a map is to look so that all its borders are seen."""

import json
import math
from collections.abc import Iterator
from typing import Any

_TILE = 512  # a web map is this many pixels round the world at zoom 0, and doubles with each step
_WIDTH, _NARROW, _HEIGHT = 640, 350, 520


def fit(geojson: str, *, narrow: bool = False) -> tuple[float, float, float]:
    """Return the middle (lon, lat) and the zoom at which all borders fit the map, with a small margin.

    `narrow` is for a telephone.
    """
    points = list(_points(json.loads(geojson)))
    lons, heights = [lon for lon, _ in points], [_mercator(lat) for _, lat in points]
    west, east, south, north = min(lons), max(lons), min(heights), max(heights)
    across = max((east - west) / 360 * _TILE, 1e-9)
    up = max((north - south) / (2 * math.pi) * _TILE, 1e-9)
    zoom = math.log2(min((_NARROW if narrow else _WIDTH) / across, _HEIGHT / up)) - 0.1
    middle = math.degrees(2 * math.atan(math.exp((south + north) / 2)) - math.pi / 2)
    return (west + east) / 2, middle, max(zoom, 0.0)


def _mercator(lat: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))


def _points(node: Any) -> Iterator[tuple[float, float]]:
    if isinstance(node, dict):
        for child in ("features", "geometries", "geometry", "coordinates"):
            yield from _points(node.get(child))
    elif isinstance(node, list) and node and isinstance(node[0], int | float):
        yield node[0], node[1]
    elif isinstance(node, list):
        for child in node:
            yield from _points(child)


def bounds(geojson: str) -> tuple[float, float, float, float]:
    """Return west, south, east and north of all borders, in degrees."""
    lons, lats = zip(*_points(json.loads(geojson)), strict=True)
    return min(lons), min(lats), max(lons), max(lats)
