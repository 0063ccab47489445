"""Writes a template as CSV and as a workbook, to be filled in and sent back as it is."""

import io
from collections.abc import Sequence

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from kraftkollen.model.indicator import Indicator
from kraftkollen.model.spreadsheets import BOOK, csv_bytes
from kraftkollen.model.text import Language
from kraftkollen.views.template_view import TemplateRow, TemplateView
from kraftkollen.words.demo import demo_notice
from kraftkollen.words.numbers import exact
from kraftkollen.words.translate import translate

# The format that we document (design, section 6), with the areas' names beside their codes; the reader knows both languages.
HEADERS: dict[Language, tuple[str, ...]] = {
    "sv": ("indikator", "område", "områdesnamn", "period", "grupp", "värde", "täljare", "nämnare", "status", "kommentar"),
    "en": ("indicator", "area", "area name", "period", "group", "value", "numerator", "denominator", "status", "comment"),
}
_FIRST_TO_FILL = 5
_VALUE, _NUMERATOR, _DENOMINATOR, _STATUS = 5, 6, 7, 8
_STATUSES: dict[Language, tuple[str, ...]] = {
    "sv": ("definitiv", "preliminär", "saknas"),
    "en": ("final", "preliminary", "missing"),
}
_WIDTHS = (28, 10, 28, 10, 26, 12, 12, 12, 14, 40)


def template_csv(view: TemplateView, language: Language) -> bytes:
    """Return the template as Excel opens it in Sweden: UTF-8 with its mark, semicolons, CRLF. Figures take a decimal comma."""
    empty = [""] * (len(_WIDTHS) - _FIRST_TO_FILL)
    return csv_bytes([HEADERS[language], *(_texts(row, view, language) + empty for row in view.rows)])


def _texts(row: TemplateRow, view: TemplateView, language: Language) -> list[str]:
    return [row.indicator.id, row.area, row.name, row.period, row.group.title(view.dimensions, language)]


def template_xlsx(view: TemplateView, language: Language) -> bytes:
    """Return the template as a workbook: a sheet to fill in, and one that says how and what each indicator means."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, BOOK) as book:
        paint = _Paint(book)
        _write_figures(book.add_worksheet(translate(language, "Figures")), view, language, paint)
        _write_guide(book.add_worksheet(translate(language, "Read me")), view, language, paint)
    return target.getvalue()


class _Paint:
    """The formats of the workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.header = book.add_format({"bold": True, "bottom": 1, "bg_color": "#f0ece4"})
        self.given = book.add_format({"font_color": "#444444"})
        self.open = book.add_format({"num_format": "General", "bg_color": "#fff8e1", "border": 1, "border_color": "#dddddd"})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.label = book.add_format({"bold": True, "valign": "top"})
        self.title = book.add_format({"bold": True, "font_size": 14})


def _write_figures(sheet: Worksheet, view: TemplateView, language: Language, paint: _Paint) -> None:
    for column, header in enumerate(HEADERS[language]):
        sheet.write_string(0, column, header, paint.header)
        sheet.set_column(column, column, _WIDTHS[column])
    for number, row in enumerate(view.rows, start=1):
        for column, text in enumerate(_texts(row, view, language)):
            sheet.write_string(number, column, text, paint.given)
        for column in _to_fill(row):
            sheet.write_blank(number, column, None, paint.open)
    sheet.freeze_panes(1, _FIRST_TO_FILL)
    if view.rows:
        sheet.autofilter(0, 0, len(view.rows), len(_WIDTHS) - 1)
        _validate(sheet, view.rows, language)


def _to_fill(row: TemplateRow) -> tuple[int, ...]:
    if not row.indicator.is_ratio:
        return (_VALUE,)
    return (_VALUE, _NUMERATOR, _DENOMINATOR) if row.bare else (_NUMERATOR, _DENOMINATOR)


def _validate(sheet: Worksheet, rows: Sequence[TemplateRow], language: Language) -> None:
    """Let the cells take numbers from nought; a stretch of rows whose values may be negative takes any number."""
    last = len(rows)
    title = translate(language, "Not a number from 0 upwards")
    message = translate(language, "Write a number, .. where the figure is missing, or leave the cell empty.")
    rule = {"validate": "decimal", "criteria": ">=", "value": 0, "error_type": "warning"}
    said = {"error_title": title, "error_message": message, "ignore_blank": True}
    sheet.data_validation(1, _NUMERATOR, last, _DENOMINATOR, {**rule, **said})
    for first, end in _stretches([_not_negative(row.indicator) for row in rows]):
        sheet.data_validation(first + 1, _VALUE, end, _VALUE, {**rule, **said})
    sheet.data_validation(1, _STATUS, last, _STATUS, {"validate": "list", "source": list(_STATUSES[language])})


def _not_negative(indicator: Indicator) -> bool:
    return indicator.range.low is not None and indicator.range.low >= 0


def _stretches(flags: Sequence[bool]) -> list[tuple[int, int]]:
    """Return start and end of each unbroken run of true."""
    edges = [
        place for place in range(len(flags) + 1) if (place < len(flags) and flags[place]) != (place > 0 and flags[place - 1])
    ]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _write_guide(sheet: Worksheet, view: TemplateView, language: Language, paint: _Paint) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, translate(language, "How to fill in the template"), paint.title)
    number = 1
    for line in _how(view, language):
        sheet.write_string(number, 1, line, paint.text)
        number += 1
    for indicator in view.indicators:
        sheet.write_string(number + 1, 0, indicator.title.in_language(language), paint.title)
        number += 2
        for label, text in _meaning(indicator, language):
            sheet.write_string(number, 0, label, paint.label)
            sheet.write_string(number, 1, text, paint.text)
            number += 1


def _how(view: TemplateView, language: Language) -> list[str]:
    lines = [
        translate(language, "Fill in the coloured cells of the first sheet and send the file back as it is."),
        translate(
            language, "A share or a rate takes numerator and denominator; the value is worked out. A count takes the value."
        ),
        translate(language, "An empty cell is not delivered. Write .. where the figure is missing, and 0 for nought."),
        translate(language, "Write numerator 0 and denominator 0 for an area where nobody lives."),
        translate(language, "Write only figures about groups of people: no names and no personal identity numbers anywhere."),
    ]
    return [*lines, demo_notice(language, demo=True)] if view.demo else lines


def _meaning(indicator: Indicator, language: Language) -> list[tuple[str, str]]:
    low, high = (exact(one, language) if one is not None else "–" for one in (indicator.range.low, indicator.range.high))
    found = [
        (translate(language, "Id"), indicator.id),
        (translate(language, "What it says"), indicator.description.in_language(language)),
        (translate(language, "Unit"), indicator.unit.in_language(language)),
    ]
    if indicator.numerator is not None and indicator.denominator is not None:
        found.append((translate(language, "Numerator"), indicator.numerator.in_language(language)))
        found.append((translate(language, "Denominator"), indicator.denominator.in_language(language)))
    return [*found, (translate(language, "Possible values"), translate(language, "{low} to {high}", low=low, high=high))]
