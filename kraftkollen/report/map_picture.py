"""The map of the page as a file to keep or to put in another document."""

from kraftkollen.views.map_drawing import map_drawing
from kraftkollen.views.map_marks import marks
from kraftkollen.views.map_outlines import priority_outlines
from kraftkollen.views.map_view import MapView
from kraftkollen.views.reading import Reading


def map_svg(reading: Reading, view: MapView) -> bytes:
    """Return the published map as SVG, with title, legend, what is done, and source; b"" where the level has no borders."""
    chosen = view.choices.period.chosen
    period = view.indicator.read_period(chosen.id) if view.indicator and chosen else None
    return map_drawing(reading, view, marks(reading, period, priority_outlines(reading))) or b""
