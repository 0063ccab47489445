"""Stripes cut to the shape of each area, for a browser that can colour an area and cannot hatch it."""

import json

import numpy as np
import shapely
from shapely.affinity import rotate, scale

_ACROSS = 110
"""Stripes from corner to corner of the city: wide enough apart to be seen as stripes on a telephone."""
_SHARE = 0.32
"""How much of the ground a stripe covers: the rest shows what lies below."""
_DECIMALS = 5


def hatch_geojson(browser: str) -> str:
    """Return the stripes of every area of a browser's borders, as GeoJSON text with the same ids and no other property.

    One pattern for the whole city, cut at the borders, so that the stripes of neighbours meet. Which areas are to be hatched
    is not known here, and does not stand in the text.

    Parameters
    ----------
    browser
        GeoJSON as of `Borders.browser`: a polygon or several for each id, in degrees.
    """
    features = json.loads(browser)["features"]
    shapes = shapely.make_valid([shapely.geometry.shape(one["geometry"]) for one in features])
    stripes = _stripes(tuple(shapely.total_bounds(shapes)))
    area, stripe = shapely.STRtree(stripes).query(shapes, predicate="intersects")
    cut = shapely.transform(shapely.intersection(shapes[area], stripes[stripe]), lambda place: place.round(_DECIMALS))
    found = [
        {
            "type": "Feature",
            "id": feature["id"],
            "properties": {},
            "geometry": shapely.geometry.mapping(_polygons(cut[area == at])),
        }
        for at, feature in enumerate(features)
    ]
    return json.dumps({"type": "FeatureCollection", "features": found}, ensure_ascii=False, separators=(",", ":"))


def _stripes(bounds: tuple[float, float, float, float]) -> np.ndarray:
    """Return stripes aslant over the bounds; a degree east counts as long as it is there, so that they slant by 45 degrees."""
    west, south, east, north = bounds
    shrink = float(np.cos(np.radians((south + north) / 2)))
    middle = ((west + east) / 2, (south + north) / 2)
    half = float(np.hypot((east - west) * shrink, north - south)) / 2
    starts = np.linspace(-half, half, _ACROSS, endpoint=False)
    wide = 2 * half / _ACROSS * _SHARE
    bands = shapely.box(middle[0] - half, middle[1] + starts, middle[0] + half, middle[1] + starts + wide)
    turned = scale(rotate(shapely.MultiPolygon(list(bands)), 45, origin=middle), xfact=1 / shrink, origin=middle)
    return np.asarray(shapely.get_parts(turned))


def _polygons(shapes: np.ndarray) -> shapely.MultiPolygon:
    parts = shapely.get_parts(shapely.get_parts(shapes))
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon" and not part.is_empty])
