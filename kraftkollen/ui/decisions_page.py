"""The page of decisions: each with its dissent, what still needs a committee's own, and the calendar to keep to."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from kraftkollen.model.modules import Module
from kraftkollen.model.programme import Programme
from kraftkollen.ui import address, caches, decision_form, register_part, tables
from kraftkollen.ui.frame import Page
from kraftkollen.ui.prose import escaped, plain, section, source_line
from kraftkollen.ui.register_part import BODY, INTERVENTION, box, may_edit
from kraftkollen.ui.tables import Link
from kraftkollen.views.calendar_rows import CalendarRow
from kraftkollen.views.decisions_view import DecisionRow, DecisionsView, decisions_view

USED = Module.DECISIONS


def view(page: Page, programme: Programme, on: date) -> DecisionsView:
    """Return the decisions that the address asks for."""
    reading, body = page.reading(), st.query_params.get(BODY)
    if programme is not page.version.programme:
        return decisions_view(reading, programme, on, body)
    return caches.kept(reading, "decisions", [on, body], lambda: decisions_view(reading, programme, on, body))


def glance(page: Page, shown: DecisionsView) -> None:
    """Draw the sentence, then what waits for a committee and what is to be entered, beside the calendar."""
    register_part.say_done()
    st.markdown(f"**{escaped(shown.sentence)}**")
    left, right = st.columns([3, 2], gap="large")
    with left:
        _waiting(page, shown)
    with right:
        _calendar(page, shown.calendar, example=shown.example)


def _waiting(page: Page, shown: DecisionsView) -> None:
    section(page.words("Needs a committee's own decision"))
    if not shown.lacking:
        st.markdown(escaped(page.words("None.")))
    for row in shown.lacking:
        st.markdown(
            f"- {escaped(row.day)}, {escaped(row.bodies)}: {escaped(row.what)} **{escaped(_sentence(row.flag))}**{_beside(row)}"
        )
    if shown.to_enter:
        section(page.words("To be entered"))
        for row in shown.to_enter:
            st.markdown(f"- {escaped(row.bodies)}: {escaped(row.what)}{_beside(row)}")


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _beside(row: DecisionRow) -> str:
    """Return the dissent, which stands wherever a decision is shown."""
    return f" ({escaped(row.dissent)})" if row.dissent else ""


def _calendar(page: Page, days: Sequence[CalendarRow], *, example: bool) -> None:
    section(page.words("Calendar"))
    if example:
        said = page.words("An example of a usual year. The city has not entered its own days: do not plan by these.")
        st.markdown(f"**{escaped(said)}**")
    columns = [page.words("Date"), page.words("What"), page.words("Period")]
    passed = page.words("passed")
    rows = [(f"{one.day} ({passed})" if one.passed else one.day, _what(one), one.period) for one in days]
    tables.table(columns, rows, alt=page.words("When the city reports and decides its budget"))
    source_line(page.words("An evaluation that comes after the budget is decided cannot change it."))
    if may_edit(page):
        with st.expander(page.words("Enter or withdraw a day")):
            decision_form.calendar(page)


def _what(one: CalendarRow) -> str:
    return f"{one.what} ({one.note})" if one.note else one.what


def choose(page: Page, shown: DecisionsView) -> None:
    """Draw the box for a body, and the fields for another day."""
    box(page, page.words("Body"), BODY, shown.body, page.words("all"))
    register_part.days(page)


def every(page: Page, shown: DecisionsView) -> None:
    """Draw all decisions, each with its dissent."""
    section(page.words("Decisions"))
    table(page, shown.rows, page.words("Decisions with dissent, those without a date first, then the newest"))


def table(page: Page, rows: Sequence[DecisionRow], alt: str) -> None:
    """Draw decisions as a table, never without their dissent."""
    columns = [
        page.words("Date"),
        page.words("Body"),
        page.words("Reference"),
        page.words("What"),
        page.words("Mandate"),
        page.words("Dissent"),
        page.words("Concerns"),
    ]
    cells = [(row.day, row.bodies, row.reference, row.what, _mandate(row), row.dissent, _about(page, row)) for row in rows]
    tables.table(columns, cells, alt=alt)
    _documents(page, rows)


def _mandate(row: DecisionRow) -> str:
    return ". ".join(_sentence(part).rstrip(".") for part in (row.mandate, row.flag) if part)


def _about(page: Page, row: DecisionRow) -> str | Link:
    if not row.concerns:
        return ""
    names = ", ".join(title for _, title in row.concerns)
    return Link(names, address.of(page, "insatser", {INTERVENTION: row.concerns[0][0]})) if len(row.concerns) == 1 else names


def _documents(page: Page, rows: Sequence[DecisionRow]) -> None:
    """Draw the links to minutes. They leave the tool only when somebody follows them."""
    found = [row for row in rows if row.document]
    if not found:
        return
    links = "".join(
        f'<li><a href="{plain(row.document or "")}" rel="noopener noreferrer nofollow" target="_blank" style="color:#9a1f2e">'
        f"{plain(f'{row.bodies} {row.reference}')}</a></li>"
        for row in found
    )
    minutes = plain(page.words("Minutes:"))
    st.html(f'<p style="margin:0">{minutes}</p><ul style="margin:0">{links}</ul>')


def enter(page: Page, shown: DecisionsView) -> None:
    """Draw the forms, for those who may enter decisions."""
    if may_edit(page):
        decision_form.draw(page, shown)
