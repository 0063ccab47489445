"""Takes in files of the city's accounts, and takes them back: rows are added, none is ever changed."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.enter import Entry, enter
from kraftkollen.actions.examine import Parcel, refuse_persons
from kraftkollen.actions.ledger import body_of, instead
from kraftkollen.actions.ledger_rows import new_rows, origin_of
from kraftkollen.actions.site import Site, programme
from kraftkollen.errors import DeliveryRefused, EntryRefused, NotFound, Problem, ReasonNeeded
from kraftkollen.intake.ledger_file import LedgerSheet, NumberedRow, read_ledger
from kraftkollen.model.actor import Actor
from kraftkollen.model.clock import today
from kraftkollen.model.delivery import Correction
from kraftkollen.model.ledger import LedgerForm, LedgerImport, standing
from kraftkollen.model.programme import Programme
from kraftkollen.programme.ledger_rules import row_problems
from kraftkollen.programme.money import Cut, Sum, sums
from kraftkollen.store import mappings

# Two imports that overlap can meet: the second is worked out again against what the first recorded.
_ATTEMPTS: Final = 3
_CHANGED = "ledger_row_changed"


@dataclass(frozen=True)
class LedgerPreview:
    """What a file would do. `sums` are by year and type, of the rows that are not there already."""

    filename: str
    sha256: str
    form: LedgerForm
    remembered: bool
    rows: int
    new: int
    unchanged: int
    columns: dict[str, str]
    headers: tuple[str, ...]
    ignored: tuple[str, ...]
    sums: tuple[Sum, ...]


@dataclass(frozen=True)
class LedgerReceipt:
    """What a file did. `batch` is None if every row was there already."""

    batch: str | None
    filename: str
    sha256: str
    rows: int
    new: int
    unchanged: int


@dataclass(frozen=True)
class _Worked:
    """A file worked out against the ledger as it stood."""

    sheet: LedgerSheet
    form: LedgerForm
    remembered: bool
    new: tuple[NumberedRow, ...]
    programme: Programme


def preview_ledger(site: Site, actor: Actor, parcel: Parcel, form: LedgerForm | None = None) -> LedgerPreview:
    """Read and check a file of the city's accounts; nothing is stored.

    Raises
    ------
    DeliveryRefused
        With every problem, by row and column, call-offs beyond what remains among them.
    """
    found = _worked(site, actor, parcel, form or LedgerForm())
    amounts = sums([one.row for one in found.new], Cut.YEAR, Cut.TYPE)
    counts = (len(found.sheet.rows), len(found.new), len(found.sheet.rows) - len(found.new))
    told = (dict(found.sheet.columns), found.sheet.headers, found.sheet.ignored)
    return LedgerPreview(parcel.filename, parcel.sha256, found.form, found.remembered, *counts, *told, amounts)


def import_ledger(site: Site, actor: Actor, parcel: Parcel, form: LedgerForm | None = None) -> LedgerReceipt:
    """Take in a file of the city's accounts; the same rows again are harmless. Errors as `preview_ledger`."""
    asked = form or LedgerForm()
    for attempt in range(_ATTEMPTS):
        found = _worked(site, actor, parcel, asked)
        try:
            batch = _record(site, actor, parcel, found)
        except EntryRefused as error:
            overlapping = all(one.code == _CHANGED for one in error.problems)
            if overlapping and attempt + 1 < _ATTEMPTS:
                continue
            raise DeliveryRefused(_placed(error.problems, found.new), file=parcel.filename) from error
        break
    if asked.columns:
        with site.journal.write() as transaction:
            mappings.remember(transaction, found.sheet.header_key, Correction(columns=dict(asked.columns)), actor.name)
    counts = (len(found.sheet.rows), len(found.new), len(found.sheet.rows) - len(found.new))
    return LedgerReceipt(batch, parcel.filename, parcel.sha256, *counts)


def _record(site: Site, actor: Actor, parcel: Parcel, found: _Worked) -> str | None:
    if not found.new:
        return None
    before = sum(one.sha256 == parcel.sha256 for one in found.programme.ledger_imports)
    taken = LedgerImport(
        id=f"i_{parcel.sha256[:12]}_{before + 1}", filename=parcel.filename, sha256=parcel.sha256, rows=len(found.new)
    )
    rows = [one.row.model_copy(update={"batch": taken.id}) for one in found.new]
    entries = [Entry("ledger_imports", taken.id, body_of(taken)), *(Entry("ledger", one.id, body_of(one)) for one in rows)]
    enter(site, actor, entries)
    return taken.id


def _worked(site: Site, actor: Actor, parcel: Parcel, form: LedgerForm) -> _Worked:
    access.require(actor, Permission.EDIT_REGISTER)
    refuse_persons({"filename": parcel.filename}, parcel.filename, actor)
    with site.journal.read() as transaction:
        known = programme(transaction)
    day = today(site.clock)
    sheet, used, remembered = _read(site, parcel, form, known, day)
    if sheet.problems:
        raise DeliveryRefused(sheet.problems, file=parcel.filename)
    new = new_rows(known.ledger, sheet.rows)
    problems = tuple(row_problems(known, [one.row for one in new]))
    if problems:
        raise DeliveryRefused(_placed(problems, new), file=parcel.filename)
    return _Worked(sheet, used, remembered, new, known)


def _read(site: Site, parcel: Parcel, form: LedgerForm, known: Programme, day: date) -> tuple[LedgerSheet, LedgerForm, bool]:
    """Return the file as read, with what form, and whether an earlier mapping for its headers was used."""
    sheet = read_ledger(parcel.content, parcel.filename, form, known, day)
    if form.columns:
        return sheet, form, False
    with site.journal.read() as transaction:
        earlier = mappings.recall(transaction, sheet.header_key)
    if earlier is None or not earlier.columns:
        return sheet, form, False
    mapped = replace(form, columns=dict(earlier.columns))
    return read_ledger(parcel.content, parcel.filename, mapped, known, day), mapped, True


def _placed(problems: tuple[Problem, ...], rows: tuple[NumberedRow, ...]) -> tuple[Problem, ...]:
    """Return problems that name a row of the ledger with the row of the file that it came from."""
    numbers = {one.row.id: one.number for one in rows}
    return tuple(replace(one, row=numbers.get(one.value or ""), column=None, value=None) for one in problems)


def withdraw_import(site: Site, actor: Actor, batch: str, why: str) -> int:
    """Take back what an import brought: every row of it that still counts gets a row of 0 öre in its place.

    Return how many rows were written; withdrawn twice is harmless.

    Raises
    ------
    ReasonNeeded, NotFound
        Without a reason; if there is no such import.
    """
    access.require(actor, Permission.EDIT_REGISTER)
    if not why.strip():
        raise ReasonNeeded
    with site.journal.read() as transaction:
        known = programme(transaction)
    if batch not in {one.id for one in known.ledger_imports}:
        raise NotFound(what="ledger_import", given=batch, nearest="; ".join(one.id for one in known.ledger_imports))
    origins = origin_of(known.ledger)
    left = [one for one in standing(known.ledger) if origins[one.id].batch == batch and one.amount_ore != 0]
    rows = [instead(one, 0, why, f"withdrawn {one.id}") for one in left]
    return enter(site, actor, [Entry("ledger", one.id, body_of(one)) for one in rows], why)


def ledger_columns(site: Site, actor: Actor, parcel: Parcel) -> tuple[tuple[str, ...], dict[str, str]]:
    """Return the headers of a file and which column of ours each is understood as; DeliveryRefused if it cannot be read."""
    access.require(actor, Permission.EDIT_REGISTER)
    with site.journal.read() as transaction:
        known = programme(transaction)
    sheet, _, _ = _read(site, parcel, LedgerForm(), known, today(site.clock))
    return tuple(one for one in sheet.headers if one), dict(sheet.columns)
