"""The introduction as a page: one box for each kind of reader, and the words of the screen with what they mean."""

from kraftkollen.access import may
from kraftkollen.ui import address, blocks, frame, menu, tables
from kraftkollen.ui.frame import Page
from kraftkollen.ui.prose import heading, paragraph, plain, section
from kraftkollen.views.introduction_view import Role, Step, roles
from kraftkollen.words.glossary import terms


def draw(page: Page) -> None:
    """Draw the introduction."""
    heading(page.words("Introduction"))
    city = page.version.programme.city.name
    paragraph(
        page.words("This is Kraftkollen for {city}.", city=city)
        + " "
        + page.words("Choose what you come for. Each takes two minutes.")
    )
    for role in roles(page.language):
        section(role.name)
        blocks.draw([_steps(page, role)])
    section(page.words("What the words mean"))
    columns = [page.words("Word"), page.words("Meaning")]
    tables.table(columns, terms(page.language), alt=page.words("The words of the screen and what they mean"), row_heading=True)


def _steps(page: Page, role: Role) -> str:
    listed = "".join(f"<li>{plain(one.text)} {_link(page, one)}</li>" for one in role.steps)
    return f"<p><b>{plain(role.comes_for)}</b></p><ol>{listed}</ol>"


def _link(page: Page, step: Step) -> str:
    """Return the way to the page, if the reader may open it."""
    if not may(page.actor, menu.needs(step.page)):
        return ""
    return tables.as_link(tables.Link(frame.title_of(page, step.page), address.of(page, step.page, {})))
