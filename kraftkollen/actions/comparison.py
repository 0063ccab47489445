"""Changes a list of comparison areas, on record: who, when, why, what stood before. Taking it back is on record too."""

from collections.abc import Iterator
from dataclasses import dataclass

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.enter import Entry, enter
from kraftkollen.actions.site import Site, catalogue, programme
from kraftkollen.errors import EntryRefused, NotFound, Problem
from kraftkollen.model.actor import Actor
from kraftkollen.model.comparison import ComparisonChange, comparison_id
from kraftkollen.model.intervention import Intervention
from kraftkollen.store import places
from kraftkollen.store.journal import Transaction

KIND = "comparison_changes"


@dataclass(frozen=True, slots=True)
class ChangedList:
    """A list as somebody wants it: what is taken out of the rule's and put into it. Neither: the rule's list again."""

    intervention: str
    indicator: str
    removed: frozenset[str]
    added: frozenset[str]
    reason: str


def change_comparison(site: Site, actor: Actor, wanted: ChangedList) -> bool:
    """Record a changed list of comparison areas and publish it; return whether anything was written.

    Raises
    ------
    NotAllowed
        Unless the actor evaluates.
    NotFound
        If there is no such intervention or indicator.
    EntryRefused
        Without a reason; if an area is not of the intervention's level, or is one of its own; if the reason may hold a person.
    """
    access.require(actor, Permission.EVALUATE)
    with site.journal.read() as transaction:
        found = _intervention(transaction, wanted.intervention)
        if wanted.indicator not in catalogue(site, transaction).indicators:
            raise NotFound(what="indicator", given=wanted.indicator)
        problems = list(_problems(transaction, found, wanted))
        standing = programme(transaction).comparison_change(wanted.intervention, wanted.indicator)
    if problems:
        raise EntryRefused(problems)
    if standing is None and not wanted.removed and not wanted.added:
        return False
    before = None if standing is None else standing.model_dump(mode="json", exclude_defaults=True)
    name, reason = comparison_id(wanted.intervention, wanted.indicator), wanted.reason.strip()
    return bool(enter(site, actor, [Entry(KIND, name, _body(wanted), before)], reason))


def _body(wanted: ChangedList) -> dict[str, object] | None:
    if not wanted.removed and not wanted.added:
        return None
    made = ComparisonChange(
        id=comparison_id(wanted.intervention, wanted.indicator),
        intervention=wanted.intervention,
        indicator=wanted.indicator,
        removed=tuple(sorted(wanted.removed)),
        added=tuple(sorted(wanted.added)),
        reason=wanted.reason,
    )
    return made.model_dump(mode="json", exclude_defaults=True)


def _intervention(transaction: Transaction, name: str) -> Intervention:
    found = next((one for one in programme(transaction).interventions if one.id == name), None)
    if found is None:
        raise NotFound(what="intervention", given=name)
    return found


def _problems(transaction: Transaction, found: Intervention, wanted: ChangedList) -> Iterator[Problem]:
    if not wanted.reason.strip():
        yield Problem("entry_missing", column="reason")
    divisions = places.current_divisions(transaction)
    mine = {one.id for one in divisions if one.level == found.level}
    known = {one.code for one in places.areas(transaction, divisions) if one.division in mine} - set(found.areas)
    for code in sorted((wanted.removed | wanted.added) - known):
        yield Problem("register_name", column="areas", value=code, details={"what": "area"})
    for code in sorted(wanted.removed & wanted.added):
        yield Problem("comparison_both", value=code)
