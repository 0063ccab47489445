"""The figures of one indicator's page as files: CSV for Excel and a workbook, hidden cells in words as on the screen."""

import csv
import io
from collections.abc import Iterator

import xlsxwriter

from kraftkollen.views.indicator_view import IndicatorView
from kraftkollen.views.reading import Reading

# What a spreadsheet would take for a formula; a quote before it makes it text (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(reading: Reading, view: IndicatorView) -> bytes:
    """Return the figures as Excel in Swedish opens them: semicolons, decimal comma, UTF-8 with its mark."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(_headings(reading))
    for place, period, value, text, status in _rows(view):
        number = "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".").replace(".", ",")
        writer.writerow([_harmless(one) for one in (place, period)] + [number, _harmless(text), status])
    writer.writerow([])
    writer.writerow([_harmless(view.source)])
    return ("\ufeff" + written.getvalue()).encode("utf-8")


def as_workbook(reading: Reading, view: IndicatorView) -> bytes:
    """Return the figures as a workbook: one sheet of figures, one of what they mean and where they come from."""
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(written, options) as book:
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
    said = [view.title]
    if reading.version.programme.city.demo:
        said.append(reading.words("Demo data: Exempelstad is a made-up city. No figure here is about a real place."))
    if view.indicator is not None:
        said.append(view.indicator.description.in_language(reading.language))
    return [*said, view.sentence, *view.sentences, view.source]


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
