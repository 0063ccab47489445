"""Karta: one indicator over the city's areas."""

from kraftkollen.ui import frame, map_page

with frame.page("karta") as page:
    shown = map_page.view(page)
    frame.heading(shown.title)
    map_page.choose(page, shown)
    map_page.draw(page, shown)
    map_page.table(page, shown)
