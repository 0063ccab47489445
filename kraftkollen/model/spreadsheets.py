"""What goes out to be opened in a spreadsheet: no cell of it is a formula. Every CSV file that we write is written here."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

# What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection), also in the wide letters of East Asia.
_FORMULA: Final = (*"=+-@\t\r\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# A signed number, with a unit after it or not, calls nothing; and a dash alone says that there is nothing.
_NUMBER: Final = re.compile(r"[+-]?\d[\d\s]*([.,]\d+)?[\sA-Za-zÅÄÖåäö%]*|-+")
# For every workbook that xlsxwriter makes: a text stays a text.
BOOK: Final[dict[str, Any]] = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def harmless(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: with an apostrophe before it where one could."""
    begins = text.lstrip(" \u00a0\ufeff").startswith(_FORMULA)
    return f"'{text}" if begins and not _NUMBER.fullmatch(text.strip()) else text


def csv_bytes(rows: Iterable[Sequence[object]], separator: str = ";", end: str = "\r\n", encoding: str = "utf-8-sig") -> bytes:
    """Return rows as Excel in Sweden opens them: UTF-8 with its mark, semicolons, CRLF. Every text in them is harmless."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=separator, lineterminator=end)
    writer.writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return written.getvalue().encode(encoding)
