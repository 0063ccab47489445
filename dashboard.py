"""Start: the programme at a glance."""

from kraftkollen.ui import frame, prose, start_page

with frame.page("") as page:
    shown = start_page.view(page)
    prose.heading(f"{shown.name} · {shown.city}" if shown.city not in shown.name else shown.name)
    room = start_page.meeting(page)
    start_page.glance(page, shown, room)
    start_page.record(page, shown)
