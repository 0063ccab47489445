"""Cells and sheets of a workbook: a number written for readers as a number that looks the same, names that a workbook takes."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

import xlsxwriter

from kraftkollen.model.text import Language

# As `words.numbers` writes them: 1 234,5 and 1,234.5, a true minus, and a unit behind.
_NUMBER: dict[Language, re.Pattern[str]] = {
    "sv": re.compile(r"([+−]?)(\d{1,3}(?:\u00a0\d{3})*|\d+)(?:,(\d+))?([\s\u00a0]?(?:%|kr|[^\W\d]+)?)"),
    "en": re.compile(r"([+−]?)(\d{1,3}(?:,\d{3})*|\d+)(?:\.(\d+))?([\s\u00a0]?(?:%|kr|[^\W\d]+(?: [^\W\d]+)?)?)"),
}
_LONGEST = 31
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True, slots=True)
class Number:
    """A number, and the form of Excel in which it reads as it was written."""

    value: float
    form: str


def number_in(text: str, language: Language) -> Number | None:
    """Return the number that a cell is; None where it is words, such as "hidden: too few", or more than a number."""
    found = _NUMBER[language].fullmatch(text)
    if found is None:
        return None
    sign, whole, decimals, unit = found.groups()
    value = float(re.sub(r"\D", "", whole) + "." + (decimals or "0"))
    form = "#,##0" + (f".{'0' * len(decimals)}" if decimals else "") + (f'"{unit}"' if unit else "")
    # A change has its sign, also upwards; nought has none.
    return Number(-value if sign == "−" else value, f"+{form};−{form};{form}" if sign else form)


def sheet_name(wanted: str, taken: Collection[str]) -> str:
    """Return a name that a workbook takes: short, without its own signs, and not another sheet's (`taken`, casefolded)."""
    plain = _NOT_IN_A_NAME.sub(" ", wanted).strip()[:_LONGEST] or "-"
    name, number = plain, 2
    while name.casefold() in taken:
        name, number = f"{plain[: _LONGEST - 4]} {number}", number + 1
    return name


class Paint:
    """The formats of a workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.header = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.label = book.add_format({"bold": True, "valign": "top"})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.note = book.add_format({"italic": True, "font_color": "#444444"})
        self.right = book.add_format({"align": "right", "valign": "top"})
        self.number = cache(lambda form: _number_format(book, form))


def _number_format(book: xlsxwriter.Workbook, form: str) -> Any:
    return book.add_format({"num_format": form, "align": "right", "valign": "top"})
