"""The parts of the start page: the programme at a glance. What a steering group meets with stands in `meeting_part`."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kraftkollen.ui import address, caches, maps, meeting_part, print_part, tables
from kraftkollen.ui.frame import Page
from kraftkollen.ui.prose import escaped, paragraph, section, source_line
from kraftkollen.views.choices import Wanted
from kraftkollen.views.map_view import map_view
from kraftkollen.views.start_view import StartView, start_view


def view(page: Page) -> StartView:
    """Return the programme at a glance."""
    reading = page.reading()
    return caches.kept(reading, "start", [], lambda: start_view(reading))


def meeting(page: Page) -> DeltaGenerator:
    """Draw what a steering group meets with; return the room for what takes longer to work out."""
    print_part.style()
    meeting_part.movers(page)
    meeting_part.sheet(page)
    return meeting_part.due(page)


def glance(page: Page, shown: StartView, room: DeltaGenerator) -> None:
    """Draw the map of the first indicator, with the priority areas beside it; then the evaluation in the room kept for it."""
    st.markdown(f"**{escaped(shown.sentence)}**")
    left, right = st.columns([3, 2], gap="large")
    with left:
        _first_map(page)
    with right:
        _priority_areas(page, shown)
    # What the verdicts need is worked out while the map is looked at.
    meeting_part.evaluated(page, room, shown.checkpoint_source)


def _first_map(page: Page) -> None:
    reading = page.reading()
    first = caches.kept(reading, "first map", [], lambda: map_view(reading, Wanted()))
    section(first.title)
    paragraph(first.sentence)
    maps.draw(page, first, "ignore")
    chosen = {
        address.INDICATOR: first.choices.indicator,
        address.LEVEL: first.choices.level,
        address.PERIOD: first.choices.period,
    }
    query = {name: one.chosen.id for name, one in chosen.items() if one.chosen} | page.kept()
    st.page_link("pages/karta.py", label=page.words("Choose indicator and period on the map"), query_params=query)
    source_line(first.source)


def _priority_areas(page: Page, shown: StartView) -> None:
    section(page.words("Priority areas"))
    if not shown.priority:
        paragraph(page.words("None is chosen. An administrator enters them in programme.yaml when the city has decided."))
        return
    columns = [page.words("Priority area"), page.words("Areas")]
    rows: list[list[tables.Cell]] = [
        [tables.Link(one.name, address.of(page, "omraden", {address.AREA: one.id})), one.areas] for one in shown.priority
    ]
    tables.table(columns, rows, alt=page.words("Priority areas and the areas that they consist of"))


def record(page: Page, shown: StartView) -> None:
    """Draw what is decided, with its dissent, the money, and what is still open."""
    section(page.words("Decisions"))
    columns = [page.words("Date"), page.words("Body"), page.words("Reference"), page.words("What"), page.words("Dissent")]
    rows = [(one.day, one.bodies, one.reference, one.what, one.dissent) for one in shown.decisions]
    tables.table(columns, rows, alt=page.words("Decisions with dissent, those without a date first, then the newest"))
    if shown.money:
        section(page.words("Money"))
        columns = [page.words("Year"), page.words("Amount"), page.words("Purpose"), page.words("Rule"), page.words("Standing")]
        rows = [(one.year, one.amount, one.purpose, one.rule, one.standing) for one in shown.money]
        tables.table(columns, rows, alt=page.words("Money set aside, by year"), right=[columns[1]])
    if shown.open_questions:
        section(page.words("Not decided on record"))
        for question in shown.open_questions:
            st.markdown(f"- {escaped(question)}")
