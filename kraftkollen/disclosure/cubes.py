"""Opens hidden counts by the cheap way: a cube of cells between two areas that belong to the same larger ones.

After the hypercube method of tau-argus (Hundepool et al. 2012, chapter 4): cells at the corners go up and down in turn, so that
no sum changes. What no cube opens is left to the linear program.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from kraftkollen.disclosure.cells import Indices, State
from kraftkollen.disclosure.moves import WIDTH, Lattice
from kraftkollen.disclosure.periods import Along, Periods
from kraftkollen.disclosure.primary import Numbers
from kraftkollen.disclosure.shapes import Shape, shapes_of
from kraftkollen.disclosure.sums import Members
from kraftkollen.model.catalogue import Catalogue

_HAIR = 1e-6
# Which terms a cube moves: the numerator (or count), the denominator, or both alike.
_TOP, _BOTTOM = 0, 1
_TRIED = 60
_LAYERS = ((_TOP,), (_BOTTOM,), (_TOP, _BOTTOM))


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
        nodes = np.concatenate([lattice.system.row_top, lattice.system.row_bottom])
        rows = np.tile(np.arange(len(nodes) // 2), 2)[nodes >= 0]
        at = (nodes[nodes >= 0], rows)
        # What several indicators count is in several rows.
        self._rows_of = sparse.csr_matrix((np.ones(len(rows)), at), shape=(len(lattice.hidden), len(nodes) // 2))
        self._kinds = _kinds(state.members)
        self._periods = Periods(lattice.system)
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
            self._shapes[indicator] = shapes_of(indicator, self._catalogue)
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

    def open(self, target: int, most: float = np.inf) -> bool:
        """Hide the cube that costs least, and no more than `most`, and opens `target` wide enough; say whether there is one."""
        lattice, count = self.lattice, len(self.lattice.hidden)
        pair = lattice.rests[target - count] if target >= count else None
        node = int(lattice.system.bottom[pair]) if pair is not None else target
        rows = self._rows_of.indices[self._rows_of.indptr[node] : self._rows_of.indptr[node + 1]]
        return any(self._open_in(int(one), target, node, pair is not None, most) for one in np.unique(self._table_of[rows]))

    def _open_in(self, number: int, target: int, node: int, rest: bool, most: float) -> bool:
        table = self._table(number)
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
            if not self._moves(layers, own, target, node, rest):
                continue
            for along in self._periods.along(node):
                found = self._cheapest(nodes, spot[0], others, shape, layers, target, along)
                if found is not None and (best is None or found[0] < best[0]):
                    best = found
        if best is None or best[0] > most:
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
        self,
        nodes: npt.NDArray[np.int64],
        area: int,
        others: Indices,
        shape: Shape,
        layers: tuple[int, ...],
        target: int,
        along: Along | None,
    ) -> tuple[float, Indices, Numbers, float, float] | None:
        lattice = self.lattice
        mine = nodes[:, area, :][:, shape.groups]
        theirs = nodes[:, others, :][:, :, shape.groups]
        if not theirs.size:
            return None
        # Terms, siblings, ways, corners (mine, then theirs).
        corners = np.concatenate([np.broadcast_to(mine[:, None], theirs.shape), theirs], axis=-1)
        signs = np.concatenate([shape.signs, -shape.signs], axis=-1)
        up, down = self._room(corners, layers)
        chosen = corners[list(layers)]
        if along is not None:
            # The same corners in another period, with or against these.
            further = along.node[corners]
            their_up, their_down = self._room(further, layers)
            up, down = (
                np.minimum(up, their_up if along.sign > 0 else their_down),
                np.minimum(down, their_down if along.sign > 0 else their_up),
            )
            chosen = np.concatenate([chosen, further[list(layers)]])
        turns = np.repeat([1.0, along.sign if along else 1.0], len(layers))[: len(chosen)]
        fits = ((chosen >= 0) & (lattice.hidden[chosen] | lattice.able[chosen])).all(axis=(0, -1))
        with np.errstate(invalid="ignore"):
            cost = np.where(lattice.hidden[chosen], 0, lattice.cost[chosen]).sum(axis=(0, -1))
        high = np.where(signs > 0, up, down).min(axis=-1)
        low = np.where(signs > 0, down, up).min(axis=-1)
        turned = target >= len(lattice.hidden) and layers == (_TOP,)
        most, least = (low, high) if turned else (high, low)
        reached = np.maximum(most, lattice.high[target]) - np.minimum(-least, lattice.low[target])
        fits &= reached >= lattice.needed_for(target)
        if not fits.any():
            return None
        best: tuple[float, Indices, Numbers, float, float] | None = None
        order = np.argsort(np.where(fits, cost, np.inf), axis=None, kind="stable")[: int(fits.sum())]
        for flat in order[:_TRIED]:
            at = np.unravel_index(flat, cost.shape)
            if best is not None and cost[at] >= best[0]:
                break
            moved, weights = chosen[(slice(None), *at)].reshape(-1), np.outer(turns, signs[at[1]]).reshape(-1)
            added = self._kept(moved, weights)
            if added is None:
                continue
            further, room = self._further(*added)
            total, most, least = cost[at] + further, min(high[at], room[0]), min(low[at], room[1])
            if (best is None or total < best[0]) and self._opens(target, turned, most, least):
                nodes_moved = np.concatenate([moved, added[0]])
                best = (float(total), nodes_moved, np.concatenate([weights, added[1]]), float(most), float(least))
        return best

    def _opens(self, target: int, turned: bool, high: float, low: float) -> bool:
        most, least = (low, high) if turned else (high, low)
        reached = max(most, self.lattice.high[target]) - min(-least, self.lattice.low[target])
        return bool(reached >= self.lattice.needed_for(target))

    def _further(self, nodes: Indices, weights: Numbers) -> tuple[float, tuple[float, float]]:
        """Return what hiding these as well costs, and how far they let the cube go up and down."""
        lattice = self.lattice
        if not len(nodes):
            return 0.0, (np.inf, np.inf)
        if not (lattice.hidden[nodes] | lattice.able[nodes]).all():
            return np.inf, (0.0, 0.0)
        up, down = lattice.room_up[nodes] / np.abs(weights), lattice.room_down[nodes] / np.abs(weights)
        cost = float(np.where(lattice.hidden[nodes], 0, lattice.cost[nodes]).sum())
        return cost, (float(np.where(weights > 0, up, down).min()), float(np.where(weights > 0, down, up).min()))

    def _room(self, corners: npt.NDArray[np.int64], layers: tuple[int, ...]) -> tuple[Numbers, Numbers]:
        """Return how far up and down each corner can go, siblings times ways times corners."""
        lattice, system, top, bottom = self.lattice, self.lattice.system, corners[_TOP], corners[_BOTTOM]
        if len(layers) == 1:
            # A numerator here may be the denominator of another indicator, and the other way about.
            moved = corners[layers[0]]
            return lattice.room_up[moved], lattice.room_down[moved]
        both = lattice.alike[top] & lattice.single[top] & lattice.single[bottom]
        return np.where(both, system.up[top], 0), np.where(both, np.minimum(system.down[top], system.down[bottom]), 0)

    def _kept(self, moved: Indices, weights: Numbers) -> tuple[Indices, Numbers] | None:
        """Return what another indicator counts of these people and must move along; None if a sum changes all the same."""
        system = self.lattice.system
        changed: dict[int, float] = {}
        self._add(changed, moved, weights)
        along: dict[int, float] = {}
        for equation in [one for one, change in changed.items() if abs(change) > _HAIR]:
            if equation < system.linked:
                return None
            line = slice(system.sums.indptr[equation], system.sums.indptr[equation + 1])
            at = system.sums.indices[line][system.sums.data[line] < 0]
            if len(at) != 1 or int(at[0]) in along or at[0] in moved:
                return None
            along[int(at[0])] = changed[equation]
        nodes, added = np.array(list(along), dtype=np.int64), np.array(list(along.values()))
        self._add(changed, nodes, added)
        return (nodes, added) if all(abs(one) < _HAIR for one in changed.values()) else None

    def _add(self, changed: dict[int, float], moved: Indices, weights: Numbers) -> None:
        for node, weight in zip(moved.tolist(), weights.tolist(), strict=True):
            equations, signs = self.lattice.sums_of(node)
            for equation, sign in zip(equations.tolist(), signs.tolist(), strict=True):
                changed[equation] = changed.get(equation, 0) + sign * weight

    def _hide(self, moved: Indices, weights: Numbers, high: float, low: float) -> None:
        self.lattice.hide(moved)
        for step in (np.floor(min(high, 4 * WIDTH)), -np.floor(min(low, 4 * WIDTH))):
            self.lattice.note(moved, weights * step)


def _kinds(members: Members) -> Mapping[tuple[str, str], frozenset[tuple[str, str]]]:
    found: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for whole_division, whole, division, area in members.itertuples(index=False):
        found.setdefault((division, area), set()).add((whole_division, whole))
    return {key: frozenset(one) for key, one in found.items()}
