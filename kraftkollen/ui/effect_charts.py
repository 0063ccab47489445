"""The pictures of an evaluation: two paths with the gap beneath, and the strip of placebos, from the estimate."""

from collections.abc import Callable

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from kraftkollen.ui.frame import Page
from kraftkollen.ui.prose import plain
from kraftkollen.views.effect_page_view import Evaluation

_TREATED, _OTHERS, _GREY, _LIGHT = "#9a1f2e", "#0072b2", "#595959", "#8c8c8c"
_TEXT = {"size": 14, "color": "#111111"}
_AXIS = {"fixedrange": True, "automargin": True, "tickfont": {"size": 13, "color": "#444444"}}
# How far apart the marks of the strip are laid, so that those alike do not cover each other.
_LANES = 5

Make = Callable[[Page, Evaluation], go.Figure]


def paths(page: Page, found: Evaluation) -> go.Figure:
    """Return the treated and the weighted comparison over time, and what is between them beneath; the start is marked."""
    estimate, points = found.answered.estimate, found.answered.estimate.points
    titles = {one.period: row[0] for one, row in zip(points, found.rows.points, strict=True)}
    order = list(found.order)
    figure = make_subplots(rows=2, cols=1, shared_xaxes=True, row_heights=[0.66, 0.34], vertical_spacing=0.08)
    named = (
        (page.words("Weighted comparison"), [one.comparison for one in points], _OTHERS, "dash", "square", 3),
        (found.place, [one.treated for one in points], _TREATED, "solid", "circle", 2),
    )
    by_period = {one.period: number for number, one in enumerate(points)}
    for name, values, colour, dash, mark, column in named:
        texts = [f"<b>{plain(name)}</b> {plain(row[0])}: {plain(row[column])}" for row in found.rows.points]
        figure.add_trace(_line(name, order, by_period, values, texts, colour, dash, mark), row=1, col=1)
    gaps = [one.gap for one in points]
    label = page.words("Difference")
    texts = [f"<b>{plain(label)}</b> {plain(row[0])}: {plain(row[4])}" for row in found.rows.points]
    gap = _line(label, order, by_period, gaps, texts, _GREY, "solid", "diamond")
    gap.showlegend = False
    figure.add_trace(gap, row=2, col=1)
    figure.add_hline(y=0, row=2, col=1, line={"color": _GREY, "width": 1})
    start = order.index(estimate.after[0]) - 0.5
    for row in (1, 2):
        figure.add_vline(x=start, row=row, col=1, line={"color": _GREY, "width": 1, "dash": "dash"})
    figure.add_annotation(
        x=start, y=1, yref="paper", yanchor="bottom", xanchor="center", text=plain(page.words("start")), showarrow=False
    )
    figure.update_xaxes(
        **_AXIS,
        type="category",
        categoryorder="array",
        categoryarray=order,
        tickvals=order,
        ticktext=[plain(titles.get(one, one)) for one in order],
        range=[-0.4, len(order) - 0.6],
        showgrid=False,
        linecolor=_GREY,
    )
    figure.update_yaxes(**_AXIS, gridcolor="#e4e4e4", zeroline=False)
    figure.update_yaxes(title={"text": plain(found.unit)}, row=1, col=1)
    figure.update_yaxes(title={"text": plain(label)}, row=2, col=1)
    return _laid_out(page, figure, 560)


def _line(
    name: str,
    order: list[str],
    by_period: dict[str, int],
    values: list[float],
    texts: list[str],
    colour: str,
    dash: str,
    mark: str,
) -> go.Scatter:
    places = [by_period.get(one) for one in order]
    return go.Scatter(
        x=order,
        y=[None if at is None else values[at] for at in places],
        text=["" if at is None else texts[at] for at in places],
        mode="lines+markers",
        name=plain(name),
        line={"color": colour, "dash": dash, "width": 2.5},
        marker={"symbol": mark, "size": 8, "color": colour},
        hovertemplate="%{text}<extra></extra>",
        connectgaps=False,
    )


def strip(page: Page, found: Evaluation) -> go.Figure:
    """Return every comparison area's difference in its own standard deviations, and the treated among them."""
    estimate = found.answered.estimate
    figure = go.Figure()
    for alike, name, colour, mark in (
        (False, page.words("Other comparison areas"), _LIGHT, "circle-open"),
        (True, page.words("Comparison areas most alike"), _OTHERS, "circle"),
    ):
        chosen = [(one, row) for one, row in zip(estimate.strip, found.rows.placebos, strict=True) if one.alike is alike]
        if chosen:
            lanes = [(number % _LANES) - _LANES // 2 for number in range(len(chosen))]
            texts = [f"<b>{plain(row[0])}</b>: {plain(row[1])}" for _, row in chosen]
            figure.add_trace(_dots(name, [one.statistic for one, _ in chosen], lanes, texts, colour, mark, 10))
    own = [one.statistic for one in estimate.areas]
    names = [row[0] for row in found.rows.areas] or [found.place]
    lanes = [number - len(own) // 2 for number in range(len(own))]
    figure.add_trace(_dots(found.place, own, lanes, [f"<b>{plain(one)}</b>" for one in names], _TREATED, "diamond", 16))
    figure.add_vline(x=0, line={"color": _GREY, "width": 1})
    figure.update_yaxes(visible=False, range=[-_LANES / 2 - 1, _LANES / 2 + 1], fixedrange=True)
    figure.update_xaxes(**_AXIS, gridcolor="#e4e4e4", zeroline=False)
    return _laid_out(page, figure, 240)


def _dots(name: str, values: list[float], lanes: list[int], texts: list[str], colour: str, mark: str, size: int) -> go.Scatter:
    return go.Scatter(
        x=values,
        y=[lane * 0.9 for lane in lanes],
        text=texts,
        mode="markers",
        name=plain(name),
        marker={"symbol": mark, "size": size, "color": colour, "line": {"width": 1.5, "color": colour}},
        hovertemplate="%{text}<extra></extra>",
    )


def _laid_out(page: Page, figure: go.Figure, height: int) -> go.Figure:
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 28, "b": 8},
        plot_bgcolor="#ffffff",
        font=_TEXT,
        hovermode="closest",
        separators=", " if page.language == "sv" else ".,",
        legend={"orientation": "h", "y": -0.16 if height > 300 else -0.25, "x": 0, "font": {"size": 14}},
    )
    return figure
