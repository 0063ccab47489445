"""The pictures of an evaluation for print, SVG or PNG, drawn without a browser: the paths with the gap, and the placebos."""

from collections.abc import Callable, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from kraftkollen.model.text import Language
from kraftkollen.report import paper
from kraftkollen.report.paper import Format
from kraftkollen.views.effect_page_view import EffectPage, Evaluation
from kraftkollen.views.effect_view import Scale
from kraftkollen.views.reading import Reading
from kraftkollen.words.numbers import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# As on the screen.
_TREATED, _OTHERS, _GREY, _LIGHT = "#9a1f2e", "#0072b2", "#595959", "#8c8c8c"
_LANES = 5
# Letters on a line of the title, and of the notes in their small type.
_TITLE_WIDE, _WIDE = 90, 118
_TITLE: dict[str, Any] = {"loc": "left", "pad": 16, "fontsize": 9}
_ABOVE: dict[str, Any] = {"ha": "center", "va": "bottom", "color": "#111111"}


def paths(reading: Reading, shown: EffectPage, found: Evaluation, form: Format) -> bytes:
    """Return the treated and the weighted comparison over time, and what is between them beneath; the start is marked."""
    figure, (upper, lower) = paper.blank(5.2, [2, 1])
    estimate, points = found.answered.estimate, found.answered.estimate.points
    order = list(found.order)
    at = [order.index(one.period) for one in points]
    upper.set_title("\n".join([*wrap(found.chart_title, _TITLE_WIDE), *wrap(found.chart_sentence, _TITLE_WIDE)]), **_TITLE)
    for name, values, colour, dash, mark in (
        (reading.words("Weighted comparison"), [one.comparison for one in points], _OTHERS, "--", "s"),
        (found.place, [one.treated for one in points], _TREATED, "-", "o"),
    ):
        _line(upper, at, values, colour, dash, mark, name)
    _line(lower, at, [one.gap for one in points], _GREY, "-", "D", None)
    lower.axhline(0, color=_GREY, linewidth=0.8)
    for axes in (upper, lower):
        axes.axvline(order.index(estimate.after[0]) - 0.5, color=_GREY, linestyle=(0, (4, 3)), linewidth=0.8)
        axes.grid(axis="y", color="#e4e4e4", linewidth=0.8)
        axes.yaxis.set_major_formatter(_decimals(found, reading.language))
    upper.annotate(
        reading.words("start"), (order.index(estimate.after[0]) - 0.5, 1.0), xycoords=("data", "axes fraction"), **_ABOVE
    )
    upper.set_ylabel(found.unit)
    lower.set_ylabel(reading.words("Difference"))
    titles = {one.period: row[0] for one, row in zip(points, found.rows.points, strict=True)}
    upper.set_xticks(range(len(order)), [])
    lower.set_xticks(range(len(order)), [titles.get(one, one) for one in order], rotation=35, ha="right")
    lower.set_xlim(-0.4, len(order) - 0.6)
    upper.set_xlim(-0.4, len(order) - 0.6)
    upper.legend(loc="best", frameon=False)
    return _written(figure, form, notes(reading, shown, found))


def strip(reading: Reading, shown: EffectPage, found: Evaluation, form: Format) -> bytes:
    """Return every comparison area's difference in its own standard deviations, and the treated among them."""
    figure, (axes,) = paper.blank(2.6)
    estimate = found.answered.estimate
    title = reading.words("{name}: the area among those where nothing was done", name=found.chart_title)
    axes.set_title("\n".join([*wrap(title, _TITLE_WIDE), *wrap(found.strip_sentence, _TITLE_WIDE)]), **_TITLE)
    for alike, name, face in (
        (False, reading.words("Other comparison areas"), "none"),
        (True, reading.words("Comparison areas most alike"), _OTHERS),
    ):
        chosen = [one.statistic for one in estimate.strip if one.alike is alike]
        lanes = [(place % _LANES) - _LANES // 2 for place in range(len(chosen))]
        edge = _OTHERS if alike else _LIGHT
        axes.scatter(chosen, lanes, s=36, marker="o", facecolors=face, edgecolors=edge, linewidths=1.2, label=name)
    own = [one.statistic for one in estimate.areas]
    axes.scatter(own, [place - len(own) // 2 for place in range(len(own))], s=90, marker="D", color=_TREATED, label=found.place)
    axes.axvline(0, color=_GREY, linewidth=0.8)
    axes.set_yticks([])
    # Room above for the key.
    axes.set_ylim(-_LANES / 2 - 1, _LANES / 2 + 2.5)
    axes.xaxis.set_major_formatter(lambda value, _: number(value, 1, reading.language))
    axes.set_xlabel(found.strip_axis, fontsize=8)
    axes.legend(loc="upper left", ncols=3, frameon=False, fontsize=8)
    return _written(figure, form, notes(reading, shown, found))


def notes(reading: Reading, shown: EffectPage, found: Evaluation) -> tuple[str, ...]:
    """Return what a picture must say where it stands alone: the verdict with what it rests on, a changed list, the source."""
    said = [found.finding, *found.basis, *found.reasons]
    other = [found.other_list.sentence, found.other_list.by_rule] if found.other_list else []
    source = f"{shown.source} {reading.demo_notice}"
    parts = (shown.name, " ".join(said), " ".join(other), " ".join(found.notes), source.strip())
    return tuple(one for one in parts if one.strip())


def _line(axes: "Axes", at: list[int], values: list[float], colour: str, dash: str, mark: str, name: str | None) -> None:
    """Draw a path; a period that counts nowhere leaves a gap in it."""
    pieces: list[list[int]] = []
    for place in range(len(at)):
        if pieces and at[place] == at[pieces[-1][-1]] + 1:
            pieces[-1].append(place)
        else:
            pieces.append([place])
    for number_of, piece in enumerate(pieces):
        label = name if number_of == 0 else None
        where, what = [at[one] for one in piece], [values[one] for one in piece]
        axes.plot(where, what, color=colour, linestyle=dash, linewidth=1.8, marker=mark, markersize=5, label=label)


def _decimals(found: Evaluation, language: Language) -> Callable[[float, object], str]:
    places = 2 if found.answered.estimate.scale is Scale.LOG else found.answered.question.indicator.decimals
    return lambda value, _: number(value, places, language)


def _written(figure: "Figure", form: Format, below: Sequence[str]) -> bytes:
    paper.below(figure, [line for note in below for line in wrap(note, _WIDE)], _GREY)
    return paper.written(figure, form)
