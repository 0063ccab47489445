"""The parts of the page of deliveries: what is late and whose it is, how every indicator stands, and what happened."""

from datetime import datetime, time

import streamlit as st

from kraftkollen.access import Permission, may
from kraftkollen.actions import history
from kraftkollen.actions.site import Site
from kraftkollen.errors import NotFound
from kraftkollen.model.clock import today
from kraftkollen.ui import caches, tables
from kraftkollen.ui.address import OWNER
from kraftkollen.ui.frame import Page, escaped, paragraph, section, show_error
from kraftkollen.ui.upload_page import state
from kraftkollen.views.delivery_state_view import DeliveryStateView, PeriodState, Standing, delivery_state_view
from kraftkollen.words.numbers import moment, number

_SHOWN = 100


def view(page: Page) -> DeliveryStateView:
    """Return how deliveries stand today."""
    return delivery_state_view(page.reading(), today(page.clock))


def late(page: Page, shown: DeliveryStateView) -> None:
    """Draw what is late, by owner and never by person, with the way to the template that asks for it."""
    count = sum(len(one.late) for one in shown.owners)
    if not count:
        st.markdown(f"**{escaped(page.words('Nothing is late.'))}**")
        return
    finding = page.counted("{count} delivery is late", "{count} deliveries are late", count)
    owners = page.counted("of {count} owner.", "of {count} owners.", len(shown.owners))
    st.markdown(f"**{escaped(f'{finding}, {owners}')}**")
    columns = [
        page.words("Indicator"),
        page.words("Level"),
        page.words("Period"),
        page.words("Readable from"),
        page.words("Days late"),
    ]
    for one in shown.owners:
        st.subheader(escaped(one.name), anchor=False)
        rows = [
            (row.title, _level(page, row), row.period, row.first_readable.isoformat(), number(row.days_late, 0, page.language))
            for row in one.late
        ]
        tables.table(columns, rows, alt=page.words("What {owner} has not delivered", owner=one.name), right=[columns[4]])
        st.page_link(
            "pages/lamna_uppgifter.py",
            label=page.words("Get the template for what {owner} lacks", owner=one.name),
            query_params={OWNER: one.owner, **page.kept()},
        )


def every(page: Page, shown: DeliveryStateView) -> None:
    """Draw how one indicator, or all, stand by period."""
    section(page.words("How every indicator stands"))
    titles = {row.indicator: row.title for row in shown.rows}
    all_of_them = page.words("all indicators, the latest periods")
    chosen = st.selectbox(page.words("Indicator"), ["", *titles], format_func=lambda one: titles.get(one, all_of_them))
    rows = [row for row in shown.rows if row.indicator == chosen] if chosen else _latest(shown)
    columns = [
        page.words("Indicator"),
        page.words("Level"),
        page.words("Period"),
        page.words("State"),
        page.words("Areas"),
        page.words("Readable from"),
    ]
    cells = [
        (
            row.title,
            _level(page, row),
            row.period,
            _standing(page, row),
            page.words("{areas} of {all}", areas=row.areas, all=row.of_areas),
            row.first_readable.isoformat(),
        )
        for row in rows
    ]
    tables.table(columns, cells, alt=page.words("How indicators stand by period"), height=420 if len(cells) > 12 else None)


def _latest(shown: DeliveryStateView) -> list[PeriodState]:
    """Return the two newest periods of each indicator and level: the rows come with the newest first."""
    seen: dict[tuple[str, str], int] = {}
    found = []
    for row in shown.rows:
        key = (row.indicator, row.level)
        seen[key] = seen.get(key, 0) + 1
        if seen[key] <= 2:
            found.append(row)
    return found


def _standing(page: Page, row: PeriodState) -> str:
    said = {
        Standing.IN: page.words("in"),
        Standing.PRELIMINARY: page.words("in, preliminary"),
        Standing.WAITING: page.words("waiting for approval"),
        Standing.LATE: page.words("late"),
        Standing.NOT_DUE: page.words("not due yet"),
    }[row.standing]
    more = row.waiting and row.standing is not Standing.WAITING
    return f"{said} ({page.words('more waits for approval')})" if more else said


def _level(page: Page, row: PeriodState) -> str:
    titles = {one.id: one.title_sv if page.language == "sv" else one.title_en for one in page.version.registry.levels}
    return titles.get(row.level, row.level)


def events(page: Page) -> None:
    """Draw what happened to deliveries, filtered; counts and names, no values."""
    if not may(page.actor, Permission.SEE_DELIVERIES):
        return
    section(page.words("What happened"))
    catalogue, programme = page.version.catalogue.indicators, page.version.programme
    owners = {one.owner: programme.body_name(one.owner) for one in catalogue.values()}
    titles = {one.id: one.title.in_language(page.language) for one in catalogue.values()}
    anyone, anything = page.words("every owner"), page.words("all indicators")
    first, second, third, fourth = st.columns(4)
    with first:
        owner = st.selectbox(
            page.words("Owner"), ["", *owners], format_func=lambda one: owners.get(one, anyone), key="events owner"
        )
    with second:
        indicator = st.selectbox(
            page.words("Indicator"), ["", *titles], format_func=lambda one: titles.get(one, anything), key="events indicator"
        )
    with third:
        person = st.text_input(page.words("Done by"), key="events person")
    with fourth:
        since = st.text_input(page.words("Since (year-month-day)"), key="events since")
    _events_table(page, owner or None, indicator or None, person.strip() or None, since.strip())


def _events_table(page: Page, owner: str | None, indicator: str | None, person: str | None, since: str) -> None:
    try:
        start = datetime.combine(datetime.fromisoformat(since).date(), time()) if since else None
    except ValueError:
        st.error(page.words("The date cannot be read. Write it as 2026-11-21."))
        return
    try:
        site = Site.at(caches.data_folder(), page.clock)
        found = history.audit(site, page.actor, person=person, owner=owner, indicator=indicator, since=start)
    except NotFound as error:
        show_error(page, error)
        return
    columns = [
        page.words("When"),
        page.words("Delivery"),
        page.words("Event"),
        page.words("By"),
        page.words("File"),
        page.words("Why"),
    ]
    rows = [
        (
            moment(one.at),
            str(one.batch),
            state(page, one.kind),
            one.by,
            one.filename,
            " ".join(filter(None, (one.why, one.ref))),
        )
        for one in found[:_SHOWN]
    ]
    tables.table(
        columns, rows, alt=page.words("What happened to deliveries, the newest first"), height=420 if len(rows) > 12 else None
    )
    if len(found) > _SHOWN:
        paragraph(page.words("And {count} earlier ones.", count=len(found) - _SHOWN))
