"""The figures of a map as a file: every area with what the page says of it, hidden ones in words as on the screen."""

from kraftkollen.model.spreadsheets import csv_bytes
from kraftkollen.views.map_view import MapView
from kraftkollen.views.reading import Reading


def as_csv(reading: Reading, view: MapView) -> bytes:
    """Return the map as Excel in Swedish opens it: semicolons, decimal comma, UTF-8 with its mark."""
    said = [view.title, view.sentence, view.source]
    if reading.demo_notice:
        said.append(reading.demo_notice)
    heading = (reading.words("Code"), reading.words("Area"), reading.words("Part of"), *view.columns)
    rows = [(one.code, one.name, one.parent, *one.row) for one in view.cells]
    return csv_bytes([heading, *rows, (), *((text,) for text in said)])
