"""What is worked out from borders that touch: a clean coverage, who is neighbour to whom, labels, and what a browser draws."""

import json
from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import shapely

from kraftkollen.geography.limits import DEGREES, SHARED_METRES, SLIVER_METRES, SWEDEN, SWEDEN_METRES

_FIRST_TOLERANCE = 25.0
_LAST_TOLERANCE = 3_200.0
_LEAST_BYTES = 100_000
_BYTES_PER_AREA = 480
_LABEL_METRES = 10.0
_GRID_METRES = 0.001


def to_metres(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return the shapes in SWEREF 99 TM, or outside Sweden in the UTM zone that they lie in."""
    degrees = shapes.to_crs(DEGREES)
    west, south, east, north = degrees.total_bounds
    in_sweden = west >= SWEDEN[0] and south >= SWEDEN[1] and east <= SWEDEN[2] and north <= SWEDEN[3]
    return degrees.to_crs(SWEDEN_METRES if in_sweden else degrees.estimate_utm_crs())


def cleaned(metres: np.ndarray) -> np.ndarray:
    """Return the polygons with slivers between them closed and common edges identical; a true coverage is left as it is."""
    if shapely.coverage_is_valid(metres, gap_width=SLIVER_METRES):
        return metres
    return np.asarray(shapely.coverage_clean(_without_channels(metres), gap_width=SLIVER_METRES))


def _without_channels(metres: np.ndarray) -> np.ndarray:
    """Fill slivers that are open to the outside, which cleaning does not count as gaps: each area takes what lies beside it.

    What two areas take is an overlap then, and the cleaning gives it to one of them.
    """
    whole = shapely.union_all(metres)
    half = SLIVER_METRES / 2
    closed = shapely.buffer(shapely.buffer(whole, half, join_style="mitre"), -half, join_style="mitre")
    channels = shapely.difference(closed, whole)
    reach = shapely.buffer(metres, SLIVER_METRES, join_style="mitre")
    beside = [_polygons(piece) for piece in shapely.intersection(channels, reach, grid_size=_GRID_METRES)]
    return np.asarray(shapely.union(metres, beside, grid_size=_GRID_METRES))


def _polygons(shape: shapely.Geometry) -> shapely.MultiPolygon:
    parts = shapely.get_parts(shapely.get_parts(shape))
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon"])


def neighbours(metres: np.ndarray, codes: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of codes whose areas share a border longer than a corner, each once, smaller code first, sorted."""
    left, right = shapely.STRtree(metres).query(metres, predicate="intersects")
    pairs = left < right
    left, right = left[pairs], right[pairs]
    shared = shapely.length(shapely.intersection(shapely.boundary(metres[left]), shapely.boundary(metres[right])))
    near = shared > SHARED_METRES
    found = ((codes[one], codes[other]) for one, other in zip(left[near], right[near], strict=True))
    return tuple(sorted((min(pair), max(pair)) for pair in found))


def labels(metres: gpd.GeoSeries) -> tuple[tuple[float, float], ...]:
    """Return for each area the middle of its widest part (lon, lat)."""
    middle = shapely.get_point(shapely.maximum_inscribed_circle(metres.to_numpy(), _LABEL_METRES), 0)
    points = gpd.GeoSeries(middle, crs=metres.crs).to_crs(DEGREES)
    return tuple((round(float(point.x), 5), round(float(point.y), 5)) for point in points)


def browser_geojson(metres: gpd.GeoSeries, codes: Sequence[str], names: Sequence[str]) -> str:
    """Return the GeoJSON text that a browser draws, simplified no more than it must be to stay small.

    At most 100 kB, or 480 bytes an area where there are many; neighbours still share their borders to the last decimal.
    """
    most = max(_LEAST_BYTES, _BYTES_PER_AREA * len(codes))
    tolerance = _FIRST_TOLERANCE
    while True:
        simple = _simplified(metres, tolerance)
        text = _geojson(simple, codes, names)
        small = len(text.encode()) <= most
        if (small and shapely.coverage_is_valid(simple) and shapely.is_valid(simple).all()) or tolerance >= _LAST_TOLERANCE:
            return text
        tolerance *= 1.4


def _simplified(metres: gpd.GeoSeries, tolerance: float) -> np.ndarray:
    degrees = metres.simplify_coverage(tolerance).to_crs(DEGREES).to_numpy()
    rounded = shapely.transform(degrees, lambda place: place.round(5))
    return np.asarray(shapely.orient_polygons(shapely.remove_repeated_points(rounded)))


def _geojson(shapes: np.ndarray, codes: Sequence[str], names: Sequence[str]) -> str:
    features = [
        {"type": "Feature", "id": code, "properties": {"name": name}, "geometry": shapely.geometry.mapping(shape)}
        for shape, code, name in zip(shapes, codes, names, strict=True)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))
