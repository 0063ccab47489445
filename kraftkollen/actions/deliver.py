"""A delivery's way in: looked at, compared, recorded with its bytes, approved, rejected or taken back."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.conflicts import met, overlapping
from kraftkollen.actions.examine import (
    Examined,
    Parcel,
    doubts_of,
    examine,
    in_sight,
    refuse_persons,
)
from kraftkollen.actions.progress import Progress, silent
from kraftkollen.actions.site import Site
from kraftkollen.errors import NameNeeded, Problem, ReasonNeeded, WrongState
from kraftkollen.intake import compare
from kraftkollen.model.actor import Actor
from kraftkollen.model.catalogue import catalogue_to_json
from kraftkollen.model.delivery import Comparison, Correction, Form, State
from kraftkollen.store import deliveries, mappings, past
from kraftkollen.store.deliveries import Batch, Event, Ground, NewBatch
from kraftkollen.store.files import put_aside, settle, take_place
from kraftkollen.store.journal import Transaction


@dataclass(frozen=True)
class Receipt:
    """What was recorded.

    `new`, `changed` and `unchanged` say what the delivery does to the figures that are current: as it came, anew when it is
    approved, and of a revert how many figures it changes back (`changed`; a figure that goes counts as one).
    """

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
    document: str | None = None
    why: str | None = None
    ref: str | None = None
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
    document: str | None = None,
    key: str | None = None,
    recall: bool = True,
    progress: Progress = silent,
) -> Receipt:
    """Record a file and its rows: all of it or nothing. Official figures are approved at once, by rule.

    Parameters
    ----------
    document
        The number under which the delivery is registered (diarienummer), if it is.
    key
        The same key twice records one batch; so a click that is sent twice, or a retry after a lost answer, is harmless.
    recall
        As `examine`: False when the form is that of a preview.
    progress
        Told the step (reading, checking, storing) and the share of the work done, 0 to 1.

    Raises
    ------
    DeliveryRefused, NotAllowed
        As `preview`; then nothing is kept of the file.
    """
    checked = examine(site, actor, parcel, form, progress, recall=recall)
    beside = _Beside(_text(comment), _text(document), key or uuid.uuid4().hex)
    texts = {"comment": beside.comment, "ref": beside.document, "filename": parcel.filename}
    refuse_persons(texts, parcel.filename, actor)
    progress("storing", 0.6)
    with site.journal.write() as transaction:
        settle(site.folder.uploads, partial(past.has_upload, transaction))
        known = deliveries.find_by_idempotency_key(transaction, beside.key)
        current = deliveries.current(transaction, indicators=checked.indicators)
        seen = in_sight(transaction, actor, checked, current)
        warnings = (*met(transaction, parcel.sha256, checked.rows, known), *checked.warnings)
        comparison = compare(checked.rows, current)
        number = known or _record(transaction, actor, parcel, checked, comparison, beside)
        if known is None and form.correction != Correction():
            mappings.remember(transaction, checked.header_key, form.correction, actor.name)
        receipt = _receipt(transaction, number)
    take_place(site.folder.uploads, parcel.sha256)
    if receipt.sha256 != parcel.sha256:
        raise WrongState(batch=str(number), state=receipt.state.value, wanted=State.PENDING.value)
    # Worked out when the journal is free again; a click that is sent twice changes nothing, so there is nothing to doubt.
    return replace(receipt, warnings=(*warnings, *(() if known else doubts_of(checked, seen))))


@dataclass(frozen=True, slots=True)
class _Beside:
    """What is said beside a file."""

    comment: str | None
    document: str | None
    key: str


def _text(given: str | None) -> str | None:
    return (given or "").strip() or None


def _record(
    transaction: Transaction,
    actor: Actor,
    parcel: Parcel,
    checked: Examined,
    comparison: Comparison,
    beside: _Beside,
) -> int:
    put_aside(transaction.folder.uploads, parcel.content)
    new = NewBatch(
        idempotency_key=beside.key,
        sha256=parcel.sha256,
        size=len(parcel.content),
        filename=parcel.filename,
        delivered_by=actor.name,
        comment=beside.comment,
        form=checked.form,
        understood=checked.understood,
        document=beside.document,
        definitions=catalogue_to_json(checked.reference.catalogue),
        divisions=tuple(one.id for one in checked.reference.divisions),
    )
    delivered = Event(State.PENDING, actor.name, Ground.SELF)
    number = deliveries.add_batch(transaction, new, checked.rows, comparison, delivered)
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


def _receipt(transaction: Transaction, number: int) -> Receipt:
    batch = deliveries.batch(transaction, number)
    return Receipt(
        batch=batch.id,
        sha256=batch.sha256,
        rows=batch.rows,
        new=batch.new,
        changed=batch.changed,
        unchanged=batch.unchanged,
        state=batch.state,
        by=batch.by,
        at=batch.at,
        indicators=deliveries.indicators_of(transaction, number),
        document=batch.document,
        why=batch.why,
        ref=batch.ref,
    )


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
    changed, kept = after.new + after.changed, done.rows - held.num_rows
    warnings = (Problem("superseded", details={"count": kept, "rows": done.rows}),) if kept else ()
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
        return _receipt(self.transaction, self.number)


@contextmanager
def _moving(site: Site, actor: Actor, number: int, event: Event) -> Iterator[_Move]:
    if not actor.name.strip():
        raise NameNeeded
    access.require(actor, Permission.APPROVE)
    event = replace(event, why=_text(event.why), ref=_text(event.ref), ground=Ground.LOCAL if actor.local else event.ground)
    refuse_persons({"why": event.why, "ref": event.ref}, "", actor)
    with site.journal.write() as transaction:
        batch = deliveries.batch(transaction, number)
        access.require_approver(actor, batch.delivered_by, str(number))
        if batch.state is not _FROM[event.state]:
            raise WrongState(batch=str(number), state=batch.state.value, wanted=event.state.value)
        if event.state is not State.APPROVED and event.why is None and not actor.local:
            raise ReasonNeeded
        yield _Move(transaction, number, event)


def batches(site: Site, actor: Actor) -> tuple[Batch, ...]:
    """Return every delivery on record, the newest first: counts and states, no values."""
    access.require(actor, Permission.SEE_DELIVERIES)
    with site.journal.read() as transaction:
        return deliveries.batches(transaction)
