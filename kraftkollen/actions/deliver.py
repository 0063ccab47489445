"""A delivery's way in: looked at, compared, recorded with its bytes, approved, rejected or taken back."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.examine import Examined, Parcel, Progress, compared, examine, refuse_persons, silent
from kraftkollen.actions.site import Site
from kraftkollen.errors import NameNeeded, Problem, WrongState
from kraftkollen.intake import compare
from kraftkollen.model.actor import Actor
from kraftkollen.model.delivery import Comparison, Correction, Form, State
from kraftkollen.store import deliveries, mappings
from kraftkollen.store.deliveries import Batch, Event, Ground, NewBatch
from kraftkollen.store.files import keep_upload
from kraftkollen.store.journal import Transaction


@dataclass(frozen=True)
class Receipt:
    """What was recorded."""

    batch: int
    sha256: str
    rows: int
    new: int
    changed: int
    unchanged: int
    state: State
    by: str
    at: datetime
    indicators: tuple[str, ...]
    warnings: tuple[Problem, ...] = ()

    @property
    def approved(self) -> bool:
        """Whether its values are current."""
        return self.state is State.APPROVED


def deliver(
    site: Site,
    actor: Actor,
    parcel: Parcel,
    form: Form,
    *,
    comment: str | None = None,
    key: str | None = None,
    progress: Progress = silent,
) -> Receipt:
    """Record a file and its rows: all of it or nothing. Official figures are approved at once, by rule.

    Parameters
    ----------
    key
        The same key twice records one batch; so a click that is sent twice, or a retry after a lost answer, is harmless.
    progress
        Told the step (reading, checking, storing) and the share of the work done, 0 to 1.

    Raises
    ------
    DeliveryRefused, NotAllowed
        As `preview`; then nothing is kept of the file.
    """
    checked = examine(site, actor, parcel, form, progress)
    refuse_persons({"comment": comment, "filename": parcel.filename}, parcel.filename)
    progress("storing", 0.6)
    keep_upload(site.folder.uploads, parcel.content)
    with site.journal.write() as transaction:
        known = deliveries.find_by_idempotency_key(transaction, key) if key else None
        number = known or _record(transaction, actor, parcel, checked, comment, key or uuid.uuid4().hex)
        if known is None and form.correction != Correction():
            mappings.remember(transaction, checked.header_key, form.correction, actor.name)
        return _receipt(transaction, number, checked.warnings)


def _record(transaction: Transaction, actor: Actor, parcel: Parcel, checked: Examined, comment: str | None, key: str) -> int:
    new = NewBatch(
        key, parcel.sha256, len(parcel.content), parcel.filename, actor.name, comment, checked.form, checked.understood
    )
    delivered = Event(State.PENDING, actor.name, Ground.SELF)
    number = deliveries.add_batch(transaction, new, checked.rows, compared(transaction, checked), delivered)
    if _official(checked):
        deliveries.add_event(transaction, number, Event(State.APPROVED, actor.name, Ground.OFFICIAL))
    return number


def _official(checked: Examined) -> bool:
    """Return whether every figure is one that its producer publishes: an official indicator, at a level that is public.

    What a city puts together itself from an official register, for its own small areas, takes a second person.
    """
    levels = {one.id: one.level for one in checked.reference.divisions}
    pairs = set(zip(*(checked.rows.column(name).to_pylist() for name in ("indicator", "division")), strict=True))
    indicators = checked.reference.catalogue.indicators
    return all(
        indicators[indicator].source.official and levels[division] in indicators[indicator].public_shares_at
        for indicator, division in pairs
    )


def _receipt(transaction: Transaction, number: int, warnings: tuple[Problem, ...] = ()) -> Receipt:
    batch = deliveries.batch(transaction, number)
    indicators = deliveries.indicators_of(transaction, number)
    counts = (batch.rows, batch.new, batch.changed, batch.unchanged)
    return Receipt(batch.id, batch.sha256, *counts, batch.state, batch.by, batch.at, indicators, warnings)


def approve(site: Site, actor: Actor, number: int, why: str | None = None) -> Receipt:
    """Approve a delivery: from then on its values are current, until a later one is approved or it is reverted.

    Raises
    ------
    NotAllowed, SameApprover
        Unless the actor may approve, and is another person than the one who delivered (but in local mode).
    WrongState
        If it was approved, rejected or reverted already.
    """
    return _move(site, actor, number, State.APPROVED, why)


def reject(site: Site, actor: Actor, number: int, why: str | None = None) -> Receipt:
    """Reject a delivery that is pending. Errors as `approve`."""
    return _move(site, actor, number, State.REJECTED, why)


def revert(site: Site, actor: Actor, number: int, why: str | None = None) -> Receipt:
    """Take back an approved delivery: what was current before it is current again. Errors as `approve`."""
    return _move(site, actor, number, State.REVERTED, why)


_FROM = {State.APPROVED: State.PENDING, State.REJECTED: State.PENDING, State.REVERTED: State.APPROVED}


def _move(site: Site, actor: Actor, number: int, to: State, why: str | None) -> Receipt:
    if not actor.name.strip():
        raise NameNeeded
    access.require(actor, Permission.APPROVE)
    refuse_persons({"why": why}, "")
    with site.journal.write() as transaction:
        batch = deliveries.batch(transaction, number)
        access.require_approver(actor, batch.delivered_by, str(number))
        if batch.state is not _FROM[to]:
            raise WrongState(batch=str(number), state=batch.state.value, wanted=to.value)
        ground = Ground.LOCAL if actor.local else Ground.SECOND_PERSON
        # What the values change is worked out again: others may have been approved since they came.
        again = _compared_again(transaction, number) if to is State.APPROVED else None
        deliveries.add_event(transaction, number, Event(to, actor.name, ground, why))
        done = _receipt(transaction, number)
    return replace(done, new=again.new, changed=again.changed, unchanged=again.unchanged) if again else done


def _compared_again(transaction: Transaction, number: int) -> Comparison:
    standing = deliveries.current(transaction, indicators=deliveries.indicators_of(transaction, number))
    return compare(deliveries.rows_of(transaction, number), standing)


def batches(site: Site, actor: Actor) -> tuple[Batch, ...]:
    """Return every delivery on record, the newest first: counts and states, no values."""
    access.require(actor, Permission.SEE_DELIVERIES)
    with site.journal.read() as transaction:
        return deliveries.batches(transaction)
