"""The attack: what somebody who has all that was published can work out about each hidden count.

Made apart from the protection, from the published tables alone: its own sums, its own programs. A hidden count is bounded from
below and above by linear programming; it has failed if the whole numbers in between lie closer than 5, or than its shown
denominator allows, or if no table at all fits (then the attacker was let know something that is not so, and nothing is proved).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import linprog
from scipy.sparse.csgraph import connected_components

from kraftkollen.disclosure.attacker import Edition, Key, Puzzle, Reader
from kraftkollen.model.catalogue import Catalogue
from kraftkollen.model.indicator import Kind

_HAIR = 1e-6
_WIDTH = 5


@dataclass(frozen=True)
class Bounds:
    """What can be worked out about one hidden count; `possible` is False where no table fits what was published."""

    key: Key
    term: str
    low: float
    high: float
    needed: float
    possible: bool

    @property
    def failed(self) -> bool:
        return not self.possible or self.high - self.low < self.needed - _HAIR


def attack(
    editions: Sequence[Edition],
    catalogue: Catalogue,
    noise: Mapping[str, float] | None = None,
    sample: int | None = None,
    seed: int = 1,
) -> list[Bounds]:
    """Return what can be worked out about each hidden count of the newest edition.

    Parameters
    ----------
    editions
        All that was ever published, the newest last.
    noise
        By indicator: how far parts and totals may lie apart. Left out: not at all.
    sample
        How many hidden counts to try, drawn by `seed`; all if left out.
    """
    puzzle = Puzzle()
    reader: Reader | None = None
    for number, edition in enumerate(editions):
        reader = Reader(number, edition, catalogue, puzzle, reader)
        reader.read(noise or {})
    if reader is None:
        return []
    keys = [*reader.rows, *sorted(reader.edition.behind)]
    targets = [(key, term) for key in keys for term in _terms(reader, key)]
    if sample is not None and sample < len(targets):
        chosen = np.random.default_rng(seed).choice(len(targets), sample, replace=False)
        targets = [targets[one] for one in sorted(chosen)]
    return _bounded(puzzle, reader, targets)


def _terms(reader: Reader, key: Key) -> list[str]:
    found = [term for term in ("top", "bottom") if reader.hidden(key, term)]
    # What was shown once without having changed is no secret: nothing can be promised of it.
    found = [term for term in found if reader.term(key, term)[1] is not None]
    if "bottom" in found and "top" in found and reader.catalogue.indicators[key[0]].kind is Kind.SHARE:
        high = reader.catalogue.indicators[key[0]].range.high
        found += ["rest"] if high is not None and high <= 100 else []
    return found


def _bounded(puzzle: Puzzle, reader: Reader, targets: Sequence[tuple[Key, str]]) -> list[Bounds]:
    programs = _Programs(puzzle)
    found = []
    for key, term in targets:
        goal = _goal(reader, key, term)
        low, high, possible = programs.bounds(goal)
        # Nobody is there in any of the periods, as a shown 0 says: no secret about anybody.
        nobody = key in reader.edition.behind and possible and high <= 0
        found.append(Bounds(key, term, low, high, 0 if nobody else _needed(reader, key, term), possible))
    return found


def _goal(reader: Reader, key: Key, term: str) -> dict[int, float]:
    wanted = {"top": {"top": 1.0}, "bottom": {"bottom": 1.0}, "rest": {"bottom": 1.0, "top": -1.0}}[term]
    numbers = {reader.term(key, one)[1]: sign for one, sign in wanted.items()}
    return {number: sign for number, sign in numbers.items() if number is not None}


def _needed(reader: Reader, key: Key, term: str) -> float:
    """Return how far apart the ends must lie: 5, or as many as the shown denominator allows."""
    indicator = reader.catalogue.indicators[key[0]]
    shown = reader.term(key, "bottom")[0] if reader.ratio(key) else None
    if term != "top" or shown is None or indicator.range.high is None:
        return _WIDTH
    return min(_WIDTH, float(np.floor(shown * indicator.range.high / indicator.per + _HAIR)))


class _Programs:
    """The linear programs of a puzzle, one for each connected piece."""

    def __init__(self, puzzle: Puzzle) -> None:
        count = len(puzzle.low)
        entries = [(line, number, sign) for line, (one, _, _) in enumerate(puzzle.sums) for number, sign in one.items()]
        lines, numbers, signs = zip(*entries, strict=True) if entries else ((), (), ())
        self.matrix = sparse.csr_matrix((signs, (lines, numbers)), shape=(len(puzzle.sums), count))
        self.least = np.array([low for _, low, _ in puzzle.sums])
        self.most = np.array([high for _, _, high in puzzle.sums])
        self.low = np.array(puzzle.low)
        self.piece = connected_components(self.matrix.T @ self.matrix, directed=False)[1] if count else np.zeros(0)
        self._by_number = self.matrix.tocsc()
        self._parts: dict[int, tuple[Any, ...]] = {}

    def bounds(self, goal: Mapping[int, float]) -> tuple[float, float, bool]:
        piece = int(self.piece[next(iter(goal))])
        nodes, arguments = self._part(piece)
        cost = np.zeros(len(nodes))
        for number, sign in goal.items():
            cost[np.searchsorted(nodes, number)] += sign
        ends = []
        for turn in (1.0, -1.0):
            done = linprog(turn * cost, **arguments)
            if done.status == 3:  # no end
                ends.append(-turn * np.inf)
            elif done.status != 0:
                return np.nan, np.nan, False
            else:
                ends.append(turn * done.fun)
        return float(np.ceil(ends[0] - _HAIR)), float(np.floor(ends[1] + _HAIR)), True

    def _part(self, piece: int) -> tuple[Any, dict[str, Any]]:
        if piece not in self._parts:
            nodes = np.flatnonzero(self.piece == piece)
            lines = np.unique(self._by_number[:, nodes].indices)
            matrix, least, most = self.matrix[lines][:, nodes], self.least[lines], self.most[lines]
            equal, below, above = least == most, (least != most) & np.isfinite(most), (least != most) & np.isfinite(least)
            self._parts[piece] = (
                nodes,
                {
                    "A_eq": matrix[equal] if equal.any() else None,
                    "b_eq": least[equal] if equal.any() else None,
                    "A_ub": sparse.vstack([matrix[below], -matrix[above]]) if (below | above).any() else None,
                    "b_ub": np.concatenate([most[below], -least[above]]) if (below | above).any() else None,
                    "bounds": [(low if np.isfinite(low) else None, None) for low in self.low[nodes]],
                },
            )
        found: tuple[Any, dict[str, Any]] = self._parts[piece]
        return found
