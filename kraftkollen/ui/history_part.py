"""One figure's history: every delivery of it, who, when, from which row of which file, and what stood before."""

import streamlit as st

from kraftkollen.access import Permission, may
from kraftkollen.actions import history
from kraftkollen.actions.history import Entry
from kraftkollen.actions.site import Site
from kraftkollen.ui import address, caches, tables
from kraftkollen.ui.frame import Page
from kraftkollen.ui.prose import escaped, paragraph, section
from kraftkollen.ui.upload_page import state
from kraftkollen.views.history_view import HistoryChoices, history_choices
from kraftkollen.views.moves_view import basis_said, figure_said
from kraftkollen.words.numbers import moment

_BOXES = ("indicator", "level", "area", "period", "group")


def draw(page: Page) -> None:
    """Draw the boxes that choose a figure, and its history once one is chosen."""
    if not may(page.actor, Permission.SEE_DELIVERIES):
        return
    section(page.words("The history of one figure"))
    reading, wanted = page.reading(), address.wanted()
    chosen = caches.kept(reading, "history choices", [wanted], lambda: history_choices(reading, wanted))
    _choose(page, chosen)
    if chosen.key is None:
        if chosen.period.options:
            paragraph(page.words("Choose an area to see every delivery of its figure."))
        else:
            paragraph(page.words("Nothing has been delivered for this indicator yet."))
        return
    indicator, division, area, period, group = chosen.key
    site = Site.at(caches.data_folder(), page.clock)
    found = history.history_of(site, page.actor, indicator=indicator, division=division, area=area, period=period, group=group)
    if not found:
        paragraph(page.words("Nobody has delivered this figure."))
        return
    st.markdown(f"**{escaped(_finding(page, found))}**")
    _table(page, indicator, found)
    for batch in dict.fromkeys(one.batch for one in found):
        query = {address.BATCH: str(batch), **page.kept()}
        st.page_link("pages/leveranslage.py", label=page.words("See delivery {batch}", batch=batch), query_params=query)


def _choose(page: Page, chosen: HistoryChoices) -> None:
    names = (address.INDICATOR, address.LEVEL, address.AREA, address.PERIOD, address.GROUP)
    every = {name: getattr(chosen, box) for name, box in zip(names, _BOXES, strict=True)}
    address.say_unknown(page, every)
    labels = (page.words("Indicator"), page.words("Level"), page.words("Area"), page.words("Period"), page.words("Group"))
    for column, label, name in zip(st.columns([4, 2, 3, 2, 3]), labels, names, strict=True):
        with column:
            placeholder = page.words("No area chosen") if name == address.AREA else None
            if not every[name].options:
                placeholder = page.words("None yet.")
            address.select(label, name, every[name], every, placeholder=placeholder)


def _finding(page: Page, found: tuple[Entry, ...]) -> str:
    times = page.counted("Delivered {count} time.", "Delivered {count} times.", len(found))
    current = next((one for one in found if one.current), None)
    if current is None:
        none = page.words("None of them counts now.")
        return f"{times} {none}"
    said = page.words(
        "What counts now came in delivery {batch}, {at}, by {by}.",
        batch=current.batch,
        at=moment(current.delivered_at),
        by=current.delivered_by,
    )
    return f"{times} {said}"


def _table(page: Page, indicator: str, found: tuple[Entry, ...]) -> None:
    columns = [
        page.words("Value"),
        page.words("Counts now"),
        page.words("Delivered"),
        page.words("By"),
        page.words("File and row"),
        page.words("State"),
        page.words("Why"),
        page.words("Document number"),
    ]
    rows = [
        (
            _value(page, indicator, one),
            page.words("yes") if one.current else "",
            moment(one.delivered_at),
            one.delivered_by,
            page.words("{file}, row {row}", file=one.filename, row=one.row),
            f"{state(page, one.state)}, {moment(one.at)}, {one.by}",
            one.why or "",
            ", ".join(dict.fromkeys(filter(None, (one.document, one.ref)))),
        )
        for one in found
    ]
    tables.table(columns, rows, alt=page.words("Every delivery of the figure, the newest first"))
    if any(one.withheld for one in found):
        paragraph(page.words("Not shown: whoever delivered, those who approve and the central statistician see such values."))


def _value(page: Page, indicator: str, one: Entry) -> str:
    if one.withheld or one.status is None:
        return page.words("not shown")
    reading = page.reading()
    said = figure_said(reading, indicator, one.value, one.status)
    made_of = basis_said(reading, one.numerator, one.denominator)
    text = f"{said} ({made_of})" if made_of else said
    return f"{text}. {one.comment}" if one.comment else text
