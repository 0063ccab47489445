"""Introduktion: two minutes for each kind of reader, and what the words mean."""

from kraftkollen.ui import frame, introduction_page

with frame.page("introduktion") as page:
    introduction_page.draw(page)
