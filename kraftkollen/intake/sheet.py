"""Reads the bytes of a file of figures into cells under our own names, and says how it was understood."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from kraftkollen.errors import DeliveryRefused, Problem
from kraftkollen.intake import cubes, workbook
from kraftkollen.intake.again import without_headers_again
from kraftkollen.intake.cells import Body, matches, read_body
from kraftkollen.intake.columns import NUMBERS, REMARKS_HEADER, plain
from kraftkollen.intake.dialect import Layout, find_layout, to_utf8
from kraftkollen.intake.fetched.bundle import is_bundle
from kraftkollen.intake.fetched.cells import cells_of
from kraftkollen.intake.findings import Findings
from kraftkollen.intake.known import Known
from kraftkollen.intake.melt import Flat, melted
from kraftkollen.intake.names import fold, indicator_names
from kraftkollen.intake.numbers import main_mark
from kraftkollen.intake.persons import clean_layout
from kraftkollen.intake.unreadable import UnreadableError, impossible
from kraftkollen.model.catalogue import Catalogue
from kraftkollen.model.delivery import Form, Understood
from kraftkollen.model.persons import MAYBE_IDENTITY

READER = "text/2"
WORKBOOK_READER = "workbook/1"
ROW = "row"


@dataclass(frozen=True)
class Sheet:
    """A file as it was read.

    Attributes
    ----------
    understood : Understood
    cells : pa.Table
        One row per figure, in the order of the file. Columns: those understood, dictionary-encoded text as it stood (at most
        1,001 characters), and `row`, int32, the row as the sender counts: as a spreadsheet shows it, from 1.
    problems : tuple of Problem
        What was found wrong while reading; `check` gives it back together with its own.
    under : mapping of str to pa.DictionaryArray
        For each column of ours whose cells stood in several columns of the file, the header that each cell stood under.
    header_key : str
        A hash of the header texts, the same in every dialect: what was corrected for one file fits the next with the same key.
    warnings : tuple of Problem
        What the officer should know of how the file was made, such as rows that are hidden.
    """

    understood: Understood
    cells: pa.Table
    problems: tuple[Problem, ...] = ()
    under: Mapping[str, pa.DictionaryArray] = field(default_factory=dict)
    header_key: str = ""
    warnings: tuple[Problem, ...] = ()


def read(content: bytes, filename: str, form: Form, catalogue: Catalogue | None = None) -> Sheet:
    """Read a file of figures, whatever its name: delimited text, a workbook, JSON-stat 2, PxWeb's JSON or PX.

    Parameters
    ----------
    catalogue
        The indicators, whose titles are understood as headers and in the title above a table.

    Raises
    ------
    DeliveryRefused
        If it cannot be read at all: empty, of no kind that we know, too large, without a header or rows.
    """
    known = Known(form, indicator_names(catalogue) if catalogue is not None else {})
    try:
        return _of_fetch(content, catalogue) if is_bundle(content[:100]) else _read(content, known)
    except UnreadableError as error:
        raise DeliveryRefused([error.problem], file=filename) from None


def _read(content: bytes, known: Known) -> Sheet:
    mark = known.form.correction.decimal_mark
    if mark not in (None, ",", "."):
        raise impossible("decimal_mark", mark)
    if workbook.is_workbook(content):
        page = workbook.read_page(content, known)
        origin = _Origin(WORKBOOK_READER, workbook.ENCODING, page.name, True, page.problems, page.warnings)
        return _sheet(origin, page.layout, page.body, mark)
    data, encoding = to_utf8(content, known.form.correction.encoding)
    cube = cubes.read_cube(data, known)
    if cube is not None:
        return _of_cube(cube, encoding, data)
    layout = find_layout(data, known)
    body = read_body(data, layout)
    return _sheet(_Origin(READER, encoding, None, matches(data, MAYBE_IDENTITY)), layout, body, mark)


@dataclass(frozen=True)
class _Origin:
    """Where a table comes from; `suspect` if a personal identity number may stand somewhere in it."""

    reader: str
    encoding: str
    sheet: str | None
    suspect: bool
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


def _sheet(origin: _Origin, layout: Layout, body: Body, mark: str | None) -> Sheet:
    if body.height == 0:
        raise UnreadableError(Problem("no_rows", row=layout.header_row))
    first = layout.header_row + 1
    rows = np.arange(first, first + body.height, dtype=np.int32)
    findings = Findings(rows)
    headers, body = clean_layout(layout, body, origin.suspect, findings)
    _note_faulty_columns(layout, headers, findings)
    findings.add("too_many_cells", None, body.overflowing, details=lambda _: {"columns": len(headers)})
    body = without_headers_again(layout.columns, body, findings)
    flat = melted(layout.columns, headers, body, rows)
    understood = Understood(
        reader=origin.reader,
        encoding=origin.encoding,
        separator=layout.separator,
        decimal_mark=mark or _mark(flat, layout.separator),
        header_row=layout.header_row,
        shape=layout.columns.shape,
        columns=layout.columns.told(headers),
        ignored=tuple(headers[place] for place in layout.columns.ignored),
        sheet=origin.sheet,
    )
    problems = (*origin.problems, *findings.problems())
    return Sheet(understood, _cells(flat), problems, flat.under, header_key(layout.columns.headers), origin.warnings)


def _mark(flat: Flat, separator: str) -> str:
    return main_mark([flat.columns[name] for name in NUMBERS if name in flat.columns], separator)


def _cells(flat: Flat) -> pa.Table:
    return pa.table({**flat.columns, ROW: pa.array(flat.rows, pa.int32())})


def _of_fetch(content: bytes, catalogue: Catalogue | None) -> Sheet:
    flat, understood = cells_of(content, catalogue)
    problems = cubes.persons_in(content) if matches(content, MAYBE_IDENTITY) else ()
    return Sheet(understood, _cells(flat), problems)


def _of_cube(cube: cubes.Flattened, encoding: str, data: bytes) -> Sheet:
    problems = cubes.persons_in(data) if matches(data, MAYBE_IDENTITY) else ()
    understood = Understood(
        reader=cube.reader,
        encoding=encoding,
        separator="",
        decimal_mark=".",
        header_row=1,
        shape="tidy",
        columns=cube.headers,
        ignored=cube.ignored,
    )
    return Sheet(understood, _cells(cube.flat), problems, header_key=header_key(tuple(cube.labels)))


def header_key(headers: tuple[str, ...]) -> str:
    """Return a hash of the headers that case, spaces, dashes, encoding and separator do not change."""
    # A copy that came back with our remarks is the same kind of file.
    texts = [fold(text) for text in headers if plain(text) != plain(REMARKS_HEADER)]
    while texts and not texts[-1]:
        texts.pop()
    return hashlib.sha256("\x1f".join(texts).encode("utf-8", "replace")).hexdigest()


def _note_faulty_columns(layout: Layout, headers: tuple[str, ...], findings: Findings) -> None:
    for place in layout.columns.personal:
        findings.add_to_file(Problem("person_column", row=layout.header_row, column=headers[place]))
    for place in layout.columns.twice:
        findings.add_to_file(Problem("column_twice", row=layout.header_row, column=headers[place]))
