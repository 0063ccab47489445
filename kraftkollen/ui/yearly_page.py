"""The yearly evaluation as a page: which edition or draft the address asks for, and its content part by part."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass

import streamlit as st

from kraftkollen.access import Permission, may
from kraftkollen.errors import NoSuchYear
from kraftkollen.model.edition import Standing
from kraftkollen.model.yearly import Evidence, Figure, Map, Paragraph, Section, Table, YearlyContent
from kraftkollen.report.small_chart import small_chart
from kraftkollen.ui import address, blocks, caches, print_part, prose, tables
from kraftkollen.ui.frame import Page
from kraftkollen.ui.prose import escaped, plain
from kraftkollen.ui.yearly_style import STYLE
from kraftkollen.views.editions_view import Editions
from kraftkollen.views.map_drawing import places_drawing
from kraftkollen.views.yearly_view import yearly_view, yearly_years

YEAR, EDITION, DRAFT, BESIDE = "ar", "utgava", "utkast", "jamfor"
_TALL, _HEIGHT, _FEW = 14, 460, 3


@dataclass(frozen=True)
class Asked:
    """What the address asks for. `standing` is None for a draft; `content` is None where there is nothing to show."""

    editions: Editions
    years: tuple[int, ...]
    year: int | None
    standing: Standing | None
    content: YearlyContent | None

    @property
    def draft(self) -> bool:
        return self.standing is None and self.content is not None

    def key(self, page: Page) -> tuple[Hashable, ...]:
        """Return what the content is another under: an edition's seal, or the data, the year and the day of a draft."""
        if self.standing is not None:
            return (self.standing.edition.sha256, page.language)
        return (page.version.id, self.year, page.today, page.language)


def heading(page: Page) -> None:
    """Draw the heading of the page, and give the page its own look, on paper too."""
    print_part.style()
    st.html(f"<style>{STYLE}</style>")
    prose.heading(page.words("Yearly follow-up and evaluation"))


def asked(page: Page) -> Asked:
    """Return the edition or draft that the address asks for: the newest edition, or a draft for who may see drafts."""
    editions = Editions(page.actor, caches.data_folder())
    drafts = yearly_years(page.reading(), page.today) if may_draft(page) else ()
    years = tuple(sorted({*editions.years, *drafts}, reverse=True))
    wanted, name = st.query_params.get(YEAR), st.query_params.get(EDITION)
    standing = editions.find(name or wanted or "") if name != DRAFT else None
    if name and name != DRAFT and standing is None:
        st.warning(page.words("There is no edition called {given} here.", given=escaped(name[:30])))
    year = standing.edition.year if standing else _year(page, wanted, editions.years, years)
    if standing is None and name != DRAFT and year is not None:
        standing = editions.find(str(year))
    if standing is not None:
        return Asked(editions, years, year, standing, editions.content(standing, page.language))
    return Asked(editions, years, year, None, _draft(page, year) if year in drafts else None)


def may_draft(page: Page) -> bool:
    """Return whether the reader sees drafts."""
    return may(page.actor, Permission.SEE_DRAFTS)


def _year(page: Page, wanted: str | None, published: tuple[int, ...], years: tuple[int, ...]) -> int | None:
    """Return the year asked for; else the newest with an edition; else the last one that is over, or the only one."""
    if wanted is not None and wanted.isdigit() and int(wanted) in years:
        return int(wanted)
    if wanted is not None:
        st.warning(page.words("There is no yearly evaluation of {given} here.", given=escaped(wanted[:20])))
    over = [one for one in years if one < page.today.year]
    return next(iter((*published, *over, *years)), None)


def _draft(page: Page, year: int | None) -> YearlyContent | None:
    if year is None:
        return None
    return content(page, year)


def content(page: Page, year: int) -> YearlyContent | None:
    """Return what the data say of a year now; None if there is no such year."""
    reading = page.reading()
    try:
        return caches.kept(reading, "yearly", [year, page.today], lambda: yearly_view(reading, year, page.today))
    except NoSuchYear:
        return None


def draw(page: Page, shown: Asked) -> None:
    """Draw the content: the year in five sentences, each part, what bodies have said, and the words."""
    content = shown.content
    assert content is not None
    # Links are for who may follow them.
    parts = (*shown.key(page), may(page.actor, Permission.SEE_PUBLISHED))
    st.html(caches.written("yearly", parts, lambda: blocks.joined(_parts(page, content))))


def _parts(page: Page, shown: YearlyContent) -> Iterator[str]:
    yield blocks.heading(page.words("The year in five sentences"))
    yield f'<ol class="kk-five">{"".join(f"<li>{_said(page, one)}</li>" for one in shown.five)}</ol>'
    yield blocks.source(shown.underlag)
    yield _contents(page, shown)
    names = {one.place: one.heading for one in shown.every_section() if one.place and one.id.startswith("place-")}
    for one in shown.sections:
        yield from _section(page, one, names, 2)
    yield from _comments(page, shown)
    yield blocks.heading(shown.glossary_heading)
    words = "".join(f"<dt>{plain(one.word)}</dt><dd>{plain(one.meaning)}</dd>" for one in shown.glossary)
    yield f'<dl class="kk-words">{words}</dl>'


def _contents(page: Page, shown: YearlyContent) -> str:
    """Return links to the parts, as the page is long."""
    parts = [
        (part.id, part.heading)
        for one in shown.sections
        for part in (one, *(area for area in one.sections if area.place and area.sections))
    ]
    links = (f'<a href="#part-{plain(name)}">{plain(heading)}</a>' for name, heading in parts)
    lead = page.words("On this page:")
    return f'<p class="kk-parts">{plain(lead)} {" · ".join(links)}</p>'


def _said(page: Page, one: Paragraph) -> str:
    """Return a sentence with the link to its evidence, for who may open it."""
    where = _where(page, one.evidence)
    if where is None:
        return plain(one.text)
    link = tables.Link(page.words("Evidence"), where)
    return f"{plain(one.text)} {tables.as_link(link)}"


def _where(page: Page, evidence: Evidence | None) -> str | None:
    if evidence is None or not may(page.actor, Permission.SEE_PUBLISHED):
        return None
    return address.of(page, evidence.page, dict(evidence.query))


def _section(page: Page, one: Section, names: dict[str, str], level: int) -> Iterator[str]:
    if one.place and not one.paragraphs and not one.sections:
        yield from _folded(page, one.tables)
        return
    yield blocks.heading(one.heading, min(level, 4), f"part-{one.id}" if level == 2 or one.place else "")
    yield from _text_and_pictures(page, one, names)
    if one.place:
        yield from _area(page, one, names)
        return
    yield from (drawn for found in one.tables[:1] for drawn in table(page, found))
    yield from _folded(page, one.tables[1:])
    for part in one.sections:
        yield from _section(page, part, names, level + 1)


def _area(page: Page, one: Section, names: dict[str, str]) -> Iterator[str]:
    """Yield what is said of an area with its pictures, then its tables in one box, which a print has open."""
    behind: list[Table] = []
    for part in one.sections:
        yield blocks.heading(part.heading, 4)
        yield from _text_and_pictures(page, part, names)
        if part.paragraphs:
            behind += part.tables
        else:
            yield from (drawn for found in part.tables for drawn in table(page, found))
    if any(found.rows for found in behind):
        title = page.words("Tables of {place}", place=one.heading)
        yield blocks.box(title, (drawn for found in behind for drawn in table(page, found)))


def _text_and_pictures(page: Page, one: Section, names: dict[str, str]) -> Iterator[str]:
    for said in one.paragraphs:
        yield f'<p class="kk-said" style="max-width:46rem">{_said(page, said)}</p>'
    for shape in one.maps:
        yield from _map(shape, names)
    if one.figures:
        yield f'<div class="kk-charts">{"".join(_chart(page, figure) for figure in one.figures)}</div>'


def _folded(page: Page, listed: Iterable[Table]) -> Iterator[str]:
    """Yield each table in a box under its own title."""
    for found in listed:
        if found.rows:
            yield blocks.box(found.title, table(page, found, titled=False))


def table(page: Page, found: Table, *, titled: bool = True) -> Iterator[str]:
    """Yield a table with its title, and its evidence behind the first cell of each row; nothing of one without rows."""
    if not found.rows:
        return
    rows = [[_first(page, row[0], link), *row[1:]] for row, link in zip(found.rows, found.links, strict=True)]
    right = [name for name, number in zip(found.headers, found.numeric, strict=True) if number]
    height = _HEIGHT if len(rows) > _TALL else None
    drawn = tables.as_html(found.headers, rows, found.alt, right=right, height=height, row_heading=True)
    narrow = "kk-few" if len(found.headers) <= _FEW else ""
    title = f'<p class="kk-title">{plain(found.title)}</p>' if titled else ""
    yield f'<div>{title}<div class="{narrow}">{drawn}</div></div>'
    if found.note:
        yield blocks.source(found.note)


def _first(page: Page, text: str, evidence: Evidence | None) -> tables.Cell:
    where = _where(page, evidence)
    return text if where is None else tables.Link(text, where)


def _chart(page: Page, figure: Figure) -> str:
    picture = _image(caches.drawn(small_chart, figure, page.language), figure.alt)
    unit = page.words("Unit: {unit}. Source: {source}.", unit=figure.unit, source=figure.source)
    return f"<figure>{picture}<figcaption>{plain(figure.title)} {plain(unit)}</figcaption></figure>"


def _image(svg: bytes, alt: str) -> str:
    # As an image, so that nothing in it can be more than a picture.
    return tables.as_image(tables.Picture(svg.decode(), alt))


def _places(one: Map, names: tuple[tuple[str, str], ...]) -> bytes:
    return places_drawing(one, dict(names))


def _map(one: Map, names: dict[str, str]) -> Iterator[str]:
    picture = _image(caches.drawn(_places, one, tuple(names.items())), one.alt)
    caption = f"<figcaption>{plain(one.title)}</figcaption>"
    yield f'<figure style="margin:0;max-width:26rem">{picture}{caption}</figure>'
    yield blocks.source(one.source)


def _comments(page: Page, shown: YearlyContent) -> Iterator[str]:
    yield blocks.heading(shown.comments_heading)
    yield blocks.source(shown.comments_lead)
    if not shown.comments:
        yield blocks.paragraph(page.words("No body has commented."))
    for one in shown.comments:
        who = ", ".join(part for part in (one.body, one.day.isoformat(), one.document) if part)
        yield (
            f'<blockquote style="border-left:4px solid #6b6b6b;margin:0;padding:0 0 0 1rem">'
            f"<strong>{plain(who)}</strong><p>{plain(one.text)}</p></blockquote>"
        )
