"""Områden: one area to look at and to print."""

from kraftkollen.ui import area_page, document_part, frame, prose

with frame.page("omraden") as page:
    shown = area_page.view(page)
    prose.heading(shown.shown.name if shown.shown else page.words("Areas"))
    area_page.choose(page, shown)
    area_page.people(page, shown)
    document_part.area(page, shown)
    area_page.indicators(page, shown)
    area_page.picture(page, shown)
    area_page.interventions(page, shown, page.today)
    area_page.likeness(page, shown)
