"""What is kept about signing in: that a person did, and when, so that misuse can be looked into."""

import logging
from datetime import datetime
from pathlib import Path

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.site import Site
from kraftkollen.model.actor import Actor
from kraftkollen.store import sign_ins
from kraftkollen.store.folder import Folder
from kraftkollen.store.sign_ins import SignedIn

_log = logging.getLogger("kraftkollen")


def record(site: Site, actor: Actor, *, out: bool = False) -> None:
    """Keep that the actor signed in, or out. It asks no permission: it is what happens to everybody who does."""
    try:
        roles = tuple(sorted(actor.roles))
        sign_ins.add(site.folder, SignedIn(site.clock.now(), actor.name, "out" if out else "in", roles))
    except OSError:
        # A full disk stops every act that is recorded in the journal; it must not stop people from reading.
        _log.exception("a sign-in could not be recorded")


def recorded(site: Site, actor: Actor) -> tuple[SignedIn, ...]:
    """Return who signed in and out, the oldest first."""
    access.require(actor, Permission.ADMINISTER)
    return tuple(sign_ins.read(site.folder))


def end(data: Path, token: str, until: float, now: datetime) -> None:
    """Keep in the store that somebody has signed out of the sign-in of that token, which would hold until then (Unix time)."""
    try:
        sign_ins.end(Folder(data), token, until, now)
    except OSError:
        # Who signs out is signed out here whatever the disk says; another process, or this one started again, may not know.
        _log.exception("that a sign-in has ended could not be kept")


def has_ended(data: Path, token: str) -> bool:
    """Return whether a process of the service has kept that the sign-in of that token ended."""
    return sign_ins.has_ended(Folder(data), token)
