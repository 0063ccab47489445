"""Where a journal on a server is found: a connection string, which is a secret, from the environment or a file of the store.

The file `journal.address` holds `postgresql://user:password@host/database` and nothing else, readable by its owner alone.
KRAFTKOLLEN_JOURNAL, if it is set, goes before it.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path

from kraftkollen.errors import ServerRefused

VARIABLE, FILE = "KRAFTKOLLEN_JOURNAL", "journal.address"
_SCHEMES = ("postgresql://", "postgres://")


@dataclass(frozen=True, slots=True)
class Address:
    """A connection string. It is not shown where the value is printed: a password may stand in it."""

    text: str = field(repr=False)


def address_of(folder: Path) -> Address | None:
    """Return where the journal of the store in a folder is; None if it is a file in the folder.

    Raises
    ------
    ServerRefused
        If what is given is no connection string, or others than its owner may read the file.
    """
    given = os.environ.get(VARIABLE, "").strip()
    if given:
        return _checked(given, VARIABLE)
    path = folder / FILE
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise ServerRefused(reason=f"{FILE}: {type(error).__name__}") from None
    if os.name == "posix" and mode & 0o077:
        raise ServerRefused(reason=f"{FILE}: chmod 600")
    return _checked(text, FILE)


def _checked(text: str, where: str) -> Address:
    if not text.startswith(_SCHEMES) or "\n" in text:
        raise ServerRefused(reason=f"{where}: postgresql://…")
    return Address(text)
