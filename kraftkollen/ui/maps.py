"""Maps: plotly draws them without a background from outside; borders lie in a static file, values come over the socket."""

import hashlib
import html
import json
from collections.abc import Hashable, Sequence
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from kraftkollen.model.delivery import Status
from kraftkollen.ui import caches, map_traces
from kraftkollen.ui.frame import Page
from kraftkollen.ui.map_style import style
from kraftkollen.ui.prose import plain
from kraftkollen.ui.still import StillFigure
from kraftkollen.views.map_colours import GROUND, LINE, MARK, MISSING, PHYSICAL, PRIORITY_LINE, STRIPE, colours
from kraftkollen.views.map_marks import Mark
from kraftkollen.views.map_outlines import Outline, priority_outlines
from kraftkollen.views.map_view import NOT_COMPARED, NOT_DELIVERED, MapView

HATCHED = f"repeating-linear-gradient(135deg,{STRIPE} 0 1.5px,{GROUND} 1.5px 4.5px)"
_HEIGHT = 560
# More areas than this are too many to be kept for every choice; and their lines are thinner.
MANY = 1000
KEY = "map"


def draw(page: Page, view: MapView, on_select: Any, marks: Sequence[Mark] = (), *, legend: bool = True) -> None:
    """Draw the map with its legend. Clicking an area does what the select box beside it does."""
    if view.drawing is None:
        st.warning(page.words("There are no borders for this level. The table below has the figures."))
        return
    st.plotly_chart(
        _kept_figure(page, view, marks),
        key=KEY,
        on_select=on_select,
        selection_mode="points",
        config={"scrollZoom": False, "displaylogo": False, "modeBarButtonsToRemove": ["select2d", "lasso2d", "toImage"]},
        alt=f"{view.title}. {view.sentence}",
    )
    if legend:
        draw_legend(page, view, marks)


def clicked() -> str | None:
    """Return the code of the area that was clicked, or of the mark's; None if the click cleared the choice."""
    points = st.session_state[KEY].selection.points
    if not points:
        return None
    found = points[0].get("location") or next(iter(points[0].get("customdata") or ()), None)
    return str(found) if found else None


def _kept_figure(page: Page, view: MapView, marks: Sequence[Mark]) -> go.Figure:
    def make() -> go.Figure:
        return StillFigure(_figure(page, view, marks))

    keep = caches.kept_large if len(view.cells) > MANY else caches.kept
    every = (*_chosen(view), "marks" if marks else "", narrow())
    return keep(page.reading(), "map figure", every, make)


def _chosen(view: MapView) -> tuple[Hashable, ...]:
    of = view.choices
    every = (of.indicator, of.level, of.period, of.group, view.mode, view.scale, view.area)
    return tuple(one.chosen.id if one.chosen else None for one in every)


def narrow() -> bool:
    """Return whether the reader holds a telephone."""
    return "Mobi" in st.context.headers.get("User-Agent", "")


def _figure(page: Page, view: MapView, marks: Sequence[Mark]) -> go.Figure:
    assert view.drawing is not None
    geojson = harmless(view.drawing.geojson)
    name = hashlib.sha256(geojson.encode()).hexdigest()[:16]
    address = caches.border_address(name, geojson)
    hidden = view.without_value(Status.HIDDEN)
    # Without plotly's own template, which the map does not use and which is larger than all values together.
    figure = go.Figure(layout={"template": {}})
    figure.add_trace(map_traces.areas(view, address, line=0.3 if len(view.cells) > MANY else 0.7))
    if hidden:
        figure.add_trace(map_traces.stripes(hidden, caches.stripes_address(name, geojson)))
    if view.area.chosen is not None:
        figure.add_trace(map_traces.chosen(view.area.chosen.id, address))
    lon, lat, zoom = caches.centre(name, geojson, narrow=narrow())
    for trace in map_traces.marks(marks, zoom):
        figure.add_trace(trace)
    figure.update_layout(
        map={"style": style(outlines(page)), "center": {"lon": lon, "lat": lat}, "zoom": zoom},
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        height=_HEIGHT,
        showlegend=False,
        clickmode="event+select",
        separators=", " if page.language == "sv" else ".,",
        uirevision=name,
    )
    return figure


def outlines(page: Page) -> tuple[Outline, ...]:
    """Return the priority areas as the map draws them."""
    reading = page.reading()
    return caches.kept(reading, "priority outlines", [], lambda: priority_outlines(reading))


def harmless(geojson: str) -> str:
    """Return the borders with names that the browser shows as they are: plotly would follow markup in them."""
    if not any(sign in geojson for sign in "<>&"):
        return geojson
    found = json.loads(geojson)
    for one in found["features"]:
        one["properties"] = {name: html.escape(str(text)) for name, text in one["properties"].items()}
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def draw_legend(page: Page, view: MapView, marks: Sequence[Mark] = (), *, upright: bool = False) -> None:
    """Draw what the colours, stripes, lines and marks stand for; under each other if there is room beside the map."""
    shades = list(zip(colours(view.legend), view.legend.labels, strict=False)) if view.with_value else []
    entries = [entry(shade, label) for shade, label in shades]
    if entries and view.legend.worse_first is not None:
        worse, better = page.words("worse"), page.words("better")
        first, last = (worse, better) if view.legend.worse_first else (better, worse)
        entries = [_word(first), *entries, _word(last)]
    if view.without_value(Status.HIDDEN):
        entries.append(entry(HATCHED, page.words("hidden: too few")))
    if view.without_value(Status.MISSING) or view.without_value(NOT_DELIVERED):
        entries.append(entry(MISSING, page.words("missing or not delivered")))
    if view.without_value(NOT_COMPARED):
        entries.append(entry(GROUND, page.words("not comparable")))
    if page.version.programme.priority_areas:
        entries.append(entry("#ffffff", page.words("priority area"), f"2px solid {PRIORITY_LINE}"))
    drawn = [one for one in marks if one.number is not None]
    if any(not one.physical for one in drawn):
        entries.append(_dot(MARK, page.words("intervention, by its number")))
    if any(one.physical for one in drawn):
        entries.append(_dot(PHYSICAL, page.words("physical measure, by its number")))
    draw_entries(entries, heading=view.legend.heading if shades else "", upright=upright)


def draw_entries(entries: list[str], heading: str = "", *, upright: bool = False) -> None:
    """Draw the boxes of a legend."""
    way = "flex-direction:column;gap:0.2rem" if upright else "flex-wrap:wrap;gap:0.25rem 1rem"
    above = f'<div style="font-size:0.875rem;font-weight:600">{plain(heading)}</div>' if heading else ""
    st.html(f'{above}<div style="display:flex;{way};font-size:0.875rem">{"".join(entries)}</div>')


def entry(colour: str, label: str, border: str = f"1px solid {LINE}") -> str:
    """Return one box of a legend with its label, as HTML for `draw_entries`."""
    # A printed page leaves out backgrounds unless told otherwise: here they are what is said.
    box = f"display:inline-block;width:1.1em;height:1.1em;background:{colour};border:{border};vertical-align:-0.15em"
    box += ";print-color-adjust:exact"
    return f'<span><span aria-hidden="true" style="{box}"></span> {plain(label)}</span>'


def _dot(colour: str, label: str) -> str:
    return entry(f"{colour};border-radius:50%", label, "1px solid #ffffff")


def _word(text: str) -> str:
    return f"<span><em>{plain(text)}</em></span>"
