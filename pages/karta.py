"""Karta: one indicator over the city's areas, as it stands, as it has moved, beside the target and the city."""

from kraftkollen.ui import frame, map_page

with frame.page("karta") as page:
    map_page.show(page)
