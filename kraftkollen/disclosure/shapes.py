"""How a change in one group is made up for in others: the boxes of groups that leave every sum over groups as it was."""

import itertools
from dataclasses import dataclass

import numpy as np

from kraftkollen.disclosure.cells import Indices
from kraftkollen.disclosure.primary import Numbers
from kraftkollen.model.catalogue import Catalogue
from kraftkollen.model.group import TOTAL


@dataclass(frozen=True)
class Shape:
    """The ways in which a change in one group can be made up for in others: ways times corners."""

    groups: Indices
    signs: Numbers


def shapes_of(indicator: str, catalogue: Catalogue) -> tuple[dict[str, int], dict[int, Shape]]:
    """Return the number of each group, and for each group the boxes of groups that leave every sum over groups as it was."""
    groups = [dict(one.categories) for one in catalogue.groups(indicator)]
    numbers = {one.id: number for number, one in enumerate(catalogue.groups(indicator))}
    dimensions = list(dict.fromkeys(name for one in groups for name in one))
    coordinates = [tuple(one.get(name, TOTAL) for name in dimensions) for one in groups]
    number_of = {one: number for number, one in enumerate(coordinates)}
    axes = [list(dict.fromkeys(one[axis] for one in coordinates)) for axis in range(len(dimensions))]
    kinds = {frozenset(one) for one in groups}
    found: dict[int, Shape] = {}
    for number, start in enumerate(coordinates):
        boxes = []
        for end in itertools.product(*axes):
            box = _box(start, end)
            if all(one in number_of for one, _ in box) and _balanced(box, dimensions, kinds):
                boxes.append([(number_of[one], sign) for one, sign in box])
        size = min((len(one) for one in boxes), default=0)
        boxes = [one for one in boxes if len(one) == size]
        if boxes:
            table = np.array(boxes)
            found[number] = Shape(table[:, :, 0].astype(np.int64), table[:, :, 1].astype(float))
    return numbers, found


def _box(start: tuple[str, ...], end: tuple[str, ...]) -> list[tuple[tuple[str, ...], int]]:
    corners: list[tuple[tuple[str, ...], int]] = [((), 1)]
    for one, other in zip(start, end, strict=True):
        if one == other:
            corners = [((*before, one), sign) for before, sign in corners]
        else:
            # A part and its total go the same way, two parts go against each other.
            turn = 1 if TOTAL in (one, other) else -1
            corners = [((*before, one), sign) for before, sign in corners] + [
                ((*before, other), sign * turn) for before, sign in corners
            ]
    return corners


def _balanced(box: list[tuple[tuple[str, ...], int]], dimensions: list[str], kinds: set[frozenset[str]]) -> bool:
    """Say whether summing any breakdown over any of its dimensions still gives what it broke down."""
    sums: dict[tuple[frozenset[str], tuple[str, ...]], dict[frozenset[str], int]] = {}
    for corner, sign in box:
        kind = frozenset(name for name, one in zip(dimensions, corner, strict=True) if one != TOTAL)
        for common in {kind & other for other in kinds}:
            margin = tuple(one if name in common else TOTAL for name, one in zip(dimensions, corner, strict=True))
            ends = sums.setdefault((common, margin), {})
            ends[kind] = ends.get(kind, 0) + sign
    for (common, _), ends in sums.items():
        everyone = {one for one in kinds if common <= one and any(common == one & other for other in kinds)}
        if len({ends.get(one, 0) for one in everyone}) > 1:
            return False
    return True
