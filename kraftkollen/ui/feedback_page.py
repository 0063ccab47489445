"""The parts of the page of feedback: what waits for whom, what was answered, and how the committees are told."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import streamlit as st

from kraftkollen.model.modules import Module
from kraftkollen.model.programme import Programme
from kraftkollen.ui import blocks, caches, module_part, tables
from kraftkollen.ui.frame import Page
from kraftkollen.ui.prose import escaped, paragraph, section, source_line
from kraftkollen.views.briefing_state_view import BriefingStateView, briefing_state_view
from kraftkollen.views.feedback_view import ExchangeRow, FeedbackView, feedback_view
from kraftkollen.views.finding_proposals import proposals

# Pages know nothing but ui.
FEEDBACK = Module.FEEDBACK


def view(page: Page, on: date, programme: Programme | None) -> FeedbackView:
    """Return the feedback as it stands on a day, with what the computer proposes."""
    reading = page.reading()

    def make() -> FeedbackView:
        return feedback_view(reading, on, proposals(reading, on), programme)

    return make() if programme else caches.kept(reading, "feedback", [on], make)


def overview(page: Page, shown: FeedbackView) -> None:
    """Draw the sentence, what waits, how each receiver stands, and what was answered."""
    st.markdown(f"**{escaped(shown.sentence)}**")
    waiting, answered = ([one for one in shown.rows if one.open is still] for still in (True, False))
    blocks.draw([*_waiting(page, waiting), *_receivers(page, shown), *_answered(page, answered)])


def _waiting(page: Page, rows: Sequence[ExchangeRow]) -> Iterator[str]:
    if not rows:
        return
    yield blocks.heading(page.words("Waits for an answer"))
    columns = [page.words("Goes to"), page.words("Standing"), page.words("Due")]
    for mine in _by_finding(rows):
        yield _found(mine[0])
        cells = [(one.receiver, one.standing, one.due or "–") for one in mine]
        yield tables.as_html(columns, cells, alt=page.words("Who has not answered: {what}", what=mine[0].what))


def _by_finding(rows: Sequence[ExchangeRow]) -> Iterable[list[ExchangeRow]]:
    found: dict[str, list[ExchangeRow]] = {}
    for one in rows:
        found.setdefault(one.finding, []).append(one)
    return found.values()


def _found(one: ExchangeRow) -> str:
    about = ", ".join(filter(None, (one.place, one.origin)))
    return blocks.led(one.found, f"{one.what} ({about})" if about else one.what)


def _receivers(page: Page, shown: FeedbackView) -> Iterator[str]:
    if not shown.receivers:
        return
    yield blocks.heading(page.words("By receiver"))
    columns = [
        page.words("Receiver"),
        page.words("Reach"),
        page.words("Findings"),
        page.words("Without answer"),
        page.words("Of them late"),
        page.words("Median days to answer"),
    ]
    rows = [(one.receiver, one.reach, one.asked, one.open, one.late, one.median) for one in shown.receivers]
    yield tables.as_html(columns, rows, alt=page.words("How each receiver stands: local ones first"), right=columns[2:])
    yield blocks.source(
        page.words("The median is of those answered. Those without an answer have no time yet, and are counted beside it.")
    )


def _answered(page: Page, rows: Sequence[ExchangeRow]) -> Iterator[str]:
    if not rows:
        return
    yield blocks.heading(page.words("Answered"))
    columns = [
        page.words("From"),
        page.words("Answer"),
        page.words("Measure"),
        page.words("Standing"),
        page.words("Days to answer"),
    ]
    for mine in _by_finding(rows):
        yield _found(mine[0])
        cells = [
            (one.receiver, one.answer, one.measure or "–", " ".join(filter(None, (one.standing, one.done))), one.days)
            for one in mine
        ]
        yield tables.as_html(columns, cells, alt=page.words("Answers to: {what}", what=mine[0].what), right=columns[4:])


def briefings(page: Page, on: date, programme: Programme | None) -> BriefingStateView | None:
    """Draw which committees have been told; return it, or None if the city does not use that part."""
    section(page.words("Information to the committees"))
    if not module_part.on(page, Module.BRIEFINGS):
        return None
    reading = page.reading()

    def make() -> BriefingStateView:
        return briefing_state_view(reading, on, programme)

    shown = make() if programme else caches.kept(reading, "briefing state", [on], make)
    st.markdown(f"**{escaped(shown.sentence)}**")
    if not shown.rows:
        paragraph(page.words("The days of interim reports and annual accounts are entered in the register's calendar."))
        return shown
    columns = [page.words("Committee"), *shown.columns]
    rows = [(one.committee, *(cell or "–" for cell in one.cells)) for one in shown.rows]
    tables.table(columns, rows, alt=page.words("When each committee was told, by day of the calendar"))
    source_line(page.words("Due on the day of the report. Who took part in the work on that day is told."))
    return shown
