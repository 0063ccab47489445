"""A map as a picture for print: SVG drawn by geopandas, without script, the same bytes for the same data."""

import io
import json
import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

import geopandas
import matplotlib
import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from kraftkollen.geography.sheet import Marked, Outlined, Point, Sheet

_CRS = "EPSG:4326"
_LINE, _OUTLINE = "#6b6b6b", "#111111"
_THIN, _THICK = 0.4, 1.6
_HATCH = "//////"
# Marks nearer each other than this, in dots, stand in a row, so many points apart.
_MEET, _STEP = 24, 12
# What XML cannot hold. A name may come from anybody's file.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# The same data give the same bytes: no random ids; and a "$" in a name is no formula.
matplotlib.rcParams.update(
    {"svg.hashsalt": "kraftkollen", "svg.fonttype": "none", "text.parse_math": False, "font.family": "DejaVu Sans"}
)


def drawn(geojson: str, sheet: Sheet) -> bytes:
    """Return the map as SVG, in degrees that count as long as they are there.

    Parameters
    ----------
    geojson
        As of `Borders.browser`: polygons whose `id` is the area's code. Areas of no look are drawn as lines.
    """
    shapes = _shapes(geojson)
    figure, axes = _paper(shapes, sheet.width)
    for one in sheet.filled:
        mine = shapes[shapes.index.isin(one.codes)]
        if len(mine):
            mine.plot(ax=axes, facecolor=one.colour, edgecolor=one.stripe or "none", linewidth=0, hatch=one.stripe and _HATCH)
    shapes.boundary.plot(ax=axes, color=_LINE, linewidth=_THIN)
    named = [_outline(axes, shapes, area) for area in sheet.outlined]
    _mark(axes, sheet.marked, [at for at in named if at])
    _words(figure, axes, sheet)
    written = io.BytesIO()
    figure.savefig(
        written, format="svg", metadata={"Date": None, "Creator": "Kraftkollen"}, bbox_inches="tight", pad_inches=0.04
    )
    return _told(written.getvalue(), sheet)


def _shapes(geojson: str) -> geopandas.GeoSeries:
    features = json.loads(geojson)["features"]
    shapes = shapely.make_valid([shapely.geometry.shape(one["geometry"]) for one in features])
    return geopandas.GeoSeries(shapes, index=[str(one["id"]) for one in features], crs=_CRS)


def _paper(shapes: geopandas.GeoSeries, width: float) -> tuple[Figure, Axes]:
    west, south, east, north = shapes.total_bounds
    shrink = float(np.cos(np.radians((south + north) / 2)))
    height = width * (north - south) / max((east - west) * shrink, 1e-9)
    figure = Figure(figsize=(width, min(height, 2 * width)))
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.margins(0.005)
    return figure, axes


def _outline(axes: Axes, shapes: geopandas.GeoSeries, area: Outlined) -> Point | None:
    """Draw the line around the areas; return where their name stands."""
    mine = shapes[shapes.index.isin(area.codes)]
    if not len(mine):
        return None
    whole = geopandas.GeoSeries([mine.union_all()], crs=_CRS)
    whole.boundary.plot(ax=axes, color=_OUTLINE, linewidth=_THICK)
    if not area.name:
        return None
    at = whole.iloc[0].representative_point()
    ground = {"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none", "alpha": 0.85}
    axes.text(at.x, at.y, _sayable(area.name), ha="center", va="center", fontsize=8, fontweight="bold", bbox=ground)
    return at.x, at.y


def _mark(axes: Axes, marked: Sequence[Marked], names: Sequence[Point]) -> None:
    """Draw lines, then numbers: beside each other where they meet, and lower where a name stands."""
    for along, colour in ((tuple(zip(*line, strict=True)), one.colour) for one in marked for line in one.lines):
        axes.plot(*along, color="white", linewidth=3.4)
        axes.plot(*along, color=colour, linewidth=1.8)
    groups: list[tuple[Point, list[Marked]]] = []
    for one, point in ((mark, point) for mark in marked for point in mark.points):
        near = next((found for at, found in groups if _dots(axes, at, point) < _MEET), None)
        if near is None:
            groups.append((point, [one]))
        elif one not in near:
            near.append(one)
    for at, group in groups:
        lower = -_STEP if any(_dots(axes, at, name) < _MEET for name in names) else 0
        for place, one in enumerate(group):
            axes.annotate(
                one.number,
                at,
                xytext=(_STEP * (place - (len(group) - 1) / 2), lower),
                textcoords="offset points",
                ha="center",
                va="center",
                fontsize=6.5,
                fontweight="bold",
                color="white",
                bbox={"boxstyle": "circle,pad=0.25", "facecolor": one.colour, "edgecolor": "white", "linewidth": 0.8},
            )


def _dots(axes: Axes, one: Point, other: Point) -> float:
    first, second = axes.transData.transform([one, other])
    return float(np.hypot(*(first - second)))


def _words(figure: Figure, axes: Axes, sheet: Sheet) -> None:
    if sheet.titled:
        axes.set_title(_sayable(sheet.title), loc="left", fontsize=11, fontweight="bold")
    keys = _keys(sheet)
    below = -0.02
    if keys:
        legend = axes.legend(
            handles=[key for key, _ in keys],
            labels=[_sayable(label) for _, label in keys],
            loc="upper left",
            bbox_to_anchor=(0, below),
            ncols=_columns([label for _, label in keys], sheet.width),
            title=_sayable(sheet.heading) or None,
            alignment="left",
            title_fontproperties={"weight": "bold", "size": 8.5},
            frameon=False,
            fontsize=8.5,
            borderaxespad=0,
            handlelength=1.6,
        )
        figure.draw_without_rendering()
        below = axes.transAxes.inverted().transform(legend.get_window_extent())[0][1]
    if sheet.source:
        axes.text(0, below - 0.015, _sayable(sheet.source), transform=axes.transAxes, va="top", fontsize=7.5, color="#444444")


def _keys(sheet: Sheet) -> Sequence[tuple[Patch | Line2D, str]]:
    keys: list[tuple[Patch | Line2D, str]] = [
        (Patch(facecolor=one.colour, edgecolor=one.stripe or _LINE, hatch=one.stripe and _HATCH, linewidth=_THIN), one.label)
        for one in sheet.filled
        if one.label
    ]
    if sheet.outlined and sheet.outline:
        keys.append((Patch(facecolor="white", edgecolor=_OUTLINE, linewidth=_THICK), sheet.outline))
    kinds = {one.label: one.colour for one in sheet.marked if one.label}
    keys += [(Line2D([], [], color=colour, marker="o", linestyle="none"), label) for label, colour in kinds.items()]
    return keys


def _columns(labels: Iterable[str], width: float) -> int:
    """Return how many entries of a legend stand beside each other: by the longest of them, at 8.5 points."""
    widest = max(len(one) for one in labels) * 0.075 + 0.5
    return max(1, int(width / widest))


def _sayable(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)


def _told(svg: bytes, sheet: Sheet) -> bytes:
    """Give the picture its name and its description, where screen readers look for them."""
    text = svg.decode()
    opened = text.index("<svg")
    end = text.index(">", opened)
    told = f"<title>{escape(_sayable(sheet.title))}</title><desc>{escape(_sayable(sheet.description))}</desc>"
    return f'{text[:end]} role="img">{told}{text[end + 1 :]}'.encode()
