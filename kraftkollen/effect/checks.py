"""What would change the answer: the start moved back, each comparison unit left out, the period of selection left out."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from kraftkollen.effect.design import Cast, Design
from kraftkollen.effect.fitting import Window
from kraftkollen.effect.placebos import Placebos, tested
from kraftkollen.effect.result import Check, LeftOut
from kraftkollen.effect.sets import Sets
from kraftkollen.effect.space import of_treated, windows_of

# Where several are treated, a p-value that decides nothing needs no more sets than this.
_CHECK_SETS = 400


def in_time(cast: Cast, design: Design, sets: Sets) -> Check | None:
    """Return the effect of a start moved back into the time before; None where one start has a single period before it.

    At most half of the periods before play those after; what came after the real start takes no part.
    """

    def moved(window: Window) -> Window:
        steps = min(len(window.after), len(window.before) // 2)
        return Window(window.before[:-steps], window.before[-steps:], window.treated)

    if any(len(window.before) < 2 for window in windows_of(cast)):
        return None
    first = cast.periods[int(moved(windows_of(cast)[0]).after[0])]
    return _check(cast, design, sets.some(_CHECK_SETS, design.seed), moved, first)


def without_selection(cast: Cast, design: Design, sets: Sets) -> Check | None:
    """Return the effect without the period that the units were chosen on; None if it is not among those before."""
    if design.selected_on is None or design.selected_on not in cast.periods:
        return None
    column = cast.periods.index(design.selected_on)

    def shortened(window: Window) -> Window:
        return replace(window, before=window.before[window.before != column])

    windows = windows_of(cast)
    if not any(column in window.before for window in windows) or any(len(shortened(one).before) == 0 for one in windows):
        return None
    return _check(cast, design, sets, shortened, design.selected_on)


def _check(cast: Cast, design: Design, sets: Sets, change: Callable[[Window], Window], named: str) -> Check:
    windows = tuple(change(window) for window in windows_of(cast))
    found: Placebos = tested(cast, design.method, windows, sets)
    return Check(named, found.effect, found.ranked.p_value)


def leave_one_out(cast: Cast, design: Design) -> tuple[LeftOut, ...]:
    """Return the effect without each comparison unit in turn."""
    pool = ~np.eye(len(cast.names), dtype=bool)
    effects = of_treated(cast, design.method, windows_of(cast), pool).effects
    return tuple(LeftOut(unit, float(effect)) for unit, effect in zip(cast.names, effects, strict=True))
