"""The picture of money set aside: what is called off over the year, in steps, against what there is."""

from datetime import date

import plotly.graph_objects as go

from kraftkollen.ui.frame import Page
from kraftkollen.ui.prose import plain
from kraftkollen.views.money_view import AllotmentRow

_COLOUR, _GREY = "#9a1f2e", "#595959"
_ORE = 100
_MILLION = 100_000_000


def called_off_chart(page: Page, shown: AllotmentRow, year: int, until: date) -> go.Figure:
    """Return what is called off from one money over its year, up to a day, as a line in steps under the line of the amount."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    days = [first, *(day for day, _ in shown.over_time), min(max(until, first), last)]
    sums = [0, *(total for _, total in shown.over_time)]
    amounts = [total / _MILLION for total in (*sums, sums[-1])]
    figure = go.Figure()
    figure.add_trace(
        go.Scatter(
            x=[first, last],
            y=[shown.amount_ore / _MILLION] * 2,
            mode="lines",
            line={"color": _GREY, "dash": "dash", "width": 2},
            hoverinfo="skip",
            showlegend=False,
        )
    )
    figure.add_trace(
        go.Scatter(
            x=days,
            y=amounts,
            mode="lines+markers",
            line={"color": _COLOUR, "shape": "hv", "width": 3},
            marker={"size": [0, *[9] * len(shown.over_time), 0], "color": _COLOUR},
            hovertemplate="%{x|%Y-%m-%d}: %{y}<extra></extra>",
            showlegend=False,
        )
    )
    top = shown.amount_ore / _MILLION
    _note(figure, (first, top), page.words("set aside: {amount}", amount=shown.amount), "left", "bottom")
    # Under the line where the line of the amount lies just above it.
    under = 0 < top - amounts[-1] < top / 5
    called = page.words("called off: {amount}", amount=shown.called_off)
    _note(figure, (days[-1], amounts[-1]), called, "right", "top" if under else "bottom")
    figure.update_layout(
        height=320,
        margin={"l": 8, "r": 8, "t": 24, "b": 8},
        plot_bgcolor="#ffffff",
        font={"size": 14, "color": "#111111"},
        separators=", " if page.language == "sv" else ".,",
        xaxis={
            "range": [first, last],
            "tickformat": "%m",
            "dtick": "M1",
            "showgrid": False,
            "linecolor": _GREY,
            "fixedrange": True,
            "title": {"text": page.words("month of {year}", year=year)},
        },
        yaxis={
            "gridcolor": "#e4e4e4",
            "rangemode": "tozero",
            "range": [0, 1.15 * max(shown.amount_ore, sums[-1]) / _MILLION],
            "fixedrange": True,
            "title": {"text": page.words("million kronor")},
        },
    )
    return figure


def _note(figure: go.Figure, at: tuple[date, float], text: str, side: str, upright: str) -> None:
    """Write beside a point: `side` and `upright` say which edge of the text is at it."""
    look = {"xanchor": side, "yanchor": upright, "yshift": 4 if upright == "bottom" else -4, "showarrow": False}
    figure.add_annotation(
        x=at[0], y=at[1], text=plain(text), font={"size": 14, "color": "#111111"}, bgcolor="rgba(255,255,255,0.85)", **look
    )
