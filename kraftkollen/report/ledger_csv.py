"""The ledger as a file for a spreadsheet: every row, with what counts and what was corrected."""

from collections.abc import Iterable

from kraftkollen.model.spreadsheets import csv_bytes
from kraftkollen.model.text import Language
from kraftkollen.views.ledger_view import LedgerLine
from kraftkollen.words.translate import mark, translate

_HEADERS = (
    mark("Year"),
    mark("Intervention"),
    mark("Committee"),
    mark("Source"),
    mark("Kind"),
    mark("Type"),
    mark("Amount SEK"),
    mark("Date"),
    mark("Document number"),
    mark("Set aside"),
    mark("Note"),
    mark("Counts"),
)


def ledger_csv(lines: Iterable[LedgerLine], language: Language) -> bytes:
    """Return the rows as a semicolon-separated file that Excel opens as it is; the last column says which rows count."""
    yes, no = translate(language, "yes"), translate(language, "no: corrected")
    rows: list[list[object]] = [[translate(language, one) for one in _HEADERS]]
    for one in lines:
        row = one.row
        texts = (one.intervention, one.committee, one.source, one.kind, one.type)
        beside = (one.day, one.document, row.allotment or "", row.note or "", yes if one.counts else no)
        rows.append([row.year, *texts, _amount(row.amount_ore, language), *beside])
    return csv_bytes(rows)


def _amount(ore: int, language: Language) -> str:
    sign, kronor, rest = "-" if ore < 0 else "", abs(ore) // 100, abs(ore) % 100
    return f"{sign}{kronor}{',' if language == 'sv' else '.'}{rest:02d}"
