"""The bytes that deliveries came as: kept in a folder beside a journal that is a file, and in the journal of a server."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kraftkollen.errors import FileUnreadable, StoreUnreadable, StoreUnwritable
from kraftkollen.store import files


class Uploads(Protocol):
    """Kept bytes, by their SHA-256. All of it only in an open journal."""

    def settle(self) -> None:
        """Put right what a killed process has left."""

    def keep(self, content: bytes) -> str:
        """Keep the bytes if the transaction is recorded; return their SHA-256. The same bytes are kept once."""

    def take_place(self, sha256: str, /) -> None:
        """Bring bytes to their place once the transaction is recorded."""

    def read(self, sha256: str, /) -> bytes:
        """Return kept bytes; FileUnreadable if they are gone, StoreUnreadable if they are not those that came."""

    def strangers(self, known: frozenset[str], /) -> tuple[str, ...]:
        """Return where bytes lie that no delivery has, or not under the name of what they are."""

    def clear(self, known: frozenset[str], /) -> int:
        """Take away the bytes that no delivery has; return how many."""


@dataclass(frozen=True)
class FolderUploads:
    """Bytes as files. `recorded` says whether the journal has recorded some."""

    folder: Path
    recorded: Callable[[str], bool]

    def settle(self) -> None:
        files.settle(self.folder, self.recorded)

    def keep(self, content: bytes) -> str:
        return files.put_aside(self.folder, content)

    def take_place(self, sha256: str, /) -> None:
        files.take_place(self.folder, sha256)

    def read(self, sha256: str, /) -> bytes:
        path = files.upload_path(self.folder, sha256)
        try:
            content = path.read_bytes()
        except OSError as error:
            raise FileUnreadable(file=str(path), reason=error.strerror or str(error)) from error
        return _unchanged(content, sha256, str(path))

    def strangers(self, known: frozenset[str], /) -> tuple[str, ...]:
        found = files.kept_uploads(self.folder)
        wrong = (one for one in found if one.name not in known or one != files.upload_path(self.folder, one.name))
        return tuple(str(one.relative_to(self.folder.parent)) for one in wrong)

    def clear(self, known: frozenset[str], /) -> int:
        gone = [path for path in files.kept_uploads(self.folder) if path.name not in known]
        try:
            for path in gone:
                path.unlink(missing_ok=True)
        except OSError as error:
            raise StoreUnwritable(path=str(self.folder), reason=error.strerror or str(error)) from error
        return len(gone)


def _unchanged(content: bytes, sha256: str, place: str) -> bytes:
    if hashlib.sha256(content).hexdigest() != sha256:
        raise StoreUnreadable(path=place, reason="SHA-256")
    return content


class Bytes(Protocol):
    """A table of bytes by their SHA-256, in an open journal."""

    def add(self, sha256: str, content: bytes) -> None: ...

    def get(self, sha256: str) -> bytes | None: ...

    def names(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class JournalUploads:
    """Bytes in the journal itself: rows and bytes are recorded in one transaction, so there is nothing to put right."""

    table: Bytes

    def settle(self) -> None:
        return

    def keep(self, content: bytes) -> str:
        digest = hashlib.sha256(content).hexdigest()
        self.table.add(digest, content)
        return digest

    def take_place(self, _sha256: str, /) -> None:
        return

    def read(self, sha256: str, /) -> bytes:
        content = self.table.get(sha256)
        if content is None:
            raise FileUnreadable(file=_place(sha256), reason="no such row")
        return _unchanged(content, sha256, _place(sha256))

    def strangers(self, known: frozenset[str], /) -> tuple[str, ...]:
        return tuple(_place(one) for one in self.table.names() if one not in known)

    def clear(self, _known: frozenset[str], /) -> int:
        """Erasure has left them out of the journal already, in the same step as the rows."""
        return 0


def _place(sha256: str) -> str:
    return f"kept_bytes/{sha256}"
