"""The colours of a map's classes, the same on the screen, in a file and in print."""

from kraftkollen.views.map_view import Legend

# ColorBrewer's PuBu: even steps, safe for the colour-blind, readable in grey. Dark is worse, or high where neither is.
_STEPS = ("#f1eef6", "#bdc9e1", "#74a9cf", "#2b8cbe", "#045a8d")
# ColorBrewer's PuOr, safe for the colour-blind too: orange is worse, violet better, and the middle claims nothing.
_SIDES = ("#e66101", "#fdb863", "#f7f7f7", "#b2abd2", "#5e3c99")
STRIPE, GROUND, MISSING = "#7a5c2e", "#ffffff", "#dcdcdc"
LINE, PRIORITY_LINE = "#6b6b6b", "#111111"
MARK, PHYSICAL = "#9a1f2e", "#005a3c"


def colours(legend: Legend) -> tuple[str, ...]:
    """Return the colour of each class, the lowest values first."""
    if legend.diverging:
        return _SIDES if legend.worse_first else tuple(reversed(_SIDES))
    used = _STEPS[-max(len(legend.labels), 1) :]
    return tuple(reversed(used)) if legend.worse_first else used
