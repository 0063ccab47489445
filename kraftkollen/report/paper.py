"""What pictures for print are drawn on, and the file made of it: SVG or PNG, without a browser."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Format = Literal["svg", "png"]
_WIDTH: Final = 7.2
# The same data give the same bytes: no date, no random ids. A dollar sign in a name begins no formula.
_SETTINGS: Final[dict[Any, Any]] = {
    "svg.hashsalt": "kraftkollen",
    "svg.fonttype": "none",
    "text.parse_math": False,
    "font.family": "DejaVu Sans",
    "font.size": 9,
}
_KEPT: Final[dict[Format, dict[str, Any]]] = {
    "svg": {"Date": None, "Creator": "Kraftkollen"},
    "png": {"Software": "Kraftkollen"},
}


def blank(height: float, ratios: Sequence[float] = (1,)) -> "tuple[Figure, list[Axes]]":
    """Return a figure, and axes below each other in it; `height` in inches, `ratios` how high the axes are."""
    # Not with the page: most processes never draw a picture for print, and this brings 15 MB.
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    matplotlib.rcParams.update(_SETTINGS)
    figure = Figure(figsize=(_WIDTH, height), layout="constrained")
    FigureCanvasAgg(figure)
    drawn = figure.subplots(len(ratios), 1, squeeze=False, height_ratios=list(ratios))[:, 0]
    for axes in drawn:
        axes.set_axisbelow(True)
        axes.spines[["top", "right", "left"]].set_visible(False)
    return figure, list(drawn)


def below(figure: "Figure", lines: Sequence[str], colour: str) -> None:
    """Write the lines under the figure, in small type, and make it higher by them."""
    width, height = figure.get_size_inches()
    figure.set_size_inches(width, height + 0.15 * len(lines))
    figure.supxlabel("\n".join(lines), x=0.01, ha="left", fontsize=7, color=colour)


def written(figure: "Figure", form: Format) -> bytes:
    """Return the figure as a file."""
    content = io.BytesIO()
    figure.savefig(content, format=form, dpi=200, metadata=_KEPT[form])
    return content.getvalue()
