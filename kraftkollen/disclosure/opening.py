"""Opens a hidden count that nothing cheaper opens: the linear program that finds the cheapest cells to hide beside it."""

from dataclasses import replace

import numpy as np
from scipy import sparse

from kraftkollen.disclosure.cells import Flags, Indices
from kraftkollen.disclosure.moves import WIDTH, Lattice
from kraftkollen.disclosure.primary import Numbers
from kraftkollen.disclosure.programs import Scope, near, solve, solve_split

_FREE = 1e-4
_HAIR = 1e-6
_FAR, _MOST, _FAR_STEP = 12, 400, 60.0
_HOPS = (2, 3, 4, 64)


def open_up(lattice: Lattice, target: int) -> bool:
    """Hide what is cheapest so that `target` is open wide enough; say whether that can be done."""
    ways = _ways(lattice, target)
    # Upwards nearly always goes, if far enough around; the other ways are tried at the ends only.
    for hops, among in (
        (_HOPS[0], ways),
        *((hops, ways[:1]) for hops in _HOPS[1:-1]),
        (_HOPS[-2], ways[1:]),
        (_HOPS[-1], ways),
    ):
        scope = lattice.scope(_around(lattice, target, hops))
        for steps in among:
            if _opened(lattice, scope, target, steps):
                return True
    return False


def _opened(lattice: Lattice, scope: Scope, target: int, steps: tuple[float, ...]) -> bool:
    if target < len(lattice.hidden) and not all(_within(scope, target, one) for one in steps):
        return False
    moves = []
    for step in steps:
        found = _cheapest(lattice, scope, target, step)
        if found is None:
            return False
        moves.append(found)
    for one in moves:
        lattice.hide(scope.nodes[np.abs(one) > 0.5])
        lattice.note_all(scope, one)
    return True


def _line(lattice: Lattice, target: int) -> Numbers:
    row = np.zeros(len(lattice.hidden))
    for at, weight in lattice.terms(np.array([target]), np.ones(1)):
        np.add.at(row, at, weight)
    return row


def prove_near(lattice: Lattice, target: int) -> bool:
    """Move one count as far as what is hidden by now lets it, up and down; say whether that is wide enough."""
    scope = lattice.scope(_around(lattice, target, _FAR, lattice.hidden, _MOST), _FAR_STEP)
    goal = _line(lattice, target)[scope.nodes]
    needed = lattice.needed_for(target)
    limits = sparse.vstack([scope.rows, sparse.csr_matrix(goal)], format="csr")
    for sign in (1.0, -1.0):
        bounded = replace(scope, rows=limits, least=np.append(scope.least, -needed), most=np.append(scope.most, needed))
        found = solve(-sign * goal, bounded)
        if found is not None and np.abs(found - np.round(found)).max() > _HAIR:
            found = solve(-sign * goal, bounded, whole=True)
        if found is not None:
            lattice.note_all(scope, found)
        if not lattice.narrow(target):
            return True
    return False


def withhold(lattice: Lattice, target: int) -> None:
    """Hide everything around a count that earlier versions give away: every figure that nobody has been shown."""
    lattice.hide(_around(lattice, target, _HOPS[0]))


def _within(scope: Scope, target: int, step: float) -> bool:
    at = int(np.searchsorted(scope.nodes, target))
    return bool(scope.lower[at] - _HAIR <= step <= scope.upper[at] + _HAIR)


def _ways(lattice: Lattice, target: int) -> list[tuple[float, ...]]:
    """Return the steps that open a count: all of it upwards, all of it downwards, or some of each."""
    needed = lattice.needed_for(target)
    up, down = lattice.low[target] + needed, lattice.high[target] - needed
    return [(up,), (down,), *((needed - short, -short) for short in np.arange(1.0, needed))]


def _around(lattice: Lattice, target: int, hops: int, movable: Flags | None = None, most: int | None = None) -> Indices:
    count, system = len(lattice.hidden), lattice.system
    pair = lattice.rests[target - count] if target >= count else None
    start = [target] if pair is None else [system.top[pair], system.bottom[pair]]
    reached = np.zeros(count, dtype=bool)
    reached[start] = True
    movable = lattice.hidden | lattice.able if movable is None else movable
    new = np.asarray(start)
    for _ in range(hops):
        lines = np.unique(near(lattice.by_node, new))
        pairs = np.unique(near(lattice.pairs_of, new))
        found = np.unique(np.concatenate([near(system.sums, lines), system.top[pairs], system.bottom[pairs]]))
        new = found[movable[found] & ~reached[found]]
        if not len(new) or (most is not None and reached.sum() + len(new) > most):
            break
        reached[new] = True
    return np.flatnonzero(reached)


def _cheapest(lattice: Lattice, scope: Scope, target: int, step: float) -> Numbers | None:
    """Return the move that takes `target` by `step` at the least loss; None if there is none."""
    cost = np.where(lattice.hidden[scope.nodes], _FREE, lattice.cost[scope.nodes])
    two = _split(lattice, scope, target, step)
    # A cell that has little room gives little and costs as much.
    found = solve_split(cost / np.clip(np.minimum(scope.upper, -scope.lower), 1, WIDTH), two)
    if found is None:
        return None
    # What is lost is lost as a whole, not by the step: what was little used is made dear.
    used = np.abs(found) > _HAIR
    if (cost[used] > _FREE).sum() > 1:
        again = solve_split(np.where(cost > _FREE, cost / np.maximum(np.abs(found), 0.05), cost), two)
        if again is not None and cost[np.abs(again) > _HAIR].sum() < cost[used].sum():
            found = again
    if np.abs(found - np.round(found)).max() > _HAIR:
        found = solve_split(cost, two, whole=True)
    return found


def _split(lattice: Lattice, scope: Scope, target: int, step: float) -> Scope:
    """Return the scope with each unknown twice, up and down, and the target held at its step."""
    rows = sparse.vstack([scope.rows, sparse.csr_matrix(_line(lattice, target)[scope.nodes])], format="csr")
    return Scope(
        np.concatenate([scope.nodes, scope.nodes]),
        np.zeros(2 * len(scope.nodes)),
        np.concatenate([scope.upper, -scope.lower]),
        sparse.hstack([rows, -rows], format="csr"),
        np.append(scope.least, step),
        np.append(scope.most, step),
    )
