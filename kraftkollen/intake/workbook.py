"""Reads a workbook (.xlsx): chooses its sheet, and turns the cells into the same columns of text as any other file."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import numpy as np
import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum, load_workbook

from kraftkollen.errors import Problem
from kraftkollen.intake.cells import LONGEST_CELL, MOST_ROWS, Body
from kraftkollen.intake.dialect import LARGEST_BYTES, Layout, no_header
from kraftkollen.intake.known import Header, Known
from kraftkollen.intake.numbers import AS_STORED
from kraftkollen.intake.package import MAGIC, Package, open_package
from kraftkollen.intake.shapes import find_header
from kraftkollen.intake.unreadable import UnreadableError
from kraftkollen.model.persons import holds_identity_number

ENCODING = "xlsx"
_HEAD_RECORDS = 60
_MOST_NOTES = 200
_BOOLEANS = {True: "SANT", False: "FALSKT"}
Records = list[list[str]]


@dataclass(frozen=True)
class Page:
    """The sheet of a workbook that was chosen, as a table; `problems` and `warnings` are about the workbook around it."""

    name: str
    layout: Layout
    body: Body
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def is_workbook(content: bytes) -> bool:
    """Return whether the bytes begin as a workbook does."""
    return content.startswith(MAGIC)


def read_page(content: bytes, known: Known) -> Page:
    """Read the sheet that the officer chose, else the only one that has a header.

    Raises
    ------
    UnreadableError
        If it is no workbook, broken, locked or too large; if no sheet, or more than one, has a header.
    """
    if len(content) > LARGEST_BYTES:
        details = {"megabytes": round(len(content) / 1e6), "most": LARGEST_BYTES // 1_000_000}
        raise UnreadableError(Problem("file_too_large", details=details))
    package = open_package(content)
    opened, sheets = _opened(content, package)
    name, header = _chosen(opened, sheets, known)
    records = sheets[name]
    hidden = package.hidden_rows(opened.sheet_names.index(name))
    warnings = [Problem("rows_hidden", details={"count": hidden, "sheet": name})] if hidden else []
    return Page(name, _layout(header, records), _body(header, records), _persons(package, sheets, name), tuple(warnings))


def read_sheets(content: bytes) -> dict[str, Records]:
    """Return the cells of every sheet as text, each row as long as the sheet is wide; errors as `read_page` where unreadable.

    A number that could be read in two ways stands after AS_STORED, with a point.
    """
    if len(content) > LARGEST_BYTES:
        details = {"megabytes": round(len(content) / 1e6), "most": LARGEST_BYTES // 1_000_000}
        raise UnreadableError(Problem("file_too_large", details=details))
    return _opened(content, open_package(content))[1]


def _opened(content: bytes, package: Package) -> tuple[CalamineWorkbook, dict[str, Records]]:
    try:
        opened = load_workbook(io.BytesIO(content))
        return opened, _records_of_sheets(opened, package)
    except PasswordError as error:
        raise UnreadableError(Problem("workbook_locked")) from error
    except (CalamineError, ValueError, OverflowError) as error:
        raise UnreadableError(Problem("workbook_broken")) from error
    except BaseException as error:  # a panic in the parser's Rust is no Exception; all else goes on its way
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableError(Problem("workbook_broken")) from None


def _records_of_sheets(opened: CalamineWorkbook, package: Package) -> dict[str, Records]:
    found: dict[str, Records] = {}
    for place, about in enumerate(opened.sheets_metadata):
        if about.typ is not SheetTypeEnum.WorkSheet:
            continue
        sheet = opened.get_sheet_by_index(place)
        if sheet.total_height > MOST_ROWS:
            raise UnreadableError(Problem("too_many_rows", details={"rows": sheet.total_height, "most": MOST_ROWS}))
        records = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
        for (row, column), text in package.formulas_without_result(place).items():
            _put(records, row, column, text)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
            if left == right:
                for row in range(top + 1, bottom + 1):
                    _put(records, row, left, records[top][left] if top < len(records) and left < len(records[top]) else "")
        found[about.name] = records
    return found


def _put(records: Records, row: int, column: int, text: str) -> None:
    if row < len(records) and column < len(records[row]) and not records[row][column].strip():
        records[row][column] = text


def _text(cell: object) -> str:
    """Return a cell as text that reads as the same value; a number keeps the point, and is marked where that could mislead."""
    if isinstance(cell, str):
        return cell[: LONGEST_CELL + 1]
    if isinstance(cell, bool):
        return _BOOLEANS[cell]
    if isinstance(cell, (int, float)):
        return _number(float(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(cell) if isinstance(cell, timedelta) else ""


def _number(value: float) -> str:
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = f"{value:.15g}"  # what a spreadsheet itself shows at most
    if "e" in text:
        text = np.format_float_positional(float(text), trim="-")
    return AS_STORED + text if len(text) - text.find(".") == 4 else text


def _chosen(opened: CalamineWorkbook, sheets: dict[str, Records], known: Known) -> tuple[str, Header]:
    names = "; ".join(sheets)
    if not any(cell.strip() for records in sheets.values() for record in records for cell in record):
        raise UnreadableError(Problem("file_empty"))
    said = known.form.sheet
    if said is not None:
        if said not in sheets:
            raise UnreadableError(Problem("sheet_unknown", value=said[:60], details={"sheets": names}))
        header = _header(said, sheets[said], known)
        if header is None:
            raise no_header(known.form.correction)
        return said, header
    visible = {about.name for about in opened.sheets_metadata if about.visible is SheetVisibleEnum.Visible}
    refused: UnreadableError | None = None
    found: dict[str, Header] = {}
    for name, records in sheets.items():
        try:
            header = _header(name, records, known)
        except UnreadableError as error:  # the columns of a correction may be in another sheet
            refused, header = refused or error, None
        if header is not None and name in visible:
            found[name] = header
    if not found:
        raise refused or (no_header(known.form.correction) if len(sheets) == 1 else _sheets_without_header(names))
    filled = {name: one for name, one in found.items() if _body(one, sheets[name]).height} or found
    if len(filled) > 1:
        raise UnreadableError(Problem("sheet_several", details={"sheets": "; ".join(filled)}))
    return next(iter(filled.items()))


def _sheets_without_header(names: str) -> UnreadableError:
    return UnreadableError(Problem("sheet_none", details={"sheets": names, "expected": "område;period;värde"}))


def _header(name: str, records: Records, known: Known) -> Header | None:
    most = max(_HEAD_RECORDS, min(known.form.correction.header_row or 0, 2000))
    return find_header(records[:most], replace(known, titles=(name,)))


def _layout(header: Header, records: Records) -> Layout:
    before = tuple(tuple(record) for record in records[: header.number - header.columns.depth + 1])
    return Layout("", header.columns, header.number + 1, before, 0)


def _body(header: Header, records: Records) -> Body:
    rows = records[header.number + 1 :]
    notes: list[str] = []
    while rows and len(notes) < _MOST_NOTES and not any(cell.strip() for cell in rows[-1][1:]):
        notes.append("".join(rows[-1][:1]))
        rows = rows[:-1]
    width = len(header.columns.headers)
    columns = tuple(pa.array([row[place] for row in rows], pa.string()).dictionary_encode() for place in range(width))
    return Body(columns, tuple(reversed(notes)), np.zeros(len(rows), dtype=bool))


def _persons(package: Package, sheets: dict[str, Records], chosen: str) -> tuple[Problem, ...]:
    """Return a problem for each other sheet, and one for comments and what else is hidden, that holds an identity number."""
    found = [Problem("person_in_sheet", details={"sheet": name}) for name in sheets if name != chosen and _holds(sheets[name])]
    shown = any(_holds(records) for records in sheets.values())
    if holds_identity_number("; ".join(sheets)) or package.hides_identity_number(shown):
        found.append(Problem("person_in_workbook"))
    return tuple(found)


def _holds(records: Sequence[Sequence[str]]) -> bool:
    return any(holds_identity_number(cell) for cell in {cell for record in records for cell in record} if len(cell) >= 10)
