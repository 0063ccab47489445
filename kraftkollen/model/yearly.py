"""The yearly evaluation as words and figures, ready to be drawn or printed: nothing in it needs the store to be read again.

One `YearlyContent` is one year in one language. It is what a page draws, what a document prints and what an edition freezes:
so it holds no page, no colour and no width. Every number in a paragraph stands in the tables that the paragraph names.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kraftkollen.model.text import Language


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where on our pages a thing stands: a page by its address, and its choices as (name, value)."""

    page: str
    query: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A few sentences. `beside`: the ids of the tables that hold every number in it; `evidence`: one click away."""

    text: str
    beside: tuple[str, ...] = ()
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of finished texts. The first cell of a row says what the row is about.

    `keys` names each row for ever, whatever it is called; `numeric` says which columns are numbers; `links` leads from a row's
    first cell to its evidence, None where there is none; `note` stands under the table.
    """

    id: str
    title: str
    alt: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    keys: tuple[str, ...]
    numeric: tuple[bool, ...]
    links: tuple[Evidence | None, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One place in a figure: a value for each of the figure's periods, None for a gap."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A line chart as data. `title` states what it shows, `alt` tells it to whoever does not see it.

    `start`: the first period of `periods` that ends after the work began, "" if none does; `target` in the same unit.
    """

    id: str
    indicator: str
    title: str
    alt: str
    unit: str
    decimals: int
    periods: tuple[str, ...]
    lines: tuple[Line, ...]
    start: str = ""
    target: float | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """An area on a map: its rings as (longitude, latitude), and the priority area that it belongs to, "" for none."""

    code: str
    name: str
    place: str
    rings: tuple[tuple[tuple[float, float], ...], ...]


@dataclass(frozen=True, slots=True)
class Map:
    """Where the priority areas lie. `source` says where the borders come from, and whether they are approximate."""

    id: str
    title: str
    alt: str
    shapes: tuple[Shape, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part with its heading. `place`: the id of the priority area that it is about, "" for the whole."""

    id: str
    heading: str
    paragraphs: tuple[Paragraph, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    maps: tuple[Map, ...] = ()
    sections: tuple["Section", ...] = ()
    place: str = ""

    def every(self) -> Iterator["Section"]:
        """Yield the section and all that stand in it, in the order in which they are read."""
        yield self
        for one in self.sections:
            yield from one.every()


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """What can be put down to an intervention. `code` is "" where nothing can be told yet; `sentence` says no more than it."""

    intervention: str
    name: str
    indicator: str
    code: str
    words: str
    sentence: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class BodyComment:
    """What a named body has said of the year, in its own words: never mixed with what is computed."""

    body: str
    day: date
    text: str
    document: str


@dataclass(frozen=True, slots=True)
class Term:
    """A word that a reader needs."""

    word: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Made:
    """What a content was made of and by: the same on every machine that holds the same data.

    `methods` are (what, version): disclosure control, effect, development, the product.
    """

    data_version: str
    data_published_at: str
    figures_digest: str
    register_digest: str
    definitions_sha256: str
    methods: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class YearlyContent:
    """The yearly evaluation of a year in a language.

    `day`: the day that it is about; what happened later is not in it. `five`: the year in five sentences. `sections` in the
    order in which they are read: places (a section for each priority area, with sections "done", "developed", "verdicts" and
    "cost" in it), organisation, financing, unknown, decisions, sources. Comments and glossary stand last, apart from them.
    """

    year: int
    language: Language
    day: date
    title: str
    city: str
    programme: str
    demo: bool
    demo_notice: str
    underlag: str
    five: tuple[Paragraph, ...]
    sections: tuple[Section, ...]
    verdicts: tuple[VerdictLine, ...]
    comments_heading: str
    comments_lead: str
    comments: tuple[BodyComment, ...]
    glossary_heading: str
    glossary: tuple[Term, ...]
    made: Made

    def every_section(self) -> Iterator[Section]:
        """Yield every section, whatever it stands in."""
        for one in self.sections:
            yield from one.every()

    def every_table(self) -> Iterator[Table]:
        """Yield every table."""
        for one in self.every_section():
            yield from one.tables

    def every_paragraph(self) -> Iterator[Paragraph]:
        """Yield the five sentences, then every paragraph."""
        yield from self.five
        for one in self.every_section():
            yield from one.paragraphs
