"""Takes away published files that nobody needs: neither the newest few, nor those that an edition points at."""

from collections.abc import Mapping
from pathlib import Path

from kraftkollen.errors import StoreUnreadable
from kraftkollen.store import edition_files
from kraftkollen.store.folder import Folder

_KEPT = 3


def prune(folder: Folder, pointer: Mapping[str, str]) -> None:
    """Take away old files of each kind; those that `pointer` names stay, whatever their number."""
    try:
        keep = edition_files.kept_versions(folder)
    except StoreUnreadable:
        return  # which of them an edition needs cannot be told: none is taken away
    for kind, name in pointer.items():
        for old in sorted(folder.published.glob(f"{kind}-*.duckdb"))[:-_KEPT]:
            if old.name != name and (kind, version_of(old)) not in keep:
                old.unlink(missing_ok=True)


def version_of(path: Path) -> int:
    """Return the number of the version that a published file holds, by its name."""
    return int(path.stem.split("-")[1])
