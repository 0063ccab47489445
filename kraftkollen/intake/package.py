"""Looks into a workbook's package before anything opens it: its size unpacked, its errors, what it hides."""

import re
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO

from kraftkollen.errors import Problem
from kraftkollen.intake.cells import matches
from kraftkollen.intake.unreadable import UnreadableError
from kraftkollen.model.persons import MAYBE_IDENTITY, holds_identity_number

MAGIC = b"PK\x03\x04"
UNPACKED_AT_MOST = 300_000_000
CELLS_AT_MOST = 30_000_000
TEXT_AT_MOST = 1_000_000_000
_PARTS_AT_MOST = 5_000
_DENSEST = 200  # unpacked to packed: cells of a sheet are packed 10 to 40 times, what is made to burst a memory a thousand
_DENSE_FROM = 20_000_000
_CHUNK = 1 << 20
_BOOK = "xl/workbook.xml"
_COLUMN = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{1,7})[0-9]{0,9}[\"']")
_ROW = re.compile(rb"\br\s*=\s*[\"'][A-Za-z]{0,7}([0-9]{1,9})[\"']")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)>(.*?)</(?:\w+:)?c\s*>", re.DOTALL)
_CELL_PLACE = re.compile(rb"\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]+)<")
_TAG = re.compile(rb"<[^>]*>")
_ATTRIBUTE = rb"\b%s\s*=\s*[\"']([^\"']*)[\"']"


def open_package(content: bytes) -> "Package":
    """Unpack a workbook within bounds.

    Raises
    ------
    UnreadableError
        If it is no workbook, is broken, or would take more memory than an honest file does.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            infos = archive.infolist()
            parts = _unpacked(content, infos)
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, OSError, EOFError, UnicodeError) as error:
        raise UnreadableError(Problem("workbook_broken")) from error
    if _BOOK not in parts:
        raise UnreadableError(Problem("file_not_table", details={"kind": _kind(parts)}))
    package = Package(parts)
    package.refuse_too_large()
    return package


def _kind(parts: dict[str, bytes]) -> str:
    if "xl/workbook.bin" in parts:
        return "workbook"
    return "document" if any(name.startswith(("word/", "ppt/", "content.xml")) for name in parts) else "archive"


def _unpacked(content: bytes, infos: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    """Unpack every part ourselves: the sizes in the directory are only what the sender says that they are."""
    left = UNPACKED_AT_MOST
    if len(infos) > _PARTS_AT_MOST:
        raise zipfile.BadZipFile("more parts than any workbook")
    if sum(info.file_size for info in infos) > left:
        raise _too_large(sum(info.file_size for info in infos))
    parts = {}
    for info in infos:
        if info.flag_bits & 1:
            raise UnreadableError(Problem("workbook_locked"))
        data = _part(content, info, left)
        left -= len(data)
        parts[info.filename.removeprefix("/")] = data
    return parts


def _part(content: bytes, info: zipfile.ZipInfo, left: int) -> bytes:
    begin = info.header_offset
    header = content[begin : begin + 30]
    if header[:4] != MAGIC:
        raise zipfile.BadZipFile
    start = begin + 30 + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    packed = content[start : start + info.compress_size]
    if info.compress_type == zipfile.ZIP_STORED:
        return packed
    if info.compress_type != zipfile.ZIP_DEFLATED:
        raise zipfile.BadZipFile
    unpacking, pieces, size = zlib.decompressobj(-15), [], 0
    while packed and not unpacking.eof:
        pieces.append(unpacking.decompress(packed, _CHUNK))
        packed = unpacking.unconsumed_tail
        size += len(pieces[-1])
        if size > left:
            raise _too_large(UNPACKED_AT_MOST + size - left)
        if size > _DENSE_FROM and size > _DENSEST * info.compress_size:
            raise zipfile.BadZipFile("denser than any sheet")
    return b"".join(pieces)


def _too_large(size: int) -> UnreadableError:
    most = UNPACKED_AT_MOST // 1_000_000
    return UnreadableError(Problem("workbook_too_large", details={"megabytes": round(size / 1e6), "most": most}))


@dataclass(frozen=True)
class Package:
    """The parts of a workbook by name, unpacked."""

    parts: dict[str, bytes]

    @cached_property
    def _sheets(self) -> tuple[str, ...]:
        """The parts that hold the sheets, in the order of the workbook."""
        targets = {}
        for tag in re.findall(rb"<(?:\w+:)?Relationship\b[^>]*>", self.parts.get("xl/_rels/workbook.xml.rels", b"")):
            identity, target = (_attribute(tag, name) for name in (b"Id", b"Target"))
            targets[identity] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        tags = re.findall(rb"<(?:\w+:)?sheet\b[^>]*>", self.parts[_BOOK])
        return tuple(targets.get(_attribute(tag, rb"(?:\w+:)id"), "") for tag in tags)

    def refuse_too_large(self) -> None:
        """Refuse a few cells that stand so far apart, or one text so often, that reading them would fill the memory."""
        cells = 0
        for name, data in self.parts.items():
            if b"sheetData" in data and not name.endswith(".rels"):
                height, width = _extent(data)
                cells += height * width
        longest = max((len(one) for one in self.parts.get("xl/sharedStrings.xml", b"").split(b"</si>")), default=0)
        if cells > CELLS_AT_MOST or (longest > 2_000 and longest * cells > TEXT_AT_MOST):
            raise UnreadableError(Problem("workbook_too_wide", details={"cells": cells, "most": CELLS_AT_MOST}))

    def formulas_without_result(self, sheet: int) -> dict[tuple[int, int], str]:
        """Return cells that hold an error, or a formula that was never worked out, by row and column from 0."""
        data = self._data(sheet)
        if b't="e"' not in data and b"<f" not in data and b":f" not in data:
            return {}
        found = {}
        for cell in _CELL.finditer(data):
            attributes, inside = cell.groups()
            place = _CELL_PLACE.search(attributes)
            value = _VALUE.search(inside)
            if place is None:
                continue
            if b't="e"' in attributes:
                text = value[1].decode("utf-8", "replace") if value else "#"
            elif value is None and b't="str"' not in attributes and re.search(rb"<(?:\w+:)?f\b", inside):
                text = "=" + _TAG.sub(b"", inside).decode("utf-8", "replace")[:50]
            else:
                continue
            found[int(place[2]) - 1, _column(place[1])] = text
        return found

    def hidden_rows(self, sheet: int) -> int:
        """Return how many rows of the sheet that hold anything are hidden, by hand or by a filter."""
        rows = re.findall(rb"<(?:\w+:)?row\b([^>]*[^/>])>", self._data(sheet))
        return sum(bool(re.search(rb"\bhidden=[\"'](?:1|true)[\"']", row)) for row in rows)

    def hides_identity_number(self, shown: bool) -> bool:
        """Return whether a personal identity number stands in a comment, a pivot table or any other part beside the sheets.

        The texts of cells are searched too unless one is `shown` in a sheet: a deleted cell can leave its text behind.
        """
        aside = {*self._sheets, "xl/sharedStrings.xml"} if shown else set(self._sheets)
        beside = (data for name, data in self.parts.items() if name not in aside)
        return any(_holds_identity_number(data) for data in beside if matches(data, MAYBE_IDENTITY))

    def _data(self, sheet: int) -> bytes:
        return self.parts.get(self._sheets[sheet], b"") if sheet < len(self._sheets) else b""


def _holds_identity_number(data: bytes) -> bool:
    texts = re.split(rb"<[^>]*>|[\"']", data)
    return any(holds_identity_number(text.decode("utf-8", "replace")) for text in texts if len(text) >= 10)


def _attribute(tag: bytes, name: bytes) -> str:
    found = re.search(_ATTRIBUTE % name, tag)
    return found[1].decode("utf-8", "replace") if found else ""


def _extent(data: bytes) -> tuple[int, int]:
    """Return the last row and column that any cell refers to; cells without a reference follow each other."""
    columns: set[bytes] = set()
    rows: set[bytes] = set()
    for start in range(0, len(data), _CHUNK):
        piece = data[start : start + _CHUNK + 64]
        columns.update(_COLUMN.findall(piece))
        rows.update(_ROW.findall(piece))
    height = max((int(row) for row in rows), default=0)
    width = max((_column(column) + 1 for column in columns), default=0)
    return max(height, data.count(b"<row"), 1), max(width, 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number - 1
