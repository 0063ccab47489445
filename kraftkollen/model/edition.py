"""An edition: a yearly evaluation as it was published, in one form for ever, under one hash that anybody can work out again."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter

from kraftkollen.model.text import LANGUAGES, Language
from kraftkollen.model.yearly import YearlyContent

FORM = "kraftkollen-edition-1"


class EditionStatus(StrEnum):
    """How an edition stands. It is never altered: another takes its place, and it says so."""

    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    ERASED_BEHIND = "erased_behind"


@dataclass(frozen=True, slots=True)
class Document:
    """A file of an edition, such as its PDF."""

    name: str
    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class QuotedFigure:
    """A published figure that an edition rests on. `area` and `period` are "" where it rests on all of them."""

    indicator: str
    division: str
    area: str
    period: str
    value: float | None
    status: str


@dataclass(frozen=True, slots=True)
class Frozen:
    """What an edition holds: its text in each language, the figures that it rests on, and what it was configured by.

    `definitions` are those of the indicators, as the published file has them; `register` the records, as (kind, id, body).
    """

    contents: Mapping[Language, YearlyContent]
    figures: tuple[QuotedFigure, ...]
    definitions: str
    register: tuple[tuple[str, str, Mapping[str, Any]], ...]

    @property
    def year(self) -> int:
        return self.contents[LANGUAGES[0]].year

    @property
    def day(self) -> date:
        """The day that the text is about."""
        return self.contents[LANGUAGES[0]].day

    def plain(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "form": FORM,
            "contents": {language: content_plain(self.contents[language]) for language in LANGUAGES},
            "figures": [list(asdict(one).values()) for one in self.figures],
            "definitions": json.loads(self.definitions),
            "register": [[kind, name, body] for kind, name, body in self.register],
        }

    def canonical(self) -> bytes:
        """Return it as the bytes that the hash is made of."""
        return canonical(self.plain())

    @property
    def sha256(self) -> str:
        """The hash of everything but the documents: it stands on their covers."""
        return hashlib.sha256(self.canonical()).hexdigest()


_CONTENT = TypeAdapter(YearlyContent)


def content_plain(content: YearlyContent) -> dict[str, Any]:
    """Return a content as JSON values."""
    found: dict[str, Any] = _CONTENT.dump_python(content, mode="json")
    return found


def content_of(plain: Any) -> YearlyContent:
    """Return the content that the JSON values make; the inverse of `content_plain`."""
    return _CONTENT.validate_python(plain)


def canonical(value: Any) -> bytes:
    """Return JSON in its one form: keys in order, no blanks, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


@dataclass(frozen=True, slots=True)
class Edition:
    """What is known of an edition beside its content. `id` is year and number: 2025-1.

    `content_sha256` is of what `Frozen` holds; `sha256` of that hash, everything below and each document's hash together.
    `figures_version` and `register_version` number the published files that it was made of.
    """

    year: int
    number: int
    day: date
    published_at: datetime
    published_by: str
    reference: str | None
    why: str | None
    figures_version: int
    register_version: int
    content_sha256: str
    sha256: str
    documents: tuple[tuple[str, str, str], ...]

    @property
    def id(self) -> str:
        return f"{self.year}-{self.number}"


def seal(edition: Mapping[str, Any], content_sha256: str, documents: tuple[tuple[str, str, str], ...]) -> str:
    """Return the one hash of an edition: what it says of itself, its content and its documents (name, type, SHA-256)."""
    whole = {**edition, "content_sha256": content_sha256, "documents": [list(one) for one in documents]}
    return hashlib.sha256(canonical(whole)).hexdigest()


def said_of_itself(edition: Edition) -> dict[str, Any]:
    """Return what stands under the seal beside content and documents."""
    return {
        "form": FORM,
        "edition": edition.id,
        "day": edition.day.isoformat(),
        "published_at": edition.published_at.isoformat(),
        "published_by": edition.published_by,
        "reference": edition.reference,
        "why": edition.why,
        "figures_version": edition.figures_version,
        "register_version": edition.register_version,
    }


@dataclass(frozen=True, slots=True)
class Announcement:
    """That the next edition of a year is to be published on a day, to all at once."""

    year: int
    number: int
    on: date
    announced_at: datetime
    announced_by: str
    why: str | None


@dataclass(frozen=True, slots=True)
class Erasure:
    """That a delivery which an edition rested on was erased by law: the edition no longer stands."""

    year: int
    number: int
    at: datetime
    reference: str


@dataclass(frozen=True, slots=True)
class Standing:
    """An edition with how it stands now: what takes its place, if something does, and why it no longer stands."""

    edition: Edition
    status: EditionStatus
    superseded_by: str | None
    erasure: Erasure | None
