"""Reads the body of a delimited text into columns of cells, each distinct text once, with Python's own reader for odd files."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from kraftkollen.errors import Problem
from kraftkollen.intake.dialect import Layout
from kraftkollen.intake.unreadable import UnreadableError

MOST_ROWS = 3_000_000
LONGEST_CELL = 1000
_TEXT = pa.dictionary(pa.int32(), pa.string())
_CHUNK = 50_000
_MOST_NOTES = 200


@dataclass(frozen=True)
class Body:
    """The cells below the header: a column per header, as dictionary-encoded text, no cell longer than `LONGEST_CELL`.

    `notes` are rows at the end that hold nothing but a first cell; `overflowing` marks rows with more cells than the header.
    """

    columns: tuple[pa.DictionaryArray, ...]
    notes: tuple[str, ...]
    overflowing: npt.NDArray[np.bool_]

    @property
    def height(self) -> int:
        return len(self.overflowing)


def read_body(data: bytes, layout: Layout) -> Body:
    """Return the cells below the header, and the notes below them.

    Raises
    ------
    UnreadableError
        If there are too many rows, or a quotation mark that is never closed.
    """
    end, notes = _peel_notes(data, layout)
    width = len(layout.columns.headers)
    if end <= layout.body:
        return Body(tuple(_encoded([]) for _ in range(width)), notes, np.zeros(0, dtype=bool))
    body = memoryview(data)[layout.body : end]
    fast = _read_fast(body, layout.separator, width)
    columns, overflowing = fast if fast is not None else _read_slowly(body, layout, width)
    return Body(tuple(_cut(column) for column in columns), notes, overflowing)


def _peel_notes(data: bytes, layout: Layout) -> tuple[int, tuple[str, ...]]:
    """Return where the rows of data end, and the notes after them in the order of the file."""
    end = len(data)
    notes: list[str] = []
    while end > layout.body and len(notes) < _MOST_NOTES:
        start = max(data.rfind(b"\n", 0, end - 1) + 1, layout.body)
        first = _only_first_cell(data[start:end], layout.separator)
        if first is None:
            break
        notes.append(first)
        end = start
    return end, tuple(reversed(notes))


def _only_first_cell(line: bytes, separator: str) -> str | None:
    """Return the first cell if the others are empty; None if they are not, or if a quotation spans several lines."""
    if len(line) > 10_000 or line.count(b'"') % 2:
        return None
    text = line.decode("utf-8", errors="replace").strip("\r\n\x1a")
    cells = next(csv.reader([text], delimiter=separator), [])
    return None if any(cell.strip() for cell in cells[1:]) else "".join(cells[:1])


def _read_fast(body: memoryview, separator: str, width: int) -> tuple[list[pa.DictionaryArray], npt.NDArray[np.bool_]] | None:
    """Read with pyarrow; None for what it cannot read: ragged rows, empty lines, stray quotation marks."""
    names = [str(place) for place in range(width)]
    quotes = pc.count_substring(_as_one(body), '"')[0].as_py()
    if quotes % 2:
        return None
    try:
        table = pyarrow.csv.read_csv(
            pa.BufferReader(pa.py_buffer(body)),
            read_options=pyarrow.csv.ReadOptions(column_names=names, block_size=4 << 20),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter=separator, newlines_in_values=quotes > 0, ignore_empty_lines=width == 1
            ),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, _TEXT), strings_can_be_null=False, check_utf8=False
            ),
        )
    except (pa.ArrowInvalid, pa.ArrowKeyError):
        return None
    _check_height(table.num_rows)
    columns = [_one_chunk(table[name]) for name in names]
    return columns, np.zeros(table.num_rows, dtype=bool)


def _as_one(body: memoryview) -> pa.Array:
    offsets = pa.array([0, len(body)], pa.int64()).buffers()[1]
    return pa.Array.from_buffers(pa.large_binary(), 1, [None, offsets, pa.py_buffer(body)])


def matches(data: bytes, pattern: str) -> bool:
    """Return whether the pattern (RE2 syntax, UTF-8 as bytes) is found anywhere in the file."""
    return bool(pc.match_substring_regex(_as_one(memoryview(data)), pattern)[0].as_py())


def _check_height(height: int) -> None:
    if height > MOST_ROWS:
        raise UnreadableError(Problem("too_many_rows", details={"rows": height, "most": MOST_ROWS}))


def _read_slowly(body: memoryview, layout: Layout, width: int) -> tuple[list[pa.DictionaryArray], npt.NDArray[np.bool_]]:
    reader = csv.reader(io.TextIOWrapper(io.BytesIO(body), "utf-8", newline=""), delimiter=layout.separator)
    chunks: list[list[pa.DictionaryArray]] = [[] for _ in range(width)]
    overflowing: list[bool] = []
    last: Sequence[str] = ()
    try:
        while records := list(islice(reader, _CHUNK)):
            overflowing += [any(cell.strip() for cell in record[width:]) for record in records]
            _check_height(len(overflowing))
            for place, column in enumerate(chunks):
                column.append(_encoded(record[place] if place < len(record) else "" for record in records))
            last = records[-1]
    except csv.Error as error:  # a cell above csv's limit: a quotation mark has swallowed the rows after it
        row = layout.header_row + len(overflowing) + 1
        raise UnreadableError(Problem("quote_unclosed", row=row)) from error
    if any("\n" in cell for cell in last) and bytes(body).count(b'"') % 2:
        raise UnreadableError(Problem("quote_unclosed", row=layout.header_row + len(overflowing)))
    return [_one_chunk(pa.chunked_array(column, _TEXT)) for column in chunks], np.array(overflowing, dtype=bool)


def _encoded(texts: Iterable[str]) -> pa.DictionaryArray:
    return pa.array([text[: LONGEST_CELL + 1] for text in texts], pa.string()).dictionary_encode()


def _one_chunk(column: pa.ChunkedArray) -> pa.DictionaryArray:
    whole = column.unify_dictionaries().combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = whole.chunk(0) if whole.num_chunks else _encoded([])
    return whole


def _cut(column: pa.DictionaryArray) -> pa.DictionaryArray:
    longest = pc.max(pc.binary_length(column.dictionary)).as_py() or 0
    if longest <= LONGEST_CELL:
        return column
    return with_texts(column, pc.utf8_slice_codeunits(column.dictionary, 0, LONGEST_CELL + 1))


def with_texts(column: pa.DictionaryArray, texts: pa.StringArray) -> pa.DictionaryArray:
    """Return the column with other texts in its dictionary."""
    return pa.DictionaryArray.from_arrays(column.indices, texts)


def codes_of(column: pa.DictionaryArray) -> npt.NDArray[np.int32]:
    """Return for each row the place of its text in the dictionary."""
    codes: npt.NDArray[np.int32] = column.indices.to_numpy(zero_copy_only=False).astype(np.int32, copy=False)
    return codes


def texts_of(column: pa.DictionaryArray) -> list[str]:
    """Return the texts of the dictionary without the white space around them."""
    return pc.utf8_trim_whitespace(column.dictionary).to_pylist()  # type: ignore[no-any-return]
