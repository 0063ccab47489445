"""The part of the page of deliveries that says how much is hidden, and what would show more."""

from collections.abc import Iterator

import streamlit as st

from kraftkollen.ui import blocks, caches, hidden_part, tables
from kraftkollen.ui.frame import Page
from kraftkollen.ui.prose import plain
from kraftkollen.views.kept_view import KeptView, kept_view
from kraftkollen.words.numbers import number


def draw(page: Page) -> None:
    """Draw the sentence, the table by indicator and level, and why anything is hidden."""
    reading = page.reading()
    st.html(caches.kept(reading, "kept", (), lambda: blocks.joined(_parts(page, kept_view(reading)))))
    hidden_part.why(page)


def _parts(page: Page, shown: KeptView) -> Iterator[str]:
    yield blocks.heading(page.words("What is hidden"))
    yield blocks.paragraph(shown.sentence)
    if shown.rows:
        yield _table(page, shown)
    more = [one for one in shown.rows if one.more]
    if more:
        # Not in the table: a sentence in a cell is one word wide on a telephone.
        yield blocks.heading(page.words("What would show more"), 3)
        listed = (f"<li>{plain(f'{one.title}, {one.level.lower()}: {one.more}')}</li>" for one in more)
        yield f"<ul>{''.join(listed)}</ul>"


def _table(page: Page, shown: KeptView) -> str:
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
    return tables.as_html(columns, rows, alt, right=[share, hidden, figures], height=420 if len(rows) > 12 else None)
