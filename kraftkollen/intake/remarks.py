"""Writes a refused file again with a column of remarks, to be mended and sent once more. A file with a person gets no copy."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import PurePath
from typing import Any

import python_calamine
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from kraftkollen.errors import Problem
from kraftkollen.intake import workbook
from kraftkollen.intake.columns import REMARKS_HEADER, plain
from kraftkollen.intake.dialect import find_layout, to_utf8
from kraftkollen.intake.known import Known
from kraftkollen.intake.package import open_package
from kraftkollen.intake.unreadable import UnreadableError
from kraftkollen.model.delivery import Form
from kraftkollen.model.spreadsheets import BOOK, csv_bytes

_PERSON = "person"
_WIDTH = 70
Say = Callable[[Problem], str]


def with_remarks(
    content: bytes, filename: str, problems: Sequence[Problem], say: Say, form: Form | None = None
) -> tuple[bytes, str] | None:
    """Return the file with a last column of remarks, and a name for it. What the file holds is kept, row by row.

    What is wrong with the file as a whole stands in the first row of data, so that no row gets another number. The reader
    leaves the column out of account, and a copy that is mended and refused again gets new remarks in the same column.
    A CSV keeps separator and line ends, and comes as UTF-8 with a mark that Excel knows; a workbook keeps its values.

    Parameters
    ----------
    say
        Returns the sentence for a problem, in the officer's language.
    form
        How the file was read, if the officer said anything about it.

    Returns
    -------
    tuple of bytes and str, or None
        None if there may be a person in the file, which is never repeated, or if no row of headers can be found.
    """
    if any(str(one.details.get("of", one.code)).startswith(_PERSON) for one in problems):
        return None
    known = Known(form or Form())
    stem = PurePath(filename).stem
    try:
        if workbook.is_workbook(content):
            page = workbook.read_page(content, known)
            remarks = _by_row(problems, page.layout.header_row, say)
            return _in_workbook(content, page.name, page.layout.header_row, remarks), f"{stem}_anmärkningar.xlsx"
        data, _ = to_utf8(content, known.form.correction.encoding)
        layout = find_layout(data, known)
        remarks = _by_row(problems, layout.header_row, say)
        return _in_text(data, layout.separator, layout.header_row, remarks), f"{stem}_anmärkningar.csv"
    except (UnreadableError, csv.Error):
        return None


def _by_row(problems: Iterable[Problem], header_row: int, say: Say) -> dict[int, str]:
    """Return what is to be said in each row of data; what belongs to none of them is said in the first."""
    found: dict[int, list[str]] = {}
    for one in problems:
        row = max(one.row or 0, header_row + 1)
        text = " ".join(say(one).split())
        if text not in found.setdefault(row, []):
            found[row].append(text)
    return {row: " ".join(texts) for row, texts in found.items()}


def _in_text(data: bytes, separator: str, header_row: int, remarks: Mapping[int, str]) -> bytes:
    text = data.decode("utf-8")
    end = "\r\n" if "\r\n" in text else "\n"
    rows: list[list[str]] = []
    place, again = 0, False
    for row, record in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), start=1):
        if row == header_row:
            place = _place(record)
            again = place < len(record)
            rows.append([*record[:place], REMARKS_HEADER, *record[place + 1 :]])
        elif row < header_row:
            rows.append(record)
        else:
            rows.append(_with(record, place, remarks.get(row, ""), again))
    return csv_bytes(rows, separator, end)


def _place(header: Sequence[str]) -> int:
    """Return where the column of remarks stands, or is to stand."""
    return next((place for place, text in enumerate(header) if _is_ours(text)), len(header))


def _is_ours(header: object) -> bool:
    return plain(str(header)) == plain(REMARKS_HEADER)


def _with(record: list[str], place: int, remark: str, again: bool) -> list[str]:
    """Return a row of data with its remark; `again` if the place holds an old one.

    A row with more cells than headers keeps them, so that it stays refused until it is mended.
    """
    if not remark and not any(cell.strip() for cell in record[1:]):
        return record  # a note below the table, or an empty row
    padded = record + [""] * (place - len(record))
    return [*padded[:place], remark, *padded[place + 1 :]] if again else [*padded, remark]


def _in_workbook(content: bytes, name: str, header_row: int, remarks: Mapping[int, str]) -> bytes:
    opened = python_calamine.load_workbook(io.BytesIO(content))
    package = open_package(content)
    target = io.BytesIO()
    # Every text is written as a text: what looks like a formula or an address stays what it looks like.
    with xlsxwriter.Workbook(target, BOOK) as copy:
        paint = _Paint(copy)
        for place, about in enumerate(opened.sheets_metadata):
            if about.typ is not python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = opened.get_sheet_by_index(place)
            records = sheet.to_python(skip_empty_area=False)
            written = copy.add_worksheet(about.name)
            if about.visible is not python_calamine.SheetVisibleEnum.Visible:
                written.hide()
            _write_cells(written, records, paint)
            _repeat_merged(written, records, sheet.merged_cell_ranges or (), paint)
            for (row, column), text in package.formulas_without_result(place).items():
                written.write_string(row, column, text)
            if about.name == name:
                _write_remarks(written, records, header_row, remarks, paint)
                written.activate()
    return target.getvalue()


class _Paint:
    """The formats of a copy."""

    def __init__(self, copy: xlsxwriter.Workbook) -> None:
        self.day = copy.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = copy.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self.header = copy.add_format({"bold": True, "bg_color": "#fde9c8"})
        self.remark = copy.add_format({"bg_color": "#fde9c8", "text_wrap": True, "valign": "top"})


def _write_cells(sheet: Worksheet, records: Sequence[Sequence[Any]], paint: _Paint) -> None:
    for row, record in enumerate(records):
        for column, cell in enumerate(record):
            _write_cell(sheet, row, column, cell, paint)


def _write_cell(sheet: Worksheet, row: int, column: int, cell: Any, paint: _Paint) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, (int, float)):
        sheet.write_number(row, column, cell)
    elif isinstance(cell, datetime):
        sheet.write_datetime(row, column, cell, paint.moment if cell.time() != time() else paint.day)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, paint.day)
    elif cell != "" and cell is not None:
        sheet.write_string(row, column, str(cell))


Corner = tuple[int, int]


def _repeat_merged(
    sheet: Worksheet, records: Sequence[Sequence[Any]], merged: Iterable[tuple[Corner, Corner]], paint: _Paint
) -> None:
    """Write what stood in cells merged downwards in each of them: the copy has no merged cells."""
    for (top, left), (bottom, right) in merged:
        if left == right and top < len(records) and left < len(records[top]):
            for row in range(top + 1, bottom + 1):
                _write_cell(sheet, row, left, records[top][left], paint)


def _write_remarks(
    sheet: Worksheet, records: Sequence[Sequence[Any]], header_row: int, remarks: Mapping[int, str], paint: _Paint
) -> None:
    header = list(records[header_row - 1])
    while header and header[-1] in ("", None):
        header.pop()
    place = _place([str(cell) for cell in header])
    sheet.write_string(header_row - 1, place, REMARKS_HEADER, paint.header)
    for row in range(header_row, len(records)):
        old = records[row][place] if place < len(records[row]) and place < len(header) else ""
        remark = remarks.get(row + 1, "")
        if remark or old:
            beside = place if place < len(header) else max(place, _width(records[row]))
            sheet.write_string(row, beside, remark, paint.remark)
    sheet.set_column(place, place, _WIDTH)
    sheet.freeze_panes(header_row, 0)


def _width(record: Sequence[Any]) -> int:
    return max((place + 1 for place, cell in enumerate(record) if cell not in ("", None)), default=0)
