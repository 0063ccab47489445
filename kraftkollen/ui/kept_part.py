"""The part of the page of deliveries that says how much is hidden, and what would show more."""

import streamlit as st

from kraftkollen.ui import caches, hidden_part, tables
from kraftkollen.ui.frame import Page, escaped, paragraph, section
from kraftkollen.views.kept_view import KeptView, kept_view
from kraftkollen.words.numbers import number


def draw(page: Page) -> None:
    """Draw the sentence, the table by indicator and level, and why anything is hidden."""
    reading = page.reading()
    shown = caches.kept(reading, "kept", (), lambda: kept_view(reading))
    section(page.words("What is hidden"))
    paragraph(shown.sentence)
    if shown.rows:
        _table(page, shown)
    more = [one for one in shown.rows if one.more]
    if more:
        # Not in the table: a sentence in a cell is one word wide on a telephone.
        st.subheader(escaped(page.words("What would show more")), anchor=False)
        st.markdown("\n".join(f"- {escaped(f'{one.title}, {one.level.lower()}: {one.more}')}" for one in more))
    hidden_part.why(page)


def _table(page: Page, shown: KeptView) -> None:
    figures, hidden, share = page.words("Figures"), page.words("Hidden"), page.words("Share hidden")
    columns = [
        page.words("Indicator"),
        page.words("Level"),
        share,
        hidden,
        figures,
        page.words("Pooled over"),
    ]
    rows = [
        (
            one.title,
            one.level,
            f"{number(100 * one.share, 1, page.language)} %",
            number(one.hidden, 0, page.language),
            number(one.cells, 0, page.language),
            one.pooled,
        )
        for one in shown.rows
    ]
    alt = page.words("How much is hidden by indicator and level, most hidden first")
    tables.table(columns, rows, alt=alt, right=[share, hidden, figures], height=420 if len(rows) > 12 else None)
