"""The parts of the page about one area: the finding, its people, every indicator, what is done there, who is alike."""

from datetime import date

import streamlit as st

from kraftkollen.model.modules import Module, used
from kraftkollen.report import sparks
from kraftkollen.ui import address, caches, hidden_part, print_part, problem_part, tables
from kraftkollen.ui.frame import Page
from kraftkollen.ui.prose import escaped, paragraph, section, source_line
from kraftkollen.views.area_register import area_picture
from kraftkollen.views.area_view import AreaView, IndicatorRow, area_view
from kraftkollen.views.places import PlaceKind


def view(page: Page) -> AreaView:
    """Return the area that the address asks for."""
    return of_place(page, address.wanted().area)


def of_place(page: Page, place: str | None) -> AreaView:
    """Return an area or priority area; the first one for None."""
    reading = page.reading()
    return caches.kept(reading, "area", [place], lambda: area_view(reading, place))


def choose(page: Page, shown: AreaView) -> None:
    """Draw the box for the area."""
    print_part.style()
    every = {address.AREA: shown.place}
    address.say_unknown(page, every)
    address.select(page.words("Area"), address.AREA, shown.place, every)


def people(page: Page, shown: AreaView) -> None:
    """Draw the finding, what the area consists of, and how many live there and move."""
    st.markdown(f"**{escaped(shown.sentence)}**")
    if shown.parts:
        paragraph(page.words("Consists of: {areas}.", areas=shown.parts))
    if shown.older_borders:
        paragraph(shown.older_borders)
    for sentence in shown.people:
        st.markdown(f"- {escaped(sentence)}")


def indicators(page: Page, shown: AreaView) -> None:
    """Draw every indicator as a row: its line over time, level, the city's, change, place in the spread, target."""
    section(page.words("Indicators"))
    if not shown.rows:
        paragraph(page.words("Nobody has delivered a figure for this area yet."))
        return
    level, city, moved = page.words("Level"), page.words("The city"), page.words("Change")
    columns = [
        page.words("Indicator"),
        level,
        moved,
        page.words("Beyond chance"),
        page.words("Period"),
        page.words("Over time"),
        city,
        page.words("In the city's spread"),
        page.words("Target"),
    ]
    # A picture of every area in each row: at national size drawing them again would be most of the page.
    place = shown.shown.id if shown.shown else None
    rows = caches.kept(page.reading(), "area rows", [place], lambda: [_row(page, shown, one) for one in shown.rows])
    tables.table(columns, rows, alt=shown.sentence, right=[level, city, moved], row_heading=True)
    source_line(
        page.words(
            "In the spread each stroke is an area of the finest level, the mark is this one, and the bar its 95 per cent "
            "interval. It is a place, not a rank. Beyond chance: more than another year with the same underlying level "
            "would bring."
        )
    )
    source_line(page.words("Change: since the baseline; percentage points for shares, else the indicator's own unit."))
    source_line(shown.source)
    if any(one.hidden for one in shown.rows):
        hidden_part.why(page)


def _row(page: Page, shown: AreaView, one: IndicatorRow) -> list[tables.Cell]:
    # On the indicator's page every priority area and the city stand already; another area is asked for.
    mine = {address.AREA: shown.shown.id} if shown.shown and shown.shown.kind is PlaceKind.AREA else {}
    return [
        tables.Link(one.title, address.of(page, "indikatorer", {address.INDICATOR: one.id, **mine})),
        one.level,
        one.change,
        one.judgement,
        one.period,
        tables.Picture(sparks.line(one.line), page.words("{title} over time; the figures stand on its page", title=one.title)),
        one.city,
        _spread(one),
        one.target,
    ]


def _spread(one: IndicatorRow) -> tables.Cell:
    if one.spread is None:
        return ""
    found = one.spread
    return tables.Picture(sparks.spread(found.values, found.own, found.low, found.high), one.place)


def interventions(page: Page, shown: AreaView, today: date) -> None:
    """Draw what is done here on a time line."""
    section(page.words("What is done here"))
    if not shown.interventions:
        paragraph(page.words("No intervention is entered for this area."))
        return
    starts = [one.start for one in shown.interventions if one.start is not None]
    ends = [one.end for one in shown.interventions if one.end is not None]
    first, last = min([*starts, today]), max([*ends, today])
    years = page.words("Time line, {first} to {last}", first=first.year, last=last.year)
    columns = [
        page.words("Intervention"),
        page.words("Led by"),
        page.words("Starts"),
        page.words("Ends"),
        years if first.year < last.year else f"{page.words('Time line')} {first.year}",
        page.words("Primary indicator"),
    ]
    rows: list[list[tables.Cell]] = [
        [
            tables.Link(one.name, address.of(page, "insatser", {"insats": one.id})),
            one.lead,
            one.start.isoformat() if one.start else page.words("not on record"),
            one.end.isoformat() if one.end else "",
            tables.Picture(
                sparks.duration(one.start, one.end, first, last),
                page.words("from {first} to {last}", first=first.isoformat(), last=last.isoformat()),
            ),
            one.indicator,
        ]
        for one in shown.interventions
    ]
    tables.table(columns, rows, alt=page.words("What is done here, with start and end"), row_heading=True)


def picture(page: Page, shown: AreaView) -> None:
    """Draw the shared problem picture of the place, where the city keeps one."""
    if shown.shown is None or shown.shown.kind is PlaceKind.CITY or not used(page.version.programme, Module.PROBLEM_PICTURE):
        return
    found = area_picture(page.reading(), shown.shown, page.today)
    if found is not None:
        problem_part.picture(page, found)


def likeness(page: Page, shown: AreaView) -> None:
    """Draw which areas are alike, and why."""
    if not shown.alike:
        return
    section(page.words("Areas that are alike"))
    columns = [page.words("Area"), page.words("Closest in"), page.words("Indicators compared")]
    rows: list[list[tables.Cell]] = [
        [
            tables.Link(one.name, address.of(page, "omraden", {address.AREA: one.place})),
            ", ".join(one.closest),
            str(one.compared),
        ]
        for one in shown.alike
    ]
    tables.table(columns, rows, alt=page.words("Areas that are alike, the closest first"), right=[columns[2]], row_heading=True)
    source_line(page.words("Alike: the newest published figures lie close, counted in standard deviations between areas."))
