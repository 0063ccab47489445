"""What people enter into the register: checked, recorded with who and why, and published at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.examine import refuse_persons
from kraftkollen.actions.publish import publish_register
from kraftkollen.actions.site import Site
from kraftkollen.errors import EntryRefused, Problem
from kraftkollen.model.actor import Actor
from kraftkollen.model.catalogue import problems_of
from kraftkollen.model.comparison import COMPARISON_KINDS
from kraftkollen.model.feedback_names import body_answering
from kraftkollen.model.ledger import LedgerRow
from kraftkollen.model.outside import OUTSIDE_KINDS
from kraftkollen.model.persons import find_persons
from kraftkollen.model.programme import RECORD_KINDS
from kraftkollen.model.record import Record, programme_of
from kraftkollen.programme.ledger_rules import row_problems
from kraftkollen.store import register
from kraftkollen.store.journal import Transaction

WHATEVER: Final = "whatever"
_LEDGER: Final = "ledger"
# A form ends much earlier; but what a browser refuses to type can be sent all the same.
_LONGEST: Final = 100_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A record as somebody wants it to stand.

    `body` is plain JSON values, None to withdraw it. `replaces` is the form that the person saw when starting to write: None
    if there was none, WHATEVER where it does not matter, as for a file that says how things are to be.
    """

    kind: str
    id: str
    body: Mapping[str, Any] | None
    replaces: Mapping[str, Any] | str | None = WHATEVER


def enter(site: Site, actor: Actor, entries: Sequence[Entry], why: str | None = None, *, publish: bool = True) -> int:
    """Record the entries, all of them or none, and publish the register if anything changed; return how many were written.

    An entry that says what stands already writes nothing: the same click twice is harmless.

    Raises
    ------
    NotAllowed
        Unless the actor may edit the register, or every record speaks for a committee whose officer the actor is. A changed
        list of comparison areas is for those who evaluate, calls to the outside are for administrators, and for nobody else.
    EntryRefused
        With every problem: an unknown kind, a field that does not hold, something that may be a person (its value is never
        repeated), or a record that somebody else has changed in the meantime. Nothing is recorded.
    ConfigurationRefused
        If the register would no longer make a programme, such as when a body goes that a decision names.
    """
    access.require_entering(actor)
    for one in entries:
        if one.kind in COMPARISON_KINDS:
            access.require(actor, Permission.EVALUATE)
        elif one.kind in OUTSIDE_KINDS:
            access.require(actor, Permission.ADMINISTER)
        elif one.body is not None:
            access.require_entry(actor, body_answering(one.kind, one.body))
    problems = [problem for one in entries for problem in _problems(one)]
    if problems:
        raise EntryRefused(problems)
    refuse_persons({"why": why}, "", actor)
    with site.journal.write() as transaction:
        _require_standing(transaction, actor, entries)
        overtaken = list(_overtaken(transaction, entries))
        if overtaken:
            raise EntryRefused(overtaken)
        refused = list(_ledger_problems(transaction, entries))
        if refused:
            raise EntryRefused(refused)
        written = register.add_records(transaction, [Record(one.kind, one.id, one.body) for one in entries], actor.name, why)
    if written and publish:
        publish_register(site, actor)
    return written


def _require_standing(transaction: Transaction, actor: Actor, entries: Sequence[Entry]) -> None:
    """Ask access about the records as they stand, too: nobody takes over or withdraws what another committee has said."""
    if access.may(actor, Permission.EDIT_REGISTER):
        return
    standing = {(one.kind, one.id): one.body for one in register.records_as_of(transaction)}
    for one in entries:
        now = standing.get((one.kind, one.id))
        if one.kind not in COMPARISON_KINDS and (now is not None or one.body is None):
            access.require_entry(actor, body_answering(one.kind, now or {}))


def _problems(entry: Entry) -> list[Problem]:
    if entry.kind not in RECORD_KINDS:
        return [Problem("entry_kind_unknown", column=entry.kind, details={"known": "; ".join(RECORD_KINDS)})]
    if entry.body is None:
        return []
    if entry.body.get("id") != entry.id:
        return [Problem("entry_id_differs", column=entry.kind, value=entry.id)]
    # Once a field: a text stands in two languages.
    holding = dict.fromkeys(name for name, text in texts_of(entry.body) if find_persons(text))
    held = [Problem("person_in_text", column=name) for name in holding]
    long = dict.fromkeys(name for name, text in texts_of(entry.body) if len(text) > _LONGEST)
    held += [Problem("text_too_long", column=name, details={"most": _LONGEST}) for name in long]
    if held:
        return held
    try:
        RECORD_KINDS[entry.kind].model_validate(entry.body)
    except ValidationError as error:
        return list(problems_of(error, f"{entry.kind}.{entry.id}"))
    return []


def texts_of(value: object, name: str = "") -> Iterable[tuple[str, str]]:
    """Return every text of a record with the name of its field."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from texts_of(one, name if key in ("sv", "en") else str(key))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts_of(one, name)


def _ledger_problems(transaction: Transaction, entries: Sequence[Entry]) -> Iterable[Problem]:
    """Yield what the ledger does not take, asked in the transaction that would record it: so two at once cannot both pass."""
    asked = [one for one in entries if one.kind == _LEDGER]
    if not asked:
        return
    yield from (Problem("ledger_row_changed", column=_LEDGER, value=one.id) for one in asked if one.body is None)
    records = {(one.kind, one.id): one for one in register.records_as_of(transaction)}
    records |= {(one.kind, one.id): Record(one.kind, one.id, one.body) for one in entries if one.kind != _LEDGER}
    try:
        known = programme_of(one for one in records.values() if one.body is not None)
    except ValidationError:
        return  # no programme at all: recording refuses it
    yield from row_problems(known, (LedgerRow.model_validate(one.body) for one in asked if one.body is not None))


def _overtaken(transaction: Transaction, entries: Sequence[Entry]) -> Iterable[Problem]:
    standing = {(one.kind, one.id): one.body for one in register.records_as_of(transaction)}
    for one in entries:
        now = standing.get((one.kind, one.id))
        # The same form twice is no conflict: a click that is sent again.
        if one.replaces != WHATEVER and now != one.replaces and now != one.body:
            yield Problem("entry_overtaken", column=one.kind, value=one.id)
