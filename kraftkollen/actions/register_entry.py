"""What people do with single records of the register: enter, change, withdraw with a reason, answer a double process."""

from collections.abc import Iterator, Mapping
from typing import Any

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.enter import Entry, enter
from kraftkollen.actions.site import Site, programme
from kraftkollen.errors import ConfigurationRefused, EntryRefused, NotFound, Problem, ReasonNeeded
from kraftkollen.model.actor import Actor
from kraftkollen.model.clock import today
from kraftkollen.model.intervention import OverlapAnswer, OverlapAnswerKind
from kraftkollen.model.programme import Programme
from kraftkollen.programme.overlaps import Overlap


def record(site: Site, actor: Actor, kind: str, body: Mapping[str, Any], replaces: Mapping[str, Any] | None) -> bool:
    """Enter a record, or change it; return whether anything was written.

    Parameters
    ----------
    replaces
        The record as the person saw it; None for a new one, so that nobody's is overwritten by an id that is taken.

    Raises
    ------
    As `enter`.
    """
    access.require_entering(actor)
    return bool(enter(site, actor, [Entry(kind, str(body.get("id")), body, replaces)]))


def withdraw(site: Site, actor: Actor, kind: str, name: str, why: str) -> None:
    """Withdraw a record with a reason: it is left out from now on, and its history stays.

    Raises
    ------
    ReasonNeeded, NotFound
        Without a reason; if there is no such record.
    EntryRefused
        If other records name it: they are listed.
    """
    access.require(actor, Permission.EDIT_REGISTER)
    if not why.strip():
        raise ReasonNeeded
    with site.journal.read() as transaction:
        standing = programme(transaction)
    if name not in {one.id for one in standing.records().get(kind, ())}:
        raise NotFound(what=kind, given=name)
    by = sorted(set(_named_by(standing, name)))
    if by:
        raise EntryRefused([Problem("entry_named", value=name, details={"by": ", ".join(by)})])
    try:
        enter(site, actor, [Entry(kind, name, None)], why.strip())
    except ConfigurationRefused as error:
        raise EntryRefused(error.problems) from error


def _named_by(standing: Programme, name: str) -> Iterator[str]:
    """Yield the ids of the records that name another in one of their fields, those of feedback and money too."""
    for records in standing.records().values():
        for one in records:
            if one.id != name and name in set(_values(one.model_dump(mode="json", exclude={"id"}))):
                yield one.id


def _values(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _values(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _values(one)


def answer_overlap(
    site: Site, actor: Actor, overlap: Overlap, answer: OverlapAnswerKind, role: str, note: str | None = None
) -> OverlapAnswer:
    """Answer a double process for a body: it holds for the areas and groups of now, and is asked anew if they grow.

    Raises
    ------
    NotAllowed, EntryRefused, ConfigurationRefused
        As `enter`: an unknown body, a note that may hold a person.
    """
    access.require_entering(actor)
    made = OverlapAnswer(
        id=overlap.id,
        interventions=(overlap.first, overlap.second),
        answer=answer,
        role=role,
        day=today(site.clock),
        areas=overlap.areas,
        target_groups=overlap.groups,
        note=(note or "").strip()[:500] or None,
    )
    enter(site, actor, [Entry("overlap_answers", made.id, made.model_dump(mode="json", exclude_defaults=True))])
    return made
