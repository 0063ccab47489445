"""What a backup says of itself: each of its files with size and SHA-256, and under its own sum what the journal in it holds."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, Final

from kraftkollen.errors import BackupDamaged, BackupMissing, BackupNewer, Problem
from kraftkollen.store.files import write_whole
from kraftkollen.store.journal import newest_schema

NAME: Final = "manifest.json"
_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Item:
    """A file of a backup, by its path in it."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. `digest` is of every observation, as `verify` works it out of the store."""

    made_at: datetime
    schema: int
    batches: int
    observations: int
    digest: str
    items: tuple[Item, ...]

    @property
    def size(self) -> int:
        """How many bytes its files have."""
        return sum(one.size for one in self.items)


def write(folder: Path, manifest: Manifest) -> None:
    """Write the manifest into the folder of a backup; StoreUnwritable if the disk refuses."""
    said = {"format": _FORMAT, **asdict(manifest), "made_at": manifest.made_at.isoformat()}
    text = json.dumps({**said, "sum": _sum(said)}, ensure_ascii=False, indent=1)
    write_whole(folder / NAME, text.encode())


def read(folder: Path) -> Manifest:
    """Return what a backup says of itself.

    Raises
    ------
    BackupMissing, BackupDamaged, BackupNewer
        If there is none, if it is not as it was written, or if a newer version of the product wrote it.
    """
    path = folder / NAME
    if not path.is_file():
        raise BackupMissing(path=str(folder))
    try:
        said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if said.pop("sum") != _sum(said):
            raise ValueError("the sum is another")
        newer = int(said["format"]) > _FORMAT or int(said["schema"]) > newest_schema()
        found = None if newer else _manifest(said)
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise BackupDamaged([Problem("backup_manifest_changed", details={"path": NAME})], path=str(folder)) from error
    if found is None:
        raise BackupNewer(path=str(folder))
    return found


def _manifest(said: dict[str, Any]) -> Manifest:
    del said["format"]
    items = tuple(Item(**one) for one in said.pop("items"))
    for one in items:
        parts = PurePosixPath(one.path)
        if parts.is_absolute() or ".." in parts.parts or "\\" in one.path or one.path != str(parts):
            raise ValueError("a path leads out of the folder")
    return Manifest(datetime.fromisoformat(said.pop("made_at")), items=items, **said)


def _sum(said: dict[str, Any]) -> str:
    plain = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def item(path: Path, folder: Path) -> Item:
    """Return a file as it stands in the folder of a backup; OSError if it cannot be read."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Item(path.relative_to(folder).as_posix(), path.stat().st_size, digest)


def faults(folder: Path, manifest: Manifest) -> Iterator[Problem]:
    """Yield the files of a backup that are gone or are not as they were written. Reads all of them."""
    for one in manifest.items:
        try:
            found = item(folder / one.path, folder)
        except OSError:
            yield Problem("backup_file_missing", details={"path": one.path})
            continue
        if found != one:
            yield Problem("backup_file_changed", details={"path": one.path})
