"""Who signed in and when: one line each in a file a month, beside the journal and not in it.

What is in the journal stays for ever. When somebody signed in is personal data that is to be thrown away after a while: an old
month's file can be removed without touching anything else. And nobody waits for the journal's lock to be let in.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

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
    """Return every line, the oldest first."""
    for path in sorted(folder.sign_ins.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            raw = json.loads(line)
            yield SignedIn(datetime.fromisoformat(raw["at"]), raw["name"], raw["event"], tuple(raw["roles"]))
