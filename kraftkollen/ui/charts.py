"""Line charts: places told apart by line, mark and name as well as colour; breaks are gaps, preliminary figures are open."""

import plotly.graph_objects as go

from kraftkollen.model.delivery import Status
from kraftkollen.ui.frame import Page
from kraftkollen.ui.gap_words import gap_words
from kraftkollen.ui.prose import plain
from kraftkollen.views.indicator_marks import Goal
from kraftkollen.views.indicator_view import IndicatorView, Line
from kraftkollen.views.places import PlaceKind

# Okabe and Ito's colours, safe for the colour-blind, the light ones left out; each with a line and a mark of its own.
_LOOKS = (
    ("#9a1f2e", "solid", "circle"),
    ("#0072b2", "dash", "square"),
    ("#007a5a", "dot", "diamond"),
    ("#a4508b", "dashdot", "triangle-up"),
    ("#b35900", "longdash", "x"),
)
_CITY = ("#444444", "solid", "circle")
_GREY = "#595959"
_WIDTHS = {PlaceKind.CITY: 4.0, PlaceKind.BESIDE: 1.5}
_HEIGHT = 460


def look(line: Line, number: int) -> tuple[str, str, str]:
    """Return colour, dash and mark of the line that is the `number`th."""
    if line.place.kind is PlaceKind.CITY:
        return _CITY
    colour, dash, mark = _LOOKS[number % len(_LOOKS)]
    # Another municipality has no colour of its own: it is told apart by line and mark.
    return (_GREY if line.place.kind is PlaceKind.BESIDE else colour), dash, mark


def line_chart(page: Page, view: IndicatorView) -> go.Figure:
    """Return the picture of an indicator over time."""
    figure = go.Figure()
    order = list(view.periods)
    for number, line in enumerate(view.lines):
        for trace in (*_traces(line, number, order, {one.period for one in view.breaks}), *gap_words(line)):
            figure.add_trace(trace)
    _goals(figure, view, order)
    shapes, notes = _marks(view, order)
    figure.update_layout(
        height=_HEIGHT,
        margin={"l": 8, "r": 8, "t": 36, "b": 8},
        plot_bgcolor="#ffffff",
        font={"size": 14, "color": "#111111"},
        hovermode="closest",
        separators=", " if page.language == "sv" else ".,",
        xaxis={
            "type": "category",
            "categoryorder": "array",
            "categoryarray": order,
            "tickvals": order,
            "range": [-0.4, len(order) - 0.6],
            "showgrid": False,
            "linecolor": _GREY,
            "automargin": True,
            "fixedrange": True,
            "tickfont": {"size": 13, "color": "#444444"},
        },
        yaxis={
            "gridcolor": "#e4e4e4",
            "tickfont": {"size": 13, "color": "#444444"},
            "zeroline": False,
            "automargin": True,
            "fixedrange": True,
            "title": {"text": _unit(page, view)},
        },
        # Below whatever room the periods take, which stand upright on a narrow screen.
        legend={"orientation": "h", "yref": "container", "yanchor": "bottom", "y": 0, "x": 0, "font": {"size": 14}},
        shapes=shapes,
        annotations=notes,
    )
    return figure


def _unit(page: Page, view: IndicatorView) -> str:
    return view.indicator.unit.in_language(page.language) if view.indicator else ""


def _traces(line: Line, number: int, order: list[str], breaks: set[str]) -> list[go.Scatter]:
    """Return the line in pieces: a break or a figure that cannot be shown ends one."""
    colour, dash, mark = look(line, number)
    by_period = {one.period: one for one in line.points}
    x: list[str | None] = []
    y: list[float | None] = []
    texts: list[str] = []
    marks: list[str] = []
    for period in order:
        point = by_period.get(period)
        if period in breaks and x:
            # A point without value before the first of the new series: the line is cut there and nowhere else.
            x, y, texts, marks = [*x, period], [*y, None], [*texts, ""], [*marks, mark]
        if point is None:
            continue
        x.append(period)
        y.append(point.value)
        texts.append(f"<b>{plain(line.place.name)}</b> {plain(point.title)}: {plain(point.text)}")
        marks.append(f"{mark}-open" if point.status == Status.PRELIMINARY else mark)
    return [
        go.Scatter(
            x=x,
            y=y,
            mode="lines+markers",
            name=plain(line.place.name),
            line={"color": colour, "dash": dash, "width": _WIDTHS.get(line.place.kind, 2.5)},
            marker={"symbol": marks, "size": 9, "color": colour, "line": {"width": 2, "color": colour}},
            text=texts,
            hovertemplate="%{text}<extra></extra>",
            connectgaps=False,
        )
    ]


def _goal_colour(view: IndicatorView, goal: Goal) -> str:
    """Return the colour of the place that a target is for."""
    return next((look(line, at)[0] for at, line in enumerate(view.lines) if line.place.id == goal.place), _GREY)


def _goals(figure: go.Figure, view: IndicatorView, order: list[str]) -> None:
    for goal in view.goals:
        x = [order[0], order[-1]] if order else []
        figure.add_trace(
            go.Scatter(
                x=x,
                y=[goal.value] * len(x),
                mode="lines",
                name=plain(goal.text.split(" (")[0]),
                line={"color": _goal_colour(view, goal), "dash": "dot", "width": 1.5},
                hoverinfo="skip",
            )
        )


def _marks(view: IndicatorView, order: list[str]) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Return lines across the picture and what stands above them; what each means stands below the picture as text."""
    shapes: list[dict[str, object]] = []
    notes: list[dict[str, object]] = []
    for letter, period, before in view.letters:
        if period in order:
            at = order.index(period) - (0.5 if before else 0)
            shapes.append(
                {
                    "type": "line",
                    "x0": at,
                    "x1": at,
                    "y0": 0,
                    "y1": 1,
                    "yref": "paper",
                    "line": {"color": _GREY, "width": 1, "dash": "dash"},
                }
            )
            notes.append({"x": at, "y": 1, "yref": "paper", "yanchor": "bottom", "text": letter, "showarrow": False})
    return shapes, notes
