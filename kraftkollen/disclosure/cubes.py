"""Opens hidden counts by the cheap way: a cube of cells between two areas that belong to the same larger ones.

After the hypercube method of tau-argus (Hundepool et al. 2012, chapter 4): cells at the corners go up and down in turn, so that
no sum changes. What no cube opens is left to the linear program.
"""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kraftkollen.disclosure.cells import Indices, Members, State
from kraftkollen.disclosure.moves import WIDTH, Lattice
from kraftkollen.disclosure.primary import Numbers
from kraftkollen.model.catalogue import Catalogue
from kraftkollen.model.group import TOTAL

_HAIR = 1e-6
# Which terms a cube moves: the numerator (or count), the denominator, or both alike.
_TOP, _BOTTOM = 0, 1
_LAYERS = ((_TOP,), (_BOTTOM,), (_TOP, _BOTTOM))


@dataclass(frozen=True)
class Shape:
    """The ways in which a change in one group can be made up for in others: ways times corners."""

    groups: Indices
    signs: Numbers


@dataclass(frozen=True)
class Table:
    """One indicator, period and division as terms times areas times groups: the unknown in each cell, -1 where there is none.

    Siblings are areas of exactly the same larger ones: they have the same number in `kin`.
    """

    nodes: npt.NDArray[np.int64]
    kin: Indices
    shapes: Mapping[int, Shape]
    place_of: Mapping[int, tuple[int, int]]


class Grid:
    """The newest state cut into tables, each made when it is needed."""

    def __init__(self, lattice: Lattice, state: State, catalogue: Catalogue) -> None:
        self.lattice, self._catalogue = lattice, catalogue
        names = ("indicator", "division", "area", "grp")
        self._columns = {name: state.figures.column(name).to_numpy() for name in names}
        keys = state.figures.select(["indicator", "period", "division"]).to_pandas()
        self._table_of = keys.groupby(["indicator", "period", "division"], sort=False).ngroup().to_numpy()
        self._order = np.argsort(self._table_of, kind="stable")
        self._starts = np.searchsorted(self._table_of[self._order], np.arange(self._table_of.max(initial=-1) + 2))
        self._row_of = np.full(len(lattice.hidden) + 1, -1, dtype=np.int64)
        for nodes in (lattice.system.row_top, lattice.system.row_bottom):
            self._row_of[nodes] = np.arange(len(nodes))
        self._kinds = _kinds(state.members)
        self._tables: dict[int, Table] = {}
        self._shapes: dict[str, tuple[dict[str, int], dict[int, Shape]]] = {}

    def _table(self, number: int) -> Table:
        if number not in self._tables:
            self._tables[number] = self._made(number)
        return self._tables[number]

    def _made(self, number: int) -> Table:
        at = self._order[self._starts[number] : self._starts[number + 1]]
        rows = {name: column[at].tolist() for name, column in self._columns.items()}
        indicator, division = rows["indicator"][0], rows["division"][0]
        if indicator not in self._shapes:
            self._shapes[indicator] = _shapes(indicator, self._catalogue)
        numbers, shapes = self._shapes[indicator]
        areas = {name: place for place, name in enumerate(dict.fromkeys(rows["area"]))}
        grid = np.full((2, len(areas), len(numbers)), -1, dtype=np.int64)
        system, place_of = self.lattice.system, {}
        for row, area, group in zip(at.tolist(), rows["area"], rows["grp"], strict=True):
            if group in numbers:
                spot = (areas[area], numbers[group])
                for layer, nodes in ((_TOP, system.row_top), (_BOTTOM, system.row_bottom)):
                    grid[layer, spot[0], spot[1]] = nodes[row]
                    place_of[int(nodes[row])] = spot
        kin: dict[frozenset[tuple[str, str]], int] = {}
        found = [kin.setdefault(self._kinds.get((division, area), frozenset()), len(kin)) for area in areas]
        return Table(grid, np.array(found, dtype=np.int64), shapes, place_of)

    def open(self, target: int) -> bool:
        """Hide the cube that costs least and opens `target` wide enough; say whether there is one."""
        lattice, count = self.lattice, len(self.lattice.hidden)
        pair = lattice.rests[target - count] if target >= count else None
        node = int(lattice.system.bottom[pair]) if pair is not None else target
        row = int(self._row_of[node])
        if row < 0:
            return False
        table = self._table(int(self._table_of[row]))
        spot = table.place_of.get(node)
        shape = table.shapes.get(spot[1]) if spot else None
        if spot is None or shape is None:
            return False
        nodes = table.nodes
        own = nodes[:, spot[0], spot[1]]
        others = np.flatnonzero(table.kin == table.kin[spot[0]])
        others = others[others != spot[0]]
        best: tuple[float, Indices, Numbers, float, float] | None = None
        for layers in _LAYERS:
            if not self._moves(layers, own, target, node, pair is not None):
                continue
            found = self._cheapest(nodes, spot[0], others, shape, layers, target)
            if found is not None and (best is None or found[0] < best[0]):
                best = found
        if best is None:
            return False
        self._hide(*best[1:])
        return True

    def _moves(self, layers: tuple[int, ...], own: Indices, target: int, node: int, rest: bool) -> bool:
        """Say whether moving these terms moves the target, and is worth trying."""
        if any(own[one] < 0 for one in layers):
            return False
        hidden = self.lattice.hidden[own[_BOTTOM]] if own[_BOTTOM] >= 0 else False
        if _BOTTOM in layers and not hidden:
            return False
        return len(layers) == 1 if rest else target in own[list(layers)] and node >= 0

    def _cheapest(
        self, nodes: npt.NDArray[np.int64], area: int, others: Indices, shape: Shape, layers: tuple[int, ...], target: int
    ) -> tuple[float, Indices, Numbers, float, float] | None:
        lattice = self.lattice
        mine = nodes[:, area, :][:, shape.groups]
        theirs = nodes[:, others, :][:, :, shape.groups]
        if not theirs.size:
            return None
        # Terms, siblings, ways, corners (mine, then theirs).
        corners = np.concatenate([np.broadcast_to(mine[:, None], theirs.shape), theirs], axis=-1)
        signs = np.concatenate([shape.signs, -shape.signs], axis=-1)
        chosen = corners[list(layers)]
        able = lattice.hidden | (np.isfinite(lattice.system.cost) & ~lattice.system.known)
        fits = ((chosen >= 0) & able[chosen]).all(axis=(0, -1))
        with np.errstate(invalid="ignore"):
            cost = np.where(lattice.hidden[chosen], 0, lattice.system.cost[chosen]).sum(axis=(0, -1))
        up, down = self._room(corners, layers)
        high = np.where(signs > 0, up, down).min(axis=-1)
        low = np.where(signs > 0, down, up).min(axis=-1)
        turned = target >= len(lattice.hidden) and layers == (_TOP,)
        most, least = (low, high) if turned else (high, low)
        reached = np.maximum(most, lattice.high[target]) - np.minimum(-least, lattice.low[target])
        fits &= reached >= lattice.needed_for(target)
        if not fits.any():
            return None
        cost = np.where(fits, cost, np.inf)
        for flat in np.argsort(cost, axis=None, kind="stable"):
            at = np.unravel_index(flat, cost.shape)
            if not np.isfinite(cost[at]):
                return None
            moved = chosen[(slice(None), *at)].reshape(-1)
            weights = np.tile(signs[at[1]], len(layers))
            if self._keeps_sums(moved, weights):
                return float(cost[at]), moved, weights, float(high[at]), float(low[at])
        return None

    def _room(self, corners: npt.NDArray[np.int64], layers: tuple[int, ...]) -> tuple[Numbers, Numbers]:
        """Return how far up and down each corner can go, siblings times ways times corners."""
        system, top, bottom = self.lattice.system, corners[_TOP], corners[_BOTTOM]
        rest = np.where(bottom >= 0, self.lattice.rest_of[top], np.inf)
        if layers == (_TOP,):
            return np.minimum(system.up[top], rest), system.down[top]
        if layers == (_BOTTOM,):
            return system.up[bottom], np.minimum(system.down[bottom], self.lattice.lowest_of[bottom])
        alike = np.where(self.lattice.alike[top], np.minimum(system.down[top], system.down[bottom]), 0)
        return np.where(self.lattice.alike[top], system.up[top], 0), alike

    def _keeps_sums(self, moved: Indices, weights: Numbers) -> bool:
        changed: dict[int, float] = {}
        for node, weight in zip(moved.tolist(), weights.tolist(), strict=True):
            equations, signs = self.lattice.sums_of(node)
            for equation, sign in zip(equations.tolist(), signs.tolist(), strict=True):
                changed[equation] = changed.get(equation, 0) + sign * weight
        return all(abs(one) < _HAIR for one in changed.values())

    def _hide(self, moved: Indices, weights: Numbers, high: float, low: float) -> None:
        self.lattice.hide(moved)
        for step in (min(high, 4 * WIDTH), -min(low, 4 * WIDTH)):
            self.lattice.note(moved, weights * step)


def _kinds(members: Members) -> Mapping[tuple[str, str], frozenset[tuple[str, str]]]:
    found: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for whole_division, whole, division, area in members.itertuples(index=False):
        found.setdefault((division, area), set()).add((whole_division, whole))
    return {key: frozenset(one) for key, one in found.items()}


def _shapes(indicator: str, catalogue: Catalogue) -> tuple[dict[str, int], dict[int, Shape]]:
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
