"""The programme out of the register, in the form of the file that seeded it."""

from typing import Any

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.site import Site, programme
from kraftkollen.model.actor import Actor


def exported(site: Site, actor: Actor) -> dict[str, Any]:
    """Return the programme as programme.yaml would hold it."""
    access.require(actor, Permission.SEE_PUBLISHED)
    with site.journal.read() as transaction:
        return programme(transaction).model_dump(mode="json", exclude_defaults=True)
