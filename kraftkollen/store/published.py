"""Published files: written whole under a name that is used once, read by anybody, with nothing in them that is hidden.

`current.json` names the newest pair; it is replaced in one step, so a reader sees the old pair or the new one.
"""

import json
import secrets
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from kraftkollen.errors import NothingPublished, StoreMissing, StoreUnreadable, StoreUnwritable, UserError
from kraftkollen.store.connection import connect, explained
from kraftkollen.store.drafts import Draft
from kraftkollen.store.files import move_into_place, write_whole
from kraftkollen.store.folder import Folder
from kraftkollen.store.layout import figures_digest, register_digest
from kraftkollen.store.pruning import prune, version_of


def put_in_place(folder: Folder, drafts: Mapping[str, Draft]) -> None:
    """Give the drafts their names, point `current.json` at all of them in one step, and prune files that nobody needs.

    A reader that has an older file open goes on reading it; what an edition points at is kept.

    Raises
    ------
    StoreUnwritable
        Then `current.json` points where it pointed before.
    """
    # Where both are new, what stood there does not matter: so publishing mends a damaged pointer.
    pointer = {} if {"figures", "register"} <= drafts.keys() else _pointer(folder)
    for kind, draft in drafts.items():
        path = folder.published / f"{kind}-{draft.version:06d}-{secrets.token_hex(4)}.duckdb"
        try:
            move_into_place(draft.part, path)
        except OSError as error:
            raise StoreUnwritable(path=str(folder.published), reason=error.strerror or str(error)) from error
        pointer[kind] = path.name
    # Whoever may read the published files may know which is the newest.
    write_whole(folder.pointer, json.dumps(pointer).encode(), mode=0o644)
    prune(folder, pointer)


def _pointer(folder: Folder) -> dict[str, str]:
    try:
        return {str(kind): str(name) for kind, name in json.loads(folder.pointer.read_text(encoding="utf-8")).items()}
    except FileNotFoundError:
        return {}
    except (ValueError, OSError, AttributeError) as error:
        raise StoreUnreadable(path=str(folder.pointer), reason=type(error).__name__) from error


@dataclass(frozen=True, slots=True)
class Pointer:
    """Which pair of files is the newest."""

    figures: str
    register: str


def newest(folder: Folder) -> Pointer:
    """Return which files are the newest.

    Raises
    ------
    StoreMissing, NothingPublished
        If there is no store, or nothing has been published.
    """
    found = _pointer(folder)
    if "figures" in found and "register" in found:
        return Pointer(found["figures"], found["register"])
    if not folder.made:
        raise StoreMissing(path=str(folder.path))
    raise NothingPublished(path=str(folder.path))


def numbers(folder: Folder) -> dict[str, int]:
    """Return the newest versions whose files lie here, by kind; none where the pointer is damaged."""
    return {kind: version_of(path) for kind, path in paths(folder).items()}


def paths(folder: Folder) -> dict[str, Path]:
    """Return the files of the newest versions here, by kind; none where the pointer is damaged."""
    try:
        found = _pointer(folder)
    except StoreUnreadable:
        return {}
    return {kind: folder.published / name for kind, name in found.items() if (folder.published / name).is_file()}


def said_of(path: Path) -> dict[str, str]:
    """Return what a file says of itself; nothing if it cannot be read."""
    try:
        with closing(PublishedFile.open(path)) as file:
            return file.meta()
    except UserError:
        return {}


def files(folder: Folder) -> tuple[tuple[str, int, Path], ...]:
    """Return the published files that lie there, as (kind, number of the version, path)."""
    found = (path for path in sorted(folder.published.glob("*-*-*.duckdb")))
    return tuple((path.stem.split("-")[0], version_of(path), path) for path in found)


@dataclass(frozen=True)
class PublishedFile:
    """A published file, open to be read by any number of threads."""

    path: Path
    _connection: duckdb.DuckDBPyConnection = field(repr=False)

    @classmethod
    def open(cls, path: Path) -> "PublishedFile":
        """Open it; StoreUnreadable if it is damaged or gone."""
        if not path.is_file():
            raise StoreUnreadable(path=str(path), reason="no such file")
        return cls(path, connect(path, read_only=True))

    def ask(self, question: str, *values: Any) -> duckdb.DuckDBPyConnection:
        """Run a query and return its cursor. A cursor of its own for each call: a shared one mixes up threads' answers."""
        try:
            return self._connection.cursor().execute(question, list(values))
        except duckdb.Error as error:
            raise explained(error, self.path) from error

    def meta(self) -> dict[str, str]:
        """Return what the file says of itself."""
        return dict(self.ask("SELECT name, value FROM meta").fetchall())

    @cached_property
    def digest(self) -> str:
        """The digest of what the file holds; the same as when it was published."""
        found = register_digest if self.path.name.startswith("register") else figures_digest
        try:
            return found(self._connection.cursor())
        except duckdb.Error as error:
            raise explained(error, self.path) from error

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
