"""The yearly evaluation as a document: cover, contents, the year in five sentences, then maps, figures and tables by part."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

from kraftkollen.model.text import Language
from kraftkollen.model.yearly import BodyComment, Map, Section, YearlyContent
from kraftkollen.report.columns import fitted
from kraftkollen.report.document import (
    Block,
    Document,
    Fact,
    Facts,
    Gallery,
    Heading,
    Items,
    Paragraph,
    Picture,
)
from kraftkollen.report.small_chart import small_chart
from kraftkollen.views.map_drawing import places_drawing
from kraftkollen.words.translate import translate

_LEVELS: tuple[Literal[1, 2, 3], ...] = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Edition:
    """What the cover says of an edition: its name ("Edition 1, published ..."), its document number, and its hash."""

    name: str
    document: str = ""
    sha256: str = ""


def yearly_document(content: YearlyContent, edition: Edition | None = None) -> Document:
    """Return the whole yearly evaluation; nothing is read but the content, so an edition gives the same document for ever.

    Parameters
    ----------
    edition
        As published; a draft if left out, under the hash of its own content.
    """
    language = content.language
    named = edition or Edition(translate(language, "Draft: it follows the data until it is published"))
    sha256 = named.sha256 or content_sha256(content)
    return Document(
        title=content.title,
        kind=content.programme,
        language=language,
        at=datetime.fromisoformat(content.made.data_published_at),
        foot=translate(
            language,
            "{city}. {edition}. Data version {version}, hash {hash}.",
            city=content.city,
            edition=named.name,
            version=content.made.data_version,
            hash=sha256[:12],
        ),
        subtitle=content.underlag,
        demo=content.demo_notice,
        cover=tuple(_cover(content, named, sha256)),
        contents=True,
        blocks=tuple(_blocks(content)),
    )


def content_sha256(content: YearlyContent) -> str:
    """Return the hash of everything that a content says."""
    told = json.dumps(asdict(content), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()


def _cover(content: YearlyContent, edition: Edition, sha256: str) -> Iterator[Fact]:
    language, made = content.language, content.made
    yield Fact(translate(language, "Edition"), edition.name)
    if edition.document:
        yield Fact(translate(language, "Document number"), edition.document)
    yield Fact(translate(language, "Data version"), made.data_version)
    yield Fact(translate(language, "Hash of the content (SHA-256)"), sha256)
    yield Fact(translate(language, "Hash of the figures"), made.figures_digest)
    yield Fact(translate(language, "Hash of the register"), made.register_digest)
    yield Fact(translate(language, "Methods"), ", ".join(f"{what} {version}" for what, version in made.methods))


def _blocks(content: YearlyContent) -> Iterator[Block]:
    language = content.language
    yield Heading(translate(language, "The year in five sentences"))
    yield Items(tuple(one.text for one in content.five), numbered=True)
    names = {one.place: one.heading for one in content.every_section() if one.place}
    for section in content.sections:
        yield from _section(section, 0, names, language)
    if content.comments:
        yield Heading(content.comments_heading)
        yield Paragraph(content.comments_lead)
        yield from _comments(content.comments)
    if content.glossary:
        yield Heading(content.glossary_heading)
        yield Facts(tuple(Fact(one.word, one.meaning) for one in content.glossary))


def _section(section: Section, depth: int, names: dict[str, str], language: Language) -> Iterator[Block]:
    yield Heading(section.heading, _LEVELS[min(depth, 2)])
    for said in section.paragraphs:
        yield Paragraph(said.text)
    for one in section.maps:
        yield from _map(one, names)
    if section.figures:
        pictures = (Picture(small_chart(one, language), one.alt, f"{one.title} ({one.unit})") for one in section.figures)
        yield Gallery(tuple(pictures))
    for table in section.tables:
        if table.rows:
            yield fitted(table.headers, table.rows, table.numeric, table.title)
        if table.note:
            yield Paragraph(table.note, "source")
    for part in section.sections:
        yield from _section(part, depth + 1, names, language)


def _map(one: Map, names: dict[str, str]) -> Iterator[Block]:
    yield Picture(places_drawing(one, names), one.alt, one.title, width=46)
    if one.source:
        yield Paragraph(one.source, "source")


def _comments(comments: Iterable[BodyComment]) -> Iterator[Block]:
    for one in comments:
        yield Heading(", ".join(filter(None, (one.body, one.day.isoformat(), one.document))), 2)
        yield Paragraph(one.text)
