"""Leveransläge: what is in, waits, is late or not due yet; decisions on deliveries; what happened to them."""

from kraftkollen.ui import decide_part, frame, state_page

with frame.page("leveranslage") as page:
    shown = state_page.view(page)
    frame.heading(page.words("Deliveries"))
    state_page.late(page, shown)
    decide_part.draw(page)
    state_page.every(page, shown)
    state_page.events(page)
