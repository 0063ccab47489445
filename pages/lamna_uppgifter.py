"""Lämna uppgifter: a file from Excel, looked at, confirmed, recorded, published."""

from kraftkollen.ui import frame, upload_page

with frame.page("lamna_uppgifter") as page:
    frame.heading(page.words("Deliver figures"))
    upload_page.introduction(page)
    parcel = upload_page.choose(page)
    if parcel is not None:
        upload_page.preview(page, parcel)
    upload_page.receipt(page)
    upload_page.recent(page)
