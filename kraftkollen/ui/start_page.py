"""The parts of the start page: the programme at a glance."""

import streamlit as st

from kraftkollen.model.clock import today
from kraftkollen.ui import address, caches, maps, tables
from kraftkollen.ui.frame import Page, escaped, paragraph, section, source_line
from kraftkollen.views.choices import Wanted
from kraftkollen.views.map_view import map_view
from kraftkollen.views.movers_view import Mover, movers_sentence, movers_view
from kraftkollen.views.start_view import StartView, start_view


def view(page: Page) -> StartView:
    """Return the programme at a glance, as of today."""
    return start_view(page.reading(), today(page.clock))


def glance(page: Page, shown: StartView) -> None:
    """Draw what it is, in a sentence, with the map of the first indicator and the days that are left."""
    st.markdown(f"**{escaped(shown.sentence)}**")
    left, right = st.columns([3, 2], gap="large")
    with left:
        _first_map(page)
    with right:
        section(page.words("The evaluation after one year"))
        paragraph(shown.checkpoint)
        source_line(shown.checkpoint_source)
        _priority_areas(page, shown)


def movers(page: Page) -> None:
    """Draw what has moved in each priority area since the start, beyond chance, by the order of the programme."""
    reading = page.reading()
    found = caches.kept(reading, "movers", [], lambda: movers_view(reading))
    if not any(one.read for one in found):
        return
    section(page.words("What has moved since the start"))
    st.markdown(f"**{escaped(movers_sentence(reading, found))}**")
    place, right, wrong, other = (
        page.words("Priority area"),
        page.words("The right way"),
        page.words("The wrong way"),
        page.words("Moved; no way is better"),
    )
    rows: list[list[tables.Cell]] = [
        [
            tables.Link(one.place.name, address.of(page, "omraden", {address.AREA: one.place.id})),
            _listed(one.right),
            _listed(one.wrong),
            _listed(one.neither),
        ]
        for one in found
    ]
    alt = page.words("What has moved in each priority area, in the order of the programme")
    tables.table([place, right, wrong, other], rows, alt=alt, row_heading=True)
    by_chance = max(one.by_chance for one in found)
    source_line(
        page.counted(
            "Moved: more than chance alone in an area of that size. In each area {count} indicator may do so all the same.",
            "Moved: more than chance alone in an area of that size. In each area {count} indicators may do so all the same.",
            by_chance,
        )
        + " "
        + page.words("This is development, not effect: nothing here is compared with what would have happened otherwise.")
    )


def _listed(moved: tuple[Mover, ...]) -> str:
    return "; ".join(f"{one.title} {one.change}" + (f" ({one.beside})" if one.beside else "") for one in moved) or "–"


def _first_map(page: Page) -> None:
    first = map_view(page.reading(), Wanted())
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
    rows = [(one.name, one.areas) for one in shown.priority]
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
