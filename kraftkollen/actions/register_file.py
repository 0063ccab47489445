"""Takes a file of interventions and decisions into the register (CSV, Excel, YAML), or only looks; and takes it back."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.enter import Entry, enter, texts_of
from kraftkollen.actions.examine import Parcel, refuse_persons
from kraftkollen.actions.register_cells import Cells, known
from kraftkollen.actions.register_rows import decision_entry, intervention_entry
from kraftkollen.actions.site import Site, catalogue
from kraftkollen.errors import DeliveryRefused, EntryRefused, NotFound, Problem, ReasonNeeded
from kraftkollen.intake.register_headers import HEADERS, fields_of, is_header, kind_of
from kraftkollen.intake.register_yaml import Item, read_items
from kraftkollen.intake.table import Table, read_table
from kraftkollen.model.actor import Actor
from kraftkollen.model.catalogue import Catalogue, problems_of
from kraftkollen.model.feedback import FEEDBACK_KINDS
from kraftkollen.model.persons import find_persons
from kraftkollen.model.programme import RECORD_KINDS
from kraftkollen.model.record import Record, programme_of
from kraftkollen.model.text import Language
from kraftkollen.store import places, register
from kraftkollen.store.journal import Transaction

# What a YAML file may hold: money comes in by the ledger.
KINDS = (
    *("bodies", "priority_areas", "structures", "interventions", "decisions", "calendar", "overlap_answers"),
    *("criteria", "judgements", "checkpoint_decisions"),
    *FEEDBACK_KINDS,
)
_MARK = 12


@dataclass(frozen=True, slots=True)
class RegisterReceipt:
    """What a file did, or would do. `number` is what it is taken back by: the beginning of its fingerprint."""

    number: str
    sha256: str
    filename: str
    rows: int
    new: int
    changed: int
    unchanged: int


@dataclass(frozen=True)
class _Standing:
    """The register as it stands when a file is read."""

    records: tuple[Record, ...]
    catalogue: Catalogue
    cells: Any

    def of(self, kind: str) -> dict[str, Mapping[str, Any]]:
        return {one.id: one.body for one in self.records if one.kind == kind and one.body is not None}


def preview_register(site: Site, actor: Actor, parcel: Parcel, language: Language = "sv") -> RegisterReceipt:
    """Return what a file would do. Nothing is recorded.

    Raises
    ------
    NotAllowed
        Unless the actor may edit the register.
    DeliveryRefused
        With every problem at once, by row and column; no message repeats what may be a person.
    """
    return _read(site, actor, parcel, language)[1]


def import_register(site: Site, actor: Actor, parcel: Parcel, language: Language = "sv") -> RegisterReceipt:
    """Take a file into the register: all of it or nothing. The same file twice writes once. Errors as `preview_register`."""
    entries, receipt = _read(site, actor, parcel, language)
    enter(site, actor, entries, f"import {receipt.number}: {receipt.filename}")
    return receipt


def undo_import(site: Site, actor: Actor, number: str, why: str) -> int:
    """Put every record that a file wrote back to what stood before, or withdraw it; return how many. Nothing is erased.

    Raises
    ------
    ReasonNeeded, NotFound
        Without a reason; if no import has that number.
    EntryRefused
        If a record has been changed since, or others name it now: then nothing is taken back.
    """
    access.require(actor, Permission.EDIT_REGISTER)
    if not why.strip():
        raise ReasonNeeded
    with site.journal.read() as transaction:
        before = register.before(transaction, f"import {number}: ")
    if not before:
        raise NotFound(what="register_import", given=number)
    changed = [Problem("register_undone", value=one.id) for one, last in before if not last]
    if changed:
        raise EntryRefused(changed)
    return enter(site, actor, [Entry(one.kind, one.id, one.body) for one, _ in before], f"undo {number}: {why.strip()}")


def _read(site: Site, actor: Actor, parcel: Parcel, language: Language) -> tuple[list[Entry], RegisterReceipt]:
    access.require(actor, Permission.EDIT_REGISTER)
    refuse_persons({"filename": parcel.filename}, parcel.filename, actor)
    with site.journal.read() as transaction:
        standing = _standing(site, transaction)
    is_yaml = parcel.filename.lower().endswith((".yaml", ".yml"))
    entries, problems = _from_yaml(parcel, standing) if is_yaml else _from_table(parcel, standing, language)
    problems += _twice(entries) or ([] if problems else _whole(standing, entries))
    if problems:
        raise DeliveryRefused(sorted(problems, key=lambda one: one.row or 0), file=parcel.filename)
    sha256 = hashlib.sha256(parcel.content).hexdigest()
    there = {(one.kind, one.id): one.body for one in standing.records}
    counts = Counter(_fate(there, one) for one in entries)
    return entries, RegisterReceipt(
        sha256[:_MARK], sha256, parcel.filename, len(entries), counts["new"], counts["changed"], counts["unchanged"]
    )


def _fate(there: Mapping[tuple[str, str], Mapping[str, Any] | None], one: Entry) -> str:
    if (one.kind, one.id) not in there:
        return "new"
    return "unchanged" if there[one.kind, one.id] == one.body else "changed"


def _standing(site: Site, transaction: Transaction) -> _Standing:
    records = register.records_as_of(transaction)
    defined = catalogue(site, transaction)
    divisions = places.current_divisions(transaction)
    areas = places.areas(transaction, divisions)
    return _Standing(records, defined, known(programme_of(records), defined, divisions, areas))


def _from_table(parcel: Parcel, standing: _Standing, language: Language) -> tuple[list[Entry], list[Problem]]:
    table = read_table(parcel.content, parcel.filename, is_header)
    kind = kind_of(table.headers)
    if kind is None:
        return [], [Problem("register_header", row=table.header_row)]
    fields = fields_of(kind, table.headers)
    listed = "; ".join(names[0] for names in HEADERS[kind].values())
    problems = [
        Problem("register_column", table.header_row, value=_safe(table.headers[place]), details={"known": listed})
        for place, name in fields.items()
        if name is None
    ]
    records = standing.of(kind)
    entries: list[Entry] = []
    taken: set[str] = set()
    for cells in _rows(table, fields, standing):
        if kind == "interventions":
            found = intervention_entry(cells, standing.catalogue, records, taken, language)
        else:
            found = decision_entry(cells, records, taken, language)
        problems += cells.problems
        entries += [found] if found else []
    return entries, problems


def _safe(text: str) -> str | None:
    return None if find_persons(text) else text[:60]


def _rows(table: Table, fields: Mapping[int, str | None], standing: _Standing) -> Iterable[Cells]:
    named = {name: place for place, name in reversed(list(fields.items())) if name is not None}
    headers = {name: table.headers[place] for name, place in named.items()}
    for row in table.rows:
        yield Cells(row.number, {name: row.cells[place] for name, place in named.items()}, headers, standing.cells)


def _from_yaml(parcel: Parcel, standing: _Standing) -> tuple[list[Entry], list[Problem]]:
    entries: list[Entry] = []
    problems: list[Problem] = []
    for item in read_items(parcel.content, parcel.filename):
        if item.kind not in KINDS:
            kinds = ", ".join(KINDS)
            problems.append(Problem("register_kind", item.row, value=_safe(item.kind), details={"known": kinds}))
            continue
        found = _item_problems(item, standing)
        problems += found
        if not found:
            entries.append(_entry_of(item))
    return entries, problems


def _entry_of(item: Item) -> Entry:
    made = RECORD_KINDS[item.kind].model_validate(item.body)
    body = made.model_dump(mode="json", exclude_defaults=True)
    return Entry(item.kind, str(body["id"]), body)


def _item_problems(item: Item, standing: _Standing) -> list[Problem]:
    persons = [Problem("person_in_text", item.row, name) for name, text in texts_of(item.body) if find_persons(text)]
    if persons:
        return persons
    try:
        made = RECORD_KINDS[item.kind].model_validate(item.body)
    except ValidationError as error:
        faults = problems_of(error, item.kind)
        return [Problem("register_record", item.row, one.column, details=dict(one.details)) for one in faults]
    places_there = set(standing.cells.areas.values())
    level, codes = getattr(made, "level", None), getattr(made, "areas", ()) if item.kind != "overlap_answers" else ()
    return [
        Problem("register_name", item.row, "areas", code, {"what": "area"})
        for code in codes
        if (level, code) not in places_there
    ]


def _twice(entries: Sequence[Entry]) -> list[Problem]:
    counts = Counter((one.kind, one.id) for one in entries)
    return [Problem("register_twice", value=name) for (_, name), count in counts.items() if count > 1]


def _whole(standing: _Standing, entries: Sequence[Entry]) -> list[Problem]:
    """Return what would not hold of the whole register with the entries in it: a name that nothing has."""
    after = {(one.kind, one.id): one for one in standing.records}
    after |= {(one.kind, one.id): Record(one.kind, one.id, one.body) for one in entries}
    try:
        programme_of(after.values())
    except ValidationError as error:
        return [
            Problem("register_record", column=one.column, details=dict(one.details)) for one in problems_of(error, "programme")
        ]
    return []
