"""Draws the borders of Exempelstad: cells around the places, bent so that they look grown, cut off by an uneven coast."""

import json
from functools import cache

import numpy as np
import shapely
from shapely import Polygon

from tools.exempelstad.places import places, slug

# In the open Baltic south of Gotland, outside every municipality.
_LON, _LAT = 18.55, 56.15
_METRES_PER_DEGREE = 111_200.0
_DRAWING = 1  # the borders are the same whatever the seed of the figures
_STEP = 160.0  # metres between the points of a border
_COAST = (
    (-1.5, 12.0), (-2.6, 10.0), (-3.4, 8.6), (-2.6, 7.3), (-1.2, 6.6), (0.0, 5.9), (-0.3, 4.9), (-0.9, 4.3), (-1.9, 4.1),
    (-2.4, 3.3), (-2.1, 2.5), (-1.1, 2.35), (-0.55, 2.0), (-0.45, 1.45), (-1.05, 1.0), (-1.15, 0.2), (-0.85, -0.6),
    (-1.3, -1.5), (-2.5, -1.9), (-3.9, -2.5), (-4.6, -3.7), (-4.3, -5.1), (-5.1, -6.5), (-4.3, -8.0), (-2.8, -9.1),
    (-2.2, -10.6),
)  # fmt: skip
_INLAND = (
    (1.5, -11.6), (5.0, -10.4), (8.3, -11.0), (11.0, -8.7), (13.4, -6.0), (12.6, -2.5), (14.4, 0.8), (13.2, 4.2), (13.9, 7.0),
    (11.0, 9.8), (7.4, 9.3), (4.0, 11.5), (1.0, 11.2),
)  # fmt: skip
# Quays built out into the water, and basins cut into the land: (west, south, east, north).
_QUAYS = ((-2.85, 2.75, -1.9, 3.0), (-2.9, 3.35, -1.9, 3.55), (-1.0, 1.55, -0.4, 1.68))
_BASINS = ((-1.75, 3.2, -0.75, 3.32), (-0.75, 2.05, -0.25, 2.16))


@cache
def borders() -> str:
    """Return the GeoJSON of all delområden: WGS 84, five decimals, a valid coverage."""
    found = zip(places(), cells(), strict=True)
    features = [
        {
            "type": "Feature",
            "properties": {"code": one.code, "name": one.name, "parent": slug(one.stadsdel), "parent_name": one.stadsdel},
            "geometry": {"type": "Polygon", "coordinates": [_ring(cell)]},
        }
        for one, cell in found
    ]
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features)
    return f'{{"type":"FeatureCollection","name":"exempelstad","features":[\n{lines}\n]}}\n'


def _ring(cell: Polygon) -> list[list[float]]:
    return [[round(x, 5), round(y, 5)] for x, y in shapely.get_coordinates(shapely.normalize(cell))]


@cache
def cells() -> tuple[Polygon, ...]:
    """Return each place's polygon (longitude, latitude), in the order of `places`."""
    middles = shapely.points([(one.x * 1000, one.y * 1000) for one in places()])
    around = shapely.voronoi_polygons(shapely.MultiPoint(middles), extend_to=shapely.box(-40_000, -40_000, 40_000, 40_000))
    land = _land()
    straight = [shapely.intersection(cell, land) for cell in shapely.get_parts(around)]
    lines = shapely.get_parts(shapely.line_merge(shapely.union_all(shapely.boundary(np.array(straight)))))
    bent = shapely.transform(shapely.segmentize(lines, _STEP), _bend)
    on_earth = shapely.set_precision(shapely.transform(bent, _degrees), 1e-5)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.union_all(on_earth))))
    return _by_place(faces, shapely.transform(middles, lambda points: _degrees(_bend(points))))


def _by_place(faces: np.ndarray, middles: np.ndarray) -> tuple[Polygon, ...]:
    """Give each place the face that holds its middle, and a headland that was cut off to whom it borders longest."""
    point, face = shapely.STRtree(faces).query(middles, predicate="within")
    owned = {int(number): faces[found] for number, found in zip(point, face, strict=True)}
    if len(owned) != len(middles):
        raise ValueError("a place without a cell of its own: move its middle in places.py")
    for left_over in np.delete(faces, face):
        shared = {number: float(shapely.intersection(cell, left_over).length) for number, cell in owned.items()}
        nearest = max(shared, key=lambda number: shared[number])
        owned[nearest] = shapely.union(owned[nearest], left_over)
    return tuple(Polygon(np.round(shapely.get_coordinates(owned[number]), 5)) for number in range(len(middles)))


def _land() -> Polygon:
    rng = np.random.default_rng(_DRAWING)
    shore = _roughened(np.array(_COAST), 5, 0.13, rng)
    inland = _roughened(np.array((_COAST[-1], *_INLAND, _COAST[0])), 4, 0.07, rng)
    land = Polygon(np.vstack([shore, inland[1:-1]]) * 1000)
    quays = shapely.union_all([shapely.box(*(1000 * side for side in quay)) for quay in _QUAYS])
    basins = shapely.union_all([shapely.box(*(1000 * side for side in basin)) for basin in _BASINS])
    parts = shapely.get_parts(shapely.difference(shapely.union(shapely.simplify(land, 25), quays), basins))
    return max(parts, key=lambda part: float(part.area))


def _roughened(line: np.ndarray, times: int, roughness: float, rng: np.random.Generator) -> np.ndarray:
    """Move the middle of every piece sideways, again and again, as a coast is uneven at every scale."""
    for _ in range(times):
        along = np.diff(line, axis=0)
        sideways = np.column_stack([-along[:, 1], along[:, 0]]) * rng.normal(0, roughness, (len(along), 1))
        finer = np.empty((2 * len(line) - 1, 2))
        finer[::2], finer[1::2] = line, line[:-1] + along / 2 + sideways
        line = finer
    return line


def _bend(points: np.ndarray) -> np.ndarray:
    """Shift by smooth waves, gentle enough that no line crosses another."""
    x, y = points[:, 0], points[:, 1]
    east = 55 * np.sin(y / 170 + 0.4) * np.cos(x / 420) + 110 * np.sin(y / 610 + x / 900 + 1.1)
    north = 55 * np.sin(x / 180 + 2.1) * np.cos(y / 390) + 110 * np.sin(x / 570 - y / 800 + 0.3)
    return np.column_stack([x + east, y + north])


def _degrees(points: np.ndarray) -> np.ndarray:
    east = _METRES_PER_DEGREE * np.cos(np.radians(_LAT))
    return np.column_stack([_LON + points[:, 0] / east, _LAT + points[:, 1] / _METRES_PER_DEGREE])


@cache
def neighbours() -> tuple[tuple[str, str], ...]:
    """Return the pairs of codes that share a border, each pair once."""
    drawn = np.array(cells())
    codes = [place.code for place in places()]
    first, second = shapely.STRtree(drawn).query(drawn, predicate="touches")
    along = shapely.length(shapely.intersection(drawn[first], drawn[second])) > 0
    return tuple((codes[a], codes[b]) for a, b, line in zip(first, second, along, strict=True) if a < b and line)
