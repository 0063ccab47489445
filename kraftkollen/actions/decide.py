"""What is decided about a delivery by another person: approved, rejected, or taken back, with reasons."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.conflicts import overlapping, superseded
from kraftkollen.actions.deliver import Receipt, receipt_of, text_or_none
from kraftkollen.actions.examine import refuse_persons
from kraftkollen.actions.site import Site
from kraftkollen.errors import NameNeeded, ReasonNeeded, WrongState
from kraftkollen.intake import compare
from kraftkollen.model.actor import Actor
from kraftkollen.model.delivery import State
from kraftkollen.store import deliveries, past
from kraftkollen.store.deliveries import Event, Ground
from kraftkollen.store.journal import Transaction


def approve(site: Site, actor: Actor, number: int, why: str | None = None, ref: str | None = None) -> Receipt:
    """Approve a delivery: from then on its values are current, until a later one is approved or it is reverted.

    The receipt warns (`pending_overlap`) of other deliveries that wait with the same figures: the one approved last counts.

    Raises
    ------
    NotAllowed, SameApprover
        Unless the actor may approve, and is another person than the one who delivered (but in local mode).
    WrongState
        If it was approved, rejected or reverted already.
    """
    with _moving(site, actor, number, Event(State.APPROVED, actor.name, Ground.SECOND_PERSON, why, ref)) as move:
        # What the values change is worked out again: others may have been approved since they came.
        rows = deliveries.rows_of(move.transaction, number)
        standing = deliveries.current(move.transaction, indicators=deliveries.indicators_of(move.transaction, number))
        again = compare(rows, standing)
        warnings = overlapping(move.transaction, rows, number)
        done = move.record()
    return replace(done, new=again.new, changed=again.changed, unchanged=again.unchanged, warnings=warnings)


def reject(site: Site, actor: Actor, number: int, why: str | None = None, ref: str | None = None) -> Receipt:
    """Reject a delivery that is pending. Errors as `approve`, and ReasonNeeded unless the actor is local or says why."""
    with _moving(site, actor, number, Event(State.REJECTED, actor.name, Ground.SECOND_PERSON, why, ref)) as move:
        return move.record()


def revert(site: Site, actor: Actor, number: int, why: str | None = None, ref: str | None = None) -> Receipt:
    """Take back an approved delivery: what was current before it is current again. Errors as `reject`.

    One that later deliveries have superseded may be reverted too: then nothing that is current changes, and the receipt
    says so (`changed` is 0, and the warning `superseded` counts the figures that others hold).
    """
    with _moving(site, actor, number, Event(State.REVERTED, actor.name, Ground.SECOND_PERSON, why, ref)) as move:
        held = past.held_by(move.transaction, number)
        done = move.record()
        after = compare(held, deliveries.current(move.transaction, indicators=done.indicators))
    changed, warnings = after.new + after.changed, superseded(done.rows, held.num_rows)
    return replace(done, new=0, changed=changed, unchanged=done.rows - changed, warnings=warnings)


_FROM = {State.APPROVED: State.PENDING, State.REJECTED: State.PENDING, State.REVERTED: State.APPROVED}


@dataclass(frozen=True)
class _Move:
    """A delivery that may be moved, in an open journal."""

    transaction: Transaction
    number: int
    event: Event

    def record(self) -> Receipt:
        deliveries.add_event(self.transaction, self.number, self.event)
        return receipt_of(self.transaction, self.number)


@contextmanager
def _moving(site: Site, actor: Actor, number: int, event: Event) -> Iterator[_Move]:
    if not actor.name.strip():
        raise NameNeeded
    access.require(actor, Permission.APPROVE)
    event = replace(
        event, why=text_or_none(event.why), ref=text_or_none(event.ref), ground=Ground.LOCAL if actor.local else event.ground
    )
    refuse_persons({"why": event.why, "ref": event.ref}, "", actor)
    with site.journal.write() as transaction:
        batch = deliveries.batch(transaction, number)
        access.require_approver(actor, batch.delivered_by, str(number))
        if batch.state is not _FROM[event.state]:
            raise WrongState(batch=str(number), state=batch.state.value, wanted=event.state.value)
        if event.state is not State.APPROVED and event.why is None and not actor.local:
            raise ReasonNeeded
        yield _Move(transaction, number, event)
