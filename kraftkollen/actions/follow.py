"""Follows a journal on a server: writes out here what another machine has published, from the same marks.

What a version hides was decided once, by the process that published it, and stands in the journal. Here nothing is decided: the
figures and marks are read, the files written, and put in place only if their content has the digest that the journal recorded:
also where what has not changed since the version that lies here is taken over from its file.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.basis import heads_of, told_by, unlike
from kraftkollen.actions.publish import behind_of, register_content
from kraftkollen.actions.site import Site
from kraftkollen.disclosure.lattice import METHOD
from kraftkollen.disclosure.primary import hide
from kraftkollen.errors import StoreUnreadable
from kraftkollen.model.actor import Actor
from kraftkollen.store import edition_files, erasure, published, versions
from kraftkollen.store.drafts import Before, Draft, Meta, as_written, clear_drafts, draft_figures, draft_register
from kraftkollen.store.files import locked
from kraftkollen.store.journal import Transaction
from kraftkollen.store.layout import digest_of
from kraftkollen.store.pruning import version_of
from kraftkollen.store.versions import Version


@dataclass(frozen=True, slots=True)
class Followed:
    """What was done: the versions that were written out here, and how many files were taken away.

    Those that held what is erased since, and those of versions that the journal lost when it was brought back from a backup.
    """

    figures: int | None = None
    register: int | None = None
    taken_away: int = 0


def follow(site: Site, actor: Actor) -> Followed:
    """Write out the newest versions that are not here yet, and the editions; take away files that held what is erased.

    Raises
    ------
    StoreUnreadable
        If what the journal holds does not give the digest that it recorded for the version. What was here stays.
    """
    access.require(actor, Permission.PUBLISH_REGISTER)
    with site.journal.read() as transaction:
        edition_files.write_out(transaction)
        newest, gone = _newest(transaction), _gone(site, transaction)
    if not _behind(site, newest) and not gone:
        return Followed()
    site.folder.make()
    # This machine's lock alone: the journal is not written, and what another machine publishes is another version.
    with locked(site.folder.publish_lock):
        clear_drafts(site.folder)
        try:
            with site.journal.read() as transaction:
                wanted = _behind(site, _newest(transaction))
                drafts = {kind: _drafted(site, transaction, one) for kind, one in wanted.items()}
                _refuse_others(wanted, drafts)
                if drafts:
                    published.put_in_place(site.folder, drafts)
                gone = _gone(site, transaction)
        finally:
            clear_drafts(site.folder)
        for path in gone:
            path.unlink(missing_ok=True)
    numbers = {kind: one.id for kind, one in wanted.items()}
    return Followed(numbers.get(versions.FIGURES), numbers.get(versions.REGISTER), len(gone))


def _newest(transaction: Transaction) -> Mapping[str, Version]:
    # A version of an older method is not written out: what it showed may give away what is hidden.
    found = (versions.newest(transaction, kind, method=METHOD) for kind in (versions.FIGURES, versions.REGISTER))
    return {one.kind: one for one in found if one is not None}


def _behind(site: Site, newest: Mapping[str, Version]) -> dict[str, Version]:
    """Return the versions that are not those that readers here see, or whose files are gone.

    A number is not enough: a journal that was restored from a backup gives the numbers after it out again.
    """
    here = published.paths(site.folder)
    return {kind: one for kind, one in newest.items() if kind not in here or not _holds(here[kind], one)}


def _holds(path: Path, version: Version) -> bool:
    """Return whether a file says that it is of the version."""
    said = published.said_of(path)
    # Files of before do not tell their digest.
    told = version_of(path), said.get("at"), said.get("digest", version.digest)
    return told == (version.id, version.at.isoformat(), version.digest)


def _gone(site: Site, transaction: Transaction) -> list[Path]:
    """Return the files that are to be taken away, but for those that readers see: they are first replaced."""
    held, seen = erasure.versions_that_held(transaction), published.paths(site.folder).values()
    return [
        path
        for kind, number, path in published.files(site.folder)
        if path not in seen and ((kind == versions.FIGURES and number in held) or _lost(transaction, kind, number, path))
    ]


def _lost(transaction: Transaction, kind: str, number: int, path: Path) -> bool:
    """Return whether the journal does not know the version in a file; one that cannot be read is left to `verify`."""
    version = versions.version(transaction, number)
    return bool(published.said_of(path)) and (version is None or version.kind != kind or not _holds(path, version))


def _drafted(site: Site, transaction: Transaction, version: Version) -> Draft:
    return _DRAFTED[version.kind](site, transaction, version)


def _figures(site: Site, transaction: Transaction, version: Version) -> Draft:
    before = _taken_over(site, transaction, version)
    if before is not None:
        try:
            draft = _drafted_figures(site, transaction, version, before)
        except StoreUnreadable:  # what could be read could not be taken over
            pass
        else:
            # Of all that the draft holds: what is taken over is what lay here.
            if digest_of(draft.part, version.kind) == version.digest:
                return draft
            draft.part.unlink(missing_ok=True)
    return _drafted_figures(site, transaction, version)


def _drafted_figures(site: Site, transaction: Transaction, version: Version, before: Before | None = None) -> Draft:
    assert version.definitions is not None
    definitions = versions.definitions(transaction, version.definitions)
    told, behind = told_by(transaction, version, None if before is None else before.indicators)
    figures = hide(told.figures, told.marks).filter(pa.array(~behind))
    # Not which program worked it out: where versions are mixed, the next publication is to work out everything.
    meta = Meta(version.id, version.at, version.method, definitions)
    return draft_figures(site.folder, meta, figures, behind_of(told.figures, behind), before)


def _taken_over(site: Site, transaction: Transaction, version: Version) -> Before | None:
    """Return the file here that most of the version can be taken over from; None if all of it is to be written out."""
    path = published.paths(site.folder).get(versions.FIGURES)
    old = None if path is None else versions.version(transaction, version_of(path))
    if path is None or old is None or (old.kind, old.definitions) != (version.kind, version.definitions):
        return None
    # Up to now, and not to the version: what was reverted or erased after it is not to be taken over either.
    found = unlike(transaction, heads_of(version), heads_of(old), versions.NEWEST)
    if found is None:
        return None
    assert old.definitions is not None
    said = Meta(old.id, old.at, old.method, versions.definitions(transaction, old.definitions))
    if as_written(path, said) is None:
        return None
    marked = versions.marked_between(transaction, old.id, version.id)
    return Before(path, old.digest, tuple(sorted({*found.indicators, *marked})))


def _register(site: Site, transaction: Transaction, version: Version) -> Draft:
    meta = Meta(version.id, version.at, version.method)
    return draft_register(site.folder, meta, register_content(transaction, heads_of(version)))


_DRAFTED: Mapping[str, Callable[[Site, Transaction, Version], Draft]] = {
    versions.FIGURES: _figures,
    versions.REGISTER: _register,
}


def _refuse_others(wanted: Mapping[str, Version], drafts: Mapping[str, Draft]) -> None:
    for kind, draft in drafts.items():
        if draft.digest != wanted[kind].digest:
            raise StoreUnreadable(path=f"{kind} {draft.version}", reason="digest")


class Follower:
    """Looks for what is new: asks the journal for one row, and does more only if that or what lies here has changed."""

    def __init__(self, site: Site, actor: Actor) -> None:
        self._site, self._actor = site, actor
        self._seen: tuple[object, ...] | None = None

    def step(self) -> Followed | None:
        """Return what was done; None if there was nothing to do. Errors as `follow`."""
        seen, self._seen = self._seen, None
        now = self._now()
        if now == seen:
            self._seen = seen
            return None
        found = follow(self._site, self._actor)
        # As it was before it was looked at: what came meanwhile is looked at next time.
        if found != Followed():
            return found
        self._seen = now
        return None

    def _now(self) -> tuple[object, ...]:
        return (*self._site.journal.changed(), published.numbers(self._site.folder))
