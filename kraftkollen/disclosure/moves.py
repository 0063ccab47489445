"""Finds other tables that an attacker cannot rule out, and what must be hidden as well so that they exist.

A move changes hidden figures by whole steps and no sum, and keeps every count possible. Two such tables in which a hidden count
differs by five are a proof that nobody can know it better than that: it holds whatever program the attacker has.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from kraftkollen.disclosure.cells import FAR, Flags, Indices, System
from kraftkollen.disclosure.primary import Numbers
from kraftkollen.disclosure.programs import Program, Scope, index, near, part, solve

WIDTH = 5
_HAIR = 1e-6
_ROUNDS, _WORTH = 8, 0.85
_TORN = 0.5
_SPAN = 60.0
_BATCH = 150


@dataclass(frozen=True)
class _Piece:
    """Hidden unknowns that are bound to each other through hidden ones alone."""

    scope: Scope
    program: Program


class Lattice:
    """A system, what is hidden in it so far, and how far each hidden count has been shown to be open.

    What is protected are the hidden unknowns and, where a denominator is hidden, the rest of it beside the numerator.
    """

    def __init__(self, system: System) -> None:
        self.system = system
        self.hidden: Flags = np.zeros_like(system.secret)
        # What is hidden once is a hole in its series: it costs less to hide it in other periods than to tear another one.
        self.cost, self._in_series = system.cost.copy(), system.series.tocsc()
        count = len(system.figure)
        self._pieces: list[_Piece] = []
        self._piece_of = np.full(count, -1, dtype=np.int64)
        self._change = np.zeros(count)
        self._place = np.full(count, -1, dtype=np.int64)
        # Further rows: what is left of each share's denominator.
        self.rests = np.flatnonzero(system.share)
        self.high, self.low = np.zeros(count + len(self.rests)), np.zeros(count + len(self.rests))
        self.by_node = system.sums.tocsc()
        # How far up a numerator, and down a denominator, until they meet; unknowns that are numerators of a plain share.
        self.rest_of, self.lowest_of = np.full(count, np.inf), np.full(count, np.inf)
        rest = np.maximum(system.cap * system.figure[system.bottom] - system.figure[system.top], 0)
        np.minimum.at(self.rest_of, system.top, np.floor(rest + _HAIR))
        np.minimum.at(self.lowest_of, system.bottom, np.floor(rest / system.cap + _HAIR))
        self.room_up, self.room_down = np.minimum(system.up, self.rest_of), np.minimum(system.down, self.lowest_of)
        self.able = np.isfinite(system.cost) & ~system.known
        self.alike = np.zeros(count, dtype=bool)
        self.alike[system.top[system.share]] = True
        self.single = np.bincount(np.concatenate([system.top, system.bottom]), minlength=count) <= 1
        self._place_of_rest = np.full(len(system.top), -1, dtype=np.int64)
        self._place_of_rest[self.rests] = np.arange(len(self.rests))
        self.pairs_of = index(np.concatenate([system.top, system.bottom]), count, len(system.top))
        taken = np.arange(len(system.ratio_bottom))
        self._taken_along = sparse.csr_matrix((np.ones(len(taken)), (system.ratio_bottom, taken)), shape=(count, len(taken)))
        self.hide(np.flatnonzero(system.secret))

    def wanting(self) -> Indices:
        """Return what is hidden and has not been shown to be open wide enough: unknowns, then rests by count + place."""
        needed = self._needed()
        return np.flatnonzero(self.high - self.low < needed)

    def _needed(self) -> Numbers:
        system, count = self.system, len(self.system.figure)
        room = np.where(self.hidden, system.down + self._ceilings(), 0)
        needed = np.zeros(len(self.high))
        needed[:count] = np.minimum(WIDTH, room)
        needed[count:] = np.where(self.hidden[system.bottom[self.rests]] & ~system.nobody_left[self.rests], WIDTH, 0)
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
        left = np.inf
        for turn in range(_ROUNDS):
            wanting = self.wanting()
            if len(wanting) > _WORTH * left or not len(wanting):
                break
            left = len(wanting)
            signs = self._signs(wanting, turn)
            goal = np.zeros(len(self.hidden))
            for at, weight in self.terms(wanting, signs):
                np.add.at(goal, at, weight)
            if turn == 0:
                self._pieces = self._laid_out(wanting)
            # Further than needed would be at the cost of others.
            wanted = np.zeros(len(self.hidden), dtype=bool)
            wanted[wanting[wanting < len(self.hidden)]] = True
            for one in self._pieces:
                if goal[one.scope.nodes].any():
                    near_by = wanted[one.scope.nodes]
                    most = np.where(near_by, WIDTH, np.inf)
                    one.program.bound(np.maximum(one.scope.lower, -most), np.minimum(one.scope.upper, most))
                    self._note_best(one, -goal[one.scope.nodes])
        for one in self._pieces:
            one.program.bound(one.scope.lower, one.scope.upper)

    def prove(self, target: int) -> bool:
        """Move one count as far as what was hidden lets it, up and down; say whether that is wide enough."""
        nodes = np.concatenate([at for at, _ in self.terms(np.array([target]), np.ones(1))])
        piece = self._piece_of[nodes]
        if piece.min(initial=0) < 0 or piece.min() != piece.max():
            return False
        one, needed = self._pieces[int(piece[0])], self.needed_for(target)
        at = np.searchsorted(one.scope.nodes, nodes)
        goal = np.zeros(len(one.scope.nodes))
        goal[at] = np.concatenate([weight for _, weight in self.terms(np.array([target]), np.ones(1))])
        lower, upper = one.scope.lower[at], one.scope.upper[at]
        # Further than needed takes longer.
        one.program.bound(np.maximum(lower, -needed), np.minimum(upper, needed), at)
        for sign in (1.0, -1.0):
            self._note_best(one, sign * goal, again=(at, np.maximum(lower, -needed), np.minimum(upper, needed)))
            if not self.narrow(target):
                break
        one.program.bound(lower, upper, at)
        return not self.narrow(target)

    def _note_best(self, piece: "_Piece", cost: Numbers, again: tuple[Indices, Numbers, Numbers] | None = None) -> None:
        """Record the best move; if it is not made of whole steps and `again` gives the bounds of some, one that is."""
        found = piece.program.least(cost)
        if found is not None and again is not None and np.abs(found - np.round(found)).max() > _HAIR:
            lower, upper = piece.scope.lower.copy(), piece.scope.upper.copy()
            lower[again[0]], upper[again[0]] = again[1], again[2]
            found = solve(cost, replace(piece.scope, lower=lower, upper=upper), whole=True)
        if found is not None:
            self.note_all(piece.scope, found)

    def _laid_out(self, targets: Indices) -> list["_Piece"]:
        """Return the hidden unknowns that are bound to these targets, piece by piece, each with its program."""
        self._piece_of = np.full(len(self.hidden), -1, dtype=np.int64)
        found = []
        for number, nodes in enumerate(self._pieces_of(targets)):
            self._piece_of[nodes] = number
            scope = self.scope(nodes, _SPAN)
            found.append(_Piece(scope, Program(scope)))
        return found

    def _signs(self, targets: Indices, turn: int) -> Numbers:
        """Return which way each count is to go: areas against each other, groups against each other, periods in threes.

        Sums over areas, groups and pooled periods then stay as they are of themselves, for most.
        """
        system, count = self.system, len(self.hidden)
        rest = targets >= count
        nodes = np.where(rest, 0, targets)
        nodes[rest] = system.top[self.rests[targets[rest] - count]]
        signs = np.where(_spread(system.place[nodes], turn // 2) < 0.5, 1.0, -1.0)
        signs *= np.where(_spread(system.group[nodes], turn // 2 + 7) < 0.5, 1.0, -1.0)
        signs *= np.where(system.behind[nodes], np.array([1.0, -1.0, 0.25])[(system.phase[nodes] + turn) % 3], 1.0)
        # What is left goes down where the numerator goes up.
        return signs * np.where(rest, -1.0, 1.0) * (1.0 if turn % 2 else -1.0)

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

    def terms(self, targets: Indices, signs: Numbers) -> Iterator[tuple[Indices, Numbers]]:
        count = len(self.hidden)
        plain = targets < count
        yield targets[plain], signs[plain]
        pairs = self.rests[targets[~plain] - count]
        yield self.system.bottom[pairs], signs[~plain]
        yield self.system.top[pairs], -signs[~plain]

    def note_all(self, scope: Scope, move: Numbers) -> None:
        """Record a move, leaving out each connected piece in which it is not made of whole steps."""
        whole = np.round(move)
        broken = np.abs(move - whole) > _HAIR
        if broken.any():
            _, piece = connected_components(scope.rows.T @ scope.rows, directed=False)
            whole[np.isin(piece, piece[broken])] = 0
        self.note(scope.nodes, whole)

    def scope(self, nodes: Indices, span: float = FAR) -> Scope:
        system = self.system
        upper = np.minimum(system.up[nodes], span)
        lower = -np.minimum(system.down[nodes], span)
        rows = part(self.by_node, nodes)
        place = self._place
        place[nodes] = np.arange(len(nodes))
        pairs = np.unique(near(self.pairs_of, nodes))
        rest = np.floor(system.cap[pairs] * system.figure[system.bottom[pairs]] - system.figure[system.top[pairs]] + _HAIR)
        rest = np.maximum(rest, 0)
        tops, bottoms = place[system.top[pairs]], place[system.bottom[pairs]]
        place[nodes] = -1
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

    def pooled(self, target: int) -> bool:
        """Say whether a count is of a pooled figure, or of a period behind one."""
        node = target if target < len(self.hidden) else self.system.bottom[self.rests[target - len(self.hidden)]]
        return bool(self.system.behind[node] | self.system.spans[node])

    def hide(self, nodes: Indices) -> None:
        """Hide unknowns, and the numerators of hidden denominators: value and numerator would give those."""
        torn = np.unique(near(self.system.series, nodes[~self.hidden[nodes]]))
        self.hidden[nodes] = True
        others = near(self._in_series, torn)
        self.cost[others] = self.system.cost[others] * _TORN
        tops = self.system.ratio_top[near(self._taken_along, nodes)]
        tops = tops[~self.system.known[tops] & ~self.hidden[tops]]
        # A numerator may be the denominator of another indicator.
        if len(tops):
            self.hide(np.unique(tops))

    def sums_of(self, node: int) -> tuple[Indices, Numbers]:
        """Return the sums that an unknown is in, and with what sign."""
        part = slice(self.by_node.indptr[node], self.by_node.indptr[node + 1])
        return self.by_node.indices[part], self.by_node.data[part]

    def needed_for(self, target: int) -> float:
        """Return how wide a hidden count must be open: five, or as far as its denominator allows."""
        system, count = self.system, len(self.hidden)
        if target >= count:
            pair = self.rests[target - count]
            return float(WIDTH) if self.hidden[system.bottom[pair]] and not system.nobody_left[pair] else 0.0
        if not self.hidden[target]:
            return 0.0
        up = system.up[target]
        for pair in self.pairs_of.indices[self.pairs_of.indptr[target] : self.pairs_of.indptr[target + 1]]:
            if system.top[pair] == target and not self.hidden[system.bottom[pair]]:
                rest = system.cap[pair] * system.figure[system.bottom[pair]] - system.figure[target]
                up = min(up, max(np.floor(rest + _HAIR), 0.0))
        return float(min(WIDTH, system.down[target] + up))

    def note(self, nodes: Indices, move: Numbers) -> None:
        """Record a move of whole steps."""
        np.maximum.at(self.high, nodes, move)
        np.minimum.at(self.low, nodes, move)
        pairs = np.unique(near(self.pairs_of, nodes))
        pairs = pairs[self._place_of_rest[pairs] >= 0]
        self._change[nodes] = move
        rest = self._change[self.system.bottom[pairs]] - self._change[self.system.top[pairs]]
        self._change[nodes] = 0
        at = len(self.hidden) + self._place_of_rest[pairs]
        self.high[at], self.low[at] = np.maximum(self.high[at], rest), np.minimum(self.low[at], rest)


def _spread(numbers: Indices, turn: int) -> Numbers:
    mixed: Numbers = ((numbers + 1) * 2654435761 + turn * 40503) % 65521 / 65521
    return mixed
