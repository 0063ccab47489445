"""Utvärdering efter ett år: organisation and financing take stock."""

from kraftkollen.ui import (
    allocation_part,
    checkpoint_compare,
    checkpoint_forms,
    checkpoint_page,
    frame,
    module_part,
    prose,
    register_part,
)

with frame.page("ettarsutvardering") as page:
    prose.heading(page.words("The evaluation after one year"))
    if allocation_part.asked():
        allocation_part.draw(page)
    elif module_part.on(page, checkpoint_page.USED):
        reading, on = checkpoint_page.reading(page), register_part.day_asked(page)
        shown = checkpoint_page.view(page, reading.version.programme, on, reading)
        state = checkpoint_page.standing(page, reading, shown)
        checkpoint_page.draw(page, reading, shown, state)
        checkpoint_forms.draw(page, reading, shown, state)
        checkpoint_compare.draw(page, reading, shown)
        allocation_part.way_in(page)
        register_part.days(page)
