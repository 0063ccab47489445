"""Finds other tables that an attacker cannot rule out, and what must be hidden as well so that they exist.

A move changes hidden figures by whole steps and no sum, and keeps every count possible. Two such tables in which a hidden count
differs by five are a proof that nobody can know it better than that: it holds whatever program the attacker has.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse.csgraph import connected_components

from kraftkollen.disclosure.cells import FAR, Flags, Indices, System
from kraftkollen.disclosure.primary import Numbers

WIDTH = 5
_FREE = 1e-4
_HAIR = 1e-6
_HOPS = (2, 4, 64)
_ROUNDS = 8
_SPAN = 60.0
_BATCH = 1500


@dataclass(frozen=True)
class Scope:
    """Part of a system: which unknowns may move, their bounds, and what binds them."""

    nodes: Indices
    lower: Numbers
    upper: Numbers
    rows: sparse.csr_matrix
    least: Numbers
    most: Numbers


class Lattice:
    """A system, what is hidden in it so far, and how far each hidden count has been shown to be open.

    What is protected are the hidden unknowns and, where a denominator is hidden, the rest of it beside the numerator.
    """

    def __init__(self, system: System) -> None:
        self.system = system
        self.hidden: Flags = system.secret.copy()
        count = len(system.figure)
        # Further rows: what is left of each share's denominator.
        self.rests = np.flatnonzero(system.share)
        self.high, self.low = np.zeros(count + len(self.rests)), np.zeros(count + len(self.rests))
        self._by_node = system.sums.tocsc()
        # How far up a numerator, and down a denominator, until they meet; unknowns that are numerators of a plain share.
        self.rest_of, self.lowest_of = np.full(count, np.inf), np.full(count, np.inf)
        rest = np.maximum(system.cap * system.figure[system.bottom] - system.figure[system.top], 0)
        np.minimum.at(self.rest_of, system.top, np.floor(rest + _HAIR))
        np.minimum.at(self.lowest_of, system.bottom, np.floor(rest / system.cap + _HAIR))
        self.alike = np.zeros(count, dtype=bool)
        self.alike[system.top[system.share]] = True
        self._place_of_rest = np.full(len(system.top), -1, dtype=np.int64)
        self._place_of_rest[self.rests] = np.arange(len(self.rests))
        self._pairs_of = _index(np.concatenate([system.top, system.bottom]), count, len(system.top))

    def wanting(self) -> Indices:
        """Return what is hidden and has not been shown to be open wide enough: unknowns, then rests by count + place."""
        needed = self._needed()
        return np.flatnonzero(self.high - self.low < needed)

    def _needed(self) -> Numbers:
        system, count = self.system, len(self.system.figure)
        room = np.where(self.hidden, system.down + self._ceilings(), 0)
        needed = np.zeros(len(self.high))
        needed[:count] = np.minimum(WIDTH, room)
        needed[count:] = np.where(self.hidden[system.bottom[self.rests]], WIDTH, 0)
        return needed

    def _ceilings(self) -> Numbers:
        """Return how far up each unknown can go, where the denominator that bounds it can be seen."""
        system, up = self.system, self.system.up.copy()
        seen = ~self.hidden[system.bottom]
        rest = np.floor(system.cap * system.figure[system.bottom] - system.figure[system.top] + _HAIR)
        np.minimum.at(up, system.top[seen], np.maximum(rest[seen], 0))
        return up

    def prove_together(self) -> None:
        """Move as many hidden counts as possible at once, up and down in turn, and note how far each came."""
        for turn in range(_ROUNDS):
            wanting = self.wanting()
            if not len(wanting):
                return
            signs = np.where((_spread(wanting, turn // 2) < 0.5) ^ (turn % 2 == 1), 1.0, -1.0)
            if turn < 2:
                signs = np.full(len(wanting), 1.0 if turn == 0 else -1.0)
            goal = np.zeros(len(self.hidden))
            for index, weight in self._terms(wanting, signs):
                np.add.at(goal, index, weight)
            for nodes in self._pieces_of(wanting):
                self._move_all(nodes, wanting, goal)

    def _move_all(self, nodes: Indices, wanting: Indices, goal: Numbers) -> None:
        scope = self._scope(nodes, _SPAN)
        # Further than needed would be at the cost of others.
        near = np.isin(nodes, wanting)
        np.minimum(scope.upper, WIDTH, out=scope.upper, where=near)
        np.maximum(scope.lower, -WIDTH, out=scope.lower, where=near)
        found = _solve(-goal[nodes], scope)
        if found is not None:
            self._note(scope, found)

    def _pieces_of(self, targets: Indices) -> list[Indices]:
        """Return the hidden unknowns bound through hidden ones to a target, some connected pieces at a time."""
        system, hidden, count = self.system, np.flatnonzero(self.hidden), len(self.hidden)
        pairs = np.flatnonzero(self.hidden[system.top] & self.hidden[system.bottom])
        ends = np.concatenate([system.top[pairs], system.bottom[pairs]])
        lines = np.tile(np.arange(len(pairs)), 2)
        couples = sparse.csr_matrix((np.ones(len(ends)), (lines, ends)), shape=(len(pairs), count))
        bound = sparse.vstack([system.sums, couples], format="csr")[:, hidden]
        _, piece = connected_components(bound.T @ bound, directed=False)
        wanted = np.zeros(count, dtype=bool)
        wanted[targets[targets < count]] = True
        wanted[system.bottom[self.rests[targets[targets >= count] - count]]] = True
        chosen = np.isin(piece, piece[wanted[hidden]])
        hidden, piece = hidden[chosen], piece[chosen]
        order = np.argsort(piece, kind="stable")
        # Cut between pieces only: at the first piece that begins in each batch.
        starts = np.flatnonzero(np.diff(piece[order], prepend=-1))
        _, first = np.unique(starts // _BATCH, return_index=True)
        return [np.sort(one) for one in np.split(hidden[order], starts[first[1:]]) if len(one)]

    def _terms(self, targets: Indices, signs: Numbers) -> Iterator[tuple[Indices, Numbers]]:
        count = len(self.hidden)
        plain = targets < count
        yield targets[plain], signs[plain]
        pairs = self.rests[targets[~plain] - count]
        yield self.system.bottom[pairs], signs[~plain]
        yield self.system.top[pairs], -signs[~plain]

    def _note(self, scope: Scope, move: Numbers) -> None:
        """Record a move, leaving out each connected piece in which it is not made of whole steps."""
        whole = np.round(move)
        broken = np.abs(move - whole) > _HAIR
        if broken.any():
            _, piece = connected_components(scope.rows.T @ scope.rows, directed=False)
            whole[np.isin(piece, piece[broken])] = 0
        full = np.zeros(len(self.hidden))
        full[scope.nodes] = whole
        rests = full[self.system.bottom[self.rests]] - full[self.system.top[self.rests]]
        reached = np.concatenate([full, rests])
        np.maximum(self.high, reached, out=self.high)
        np.minimum(self.low, reached, out=self.low)

    def _scope(self, nodes: Indices, span: float = FAR) -> Scope:
        system = self.system
        upper = np.minimum(system.up[nodes], span)
        lower = -np.minimum(system.down[nodes], span)
        rows = system.sums[:, nodes]
        rows = rows[np.diff(rows.indptr) > 0]
        place = np.full(len(self.hidden), -1, dtype=np.int64)
        place[nodes] = np.arange(len(nodes))
        pairs = np.unique(_near(self._pairs_of, nodes))
        rest = np.floor(system.cap[pairs] * system.figure[system.bottom[pairs]] - system.figure[system.top[pairs]] + _HAIR)
        rest = np.maximum(rest, 0)
        tops, bottoms = place[system.top[pairs]], place[system.bottom[pairs]]
        alone = (bottoms < 0) & (tops >= 0)
        np.minimum.at(upper, tops[alone], rest[alone])
        both = np.flatnonzero(bottoms >= 0)
        line = np.arange(len(both))
        above = tops[both] >= 0
        bound = sparse.csr_matrix(
            (
                np.concatenate([np.ones(int(above.sum())), -system.cap[pairs[both]]]),
                (np.concatenate([line[above], line]), np.concatenate([tops[both][above], bottoms[both]])),
            ),
            shape=(len(both), len(nodes)),
        )
        zero = np.zeros(rows.shape[0])
        least, most = np.concatenate([zero, np.full(len(both), -np.inf)]), np.concatenate([zero, rest[both]])
        return Scope(nodes, lower, upper, sparse.vstack([rows, bound], format="csr"), least, most)

    def narrow(self, target: int) -> bool:
        """Say whether a hidden count has not been shown to be open wide enough."""
        return bool(self.high[target] - self.low[target] < self.needed_for(target))

    def withhold(self, target: int) -> None:
        """Hide everything around a count that earlier versions give away: every figure that nobody has been shown."""
        self.hide(self._around(target, _HOPS[0]))

    def open(self, target: int) -> bool:
        """Hide what is cheapest so that `target` is open wide enough; say whether that can be done."""
        for hops in _HOPS:
            scope = self._scope(self._around(target, hops))
            for steps in self._ways(target):
                if target < len(self.hidden) and not all(self._within(scope, target, one) for one in steps):
                    continue
                moves = [self._cheapest(scope, target, step) for step in steps]
                done = [one for one in moves if one is not None]
                if len(done) == len(moves):
                    for one in done:
                        self.hide(scope.nodes[np.abs(one) > 0.5])
                        self._note(scope, one)
                    return True
        return False

    @staticmethod
    def _within(scope: Scope, target: int, step: float) -> bool:
        at = int(np.searchsorted(scope.nodes, target))
        return bool(scope.lower[at] - _HAIR <= step <= scope.upper[at] + _HAIR)

    def _ways(self, target: int) -> list[tuple[float, ...]]:
        needed = self.needed_for(target)
        up, down = self.low[target] + needed, self.high[target] - needed
        return [(up,), (down,), *((needed - short, -short) for short in np.arange(1.0, needed))]

    def _around(self, target: int, hops: int) -> Indices:
        count, system = len(self.hidden), self.system
        pair = self.rests[target - count] if target >= count else None
        start = [target] if pair is None else [system.top[pair], system.bottom[pair]]
        reached = np.zeros(count, dtype=bool)
        reached[start] = True
        movable = self.hidden | (np.isfinite(system.cost) & ~system.known)
        new = np.asarray(start)
        for _ in range(hops):
            lines = np.unique(_near(self._by_node, new))
            near = np.unique(np.concatenate([_near(system.sums, lines), *self._partners(new)]))
            new = near[movable[near] & ~reached[near]]
            if not len(new):
                break
            reached[new] = True
        return np.flatnonzero(reached)

    def _partners(self, nodes: Indices) -> tuple[Indices, Indices]:
        pairs = np.unique(_near(self._pairs_of, nodes))
        return self.system.top[pairs], self.system.bottom[pairs]

    def _cheapest(self, scope: Scope, target: int, step: float) -> Numbers | None:
        """Return the move that takes `target` by `step` at the least loss; None if there is none."""
        cost = np.where(self.hidden[scope.nodes], _FREE, self.system.cost[scope.nodes])
        row = np.zeros(len(self.hidden))
        for index, weight in self._terms(np.array([target]), np.ones(1)):
            np.add.at(row, index, weight)
        line = sparse.csr_matrix(row[scope.nodes])
        rows = sparse.vstack([scope.rows, line], format="csr")
        two = Scope(
            np.concatenate([scope.nodes, scope.nodes]),
            np.zeros(2 * len(scope.nodes)),
            np.concatenate([scope.upper, -scope.lower]),
            sparse.hstack([rows, -rows], format="csr"),
            np.append(scope.least, step),
            np.append(scope.most, step),
        )
        # A cell that has little room gives little and costs as much.
        found = _solve_split(cost / np.clip(np.minimum(scope.upper, -scope.lower), 1, WIDTH), two)
        if found is None:
            return None
        # What is lost is lost as a whole, not by the step: what was little used is made dear.
        used = np.abs(found) > _HAIR
        if (cost[used] > _FREE).sum() > 1:
            again = _solve_split(np.where(cost > _FREE, cost / np.maximum(np.abs(found), 0.05), cost), two)
            if again is not None and cost[np.abs(again) > _HAIR].sum() < cost[used].sum():
                found = again
        if np.abs(found - np.round(found)).max() > _HAIR:
            found = _solve_split(cost, two, whole=True)
        return found

    def hide(self, nodes: Indices) -> None:
        """Hide unknowns, and the numerators of hidden denominators: value and numerator would give those."""
        self.hidden[nodes] = True
        pairs = _near(self._pairs_of, nodes)
        pairs = pairs[self.hidden[self.system.bottom[pairs]] & ~self.system.known[self.system.top[pairs]]]
        self.hidden[self.system.top[pairs]] = True

    def sums_of(self, node: int) -> tuple[Indices, Numbers]:
        """Return the sums that an unknown is in, and with what sign."""
        part = slice(self._by_node.indptr[node], self._by_node.indptr[node + 1])
        return self._by_node.indices[part], self._by_node.data[part]

    def needed_for(self, target: int) -> float:
        """Return how wide a hidden count must be open: five, or as far as its denominator allows."""
        system, count = self.system, len(self.hidden)
        if target >= count:
            return float(WIDTH) if self.hidden[system.bottom[self.rests[target - count]]] else 0.0
        if not self.hidden[target]:
            return 0.0
        up = system.up[target]
        for pair in self._pairs_of.indices[self._pairs_of.indptr[target] : self._pairs_of.indptr[target + 1]]:
            if system.top[pair] == target and not self.hidden[system.bottom[pair]]:
                rest = system.cap[pair] * system.figure[system.bottom[pair]] - system.figure[target]
                up = min(up, max(np.floor(rest + _HAIR), 0.0))
        return float(min(WIDTH, system.down[target] + up))

    def _rests_of(self, nodes: Indices) -> Indices:
        places = self._place_of_rest[np.unique(_near(self._pairs_of, nodes))]
        return places[places >= 0]

    def note(self, nodes: Indices, move: Numbers) -> None:
        """Record a move of whole steps."""
        np.maximum.at(self.high, nodes, move)
        np.minimum.at(self.low, nodes, move)
        full = dict(zip(nodes.tolist(), move.tolist(), strict=True))
        for place in self._rests_of(nodes):
            pair = self.rests[place]
            change = full.get(int(self.system.bottom[pair]), 0) - full.get(int(self.system.top[pair]), 0)
            at = len(self.hidden) + place
            self.high[at], self.low[at] = max(self.high[at], change), min(self.low[at], change)


def _solve_split(cost: Numbers, scope: Scope, whole: bool = False) -> Numbers | None:
    found = _solve(np.concatenate([cost, cost]), scope, whole)
    if found is None:
        return None
    half = len(found) // 2
    return found[:half] - found[half:]


def _solve(cost: Numbers, scope: Scope, whole: bool = False) -> Numbers | None:
    done = milp(
        cost,
        constraints=LinearConstraint(scope.rows, scope.least, scope.most) if scope.rows.shape[0] else (),
        bounds=Bounds(scope.lower, scope.upper),
        integrality=np.ones(len(cost)) if whole else None,
    )
    found: Numbers | None = done.x
    return found


def _near(matrix: sparse.csr_matrix | sparse.csc_matrix, numbers: Indices) -> Indices:
    """Return what stands in these rows (of a csc matrix: columns); far quicker than slicing where they are few."""
    starts, ends = matrix.indptr[numbers], matrix.indptr[np.asarray(numbers) + 1]
    if len(numbers) > 500:
        chosen: Indices = matrix[numbers].indices if matrix.format == "csr" else matrix[:, numbers].indices
        return chosen
    parts = [matrix.indices[start:end] for start, end in zip(starts, ends, strict=True)]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)


def _spread(numbers: Indices, turn: int) -> Numbers:
    mixed: Numbers = ((numbers + 1) * 2654435761 + turn * 40503) % 65521 / 65521
    return mixed


def _index(ends: Indices, count: int, pairs: int) -> sparse.csr_matrix:
    """Return which pairs each unknown is in."""
    lines = np.concatenate([np.arange(pairs), np.arange(pairs)])
    return sparse.csr_matrix((np.ones(2 * pairs), (ends, lines)), shape=(count, pairs))
