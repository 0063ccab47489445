"""Lämna uppgifter: a file as officers have it, looked at, confirmed, recorded, published."""

from kraftkollen.ui import fetch_part, frame, prose, receipt_part, templates_part, upload_page

with frame.page("lamna_uppgifter") as page:
    prose.heading(page.words("Deliver figures"))
    upload_page.introduction(page)
    chosen = upload_page.choose(page)
    if chosen is not None:
        upload_page.work(page, chosen)
    receipt_part.just_recorded(page)
    fetch_part.draw(page)
    templates_part.draw(page)
    upload_page.recent(page)
