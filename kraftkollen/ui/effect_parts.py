"""The parts of one evaluation: verdict, paths with the gap, who is compared with, placebos, checks, what is not said."""

from collections.abc import Callable
from functools import partial

import plotly.graph_objects as go
import streamlit as st

from kraftkollen.report import effect_chart, effect_file
from kraftkollen.report.paper import Format
from kraftkollen.ui import caches, effect_charts, effect_map, register_part, tables
from kraftkollen.ui.frame import Page
from kraftkollen.ui.prose import escaped, paragraph, section, source_line
from kraftkollen.views.effect_page_view import EffectPage, Evaluation
from kraftkollen.views.reading import Reading

_STILL = {"displaylogo": False, "displayModeBar": False}
_TALL = 420
_MANY = 12

Picture = Callable[[Reading, EffectPage, Evaluation, Format], bytes]


def draw(page: Page, shown: EffectPage, found: Evaluation) -> None:
    """Draw the evaluation."""
    _verdict(page, found)
    _paths(page, shown, found)
    _compared_with(page, found)
    _placebos(page, shown, found)
    _checks(page, found)
    _not_said(page, found)


def _verdict(page: Page, found: Evaluation) -> None:
    if found.other_list:
        rests = page.words("What is said below rests on it.")
        st.warning(escaped(" ".join(part for part in (found.other_list.sentence, rests, found.other_list.by_rule) if part)))
    st.markdown(f"## {escaped(found.finding)}")
    paragraph(" ".join(found.basis))
    if found.reasons:
        st.markdown(escaped(page.words("Why no more can be said:")))
        st.markdown("\n".join(f"- {escaped(one)}" for one in found.reasons))


def _paths(page: Page, shown: EffectPage, found: Evaluation) -> None:
    st.markdown(f"**{escaped(found.chart_sentence)}**")
    st.plotly_chart(
        _kept(page, shown, found, "paths", effect_charts.paths),
        key="effect paths",
        config=_STILL,
        alt=f"{found.chart_title}. {found.chart_sentence}",
    )
    source_line(" ".join(found.notes))
    _pictures(page, shown, found, "paths", effect_chart.paths)
    columns = [
        page.words("Period"),
        page.words("Before or after"),
        found.place,
        page.words("Weighted comparison"),
        page.words("Difference"),
    ]
    with st.expander(page.words("The same as a table")):
        alt = f"{found.chart_title}. {found.chart_sentence}"
        tables.table(columns, found.rows.points, alt=alt, right=columns[2:], row_heading=True)


def _pictures(page: Page, shown: EffectPage, found: Evaluation, name: str, make: Picture) -> None:
    """Draw the ways to take a picture along, each made when it is asked for; the figures of all parts with the first."""
    reading, called = page.reading(), f"{shown.intervention.id}-{found.answered.question.indicator.id}"
    files: list[tuple[str, str, str, Callable[[], bytes]]] = [
        (page.words("Picture (SVG)"), f"{called}-{name}.svg", "image/svg+xml", partial(make, reading, shown, found, "svg")),
        (page.words("Picture (PNG)"), f"{called}-{name}.png", "image/png", partial(make, reading, shown, found, "png")),
    ]
    if make is effect_chart.paths:
        figures = partial(effect_file.as_csv, reading, shown, found)
        files.insert(0, (page.words("Figures (CSV)"), f"{called}.csv", "text/csv", figures))
    with st.container(horizontal=True):
        for label, file, kind, content in files:
            st.download_button(label, content, file, kind, key=f"effect {file}", on_click="ignore")


def _kept(page: Page, shown: EffectPage, found: Evaluation, name: str, make: effect_charts.Make) -> go.Figure:
    """Return the picture, made once for each version, language, and list of comparison areas."""
    question = found.answered.question
    parts = (name, shown.intervention.id, question.indicator.id, question.removed, question.added)
    return caches.kept(page.reading(), "effect picture", parts, lambda: make(page, found))


def _compared_with(page: Page, found: Evaluation) -> None:
    section(page.words("Which areas we compare with"))
    count = len(found.rows.weights)
    said = page.counted("{count} area is compared with.", "{count} areas are compared with, each with its weight.", count)
    paragraph(said)
    left, right = st.columns([3, 2], gap="large")
    with left:
        effect_map.draw(page, found)
    with right:
        columns = [page.words("Area"), page.words("Weight")]
        rows = [(one.name, one.text) for one in found.rows.weights]
        tables.table(
            columns,
            rows,
            alt=page.words("Comparison areas by weight"),
            right=columns[1:],
            height=_height(rows),
            row_heading=True,
        )
    # Drawn when it is open: of a nation it names thousands.
    inside = register_part.opened(page.words("Areas that are not compared with, and why"), "effect not compared with")
    if inside is None:
        return
    with inside:
        columns = [page.words("Area"), page.words("Why not")]
        excluded = [(one.name, one.reason) for one in found.rows.excluded]
        alt = page.words("Areas that are not compared with, and why")
        tables.table(columns, excluded, alt=alt, height=_height(excluded), row_heading=True)


def _height(rows: object) -> int | None:
    return _TALL if isinstance(rows, list | tuple) and len(rows) > _MANY else None


def _placebos(page: Page, shown: EffectPage, found: Evaluation) -> None:
    section(page.words("Could it be chance?"))
    st.markdown(f"**{escaped(found.strip_sentence)}**")
    paragraph(
        page.words(
            "Each comparison area in turn plays the one where something was done. Where nothing was done, what is seen is "
            "chance. The further out the area lies among them, the less likely that its difference is chance."
        )
    )
    title = page.words("The area among those where nothing was done")
    st.plotly_chart(
        _kept(page, shown, found, "strip", effect_charts.strip),
        key="effect strip",
        config=_STILL,
        alt=f"{title}. {found.strip_sentence}",
    )
    source_line(found.strip_axis)
    _pictures(page, shown, found, "strip", effect_chart.strip)
    if found.rows.areas:
        columns = [page.words("Area"), page.words("Difference"), page.words("Place"), page.words("p by itself")]
        alt = page.words("Each area by itself")
        tables.table(columns, found.rows.areas, alt=alt, right=columns[1:], row_heading=True)
    with st.expander(page.words("The same as a table")):
        columns = [
            page.words("Comparison area"),
            page.words("Difference"),
            page.words("In its own standard deviations"),
            page.words("Among the most alike"),
        ]
        alt = f"{title}. {found.strip_sentence}"
        rows = found.rows.placebos
        tables.table(columns, rows, alt=alt, right=columns[1:3], height=_height(rows), row_heading=True)


def _checks(page: Page, found: Evaluation) -> None:
    section(page.words("What would change the answer"))
    columns = [page.words("Worked out in another way"), page.words("What comes of it"), page.words("How to read it")]
    rows = [(one.check, one.answer, one.note) for one in found.rows.checks]
    tables.table(columns, rows, alt=page.words("The comparison worked out in other ways"), row_heading=True)


def _not_said(page: Page, found: Evaluation) -> None:
    section(page.words("What the answer does not say"))
    st.markdown("\n".join(f"- {escaped(one)}" for one in found.not_said))
