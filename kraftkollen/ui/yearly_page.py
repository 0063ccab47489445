"""The yearly evaluation as a page: which edition or draft the address asks for, and its content part by part."""

from dataclasses import dataclass

import streamlit as st

from kraftkollen.access import Permission, may
from kraftkollen.errors import NoSuchYear
from kraftkollen.model.edition import Standing
from kraftkollen.model.yearly import Evidence, Figure, Map, Paragraph, Section, Table, YearlyContent
from kraftkollen.report.small_chart import small_chart
from kraftkollen.ui import address, caches, frame, tables
from kraftkollen.ui.frame import Page, escaped, paragraph, plain, section, source_line
from kraftkollen.views.editions_view import Editions
from kraftkollen.views.map_drawing import places_drawing
from kraftkollen.views.yearly_view import yearly_view, yearly_years

YEAR, EDITION, DRAFT, BESIDE = "ar", "utgava", "utkast", "jamfor"
_TALL, _HEIGHT, _FEW = 14, 460, 3
_STYLE = """
.kk-five{font-size:1.125rem;line-height:1.55;max-width:46rem;padding-left:1.5rem;margin:.5rem 0 1.5rem}
.kk-five li{margin:0 0 .5rem}
.kk-charts{display:flex;flex-wrap:wrap;gap:1rem 2rem;margin:.5rem 0 1rem}
.kk-charts figure{margin:0;flex:1 1 22rem;max-width:34rem}
.kk-charts img{width:100%;height:auto}
.kk-charts figcaption{font-size:.9375rem}
.kk-title{font-size:.9375rem;color:#444;margin:.25rem 0 0}
.kk-few{max-width:36rem}
.kk-parts{line-height:2;margin:0}
.kk-five a,.kk-said a,.kk-parts a{color:#9a1f2e}
.kk-words dt{font-weight:600;margin-top:.5rem}.kk-words dd{margin:0}
@media print{
 [data-testid=stHeader],[data-testid=stPageLink],[data-testid=stForm],[data-testid=stExpander],[data-testid=stSelectbox],
 [data-testid=stButton],[data-testid=stDownloadButton],[data-testid=stTextInput]{display:none!important}
 [data-testid=stAppViewContainer],[data-testid=stMain],.stApp,.stMainBlockContainer{position:static!important;
  overflow:visible!important;height:auto!important;max-width:none!important;padding:0!important}
 .kk-table a{color:#000;text-decoration:none}.kk-five a,.kk-said a,.kk-parts{display:none}
 h1,h2,h3{break-after:avoid}figure{break-inside:avoid}
}
"""


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


def heading(page: Page) -> None:
    """Draw the heading of the page, and give the page its own look, on paper too."""
    st.html(f"<style>{_STYLE}</style>")
    frame.heading(page.words("Yearly follow-up and evaluation"))


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


def draw(page: Page, shown: YearlyContent) -> None:
    """Draw a content: the year in five sentences, each part, what bodies have said, and the words."""
    section(page.words("The year in five sentences"))
    st.html(f'<ol class="kk-five">{"".join(f"<li>{_said(page, one)}</li>" for one in shown.five)}</ol>')
    source_line(shown.underlag)
    _contents(page, shown)
    names = {one.place: one.heading for one in shown.every_section() if one.place and one.id.startswith("place-")}
    for one in shown.sections:
        _section(page, one, names, 2)
    _comments(page, shown)
    section(shown.glossary_heading)
    words = "".join(f"<dt>{plain(one.word)}</dt><dd>{plain(one.meaning)}</dd>" for one in shown.glossary)
    st.html(f'<dl class="kk-words">{words}</dl>')


def _contents(page: Page, shown: YearlyContent) -> None:
    """Draw links to the parts, as the page is long."""
    parts = [(one.id, one.heading) for one in shown.sections]
    links = (f'<a href="#part-{plain(name)}">{plain(heading)}</a>' for name, heading in parts)
    lead = page.words("On this page:")
    st.html(f'<p class="kk-parts">{plain(lead)} {" · ".join(links)}</p>')


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


def _section(page: Page, one: Section, names: dict[str, str], level: int) -> None:
    if level == 2:
        st.html(f'<span id="part-{plain(one.id)}"></span>')
    drawn = {2: st.header, 3: st.subheader}.get(level)
    if drawn is not None:
        drawn(escaped(one.heading), anchor=False)
    else:
        st.html(f'<h4 style="margin:0">{plain(one.heading)}</h4>')
    for said in one.paragraphs:
        st.html(f'<p class="kk-said" style="max-width:46rem;margin:0">{_said(page, said)}</p>')
    for shape in one.maps:
        _map(shape, names)
    if one.figures:
        st.html(f'<div class="kk-charts">{"".join(_chart(page, figure) for figure in one.figures)}</div>')
    for found in one.tables:
        table(page, found)
    for part in one.sections:
        _section(page, part, names, level + 1)


def table(page: Page, found: Table) -> None:
    """Draw a table with its title, and its evidence behind the first cell of each row."""
    if not found.rows:
        return
    rows = [[_first(page, row[0], link), *row[1:]] for row, link in zip(found.rows, found.links, strict=True)]
    right = [name for name, number in zip(found.headers, found.numeric, strict=True) if number]
    height = _HEIGHT if len(rows) > _TALL else None
    drawn = tables.as_html(found.headers, rows, found.alt, right=right, height=height, row_heading=True)
    narrow = "kk-few" if len(found.headers) <= _FEW else ""
    st.html(f'<p class="kk-title">{plain(found.title)}</p><div class="{narrow}">{drawn}</div>')
    if found.note:
        source_line(found.note)


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


def _map(one: Map, names: dict[str, str]) -> None:
    picture = _image(caches.drawn(_places, one, tuple(names.items())), one.alt)
    caption = f"<figcaption>{plain(one.title)}</figcaption>"
    st.html(f'<figure style="margin:0;max-width:26rem">{picture}{caption}</figure>')
    source_line(one.source)


def _comments(page: Page, shown: YearlyContent) -> None:
    section(shown.comments_heading)
    source_line(shown.comments_lead)
    if not shown.comments:
        paragraph(page.words("No body has commented."))
    for one in shown.comments:
        who = ", ".join(part for part in (one.body, one.day.isoformat(), one.document) if part)
        st.html(
            f'<blockquote style="border-left:4px solid #6b6b6b;margin:0;padding:0 0 0 1rem">'
            f"<strong>{plain(who)}</strong><p>{plain(one.text)}</p></blockquote>"
        )
