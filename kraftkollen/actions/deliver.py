"""A delivery's way in: looked at, compared, and recorded with its bytes; and the list of all that came."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.conflicts import met
from kraftkollen.actions.examine import Examined, Parcel, doubts_of, examine, in_sight, refuse_persons
from kraftkollen.actions.progress import Progress, silent
from kraftkollen.actions.site import Site
from kraftkollen.errors import Problem, WrongState
from kraftkollen.intake import compare
from kraftkollen.model.actor import Actor
from kraftkollen.model.catalogue import catalogue_to_json
from kraftkollen.model.delivery import Comparison, Correction, Form, State
from kraftkollen.store import deliveries, mappings
from kraftkollen.store.deliveries import Batch, Event, Ground, NewBatch
from kraftkollen.store.journal import Transaction


@dataclass(frozen=True)
class Receipt:
    """What was recorded. `by`, `at`, `why` and `ref` are of the last thing that happened to the delivery.

    `sha256` is "" for who may not see the delivery as it came: of a file whose other figures are published, a hidden one
    could be found by trying.

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
    filename: str
    delivered_by: str
    delivered_at: datetime
    comment: str | None = None
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
    official: bool | None = None,
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
    official
        Whether the figures are approved at once. None: as the rule has it, for what a person sends.
    progress
        Told the step (reading, checking, storing) and the share of the work done, 0 to 1.

    Raises
    ------
    DeliveryRefused, NotAllowed
        As `preview`; then nothing is kept of the file.
    """
    checked = examine(site, actor, parcel, form, progress, recall=recall)
    beside = _Beside(text_or_none(comment), text_or_none(document), key or uuid.uuid4().hex, official)
    texts = {"comment": beside.comment, "ref": beside.document, "filename": parcel.filename}
    refuse_persons(texts, parcel.filename, actor)
    progress("storing", 0.6)
    with site.journal.write() as transaction:
        transaction.uploads.settle()
        known = deliveries.find_by_idempotency_key(transaction, beside.key)
        current = deliveries.current(transaction, indicators=checked.indicators)
        seen = in_sight(transaction, actor, checked, current)
        # Counted against what the actor may see: else who guesses a hidden figure reads in the receipt whether it was right.
        comparison = compare(checked.rows, seen)
        told = comparison.unchanged == checked.rows.num_rows
        before = met(transaction, actor, parcel.sha256, checked.rows, told=told, but=known)
        warnings = (*before, *checked.warnings)
        number = known or _record(transaction, actor, parcel, checked, comparison, beside)
        if known is None and form.correction != Correction():
            mappings.remember(transaction, checked.header_key, form.correction, actor.name)
        receipt = receipt_of(transaction, number)
    transaction.uploads.take_place(parcel.sha256)
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
    official: bool | None


def text_or_none(given: str | None) -> str | None:
    """Return what was written, without the blanks around it; None if that is nothing."""
    return (given or "").strip() or None


def _record(
    transaction: Transaction,
    actor: Actor,
    parcel: Parcel,
    checked: Examined,
    comparison: Comparison,
    beside: _Beside,
) -> int:
    transaction.uploads.keep(parcel.content)
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
    if _official(checked) if beside.official is None else beside.official:
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


def receipt_of(transaction: Transaction, number: int) -> Receipt:
    """Return what a delivery on record stands as."""
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
        filename=batch.filename,
        delivered_by=batch.delivered_by,
        delivered_at=batch.delivered_at,
        comment=batch.comment,
        document=batch.document,
        why=batch.why,
        ref=batch.ref,
    )


def receipt(site: Site, actor: Actor, number: int) -> Receipt:
    """Return the receipt of a delivery as it stands now; its warnings are told when it is delivered, and not kept.

    Raises
    ------
    NotAllowed, NotFound
        Unless the actor may see deliveries, and there is such a one.
    """
    access.require(actor, Permission.SEE_DELIVERIES)
    with site.journal.read() as transaction:
        found = receipt_of(transaction, number)
    return found if access.may_see_delivered(actor, found.delivered_by) else replace(found, sha256="")


def batches(site: Site, actor: Actor) -> tuple[Batch, ...]:
    """Return every delivery on record, the newest first: counts and states, no values; fingerprints as `receipt`."""
    access.require(actor, Permission.SEE_DELIVERIES)
    with site.journal.read() as transaction:
        found = deliveries.batches(transaction)
    return tuple(one if access.may_see_delivered(actor, one.delivered_by) else replace(one, sha256="") for one in found)
