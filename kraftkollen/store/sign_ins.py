"""Who signed in and when: one line each in a file a month, beside the journal and not in it.

What is in the journal stays for ever. When somebody signed in is personal data that is to be thrown away after a while: an old
month's file can be removed without touching anything else. And nobody waits for the journal's lock to be let in.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from kraftkollen.store.folder import Folder


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One line. `event` is "in" or "out"; `roles` are those that the person had then."""

    at: datetime
    name: str
    event: str
    roles: tuple[str, ...]


def add(folder: Folder, one: SignedIn) -> None:
    """Add a line; OSError if the disk refuses. Nothing happens where there is no store."""
    if not folder.made:
        return
    folder.sign_ins.mkdir(mode=0o700, parents=True, exist_ok=True)
    line = {"at": one.at.isoformat(timespec="seconds"), "event": one.event, "name": one.name, "roles": one.roles}
    path = folder.sign_ins / f"{one.at:%Y-%m}.jsonl"
    # One write to a file that is only ever appended to: two processes cannot mix their lines, nor one overwrite the other's.
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, (json.dumps(line, ensure_ascii=False) + "\n").encode())
    finally:
        os.close(handle)


def read(folder: Folder) -> Iterator[SignedIn]:
    """Return every line, the oldest first, but for those that a fault of the disk has made unreadable: `damaged` names them."""
    return (one for _, _, one in _lines(folder) if one is not None)


def damaged(folder: Folder) -> Iterator[tuple[tuple[str, str], tuple[str, int]]]:
    """Return where a line cannot be read, as details of a problem: the file's path, and the line's number."""
    return ((("path", path), ("line", number)) for path, number, one in _lines(folder) if one is None)


def _lines(folder: Folder) -> Iterator[tuple[str, int, SignedIn | None]]:
    for path in sorted(folder.sign_ins.glob("*.jsonl")):
        name = path.relative_to(folder.path).as_posix()
        for number, line in enumerate(path.read_bytes().splitlines(), 1):
            yield name, number, _signed_in(line)


def _signed_in(line: bytes) -> SignedIn | None:
    try:
        raw = json.loads(line)
        return SignedIn(datetime.fromisoformat(raw["at"]), raw["name"], raw["event"], tuple(raw["roles"]))
    except (ValueError, KeyError, TypeError):
        return None


def end(folder: Folder, token: str, until: float, now: datetime) -> None:
    """Keep that a sign-in has ended; OSError if the disk refuses. `token` is a name for it, `until` when it would have ended.

    One empty file each, named by the token, whose time is when it can be forgotten: two processes cannot overwrite each other.
    """
    if not folder.made:
        return
    folder.ended.mkdir(mode=0o700, exist_ok=True)
    for path in folder.ended.iterdir():
        if path.stat().st_mtime <= now.replace(tzinfo=UTC).timestamp():
            path.unlink(missing_ok=True)
    path = folder.ended / token
    path.touch(mode=0o600)
    os.utime(path, (until, until))


def has_ended(folder: Folder, token: str) -> bool:
    """Return whether the sign-in of that token has been ended."""
    return (folder.ended / token).exists()
