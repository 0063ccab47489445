"""Reads any table into rows of text, whatever it is about: delimited text in any dialect, or one sheet of a workbook."""

import csv
import hashlib
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from kraftkollen.errors import DeliveryRefused, Problem
from kraftkollen.intake.dialect import SEPARATORS, to_utf8
from kraftkollen.intake.names import fold
from kraftkollen.intake.unreadable import UnreadableError
from kraftkollen.intake.workbook import is_workbook, read_sheets
from kraftkollen.model.persons import holds_identity_number

MOST_ROWS = 200_000
_HEAD = 60
_LEAST_HEADERS = 2
Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of data, with its number as a spreadsheet shows it, from 1."""

    number: int
    cells: Cells


@dataclass(frozen=True, slots=True)
class Table:
    """A table as text. Every row has a cell for each header; rows without any text are left out."""

    headers: Cells
    rows: tuple[Row, ...]
    header_row: int
    header_key: str
    sheet: str | None = None


def read_table(content: bytes, filename: str, understood: Callable[[str], bool], sheet: str | None = None) -> Table:
    """Read the table whose header row has the most cells that are understood; the fullest of the first rows if none is.

    Parameters
    ----------
    understood
        Says of a header, as written, whether it is one of those that are looked for.
    sheet
        The sheet of a workbook; the one with the best header if left out.

    Raises
    ------
    DeliveryRefused
        If it cannot be read at all, or a personal identity number stands anywhere in it: each by its row, never repeated.
    """
    try:
        grids = _workbook(content, sheet) if is_workbook(content) else _text(content)
        ranked = [(place, _header(records, understood), name, records) for place, (name, records) in enumerate(grids)]
        found = [one for one in ranked if one[1] is not None]
        if not found:
            raise UnreadableError(Problem("table_header_missing"))
        _, header, name, records = max(found, key=lambda one: (one[1] or (0, 0, 0), -one[0]))
    except UnreadableError as error:
        raise DeliveryRefused([error.problem], file=filename) from None
    assert header is not None
    persons = [
        Problem("person_identity_number", row=number)
        for number, cells in enumerate(records, start=1)
        if holds_identity_number(" ".join(cells))
    ]
    if persons:
        raise DeliveryRefused(persons, file=filename)
    return _table(records, -header[2], name)


def _table(records: Sequence[Cells], place: int, sheet: str | None) -> Table:
    headers = tuple(cell.strip() for cell in records[place])
    while headers and not headers[-1]:
        headers = headers[:-1]
    width = len(headers)
    rows = tuple(
        Row(number, tuple(cell.strip() for cell in (*cells[:width], *("",) * (width - len(cells)))))
        for number, cells in enumerate(records[place + 1 :], start=place + 2)
        if any(cell.strip() for cell in cells)
    )
    key = hashlib.sha256("\x1f".join(map(fold, headers)).encode("utf-8", "replace")).hexdigest()
    return Table(headers, rows, place + 1, key, sheet)


def _header(records: Sequence[Cells], understood: Callable[[str], bool]) -> tuple[int, int, int] | None:
    """Return how good the best header row is: headers understood, headers at all, and its place (negative: the first wins)."""
    ranks = [
        (sum(understood(cell) for cell in cells if cell.strip()), sum(bool(cell.strip()) for cell in cells), -place)
        for place, cells in enumerate(records[:_HEAD])
    ]
    return max((rank for rank in ranks if rank[1] >= _LEAST_HEADERS), default=None)


def _text(content: bytes) -> list[tuple[str | None, list[Cells]]]:
    data, _ = to_utf8(content)
    text = data.decode("utf-8")
    first = text.split("\n", 1)[0].strip().strip('"').lower()
    named = [first[4]] if first.startswith("sep=") and len(first) == 5 else list(SEPARATORS)
    return [(None, _records(text, separator)) for separator in named]


def _records(text: str, separator: str) -> list[Cells]:
    try:
        found = [tuple(row) for row in islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), MOST_ROWS + 1)]
    except csv.Error:  # under another separator it may be readable
        return []
    if len(found) > MOST_ROWS:
        raise UnreadableError(Problem("too_many_rows", details={"rows": len(found), "most": MOST_ROWS}))
    return found


def _workbook(content: bytes, wanted: str | None) -> list[tuple[str | None, list[Cells]]]:
    sheets = read_sheets(content)
    if wanted is not None and wanted not in sheets:
        raise UnreadableError(Problem("sheet_unknown", value=wanted[:60], details={"sheets": "; ".join(sheets)}))
    chosen = [wanted] if wanted is not None else list(sheets)
    return [(name, [tuple(row) for row in sheets[name]]) for name in chosen]
