"""Utvärdering efter ett år: organisation and financing take stock."""

from kraftkollen.ui import checkpoint_forms, checkpoint_page, frame, module_part, register_part

with frame.page("ettarsutvardering") as page:
    frame.heading(page.words("The evaluation after one year"))
    if module_part.on(page, checkpoint_page.USED):
        programme, on = register_part.programme_asked(page), register_part.day_asked(page)
        shown = checkpoint_page.view(page, programme, on)
        checkpoint_page.glance(page, shown)
        checkpoint_page.decided(page, shown)
        checkpoint_page.criteria(page, shown)
        checkpoint_page.outcome(page, shown)
        checkpoint_page.missing(page, shown)
        checkpoint_forms.draw(page, shown)
        register_part.days(page)
