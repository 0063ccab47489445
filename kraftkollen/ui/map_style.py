"""What lies under and over a map's areas: white ground, the lines around the priority areas, and their names.

A style of our own, with its data in it: nothing is fetched for it, and the letters are drawn with the reader's own fonts.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from kraftkollen.views.map_colours import GROUND, PRIORITY_LINE
from kraftkollen.views.map_outlines import Outline

# Areas are drawn below this layer, so that lines and names lie over them.
BELOW = "priority-ground"
_FONT = ["sans-serif"]


def style(outlines: Iterable[Outline]) -> dict[str, Any]:
    """Return the style of the map. The same outlines give the same text: a browser that has it does not begin anew."""
    listed = tuple(outlines)
    lines = _features([{"type": "MultiLineString", "coordinates": one.lines} for one in listed])
    names = _features([{"type": "Point", "coordinates": one.at} for one in listed], [one.name for one in listed])
    found: dict[str, Any] = {
        "version": 8,
        "sources": {"priority": {"type": "geojson", "data": lines}, "names": {"type": "geojson", "data": names}},
        "layers": [
            {"id": "ground", "type": "background", "paint": {"background-color": GROUND}},
            _line(BELOW, "#ffffff", 5),
            _line("priority", PRIORITY_LINE, 2.5),
            {
                "id": "names",
                "type": "symbol",
                "source": "names",
                "layout": {
                    "text-field": ["get", "name"],
                    "text-font": _FONT,
                    "text-size": 15,
                    "text-allow-overlap": True,
                    # Or the numbers of the marks would give way to the names.
                    "text-ignore-placement": True,
                    "text-anchor": "bottom",
                },
                "paint": {"text-color": PRIORITY_LINE, "text-halo-color": "#ffffff", "text-halo-width": 2},
            },
        ],
    }
    return {"id": f"kraftkollen-{hashlib.sha256(json.dumps(found).encode()).hexdigest()[:12]}", **found}


def _line(name: str, colour: str, width: float) -> dict[str, Any]:
    return {
        "id": name,
        "type": "line",
        "source": "priority",
        "layout": {"line-join": "round", "line-cap": "round"},
        "paint": {"line-color": colour, "line-width": width},
    }


def _features(shapes: Iterable[dict[str, Any]], names: Iterable[str] = ()) -> dict[str, Any]:
    called = list(names)
    found = [
        {"type": "Feature", "properties": {"name": called[place]} if called else {}, "geometry": shape}
        for place, shape in enumerate(shapes)
    ]
    return {"type": "FeatureCollection", "features": found}
