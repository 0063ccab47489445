"""What stands around a yearly evaluation: which edition it is and how it stands, its files, what differs now, another year."""

import streamlit as st

from kraftkollen.access import Permission, may
from kraftkollen.model.text import Language
from kraftkollen.model.yearly import YearlyContent
from kraftkollen.report.edition import WORKBOOK, draft_workbook
from kraftkollen.report.typesetting import typeset
from kraftkollen.report.yearly_document import yearly_document
from kraftkollen.ui import address, blocks, caches, tables, yearly_page
from kraftkollen.ui.frame import Page
from kraftkollen.ui.prose import escaped, paragraph, section, source_line
from kraftkollen.ui.yearly_page import BESIDE, DRAFT, EDITION, YEAR, Asked
from kraftkollen.views.editions_view import announced_sentence, draft_sentence, notices, since_then, status_sentence
from kraftkollen.views.yearly_changes import side_by_side

_MANY = 14


def head(page: Page, shown: Asked) -> None:
    """Draw which year and edition it is, how it stands, and what is announced."""
    _years(page, shown)
    for one in shown.editions.announced():
        st.info(escaped(announced_sentence(one, page.language)))
    if shown.content is None:
        paragraph(page.words("No edition is published yet."))
        return
    if shown.standing is None:
        st.info(escaped(draft_sentence(page.reading(), shown.content.day)))
        _draft_file(page, shown.content)
        return
    for said in notices(shown.standing, page.language):
        st.warning(escaped(said))
    source_line(status_sentence(shown.standing, page.language))
    _files(page, shown)
    _since(page, shown.content)


def _years(page: Page, shown: Asked) -> None:
    """Draw links to every year's newest edition, and to drafts for who may see them."""
    links = []
    for year in shown.years:
        for draft in (False, True):
            if (year in shown.editions.years) if not draft else yearly_page.may_draft(page):
                links.append(_link(page, shown, year, draft=draft))
    if links:
        st.html(f'<p class="kk-parts">{" · ".join(links)}</p>')


def _link(page: Page, shown: Asked, year: int, *, draft: bool) -> str:
    text = page.words("{year}, draft", year=year) if draft else str(year)
    if shown.year == year and shown.draft is draft:
        return f'<strong aria-current="page">{text}</strong>'
    query = {YEAR: str(year), EDITION: DRAFT} if draft else {YEAR: str(year)}
    return tables.as_link(tables.Link(text, address.of(page, "arsutvardering", query)))


def _files(page: Page, shown: Asked) -> None:
    standing = shown.standing
    assert standing is not None
    with st.container(horizontal=True, gap="small"):
        # The reader's own language first.
        for name, media_type, _ in sorted(standing.edition.documents, key=lambda one: f"-{page.language}." not in one[0]):
            document = shown.editions.document(standing, name)
            st.download_button(
                _called(page, name), document.content, name, media_type, key=f"document {name}", on_click="ignore"
            )


def _called(page: Page, name: str) -> str:
    """Return what the button of an edition's file says."""
    if name.endswith("-sv.pdf"):
        return page.words("The edition as PDF, in Swedish")
    if name.endswith(".pdf"):
        return page.words("The edition as PDF, in English")
    if name.endswith("-sv.xlsx"):
        return page.words("Every figure as a workbook (Excel), in Swedish")
    return page.words("Every figure as a workbook (Excel), in English")


def _draft_file(page: Page, content: YearlyContent) -> None:
    """Draw the button for the draft as a document; it is made when somebody asks for it."""
    name = f"utkast-{content.year}-{content.language}.pdf"
    st.download_button(
        page.words("The draft as PDF"),
        lambda: typeset(yearly_document(content)),
        name,
        "application/pdf",
        key="draft pdf",
        on_click="ignore",
    )
    reading, day = page.reading(), page.today
    st.download_button(
        page.words("The draft's figures as a workbook (Excel)"),
        lambda: draft_workbook(reading, content, day),
        f"utkast-{content.year}-{content.language}.xlsx",
        WORKBOOK,
        key="draft workbook",
        on_click="ignore",
    )


def _since(page: Page, content: YearlyContent) -> None:
    """Draw whether the data have changed since the edition, and what would read otherwise, old beside new."""
    if not may(page.actor, Permission.SEE_PUBLISHED):
        return
    reading = page.reading()
    parts = [content.made.figures_digest, content.made.register_digest, content.year]
    found = caches.kept(reading, "since", parts, lambda: since_then(reading, content))
    if not found.changed:
        source_line(found.sentence)
        return
    st.warning(escaped(found.sentence))
    if not found.found:
        return
    with st.expander(page.words("What would differ: old beside new")):
        columns = [
            page.words("Table"),
            page.words("Row"),
            page.words("Column"),
            page.words("In the edition"),
            page.words("Now"),
        ]
        rows = [(one.table, one.row, one.column, one.old, one.new) for one in found.found]
        alt = page.words("What the edition says, and what would be said now")
        tables.table(columns, rows, alt=alt, right=columns[3:], height=460 if len(rows) > _MANY else None)


def beside(page: Page, shown: Asked) -> None:
    """Draw two years side by side: the one that the address names beside the one that is shown."""
    others = [one for one in shown.years if one != shown.year]
    assert shown.content is not None
    if not others:
        return
    section(page.words("Two years side by side"))
    titles = {"": page.words("no other year"), **{str(one): str(one) for one in others}}
    asked = st.query_params.get(BESIDE, "")
    st.session_state[BESIDE] = asked if asked in titles else ""
    st.selectbox(page.words("Compare with"), list(titles), key=BESIDE, format_func=titles.__getitem__, on_change=_chosen)
    if asked not in titles or not asked:
        return
    other = _content(page, shown, int(asked), page.language)
    if other is None:
        paragraph(page.words("No edition of {year} is published.", year=asked))
        return
    first, second = sorted((shown.content, other), key=lambda one: one.year)
    blocks.draw(part for one in side_by_side(first, second) for part in yearly_page.table(page, one))


def _content(page: Page, shown: Asked, year: int, language: Language) -> YearlyContent | None:
    standing = shown.editions.find(str(year))
    if standing is not None:
        return shown.editions.content(standing, language)
    return yearly_page.content(page, year) if yearly_page.may_draft(page) else None


def _chosen() -> None:
    value = str(st.session_state[BESIDE])
    address.choose(BESIDE, value or None)


def foot(page: Page, shown: Asked) -> None:
    """Draw what the content was made of: data version, hashes, methods."""
    content = shown.content
    assert content is not None
    section(page.words("What it was made of"))
    made = content.made
    rows = [
        (page.words("Data version"), f"{made.data_version} ({made.data_published_at})"),
        (page.words("Hash of the figures"), made.figures_digest),
        (page.words("Hash of the register"), made.register_digest),
        (page.words("Hash of the definitions"), made.definitions_sha256),
        (page.words("Methods"), ", ".join(" ".join(one) for one in made.methods)),
    ]
    if shown.standing is not None:
        edition = shown.standing.edition
        rows.append((page.words("Hash of the content (SHA-256)"), edition.content_sha256))
        rows.append((page.words("Hash of the edition (SHA-256)"), edition.sha256))
    tables.table([page.words("What"), page.words("Value")], rows, alt=page.words("What it was made of"), row_heading=True)
