"""Årlig uppföljning och utvärdering: a year in five sentences, with its evidence; editions that never change."""

from kraftkollen.ui import edition_forms, edition_part, frame, yearly_page

with frame.page("arsutvardering") as page:
    yearly_page.heading(page)
    shown = yearly_page.asked(page)
    edition_part.head(page, shown)
    if shown.content is not None:
        yearly_page.draw(page, shown)
        edition_part.beside(page, shown)
        edition_part.foot(page, shown)
    edition_forms.draw(page, shown)
