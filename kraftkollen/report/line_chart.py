"""The picture of an indicator over time for print: SVG or PNG, drawn without a browser."""

from collections.abc import Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from kraftkollen.model.delivery import Status
from kraftkollen.model.text import Language
from kraftkollen.report import paper
from kraftkollen.report.paper import Format
from kraftkollen.views.indicator_marks import Goal
from kraftkollen.views.indicator_view import IndicatorView, Line
from kraftkollen.views.places import PlaceKind
from kraftkollen.words.numbers import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# As on the screen: colour, line and mark.
_LOOKS = (
    ("#9a1f2e", "-", "o"),
    ("#0072b2", "--", "s"),
    ("#007a5a", ":", "D"),
    ("#a4508b", "-.", "^"),
    ("#b35900", (0, (6, 2)), "X"),
)
_CITY = ("#444444", "-", "o")
_GREY = "#595959"
# Letters on a line of the file: in its small type, and in that of its title.
_WIDE, _WIDE_TITLE = 118, 88


def line_chart(view: IndicatorView, language: Language, form: Format, notes: Sequence[str] = ()) -> bytes:
    """Return the picture as a file: what it shows above it, and `notes` below. A view without lines gives axes without lines.

    Parameters
    ----------
    notes
        What the picture must say where it stands alone, a paragraph each: demo data, what is marked, the source.
    """
    figure, (axes,) = paper.blank(4.1)
    title = "\n".join([view.title, *wrap(view.sentence, _WIDE_TITLE)])
    axes.set_title(title, loc="left", pad=16, fontsize=9)
    lines = [line for note in notes for line in wrap(note, _WIDE)]
    if lines:
        paper.below(figure, lines, _GREY)
    order = list(view.periods)
    for place, line in enumerate(view.lines):
        _draw(axes, line, place, order, {one.period for one in view.breaks})
    for goal in view.goals:
        axes.axhline(goal.value, color=_goal_colour(view, goal), linestyle=":", linewidth=1.2, label=goal.text.split(" (")[0])
    _frame(axes, view, language)
    return paper.written(figure, form)


def _goal_colour(view: IndicatorView, goal: Goal) -> str:
    """Return the colour of the place that a target is for."""
    return next((_look(line, at)[0] for at, line in enumerate(view.lines) if line.place.id == goal.place), _GREY)


def _look(line: Line, place: int) -> tuple[Any, ...]:
    if line.place.kind is PlaceKind.CITY:
        return _CITY
    colour, dash, mark = _LOOKS[place % len(_LOOKS)]
    return (_GREY if line.place.kind is PlaceKind.BESIDE else colour), dash, mark


def _draw(axes: "Axes", line: Line, place: int, order: list[str], breaks: set[str]) -> None:
    colour, dash, mark = _look(line, place)
    by_period = {one.period: one for one in line.points}
    pieces: list[list[tuple[int, float]]] = [[]]
    for at, period in enumerate(order):
        point = by_period.get(period)
        if (period in breaks or point is None or point.value is None) and pieces[-1]:
            pieces.append([])
        if point is not None and point.value is not None:
            pieces[-1].append((at, point.value))
            open_mark = point.status == Status.PRELIMINARY
            axes.plot(at, point.value, mark, color=colour, markersize=5, markerfacecolor="white" if open_mark else colour)
    width = {PlaceKind.CITY: 2.6, PlaceKind.BESIDE: 1.0}.get(line.place.kind, 1.6)
    label: str | None = line.place.name
    for piece in pieces:
        if piece:
            axes.plot(
                *zip(*piece, strict=True), color=colour, linestyle=dash, linewidth=width, marker=mark, markersize=0, label=label
            )
            label = None


def _frame(axes: "Axes", view: IndicatorView, language: Language) -> None:
    indicator = view.indicator
    decimals = indicator.decimals if indicator else 0
    axes.set_xticks(range(len(view.periods)), list(view.periods), rotation=35, ha="right")
    axes.yaxis.set_major_formatter(lambda value, _: number(value, decimals, language))
    axes.set_ylabel(indicator.unit.in_language(language) if indicator else "")
    axes.grid(axis="y", color="#e4e4e4", linewidth=0.8)
    order = list(view.periods)
    for letter, period, before in view.letters:
        if period in order:
            at = order.index(period) - (0.5 if before else 0)
            axes.axvline(at, color=_GREY, linestyle=(0, (4, 3)), linewidth=0.8)
            axes.annotate(letter, (at, 1.0), xycoords=("data", "axes fraction"), ha="center", va="bottom", color="#111111")
    if view.lines:
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.28), ncols=3, frameon=False)
