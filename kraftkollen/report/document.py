"""What a document says, in the order in which it is read: headings, text, tables, pictures. How it looks is the template's."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from kraftkollen.model.text import Language


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is a part of the document, 2 and 3 stand below it."""

    text: str
    level: Literal[1, 2, 3] = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. `lead`: what is found, said first; `source`: where it comes from, small."""

    text: str
    look: Literal["body", "lead", "source"] = "body"


@dataclass(frozen=True, slots=True)
class Items:
    """A list of sentences."""

    texts: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """Something by its name."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what they stand for."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as SVG with the text that stands for it. `width` is its share of the line, in per cent."""

    svg: bytes
    alt: str
    caption: str = ""
    width: int = 100


@dataclass(frozen=True, slots=True)
class Gallery:
    """Pictures beside each other, two in a row."""

    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True)
class Spark:
    """A small picture in a table."""

    svg: str
    alt: str


Cell: TypeAlias = str | Spark


@dataclass(frozen=True, slots=True)
class Column:
    """A column. Numbers are set under each other by their decimal mark, in a column as wide as they need.

    `share`: of what the others leave of the line; 0: as wide as the widest cell. `merged`: what stands in several rows after
    each other is said once.
    """

    title: str
    number: bool = False
    share: float = 0
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with headings. A `dense` one is set smaller."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    dense: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """Text with a picture at its right."""

    left: tuple["Block", ...]
    picture: Picture


Block: TypeAlias = Heading | Paragraph | Items | Facts | Picture | Gallery | Table | Beside


@dataclass(frozen=True, slots=True)
class Document:
    """A document. `at` is the moment of the figures that it shows, in UTC: the same figures give the same file.

    Parameters
    ----------
    kind
        What sort of document it is: stands above the title and at the head of every page.
    demo
        What must be said of a made-up city, long; "" for a real one.
    cover
        What the cover says below the title; no cover without it.
    contents
        Whether the headings are listed after the cover.
    foot
        What stands at the foot of every page: which data, which edition.
    """

    title: str
    kind: str
    language: Language
    at: datetime
    foot: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    demo: str = ""
    cover: tuple[Fact, ...] = ()
    contents: bool = False
