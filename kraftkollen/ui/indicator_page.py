"""The parts of the page for one indicator over time: sentences, the picture, the table, the definition, downloads."""

from collections.abc import Callable

import plotly.graph_objects as go
import streamlit as st

from kraftkollen.model.delivery import Status
from kraftkollen.report import indicator_files, line_chart
from kraftkollen.report.paper import Format
from kraftkollen.ui import address, caches, charts, hidden_part, print_part, tables
from kraftkollen.ui.frame import Page
from kraftkollen.ui.prose import escaped, paragraph, section, source_line
from kraftkollen.views.choices import Choice
from kraftkollen.views.indicator_notes import file_notes, notes, table_rows
from kraftkollen.views.indicator_view import IndicatorView, indicator_view

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def view(page: Page) -> IndicatorView:
    """Return the indicator that the address asks for."""
    wanted = address.wanted()
    parts = (wanted.indicator, wanted.group, wanted.area)
    reading = page.reading()
    return caches.kept(reading, "indicator", parts, lambda: indicator_view(reading, *parts))


def choose(page: Page, shown: IndicatorView) -> None:
    """Draw the boxes for indicator, group and one more place."""
    print_part.style()
    every = _every(shown)
    address.say_unknown(page, every)
    wide, narrow, other = st.columns([4, 3, 3])
    with wide:
        address.select(page.words("Indicator"), address.INDICATOR, shown.choice, every)
    with narrow:
        address.select(page.words("Group"), address.GROUP, shown.group, every)
    with other:
        label = page.words("One more area")
        address.select(label, address.AREA, shown.place, every, placeholder=page.words("No area chosen"))


def draw(page: Page, shown: IndicatorView) -> None:
    """Draw the finding, what each place says, and the picture."""
    if shown.indicator is None:
        paragraph(page.words("No indicator is defined."))
        return
    st.markdown(f"**{escaped(shown.sentence)}**")
    if not shown.lines:
        paragraph(shown.absent)
        return
    st.plotly_chart(
        _picture(page, shown),
        key="line chart",
        config={"displaylogo": False, "displayModeBar": False},
        alt=f"{shown.title}. {shown.sentence} {' '.join(shown.sentences)}",
    )
    said = notes(page.reading(), shown)
    if said:
        source_line(said)
    if any(point.status == Status.HIDDEN for line in shown.lines for point in line.points):
        hidden_part.why(page, shown.indicator)
    for sentence in shown.sentences:
        st.markdown(f"- {escaped(sentence)}")
    paragraph(page.words("This is development, not effect: nothing here is compared with what would have happened otherwise."))


def _picture(page: Page, shown: IndicatorView) -> go.Figure:
    parts = [one.chosen.id if one.chosen else None for one in _every(shown).values()]
    return caches.kept(page.reading(), "line chart", parts, lambda: charts.line_chart(page, shown))


def table(page: Page, shown: IndicatorView) -> None:
    """Draw the same figures as a table, with where they come from."""
    if shown.indicator is None or not shown.lines:
        return
    section(page.words("The same as a table"))
    names = [one.place.name for one in shown.lines]
    columns = [page.words("Period"), *names]
    rows = table_rows(page.reading(), shown)
    tables.table(columns, rows, alt=f"{shown.title}. {shown.sentence}", right=names, row_heading=True)
    source_line(shown.source)
    if shown.next_figure:
        source_line(shown.next_figure)


def downloads(page: Page, shown: IndicatorView) -> None:
    """Draw the ways to take the picture and the figures along; each file is made when it is asked for."""
    if not shown.lines:
        return
    reading, name = page.reading(), shown.indicator.id if shown.indicator else ""
    files: tuple[tuple[str, str, str, Callable[[], bytes]], ...] = (
        (page.words("Figures (CSV)"), "csv", "text/csv", lambda: indicator_files.as_csv(reading, shown)),
        (page.words("Figures (Excel)"), "xlsx", _WORKBOOK, lambda: indicator_files.as_workbook(reading, shown)),
        (page.words("Picture (SVG)"), "svg", "image/svg+xml", lambda: _file(page, shown, "svg")),
        (page.words("Picture (PNG)"), "png", "image/png", lambda: _file(page, shown, "png")),
    )
    with st.container(horizontal=True):
        for label, ending, kind, make in files:
            st.download_button(label, make, f"{name}.{ending}", kind, key=f"download {ending}", on_click="ignore")


def _file(page: Page, shown: IndicatorView, form: Format) -> bytes:
    return line_chart.line_chart(shown, page.language, form, file_notes(page.reading(), shown))


def definition(page: Page, shown: IndicatorView) -> None:
    """Draw what the indicator means, in full."""
    if shown.indicator is None:
        return
    one, language = shown.indicator, page.language
    section(page.words("What it means"))
    paragraph(one.description.in_language(language))
    rows = [
        (page.words("Above the line"), one.numerator),
        (page.words("Divided by"), one.denominator),
        (page.words("Why"), one.why_it_matters),
    ]
    said = [(name, text.in_language(language)) for name, text in rows if text is not None]
    if said:
        tables.table(
            [page.words("Part"), page.words("Meaning")], said, alt=page.words("How the figure is made"), row_heading=True
        )


def _every(shown: IndicatorView) -> dict[str, Choice]:
    return {address.INDICATOR: shown.choice, address.GROUP: shown.group, address.AREA: shown.place}
