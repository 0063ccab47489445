"""Allows and stops calls to the outside: an administrator's act, recorded like any other."""

from collections.abc import Iterable

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.enter import Entry, enter
from kraftkollen.actions.site import Site, catalogue
from kraftkollen.model.actor import Actor
from kraftkollen.model.catalogue import Catalogue
from kraftkollen.model.fetching import host
from kraftkollen.model.outside import OutsideCalls


def addresses_of(known: Catalogue) -> tuple[str, ...]:
    """Return every address that the indicators' sources would call, scheme and host."""
    bases = (source.base for one in known.indicators.values() for source in one.fetch)
    return tuple(sorted({host(base) for base in bases}))


def allow(site: Site, actor: Actor, addresses: Iterable[str], why: str | None = None) -> int:
    """Allow calls to exactly these addresses; return 1 if that changed anything.

    A source that later gets another address is not called until it is allowed too.

    Raises
    ------
    NotAllowed
        Unless the actor is an administrator.
    """
    access.require(actor, Permission.ADMINISTER)
    return _record(site, actor, OutsideCalls(allowed=True, addresses=tuple(sorted(set(addresses)))), why)


def allow_all(site: Site, actor: Actor, why: str | None = None) -> int:
    """Allow calls to every address that the sources of today have; errors as `allow`."""
    access.require(actor, Permission.ADMINISTER)
    with site.journal.read() as transaction:
        known = catalogue(site, transaction)
    return allow(site, actor, addresses_of(known), why)


def stop(site: Site, actor: Actor, why: str | None = None) -> int:
    """Stop all calls from now on; errors as `allow`."""
    access.require(actor, Permission.ADMINISTER)
    return _record(site, actor, OutsideCalls(allowed=False), why)


def _record(site: Site, actor: Actor, found: OutsideCalls, why: str | None) -> int:
    return enter(site, actor, [Entry("outside_calls", found.id, found.model_dump(mode="json"))], why)
