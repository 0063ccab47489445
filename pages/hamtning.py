"""Hämtning: what would leave the house if official figures were fetched, and where an administrator allows it."""

from kraftkollen.ui import fetch_page, frame, prose

with frame.page("hamtning") as page:
    prose.heading(page.words("Fetching"))
    fetch_page.draw(page)
