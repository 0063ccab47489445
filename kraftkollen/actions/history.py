"""What happened: each delivery of a figure, every event by person, committee, indicator, area and time, and the files kept."""

from dataclasses import dataclass, replace
from datetime import datetime

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.site import Site, catalogue
from kraftkollen.errors import NotAllowed, NotFound
from kraftkollen.model.actor import Actor
from kraftkollen.model.delivery import State
from kraftkollen.store import deliveries, past
from kraftkollen.store.deliveries import Batch, Ground
from kraftkollen.store.past import Delivered, Happening


@dataclass(frozen=True, slots=True)
class Entry:
    """One delivery of a figure. `at`, `by`, `ground`, `why` and `ref` are of the last thing that happened to the delivery.

    Where `withheld`, the actor may not see the delivery as it came: the figures, their status and their comment are None.
    """

    batch: int
    filename: str
    row: int
    delivered_by: str
    delivered_at: datetime
    document: str | None
    state: State
    at: datetime
    by: str
    ground: Ground
    why: str | None
    ref: str | None
    current: bool
    withheld: bool
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    status: str | None = None
    comment: str | None = None


def history_of(
    site: Site, actor: Actor, *, indicator: str, division: str, area: str, period: str, group: str = "total"
) -> tuple[Entry, ...]:
    """Return every delivery of one figure, the newest first; empty if nobody has delivered it."""
    access.require(actor, Permission.SEE_DELIVERIES)
    with site.journal.read() as transaction:
        found = past.deliveries_of(transaction, (indicator, division, area, period, group))
    return tuple(_entry(actor, one) for one in found)


def _entry(actor: Actor, one: Delivered) -> Entry:
    batch = one.batch
    told = Entry(
        batch=batch.id,
        filename=batch.filename,
        row=one.row,
        delivered_by=batch.delivered_by,
        delivered_at=batch.delivered_at,
        document=batch.document,
        state=batch.state,
        at=batch.at,
        by=batch.by,
        ground=batch.ground,
        why=batch.why,
        ref=batch.ref,
        current=one.current,
        withheld=not access.may_see_delivered(actor, batch.delivered_by),
    )
    if told.withheld:
        return told
    names = ("value", "numerator", "denominator", "status", "comment")
    return replace(told, **{name: getattr(one, name) for name in names})


def audit(
    site: Site,
    actor: Actor,
    *,
    person: str | None = None,
    owner: str | None = None,
    indicator: str | None = None,
    area: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> tuple[Happening, ...]:
    """Return what happened to deliveries, the newest first, and no value; what is given must all fit.

    Parameters
    ----------
    person
        Who did it, by name.
    owner, indicator, area
        Ids and a code: events of deliveries that hold such a figure. An erased delivery holds none any more.
    since, until
        UTC, both included.

    Raises
    ------
    NotFound
        If no indicator has that id, or no indicator has that owner.
    """
    access.require(actor, Permission.SEE_DELIVERIES)
    with site.journal.read() as transaction:
        defined = catalogue(site, transaction).indicators
        if indicator is not None and indicator not in defined:
            raise NotFound(what="indicator", given=indicator)
        if owner is not None and owner not in {one.owner for one in defined.values()}:
            raise NotFound(what="owner", given=owner)
        wanted = tuple(name for name, one in defined.items() if indicator in (None, name) and owner in (None, one.owner))
        named = wanted if indicator is not None or owner is not None else None
        return past.happenings(transaction, person=person, indicators=named, area=area, since=since, until=until)


def kept_file(site: Site, actor: Actor, number: int) -> tuple[bytes, str]:
    """Return a delivery's file as it came, and its name.

    Raises
    ------
    NotAllowed
        Unless the actor delivered it, or may see every delivery as it came.
    NotFound
        If there is no such delivery, or it is erased.
    StoreUnreadable, FileUnreadable
        If the kept bytes are not those that came, or are gone.
    """
    access.require(actor, Permission.SEE_DELIVERIES)
    with site.journal.read() as transaction:
        batch = deliveries.batch(transaction, number)
        _require_sight(actor, batch)
        if batch.state is State.ERASED:
            raise NotFound(what="kept_file", given=str(number))
        transaction.uploads.settle()
        return transaction.uploads.read(batch.sha256), batch.filename


def _require_sight(actor: Actor, batch: Batch) -> None:
    if not access.may_see_delivered(actor, batch.delivered_by):
        raise NotAllowed(permission=Permission.SEE_DELIVERED.value, actor=actor.name)
