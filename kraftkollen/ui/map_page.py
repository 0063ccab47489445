"""The parts of the map page: its choices, the map with what stands beside it, the tables, what can be taken along."""

import streamlit as st

from kraftkollen.access import Permission, may
from kraftkollen.model.delivery import Status
from kraftkollen.report import map_file, map_picture
from kraftkollen.ui import address, caches, hidden_part, identity, map_controls, map_small, maps, tables
from kraftkollen.ui.frame import Page
from kraftkollen.ui.menu import needs
from kraftkollen.ui.prose import escaped, heading, paragraph, section, source_line
from kraftkollen.views.choices import Choice
from kraftkollen.views.map_marks import Mark, marks
from kraftkollen.views.map_view import MapView, map_view

# A table longer than this is shown in part; the file has all of it.
_MOST_ROWS, _SHOWN_ROWS = 300, 200


def show(page: Page) -> None:
    """Draw the whole page; while periods are played, again for each of them, without what the frame has around it."""
    if map_controls.playing():
        st.fragment(lambda: _played(page), run_every=map_controls.STEP_SECONDS)()
    else:
        with st.container():
            _draw(page)


def _played(page: Page) -> None:
    if not map_controls.playing() or not identity.may_still(needs(page.address), page.clock):
        st.rerun()
    map_controls.rest_at_the_end(_every(page, _draw(page)))


def _draw(page: Page) -> MapView:
    shown = view(page)
    every = _every(page, shown)
    heading(shown.title)
    address.say_unknown(page, every)
    map_controls.boxes(page, shown, every)
    map_controls.periods(page, shown, every)
    st.markdown(f"**{escaped(shown.sentence)}**")
    if shown.preliminary:
        paragraph(page.words("The figures are preliminary."))
    if shown.pooled:
        paragraph(shown.pooled)
    listed = _marks(page, shown)
    left, right = st.columns([7, 4], gap="medium")
    with left:
        maps.draw(page, shown, lambda: address.write(address.AREA, maps.clicked(), every), listed, legend=False)
        if shown.drawing is not None:
            source_line(shown.borders)
    with right:
        _beside(page, shown, listed)
    _interventions(page, listed)
    _table(page, shown)
    map_small.draw(page, shown, every)
    return shown


def view(page: Page) -> MapView:
    """Return the map that the address asks for."""
    reading, wanted, look = page.reading(), map_controls.wanted(), map_controls.look()

    def make() -> MapView:
        return map_view(reading, wanted, look, keep=lambda what, parts, work: caches.kept(reading, what, parts, work))

    keep = caches.kept_large if len(reading.version.registry.areas) > maps.MANY else caches.kept
    parts = (wanted.indicator, wanted.level, wanted.period, wanted.group, wanted.area, look.mode, look.scale)
    return keep(reading, "map", parts, make)


def _marks(page: Page, shown: MapView) -> tuple[Mark, ...]:
    reading, chosen = page.reading(), shown.choices.period.chosen
    period = shown.indicator.read_period(chosen.id) if shown.indicator and chosen else None
    return caches.kept(reading, "map marks", [str(period)], lambda: marks(reading, period, maps.outlines(page)))


def _beside(page: Page, shown: MapView, listed: tuple[Mark, ...]) -> None:
    """Draw the legend, the priority areas in words, and the area that is chosen."""
    if shown.drawing is not None:
        maps.draw_legend(page, shown, listed, upright=True)
    if shown.beside:
        compared = len(shown.columns) > 1
        figure = shown.columns[-2 if compared else 0]
        place, says = page.words("Priority area"), page.words("What can be said")
        rows = [
            (
                tables.Link(one.name, address.of(page, "omraden", {address.AREA: one.code})),
                one.row[-2 if compared else 0],
                one.judged,
            )
            for one in shown.beside
        ]
        alt = page.words("The priority areas, in the order of the programme")
        tables.table([place, figure, says], rows, alt=alt, right=[figure], row_heading=True)
    every = _every(page, shown)
    address.select(page.words("Area"), address.AREA, shown.area, every, placeholder=page.words("No area chosen"))
    if shown.selected:
        st.markdown(escaped(shown.selected))
    if shown.area.chosen is not None:
        _leads(page, shown, every)
    if shown.without_value(Status.HIDDEN):
        hidden_part.why(page, shown.indicator)


def _leads(page: Page, shown: MapView, every: dict[str, Choice]) -> None:
    assert shown.area.chosen is not None
    there = {address.AREA: shown.area.chosen.id} | page.kept()
    st.page_link("pages/omraden.py", label=page.words("All indicators of the area"), query_params=there)
    if may(page.actor, Permission.SEE_DELIVERIES):
        query = {name: one.chosen.id for name, one in every.items() if one.chosen and name in _DELIVERED} | page.kept()
        if shown.pooled:
            query.pop(address.PERIOD, None)  # what is pooled was delivered by single periods
        label = page.words("Who delivered the figure, and what stood before")
        st.page_link("pages/leveranslage.py", label=label, query_params=query)


_DELIVERED = (address.INDICATOR, address.LEVEL, address.PERIOD, address.GROUP, address.AREA)


def _interventions(page: Page, listed: tuple[Mark, ...]) -> None:
    """Draw what is done as a table: the numbers of the map, and what is not on it with the reason."""
    if not listed:
        return
    section(page.words("What is done, and where"))
    columns = [
        page.words("On the map"),
        page.words("Intervention"),
        page.words("Where"),
        page.words("Kind"),
        page.words("Answers"),
        page.words("Time"),
    ]
    kinds = {True: page.words("physical measure"), False: page.words("intervention")}
    rows: list[list[tables.Cell]] = [
        [
            str(one.number) if one.number is not None else f"– ({one.why})",
            tables.Link(one.name, address.of(page, "insatser", {"insats": one.id})),
            one.where,
            kinds[one.physical],
            one.lead,
            one.time,
        ]
        for one in listed
    ]
    tables.table(columns, rows, alt=page.words("Interventions, by the day they began, with their numbers on the map"))


def _table(page: Page, shown: MapView) -> None:
    """Draw the same figures as a table, by name and not by rank, where they come from, and files of them."""
    section(page.words("The same as a table"))
    if shown.indicator is None:
        return
    columns = [page.words("Area"), page.words("Part of"), *shown.columns]
    cells = shown.cells if len(shown.cells) <= _MOST_ROWS else shown.cells[:_SHOWN_ROWS]
    rows = [(one.name, one.parent, *one.row) for one in cells]
    numbers = shown.columns[:1] if len(shown.columns) == 1 else shown.columns[:-1]
    height = 420 if len(rows) > 12 else None
    tables.table(columns, rows, alt=f"{shown.title}. {shown.sentence}", right=numbers, height=height)
    if len(cells) < len(shown.cells):
        counts = {"shown": len(cells), "count": len(shown.cells)}
        paragraph(page.words("The first {shown} of {count} areas, by name. The file has all of them.", **counts))
    _files(page, shown)
    source_line(shown.source)
    st.markdown(escaped(shown.indicator.description.in_language(page.language)))


def _files(page: Page, shown: MapView) -> None:
    assert shown.indicator is not None
    reading, name = page.reading(), f"karta_{shown.indicator.id}"
    with st.container(horizontal=True):
        make = map_file.as_csv
        label = page.words("Figures (CSV)")
        st.download_button(label, lambda: make(reading, shown), f"{name}.csv", "text/csv", key="map csv", on_click="ignore")
        if shown.drawing is not None:
            label, draw = page.words("Picture (SVG)"), map_picture.map_svg
            kind = "image/svg+xml"
            st.download_button(label, lambda: draw(reading, shown), f"{name}.svg", kind, key="map svg", on_click="ignore")


def _every(page: Page, shown: MapView) -> dict[str, Choice]:
    return {
        address.INDICATOR: shown.choices.indicator,
        address.LEVEL: shown.choices.level,
        address.PERIOD: shown.choices.period,
        address.GROUP: shown.choices.group,
        address.AREA: shown.area,
        address.MODE: shown.mode,
        address.SCALE: shown.scale,
        address.SMALL: map_small.choice(page),
    }
