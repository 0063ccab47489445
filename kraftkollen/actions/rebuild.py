"""Reads kept files again, and compares what they give with what the journal holds of their deliveries."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from typing import Final

from kraftkollen.actions.site import Site, catalogue
from kraftkollen.errors import DeliveryRefused, Detail, FileUnreadable, Problem, StoreUnreadable
from kraftkollen.intake import check, read
from kraftkollen.model.area import Area, Division
from kraftkollen.model.catalogue import Catalogue, catalogue_from_json
from kraftkollen.model.delivery import Reference
from kraftkollen.store import digests, places, versions
from kraftkollen.store.journal import Transaction
from kraftkollen.store.kept import Kept

# From so many figures or deliveries on, several processes that first have to start are sooner done than one.
_MANY: Final = 1_000_000
_MANY_DELIVERIES: Final = 300

# Under one opening of the journal, which takes longer than to read a small delivery again: few enough that nobody waits for
# the lock, and that their figures and bytes are little beside the program. A greater delivery is alone.
_AT_ONCE: Final = 50
_FIGURES_AT_ONCE: Final = 50_000
_BYTES_AT_ONCE: Final = 20_000_000


@dataclass(frozen=True, slots=True)
class _Taken:
    """What was taken from the store of one delivery: its file, what it was checked against, and a digest of its rows."""

    kept: Kept
    content: bytes
    reference: Reference
    stored: str


def too_many_for_one(found: Sequence[Kept]) -> bool:
    """Return whether several processes are sooner done with these deliveries than one."""
    return len(found) >= _MANY_DELIVERIES or sum(one.rows for one in found) >= _MANY


def rebuilt(site: Site, found: Sequence[Kept]) -> list[Problem]:
    """Return what is wrong with deliveries, one after the other.

    Problems: `upload_missing`, `upload_changed`, `rebuilt_refused`, `rebuilt_differs`.
    """
    return [problem for part in _parts(found) for problem in _rebuilt(site, part)]


def rebuilt_by_several(site: Site, found: Sequence[Kept]) -> list[Problem]:
    """Return the same, worked out by as many processes as the machine has processors: a nation's figures take minutes."""
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn"), _say_nothing) as pool:
        return [problem for answer in pool.map(partial(_rebuilt, site), _parts(found)) for problem in answer]


def _parts(found: Sequence[Kept]) -> Iterator[tuple[Kept, ...]]:
    """Yield the deliveries in order, as many at a time as are taken under one opening."""
    part: list[Kept] = []
    figures = size = 0
    for one in found:
        figures, size = figures + one.rows, size + one.size
        if part and (len(part) == _AT_ONCE or figures > _FIGURES_AT_ONCE or size > _BYTES_AT_ONCE):
            yield tuple(part)
            part, figures, size = [], one.rows, one.size
        part.append(one)
    if part:
        yield tuple(part)


def _say_nothing() -> None:
    """Keep the database's bar of progress, which it draws in such a process, out of the answer."""
    os.dup2(2, 1)


def _rebuilt(site: Site, part: Sequence[Kept]) -> list[Problem]:
    """Return what is wrong with deliveries; nothing if their files give what the journal holds."""
    taken = _taken(site, part)
    return [problem for one in taken for problem in ([one] if isinstance(one, Problem) else _compared(one))]


def _taken(site: Site, part: Sequence[Kept]) -> list[_Taken | Problem]:
    """Take what is needed of these deliveries, or what is wrong with their files; those erased since are left out."""
    taken: list[_Taken | Problem] = []
    with site.journal.read() as transaction:
        there = [one for one in part if transaction.has_upload(one.sha256)]
        stored = digests.batch_digests(transaction, [one.batch for one in there])
        references = _References(site, transaction, {}, {})
        for one in there:
            try:
                content = transaction.uploads.read(one.sha256)
            except FileUnreadable:
                taken.append(Problem("upload_missing", details={"batch": one.batch}))
            except StoreUnreadable:
                taken.append(Problem("upload_changed", details={"batch": one.batch}))
            else:
                taken.append(_Taken(one, content, references.of(one), stored[one.batch]))
    return taken


def _compared(taken: _Taken) -> Iterator[Problem]:
    one = taken.kept
    try:
        sheet = read(taken.content, one.filename, one.form, taken.reference.catalogue)
    except DeliveryRefused:
        yield Problem("rebuilt_refused", details={"batch": one.batch, "reader": one.reader})
        return
    again = check(sheet, taken.reference, one.form)
    details: dict[str, Detail] = {"batch": one.batch, "reader": one.reader, "now": sheet.understood.reader}
    if again.problems:
        yield Problem("rebuilt_refused", details=details)
    elif digests.rows_digest(again.rows) != taken.stored:
        yield Problem("rebuilt_differs", details=details)


@dataclass(frozen=True, slots=True)
class _References:
    """What deliveries were checked against when they came; most of them against the same, which is read once."""

    site: Site
    transaction: Transaction
    defined: dict[str | None, Catalogue]
    areas: dict[tuple[Division, ...], tuple[Area, ...]]

    def of(self, one: Kept) -> Reference:
        if one.definitions not in self.defined:
            self.defined[one.definitions] = self._definitions(one.definitions)
        if one.divisions not in self.areas:
            self.areas[one.divisions] = places.areas(self.transaction, one.divisions)
        return Reference(self.defined[one.definitions], one.divisions, self.areas[one.divisions], one.day)

    def _definitions(self, sha256: str | None) -> Catalogue:
        if sha256 is None:
            return catalogue(self.site, self.transaction)
        return catalogue_from_json(versions.definitions(self.transaction, sha256))
