"""Writes the files that officers send: workbooks, JSON-stat, PX, as their programs would."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date

import xlsxwriter

Cell = str | float | date | None
Rows = Sequence[Sequence[Cell]]


def book(
    sheets: Mapping[str, Rows],
    *,
    hidden: Sequence[str] = (),
    hidden_rows: Sequence[int] = (),
    merged: Sequence[tuple[int, int, int, int]] = (),
    comment: str | None = None,
) -> bytes:
    """Return a workbook; a text that begins with "=" is a formula that was never worked out, "=1/0" is one that went wrong.

    `hidden_rows` and `merged` (first row, first column, last row, last column) are of every sheet, from 0.
    """
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept) as written:
        day = written.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = written.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    _write(sheet, number, place, cell, day)
            for area in merged:
                sheet.merge_range(*area, rows[area[0]][area[1]])
            for number in hidden_rows:
                sheet.set_row(number, None, None, {"hidden": True})
            if comment is not None:
                sheet.write_comment(0, 0, comment)
            if name in hidden:
                sheet.hide()
    return kept.getvalue()


def _write(sheet: xlsxwriter.worksheet.Worksheet, number: int, place: int, cell: Cell, day: object) -> None:
    if isinstance(cell, date):
        sheet.write_datetime(number, place, cell, day)
    elif isinstance(cell, str) and cell.startswith("="):
        sheet.write_formula(number, place, cell, None, "#DIV/0!" if cell == "=1/0" else "")
    elif isinstance(cell, str):
        sheet.write_string(number, place, cell)
    elif cell is not None:
        sheet.write_number(number, place, cell)


def replaced(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """Return a workbook with something else in one of its parts."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace(old, new) if name == part else data)
    return kept.getvalue()


def json_stat(
    dimensions: Mapping[str, Mapping[str, str]],
    values: Sequence[float | None],
    roles: Mapping[str, Sequence[str]] | None = None,
) -> bytes:
    """Return JSON-stat 2 of dimensions (label of each code, by label of the dimension)."""
    content = {
        "version": "2.0",
        "class": "dataset",
        "label": "Folkmängd efter område, kön och år",
        "id": list(dimensions),
        "size": [len(one) for one in dimensions.values()],
        "role": roles or {},
        "dimension": {
            name: {"label": name, "category": {"index": {code: at for at, code in enumerate(labels)}, "label": dict(labels)}}
            for name, labels in dimensions.items()
        },
        "value": list(values),
    }
    return json.dumps(content).encode()


def px(dimensions: Mapping[str, Mapping[str, str]], values: Sequence[str], encoding: str = "cp1252") -> bytes:
    """Return a PX file whose last dimension is the heading."""
    *stub, heading = dimensions
    quoted = {name: ",".join(f'"{label}"' for label in labels.values()) for name, labels in dimensions.items()}
    codes = {name: ",".join(f'"{code}"' for code in labels) for name, labels in dimensions.items()}
    lines = [
        'CHARSET="ANSI";',
        'AXIS-VERSION="2010";',
        'TITLE="Folkmängd efter "',
        '"område; och år";',
        'CONTENTS="Folkmängd";',
    ]
    lines += [f"STUB={','.join(f'{chr(34)}{name}{chr(34)}' for name in stub)};", f'HEADING="{heading}";']
    lines += [f'VALUES("{name}")={text};' for name, text in quoted.items()]
    lines += [f'CODES("{name}")={text};' for name, text in codes.items()]
    return "\r\n".join([*lines, "DATA=", " ".join(values) + ";"]).encode(encoding)
