"""Files that are whole or not there: written beside, forced to disk, then moved into place. And locks between processes."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from kraftkollen.errors import StoreBusy, StoreUnwritable

LOCK_SECONDS = 60.0


@contextmanager
def locked(path: Path, seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Hold the lock file for the length of the block; StoreBusy after `seconds` of waiting.

    The lock is the operating system's, so a process that is killed lets go of it.
    """
    # A lock object of its own each time: one shared object would count as held already for another thread of this process.
    lock = FileLock(path, timeout=seconds, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise StoreBusy(path=str(path.parent), seconds=seconds) from error
    except OSError as error:
        raise StoreUnwritable(path=str(path.parent), reason=error.strerror or str(error)) from error
    try:
        yield
    finally:
        lock.release()


def write_whole(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Write the file so that after a crash it is there in full or not at all; `mode` says who may read it."""
    part: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part", delete=False) as file:
            part = Path(file.name)
            part.chmod(mode)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        move_into_place(part, path)
    except OSError as error:
        if part is not None:
            part.unlink(missing_ok=True)
        raise StoreUnwritable(path=str(path.parent), reason=error.strerror or str(error)) from error


def move_into_place(part: Path, path: Path) -> None:
    """Give a finished file its name, and make the name itself survive a crash."""
    part.replace(path)
    if os.name == "posix":
        handle = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def keep_upload(folder: Path, content: bytes) -> str:
    """Keep the bytes under their SHA-256 and return it. The same bytes are kept once."""
    digest = hashlib.sha256(content).hexdigest()
    path = upload_path(folder, digest)
    if not path.exists():
        write_whole(path, content)
    return digest


def upload_path(folder: Path, digest: str) -> Path:
    """Return where the bytes with that SHA-256 are kept."""
    return folder / digest[:2] / digest
