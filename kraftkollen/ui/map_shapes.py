"""Areas as paths of a small picture: borders projected to a few hundred pixels, points that fall together left out."""

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kraftkollen.ui.fit import bounds


@dataclass(frozen=True)
class Shapes:
    """Every area as the path of an SVG of that width and height."""

    width: int
    height: int
    paths: Mapping[str, str]

    def together(self, codes: Iterable[str]) -> str:
        """Return one path for several areas."""
        return "".join(self.paths[code] for code in codes if code in self.paths)


def shapes(geojson: str, width: int) -> Shapes:
    """Return all areas at that width. A degree east counts as long as it is in the middle of the city."""
    west, south, east, north = bounds(geojson)
    shrink = math.cos(math.radians((south + north) / 2))
    scale = (width - 4) / max((east - west) * shrink, 1e-9)

    def at(lon: float, lat: float) -> tuple[float, float]:
        return round(2 + (lon - west) * shrink * scale, 1), round(2 + (north - lat) * scale, 1)

    paths = {}
    for one in json.loads(geojson)["features"]:
        rings = ([at(lon, lat) for lon, lat, *_ in ring] for ring in _rings(one["geometry"]))
        paths[str(one["id"])] = "".join(_path(ring) for ring in rings)
    return Shapes(width, math.ceil((north - south) * scale) + 4, paths)


def _rings(geometry: Mapping[str, Any]) -> Iterator[list[list[float]]]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        yield from polygon


def _path(ring: list[tuple[float, float]]) -> str:
    kept = [ring[0]]
    for x, y in ring[1:]:
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= 0.7:
            kept.append((x, y))
    if len(kept) < 3:
        return ""
    steps = " ".join(f"{x:g} {y:g}" for x, y in kept)
    return f"M{steps}Z"
