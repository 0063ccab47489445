"""Borders as the store keeps them and the browser gets them, free of any geometry library."""

from dataclasses import dataclass

from kraftkollen.model.area import Area

# The source of borders that came with the set-up: the programme says where they come from, in both languages.
SEEDED_BORDERS = "programme.yaml"


@dataclass(frozen=True, slots=True)
class Borders:
    """The areas of one division with their borders.

    `wkb` holds, for each area, its polygon in WGS 84 as well-known binary, in full detail; `browser` is the GeoJSON text that a
    browser draws (simplified as a coverage, five decimals; each feature's `id` is the area's code, and it carries no property
    but `name`); `labels` a point inside each area (lon, lat); `neighbours` pairs of codes that share a border, each pair once.
    """

    division: str
    source: str
    approximate: bool
    crs: str
    areas: tuple[Area, ...]
    wkb: tuple[bytes, ...]
    browser: str
    labels: tuple[tuple[float, float], ...]
    neighbours: tuple[tuple[str, str], ...]
