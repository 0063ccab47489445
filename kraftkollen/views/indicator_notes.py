"""What stands below an indicator's picture: what is marked, what is pooled, what a gap means; and the same as a table."""

from collections.abc import Iterator

from kraftkollen.model.delivery import Status
from kraftkollen.views.indicator_view import IndicatorView, Line
from kraftkollen.views.reading import Reading


def notes(reading: Reading, shown: IndicatorView) -> str:
    """Return what stands below the picture as one text; nothing where there is nothing to say."""
    return " ".join(f"{one.rstrip('.')}." for one in _notes(reading, shown))


def file_notes(reading: Reading, shown: IndicatorView) -> tuple[str, ...]:
    """Return what a picture says of itself where it stands alone: that it is demo data, what is marked, where it comes from."""
    said = (reading.demo_notice, notes(reading, shown), shown.source)
    return tuple(one for one in said if one)


def _notes(reading: Reading, shown: IndicatorView) -> Iterator[str]:
    points = [point for line in shown.lines for point in line.points]
    yield from (f"{letter}: {mark.text}" for letter, mark, _ in shown.lettered)
    yield from (one.text for one in shown.goals)
    if shown.pooled > 1:
        yield reading.words(
            "Figures for {places} are pooled over {count} periods, and stand at the last of them",
            places=", ".join(one.place.name for one in shown.lines if any(point.title != point.period for point in one.points)),
            count=shown.pooled,
        )
    if any(point.status == Status.PRELIMINARY for point in points):
        yield reading.words("Open marks are preliminary figures.")
    if any(point.value is None for point in points):
        yield reading.words("A gap in a line is a figure that cannot be shown; the table says why.")


def table_rows(reading: Reading, shown: IndicatorView) -> list[list[str]]:
    """Return the figures as rows, the newest period first: the period, then what each line has for it.

    Of a line with pooled figures the last period of a span has the figure and what it spans, the others what they are part of.
    """
    by_line = [_cells(reading, shown, line) for line in shown.lines]
    return [[period, *(of[period] for of in by_line)] for period in reversed(shown.periods)]


def _cells(reading: Reading, shown: IndicatorView, line: Line) -> dict[str, str]:
    pooled = any(point.title != point.period for point in line.points)
    absent = reading.words("not shown by itself") if pooled else reading.words("not delivered")
    cells = dict.fromkeys(shown.periods, absent)
    for point in line.points:
        if shown.indicator is not None and point.span > 1:
            end = shown.indicator.read_period(point.period)
            cells |= {str(part): reading.words("in {period}", period=point.title) for part in end.ending(point.span).parts}
    return cells | {point.period: f"{point.text} ({point.title})" if point.span > 1 else point.text for point in line.points}
