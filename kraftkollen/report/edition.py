"""An edition put together: text in both languages from one published version, the figures under it, and its documents."""

from datetime import date

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.editions import Documents, Done, Drafted, publish_edition
from kraftkollen.actions.site import Site
from kraftkollen.model.actor import Actor
from kraftkollen.model.clock import today
from kraftkollen.model.edition import Document, Edition, Frozen
from kraftkollen.model.text import LANGUAGES, Language
from kraftkollen.model.yearly import YearlyContent
from kraftkollen.report import yearly_document
from kraftkollen.report.typesetting import typeset
from kraftkollen.report.workbook import Named, workbook
from kraftkollen.views.reading import Reading, Version
from kraftkollen.views.yearly_quoted import quoted_figures
from kraftkollen.views.yearly_view import yearly_view
from kraftkollen.words.numbers import moment
from kraftkollen.words.translate import translate

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draft(actor: Actor, version: Version, year: int, day: date) -> Drafted:
    """Return what an edition of a year would hold now; it follows the data until it is published.

    Raises
    ------
    NotAllowed, NoSuchYear
        Unless the actor may see drafts, and the work went on that year.
    """
    access.require(actor, Permission.SEE_DRAFTS)
    readings = {language: Reading(actor, version, language) for language in LANGUAGES}
    frozen = Frozen(
        contents={language: yearly_view(one, year, day) for language, one in readings.items()},
        figures=quoted_figures(readings["sv"], year, day),
        definitions=version.figures.meta["definitions"],
        register=tuple((one.kind, one.id, dict(one.body or {})) for one in version.registry.records),
    )
    return Drafted(frozen, int(version.figures.meta["version"]), int(version.registry.meta["version"]))


def draft_workbook(reading: Reading, content: YearlyContent, day: date) -> bytes:
    """Return a draft as a workbook; NotAllowed unless the reader may see drafts."""
    access.require(reading.actor, Permission.SEE_DRAFTS)
    figures = quoted_figures(reading, content.year, day)
    named = Named(translate(reading.language, "Draft: it follows the data until it is published"))
    return workbook(content, figures, reading.version.figures.meta["definitions"], named)


def publish(
    site: Site, actor: Actor, version: Version, year: int, reference: str | None = None, why: str | None = None
) -> Done:
    """Publish the next edition of a year, with its PDF in each language; errors as `draft` and `publish_edition`."""
    drafted = draft(actor, version, year, today(site.clock))
    return publish_edition(site, actor, drafted, documents_of(drafted.frozen), reference, why)


def documents_of(frozen: Frozen) -> Documents:
    """Return what makes the documents of an edition: the whole evaluation as a PDF and as a workbook, in each language."""
    return lambda edition: tuple(
        made for language in LANGUAGES for made in (_pdf(frozen.contents[language], edition), _book(frozen, edition, language))
    )


def _book(frozen: Frozen, edition: Edition, language: Language) -> Document:
    named = Named(edition_name(edition, language), edition.reference or "", edition.content_sha256)
    content = workbook(frozen.contents[language], frozen.figures, frozen.definitions, named)
    return Document(f"arsutvardering-{edition.id}-{language}.xlsx", WORKBOOK, content)


def _pdf(content: YearlyContent, edition: Edition) -> Document:
    cover = yearly_document.Edition(edition_name(edition, content.language), edition.reference or "", edition.content_sha256)
    name = f"arsutvardering-{edition.id}-{content.language}.pdf"
    return Document(name, "application/pdf", typeset(yearly_document.yearly_document(content, cover)))


def edition_name(edition: Edition, language: Language) -> str:
    """Return what an edition is called: its year and number, and the day of publishing."""
    day = moment(edition.published_at).partition(" ")[0]
    return translate(language, "Edition {id}, published {day}", id=edition.id, day=day)
