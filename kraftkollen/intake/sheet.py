"""Reads the bytes of a tidy CSV in any Swedish dialect into cells under our own names, and says how it was understood."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from kraftkollen.errors import DeliveryRefused, Problem
from kraftkollen.intake.cells import Body, read_body
from kraftkollen.intake.columns import NUMBERS
from kraftkollen.intake.dialect import Layout, UnreadableError, find_layout, to_utf8
from kraftkollen.intake.findings import Findings
from kraftkollen.intake.numbers import main_mark
from kraftkollen.intake.persons import clean_layout
from kraftkollen.model.delivery import Form, Understood

READER = "tidy-csv/1"
ROW = "row"


@dataclass(frozen=True)
class Sheet:
    """A file as it was read.

    Attributes
    ----------
    understood : Understood
    cells : pa.Table
        One row per row below the header. Columns: those understood, dictionary-encoded text as it stood (at most 1,001
        characters), and `row`, int32, the row as the sender counts: as a spreadsheet shows it, from 1.
    problems : tuple of Problem
        What was found wrong while reading; `check` gives it back together with its own.
    """

    understood: Understood
    cells: pa.Table
    problems: tuple[Problem, ...] = ()


def read(content: bytes, filename: str, form: Form) -> Sheet:  # noqa: ARG001 (form.sheet names the sheet of a workbook)
    """Read a file of figures.

    Raises
    ------
    DeliveryRefused
        If it cannot be read at all: empty, no text, too large, without a header or rows.
    """
    try:
        data, encoding = to_utf8(content)
        layout = find_layout(data)
        body = read_body(data, layout)
        if body.height == 0:
            raise UnreadableError(Problem("no_rows", row=layout.header_row))
    except UnreadableError as error:
        raise DeliveryRefused([error.problem], file=filename) from None
    return _sheet(data, encoding, layout, body)


def _sheet(data: bytes, encoding: str, layout: Layout, body: Body) -> Sheet:
    first = layout.header_row + 1
    rows = np.arange(first, first + body.height, dtype=np.int32)
    findings = Findings(rows)
    headers, body = clean_layout(layout, body, data, findings)
    _note_faulty_columns(layout, headers, findings)
    findings.add("too_many_cells", None, body.overflowing, details=lambda _: {"columns": len(headers)})
    named = {name: body.columns[place] for name, place in layout.columns.places.items()}
    understood = Understood(
        reader=READER,
        encoding=encoding,
        separator=layout.separator,
        decimal_mark=main_mark([named[name] for name in NUMBERS if name in named], layout.separator),
        header_row=layout.header_row,
        shape="tidy",
        columns={name: headers[place] for name, place in layout.columns.places.items()},
        ignored=tuple(headers[place] for place in layout.columns.ignored),
    )
    cells = pa.table({**named, ROW: pa.array(rows, pa.int32())})
    return Sheet(understood, cells, findings.problems())


def _note_faulty_columns(layout: Layout, headers: tuple[str, ...], findings: Findings) -> None:
    for place in layout.columns.personal:
        findings.add_to_file(Problem("person_column", row=layout.header_row, column=headers[place]))
    for place in layout.columns.twice:
        findings.add_to_file(Problem("column_twice", row=layout.header_row, column=headers[place]))
