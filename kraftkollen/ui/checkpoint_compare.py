"""Two evaluations beside each other: the same criteria on another day, such as that of the year before."""

from datetime import date

import streamlit as st

from kraftkollen.ui import address, checkpoint_page, register_part, tables
from kraftkollen.ui.frame import Page
from kraftkollen.ui.prose import escaped, section
from kraftkollen.views.checkpoint_compare import compared
from kraftkollen.views.checkpoint_view import CheckpointView, evaluation_days
from kraftkollen.views.reading import Reading

BESIDE = "jamfor"


def draw(page: Page, asking: Reading, shown: CheckpointView) -> None:
    """Draw the choice of another day, and the criteria of both beside each other once one is chosen."""
    section(page.words("Beside another year"))
    other = _asked(page)
    _links(page, shown)
    key = f"checkpoint {BESIDE}"
    st.session_state[key] = st.query_params.get(BESIDE, "")
    st.text_input(
        page.words("Lay it beside the day (year-month-day)"),
        key=key,
        on_change=lambda: address.choose(BESIDE, str(st.session_state[key]).strip() or None),
        placeholder="2025-03-01",
        max_chars=10,
    )
    if other is not None and other != shown.on:
        _table(page, checkpoint_page.view(page, shown.programme, other, asking), shown)


def _asked(page: Page) -> date | None:
    text = st.query_params.get(BESIDE, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        st.warning(page.words("The date in the address cannot be read. Write it as 2026-11-21."))
        return None


def _links(page: Page, shown: CheckpointView) -> None:
    """Draw links to the evaluations that have been: one click each."""
    days = [one for one in evaluation_days(shown.programme, page.today) if one != shown.on]
    if not days:
        return
    kept = {name: st.query_params[name] for name in (register_part.ON, register_part.AS_OF) if name in st.query_params}
    links = (tables.Link(one.isoformat(), address.of(page, page.address, {**kept, BESIDE: one.isoformat()})) for one in days)
    tables.link_line(page.words("The evaluations that have been:"), *links)


def _table(page: Page, first: CheckpointView, second: CheckpointView) -> None:
    earlier, later = (first, second) if first.on < second.on else (second, first)
    found = compared(page.reading(), earlier, later)
    st.markdown(f"**{escaped(found.sentence)}**")
    days = [one.on.isoformat() for one in (earlier, later)]
    columns = [page.words("Criterion"), *days, page.words("Another answer")]
    rows = [[one.what, one.earlier, one.later, one.changed] for one in found.criteria]
    tables.table(columns, rows, alt=found.sentence, row_heading=True)
    if found.outcomes:
        columns = [page.words("Verdicts of the primary indicators"), *days, page.words("Another answer")]
        rows = [[one.what, one.earlier, one.later, one.changed] for one in found.outcomes]
        tables.table(columns, rows, alt=page.words("Verdicts of the primary indicators"), row_heading=True)
