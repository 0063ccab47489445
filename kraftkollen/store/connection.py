"""Opens DuckDB files: one place that knows the settings, and turns the driver's faults into errors a user can mend."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from kraftkollen.errors import StoreMissing, StoreUnreadable, StoreUnwritable

# Nothing that stands in a file may make the database reach for another file or the net, or change a setting back.
_SETTINGS: Mapping[str, Any] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "enable_external_access": False,
    "lock_configuration": True,
    # What a question has let go is the machine's sooner than by DuckDB's own 128 MB: a process is smaller, and no slower.
    "allocator_flush_threshold": "16MB",
}

# As the operating system says it, in the driver's message: the disk is full, or one may not write there.
_DISK_REFUSES = (
    "No space left",
    "disk full",
    "Disk quota exceeded",
    "File too large",
    "Read-only file system",
    "Permission denied",
)


def connect(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    """Open the file, closed to everything outside it.

    Raises
    ------
    StoreMissing, StoreUnreadable, StoreUnwritable
        If it is not there, is damaged or too new, or the disk refuses.
    """
    if read_only and not path.exists():
        raise StoreMissing(path=str(path))
    try:
        return duckdb.connect(str(path), read_only=read_only, config=dict(_SETTINGS))
    except duckdb.Error as error:
        raise explained(error, path) from error


def in_memory() -> duckdb.DuckDBPyConnection:
    """Open a database of the process's own memory, as closed as any file."""
    return duckdb.connect(":memory:", config=dict(_SETTINGS))


def explained(error: duckdb.Error, path: Path) -> StoreUnreadable | StoreUnwritable:
    """Return the error that says what the driver's fault means for the store."""
    reason = str(error).splitlines()[0]
    if any(word in reason for word in _DISK_REFUSES):
        return StoreUnwritable(path=str(path), reason=reason)
    return StoreUnreadable(path=str(path), reason=reason)
