"""Erases what should never have been delivered: its bytes, its rows, and the published versions that held it.

What stays is that a delivery was there, when, by whom, who erased it, why, and on what legal ground. The marks of the versions
stay too: what was hidden stays hidden. Copies outside of the store, such as backups, are not reached.
"""

from dataclasses import dataclass

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.editions import note_erasure
from kraftkollen.actions.examine import refuse_persons
from kraftkollen.actions.publish import publish, publishing
from kraftkollen.actions.site import Site
from kraftkollen.errors import NameNeeded, PublishingFailed, ReasonNeeded, ReferenceNeeded, UserError
from kraftkollen.model.actor import Actor
from kraftkollen.model.delivery import State
from kraftkollen.store import deliveries, erasure, kept, published, versions
from kraftkollen.store.deliveries import Event, Ground


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased now: the deliveries (all of the same bytes) and the files; nothing if it was done before."""

    batches: tuple[int, ...]
    uploads: int
    published: int
    by: str
    why: str
    ref: str


def erase(site: Site, actor: Actor, number: int, why: str, ref: str) -> Erased:
    """Erase a delivery, and every other one of exactly the same file; publish again without it.

    Called again for a delivery that is erased, it finishes what a killed process left.

    Parameters
    ----------
    why, ref
        The reason, and the legal ground: a decision's number or a paragraph of a law. Neither may repeat what was erased.

    Raises
    ------
    NotAllowed, NameNeeded, ReasonNeeded, ReferenceNeeded, NotFound
        Then nothing is erased.
    PublishingFailed
        If the rows and bytes are gone, and an older published file may still hold them: call it again.
    """
    access.require(actor, Permission.ERASE)
    _refuse_incomplete(actor, why, ref)
    event = Event(State.ERASED, actor.name, _ground(site, actor, number), why.strip(), ref.strip())
    # Nothing may be published meanwhile that was read before.
    with publishing(site):
        batches = erasure.erase(site.journal, number, event)
        uploads = _clear_uploads(site)
    try:
        publish(site, actor)
        note_erasure(site, actor, ref.strip())
        files = _clear_published(site)
    except UserError as error:
        raise PublishingFailed(reason=error.code) from error
    return Erased(batches, uploads, files, actor.name, why.strip(), ref.strip())


def _refuse_incomplete(actor: Actor, why: str, ref: str) -> None:
    if not actor.name.strip():
        raise NameNeeded
    if not why.strip():
        raise ReasonNeeded
    if not ref.strip():
        raise ReferenceNeeded
    refuse_persons({"why": why, "ref": ref}, "", actor)


def _ground(site: Site, actor: Actor, number: int) -> Ground:
    if actor.local:
        return Ground.LOCAL
    with site.journal.read() as transaction:
        return Ground.SELF if deliveries.batch(transaction, number).delivered_by == actor.name else Ground.SECOND_PERSON


def _clear_uploads(site: Site) -> int:
    """Take away every kept file that no delivery has; return how many."""
    with site.journal.read() as transaction:
        transaction.uploads.settle()
        return transaction.uploads.clear(kept.uploads(transaction))


def _clear_published(site: Site) -> int:
    """Take away the published files that held what is erased; return how many."""
    with publishing(site):
        with site.journal.read() as transaction:
            held = erasure.versions_that_held(transaction)
        gone = [path for kind, number, path in published.files(site.folder) if kind == versions.FIGURES and number in held]
        for path in gone:
            path.unlink(missing_ok=True)
    return len(gone)
