"""The parts of the map page: its choices, the map with what was clicked, the table, and the source."""

import streamlit as st

from kraftkollen.access import Permission, may
from kraftkollen.model.delivery import Status
from kraftkollen.ui import address, hidden_part, maps, tables
from kraftkollen.ui.frame import Page, escaped, paragraph, section, source_line
from kraftkollen.views.choices import Choice
from kraftkollen.views.map_view import MapView, map_view


def view(page: Page) -> MapView:
    """Return the map that the address asks for."""
    return map_view(page.reading(), address.wanted())


def choose(page: Page, shown: MapView) -> None:
    """Draw the boxes for indicator, level, period and group."""
    every = _every(shown)
    address.say_unknown(page, every)
    wide, *narrow = st.columns([4, 2, 2, 3])
    with wide:
        address.select(page.words("Indicator"), address.INDICATOR, shown.choices.indicator, every)
    named = (
        (page.words("Level"), address.LEVEL, shown.choices.level),
        (page.words("Period"), address.PERIOD, shown.choices.period),
        (page.words("Group"), address.GROUP, shown.choices.group),
    )
    for column, (label, name, choice) in zip(narrow, named, strict=True):
        with column:
            address.select(label, name, choice, every)


def draw(page: Page, shown: MapView) -> None:
    """Draw the finding, the map, the chosen area, and what the borders are."""
    st.markdown(f"**{escaped(shown.sentence)}**")
    if shown.preliminary:
        st.markdown(escaped(page.words("The figures are preliminary.")))
    if shown.pooled:
        paragraph(shown.pooled)
    every = _every(shown)
    maps.draw(page, shown, lambda: address.write(address.AREA, maps.clicked(), every))
    address.select(page.words("Area"), address.AREA, shown.area, every, placeholder=page.words("No area chosen"))
    if shown.selected:
        st.markdown(escaped(shown.selected))
    if shown.without_value(Status.HIDDEN):
        hidden_part.why(page, shown.indicator)
    if shown.area.chosen is not None and may(page.actor, Permission.SEE_DELIVERIES):
        query = {name: one.chosen.id for name, one in every.items() if one.chosen} | page.kept()
        if shown.pooled:
            query.pop(address.PERIOD, None)  # what is pooled was delivered by single periods
        label = page.words("Who delivered the figure, and what stood before")
        st.page_link("pages/leveranslage.py", label=label, query_params=query)
    if shown.drawing is not None:
        source_line(shown.borders)


def table(page: Page, shown: MapView) -> None:
    """Draw the same figures as a table, by name and not by rank, and where they come from."""
    section(page.words("The same as a table"))
    if shown.indicator is None:
        return
    number = page.words("Value")
    columns = [page.words("Area"), page.words("Part of"), number]
    rows = [(one.name, one.parent, one.text) for one in shown.cells]
    tables.table(columns, rows, alt=f"{shown.title}. {shown.sentence}", right=[number], height=420 if len(rows) > 12 else None)
    source_line(shown.source)
    st.markdown(escaped(shown.indicator.description.in_language(page.language)))


def _every(shown: MapView) -> dict[str, Choice]:
    return {
        address.INDICATOR: shown.choices.indicator,
        address.LEVEL: shown.choices.level,
        address.PERIOD: shown.choices.period,
        address.GROUP: shown.choices.group,
        address.AREA: shown.area,
    }
