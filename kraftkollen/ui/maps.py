"""Maps: plotly draws them without a background from outside; borders lie in a static file, values come over the socket."""

import hashlib
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from kraftkollen.model.delivery import Status
from kraftkollen.ui import caches
from kraftkollen.ui.frame import Page, plain
from kraftkollen.views.map_view import NOT_DELIVERED, Cell, Legend, MapView

# ColorBrewer's PuBu: even steps, safe for the colour-blind, readable in grey. Dark is worse, or high where neither is.
_STEPS = ("#f1eef6", "#bdc9e1", "#74a9cf", "#2b8cbe", "#045a8d")
STRIPE, _GROUND, _MISSING = "#7a5c2e", "#ffffff", "#dcdcdc"
LINE, _PRIORITY_LINE = "#6b6b6b", "#111111"
HATCHED = f"repeating-linear-gradient(135deg,{STRIPE} 0 1.5px,{_GROUND} 1.5px 4.5px)"
_CLEAR = "rgba(0,0,0,0)"
_HEIGHT = 560
KEY = "map"


def colours(legend: Legend) -> tuple[str, ...]:
    """Return the colour of each class, the lowest values first."""
    used = _STEPS[-max(len(legend.labels), 1) :]
    return tuple(reversed(used)) if legend.worse_first else used


def draw(page: Page, view: MapView, on_select: Any) -> None:
    """Draw the map with its legend. Clicking an area does what the select box beside it does."""
    if view.drawing is None:
        st.warning(page.words("There are no borders for this level. The table below has the figures."))
        return
    figure = _figure(page, view)
    st.plotly_chart(
        figure,
        key=KEY,
        on_select=on_select,
        selection_mode="points",
        config={"scrollZoom": False, "displaylogo": False, "modeBarButtonsToRemove": ["select2d", "lasso2d", "toImage"]},
        alt=f"{view.title}. {view.sentence}",
    )
    _draw_legend(page, view)


def clicked() -> str | None:
    """Return the code of the area that was clicked, None if the click cleared the choice."""
    points = st.session_state[KEY].selection.points
    return str(points[0]["location"]) if points else None


def _figure(page: Page, view: MapView) -> go.Figure:
    assert view.drawing is not None
    name = hashlib.sha256(view.drawing.geojson.encode()).hexdigest()[:16]
    address = caches.border_address(name, view.drawing.geojson)
    shades = colours(view.legend)
    figure = go.Figure()
    for step, shade in enumerate(shades):
        figure.add_trace(_trace([one for one in view.with_value if one.step == step], shade, address))
    hidden = view.without_value(Status.HIDDEN)
    figure.add_trace(_trace(hidden, _GROUND, address))
    if hidden:
        figure.add_trace(_stripes(hidden, caches.stripes_address(name, view.drawing.geojson)))
    figure.add_trace(_trace([*view.without_value(Status.MISSING), *view.without_value(NOT_DELIVERED)], _MISSING, address))
    # Last, over all others: each trace draws over the lines of those before it.
    figure.add_trace(_trace([one for one in view.cells if one.priority], _CLEAR, address))
    lon, lat, zoom = caches.centre(name, view.drawing.geojson, narrow="Mobi" in st.context.headers.get("User-Agent", ""))
    figure.update_layout(
        map={"style": "white-bg", "center": {"lon": lon, "lat": lat}, "zoom": zoom},
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        height=_HEIGHT,
        showlegend=False,
        clickmode="event+select",
        separators=", " if page.language == "sv" else ".,",
        uirevision=name,
    )
    return figure


def _trace(cells: list[Cell] | tuple[Cell, ...], colour: str, address: str) -> go.Choroplethmap:
    return go.Choroplethmap(
        geojson=address,
        locations=[one.code for one in cells],
        z=[0] * len(cells),
        colorscale=[[0, colour], [1, colour]],
        showscale=False,
        text=[f"<b>{plain(one.name)}</b><br>{plain(one.text)}" for one in cells],
        hovertemplate="%{text}<extra></extra>",
        marker={
            "line": {
                "color": [_PRIORITY_LINE if one.priority else LINE for one in cells],
                "width": [3 if one.priority else 0.7 for one in cells],
            },
            "opacity": 1,
        },
        unselected={"marker": {"opacity": 1}},
    )


def _stripes(cells: tuple[Cell, ...], address: str) -> go.Choroplethmap:
    """Return the hatching: plotly fills areas and cannot hatch them, so each area's stripes are an area of their own."""
    return go.Choroplethmap(
        geojson=address,
        locations=[one.code for one in cells],
        z=[0] * len(cells),
        colorscale=[[0, STRIPE], [1, STRIPE]],
        showscale=False,
        hoverinfo="skip",
        marker={"line": {"width": 0}, "opacity": 1},
        unselected={"marker": {"opacity": 1}},
    )


def _draw_legend(page: Page, view: MapView) -> None:
    shades = list(zip(colours(view.legend), view.legend.labels, strict=False)) if view.with_value else []
    entries = [entry(shade, label) for shade, label in shades]
    if entries and view.legend.worse_first is not None:
        worse, better = page.words("worse"), page.words("better")
        first, last = (worse, better) if view.legend.worse_first else (better, worse)
        entries = [_word(first), *entries, _word(last)]
    if view.without_value(Status.HIDDEN):
        entries.append(entry(HATCHED, page.words("hidden: too few")))
    if view.without_value(Status.MISSING) or view.without_value(NOT_DELIVERED):
        entries.append(entry(_MISSING, page.words("missing or not delivered")))
    if any(one.priority for one in view.cells):
        entries.append(entry("#ffffff", page.words("priority area"), f"2px solid {_PRIORITY_LINE}"))
    draw_entries(entries)


def draw_entries(entries: list[str]) -> None:
    """Draw the boxes of a legend."""
    st.html(f'<div style="display:flex;flex-wrap:wrap;gap:0.25rem 1rem;font-size:0.875rem">{"".join(entries)}</div>')


def entry(colour: str, label: str, border: str = f"1px solid {LINE}") -> str:
    """Return one box of a legend with its label, as HTML for `draw_entries`."""
    # A printed page leaves out backgrounds unless told otherwise: here they are what is said.
    box = f"display:inline-block;width:1.1em;height:1.1em;background:{colour};border:{border};vertical-align:-0.15em"
    box += ";print-color-adjust:exact"
    return f'<span><span aria-hidden="true" style="{box}"></span> {plain(label)}</span>'


def _word(text: str) -> str:
    return f"<span><em>{plain(text)}</em></span>"
