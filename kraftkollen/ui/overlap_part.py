"""Double processes: the list of them, and the three answers that can be given in one click."""

import streamlit as st

from kraftkollen.actions.register_entry import answer_overlap
from kraftkollen.errors import UserError
from kraftkollen.model.intervention import OverlapAnswerKind
from kraftkollen.model.modules import Module
from kraftkollen.ui import address, module_part, tables
from kraftkollen.ui.frame import Page, show_error
from kraftkollen.ui.prose import escaped, section, source_line
from kraftkollen.ui.register_part import INTERVENTION, done, may_edit, select, site_of
from kraftkollen.ui.tables import Link
from kraftkollen.views.interventions_view import InterventionsView
from kraftkollen.views.overlap_rows import OverlapRow
from kraftkollen.words.register_terms import term


def link(page: Page, name: str, title: str) -> Link:
    """Return the link to an intervention's own view."""
    return Link(title, address.of(page, "insatser", {INTERVENTION: name}))


def draw(page: Page, shown: InterventionsView) -> None:
    """Draw what may be done twice, unanswered first, with the answer in one click for who may give it."""
    section(page.words("Double processes"))
    if not module_part.on(page, Module.OVERLAPS):
        return
    said = page.counted(
        "{count} possible double process is unanswered.", "{count} possible double processes are unanswered.", shown.unanswered
    )
    st.markdown(f"**{escaped(said)}**" if shown.unanswered else escaped(page.words("No double process is unanswered.")))
    table(page, shown.overlaps)
    if may_edit(page):
        for row in shown.overlaps:
            if not row.answer:
                _answer(page, row)
    source_line(
        page.words(
            "Listed when two do the same kind of thing, in the same area, for the same people, at the same time. A city-wide "
            "process lies everywhere, so it is listed only with the same primary indicator, or against another process. "
            "What says itself that it is part of, or complements, the other is not listed."
        )
    )
    if shown.incomparable:
        names = ", ".join(shown.incomparable)
        source_line(page.words("Cannot be compared, since kind or start is not on record: {names}.", names=names))


def table(page: Page, found: tuple[OverlapRow, ...]) -> None:
    """Draw overlaps as a table."""
    if not found:
        return
    columns = [
        page.words("First"),
        page.words("Second"),
        page.words("What they share"),
        page.words("Since"),
        page.words("Answer"),
    ]
    rows = [
        (
            link(page, row.overlap.first, row.first),
            link(page, row.overlap.second, row.second),
            row.shared,
            row.since,
            row.answer or page.words("unanswered"),
        )
        for row in found
    ]
    tables.table(columns, rows, alt=page.words("Interventions that overlap, unanswered first"))


def _answer(page: Page, row: OverlapRow) -> None:
    """Draw the three answers to one double process, for a body that is chosen beforehand."""
    bodies = {one.id: one.name for one in page.version.programme.bodies}
    with st.container(border=True):
        st.markdown(f"**{escaped(row.first)}** – **{escaped(row.second)}**")
        role = select(page.words("Answered by"), bodies, f"role {row.overlap.id}", row.lead or "")
        with st.container(horizontal=True):
            clicked = [
                answer
                for answer in OverlapAnswerKind
                if st.button(term(answer, page.language), key=f"answer {row.overlap.id} {answer.value}")
            ]
    if not clicked:
        return
    try:
        answer_overlap(site_of(page), page.actor, row.overlap, clicked[0], role)
    except UserError as error:
        show_error(page, error)
        return
    done(page.words("Answered: {first} and {second}.", first=row.first, second=row.second))
