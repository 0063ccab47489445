"""The register as it was: every form that a record has had, and the whole programme as known at an earlier time."""

from dataclasses import replace
from datetime import datetime

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.site import Site
from kraftkollen.errors import NotFound
from kraftkollen.model.actor import Actor
from kraftkollen.model.programme import Programme
from kraftkollen.model.record import programme_of
from kraftkollen.store import register
from kraftkollen.store.register import Recorded


def record_history(site: Site, actor: Actor, kind: str, name: str) -> tuple[Recorded, ...]:
    """Return every form of a record, the newest first. Who wrote it is for those who see deliveries; others get ""."""
    access.require(actor, Permission.SEE_PUBLISHED)
    with site.journal.read() as transaction:
        found = register.history(transaction, kind, name)
    return found if access.may(actor, Permission.SEE_DELIVERIES) else tuple(replace(one, by="") for one in found)


def programme_as_of(site: Site, actor: Actor, moment: datetime) -> Programme:
    """Return the programme as the register had it at a time (UTC).

    Raises
    ------
    NotFound
        If nothing was recorded by then.
    """
    access.require(actor, Permission.SEE_PUBLISHED)
    with site.journal.read() as transaction:
        last = register.last_record(transaction, moment)
        if last == 0:
            raise NotFound(what="register_then", given=moment.date().isoformat())
        return programme_of(register.records_as_of(transaction, last))
