"""The accessibility statement as a page. It is open to everybody, also to who has not signed in."""

from kraftkollen.actions.site import ROOT, cities_folder
from kraftkollen.model.accessibility import FILE, Assessment, Contact, load_assessment, load_contact
from kraftkollen.model.programme import City
from kraftkollen.ui import blocks, caches, tables
from kraftkollen.ui.frame import Page
from kraftkollen.ui.prose import heading, paragraph, plain, section
from kraftkollen.views.accessibility_view import REPORT, Statement, statement

_ASSESSMENT = ROOT / "data" / "accessibility.json"


def draw(page: Page) -> None:
    """Draw the statement."""
    heading(page.words("Accessibility"))
    city = page.version.programme.city
    shown = statement(page.language, city, contact(city), assessment())
    for text in shown.about:
        paragraph(text)
    section(page.words("How accessible is it?"))
    paragraph(shown.conforms)
    _contact(page, shown)
    section(page.words("What is not accessible"))
    columns = [page.words("What"), page.words("Criterion"), page.words("Why"), page.words("Instead")]
    rows = [(one.what, one.criterion, one.why, one.instead) for one in shown.limits]
    tables.table(columns, rows, alt=page.words("What is not accessible, why, and what you can do instead"))
    paragraph(shown.exempt)
    section(page.words("How we have tested"))
    for text in (*shown.tested, *shown.dates):
        paragraph(text)


def _contact(page: Page, shown: Statement) -> None:
    section(page.words("Tell us what does not work"))
    paragraph(shown.report)
    for label, text, address in shown.ways:
        blocks.draw([f"<p>{plain(label)}: {_link(address, text)}</p>"])
    section(page.words("Supervision"))
    for text in shown.supervised:
        paragraph(text)
    report = page.words("Report to DIGG")
    blocks.draw([f"<p>{_link(REPORT, report)}</p>"])


def _link(address: str, text: str) -> str:
    return f'<a href="{plain(address)}" style="color:#9a1f2e">{plain(text)}</a>'


def contact(city: City) -> Contact | None:
    """Return who answers for the service: accessibility.yaml of the store, else of the city's folder; None if there is none."""
    places = (caches.data_folder() / FILE, cities_folder() / city.id / FILE)
    return next((load_contact(one) for one in places if one.is_file()), None)


def assessment() -> Assessment | None:
    """Return the last assessment that is kept with the product."""
    return load_assessment(_ASSESSMENT)
