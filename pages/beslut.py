"""Beslut: what was decided, on what mandate and against whom; what waits for a committee; the calendar."""

from kraftkollen.ui import decisions_page, frame, module_part, prose, register_part

with frame.page("beslut") as page:
    prose.heading(page.words("Decisions"))
    if module_part.on(page, decisions_page.USED):
        programme, on = register_part.programme_asked(page), register_part.day_asked(page)
        shown = decisions_page.view(page, programme, on)
        decisions_page.glance(page, shown)
        decisions_page.choose(page, shown)
        decisions_page.every(page, shown)
        decisions_page.enter(page, shown)
