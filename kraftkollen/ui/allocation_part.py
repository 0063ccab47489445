"""Allocation, a part of the page of the evaluation: six grounds, weights as sliders, and the places that any weights give."""

from collections.abc import Sequence

import plotly.graph_objects as go
import streamlit as st

from kraftkollen.model.modules import Module, used
from kraftkollen.ui import address, caches, module_part, register_part, tables
from kraftkollen.ui.frame import Page
from kraftkollen.ui.prose import escaped, paragraph, plain, section, source_line
from kraftkollen.views.allocation_view import (
    MOST_WEIGHT,
    AllocationRow,
    AllocationView,
    GroundRow,
    allocation_view,
    weighed,
    weights_from,
)

SHOWN, ALLOCATION = "visa", "fordelning"
# How each ground is called in the address.
_WEIGHTS = {
    "representation": "bredd",
    "intersectional": "intersektionell",
    "long_term": "langsiktig",
    "measurability": "matbar",
    "need": "behov",
    "budget": "budget",
}
_COLOUR, _USUAL, _GREY = "#9a1f2e", "#c9c2b8", "#8c8c8c"
_ROW, _EDGES = 38, 90
_ACROSS = 3


def asked() -> bool:
    """Return whether the address asks for the allocation in place of the evaluation."""
    return st.query_params.get(SHOWN) == ALLOCATION


def way_in(page: Page) -> None:
    """Draw the link to the allocation, at the end of the evaluation; or that it is not used."""
    section(page.words("Allocation"))
    if not module_part.on(page, Module.ALLOCATION):
        return
    paragraph(
        page.words("Interventions beside each other on the grounds that were asked for, to discuss. It proposes nothing.")
    )
    link = tables.Link(page.words("Open the allocation"), address.of(page, page.address, {SHOWN: ALLOCATION}))
    tables.link_line("", link)


def draw(page: Page) -> None:
    """Draw the allocation: what it is for, the weights, the places that they and all others give, what each ground says."""
    back = tables.Link(page.words("To the evaluation after one year"), address.of(page, page.address, {}))
    tables.link_line("", back)
    section(page.words("Allocation, to discuss"))
    if not used(page.version.programme, Module.ALLOCATION):
        module_part.on(page, Module.ALLOCATION)
        return
    shown = _view(page)
    st.markdown(f"**{escaped(shown.sentence)}**")
    paragraph(
        page.words(
            "This is not an order to follow. What weighs most is for the committees to say: move the weights and see what "
            "changes, and what does not. The interventions stand in the order of the register."
        )
    )
    _sliders(page, shown.grounds)
    if len(shown.rows) > 1:
        _places(page, shown)
    _grounds(page, shown)


def _view(page: Page) -> AllocationView:
    reading, on = page.reading(), register_part.day_asked(page)
    known = caches.kept(reading, "allocation", [on], lambda: weighed(reading, on))
    named = {ground: st.query_params.get(name, "") for ground, name in _WEIGHTS.items()}
    return allocation_view(reading, known, weights_from(named))


def _sliders(page: Page, grounds: Sequence[GroundRow]) -> None:
    label = page.words("Weights")
    st.markdown(f"**{escaped(label)}**")
    # Row by row, so that a narrow screen and a keyboard meet them in the same order.
    for start in range(0, len(grounds), _ACROSS):
        columns = st.columns(_ACROSS)
        for column, one in zip(columns, grounds[start : start + _ACROSS], strict=False):
            key = f"weight {one.ground.value}"
            st.session_state[key] = one.weight
            with column:
                st.slider(one.name, 0, MOST_WEIGHT, key=key, on_change=_choose, args=(_WEIGHTS[one.ground.value], key))


def _choose(name: str, key: str) -> None:
    address.choose(name, str(st.session_state[key]))


def _places(page: Page, shown: AllocationView) -> None:
    section(page.words("Which places each can have"))
    if shown.missing:
        paragraph(shown.missing)
    alt = page.words("The places of each intervention under different weights. {sentence}", sentence=shown.sentence)
    # The theme's own colours would take the place of ours.
    st.plotly_chart(chart(page, shown.rows), theme=None, alt=alt, config={"displayModeBar": False}, key="allocation")
    columns = [
        page.words("Intervention"),
        page.words("With these weights"),
        page.words("Nine weightings in ten"),
        page.words("All weightings"),
        page.words("Missing"),
    ]
    rows = [[one.name, one.now, one.usual, one.every, ", ".join(one.missing)] for one in shown.rows]
    tables.table(columns, rows, alt=alt, row_heading=True)
    source_line(
        page.words(
            "Ten thousand weightings drawn evenly, with a fixed seed. Place 1 has the most points; those that cannot be told "
            "apart share a place. Points and scales are proposals; no committee has decided them."
        )
    )


def _grounds(page: Page, shown: AllocationView) -> None:
    section(page.words("What each ground says"))
    columns = [page.words("Intervention"), *(one.name for one in shown.grounds)]
    link = [tables.Link(one.name, address.of(page, "insatser", {register_part.INTERVENTION: one.id})) for one in shown.rows]
    rows: list[list[tables.Cell]] = [[name, *one.cells] for name, one in zip(link, shown.rows, strict=True)]
    tables.table(columns, rows, alt=page.words("What each ground says of each intervention"), row_heading=True)
    with st.expander(page.words("How the grounds are counted")):
        counted = [[one.name, one.counted] for one in shown.grounds]
        columns = [page.words("Ground"), page.words("Counted so")]
        tables.table(columns, counted, alt=page.words("How the grounds are counted"), row_heading=True)


def chart(page: Page, rows: Sequence[AllocationRow]) -> go.Figure:
    """Return the places as bars: thin for all weightings, thick for nine in ten, a mark for the weights that are chosen."""
    figure = go.Figure()
    names = [plain(one.name) for one in rows]
    for label, width, colour, ends in (
        (page.words("All weightings"), 3, _GREY, [(one.places.best, one.places.worst) for one in rows]),
        (page.words("Nine weightings in ten"), 14, _USUAL, [(one.places.usual_best, one.places.usual_worst) for one in rows]),
        (page.words("With these weights"), 5, _COLOUR, [(one.places.now_best, one.places.now_worst) for one in rows]),
    ):
        x, y = _segments(ends, names)
        figure.add_trace(
            go.Scatter(x=x, y=y, mode="lines", name=plain(label), line={"width": width, "color": colour}, hoverinfo="skip")
        )
    middles = [(one.places.now_best + one.places.now_worst) / 2 for one in rows]
    said = [f"<b>{plain(one.name)}</b> {plain(one.now)} ({plain(one.usual)}; {plain(one.every)})" for one in rows]
    figure.add_trace(
        go.Scatter(
            x=middles,
            y=names,
            mode="markers",
            marker={"symbol": "diamond", "size": 12, "color": _COLOUR},
            text=said,
            hovertemplate="%{text}<extra></extra>",
            showlegend=False,
        )
    )
    _look(page, figure, names)
    return figure


def _segments(ends: Sequence[tuple[int, int]], names: Sequence[str]) -> tuple[list[float | None], list[str]]:
    """Return lines that do not join: a short one where both ends are the same place."""
    x: list[float | None] = []
    y: list[str] = []
    for (best, worst), name in zip(ends, names, strict=True):
        x += [best - 0.15, worst + 0.15, None]
        y += [name, name, name]
    return x, y


def _look(page: Page, figure: go.Figure, names: Sequence[str]) -> None:
    figure.update_layout(
        height=_ROW * len(names) + _EDGES,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        plot_bgcolor="#ffffff",
        font={"size": 14, "color": "#111111"},
        legend={"orientation": "h", "y": -0.2, "yref": "paper", "x": 0},
        xaxis={
            "title": {"text": plain(page.words("place"))},
            "range": [0.5, len(names) + 0.5],
            "dtick": 1,
            "gridcolor": "#ededed",
            "zeroline": False,
            "fixedrange": True,
        },
        yaxis={"autorange": "reversed", "fixedrange": True, "automargin": True, "categoryarray": list(names)},
    )
