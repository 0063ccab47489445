"""Effektutvärdering: what an intervention changed, against comparison areas; an overview of all; a plan for those to come."""

from kraftkollen.ui import effect_page, frame, module_part, prose

with frame.page("effektutvardering") as page:
    one = effect_page.one(page)
    prose.heading(one.name if one else page.words("Effect evaluation"))
    if module_part.on(page, effect_page.USED):
        if one is not None:
            effect_page.draw_one(page, one)
        else:
            effect_page.overview(page)
