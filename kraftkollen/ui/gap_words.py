"""The word in the gap of a line: where figures are hidden or missing the picture says so, and never draws a value."""

from itertools import pairwise

import plotly.graph_objects as go

from kraftkollen.ui.prose import plain
from kraftkollen.views.indicator_view import Line

_GREY = "#444444"


def gap_words(line: Line) -> list[go.Scatter]:
    """Return the word of each gap, half-way between the shown figures on both sides: no value that is not shown already."""
    known = [(at, point.value) for at, point in enumerate(line.points) if point.value is not None]
    gaps = [((first + last) // 2, (one + other) / 2) for (first, one), (last, other) in pairwise(known) if last - first > 1]
    if not gaps:
        return []
    return [
        go.Scatter(
            x=[line.points[at].period for at, _ in gaps],
            y=[height for _, height in gaps],
            text=[plain(line.points[at].text) for at, _ in gaps],
            mode="text",
            textfont={"color": _GREY, "size": 12},
            hoverinfo="skip",
            showlegend=False,
        )
    ]
