"""Somebody who reads one published version in one language: what every view starts from."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.errors import StoreMissing, StoreUnreadable
from kraftkollen.model.actor import Actor
from kraftkollen.model.catalogue import Catalogue, catalogue_from_json
from kraftkollen.model.indicator import Indicator
from kraftkollen.model.programme import Programme
from kraftkollen.model.record import programme_of
from kraftkollen.model.text import Language
from kraftkollen.store import published
from kraftkollen.store.figures import Figures
from kraftkollen.store.folder import Folder
from kraftkollen.store.published import PublishedFile
from kraftkollen.store.registry import Registry
from kraftkollen.views.shelf import Shelf
from kraftkollen.words.demo import demo_notice
from kraftkollen.words.figures import period
from kraftkollen.words.numbers import moment
from kraftkollen.words.translate import translate, translate_counted

_ATTEMPTS = 3
_WORKED_OUT = 300


@dataclass(frozen=True)
class Version:
    """A published version, open: read by any number of people at once, and never changing."""

    figures: Figures
    registry: Registry

    @cached_property
    def id(self) -> str:
        """What caches are keyed by."""
        return f"{self.figures.file.path.stem} {self.registry.file.path.stem}"

    @cached_property
    def catalogue(self) -> Catalogue:
        """The indicators as they were defined when the version was published."""
        return catalogue_from_json(self.figures.meta["definitions"])

    @cached_property
    def worked_out(self) -> Shelf:
        """What has been worked out of the version, once for all who ask, in whatever language."""
        return Shelf(_WORKED_OUT)

    @cached_property
    def programme(self) -> Programme:
        """The programme as the register had it."""
        return programme_of(self.registry.records)


def newest_id(data: Path) -> str:
    """Return the id of the newest published version; errors as `open_newest`."""
    found = published.newest(Folder(data))
    return f"{Path(found.figures).stem} {Path(found.register).stem}"


def open_newest(data: Path) -> Version:
    """Open the newest published version.

    Raises
    ------
    StoreMissing, NothingPublished, StoreUnreadable
        If there is no store, nothing has been published, or a file is damaged.
    """
    folder = Folder(data)
    for _ in range(_ATTEMPTS):
        found = published.newest(folder)
        try:
            figures, register = (PublishedFile.open(folder.published / name) for name in (found.figures, found.register))
        except StoreMissing:
            continue  # between the two steps newer versions were published and this one pruned: ask again
        return Version(Figures(figures), Registry(register))
    raise StoreUnreadable(path=str(folder.published), reason="a file is missing")


@dataclass(frozen=True)
class Reading:
    """An actor who reads a version in a language."""

    actor: Actor
    version: Version
    language: Language

    def __post_init__(self) -> None:
        access.require(self.actor, Permission.SEE_PUBLISHED)

    def words(self, message: str, **blanks: object) -> str:
        """Return the message in the reader's language."""
        return translate(self.language, message, **blanks)

    def counted(self, one: str, many: str, count: int, **blanks: object) -> str:
        """Return the form of the message that fits the count."""
        return translate_counted(self.language, one, many, count, **blanks)

    def period(self, text: str, indicator: Indicator | None = None) -> str:
        """Return a period as a reader meets it: "average 2023–2025", and of a count "total 2023–2025", where it is pooled."""
        return period(text, self.language, indicator)

    @property
    def demo_notice(self) -> str:
        """What must stand in every picture and document of a made-up city; "" for a real one."""
        return demo_notice(self.language, demo=self.version.programme.city.demo)

    @property
    def published_at(self) -> str:
        """When the version was published, as a reader's clock shows it."""
        return moment(self.version.figures.published_at)
