"""The stripes of areas that are hidden on a map, made of its borders; which areas those are stands nowhere in them."""

from kraftkollen.geography.hatching import hatch_geojson

STRIPES = "stripes-1"
"""Their kind, in the name of a file that is made once: a new number when they are cut in another way."""


def stripes(geojson: str) -> str:
    """Return the stripes of every area as the GeoJSON text that a browser draws, from that of the borders."""
    return hatch_geojson(geojson)
