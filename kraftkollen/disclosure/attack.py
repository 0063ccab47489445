"""The attack: what somebody who has all that was published can work out about each hidden count.

Made apart from the protection, from the published tables alone: its own sums, its own programs. A hidden count is bounded from
below and above by linear programming; it has failed if the whole numbers in between lie closer than 5, or than its shown
denominator allows, or if no table at all fits (then the attacker was let know something that is not so, and nothing is proved).
"""

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
from scipy import sparse
from scipy.optimize import linprog
from scipy.sparse.csgraph import connected_components

from kraftkollen.model.catalogue import Catalogue
from kraftkollen.model.delivery import KEY, Status
from kraftkollen.model.indicator import RATIOS, Kind

Key = tuple[str, str, str, str, str]
# Version, row, and term: "top" for a numerator or a count, "bottom" for a denominator, "rest" for what a share leaves of it.
Unknown = tuple[int, Key, str]
Parts = Mapping[tuple[str, str], tuple[str, Collection[str]]]
_HAIR = 1e-6
_WIDTH = 5


@dataclass(frozen=True)
class Edition:
    """One published version as its readers have it, and the larger areas as they were known then.

    `parts` gives for (division, code) of a larger area the division and the codes of what it consists of.
    `same` holds the keys of rows that the attacker knows not to have changed since the version before.
    """

    figures: pa.Table
    parts: Parts
    same: frozenset[Key] = frozenset()


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


@dataclass
class _Puzzle:
    """What the attacker writes down: unknowns, and sums of them that lie between two numbers."""

    numbers: dict[Unknown, int] = field(default_factory=dict)
    low: list[float] = field(default_factory=list)
    sums: list[tuple[dict[int, float], float, float]] = field(default_factory=list)

    def number(self, unknown: Unknown, low: float = 0.0) -> int:
        if unknown not in self.numbers:
            self.numbers[unknown] = len(self.low)
            self.low.append(low)
        return self.numbers[unknown]


class _Reader:
    """Reads one edition: what is shown of each row, and the unknown that stands for what is not."""

    def __init__(self, number: int, edition: Edition, catalogue: Catalogue, puzzle: _Puzzle, before: "_Reader | None") -> None:
        self.number, self.edition, self.catalogue, self.puzzle, self.before = number, edition, catalogue, puzzle, before
        self.rows: dict[Key, Mapping[str, Any]] = {}
        self.groups: dict[tuple[str, str, str, str], set[str]] = defaultdict(set)
        for row in edition.figures.to_pylist():
            key: Key = tuple(row[name] for name in KEY)
            self.rows[key] = row
            self.groups[key[:4]].add(key[4])

    def ratio(self, key: Key) -> bool:
        return self.catalogue.indicators[key[0]].kind in RATIOS

    def term(self, key: Key, term: str) -> tuple[float | None, int | None]:
        """Return what is shown, or else the number of the unknown; a row that is not there is an unknown too."""
        row = self.rows.get(key)
        name = "denominator" if term == "bottom" else "numerator" if self.ratio(key) else "value"
        if row is not None and row[name] is not None:
            return float(row[name]), None
        if self.before is not None and key in self.edition.same:
            return self.before.term(key, term)
        return None, self.puzzle.number((self.number, key, term), self.least(key))

    def least(self, key: Key) -> float:
        low = self.catalogue.indicators[key[0]].range.low
        return 0.0 if low is not None and low >= 0 else -np.inf

    def hidden(self, key: Key, term: str) -> bool:
        row = self.rows.get(key)
        if row is None or row["status"] != Status.HIDDEN:
            return False
        name = "denominator" if term == "bottom" else "numerator" if self.ratio(key) else "value"
        return row[name] is None and (term == "top" or self.ratio(key))

    def add(self, terms: Iterable[tuple[Key, float]], term: str, noise: float) -> None:
        """Write down that the signed terms sum to nought, within the noise."""
        weights: dict[int, float] = {}
        constant = 0.0
        for key, sign in terms:
            shown, number = self.term(key, term)
            if number is None:
                constant += sign * (shown or 0.0)
            else:
                weights[number] = weights.get(number, 0.0) + sign
        if weights:
            self.puzzle.sums.append((weights, -constant - noise, -constant + noise))

    def read(self, noise: Mapping[str, float]) -> None:
        for terms in itertools.chain(self._area_sums(), self._group_sums()):
            loose = noise.get(terms[0][0][0], 0.0)
            self.add(terms, "top", loose)
            if self.ratio(terms[0][0]):
                self.add(terms, "bottom", loose)
        for key in self.rows:
            self._couple(key)

    def _couple(self, key: Key) -> None:
        """Write down how a numerator is bound by its denominator, as far as the definition says so."""
        indicator = self.catalogue.indicators[key[0]]
        if not self.ratio(key) or indicator.range.high is None or not (self.hidden(key, "top") or self.hidden(key, "bottom")):
            return
        cap = indicator.range.high / indicator.per
        weights: dict[int, float] = {}
        constant = 0.0
        for term, sign in (("top", 1.0), ("bottom", -cap)):
            shown, number = self.term(key, term)
            if number is None:
                constant += sign * (shown or 0.0)
            else:
                weights[number] = sign
        if weights:
            self.puzzle.sums.append((weights, -np.inf, -constant))

    def _area_sums(self) -> Iterator[list[tuple[Key, float]]]:
        for key, row in self.rows.items():
            found = self.edition.parts.get((key[1], key[2]))
            # A share that its producer made public without its terms is part of no sum.
            counted = row["numerator"] if self.ratio(key) else row["value"]
            if found is None or (counted is None and row["status"] != Status.HIDDEN):
                continue
            parts: list[Key] = [(key[0], found[0], one, key[3], key[4]) for one in found[1]]
            if any(one in self.rows for one in parts):
                yield [(key, -1.0), *((one, 1.0) for one in parts)]

    def _group_sums(self) -> Iterator[list[tuple[Key, float]]]:
        for (indicator, division, area, period), names in self.groups.items():
            groups = self.catalogue.groups(indicator)
            kinds: dict[tuple[str, ...], list[Any]] = defaultdict(list)
            for one in groups:
                kinds[tuple(dimension for dimension, _ in one.categories)].append(one)
            for left, right in itertools.combinations(kinds, 2):
                common = [one for one in left if one in right]
                if tuple(common) in kinds and tuple(common) not in (left, right):
                    continue
                margins: dict[tuple[str, ...], list[tuple[str, float]]] = defaultdict(list)
                for kind, sign in ((left, 1.0), (right, -1.0)):
                    for one in kinds[kind]:
                        margins[tuple(dict(one.categories)[name] for name in common)].append((one.id, sign))
                for signed in margins.values():
                    # Both sides must be there in part at least, or the sum says nothing.
                    if {sign for name, sign in signed if name in names} == {1.0, -1.0}:
                        yield [((indicator, division, area, period, name), sign) for name, sign in signed]


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
    puzzle = _Puzzle()
    reader: _Reader | None = None
    for number, edition in enumerate(editions):
        reader = _Reader(number, edition, catalogue, puzzle, reader)
        reader.read(noise or {})
    if reader is None:
        return []
    targets = [(key, term) for key in reader.rows for term in _terms(reader, key)]
    if sample is not None and sample < len(targets):
        chosen = np.random.default_rng(seed).choice(len(targets), sample, replace=False)
        targets = [targets[one] for one in sorted(chosen)]
    return _bounded(puzzle, reader, targets)


def noise_of(edition: Edition, catalogue: Catalogue) -> dict[str, float]:
    """Return how far parts and totals lie apart at most, by indicator, where all of them are shown.

    Given figures that nothing is hidden in, it is the strongest thing that an attacker could know about delivered totals.
    """
    reader = _Reader(0, edition, catalogue, _Puzzle(), None)
    found: dict[str, float] = {}
    for terms in itertools.chain(reader._area_sums(), reader._group_sums()):
        indicator = terms[0][0][0]
        for term in ("top", "bottom") if reader.ratio(terms[0][0]) else ("top",):
            shown = [(reader.term(key, term)[0], sign) for key, sign in terms]
            if all(number is not None for number, _ in shown):
                gap = abs(sum(sign * (number or 0.0) for number, sign in shown))
                found[indicator] = max(found.get(indicator, 0.0), round(gap, 4))
    return found


def _terms(reader: _Reader, key: Key) -> list[str]:
    found = [term for term in ("top", "bottom") if reader.hidden(key, term)]
    # What was shown once without having changed is no secret: nothing can be promised of it.
    found = [term for term in found if reader.term(key, term)[1] is not None]
    if "bottom" in found and "top" in found and reader.catalogue.indicators[key[0]].kind is Kind.SHARE:
        high = reader.catalogue.indicators[key[0]].range.high
        found += ["rest"] if high is not None and high <= 100 else []
    return found


def _bounded(puzzle: _Puzzle, reader: _Reader, targets: Sequence[tuple[Key, str]]) -> list[Bounds]:
    programs = _Programs(puzzle)
    found = []
    for key, term in targets:
        goal = _goal(reader, key, term)
        low, high, possible = programs.bounds(goal)
        found.append(Bounds(key, term, low, high, _needed(reader, key, term), possible))
    return found


def _goal(reader: _Reader, key: Key, term: str) -> dict[int, float]:
    wanted = {"top": {"top": 1.0}, "bottom": {"bottom": 1.0}, "rest": {"bottom": 1.0, "top": -1.0}}[term]
    numbers = {reader.term(key, one)[1]: sign for one, sign in wanted.items()}
    return {number: sign for number, sign in numbers.items() if number is not None}


def _needed(reader: _Reader, key: Key, term: str) -> float:
    """Return how far apart the ends must lie: 5, or as many as the shown denominator allows."""
    indicator = reader.catalogue.indicators[key[0]]
    shown = reader.term(key, "bottom")[0] if reader.ratio(key) else None
    if term != "top" or shown is None or indicator.range.high is None:
        return _WIDTH
    return min(_WIDTH, float(np.floor(shown * indicator.range.high / indicator.per + _HAIR)))


class _Programs:
    """The linear programs of a puzzle, one for each connected piece."""

    def __init__(self, puzzle: _Puzzle) -> None:
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
