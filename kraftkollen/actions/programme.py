"""The programme out of the register, in the form of the file that seeded it."""

from datetime import datetime
from typing import Any, Final

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.site import Site
from kraftkollen.model.actor import Actor
from kraftkollen.model.record import programme_of
from kraftkollen.store import register

# As the seeds are written: what a programme is before what is done in it, the long list of money last.
_FIRST: Final = ("city", "programme", "levels", "divisions", "bodies", "priority_areas", "decisions", "money")
_LAST: Final = ("indicators", "ledger_imports", "ledger")


def exported(site: Site, actor: Actor, as_of: datetime | None = None) -> dict[str, Any]:
    """Return the programme as programme.yaml would hold it, now or as it was recorded at an earlier time."""
    access.require(actor, Permission.SEE_PUBLISHED)
    with site.journal.read() as transaction:
        records = register.records_as_of(transaction, register.last_record(transaction, as_of))
    found = programme_of(records).model_dump(mode="json", exclude_defaults=True)
    between = (one for one in found if one not in (*_FIRST, *_LAST))
    return {one: found[one] for one in (*_FIRST, *between, *_LAST) if one in found}
