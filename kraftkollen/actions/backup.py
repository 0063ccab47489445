"""Copies a store while people work in it, and lays a copy out as a new store; nothing is ever written over."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.site import Site
from kraftkollen.actions.verify import Verified, verify
from kraftkollen.errors import (
    BackupDamaged,
    JournalOnServer,
    Problem,
    StoreExists,
    StoreMissing,
    StoreUnwritable,
    TargetInside,
    TargetMissing,
    TargetTaken,
)
from kraftkollen.model.actor import Actor
from kraftkollen.store import backups, manifest
from kraftkollen.store.files import locked, move_into_place, write_whole
from kraftkollen.store.folder import Folder
from kraftkollen.store.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Held:
    """What a backup holds. `digest` is of every observation, as `verify` works it out of the store; the time is UTC."""

    made_at: datetime
    files: int
    bytes: int
    schema: int
    batches: int
    observations: int
    digest: str


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup. `problems` are faults of the store that it is a copy of; the copy is made all the same."""

    target: str
    held: Held
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Restored:
    """A restored store: the backup that it is made of, and what `verify` found in it."""

    held: Held
    verified: Verified

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong; also if the journal does not hold what the backup says that it held."""
        said, found = self.held.digest, self.verified.digest
        other = () if said == found else (Problem("backup_differs", details={"expected": said, "found": found}),)
        return (*other, *self.verified.problems)


def backup(site: Site, actor: Actor, target: Path) -> Backup:
    """Copy the whole store to the folder `target`, which must not be there; people may go on working.

    Raises
    ------
    NotAllowed, JournalOnServer, StoreMissing, StoreBusy, StoreUnreadable, StoreNewer
        If the store cannot be copied.
    TargetTaken, TargetInside, TargetMissing, BackupUnwritable
        If the copy cannot be put there. Nothing of it is left.
    """
    access.require(actor, Permission.ADMINISTER)
    folder = site.folder
    if folder.server is not None:
        raise JournalOnServer(path=str(folder.path))
    if not site.journal.exists:
        raise StoreMissing(path=str(folder.path))
    target = target.absolute()
    if target.resolve().is_relative_to(folder.path.resolve()):
        raise TargetInside(path=str(target))
    if not target.parent.is_dir():
        raise TargetMissing(path=str(target.parent))
    _require_free(target)
    with locked(folder.backup_lock), backups.part_beside(folder, target) as part:
        now = site.clock.now()
        done = backups.copy_store(folder, part, now)
        _require_free(target)
        move_into_place(part, target)
        write_whole(folder.last_backup, json.dumps({"at": now.isoformat(timespec="seconds")}).encode())
    return Backup(str(target), _held(done.manifest), done.problems)


def _held(found: Manifest) -> Held:
    return Held(found.made_at, len(found.items), found.size, found.schema, found.batches, found.observations, found.digest)


def _require_free(target: Path) -> None:
    if target.exists() or target.is_symlink():
        raise TargetTaken(path=str(target))


def last_backup(site: Site) -> datetime | None:
    """Return when the last backup was made (UTC); None if it is not known, as in a store that was restored."""
    try:
        return datetime.fromisoformat(json.loads(site.folder.last_backup.read_text(encoding="utf-8"))["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def checked(actor: Actor, source: Path) -> Held:
    """Return what a backup holds, every file of it read and compared; nothing is written.

    Raises
    ------
    NotAllowed, BackupMissing, BackupDamaged, BackupNewer
        If it could not be restored. All faults at once.
    """
    access.require(actor, Permission.ADMINISTER)
    found = manifest.read(source)
    problems = tuple(manifest.faults(source, found))
    if problems:
        raise BackupDamaged(problems, path=str(source))
    return _held(found)


def restore(site: Site, actor: Actor, source: Path) -> Restored:
    """Lay a backup out as the store of the site, whose folder must be new or empty, and verify it.

    Every file is compared with what the backup says of it before the store has its name.

    Raises
    ------
    NotAllowed, JournalOnServer, StoreExists, TargetTaken, BackupMissing, BackupDamaged, BackupNewer, BackupUnwritable
        Then nothing is restored.
    """
    access.require(actor, Permission.ADMINISTER)
    if site.folder.server is not None:
        raise JournalOnServer(path=str(site.folder.path))
    found, target = manifest.read(source), site.folder.path.absolute()
    _require_new(Folder(target))
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnwritable(path=str(target.parent), reason=error.strerror or str(error)) from error
    with backups.part_beside(Folder(target), target) as part:
        problems = backups.lay_out(source, found, part)
        if problems:
            raise BackupDamaged(problems, path=str(source))
        _require_new(Folder(target))
        move_into_place(part, target)
    return Restored(_held(found), verify(site, actor))


def _require_new(folder: Folder) -> None:
    """Raise unless the folder is new or empty: a store that is in use is never written over."""
    if folder.journal.exists():
        raise StoreExists(path=str(folder.path))
    if folder.path.is_symlink() or (folder.path.exists() and (not folder.path.is_dir() or any(folder.path.iterdir()))):
        raise TargetTaken(path=str(folder.path))
