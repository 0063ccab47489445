"""Turns the bytes of a file into UTF-8 and finds its separator and header; says what the file is when it is no text."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from kraftkollen.errors import Problem
from kraftkollen.intake.columns import Columns, find_header

LARGEST_BYTES = 300_000_000
SEPARATORS = (";", "\t", ",")
_HEAD_CHARACTERS = 60_000  # below csv's own limit for one cell, so that a quote never closed does no harm here
_HEAD_RECORDS = 60
_MAGIC = (
    (b"%PDF", "pdf"),
    (b"PK\x03\x04", "workbook"),
    (b"\xd0\xcf\x11\xe0", "old_workbook"),
    (b"\x89PNG", "picture"),
    (b"GIF8", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"{\\rtf", "document"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf", "archive"),
)
_CONTROL = frozenset(range(32)) - frozenset(b"\t\n\r\f\x0b\x1a")


class UnreadableError(Exception):
    """The file cannot be read at all, for the reason that `problem` holds."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.code)


@dataclass(frozen=True)
class Layout:
    """How the text is laid out. `before` holds the title rows; `body` is the byte at which the first row of data begins."""

    separator: str
    columns: Columns
    header_row: int
    before: tuple[tuple[str, ...], ...]
    body: int


def to_utf8(content: bytes) -> tuple[bytes, str]:
    """Return the file as UTF-8 with line feeds that both our readers know, and the encoding that it came in.

    Raises
    ------
    UnreadableError
        If it is empty, too large, no text, or in an encoding that is none of ours.
    """
    if len(content) > LARGEST_BYTES:
        details = {"megabytes": round(len(content) / 1e6), "most": LARGEST_BYTES // 1_000_000}
        raise UnreadableError(Problem("file_too_large", details=details))
    if _is_blank(content):
        raise UnreadableError(Problem("file_empty"))
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            raise UnreadableError(Problem("file_not_table", details={"kind": kind}))
    data, encoding = _decoded(content)
    if b"\0" in data or not _CONTROL.isdisjoint(data[:100_000]):
        raise UnreadableError(Problem("file_not_table", details={"kind": "binary"}))
    if _is_blank(data):
        raise UnreadableError(Problem("file_empty"))
    if b"\r" in data and data.count(b"\r") != data.count(b"\r\n"):
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return data, encoding


def _is_blank(data: bytes) -> bool:
    return not data[:1000].strip() and not data.strip()


def _decoded(content: bytes) -> tuple[bytes, str]:
    if content.startswith(b"\xef\xbb\xbf"):
        data = content[3:]
        if _is_utf8(data):
            return data, "utf-8-sig"
    wide = _wide_encoding(content)
    if wide is not None:
        try:
            return content.decode(wide).removeprefix("\ufeff").encode(), wide
        except UnicodeError as error:
            raise UnreadableError(Problem("encoding_unknown")) from error
    if _is_utf8(content):
        return content, "utf-8"
    try:
        return content.decode("cp1252").encode(), "cp1252"
    except UnicodeDecodeError as error:
        raise UnreadableError(Problem("encoding_unknown")) from error


def _is_utf8(content: bytes) -> bool:
    try:
        return content.isascii() or bool(content.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _wide_encoding(content: bytes) -> str | None:
    if content.startswith(b"\xff\xfe"):
        return "utf-16-le"
    if content.startswith(b"\xfe\xff"):
        return "utf-16-be"
    sample = content[:4096]
    pairs = len(sample) // 2
    if pairs and sample[1::2].count(0) > 0.6 * pairs and sample[::2].count(0) == 0:
        return "utf-16-le"
    if pairs and sample[::2].count(0) > 0.6 * pairs and sample[1::2].count(0) == 0:
        return "utf-16-be"
    return None


def find_layout(data: bytes) -> Layout:
    """Return separator, header and where the data begin: the separator under which most columns are understood.

    Rows are counted as a spreadsheet does, from 1, with a line "sep=;" as row 1; a cell with line breaks is still one row.

    Raises
    ------
    UnreadableError
        If no row is a header.
    """
    head = data[: _HEAD_CHARACTERS * 2].decode("utf-8", errors="ignore")[:_HEAD_CHARACTERS]
    named = _named_separator(head)
    found: Layout | None = None
    for separator in (named,) if named else SEPARATORS:
        records = list(_head_records(head, separator))
        header = find_header([record for record, _ in records])
        if header is not None and (found is None or len(header[1].places) > len(found.columns.places)):
            number, columns = header
            before = tuple(tuple(record) for record, _ in records[:number])
            found = Layout(separator, columns, number + 1, before, _offset_of_line(data, records[number][1]))
    if found is None:
        raise UnreadableError(Problem("header_missing", details={"expected": "område;period;värde"}))
    return found


def _named_separator(head: str) -> str | None:
    first = head.split("\n", 1)[0].strip().strip('"')
    is_named = first[:4].lower() == "sep=" and (len(first) == 5 or first[4:] == "")
    return (first[4:] or "\t") if is_named else None


def _head_records(head: str, separator: str) -> Iterator[tuple[list[str], int]]:
    try:
        reader = csv.reader(io.StringIO(head, newline=""), delimiter=separator)
        for record in reader:
            yield record, reader.line_num
            if reader.line_num >= _HEAD_RECORDS:
                return
    except (csv.Error, ValueError, TypeError):  # a "sep=" that names what can be no separator
        return


def _offset_of_line(data: bytes, lines: int) -> int:
    place = 0
    for _ in range(lines):
        place = data.find(b"\n", place) + 1
        if place == 0:
            return len(data)
    return place
