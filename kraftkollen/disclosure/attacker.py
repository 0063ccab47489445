"""What an attacker writes down of one published version: unknowns for what is not shown, and the sums that bind them.

Made apart from the protection, from what is published and known alone.
"""

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from kraftkollen.model.catalogue import Catalogue
from kraftkollen.model.delivery import KEY, Status
from kraftkollen.model.indicator import RATIOS
from kraftkollen.model.period import SPAN

Key = tuple[str, str, str, str, str]
# Version, row, and term: "top" for a numerator or a count, "bottom" for a denominator, "rest" for what a share leaves of it.
Unknown = tuple[int, Key, str]
Parts = Mapping[tuple[str, str], tuple[str, Collection[str]]]
# Signed terms of rows that add up to nought.
Equal = tuple[tuple[Key, str, float], ...]


@dataclass(frozen=True)
class Edition:
    """One published version as its readers have it, and the larger areas as they were known then.

    `parts` gives for (division, code) of a larger area the division and the codes of what it consists of.
    `same` holds the keys of rows that the attacker knows not to have changed since the version before, `behind` those of single
    periods that are not published but stand behind pooled figures, `equal` terms known to count the same people.
    """

    figures: pa.Table
    parts: Parts
    same: frozenset[Key] = frozenset()
    behind: frozenset[Key] = frozenset()
    equal: tuple[Equal, ...] = ()


@dataclass
class Puzzle:
    """What the attacker writes down: unknowns, and sums of them that lie between two numbers."""

    numbers: dict[Unknown, int] = field(default_factory=dict)
    low: list[float] = field(default_factory=list)
    sums: list[tuple[dict[int, float], float, float]] = field(default_factory=list)

    def number(self, unknown: Unknown, low: float = 0.0) -> int:
        if unknown not in self.numbers:
            self.numbers[unknown] = len(self.low)
            self.low.append(low)
        return self.numbers[unknown]


class Reader:
    """Reads one edition: what is shown of each row, and the unknown that stands for what is not."""

    def __init__(self, number: int, edition: Edition, catalogue: Catalogue, puzzle: Puzzle, before: "Reader | None") -> None:
        self.number, self.edition, self.catalogue, self.puzzle, self.before = number, edition, catalogue, puzzle, before
        self.rows: dict[Key, Mapping[str, Any]] = {}
        self.groups: dict[tuple[str, str, str, str], set[str]] = defaultdict(set)
        for row in edition.figures.to_pylist():
            key: Key = tuple(row[name] for name in KEY)
            self.rows[key] = row
            self.groups[key[:4]].add(key[4])
        for key in edition.behind:
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
        if key in self.edition.behind:
            return term == "top" or self.ratio(key)
        row = self.rows.get(key)
        if row is None or row["status"] != Status.HIDDEN:
            return False
        name = "denominator" if term == "bottom" else "numerator" if self.ratio(key) else "value"
        return row[name] is None and (term == "top" or self.ratio(key))

    def add(self, terms: Iterable[tuple[Key, float]], term: str, noise: float) -> None:
        """Write down that the signed terms sum to nought, within the noise."""
        self._bind(((key, term, sign) for key, sign in terms), noise)

    def _bind(self, terms: Iterable[tuple[Key, str, float]], noise: float) -> None:
        weights: dict[int, float] = {}
        constant = 0.0
        for key, term, sign in terms:
            shown, number = self.term(key, term)
            if number is None:
                constant += sign * (shown or 0.0)
            else:
                weights[number] = weights.get(number, 0.0) + sign
        if weights:
            self.puzzle.sums.append((weights, -constant - noise, -constant + noise))

    def read(self, noise: Mapping[str, float]) -> None:
        for terms in itertools.chain(self.area_sums(), self.group_sums(), self.span_sums()):
            loose = noise.get(terms[0][0][0], 0.0)
            self.add(terms, "top", loose)
            if self.ratio(terms[0][0]):
                self.add(terms, "bottom", loose)
        for equal in self.edition.equal:
            self._bind(((key, term, sign) for key, term, sign in equal), 0.0)
        for key in itertools.chain(self.rows, self.edition.behind):
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

    def area_sums(self) -> Iterator[list[tuple[Key, float]]]:
        for key in itertools.chain(self.rows, self.edition.behind):
            found = self.edition.parts.get((key[1], key[2]))
            if found is None or not self.binds(key):
                continue
            parts: list[Key] = [(key[0], found[0], one, key[3], key[4]) for one in found[1]]
            if any(one in self.rows or one in self.edition.behind for one in parts):
                yield [(key, -1.0), *((one, 1.0) for one in parts)]

    def binds(self, key: Key) -> bool:
        """Say whether the row is part of sums: a share that its producer made public without its terms is part of none."""
        if key in self.edition.behind:
            return True
        row = self.rows[key]
        return row["status"] == Status.HIDDEN or row["numerator" if self.ratio(key) else "value"] is not None

    def span_sums(self) -> Iterator[list[tuple[Key, float]]]:
        """Yield what says that a pooled figure is the sum of its periods."""
        for key in self.rows:
            if SPAN in key[3] and self.binds(key):
                parts = self.catalogue.indicators[key[0]].read_period(key[3]).parts
                yield [(key, -1.0), *(((key[0], key[1], key[2], str(part), key[4]), 1.0) for part in parts)]

    def group_sums(self) -> Iterator[list[tuple[Key, float]]]:
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


def noise_of(edition: Edition, catalogue: Catalogue) -> dict[str, float]:
    """Return how far parts and totals lie apart at most, by indicator, where all of them are shown.

    Given figures that nothing is hidden in, it is the strongest thing that an attacker could know about delivered totals.
    """
    reader = Reader(0, edition, catalogue, Puzzle(), None)
    found: dict[str, float] = {}
    for terms in itertools.chain(reader.area_sums(), reader.group_sums()):
        indicator = terms[0][0][0]
        for term in ("top", "bottom") if reader.ratio(terms[0][0]) else ("top",):
            shown = [(reader.term(key, term)[0], sign) for key, sign in terms]
            if all(number is not None for number, _ in shown):
                gap = abs(sum(sign * (number or 0.0) for number, sign in shown))
                found[indicator] = max(found.get(indicator, 0.0), round(gap, 4))
    return found
