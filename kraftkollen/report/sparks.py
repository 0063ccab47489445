"""Small pictures for the cells of a table, as SVG: a line over time, a place in a spread, a bar in time."""

from collections.abc import Sequence
from datetime import date
from math import isfinite

_INK, _ACCENT, _PALE = "#444444", "#9a1f2e", "#8c8c8c"
_WIDTH, _HEIGHT, _EDGE = 110, 26, 4
_MANY = 300


def line(values: Sequence[float | None]) -> str:
    """Return the values over time as a line, cut where there is none, with the last one marked."""
    there = [(place, value) for place, value in enumerate(values) if value is not None]
    if not there:
        return _svg("")
    low, high = min(value for _, value in there), max(value for _, value in there)
    at = {place: (_along(place, len(values) - 1), _up(value, low, high)) for place, value in there}
    pieces: list[list[tuple[float, float]]] = [[]]
    for place in range(len(values)):
        if place in at:
            pieces[-1].append(at[place])
        elif pieces[-1]:
            pieces.append([])
    drawn = "".join(_path(piece) for piece in pieces if piece)
    x, y = at[there[-1][0]]
    return _svg(f'{drawn}<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{_ACCENT}"/>')


def spread(values: Sequence[float], own: float, low: float, high: float) -> str:
    """Return where a value lies among others: a stroke for each of them, a bar for its interval, and a mark."""
    least, most = min(*values, own), max(*values, own)
    strokes = _strokes([_across(value, least, most) for value in values])
    ends = [_across(min(max(one, least), most), least, most) if isfinite(one) else None for one in (low, high)]
    bar = ""
    if ends[0] is not None and ends[1] is not None:
        at = f'x1="{ends[0]:.1f}" x2="{ends[1]:.1f}" y1="13" y2="13"'
        bar = f'<line {at} stroke="{_ACCENT}" stroke-width="3" stroke-opacity="0.5"/>'
    x = _across(own, least, most)
    return _svg(f'{strokes}{bar}<circle cx="{x:.1f}" cy="13" r="4.5" fill="{_ACCENT}"/>')


def _strokes(places: Sequence[float]) -> str:
    if len(places) > _MANY:
        # Of thousands many fall on the same half point: one stroke there is all that can be seen.
        drawn = "".join(f"M{x / 2:.1f} 8V18" for x in dict.fromkeys(round(2 * place) for place in places))
        return f'<path d="{drawn}" stroke="{_PALE}" stroke-opacity="0.6"/>'
    return "".join(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="8" y2="18" stroke="{_PALE}" stroke-opacity="0.6"/>' for x in places)


def duration(start: date | None, end: date | None, first: date, last: date) -> str:
    """Return a bar from start to end on a line from `first` to `last`; open to the right where there is no end."""
    base = f'<line x1="{_EDGE}" x2="{_WIDTH - _EDGE}" y1="13" y2="13" stroke="{_PALE}"/>'
    if start is None:
        return _svg(base)
    left = _across(start.toordinal(), first.toordinal(), last.toordinal())
    right = _across((end or last).toordinal(), first.toordinal(), last.toordinal())
    bar = f'<rect x="{left:.1f}" y="8" width="{max(right - left, 2):.1f}" height="10" fill="{_ACCENT}"/>'
    point = f'd="M{right - 5:.1f} 5 L{right:.1f} 13 L{right - 5:.1f} 21"'
    arrow = "" if end else f'<path {point} fill="none" stroke="{_ACCENT}" stroke-width="2"/>'
    return _svg(base + bar + arrow)


def _svg(inner: str) -> str:
    size = f'width="{_WIDTH}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{inner}</svg>'


def _path(points: Sequence[tuple[float, float]]) -> str:
    if len(points) == 1:
        return f'<circle cx="{points[0][0]:.1f}" cy="{points[0][1]:.1f}" r="1.5" fill="{_INK}"/>'
    steps = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{steps}" fill="none" stroke="{_INK}" stroke-width="1.5"/>'


def _along(place: int, last: int) -> float:
    return _EDGE + (_WIDTH - 2 * _EDGE) * (place / last if last else 0.5)


def _across(value: float, low: float, high: float) -> float:
    return _EDGE + (_WIDTH - 2 * _EDGE) * ((value - low) / (high - low) if high > low else 0.5)


def _up(value: float, low: float, high: float) -> float:
    return _HEIGHT - _EDGE - (_HEIGHT - 2 * _EDGE) * ((value - low) / (high - low) if high > low else 0.5)
