"""Copies a store while people work in it, and lays a copy out as a store again: whole or not at all, each file by its SHA-256.

Only the journal changes in place, so it is copied under its lock. What lies beside it is listed under the same lock: what the
journal tells of by then. Kept files, published files and editions are written once under a name that is never used again.
"""

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import duckdb

from kraftkollen.errors import BackupUnwritable, Problem, StoreMissing, StoreUnreadable, StoreUnwritable
from kraftkollen.store import digests, kept, manifest
from kraftkollen.store.connection import connect, explained
from kraftkollen.store.files import locked, to_disk, upload_path, write_whole
from kraftkollen.store.folder import Folder
from kraftkollen.store.journal import Transaction, newer_than_known, newest_schema
from kraftkollen.store.looking import schema_of
from kraftkollen.store.manifest import Item, Manifest

_ATTEMPTS = 3
_AT_ONCE = 4
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Copied:
    """A finished copy, and what is wrong with the store that it was made of."""

    manifest: Manifest
    problems: tuple[Problem, ...]


@dataclass
class _Beside:
    """What lies beside the journal: files to copy, and the content of those that are replaced in place."""

    paths: list[str] = field(default_factory=list)
    contents: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A file to copy: where it may be, and what is known of it if it is a kept file."""

    sources: tuple[Path, ...]
    target: Path
    sha256: str | None = None
    batch: int | None = None

    def fault(self, item: Item | None, root: Path) -> Problem | None:
        """Return what is wrong with the store if this is what was copied."""
        if self.sha256 is None:
            gone = Problem("published_missing", details={"path": self.target.relative_to(root).as_posix()})
            return gone if item is None else None
        if item is None:
            return Problem("upload_missing", details={"batch": self.batch})
        return None if item.sha256 == self.sha256 else Problem("upload_changed", details={"batch": self.batch})


@contextmanager
def part_beside(folder: Folder, target: Path) -> Iterator[Path]:
    """Give a folder beside the target in which a copy is put together; what is left of it at the end is taken away.

    So is what a killed process left of a copy of the same store. Only under the lock of that store's backups.
    """
    own = f".kraftkollen-{hashlib.sha256(str(folder.path.resolve()).encode()).hexdigest()[:8]}-"
    part = target.parent / f"{own}{secrets.token_hex(8)}.part"
    for left in target.parent.glob(f"{own}*.part"):
        shutil.rmtree(left, ignore_errors=True)
    try:
        yield part
    except OSError as error:
        raise BackupUnwritable(path=str(target), reason=error.strerror or str(error)) from error
    except StoreUnwritable as error:
        if Path(str(error.details["path"])).is_relative_to(part):
            raise BackupUnwritable(path=str(target), reason=error.details["reason"]) from error
        raise
    finally:
        shutil.rmtree(part, ignore_errors=True)


def copy_store(folder: Folder, part: Path, now: datetime) -> Copied:
    """Copy the store into the folder `part`, which is made.

    Where something that the journal tells of is gone, an erasure or a publishing may have been under way: it is tried again,
    and what is still gone the third time is a fault of the store.

    Raises
    ------
    StoreMissing, StoreBusy, StoreUnreadable, StoreNewer
        If there is no store, or its journal cannot be locked or read.
    OSError, StoreUnwritable
        If the disk refuses the copy.
    """
    for attempt in range(_ATTEMPTS):
        shutil.rmtree(part, ignore_errors=True)
        found = _copied(folder, part, now)
        if not found.problems or attempt == _ATTEMPTS - 1:
            break
    manifest.write(part, found.manifest)
    to_disk(part)
    return found


def _copied(folder: Folder, part: Path, now: datetime) -> Copied:
    part.mkdir(mode=0o700)
    copy = Folder(part)
    if not folder.journal.exists():
        raise StoreMissing(path=str(folder.path))
    with locked(folder.journal_lock):
        for name in (folder.journal.name, f"{folder.journal.name}.wal"):
            if (folder.path / name).exists():
                shutil.copyfile(folder.path / name, part / name)
        beside = _listed(folder)
    schema, counts, digest, known = _read_copy(copy, now)
    copy.journal.chmod(0o600)
    wanted = [_Wanted(_places_of(folder, one), upload_path(copy.uploads, one), one, batch) for batch, one in known]
    wanted += [_Wanted((folder.path / name,), part / name) for name in beside.paths]
    # Working out a SHA-256 lets other threads work.
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        journal = pool.submit(manifest.item, copy.journal, part)
        done = list(pool.map(lambda one: _first_copied(one.sources, one.target, part), wanted))
    items = [journal.result(), *(one for one in done if one is not None)]
    problems = [found for one, item in zip(wanted, done, strict=True) if (found := one.fault(item, part)) is not None]
    for name, content in beside.contents.items():
        # Who signed in is nobody else's business; the two lists may be read by whoever may read what they list.
        write_whole(part / name, content, mode=0o600 if name.startswith(folder.sign_ins.name) else 0o644)
        items.append(Item(name, len(content), hashlib.sha256(content).hexdigest()))
    made = Manifest(now, schema, *counts, digest, tuple(sorted(items, key=lambda one: one.path)))
    return Copied(made, tuple(problems))


def _places_of(folder: Folder, sha256: str) -> tuple[Path, ...]:
    """Return where a kept file may be: whoever recorded it may not have come to moving it yet."""
    return upload_path(folder.uploads, sha256), folder.uploads / "waiting" / sha256


def _listed(folder: Folder) -> _Beside:
    found = _Beside()
    for path in (folder.pointer, folder.editions / "index.json"):
        if path.exists():
            found.contents[path.relative_to(folder.path).as_posix()] = path.read_bytes()
    for path in sorted(folder.sign_ins.glob("*.jsonl")):
        # Somebody may sign in meanwhile: whole lines only.
        whole, newline, _ = path.read_bytes().rpartition(b"\n")
        found.contents[path.relative_to(folder.path).as_posix()] = whole + newline
    own = {folder.journal.name, folder.last_backup.name, manifest.NAME}
    aside = [one for one in folder.path.iterdir() if one.is_file() and not one.name.startswith((".", "journal.duckdb"))]
    there = [*folder.published.glob("*.duckdb"), *folder.editions.glob("*/*"), *aside]
    for path in sorted(there):
        name = path.relative_to(folder.path).as_posix()
        if path.is_file() and not path.name.startswith(".") and path.suffix != ".lock" and name not in own:
            found.paths.append(name)
    return found


def _read_copy(copy: Folder, now: datetime) -> tuple[int, tuple[int, int], str, list[tuple[int, str]]]:
    """Read the copied journal through, its log put away in it; return its schema, its counts, its digest and its uploads."""
    log = copy.journal.with_name(f"{copy.journal.name}.wal")
    connection = connect(copy.journal, read_only=not log.exists())
    try:
        if log.exists():
            connection.execute("CHECKPOINT")
        schema = schema_of(connection)
        if schema > newest_schema():
            raise newer_than_known(schema)
        transaction = Transaction(connection, now, copy)
        transaction.read_through("observation")
        found = schema, kept.counts(transaction), digests.journal_digest(transaction), kept.first_with(transaction)
    except duckdb.Error as error:
        raise explained(error, copy.journal) from error
    finally:
        connection.close()
    if log.exists():
        raise StoreUnreadable(path=str(copy.journal), reason=log.name)
    return found


def _first_copied(sources: tuple[Path, ...], target: Path, root: Path) -> Item | None:
    """Copy the first of the files that is there; None if none is."""
    for source in sources:
        try:
            reading = source.open("rb")
        except FileNotFoundError:
            continue
        except OSError as error:
            raise StoreUnreadable(path=str(source), reason=error.strerror or str(error)) from error
        digest, size = hashlib.sha256(), 0
        target.parent.mkdir(parents=True, exist_ok=True)
        with reading, target.open("xb") as writing:
            target.chmod(os.fstat(reading.fileno()).st_mode & 0o777)
            while chunk := _read(reading, source):
                digest.update(chunk)
                size += len(chunk)
                writing.write(chunk)
        return Item(target.relative_to(root).as_posix(), size, digest.hexdigest())
    return None


def _read(file: BinaryIO, path: Path) -> bytes:
    try:
        return file.read(_CHUNK)
    except OSError as error:
        raise StoreUnreadable(path=str(path), reason=error.strerror or str(error)) from error


def lay_out(source: Path, found: Manifest, part: Path) -> tuple[Problem, ...]:
    """Copy a backup's files into the folder `part`, which is made; return what is not as it was written.

    What is compared with the manifest is what was copied, not what was read another time.
    """
    part.mkdir(mode=0o700)

    def laid_out(one: Item) -> Problem | None:
        try:
            done = _first_copied((source / one.path,), part / one.path, part)
        except StoreUnreadable:
            done = None
        if done is None:
            return Problem("backup_file_missing", details={"path": one.path})
        return None if done == one else Problem("backup_file_changed", details={"path": one.path})

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        problems = [one for one in pool.map(laid_out, found.items) if one is not None]
    to_disk(part)
    return tuple(problems)
