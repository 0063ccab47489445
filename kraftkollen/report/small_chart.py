"""A line chart small enough for two in a row on paper, as SVG of our own: made in a millisecond, in the document's own font."""

from collections.abc import Iterator, Sequence
from math import ceil, floor, log10
from xml.sax.saxutils import escape

from kraftkollen.model.text import Language
from kraftkollen.model.yearly import Figure, Line
from kraftkollen.words.numbers import number
from kraftkollen.words.translate import translate

# In points: half a line of the page.
_WIDTH, _HEIGHT = 236.0, 132.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 34.0, 8.0, 20.0, 16.0
_FONT = 'font-family="Libertinus Serif, sans-serif" font-size="7.5"'
# The place first, then the city; told apart without colour too.
_LOOKS = (("#9a1f2e", "1.6", ""), ("#444444", "1.2", "4 2"), ("#0072b2", "1.2", "1.5 1.5"), ("#007a5a", "1.2", "6 2 1 2"))
_GREY, _PALE = "#595959", "#dddddd"
_TICKS = 4


def small_chart(figure: Figure, language: Language) -> bytes:
    """Return the chart: a gap where there is no figure, the start of the work and the target marked."""
    ticks = _ticks(figure)
    parts = [*_grid(ticks, figure.decimals, language), *_periods(figure), *_marks(figure, ticks, language)]
    for line, look in zip(figure.lines, _looks(len(figure.lines)), strict=True):
        parts += _drawn(line, look, len(figure.periods), ticks)
    parts += _names(figure, language)
    size = f'width="{_WIDTH}pt" height="{_HEIGHT}pt" viewBox="0 0 {_WIDTH} {_HEIGHT}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {_FONT}>{"".join(parts)}</svg>'.encode()


def _looks(count: int) -> Sequence[tuple[str, str, str]]:
    return [_LOOKS[at % len(_LOOKS)] for at in range(count)]


def _ticks(figure: Figure) -> list[float]:
    """Return the even steps that hold every value and the target."""
    values = [value for line in figure.lines for value in line.values if value is not None]
    values += [figure.target] if figure.target is not None else []
    low, high = min(values, default=0.0), max(values, default=1.0)
    rough = max((high - low) / _TICKS, 10.0**-figure.decimals, 1e-9)
    size = 10 ** floor(log10(rough))
    step = next(size * one for one in (1, 2, 5, 10) if size * one >= rough * 0.999)
    first, last = floor(low / step), max(ceil(high / step), floor(low / step) + 1)
    return [step * one for one in range(first, last + 1)]


def _x(at: int, count: int) -> float:
    return _LEFT + (_WIDTH - _LEFT - _RIGHT) * (at / (count - 1) if count > 1 else 0.5)


def _y(value: float, ticks: Sequence[float]) -> float:
    return _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * (value - ticks[0]) / (ticks[-1] - ticks[0])


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{_GREY}">{escape(text)}</text>'


def _grid(ticks: Sequence[float], decimals: int, language: Language) -> Iterator[str]:
    for one in ticks:
        y = _y(one, ticks)
        yield f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{_PALE}" stroke-width="0.5"/>'
        yield _text(_LEFT - 4, y + 2.4, number(one, decimals, language), "end")


def _periods(figure: Figure) -> Iterator[str]:
    """Write the first and the last period: what lies between is even."""
    count = len(figure.periods)
    if count:
        yield _text(_x(0, count), _HEIGHT - 5, figure.periods[0], "start" if count > 1 else "middle")
    if count > 1:
        yield _text(_x(count - 1, count), _HEIGHT - 5, figure.periods[-1], "end")


def _marks(figure: Figure, ticks: Sequence[float], language: Language) -> Iterator[str]:
    if figure.target is not None:
        y = _y(figure.target, ticks)
        place = f'x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"'
        yield f'<line {place} stroke="{_GREY}" stroke-width="0.9" stroke-dasharray="1 2"/>'
    if figure.start in figure.periods:
        x = _x(figure.periods.index(figure.start), len(figure.periods))
        yield f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{_HEIGHT - _BOTTOM}" stroke="{_GREY}" stroke-width="0.6"/>'
        yield _text(x - 3, _TOP + 6, translate(language, "start"), "end")


def _drawn(line: Line, look: tuple[str, str, str], count: int, ticks: Sequence[float]) -> Iterator[str]:
    colour = look[0]
    pieces: list[list[tuple[float, float]]] = [[]]
    for at, value in enumerate(line.values):
        if value is not None:
            pieces[-1].append((_x(at, count), _y(value, ticks)))
        elif pieces[-1]:
            pieces.append([])
    for piece in pieces:
        if len(piece) == 1:
            yield f'<circle cx="{piece[0][0]:.1f}" cy="{piece[0][1]:.1f}" r="1.6" fill="{colour}"/>'
        elif piece:
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in piece)
            yield f'<polyline points="{points}" fill="none" {_stroke(look)}/>'


def _stroke(look: tuple[str, str, str]) -> str:
    colour, width, dash = look
    return f'stroke="{colour}" stroke-width="{width}" stroke-dasharray="{dash or "none"}"'


def _names(figure: Figure, language: Language) -> Iterator[str]:
    """Write which line is which, and the target's, in a row above; the unit first."""
    named = [(line.name, look) for line, look in zip(figure.lines, _looks(len(figure.lines)), strict=True)]
    if figure.target is not None:
        named.append((translate(language, "target"), (_GREY, "0.9", "1 2")))
    x = 2.0
    # As wide as a letter of a screen's own font, if there is room: on paper there is a little more between the names.
    letters = max(sum(len(name) for name, _ in named), 1)
    wide = min(max((_WIDTH - x - 26 * len(named)) / letters, 3.7), 4.4)
    for name, look in named:
        yield f'<line x1="{x:.1f}" x2="{x + 14:.1f}" y1="7" y2="7" {_stroke(look)}/>'
        yield _text(x + 17, 9.5, name)
        x += 26 + wide * len(name)
