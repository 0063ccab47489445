"""What plotly is given to draw: the areas, the stripes of hidden ones, the chosen one, the marks of what is done."""

import math
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

import plotly.graph_objects as go

from kraftkollen.model.delivery import Status
from kraftkollen.ui.map_style import BELOW
from kraftkollen.ui.prose import plain
from kraftkollen.views.map_colours import GROUND, LINE, MARK, MISSING, PHYSICAL, STRIPE, colours
from kraftkollen.views.map_marks import Mark
from kraftkollen.views.map_view import NOT_COMPARED, Cell, MapView

CHOSEN = "#9a1f2e"
_CLEAR = "rgba(0,0,0,0)"
_TILE = 512
# Pixels on the screen at the zoom that shows the whole city.
_MARK_SIZE, _MARK_STEP, _MARK_DROP = 18, 20, 12


def areas(view: MapView, address: str, line: float) -> go.Choroplethmap:
    """Return all areas as one trace: a colour for each class, then hidden, missing and what cannot be compared."""
    shades = (*colours(view.legend), GROUND, MISSING, GROUND)
    steps = [_shade(one, len(shades)) for one in view.cells]
    scale = [[end / len(shades), shade] for place, shade in enumerate(shades) for end in (place, place + 1)]
    return go.Choroplethmap(
        **_drawn(address, [one.code for one in view.cells], line),
        z=steps,
        zmin=-0.5,
        zmax=len(shades) - 0.5,
        colorscale=scale,
        text=[_hover(one) for one in view.cells],
        hovertemplate="<b>%{properties.name}</b><br>%{text}<extra></extra>",
    )


def _shade(cell: Cell, count: int) -> int:
    if cell.step is not None:
        return cell.step
    return count - {Status.HIDDEN.value: 3, NOT_COMPARED: 1}.get(str(cell.status), 2)


def _hover(cell: Cell) -> str:
    return plain(f"{cell.text}, {cell.judged}" if cell.judged else cell.text)


def stripes(cells: Iterable[Cell], address: str) -> go.Choroplethmap:
    """Return the hatching: plotly fills areas and cannot hatch them, so each area's stripes are an area of their own."""
    codes = [one.code for one in cells]
    return go.Choroplethmap(**_drawn(address, codes, 0), **_plain_fill(codes, STRIPE), hoverinfo="skip")


def chosen(code: str, address: str) -> go.Choroplethmap:
    """Return a line around the area that is chosen."""
    trace = go.Choroplethmap(**_drawn(address, [code], 4), **_plain_fill([code], _CLEAR), hoverinfo="skip")
    trace.marker.line.color = CHOSEN
    return trace


def _drawn(address: str, codes: list[str], line: float) -> dict[str, Any]:
    return {
        "geojson": address,
        "locations": codes,
        "below": BELOW,
        "showscale": False,
        "marker": {"line": {"color": LINE, "width": line}, "opacity": 1},
        "unselected": {"marker": {"opacity": 1}},
    }


def _plain_fill(codes: Sequence[str], colour: str) -> dict[str, Any]:
    return {"z": [0] * len(codes), "colorscale": [[0, colour], [1, colour]]}


def marks(listed: Sequence[Mark], zoom: float) -> Iterable[go.Scattermap]:
    """Yield lines on the ground, then the numbers: side by side where several interventions stand in one place."""
    for one in listed:
        for line in one.lines if one.number is not None else ():
            yield go.Scattermap(
                lon=[x for x, _ in line],
                lat=[y for _, y in line],
                mode="lines",
                line={"color": PHYSICAL if one.physical else MARK, "width": 4},
                hoverinfo="skip",
            )
    placed = sorted(((at, one) for one in listed if one.number is not None for at in one.at), key=lambda pair: pair[0])
    places = groupby(placed, key=lambda pair: pair[0])
    found = [(*spot, one) for at, group in places for spot, one in _row(at, [mark for _, mark in group], zoom)]
    if found:
        yield go.Scattermap(
            lon=[lon for lon, _, _ in found],
            lat=[lat for _, lat, _ in found],
            mode="markers+text",
            marker={
                "size": _MARK_SIZE,
                "color": [PHYSICAL if one.physical else MARK for _, _, one in found],
                "opacity": 1,
                "allowoverlap": True,
            },
            text=[str(one.number) for _, _, one in found],
            textfont={"size": 11, "color": "#ffffff"},
            textposition="middle center",
            customdata=[[one.area] for _, _, one in found],
            hovertext=[_told(one) for _, _, one in found],
            hovertemplate="%{hovertext}<extra></extra>",
            unselected={"marker": {"opacity": 1}},
        )


def _row(at: tuple[float, float], group: list[Mark], zoom: float) -> list[tuple[tuple[float, float], Mark]]:
    """Return where each mark of one place stands: in a row a little below it."""
    pixel = 360 / (_TILE * 2**zoom)
    down = at[1] - _MARK_DROP * pixel * math.cos(math.radians(at[1]))
    first = at[0] - (len(group) - 1) / 2 * _MARK_STEP * pixel
    return [((first + place * _MARK_STEP * pixel, down), one) for place, one in enumerate(group)]


def _told(one: Mark) -> str:
    said = " · ".join(part for part in (one.where, one.time, one.lead) if part)
    return f"<b>{one.number} {plain(one.name)}</b><br>{plain(said)}"


def coloured(codes: list[str], address: str, colour: str, line: float, texts: list[str] | None = None) -> go.Choroplethmap:
    """Return areas of one colour; without texts they say nothing when pointed at."""
    return go.Choroplethmap(
        geojson=address,
        locations=codes,
        z=[0] * len(codes),
        colorscale=[[0, colour], [1, colour]],
        showscale=False,
        text=texts,
        hovertemplate="%{text}<extra></extra>" if texts else None,
        hoverinfo=None if texts else "skip",
        marker={"line": {"color": LINE, "width": line}, "opacity": 1},
    )
