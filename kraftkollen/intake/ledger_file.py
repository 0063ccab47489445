"""Reads a file of the city's accounts into rows of the ledger, or every problem at once, by row and column. Pure."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from pydantic import ValidationError

from kraftkollen.errors import Detail, Problem
from kraftkollen.intake.findings import shown
from kraftkollen.intake.ledger_cells import amount_in_ore, day_of
from kraftkollen.intake.ledger_words import COLUMNS, VALUES, column_of, ore_per_unit
from kraftkollen.intake.names import fold, nearest
from kraftkollen.intake.table import Row, Table, read_table
from kraftkollen.model.ledger import FIXED_VALUE, CostKind, LedgerForm, LedgerRow, RowType, Source
from kraftkollen.model.persons import find_persons
from kraftkollen.model.programme import Programme

REQUIRED = ("committee", "source", "type", "amount", "day")
TOLD_AT_MOST = 500


@dataclass(frozen=True, slots=True)
class NumberedRow:
    """A row of the ledger, whose id is that of its content, and the row of the file that it came from."""

    number: int
    row: LedgerRow


@dataclass(frozen=True, slots=True)
class LedgerSheet:
    """A file as it was read. `columns` says under which header, or as which fixed value, each column of ours was found."""

    rows: tuple[NumberedRow, ...]
    problems: tuple[Problem, ...]
    columns: Mapping[str, str]
    headers: tuple[str, ...]
    ignored: tuple[str, ...]
    header_key: str


def read_ledger(content: bytes, filename: str, form: LedgerForm, programme: Programme, today: date) -> LedgerSheet:
    """Read a file of the city's accounts.

    Raises
    ------
    DeliveryRefused
        If it cannot be read at all, or holds a personal identity number. What is wrong in single cells is in `problems`.
    """
    table = read_table(content, filename, lambda header: column_of(header) is not None, form.sheet)
    reader = _Reader(table, _columns(table, form), programme, today)
    problems = list(reader.missing())
    rows: list[NumberedRow] = []
    if not problems:
        for one in table.rows:
            found = reader.row(one)
            problems += found if isinstance(found, list) else []
            rows += [found] if isinstance(found, NumberedRow) else []
    if not problems and not rows:
        problems = [Problem("no_rows", row=table.header_row)]
    ignored = tuple(one for one in table.headers if one and one not in reader.columns.values())
    return LedgerSheet(tuple(rows), _bounded(problems), reader.columns, table.headers, ignored, f"ledger:{table.header_key}")


def _bounded(problems: list[Problem]) -> tuple[Problem, ...]:
    told, rest = problems[:TOLD_AT_MOST], problems[TOLD_AT_MOST:]
    counts = {code: sum(one.code == code for one in rest) for code in dict.fromkeys(one.code for one in rest)}
    return (*told, *(Problem("more_of_the_same", details={"of": code, "more": count}) for code, count in counts.items()))


def _columns(table: Table, form: LedgerForm) -> dict[str, str]:
    """Return for each column of ours the header it stands under: as it was said, else the plainest that names it."""
    rank = {name: place for column, names in COLUMNS.items() for place, name in enumerate(names)}
    found: dict[str, str] = {}
    for header in sorted(table.headers, key=lambda one: rank.get(fold(one), len(rank))):
        column = column_of(header)
        if column is not None:
            found.setdefault(column, header)
    said = {name: header for name, header in form.columns.items() if header.startswith(FIXED_VALUE) or header in table.headers}
    return {name: header for name, header in {**found, **said}.items() if name in COLUMNS}


def content_key(row: LedgerRow) -> str:
    """Return a hash of what a row says, whatever its id and the import that it came with."""
    said = row.model_dump_json(exclude={"id", "batch", "corrects"})
    return hashlib.sha256(said.encode()).hexdigest()[:16]


@dataclass
class _Reader:
    table: Table
    columns: Mapping[str, str]
    programme: Programme
    today: date

    def missing(self) -> Iterator[Problem]:
        for name in REQUIRED:
            if name not in self.columns:
                details = {"expected": COLUMNS[name][0], "headers": "; ".join(one for one in self.table.headers if one)[:300]}
                yield Problem("ledger_column_missing", row=self.table.header_row, column=COLUMNS[name][0], details=details)

    @cached_property
    def _names(self) -> Mapping[str, Mapping[str, str]]:
        """For each column of names, the id of everything that can stand there, by every way that it is written."""
        bodies = {fold(name): one.id for one in self.programme.bodies for name in (one.id, one.name)}
        interventions = {
            fold(name): one.id for one in self.programme.interventions for name in (one.id, one.name.sv, one.name.en)
        }
        money = {fold(one.id): one.id for one in self.programme.money}
        words = {column: {fold(word): str(value) for word, value in known.items()} for column, known in VALUES.items()}
        return {"committee": bodies, "intervention": interventions, "allotment": money, **words}

    def _text(self, row: Row, column: str) -> str:
        header = self.columns.get(column, FIXED_VALUE)
        return header[1:].strip() if header.startswith(FIXED_VALUE) else row.cells[self.table.headers.index(header)]

    def _header(self, column: str) -> str:
        header = self.columns.get(column, COLUMNS[column][0])
        return COLUMNS[column][0] if header.startswith(FIXED_VALUE) else header

    def row(self, row: Row) -> NumberedRow | list[Problem]:
        problems = [
            Problem("person_in_text", row=row.number, column=self._header(column))
            for column in self.columns
            if find_persons(self._text(row, column)) and not self._known(row, column)
        ]
        if problems:
            return problems
        found = {column: self._named(row, column, problems) for column in self._names}
        found |= {column: self._text(row, column) or None for column in ("document", "note")}
        for column, limit in (("document", 100), ("note", 500)):
            if len(found[column] or "") > limit:
                problems.append(self._problem("text_too_long", row, column, most=limit))
        amount, day = self._amount(row, problems), self._day(row, problems)
        year = self._year(row, day, problems)
        return problems or self._built(row, {**found, "amount_ore": amount, "day": day, "year": year})

    def _built(self, row: Row, values: dict[str, object]) -> NumberedRow | list[Problem]:
        values["kind"] = values["kind"] or CostKind.ACTIVITY
        if values["type"] == RowType.CALL_OFF:
            values["allotment"] = values["allotment"] or self._only_money(values)
            if values["allotment"] is None:
                return [Problem("ledger_money_unclear", row=row.number, column=self._header("allotment"))]
        else:
            values["allotment"] = None
        try:
            made = LedgerRow.model_validate({**values, "id": "unnamed"})
        except ValidationError:
            return [self._problem("ledger_call_off_not_positive", row, "amount")]
        return NumberedRow(row.number, made.model_copy(update={"id": f"r_{content_key(made)}"}))

    def _only_money(self, values: Mapping[str, object]) -> str | None:
        fitting = [
            one.id
            for one in self.programme.money
            if one.year == values["year"] and (not one.processes or values["intervention"] in one.processes)
        ]
        return fitting[0] if len(fitting) == 1 else None

    def _known(self, row: Row, column: str) -> bool:
        return fold(self._text(row, column)) in self._names.get(column, {})

    def _named(self, row: Row, column: str, problems: list[Problem]) -> str | None:
        text, known = self._text(row, column), self._names[column]
        if fold(text) in known:
            return known[fold(text)]
        if text or column in REQUIRED:
            titles = self._titles(column)
            code = "ledger_name_unknown" if text else "ledger_cell_empty"
            problems.append(self._problem(code, row, column, known="; ".join(titles)[:400], nearest=nearest(text, titles)))
        return None

    def _titles(self, column: str) -> tuple[str, ...]:
        if column == "committee":
            return tuple(one.name for one in self.programme.bodies)
        if column == "intervention":
            return tuple(one.name.sv for one in self.programme.interventions)
        if column == "allotment":
            return tuple(one.id for one in self.programme.money)
        members: Mapping[str, type[Source] | type[CostKind] | type[RowType]] = {
            "source": Source, "kind": CostKind, "type": RowType,
        }  # fmt: skip
        return tuple(next(word for word, value in VALUES[column].items() if value == one) for one in members[column])

    def _amount(self, row: Row, problems: list[Problem]) -> int | None:
        text = self._text(row, "amount")
        ore = amount_in_ore(text, ore_per_unit(self._header("amount")))
        if ore is None:
            problems.append(self._problem("ledger_amount" if text else "ledger_cell_empty", row, "amount", known="12 500,00"))
        return ore

    def _day(self, row: Row, problems: list[Problem]) -> date | None:
        text = self._text(row, "day")
        day = day_of(text)
        if day is None:
            problems.append(self._problem("ledger_day" if text else "ledger_cell_empty", row, "day", known="2026-03-31"))
        elif day > self.today and self._names["type"].get(fold(self._text(row, "type"))) != RowType.BUDGET:
            problems.append(self._problem("ledger_day_future", row, "day"))
        return day

    def _year(self, row: Row, day: date | None, problems: list[Problem]) -> int | None:
        text = re.sub(r"[.,]0+$", "", self._text(row, "year"))
        if not text:
            return day.year if day else None
        if re.fullmatch(r"20\d\d|21\d\d", text, re.ASCII):
            return int(text)
        problems.append(self._problem("ledger_year", row, "year"))
        return None

    def _problem(self, code: str, row: Row, column: str, **details: Detail) -> Problem:
        kept = {name: value for name, value in details.items() if value}
        return Problem(code, row.number, self._header(column), shown(self._text(row, column)), kept)
