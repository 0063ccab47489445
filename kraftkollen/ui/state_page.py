"""The first parts of the page of deliveries: what is late and whose it is, and how every indicator stands."""

from collections.abc import Iterator

import streamlit as st

from kraftkollen.model.clock import today
from kraftkollen.ui import address, blocks, caches, tables
from kraftkollen.ui.address import OWNER
from kraftkollen.ui.frame import Page
from kraftkollen.ui.prose import section
from kraftkollen.views.delivery_state_view import DeliveryStateView, PeriodState, Standing, delivery_state_view
from kraftkollen.words.numbers import number


def view(page: Page) -> DeliveryStateView:
    """Return how deliveries stand today."""
    reading, on = page.reading(), today(page.clock)
    return caches.kept(reading, "delivery state", [on], lambda: delivery_state_view(reading, on))


def late(page: Page, shown: DeliveryStateView) -> None:
    """Draw what is late, by owner and never by person, with the way to the template that asks for it."""
    reading, on = page.reading(), today(page.clock)
    st.html(caches.kept(reading, "what is late", [on], lambda: blocks.joined(_late(page, shown))))


def _late(page: Page, shown: DeliveryStateView) -> Iterator[str]:
    count = sum(len(one.late) for one in shown.owners)
    if not count:
        yield blocks.paragraph(page.words("Nothing is late."), strong=True)
        return
    finding = page.counted("{count} delivery is late", "{count} deliveries are late", count)
    owners = page.counted("of {count} owner.", "of {count} owners.", len(shown.owners))
    yield blocks.paragraph(f"{finding}, {owners}", strong=True)
    columns = [
        page.words("Indicator"),
        page.words("Level"),
        page.words("Period"),
        page.words("Readable from"),
        page.words("Days late"),
    ]
    for one in shown.owners:
        yield blocks.heading(one.name)
        rows = [
            (row.title, _level(page, row), row.period, row.first_readable.isoformat(), number(row.days_late, 0, page.language))
            for row in one.late
        ]
        alt = page.words("What {owner} has not delivered", owner=one.name)
        yield tables.as_html(columns, rows, alt, right=[columns[4]])
        label = page.words("Get the template for what {owner} lacks", owner=one.name)
        yield tables.link_html("", tables.Link(label, address.of(page, "lamna_uppgifter", {OWNER: one.owner})))


def every(page: Page, shown: DeliveryStateView) -> None:
    """Draw how one indicator, or all, stand by period."""
    section(page.words("How every indicator stands"))
    titles = {row.indicator: row.title for row in shown.rows}
    all_of_them = page.words("all indicators, the latest periods")
    chosen = st.selectbox(page.words("Indicator"), ["", *titles], format_func=lambda one: titles.get(one, all_of_them))
    reading, on = page.reading(), today(page.clock)
    parts = [on, chosen]
    st.html(caches.kept(reading, "how indicators stand", parts, lambda: blocks.joined(_standings(page, shown, chosen))))


def _standings(page: Page, shown: DeliveryStateView, chosen: str) -> Iterator[str]:
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
    height = 420 if len(cells) > 12 else None
    yield tables.as_html(columns, cells, page.words("How indicators stand by period"), height=height)
    yield from (blocks.paragraph(said) for said in _explained(page, rows))


def _explained(page: Page, rows: list[PeriodState]) -> Iterator[str]:
    """Yield what the words in the table mean, where they stand in it."""
    if any(row.preliminary for row in rows):
        yield page.words("Preliminary: the producer says that the figure may still change. It is published all the same.")
    if any(row.waiting for row in rows):
        yield page.words("Waiting: delivered, and not published until another person has approved it.")
    spans = {row.title: row.spans for row in rows if row.spans > 1}
    for title, years in spans.items():
        yield page.words(
            "{indicator}: for small areas each published figure is of {years} periods together. Deliver them one by one.",
            indicator=title,
            years=years,
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
