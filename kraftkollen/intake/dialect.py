"""Turns the bytes of a file into UTF-8 and finds its separator and header; says what the file is when it is no text."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from kraftkollen.errors import Problem
from kraftkollen.intake.columns import Columns
from kraftkollen.intake.known import Header, Known
from kraftkollen.intake.shapes import find_header
from kraftkollen.intake.unreadable import UnreadableError, impossible
from kraftkollen.model.delivery import Correction

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
_ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-16-le", "utf-16-be", "mac-roman", "cp850", "cp865")
_LOCKED = "EncryptedPackage".encode("utf-16-le")  # what a workbook with a password is wrapped in
_BOM = b"\xef\xbb\xbf"
_CONTROL = frozenset(range(32)) - frozenset(b"\t\n\r\f\x0b\x1a")


@dataclass(frozen=True)
class Layout:
    """How the text is laid out. `before` holds the title rows; `body` is the byte at which the first row of data begins."""

    separator: str
    columns: Columns
    header_row: int
    before: tuple[tuple[str, ...], ...]
    body: int


def to_utf8(content: bytes, said: str | None = None) -> tuple[bytes, str]:
    """Return the file as UTF-8 with line feeds that both our readers know, and its encoding, which the officer may have said.

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
            if _LOCKED in content:
                raise UnreadableError(Problem("workbook_locked"))
            raise UnreadableError(Problem("file_not_table", details={"kind": kind}))
    data, encoding = _decoded(content) if said is None else _decoded_as(content, said)
    while data.startswith(_BOM):
        data = data[len(_BOM) :]
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
    if content.startswith(_BOM) and _is_utf8(content):
        return content, "utf-8-sig"
    wide = _wide_encoding(content)
    if wide is not None:
        try:
            return content.decode(wide).encode(), wide
        except UnicodeError as error:
            raise UnreadableError(Problem("encoding_unknown")) from error
    if _is_utf8(content):
        return content, "utf-8"
    try:
        return content.decode("cp1252").encode(), "cp1252"
    except UnicodeDecodeError as error:
        raise UnreadableError(Problem("encoding_unknown")) from error


def _decoded_as(content: bytes, said: str) -> tuple[bytes, str]:
    if said not in _ENCODINGS:
        raise impossible("encoding", said)
    try:
        return content.decode(said).encode(), said
    except UnicodeError as error:
        raise impossible("encoding", said) from error


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


def find_layout(data: bytes, known: Known | None = None) -> Layout:
    """Return separator, header and where the data begin: the separator under which most columns are understood.

    Rows are counted as a spreadsheet does, from 1, with a line "sep=;" as row 1; a cell with line breaks is still one row.

    Raises
    ------
    UnreadableError
        If no row is a header, or a correction does not fit the file.
    """
    known = known or Known()
    correction = known.form.correction
    head = data[: _HEAD_CHARACTERS * 2].decode("utf-8", errors="ignore")[:_HEAD_CHARACTERS]
    best: tuple[Header, Layout] | None = None
    refused: UnreadableError | None = None
    for separator in _separators(head, correction):
        records = list(_head_records(head, separator, correction.header_row or 0))
        try:
            header = find_header([record for record, _ in records], known)
        except UnreadableError as error:  # under another separator the columns of a correction may be there
            refused = refused or error
            continue
        if header is not None and (best is None or header.rank > best[0].rank):
            best = header, _layout(data, separator, header, records)
    if best is not None:
        return best[1]
    if refused is not None:
        raise refused
    raise no_header(correction)


def no_header(correction: Correction) -> UnreadableError:
    """Return the error for a table without a header, or without one that fits the correction."""
    if correction.header_row is not None:
        return impossible("header_row", correction.header_row)
    if correction.shape is not None:
        return impossible("shape", correction.shape)
    return UnreadableError(Problem("header_missing", details={"expected": "område;period;värde"}))


def _separators(head: str, correction: Correction) -> tuple[str, ...]:
    said = correction.separator
    if said is None:
        named = _named_separator(head)
        return (named,) if named else SEPARATORS
    if len(said) != 1 or said in '"\r\n' or said.isalnum():
        raise impossible("separator", said)
    return (said,)


def _layout(data: bytes, separator: str, header: Header, records: list[tuple[list[str], int]]) -> Layout:
    number, columns = header.number, header.columns
    before = tuple(tuple(record) for record, _ in records[: number - columns.depth + 1])
    return Layout(separator, columns, number + 1, before, _offset_of_line(data, records[number][1]))


def _named_separator(head: str) -> str | None:
    first = head.split("\n", 1)[0].strip().strip('"')
    is_named = first[:4].lower() == "sep=" and (len(first) == 5 or first[4:] == "")
    return (first[4:] or "\t") if is_named else None


def _head_records(head: str, separator: str, least: int = 0) -> Iterator[tuple[list[str], int]]:
    try:
        reader = csv.reader(io.StringIO(head, newline=""), delimiter=separator)
        for record in reader:
            yield record, reader.line_num
            if reader.line_num >= max(_HEAD_RECORDS, min(least, 2000)):
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
