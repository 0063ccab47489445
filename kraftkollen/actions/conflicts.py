"""What a delivery meets: the same file sent before, the same figures in another that waits, a later one that took its place."""

import pyarrow as pa

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.site import Site
from kraftkollen.errors import Problem
from kraftkollen.model.actor import Actor
from kraftkollen.model.delivery import State
from kraftkollen.store import deliveries, past
from kraftkollen.store.deliveries import Batch
from kraftkollen.store.journal import Transaction


def same_file(site: Site, actor: Actor, sha256: str) -> tuple[Batch, ...]:
    """Return the deliveries of exactly these bytes that the actor may see as they came, the newest first."""
    access.require(actor, Permission.SEE_DELIVERIES)
    with site.journal.read() as transaction:
        return tuple(_in_sight(transaction, actor, sha256))


def met(
    transaction: Transaction, actor: Actor, sha256: str, rows: pa.Table, *, told: bool, but: int | None = None
) -> tuple[Problem, ...]:
    """Return what whoever delivers should know of what came before: `file_seen` and `pending_overlap`.

    Parameters
    ----------
    told
        Whether the actor sees already, in what is published, every figure of the file. Else nobody is told that another has
        sent it: who guesses a hidden figure could make the file, and read whether the guess was right.
    but
        The number of the delivery itself, if it is on record.
    """
    all_of_them = past.batches_of_file(transaction, sha256) if told else _in_sight(transaction, actor, sha256)
    seen = [one for one in all_of_them if one.id != but][:1]
    found = [
        Problem(
            "file_seen",
            details={"batch": one.id, "day": one.delivered_at.date().isoformat(), "by": one.delivered_by, "state": one.state},
        )
        for one in seen
    ]
    return (*found, *overlapping(transaction, rows, but))


def _in_sight(transaction: Transaction, actor: Actor, sha256: str) -> list[Batch]:
    found = past.batches_of_file(transaction, sha256)
    return [one for one in found if access.may_see_delivered(actor, one.delivered_by)]


def before_deciding(site: Site, actor: Actor, number: int) -> tuple[Problem, ...]:
    """Return what whoever decides on a delivery should know first.

    Of one that waits: `pending_overlap`, the others that wait with the same figures. Of one that is approved: `superseded`,
    the figures that later deliveries hold and a revert leaves as they are.
    """
    access.require(actor, Permission.SEE_DELIVERIES)
    with site.journal.read() as transaction:
        batch = deliveries.batch(transaction, number)
        if batch.state is State.PENDING:
            return overlapping(transaction, deliveries.rows_of(transaction, number), number)
        if batch.state is not State.APPROVED:
            return ()
        return superseded(batch.rows, past.held_by(transaction, number).num_rows)


def superseded(rows: int, held: int) -> tuple[Problem, ...]:
    """Return the problem that says how many of a delivery's rows are not the current ones, if any are not."""
    return (Problem("superseded", details={"count": rows - held, "rows": rows}),) if held < rows else ()


def overlapping(transaction: Transaction, rows: pa.Table, but: int | None = None) -> tuple[Problem, ...]:
    """Return a problem that names the other deliveries that wait and hold the same figures, if there are any."""
    waiting = past.waiting_with(transaction, rows, but)
    if not waiting:
        return ()
    batches = ", ".join(str(one.batch) for one in waiting)
    return (Problem("pending_overlap", details={"batches": batches, "count": max(one.keys for one in waiting)}),)
