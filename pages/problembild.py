"""Gemensam problembild: what is known of each place, by whom, and who shares it."""

from kraftkollen.ui import frame, module_part, problem_forms, problem_part, prose, register_part, register_time

with frame.page("problembild") as page:
    prose.heading(page.words("Shared problem picture"))
    if module_part.on(page, problem_part.MODULE):
        register_part.say_done()
        when = register_time.chosen(page)
        shown = problem_part.view(page, when.on, when.programme)
        problem_part.overview(page, shown)
        problem_part.summary(page, shown)
        problem_forms.draw(page, shown)
        register_time.draw(page)
