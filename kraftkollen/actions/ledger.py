"""Writes typed rows of the ledger: call-offs and corrections. Every row is added, none is ever changed."""

import hashlib
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.enter import Entry, enter
from kraftkollen.actions.site import Site, programme
from kraftkollen.errors import EntryRefused, NotFound, Problem, ReasonNeeded
from kraftkollen.intake.ledger_cells import amount_in_ore, day_of
from kraftkollen.model.actor import Actor
from kraftkollen.model.clock import today
from kraftkollen.model.ledger import CostKind, LedgerRow, RowType, Source, corrected
from kraftkollen.model.persons import find_persons
from kraftkollen.model.text import Definition


def correct(site: Site, actor: Actor, row: str, amount_ore: int, why: str) -> LedgerRow:
    """Add a row that takes the place of another with the right amount; 0 öre withdraws it. Both stay in sight.

    Raises
    ------
    ReasonNeeded, NotFound, EntryRefused
        Without a reason; if there is no such row; if it is corrected already, or the money does not suffice.
    """
    access.require(actor, Permission.EDIT_REGISTER)
    if not why.strip():
        raise ReasonNeeded
    with site.journal.read() as transaction:
        rows = programme(transaction).ledger
    found = next((one for one in rows if one.id == row), None)
    if found is None:
        raise NotFound(what="ledger_row", given=row, nearest="")
    before = corrected(rows).get(row)
    if before is not None and (before.amount_ore, before.note) == (amount_ore, why.strip()):
        return before  # the same click twice
    made = instead(found, amount_ore, why, f"{row} {amount_ore} {why}")
    enter(site, actor, [Entry("ledger", made.id, body_of(made))], why)
    return made


def instead(row: LedgerRow, amount_ore: int, why: str, key: str) -> LedgerRow:
    """Return the row that takes the place of another; the same key gives the same id."""
    changes = {"id": typed_id(key), "amount_ore": amount_ore, "corrects": row.id, "note": why.strip()[:500], "batch": None}
    return _valid({**row.model_dump(), **changes})


@dataclass(frozen=True, slots=True)
class Typed:
    """A row as it was typed into a form; amount and day as text. `allotment`: the money that a call-off is made from."""

    type: RowType
    amount: str
    day: str
    committee: str
    source: Source
    kind: CostKind = CostKind.ACTIVITY
    intervention: str | None = None
    allotment: str | None = None
    document: str | None = None
    note: str | None = None


def add_row(site: Site, actor: Actor, key: str, typed: Typed) -> LedgerRow:
    """Add a typed row, such as a call-off. `key` is the form's own: the same form sent twice is one row.

    Raises
    ------
    EntryRefused
        With every problem; a call-off beyond what remains is refused, also when two are sent at once.
    """
    access.require(actor, Permission.EDIT_REGISTER)
    amount, day = amount_in_ore(typed.amount), day_of(typed.day)
    problems = [] if amount is not None else [_unreadable("ledger_amount", "amount", typed.amount, "12 500,00")]
    if day is None:
        problems.append(_unreadable("ledger_day", "day", typed.day, "2026-03-31"))
    elif day > today(site.clock) and typed.type is not RowType.BUDGET:
        problems.append(Problem("ledger_day_future", column="day", value=typed.day))
    if problems or day is None:
        raise EntryRefused(problems)
    values = {name: getattr(typed, name) for name in ("type", "committee", "source", "kind", "intervention", "allotment")}
    texts = {name: (getattr(typed, name) or "").strip() or None for name in ("document", "note")}
    made = _valid({**values, **texts, "id": typed_id(key), "amount_ore": amount, "day": day, "year": day.year})
    enter(site, actor, [Entry("ledger", made.id, body_of(made))])
    return made


def amount_of(text: str) -> int:
    """Return a typed amount in öre; EntryRefused if it cannot be read, or can be read in two ways."""
    amount = amount_in_ore(text)
    if amount is None:
        raise EntryRefused([_unreadable("ledger_amount", "amount", text, "12 500,00")])
    return amount


def _unreadable(code: str, column: str, text: str, known: str) -> Problem:
    if not text.strip():
        return Problem("ledger_cell_empty", column=column)
    # What was typed may be anything, a person's number among it: then it is not repeated.
    return Problem(code, column=column, value="…" if find_persons(text) else text[:40], details={"known": known})


def typed_id(key: str) -> str:
    """Return the id of a row that was typed into the form with that key."""
    return f"t_{hashlib.sha256(key.encode()).hexdigest()[:16]}"


def _valid(values: dict[str, Any]) -> LedgerRow:
    try:
        return LedgerRow.model_validate(values)
    except ValidationError as error:
        code = "ledger_call_off_not_positive" if values.get("allotment") else "ledger_amount_range"
        raise EntryRefused([Problem(code, column="amount")]) from error


def body_of(one: Definition) -> dict[str, Any]:
    """Return a record in the form in which the register keeps it."""
    return one.model_dump(mode="json", exclude_defaults=True)
