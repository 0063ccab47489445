"""Files that are whole or not there: written beside, forced to disk, then moved into place. And locks between processes."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
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
    """Give a finished file or folder its name, and make the name itself survive a crash."""
    part.replace(path)  # a folder only over an empty one
    if os.name == "posix":
        handle = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def standing(path: Path) -> tuple[int, ...]:
    """Return what is another when a file has been written or replaced; nothing where there is none, or none any more."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return ()
    return found.st_ino, found.st_mtime_ns, found.st_size


def put_aside(folder: Path, content: bytes) -> str:
    """Put the bytes where they wait for the journal to record them; return their SHA-256. The same bytes are kept once.

    Only under the journal's lock. `settle` gives them their place, or takes them away if the journal never recorded them: so
    bytes and rows stand or fall together, whenever a process is killed.
    """
    digest = hashlib.sha256(content).hexdigest()
    if not upload_path(folder, digest).exists():
        write_whole(_waiting(folder) / digest, content)
    return digest


def settle(folder: Path, recorded: Callable[[str], bool]) -> None:
    """Move what waits into its place if the journal has recorded it, and take it away if not. Only under the journal's lock."""
    for path in sorted(_waiting(folder).glob("*")):
        if recorded(path.name):
            take_place(folder, path.name)
        else:
            path.unlink(missing_ok=True)
    for path in _waiting(folder).glob(".*.part"):
        path.unlink(missing_ok=True)


def take_place(folder: Path, digest: str) -> None:
    """Move bytes that the journal has recorded from where they wait. Nothing happens if another process has done it."""
    path = upload_path(folder, digest)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        move_into_place(_waiting(folder) / digest, path)
    except OSError:
        # Gone already, or the disk refuses: then the bytes are safe where they wait, and the next to come tries again.
        return


def upload_path(folder: Path, digest: str) -> Path:
    """Return where the bytes with that SHA-256 are kept."""
    return folder / digest[:2] / digest


def kept_uploads(folder: Path) -> tuple[Path, ...]:
    """Return every file that lies among the kept ones, also one that does not belong there."""
    return tuple(sorted(path for path in folder.rglob("*") if path.is_file()))


def _waiting(folder: Path) -> Path:
    return folder / "waiting"


def to_disk(folder: Path) -> None:
    """Make everything in a folder survive that the power goes; OSError if the disk has refused some of it."""
    if hasattr(os, "sync"):
        os.sync()  # all at once; what follows finds little left to write, and tells what failed
    for path in (folder, *folder.rglob("*")):
        if path.is_file() or os.name == "posix":
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
