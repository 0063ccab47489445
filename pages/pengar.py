"""Pengar: what is set aside, called off and left; what was used; every row; call-offs entered and accounts taken in."""

from kraftkollen.ui import frame, module_part, money_forms, money_import, money_page, prose

with frame.page("pengar") as page:
    prose.heading(page.words("Money"))
    if module_part.on(page, module_part.MONEY):
        money_forms.say_done()
        shown = money_page.view(page)
        money_page.choose(page, shown)
        money_page.overview(page, shown)
        money_page.cuts(page, shown)
        money_page.administration(page, shown)
        money_page.rows(page, shown)
        money_forms.draw(page, shown)
        money_import.draw(page)
