"""The map of who is compared with: the comparison areas shaded by weight, the treated outlined, their neighbours hatched."""

import hashlib

import plotly.graph_objects as go
import streamlit as st

from kraftkollen.ui import caches, map_traces
from kraftkollen.ui.frame import Page
from kraftkollen.ui.maps import HATCHED, draw_entries, entry, narrow
from kraftkollen.ui.prose import plain
from kraftkollen.views.effect_page_view import Evaluation
from kraftkollen.views.map_colours import STRIPE

# Four even steps of ColorBrewer's PuBu; the upper end of each class, as a share.
_CLASSES = ((0.02, "#d0d1e6"), (0.05, "#a6bddb"), (0.10, "#3690c0"), (1.0, "#034e7b"))
_GROUND, _TREATED = "#ffffff", "#9a1f2e"
_HEIGHT = 460
# The middle of the city is fitted to a taller map.
_FURTHER = 0.3


def draw(page: Page, found: Evaluation) -> None:
    """Draw the map; where the level has no borders the table beside says the same."""
    question, registry = found.answered.question, page.version.registry
    drawing = registry.drawing(question.division)
    if drawing is None:
        st.markdown(page.words("There are no borders for this level. The table has the areas and their weights."))
        return
    name = hashlib.sha256(drawing.geojson.encode()).hexdigest()[:16]
    address = caches.border_address(name, drawing.geojson)
    lon, lat, zoom = caches.centre(name, drawing.geojson, narrow=narrow())
    near = {code for pair in registry.neighbours(question.division) if set(pair) & set(question.areas) for code in pair}
    near -= {*question.areas, *(one.code for one in found.rows.weights)}
    figure = go.Figure(_traces(page, found, address))
    if near:
        figure.add_trace(map_traces.coloured(sorted(near), caches.stripes_address(name, drawing.geojson), STRIPE, 0))
    figure.add_trace(_outline(list(question.areas), found.place, address))
    figure.update_layout(
        map={"style": "white-bg", "center": {"lon": lon, "lat": lat}, "zoom": zoom - _FURTHER},
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        height=_HEIGHT,
        showlegend=False,
        uirevision=name,
    )
    st.plotly_chart(
        figure,
        key="effect map",
        config={"scrollZoom": False, "displaylogo": False, "displayModeBar": False},
        alt=_alt(page, found),
    )
    _legend(page, found, neighbours=bool(near))


def _alt(page: Page, found: Evaluation) -> str:
    first = ", ".join(f"{one.name} {one.text}" for one in found.rows.weights[:3])
    return page.words(
        "Map: {place} and the {count} areas it is compared with. Most weight: {first}. The table has all of them.",
        place=found.place,
        count=len(found.rows.weights),
        first=first,
    )


def _traces(page: Page, found: Evaluation, address: str) -> list[go.Choroplethmap]:
    """Return a trace for what is left out, and one for each class of weight."""
    left = [(one.code, f"<b>{plain(one.name)}</b><br>{plain(one.reason)}") for one in found.rows.excluded]
    traces = [map_traces.coloured([code for code, _ in left], address, _GROUND, 0.7, [text for _, text in left])]
    for _, colour in _CLASSES:
        mine = [one for one in found.rows.weights if _class(one.weight) == colour]
        shares = [page.words("weight {share}", share=one.text) for one in mine]
        texts = [f"<b>{plain(one.name)}</b><br>{plain(share)}" for one, share in zip(mine, shares, strict=True)]
        traces.append(map_traces.coloured([one.code for one in mine], address, colour, 0.7, texts))
    return traces


def _class(weight: float) -> str:
    """Return the colour of a weight."""
    return next((colour for upper, colour in _CLASSES if weight < upper), _CLASSES[-1][1])


def _outline(codes: list[str], place: str, address: str) -> go.Choroplethmap:
    trace = map_traces.coloured(codes, address, "rgba(0,0,0,0)", 4, [f"<b>{plain(place)}</b>"] * len(codes))
    trace.marker.line.color = _TREATED
    return trace


def _legend(page: Page, found: Evaluation, *, neighbours: bool) -> None:
    labels = (
        page.words("weight under 2 %"),
        page.words("2 to 5 %"),
        page.words("5 to 10 %"),
        page.words("10 % or more"),
    )
    used = {_class(one.weight) for one in found.rows.weights}
    listed = [entry(colour, label) for (_, colour), label in zip(_CLASSES, labels, strict=True) if colour in used]
    listed.append(entry(_GROUND, page.words("not compared with")))
    listed.append(entry(_GROUND, page.words("where the work is"), f"3px solid {_TREATED}"))
    if neighbours:
        listed.append(entry(HATCHED, page.words("neighbours, left out")))
    draw_entries(listed)
