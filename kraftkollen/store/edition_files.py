"""Editions as files: whole, immutable, made from the journal, so that any number of pages read them without opening it.

`editions/index.json` names every edition with how it stands, and what is announced; it is replaced in one step.
"""

import json
import shutil
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from kraftkollen.errors import NotFound, StoreUnreadable
from kraftkollen.model.edition import Announcement, Document, Edition, EditionStatus, Erasure, Standing
from kraftkollen.store import editions
from kraftkollen.store.files import write_whole
from kraftkollen.store.folder import Folder
from kraftkollen.store.journal import Transaction
from kraftkollen.store.versions import sha256

_CONTENT, _INDEX = "edition.json", "index.json"


def write_out(transaction: Transaction) -> None:
    """Write out every edition that is not there yet, and then the index. Whoever may read published files may read these."""
    folder = transaction.folder
    listed = editions.standings(transaction)
    for one in listed:
        _write(transaction, folder, one.edition)
    announced = editions.announcements(transaction)
    if not listed and not announced and not folder.editions.exists():
        return
    index = {"editions": [asdict(one) for one in listed], "announced": [asdict(one) for one in announced]}
    text = json.dumps(index, ensure_ascii=False, default=str)
    whole = json.dumps({"sum": sha256(text), "index": text}, ensure_ascii=False)
    write_whole(folder.editions / _INDEX, whole.encode(), mode=0o644)


def _write(transaction: Transaction, folder: Folder, one: Edition) -> None:
    place = folder.editions / _name(one)
    if (place / _CONTENT).exists():
        return
    shutil.rmtree(place, ignore_errors=True)
    for document in editions.documents_of(transaction, one.year, one.number):
        write_whole(place / document.name, document.content, mode=0o644)
    text = editions.content(transaction, one.year, one.number)
    assert text is not None
    # Last: an edition whose content is there is there whole.
    write_whole(place / _CONTENT, text.encode(), mode=0o644)


def _name(one: Edition) -> str:
    return f"{one.id}-{one.sha256[:12]}"


def index(folder: Folder) -> tuple[tuple[Standing, ...], tuple[Announcement, ...]]:
    """Return every edition with how it stands, in the order of the journal, and the announcements; empty if there is none.

    Raises
    ------
    StoreUnreadable
        If the index is damaged.
    """
    path = folder.editions / _INDEX
    if not path.exists():
        return (), ()
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if "sum" in found:  # one of an older version has none
            if found["sum"] != sha256(found["index"]):
                raise ValueError("the sum is another")
            found = json.loads(found["index"])
        return tuple(map(_standing, found["editions"])), tuple(map(_announcement, found["announced"]))
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise StoreUnreadable(path=str(path), reason=type(error).__name__) from error


def content(folder: Folder, one: Edition) -> dict[str, Any]:
    """Return what an edition holds, as JSON values; StoreUnreadable if it is not what was sealed."""
    path = folder.editions / _name(one) / _CONTENT
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise StoreUnreadable(path=str(path), reason=error.strerror or str(error)) from error
    if sha256(text) != one.content_sha256:
        raise StoreUnreadable(path=str(path), reason="SHA-256")
    found: dict[str, Any] = json.loads(text)
    return found


def document(folder: Folder, one: Edition, name: str) -> Document:
    """Return a document of an edition; NotFound if it has none of that name, StoreUnreadable if it is not what was sealed."""
    known = next((kind for given, kind, _ in one.documents if given == name), None)
    if known is None:
        raise NotFound(what="filename", given=name)
    path = folder.editions / _name(one) / name
    try:
        found = Document(name, known, path.read_bytes())
    except OSError as error:
        raise StoreUnreadable(path=str(path), reason=error.strerror or str(error)) from error
    if (name, known, found.sha256) not in one.documents:
        raise StoreUnreadable(path=str(path), reason="SHA-256")
    return found


def kept_versions(folder: Folder) -> frozenset[tuple[str, int]]:
    """Return the published files that an edition points at, as (kind, number): they are kept as long as it stands."""
    standing, _ = index(folder)
    mine = [one.edition for one in standing if one.status is not EditionStatus.ERASED_BEHIND]
    return frozenset(("figures", one.figures_version) for one in mine) | {("register", one.register_version) for one in mine}


def _standing(plain: dict[str, Any]) -> Standing:
    given = dict(plain["edition"])
    given["day"] = date.fromisoformat(given["day"])
    given["published_at"] = datetime.fromisoformat(given["published_at"])
    given["documents"] = tuple((one[0], one[1], one[2]) for one in given["documents"])
    erasure = plain["erasure"]
    if erasure is not None:
        erasure = Erasure(**{**erasure, "at": datetime.fromisoformat(erasure["at"])})
    return Standing(Edition(**given), EditionStatus(plain["status"]), plain["superseded_by"], erasure)


def _announcement(plain: dict[str, Any]) -> Announcement:
    times = {"on": date.fromisoformat(plain["on"]), "announced_at": datetime.fromisoformat(plain["announced_at"])}
    return Announcement(**{**plain, **times})
