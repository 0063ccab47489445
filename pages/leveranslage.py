"""Leveransläge: what is in, waits, is late or not due yet; decisions on deliveries; what happened to them."""

from kraftkollen.ui import address, decide_part, delivery_part, events_part, frame, history_part, kept_part, prose, state_page

with frame.page("leveranslage") as page:
    shown = state_page.view(page)
    prose.heading(page.words("Deliveries"))
    # What a link asks for comes first.
    parts = {address.BATCH: delivery_part.draw, address.AREA: history_part.draw}
    asked = address.asked_by_link(*parts)
    for name in asked:
        parts[name](page)
    state_page.late(page, shown)
    decide_part.draw(page)
    state_page.every(page, shown)
    for name in reversed(parts):
        if name not in asked:
            parts[name](page)
    kept_part.draw(page)
    events_part.draw(page)
