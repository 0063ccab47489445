"""What happened to deliveries: who did what and when, by committee, indicator, area, person and time; no values."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

import streamlit as st

from kraftkollen.access import Permission, may
from kraftkollen.actions import history
from kraftkollen.actions.site import Site
from kraftkollen.errors import UserError
from kraftkollen.model.delivery import State
from kraftkollen.ui import blocks, caches, tables
from kraftkollen.ui.frame import Page, show_error
from kraftkollen.ui.prose import section
from kraftkollen.ui.upload_page import state
from kraftkollen.words.numbers import moment, number, start_of_day

_SHOWN = 100


def draw(page: Page) -> None:
    """Draw the boxes that choose, and the list, the newest first."""
    if not may(page.actor, Permission.SEE_DELIVERIES):
        return
    section(page.words("What happened"))
    owner, indicator, area = _whose(page)
    first, second, third = st.columns(3)
    with first:
        person = st.text_input(page.words("Done by"), key="events person", help=page.words("The whole name."))
    with second:
        since = st.text_input(page.words("From and with (year-month-day)"), key="events since")
    with third:
        until = st.text_input(page.words("To and with (year-month-day)"), key="events until")
    try:
        start, end = _day(since), _day(until)
    except ValueError:
        st.error(page.words("The date cannot be read. Write it as 2026-11-21."))
        return
    site, name, last = Site.at(caches.data_folder(), page.clock), person.strip() or None, end
    if last is not None:
        last += timedelta(days=1, microseconds=-1)

    def written() -> str:
        found = history.audit(
            site, page.actor, person=name, owner=owner, indicator=indicator, area=area, since=start, until=last
        )
        rows = [
            (
                moment(one.at),
                str(one.batch),
                page.words("delivered") if one.kind is State.PENDING else state(page, one.kind),
                one.by,
                one.filename,
                number(one.rows, 0, page.language),
                " ".join(filter(None, (one.why, one.ref))),
            )
            for one in found[:_SHOWN]
        ]
        return blocks.joined(_table(page, rows, len(found)))

    asked = [name, owner, indicator, area, start, last, page.language]
    try:
        st.html(caches.of_journal(site, page.actor, "events", asked, written))
    except UserError as error:
        show_error(page, error)


def _whose(page: Page) -> tuple[str | None, str | None, str | None]:
    catalogue, programme = page.version.catalogue.indicators, page.version.programme
    owners = {one.owner: programme.body_name(one.owner) for one in catalogue.values()}
    titles = {one.id: one.title.in_language(page.language) for one in catalogue.values()}
    areas = {one.code: f"{one.name} ({one.code})" for one in page.version.registry.areas}
    anyone, anything, anywhere = page.words("every owner"), page.words("all indicators"), page.words("every area")
    first, second, third = st.columns(3)
    with first:
        label = page.words("Committee or company")
        owner = st.selectbox(label, ["", *owners], format_func=lambda one: owners.get(one, anyone), key="events owner")
    with second:
        label = page.words("Indicator")
        indicator = st.selectbox(
            label, ["", *titles], format_func=lambda one: titles.get(one, anything), key="events indicator"
        )
    with third:
        label = page.words("Area")
        area = st.selectbox(label, ["", *areas], format_func=lambda one: areas.get(one, anywhere), key="events area")
    return owner or None, indicator or None, area or None


def _day(text: str) -> datetime | None:
    return start_of_day(date.fromisoformat(text.strip())) if text.strip() else None


def _table(page: Page, rows: Sequence[tuple[str, ...]], count: int) -> Iterator[str]:
    if not rows:
        yield blocks.paragraph(page.words("Nothing fits."))
        return
    columns = [
        page.words("When"),
        page.words("Delivery"),
        page.words("Event"),
        page.words("By"),
        page.words("File"),
        page.words("Figures"),
        page.words("Why"),
    ]
    alt = page.words("What happened to deliveries, the newest first")
    yield tables.as_html(columns, rows, alt, right=[columns[5]], height=420 if len(rows) > 12 else None)
    if count > len(rows):
        yield blocks.paragraph(page.words("And {count} earlier ones.", count=number(count - len(rows), 0, page.language)))
