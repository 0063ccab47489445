"""Published editions as a reader meets them: which there are, how each stands, and whether the data have changed since."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.errors import UserError
from kraftkollen.model.actor import Actor
from kraftkollen.model.edition import Announcement, Document, EditionStatus, Standing, content_of
from kraftkollen.model.text import Language
from kraftkollen.model.yearly import YearlyContent
from kraftkollen.store import edition_files
from kraftkollen.store.folder import Folder
from kraftkollen.views.reading import Reading
from kraftkollen.views.yearly_changes import Difference, differences
from kraftkollen.views.yearly_view import yearly_view
from kraftkollen.words.edition_sentences import status_name
from kraftkollen.words.numbers import day, moment
from kraftkollen.words.translate import translate


@dataclass(frozen=True)
class Editions:
    """Every published edition, read from files: whoever may read editions needs nothing else."""

    actor: Actor
    data: Path

    def __post_init__(self) -> None:
        access.require(self.actor, Permission.SEE_EDITIONS)

    @cached_property
    def _index(self) -> tuple[tuple[Standing, ...], tuple[Announcement, ...]]:
        return edition_files.index(Folder(self.data))

    @property
    def standing(self) -> tuple[Standing, ...]:
        """Every edition, the newest year first, and in it the newest number first."""
        return self._index[0]

    @property
    def years(self) -> tuple[int, ...]:
        """The years that have an edition, the newest first."""
        return tuple(dict.fromkeys(one.edition.year for one in self.standing))

    def announced(self, year: int | None = None) -> tuple[Announcement, ...]:
        """Return what is announced and not published yet, of one year or all."""
        there = {(one.edition.year, one.edition.number) for one in self.standing}
        waiting = (one for one in self._index[1] if (one.year, one.number) not in there)
        return tuple(one for one in waiting if year in (None, one.year))

    def find(self, name: str) -> Standing | None:
        """Return an edition by its id, or the newest of a year; None if there is none such."""
        return next((one for one in self.standing if name in (one.edition.id, str(one.edition.year))), None)

    def content(self, one: Standing, language: Language) -> YearlyContent:
        """Return what an edition says, as it was published; StoreUnreadable if it is not what was sealed."""
        return content_of(edition_files.content(Folder(self.data), one.edition)["contents"][language])

    def document(self, one: Standing, name: str) -> Document:
        """Return a document of an edition, as it was published; errors as `edition_files.document`."""
        return edition_files.document(Folder(self.data), one.edition, name)


def status_sentence(one: Standing, language: Language) -> str:
    """Return which edition it is, by whom and when it was published, and how it stands."""
    edition = one.edition
    said = translate(
        language,
        "Edition {id}, {status}. Published {at} by {by}. Data version {version}.",
        id=edition.id,
        status=status_name(one.status, language),
        at=moment(edition.published_at),
        by=edition.published_by,
        version=f"{edition.figures_version}.{edition.register_version}",
    )
    if not edition.reference:
        return said
    return f"{said} " + translate(language, "Document number {reference}.", reference=edition.reference)


def notices(one: Standing, language: Language) -> tuple[str, ...]:
    """Return what a reader must know before reading it: that another takes its place, or that something was erased."""
    said = []
    if one.status is EditionStatus.ERASED_BEHIND and one.erasure is not None:
        said.append(
            translate(
                language,
                "A delivery behind this edition was erased on {at} by law ({reference}). The edition no longer stands; "
                "it is kept as it was read.",
                at=day(one.erasure.at.date()),
                reference=one.erasure.reference,
            )
        )
    if one.superseded_by:
        said.append(translate(language, "Edition {id} has taken its place.", id=one.superseded_by))
    return tuple(said)


def announced_sentence(one: Announcement, language: Language) -> str:
    """Return when the next edition of a year is published."""
    return translate(
        language,
        "Edition {id} is to be published on {on}, to everybody at the same moment.",
        id=f"{one.year}-{one.number}",
        on=day(one.on),
    )


@dataclass(frozen=True, slots=True)
class SinceThen:
    """What has become of the data since an edition. `changed`: they are not the same; `found`: what would read otherwise."""

    changed: bool
    found: tuple[Difference, ...]
    sentence: str


def since_then(reading: Reading, content: YearlyContent) -> SinceThen:
    """Return what an edition would say otherwise, were it computed from today's data about the same day.

    The edition itself stays as it is.
    """
    try:
        now = yearly_view(reading, content.year, content.day)
    except UserError:
        said = reading.words("The data behind this edition can no longer be read. The edition stays as it was published.")
        return SinceThen(True, (), said)
    if replace(now, made=content.made) == content:
        return SinceThen(False, (), reading.words("What it rests on is the same as when it was published."))
    found = differences(content, now)
    if not found:
        said = reading.words("The data have changed since it was published, and no table would read otherwise.")
        return SinceThen(True, (), said)
    said = reading.counted(
        "The data have changed since it was published: {count} cell would read otherwise. The edition stays as it was.",
        "The data have changed since it was published: {count} cells would read otherwise. The edition stays as it was.",
        len(found),
    )
    return SinceThen(True, found, said)


def draft_sentence(reading: Reading, on: date) -> str:
    """Return that what is shown is a draft."""
    return reading.words(
        "Draft of {day}: it follows the data, and is seen only by those who make it. It is no edition.", day=day(on)
    )
