"""The first parts of the page of deliveries: what is late and whose it is, and how every indicator stands."""

import streamlit as st

from kraftkollen.model.clock import today
from kraftkollen.ui import caches, tables
from kraftkollen.ui.address import OWNER
from kraftkollen.ui.frame import Page, escaped, paragraph, section
from kraftkollen.views.delivery_state_view import DeliveryStateView, PeriodState, Standing, delivery_state_view
from kraftkollen.words.numbers import number


def view(page: Page) -> DeliveryStateView:
    """Return how deliveries stand today."""
    reading, on = page.reading(), today(page.clock)
    return caches.kept(reading, "delivery state", [on], lambda: delivery_state_view(reading, on))


def late(page: Page, shown: DeliveryStateView) -> None:
    """Draw what is late, by owner and never by person, with the way to the template that asks for it."""
    count = sum(len(one.late) for one in shown.owners)
    if not count:
        nothing = page.words("Nothing is late.")
        st.markdown(f"**{escaped(nothing)}**")
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
            _areas(page, row),
            row.first_readable.isoformat(),
        )
        for row in rows
    ]
    tables.table(columns, cells, alt=page.words("How indicators stand by period"), height=420 if len(cells) > 12 else None)
    _explain(page, rows)


def _explain(page: Page, rows: list[PeriodState]) -> None:
    """Say what the words in the table mean, where they stand in it."""
    if any(row.preliminary for row in rows):
        paragraph(page.words("Preliminary: the producer says that the figure may still change. It is published all the same."))
    if any(row.waiting for row in rows):
        paragraph(page.words("Waiting: delivered, and not published until another person has approved it."))
    spans = {row.title: row.spans for row in rows if row.spans > 1}
    for title, years in spans.items():
        paragraph(
            page.words(
                "{indicator}: for small areas each published figure is of {years} periods together. Deliver them one by one.",
                indicator=title,
                years=years,
            )
        )


def _areas(page: Page, row: PeriodState) -> str:
    said = page.words("{areas} of {all}", areas=row.areas, all=row.of_areas)
    if not row.preliminary:
        return said
    preliminary = page.counted("{count} preliminary", "{count} preliminary", row.preliminary)
    return f"{said} ({preliminary})"


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
    beside = page.words("more waits for approval")
    return f"{said} ({beside})" if more else said


def _level(page: Page, row: PeriodState) -> str:
    titles = {one.id: one.title_sv if page.language == "sv" else one.title_en for one in page.version.registry.levels}
    return titles.get(row.level, row.level)
