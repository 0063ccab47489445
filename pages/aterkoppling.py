"""Återkoppling: what was found, who has answered and how long it took; and which committees have been told."""

from kraftkollen.ui import document_part, feedback_forms, feedback_page, frame, module_part, prose, register_part, register_time

with frame.page("aterkoppling") as page:
    prose.heading(page.words("Feedback"))
    register_part.say_done()
    when = register_time.chosen(page)
    feedback = None
    if module_part.on(page, feedback_page.FEEDBACK):
        feedback = feedback_page.view(page, when.on, when.programme)
        feedback_page.overview(page, feedback)
    briefings = feedback_page.briefings(page, when.on, when.programme)
    if briefings is not None and when.programme is None:
        document_part.briefing(page, when.on)
    feedback_forms.draw(page, feedback, briefings)
    register_time.draw(page)
