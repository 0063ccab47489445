"""The map of one intervention: its areas, and the points and lines of what it changes on the ground."""

import hashlib

import plotly.graph_objects as go
import streamlit as st

from kraftkollen.ui import caches, map_traces
from kraftkollen.ui.frame import Page
from kraftkollen.ui.maps import narrow
from kraftkollen.ui.prose import plain
from kraftkollen.views.interventions_view import OneIntervention, Spot

_AREA, _OTHER, _SPOT = "#bdc9e1", "#ffffff", "#9a1f2e"
_HEIGHT = 340
_CLOSER, _CLOSEST = 1.6, 2.6


def draw(page: Page, shown: OneIntervention) -> None:
    """Draw the map; nothing where the intervention is nowhere in particular, or its level has no borders."""
    registry = page.version.registry
    division = next((one.id for one in registry.divisions if one.level == shown.level), None)
    drawing = registry.drawing(division) if division else None
    if drawing is None or not (shown.areas or shown.spots):
        return
    name = hashlib.sha256(drawing.geojson.encode()).hexdigest()[:16]
    address = caches.border_address(name, drawing.geojson)
    others = [one.code for one in registry.areas if one.division == division and one.code not in shown.areas]
    figure = go.Figure(
        [
            map_traces.coloured(others, address, _OTHER, 0.7),
            map_traces.coloured(list(shown.areas), address, _AREA, 0.7),
        ]
    )
    for spot in shown.spots:
        figure.add_trace(_spot(spot))
    lon, lat, zoom = caches.centre(name, drawing.geojson, narrow=narrow())
    labels = registry.labels(drawing.division)
    points = [labels[code] for code in shown.areas if code in labels] or [at for one in shown.spots for at in one.points]
    lon, lat = (sum(values) / len(points) for values in zip(*points, strict=True)) if points else (lon, lat)
    figure.update_layout(
        map={"style": "white-bg", "center": {"lon": lon, "lat": lat}, "zoom": zoom + (_CLOSEST if shown.spots else _CLOSER)},
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        height=_HEIGHT,
        showlegend=False,
        uirevision=shown.id,
    )
    st.plotly_chart(
        figure,
        key=f"places {shown.id}",
        config={"scrollZoom": False, "displaylogo": False, "displayModeBar": False},
        alt=page.words("Map: where {name} works. The facts beside say the same in words.", name=shown.name),
    )


def _spot(spot: Spot) -> go.Scattermap:
    lons, lats = zip(*spot.points, strict=True)
    return go.Scattermap(
        lon=lons,
        lat=lats,
        mode="lines+markers" if len(lons) > 1 else "markers",
        line={"color": _SPOT, "width": 4},
        marker={"color": _SPOT, "size": 6 if len(lons) > 1 else 14},
        text=[plain(spot.what)] * len(lons),
        hovertemplate="%{text}<extra></extra>",
    )
