"""Insatser: what is done, where and by whom; one intervention with all that is on record; double processes."""

from kraftkollen.ui import frame, interventions_page, module_part, overlap_part, prose, register_part

with frame.page("insatser") as page:
    programme, on = register_part.programme_asked(page), register_part.day_asked(page)
    one = interventions_page.one(page, programme, on)
    prose.heading(one.name if one else page.words("Interventions"))
    if module_part.on(page, interventions_page.USED):
        if one is not None:
            interventions_page.draw_one(page, programme, one)
        else:
            shown = interventions_page.view(page, programme, on)
            interventions_page.overview(page, shown)
            overlap_part.draw(page, shown)
