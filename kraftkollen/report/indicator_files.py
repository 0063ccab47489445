"""The figures of one indicator's page as files: CSV for Excel and a workbook, hidden cells in words as on the screen."""

import io
from collections.abc import Iterator

import xlsxwriter

from kraftkollen.model.spreadsheets import BOOK, csv_bytes
from kraftkollen.views.indicator_view import IndicatorView
from kraftkollen.views.reading import Reading


def as_csv(reading: Reading, view: IndicatorView) -> bytes:
    """Return the figures as Excel in Swedish opens them: semicolons, decimal comma, UTF-8 with its mark."""
    rows: list[tuple[str, ...]] = [tuple(_headings(reading))]
    for place, period, value, text, status in _rows(view):
        number = "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".").replace(".", ",")
        rows.append((place, period, number, text, status))
    return csv_bytes([*rows, (), *((one,) for one in (*_marked(reading), view.title, view.source))])


def as_workbook(reading: Reading, view: IndicatorView) -> bytes:
    """Return the figures as a workbook: one sheet of figures, one of what they mean and where they come from."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, BOOK) as book:
        bold = book.add_format({"bold": True})
        figures = book.add_worksheet(reading.words("Figures"))
        figures.write_row(0, 0, _headings(reading), bold)
        for number, row in enumerate(_rows(view), start=1):
            figures.write_row(number, 0, ["" if one is None else one for one in row])
        figures.set_column(0, 4, 18)
        figures.freeze_panes(1, 0)
        about = book.add_worksheet(reading.words("About"))
        for number, text in enumerate(_about(reading, view)):
            about.write_string(number, 0, text)
        about.set_column(0, 0, 100)
    return written.getvalue()


def _headings(reading: Reading) -> list[str]:
    return [
        reading.words("Place"),
        reading.words("Period"),
        reading.words("Value"),
        reading.words("As shown"),
        reading.words("Status"),
    ]


def _rows(view: IndicatorView) -> Iterator[tuple[str, str, float | None, str, str]]:
    for line in view.lines:
        for point in line.points:
            yield line.place.name, point.title, point.value, point.text, point.status


def _about(reading: Reading, view: IndicatorView) -> list[str]:
    said = [view.title, *_marked(reading)]
    if view.indicator is not None:
        said.append(view.indicator.description.in_language(reading.language))
    return [*said, view.sentence, *view.sentences, view.source]


def _marked(reading: Reading) -> list[str]:
    return [reading.demo_notice] if reading.demo_notice else []
