"""Who may see and do what: one table, asked by every view and every action.

The one exception to "no small cell goes out" (design, section 4) is `SEE_DELIVERED`: whoever delivered, an approver and the
central statistician see a delivery as it came, in its preview, remarks, history and kept file.
"""

from enum import StrEnum

from kraftkollen.errors import NotAllowed, SameApprover
from kraftkollen.model.actor import Actor, Role


class Permission(StrEnum):
    """What can be allowed."""

    SEE_EDITIONS = "see_editions"
    SEE_PUBLISHED = "see_published"
    SEE_DRAFTS = "see_drafts"
    PUBLISH_EDITIONS = "publish_editions"
    SEE_DELIVERIES = "see_deliveries"
    SEE_DELIVERED = "see_delivered"
    DELIVER = "deliver"
    APPROVE = "approve"
    ERASE = "erase"
    PUBLISH = "publish"
    PUBLISH_REGISTER = "publish_register"
    EDIT_REGISTER = "edit_register"
    SPEAK_FOR_OWN = "speak_for_own"
    EVALUATE = "evaluate"
    IMPORT_AREAS = "import_areas"
    ADMINISTER = "administer"


_EVERYBODY = frozenset({Permission.SEE_EDITIONS, Permission.SEE_PUBLISHED})
# What is delivered and approved goes out with new figures; what is written in the register, with it alone.
_PUBLISHES = frozenset({Permission.PUBLISH, Permission.PUBLISH_REGISTER})

ALLOWED: dict[Role, frozenset[Permission]] = {
    Role.VISITOR: frozenset({Permission.SEE_EDITIONS}),
    Role.READER: _EVERYBODY,
    Role.POLITICIAN: _EVERYBODY,
    Role.STEERING_GROUP: _EVERYBODY | {Permission.SEE_DELIVERIES},
    Role.SECRETARY: _EVERYBODY
    | {
        Permission.SEE_DELIVERIES,
        Permission.EDIT_REGISTER,
        Permission.PUBLISH_REGISTER,
        Permission.SEE_DRAFTS,
        Permission.PUBLISH_EDITIONS,
    },
    Role.OFFICER: _EVERYBODY | _PUBLISHES | {Permission.SEE_DELIVERIES, Permission.DELIVER, Permission.SPEAK_FOR_OWN},
    Role.CENTRAL_STATISTICIAN: _EVERYBODY
    | _PUBLISHES
    | {Permission.SEE_DELIVERIES, Permission.SEE_DELIVERED, Permission.DELIVER, Permission.SEE_DRAFTS},
    Role.APPROVER: _EVERYBODY | _PUBLISHES | {Permission.SEE_DELIVERIES, Permission.SEE_DELIVERED, Permission.APPROVE},
    Role.ANALYST: _EVERYBODY
    | {Permission.SEE_DELIVERIES, Permission.EVALUATE, Permission.SEE_DRAFTS, Permission.PUBLISH_REGISTER},
    Role.ADMINISTRATOR: _EVERYBODY
    | _PUBLISHES
    | {
        Permission.SEE_DELIVERIES,
        Permission.ERASE,
        Permission.EDIT_REGISTER,
        Permission.EVALUATE,
        Permission.IMPORT_AREAS,
        Permission.ADMINISTER,
        Permission.SEE_DRAFTS,
        Permission.PUBLISH_EDITIONS,
    },
}
# An officer delivers for the own committee or company; these may deliver for all.
_DELIVERS_FOR_ALL = frozenset({Role.CENTRAL_STATISTICIAN})


def may(actor: Actor, permission: Permission) -> bool:
    """Return whether one of the actor's roles carries the permission."""
    return any(permission in ALLOWED[role] for role in actor.roles)


def require(actor: Actor, permission: Permission) -> None:
    """Raise NotAllowed unless the actor has the permission."""
    if not may(actor, permission):
        raise NotAllowed(permission=permission.value, actor=actor.name)


def require_owners(actor: Actor, owners: frozenset[str]) -> None:
    """Raise NotAllowed unless the actor may deliver for every one of the owners."""
    require(actor, Permission.DELIVER)
    if not actor.roles & _DELIVERS_FOR_ALL and not owners <= actor.owners:
        raise NotAllowed(permission=Permission.DELIVER.value, actor=actor.name, owner=", ".join(sorted(owners - actor.owners)))


def may_deliver_for(actor: Actor, owner: str) -> bool:
    """Return whether the actor may deliver figures of that owner's."""
    return may(actor, Permission.DELIVER) and (bool(actor.roles & _DELIVERS_FOR_ALL) or owner in actor.owners)


def require_entering(actor: Actor) -> None:
    """Raise NotAllowed unless the actor may write some record of the register; which, `require_entry` says."""
    if not may(actor, Permission.SPEAK_FOR_OWN) and not may(actor, Permission.EVALUATE):
        require(actor, Permission.EDIT_REGISTER)


def require_entry(actor: Actor, speaks_for: str | None) -> None:
    """Raise NotAllowed unless the actor may write a record of the register that speaks for that body, or for none.

    Whoever edits the register writes all of it; an officer writes what the own committee or company says, and no more.
    """
    if may(actor, Permission.EDIT_REGISTER):
        return
    if speaks_for is None:
        require(actor, Permission.EDIT_REGISTER)
    require(actor, Permission.SPEAK_FOR_OWN)
    if speaks_for not in actor.owners:
        raise NotAllowed(permission=Permission.SPEAK_FOR_OWN.value, actor=actor.name, owner=speaks_for)


def require_approver(actor: Actor, delivered_by: str, batch: str) -> None:
    """Raise unless the actor may approve what `delivered_by` delivered: a second person, but in local mode."""
    require(actor, Permission.APPROVE)
    if actor.name == delivered_by and not actor.local:
        raise SameApprover(batch=batch, actor=actor.name)


def may_see_delivered(actor: Actor, delivered_by: str) -> bool:
    """Return whether the actor may see a delivery as it came, small cells and all."""
    return may(actor, Permission.SEE_DELIVERED) or (may(actor, Permission.DELIVER) and actor.name == delivered_by)
