"""Indikatorer: one indicator over time."""

from kraftkollen.ui import frame, indicator_page, prose

with frame.page("indikatorer") as page:
    shown = indicator_page.view(page)
    prose.heading(shown.title)
    indicator_page.choose(page, shown)
    indicator_page.draw(page, shown)
    indicator_page.table(page, shown)
    indicator_page.downloads(page, shown)
    indicator_page.definition(page, shown)
