"""Which areas are fit to compare with, by rule; each one left out with its reason."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from kraftkollen.effect.design import Array, Panel
from kraftkollen.effect.simplex import Mask
from kraftkollen.model.verdict import Exclusion

LEAST_PEOPLE = 50.0
# More than any city has: of a nation's thousands those count whose level before lay nearest. A test among 150 tells p down to
# 0.007, and what it takes grows with the third power.
MOST_AREAS = 150


@dataclass(frozen=True)
class Rules:
    """What keeps an area out.

    Attributes
    ----------
    better_is_higher
        Which way is better; None where nobody has decided, and then no half is chosen.
    neighbours
        Pairs of units that share a border.
    own_intervention, broken
        Units with an intervention of their own, or a break in their series, during the periods.
    least_people
        Units counted on fewer people than this are left out.
    removed, added
        By an analyst: out whatever the rules say; in whatever they say, if its figures are complete.
    most
        Where more units than this are fit, those whose mean before the start lies nearest to the treated's are taken.
    """

    better_is_higher: bool | None = None
    neighbours: frozenset[tuple[str, str]] = frozenset()
    own_intervention: frozenset[str] = frozenset()
    broken: frozenset[str] = frozenset()
    least_people: float = LEAST_PEOPLE
    removed: frozenset[str] = frozenset()
    added: frozenset[str] = frozenset()
    most: int = MOST_AREAS


@dataclass(frozen=True)
class Selected:
    """The comparison units, and those left out, each with the first reason that holds."""

    comparison: tuple[str, ...]
    excluded: tuple[tuple[str, Exclusion], ...]


def select(panel: Panel, treated: tuple[str, ...], start: str, rules: Rules) -> Selected:
    """Return which units are compared with.

    The worse-off half is of all units with complete figures, by their mean before `start`: areas are chosen because they are
    worse off, and what happens to such areas anyway is what is to be taken away. Where a treated unit is itself of the
    better-off half that reason fails, and no half is taken.
    """
    complete: Mask = np.asarray(np.isfinite(panel.outcome).all(axis=1), dtype=np.bool_)
    before = panel.outcome[:, : panel.column(start)]
    level = np.where(complete, before.mean(axis=1), np.nan)
    middle = float(np.nanmedian(level)) if complete.any() else 0.0
    better = _halved(rules.better_is_higher, level[panel.rows(treated)], middle)
    near = _near(treated, rules.neighbours)
    found: list[tuple[str, Exclusion | None]] = []
    for row, unit in enumerate(panel.units):
        if unit not in treated:
            few = panel.people is not None and not panel.people[row] >= rules.least_people
            found.append((unit, _reason(unit, rules, bool(complete[row]), unit in near, few, better(float(level[row])))))
    far = _less_alike([unit for unit, reason in found if reason is None], panel, treated, level, rules)
    said = [(unit, Exclusion.LESS_ALIKE if unit in far else reason) for unit, reason in found]
    return Selected(
        tuple(unit for unit, reason in said if reason is None),
        tuple((unit, reason) for unit, reason in said if reason is not None),
    )


def _less_alike(fit: list[str], panel: Panel, treated: tuple[str, ...], level: Array, rules: Rules) -> frozenset[str]:
    """Return which of the fit units are left out since enough others lie nearer; what an analyst has put in stays."""
    spare = len(fit) - rules.most
    if spare <= 0:
        return frozenset()
    open_to = [unit for unit in fit if unit not in rules.added]
    theirs = level[panel.rows(tuple(open_to))]
    own = level[panel.rows(treated)]
    # In a plan the treated need have no figures yet: then what is usual among the fit stands for them.
    middle = float(own[np.isfinite(own)].mean()) if np.isfinite(own).any() else float(np.median(theirs))
    order = np.argsort(np.abs(theirs - middle), kind="stable")
    return frozenset(open_to[row] for row in order[max(len(open_to) - spare, 0) :])


def _halved(better_is_higher: bool | None, treated: Array, middle: float) -> Callable[[float], bool]:
    """Return what says of a level whether it is of the half that is left out."""
    if better_is_higher is None:
        return lambda _: False
    sign = 1.0 if better_is_higher else -1.0
    taken = not (sign * (treated - middle) > 0).any()
    return lambda level: taken and sign * (level - middle) > 0


def _near(treated: tuple[str, ...], pairs: frozenset[tuple[str, str]]) -> frozenset[str]:
    return frozenset(unit for pair in pairs if set(pair) & set(treated) for unit in pair)


def _reason(unit: str, rules: Rules, complete: bool, near: bool, few: bool, better_off: bool) -> Exclusion | None:
    if not complete:
        return Exclusion.INCOMPLETE
    if unit in rules.removed:
        return Exclusion.BY_HAND
    if unit in rules.added:
        return None
    return next(
        (
            reason
            for reason, holds in (
                (Exclusion.OWN_INTERVENTION, unit in rules.own_intervention),
                (Exclusion.NEIGHBOUR, near),
                (Exclusion.AREA_BREAK, unit in rules.broken),
                (Exclusion.FEW_PEOPLE, few),
                (Exclusion.BETTER_OFF, better_off),
            )
            if holds
        ),
        None,
    )
