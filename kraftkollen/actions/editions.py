"""Announces and publishes editions of the yearly evaluation, and notes what was erased behind them. None ever changes."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.examine import refuse_persons
from kraftkollen.actions.site import Site
from kraftkollen.errors import AnnouncedTooLate, NotAnnounced, NotFound, NotYetDue, ReasonNeeded
from kraftkollen.model.actor import Actor
from kraftkollen.model.clock import today
from kraftkollen.model.edition import Announcement, Document, Edition, Erasure, Frozen, Standing, said_of_itself, seal
from kraftkollen.store import edition_files, editions, erasure
from kraftkollen.store.journal import Transaction

Documents = Callable[[Edition], tuple[Document, ...]]


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft that may become an edition: what it holds, and the numbers of the published files that it was made of."""

    frozen: Frozen
    figures_version: int
    register_version: int


@dataclass(frozen=True, slots=True)
class Done:
    """An edition, and whether it was published now: False where the same one was there already."""

    edition: Edition
    new: bool


def announce(site: Site, actor: Actor, year: int, on: date, why: str | None = None) -> Announcement:
    """Announce the day on which the next edition of a year is published: to all parties at once, and known beforehand.

    The same day twice writes nothing; another day takes the place of the one before, and both stay on record.

    Raises
    ------
    NotAllowed, AnnouncedTooLate, EntryRefused
        Then nothing is announced.
    """
    access.require(actor, Permission.PUBLISH_EDITIONS)
    now = today(site.clock)
    if on <= now:
        raise AnnouncedTooLate(year=year, on=on.isoformat(), today=now.isoformat())
    refuse_persons({"why": why}, "", actor)
    with site.journal.write() as transaction:
        number = _next_number(transaction, year)
        known = _announced(transaction, year, number)
        if known is not None and known.on == on:
            return known
        found = Announcement(year, number, on, transaction.moment, actor.name, why or None)
        editions.add_announcement(transaction, found)
    _write_out(site)
    return found


def publish_edition(
    site: Site,
    actor: Actor,
    drafted: Drafted,
    documents: Documents = lambda _: (),
    reference: str | None = None,
    why: str | None = None,
) -> Done:
    """Freeze a draft as the next edition of its year: text, figures, configuration and documents under one hash.

    Published twice with nothing changed, it is the same edition.

    Parameters
    ----------
    documents
        Makes the files of the edition; they may print what stands in it, its number and the hash of its content.
    reference, why
        The document number; and why it takes the place of the edition before, which must be given where there is one.

    Raises
    ------
    NotAllowed, NotAnnounced, NotYetDue, ReasonNeeded, EntryRefused
        Then nothing is published.
    """
    access.require(actor, Permission.PUBLISH_EDITIONS)
    refuse_persons({"why": why, "ref": reference}, "", actor)
    year, content_sha256 = drafted.frozen.year, drafted.frozen.sha256
    with site.journal.read() as transaction:
        same = _same(transaction, year, content_sha256)
        if same is not None:
            return Done(same, new=False)
        number = _next_number(transaction, year)
        _require_announced(site, transaction, year, number)
    if number > 1 and not (why or "").strip():
        raise ReasonNeeded
    # The journal is let go while the documents are made.
    bare = _unsealed(site, actor, drafted, number, (reference or None, why or None), content_sha256)
    made = documents(bare)
    edition = _sealed(bare, made)
    with site.journal.write() as transaction:
        overtaken = _next_number(transaction, year) != number
        if not overtaken:
            editions.add_edition(transaction, edition, drafted.frozen, made)
    if overtaken:
        return publish_edition(site, actor, drafted, documents, reference, why)
    _write_out(site)
    return Done(edition, new=True)


def _same(transaction: Transaction, year: int, content_sha256: str) -> Edition | None:
    """Return the newest edition of a year if it holds the same and still stands."""
    newest = next((one for one in editions.standings(transaction) if one.edition.year == year), None)
    same = newest is not None and newest.erasure is None and newest.edition.content_sha256 == content_sha256
    return newest.edition if newest is not None and same else None


def _unsealed(
    site: Site, actor: Actor, drafted: Drafted, number: int, said: tuple[str | None, str | None], content_sha256: str
) -> Edition:
    frozen, (reference, why) = drafted.frozen, said
    return Edition(
        year=frozen.year,
        number=number,
        day=frozen.day,
        published_at=site.clock.now(),
        published_by=actor.name,
        reference=reference,
        why=why,
        figures_version=drafted.figures_version,
        register_version=drafted.register_version,
        content_sha256=content_sha256,
        sha256="",
        documents=(),
    )


def _sealed(bare: Edition, made: tuple[Document, ...]) -> Edition:
    listed = _listed(made)
    return replace(bare, documents=listed, sha256=seal(said_of_itself(bare), bare.content_sha256, listed))


def _listed(documents: tuple[Document, ...]) -> tuple[tuple[str, str, str], ...]:
    return tuple((one.name, one.media_type, one.sha256) for one in sorted(documents, key=lambda one: one.name))


def _require_announced(site: Site, transaction: Transaction, year: int, number: int) -> None:
    announced = _announced(transaction, year, number)
    if announced is None:
        raise NotAnnounced(year=year)
    now = today(site.clock)
    if now < announced.on:
        raise NotYetDue(year=year, on=announced.on.isoformat(), today=now.isoformat())


def _announced(transaction: Transaction, year: int, number: int) -> Announcement | None:
    found = editions.announcements(transaction)
    return next((one for one in found if (one.year, one.number) == (year, number)), None)


def _next_number(transaction: Transaction, year: int) -> int:
    return max((one.number for one in editions.editions(transaction) if one.year == year), default=0) + 1


def _write_out(site: Site) -> None:
    """Write out what the journal holds: what a killed process has left out comes with the next."""
    with site.journal.read() as transaction:
        edition_files.write_out(transaction)


def list_editions(site: Site, actor: Actor) -> tuple[tuple[Standing, ...], tuple[Announcement, ...]]:
    """Return every edition with how it stands, and what is announced and not published yet."""
    access.require(actor, Permission.SEE_PUBLISHED)
    with site.journal.read() as transaction:
        edition_files.write_out(transaction)
        standing, announced = editions.standings(transaction), editions.announcements(transaction)
    there = {(one.edition.year, one.edition.number) for one in standing}
    return standing, tuple(one for one in announced if (one.year, one.number) not in there)


def kept_edition(site: Site, actor: Actor, name: str) -> tuple[Standing, str, tuple[Document, ...]]:
    """Return an edition by its id, or the newest of a year, with its content as canonical JSON and its documents.

    Raises
    ------
    NotFound
        If there is none such.
    """
    access.require(actor, Permission.SEE_PUBLISHED)
    with site.journal.read() as transaction:
        listed = editions.standings(transaction)
        found = next((one for one in listed if name in (one.edition.id, str(one.edition.year))), None)
        if found is None:
            raise NotFound(what="edition", given=name)
        key = (found.edition.year, found.edition.number)
        content = editions.content(transaction, *key)
        assert content is not None
        return found, content, editions.documents_of(transaction, *key)


def holds(edition: Edition, content: str, documents: tuple[Document, ...]) -> bool:
    """Return whether an edition is what was sealed: its content, its documents, and what it says of itself."""
    listed, digest = _listed(documents), hashlib.sha256(content.encode()).hexdigest()
    whole = (digest, listed) == (edition.content_sha256, edition.documents)
    return whole and seal(said_of_itself(edition), digest, listed) == edition.sha256


def note_erasure(site: Site, actor: Actor, reference: str) -> tuple[str, ...]:
    """Note on every edition that rests on a delivery erased now that it no longer stands; return their ids."""
    access.require(actor, Permission.ERASE)
    with site.journal.write() as transaction:
        held = erasure.versions_that_held(transaction)
        known = {(one.year, one.number) for one in editions.erasures(transaction)}
        mine = [one for one in editions.editions(transaction) if one.figures_version in held]
        new = [one for one in mine if (one.year, one.number) not in known]
        for one in new:
            editions.add_erasure(transaction, Erasure(one.year, one.number, transaction.moment, reference), actor.name)
    if new:
        _write_out(site)
    return tuple(one.id for one in new)
