"""An edition as a workbook: a sheet a table, every figure that it rests on, definitions, sources; hidden cells as on screen."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from kraftkollen.model.catalogue import Catalogue, catalogue_from_json
from kraftkollen.model.edition import QuotedFigure
from kraftkollen.model.indicator import Indicator
from kraftkollen.model.spreadsheets import BOOK
from kraftkollen.model.text import Language
from kraftkollen.model.yearly import Table, YearlyContent
from kraftkollen.report.workbook_cells import Paint, number_in, sheet_name
from kraftkollen.words.figures import absent, period
from kraftkollen.words.translate import translate

_NARROW, _WIDE, _WIDEST = 14, 44, 100
_FIRST = 3
Row = Sequence[str | float]


@dataclass(frozen=True, slots=True)
class Named:
    """What a workbook says of itself: which edition or draft it is, its document number, the hash of its content."""

    name: str
    document: str = ""
    sha256: str = ""


def workbook(content: YearlyContent, figures: Iterable[QuotedFigure], definitions: str, named: Named) -> bytes:
    """Return a yearly evaluation as a workbook; the same content gives the same bytes.

    Parameters
    ----------
    figures, definitions
        Those that the content rests on, as `Frozen` holds them.
    """
    target, catalogue = io.BytesIO(), catalogue_from_json(definitions)
    # Formulas, links and numbers are never made of a text: BOOK says so for every cell.
    with xlsxwriter.Workbook(target, BOOK) as book:
        book.set_properties(
            {"title": content.title, "created": datetime.fromisoformat(content.made.data_published_at), "author": content.city}
        )
        sheets = _Sheets(book, content.language, Paint(book))
        _about(sheets, content, named)
        for table in content.every_table():
            if table.rows:
                _table(sheets, table)
        _charts(sheets, content)
        _quoted(sheets, content, catalogue, tuple(figures))
        _definitions(sheets, content, catalogue)
        _said(sheets, content)
    return target.getvalue()


class _Sheets:
    """The workbook that is written, and what its sheets are called."""

    def __init__(self, book: xlsxwriter.Workbook, language: Language, paint: Paint) -> None:
        self.book, self.language, self.paint = book, language, paint
        self.names: set[str] = set()

    def words(self, message: str, **blanks: object) -> str:
        return translate(self.language, message, **blanks)

    def add(self, name: str, title: str) -> Worksheet:
        """Return a new sheet with its title in the first cell."""
        given = sheet_name(name, self.names)
        self.names.add(given.casefold())
        sheet = self.book.add_worksheet(given)
        sheet.write_string(0, 0, title, self.paint.title)
        return sheet

    def listed(self, name: str, title: str, headers: Sequence[str], rows: Iterable[Row], widths: Sequence[int]) -> Worksheet:
        """Write a sheet of texts and numbers under headings that stay in sight and can be filtered."""
        sheet = self.add(name, title)
        self.head(sheet, headers, widths)
        last = _FIRST
        for last, row in enumerate(rows, start=_FIRST + 1):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(last, column, cell, self.paint.text)
                else:
                    sheet.write_number(last, column, cell)
        sheet.autofilter(_FIRST, 0, last, len(headers) - 1)
        return sheet

    def head(self, sheet: Worksheet, headers: Sequence[str], widths: Sequence[int]) -> None:
        for column, (header, width) in enumerate(zip(headers, widths, strict=True)):
            sheet.write_string(_FIRST, column, header, self.paint.header)
            sheet.set_column(column, column, width)
        sheet.freeze_panes(_FIRST + 1, 1)


def _about(sheets: _Sheets, content: YearlyContent, named: Named) -> None:
    words = sheets.words
    sheet = sheets.add(words("About"), content.title)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, _WIDEST)
    rows = [
        (words("City"), content.city),
        (words("Edition"), named.name),
        (words("Document number"), named.document),
        (words("Data version"), f"{content.made.data_version} ({content.made.data_published_at})"),
        (words("Hash of the content (SHA-256)"), named.sha256),
        (words("Underlag"), content.underlag),
        (words("Demo data"), content.demo_notice),
        (words("Hidden figures"), words(
            "A cell that reads {hidden} has a figure about so few people that it is not shown. "
            "It is neither nought nor missing.",
            hidden=f'"{absent("hidden", sheets.language)}"',
        )),
        *((words("The year in five sentences") if number == 0 else "", one.text) for number, one in enumerate(content.five)),
    ]  # fmt: skip
    for number, (name, text) in enumerate((row for row in rows if row[1]), start=2):
        sheet.write_string(number, 0, name, sheets.paint.label)
        sheet.write_string(number, 1, text, sheets.paint.text)


def _table(sheets: _Sheets, table: Table) -> None:
    sheet = sheets.add(table.id, table.title)
    widths = [
        _NARROW if number else min(_WIDE, max(_NARROW, *(len(row[place]) + 2 for row in table.rows)))
        for place, number in enumerate(table.numeric)
    ]
    sheets.head(sheet, table.headers, widths)
    for number, row in enumerate(table.rows, start=_FIRST + 1):
        for column, (text, numeric) in enumerate(zip(row, table.numeric, strict=True)):
            found = number_in(text, sheets.language) if numeric else None
            if found is not None:
                sheet.write_number(number, column, found.value, sheets.paint.number(found.form))
            else:
                sheet.write_string(number, column, text, sheets.paint.right if numeric else sheets.paint.text)
    if table.note:
        sheet.write_string(_FIRST + len(table.rows) + 2, 0, table.note, sheets.paint.note)


def _charts(sheets: _Sheets, content: YearlyContent) -> None:
    """Write what the line charts are drawn of."""
    words = sheets.words
    rows: list[Row] = []
    for section in content.every_section():
        for figure in section.figures:
            for line in figure.lines:
                shown = zip(figure.periods, line.values, strict=True)
                rows += [
                    (figure.title, line.name, text, words("not shown") if value is None else value, figure.unit)
                    for text, value in shown
                ]
    if rows:
        headers = (words("Chart"), words("Line"), words("Period"), words("Value"), words("Unit"))
        sheets.listed(words("Charts"), words("What the charts are drawn of"), headers, rows, (60, 24, 14, 14, 30))


def _quoted(sheets: _Sheets, content: YearlyContent, catalogue: Catalogue, figures: Sequence[QuotedFigure]) -> None:
    words = sheets.words
    names = {one.place: one.heading for one in content.every_section() if one.place}
    headers = (
        words("Indicator"),
        words("Area"),
        words("Level"),
        words("Period"),
        words("Value"),
        words("Unit"),
        words("Status"),
        words("Indicator's id"),
        words("Area's code"),
    )
    rows = [_figure(sheets, one, catalogue.indicators[one.indicator], names) for one in figures]
    title = words("Every published figure that the edition rests on")
    sheets.listed(words("All figures"), title, headers, rows, (44, 22, 18, 22, 16, 24, 18, 28, 16))


def _figure(sheets: _Sheets, one: QuotedFigure, indicator: Indicator, names: dict[str, str]) -> Row:
    language, every = sheets.language, sheets.words("all")
    statuses = {
        "final": sheets.words("final"),
        "preliminary": sheets.words("preliminary"),
        "all": sheets.words("verdicts rest on it"),
    }
    whole = not one.area
    value: str | float = one.value if one.value is not None else every if whole else absent(one.status, language)
    return (
        indicator.title.in_language(language),
        every if whole else names.get(one.area, one.area),
        one.division,
        period(one.period, language, indicator) if one.period else every,
        value,
        indicator.unit.in_language(language),
        statuses.get(one.status, absent(one.status, language)),
        indicator.id,
        one.area,
    )


def _definitions(sheets: _Sheets, content: YearlyContent, catalogue: Catalogue) -> None:
    words, language = sheets.words, sheets.language
    headers = (
        words("Indicator"),
        words("Id"),
        words("What it says"),
        words("Unit"),
        words("Numerator"),
        words("Denominator"),
        words("Producer"),
        words("Table"),
        words("Terms"),
    )

    def row(one: Indicator) -> Row:
        above, below = (text.in_language(language) if text else "" for text in (one.numerator, one.denominator))
        table = " ".join(part for part in (one.source.table, one.source.code, one.source.catalogue) if part)
        told = (one.title.in_language(language), one.id, one.description.in_language(language))
        return (*told, one.unit.in_language(language), above, below, one.source.producer, table, one.source.licence or "")

    rows = [row(one) for one in catalogue.indicators.values()]
    title = words("What each indicator means, and where it comes from")
    sheets.listed(words("Definitions"), title, headers, rows, (44, 28, 80, 20, 44, 44, 24, 20, 18))
    if content.glossary:
        terms: list[Row] = [(one.word, one.meaning) for one in content.glossary]
        sheets.listed(words("Words"), content.glossary_heading, (words("Word"), words("Meaning")), terms, (28, _WIDEST))


def _said(sheets: _Sheets, content: YearlyContent) -> None:
    """Write what bodies have said, apart from what is computed."""
    if not content.comments:
        return
    headers = (sheets.words("Body"), sheets.words("Date"), sheets.words("Document number"), sheets.words("Comment"))
    rows: list[Row] = [(one.body, one.day.isoformat(), one.document, one.text) for one in content.comments]
    sheets.listed(sheets.words("Comments"), content.comments_heading, headers, rows, (32, 12, 20, _WIDEST))
