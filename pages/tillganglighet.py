"""Tillgänglighet: how accessible the tool is, what is not, how to report it, who supervises; the statement of the law."""

from kraftkollen.ui import accessibility_page, frame

with frame.page("tillganglighet") as page:
    accessibility_page.draw(page)
