"""Finds where indicators count the same people: counts that are equal, or a sum of neighbouring groups, in most cells.

Residents aged 20 to 24 stand in one indicator and are the denominator of another: what one hides must not be read off
the other. It is found from the figures, as an attacker would find it, and needs no declaration.
"""

import itertools
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from kraftkollen.disclosure.primary import Numbers
from kraftkollen.model.catalogue import Catalogue
from kraftkollen.model.indicator import Kind
from kraftkollen.model.period import SPAN

Rows = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Table = tuple[str, str]
TOP, BOTTOM = 0, 1
# Fewer equal cells than this, or a smaller part of those that both have, is chance.
_LEAST_CELLS = 3
_LEAST_PART = 0.75
_HAIR = 1e-6


@dataclass(frozen=True)
class Links:
    """Terms of rows that are the same people.

    Attributes
    ----------
    same
        Pairs times (row, layer, row, layer): the two have the same count.
    sums
        Sums times terms of (row, layer, sign), -1 where there is no further row: the terms add up to nought.
    """

    same: Rows = field(default_factory=lambda: np.zeros((0, 4), dtype=np.int64))
    sums: tuple[Rows, ...] = ()

    def tables_of(self, table: Rows) -> Iterator[tuple[Rows, Rows]]:
        """Yield pairs of tables that a link binds, `table` being the number of each row's."""
        yield table[self.same[:, 0]], table[self.same[:, 2]]
        for terms in self.sums:
            for other in range(1, terms.shape[1]):
                yield table[terms[:, 0, 0]], table[terms[:, other, 0]]

    def only(self, place: Rows) -> "Links":
        """Return the links among the rows that are left; `place` is each row's new number, -1 where it is gone."""
        same = self.same.copy()
        same[:, [0, 2]] = place[same[:, [0, 2]]]
        sums = []
        for terms in self.sums:
            moved = terms.copy()
            moved[:, :, 0] = place[terms[:, :, 0]]
            sums.append(moved[(moved[:, :, 0] >= 0).all(axis=1)])
        return Links(same[(same[:, [0, 2]] >= 0).all(axis=1)], tuple(sums))


@dataclass(frozen=True)
class _Column:
    """One count over all cells of a year: which terms it is made of, and of which table it is."""

    table: Table
    terms: tuple[tuple[int, int, int], ...]  # column of the pivot, layer, sign
    base: bool


def links(rows: pd.DataFrame, catalogue: Catalogue) -> Links:
    """Return the links among rows with indicator, division, area, period, grp, top and bottom."""
    names = rows[["indicator", "period"]].drop_duplicates().itertuples(index=False, name=None)
    years = [(*one, year) for one in names for year in years_of(one, catalogue)]
    buckets = pd.DataFrame(years, columns=["indicator", "period", "year"])
    numbered = rows.assign(row=np.arange(len(rows)))
    same, sums = [], []
    for _, bucket in buckets.groupby("year", sort=True):
        if len(bucket) > 1:
            found = Year(numbered.merge(bucket[["indicator", "period"]], on=["indicator", "period"]), catalogue).links()
            same += found[0]
            sums += found[1]
    pairs = np.unique(np.concatenate(same), axis=0) if same else Links().same
    return Links(pairs, tuple(sums))


def years_of(table: Table, catalogue: Catalogue) -> tuple[int, ...]:
    """Return the years in which a table is held against others: none for a pooled one, whose single periods are there."""
    indicator, text = table
    if SPAN in text:
        return ()
    period = catalogue.indicators[indicator].read_period(text)
    return tuple(sorted({period.first_day.year, period.last_day.year}))


def numbered_keys(rows: pd.DataFrame) -> tuple[Rows, list[tuple[str, ...]]]:
    """Return the number of each row's key, and the keys in the order in which they first stand.

    As `factorize` of a MultiIndex, which makes a tuple of each row first: that took a third of a publication.
    """
    code = np.zeros(len(rows), dtype=np.int64)
    for name in rows.columns:
        number, values = pd.factorize(rows[name])
        code = pd.factorize(code * max(len(values), 1) + number)[0].astype(np.int64)
    _, first = np.unique(code, return_index=True)
    return code, list(rows.iloc[first].itertuples(index=False, name=None))


class Year:
    """The columns of one year, held against each other."""

    def __init__(self, rows: pd.DataFrame, catalogue: Catalogue) -> None:
        cell, places = numbered_keys(rows[["division", "area"]])
        column, keys = numbered_keys(rows[["indicator", "period", "grp"]])
        shape = (len(places), len(keys))
        self._row = np.full(shape, -1, dtype=np.int64)
        self._row[cell, column] = rows["row"]
        self._figure = np.full((2, *shape), np.nan)
        self._figure[TOP, cell, column] = rows["top"]
        self._figure[BOTTOM, cell, column] = rows["bottom"]
        self._keys = keys
        self._columns = list(self._made(catalogue))
        self._values = self._summed() if self._columns else np.zeros((0, len(places)))
        self._there = ~np.isnan(self._values)
        self._base = np.array([one.base for one in self._columns], dtype=bool)
        number_of = {one: number for number, one in enumerate(dict.fromkeys(one.table for one in self._columns))}
        self._table = np.array([number_of[one.table] for one in self._columns], dtype=np.int64)

    def _made(self, catalogue: Catalogue) -> Iterator[_Column]:
        by_table: dict[Table, dict[str, int]] = {}
        for number, (indicator, period, group) in enumerate(self._keys):
            by_table.setdefault((indicator, period), {})[group] = number
        for table, groups in by_table.items():
            kind = catalogue.indicators[table[0]].kind
            for number in groups.values():
                yield _Column(table, ((number, TOP, 1),), base=True)
                if not np.isnan(self._figure[BOTTOM, :, number]).all():
                    yield _Column(table, ((number, BOTTOM, 1),), base=True)
                    if kind is Kind.SHARE:
                        yield _Column(table, ((number, BOTTOM, 1), (number, TOP, -1)), base=False)
            for run in _runs(table[0], groups, catalogue):
                for layer in (TOP, BOTTOM):
                    if not np.isnan(self._figure[layer][:, list(run)]).all():
                        yield _Column(table, tuple((number, layer, 1) for number in run), base=False)

    def _summed(self) -> Numbers:
        return np.stack([sum(sign * self._figure[layer, :, n] for n, layer, sign in one.terms) for one in self._columns])

    def links(self) -> tuple[list[Rows], list[Rows]]:
        """Return the pairs and the sums, as `Links` has them."""
        same, sums = [], []
        linked: set[tuple[int, Table]] = set()
        # Plain columns first: what is equal to one need not be compared to sums.
        for number in np.flatnonzero(self._base):
            others = np.flatnonzero(
                (self._table != self._table[number]) & ((np.arange(len(self._base)) > number) | ~self._base)
            )
            alike, equal = self._alike(int(number), others)
            for at in np.flatnonzero(alike):
                other = int(others[at])
                mine, theirs = self._columns[number], self._columns[other]
                if theirs.base:
                    linked |= {(int(number), theirs.table), (other, mine.table)}
                    same.append(self._pairs(mine, theirs, np.flatnonzero(equal[at])))
                elif (int(number), theirs.table) not in linked:
                    sums.append(self._equations(mine, theirs, np.flatnonzero(equal[at])))
        return same, sums

    def bound_to(self, tables: AbstractSet[Table]) -> set[Table]:
        """Return the tables that a link binds to one of these: as `links` would find them, without looking at the others."""
        found: set[Table] = set()
        for number, column in enumerate(self._columns):
            if column.table in tables:
                others = np.flatnonzero((self._table != self._table[number]) & (self._base | column.base))
                alike, _ = self._alike(number, others)
                found |= {self._columns[other].table for other in others[alike]}
        return found

    def _alike(self, number: int, others: Rows) -> tuple[Flags, Flags]:
        """Return which of the others count the same people as a column, and in which cells they are equal."""
        values = self._values
        equal = np.abs(values[others] - values[number]) < _HAIR
        # The larger of the two, for the same answer whichever of the two is looked at first.
        positive = (equal & (np.maximum(values[others], values[number]) > 0)).sum(axis=1)
        common = (self._there[others] & self._there[number]).sum(axis=1)
        return (positive >= _LEAST_CELLS) & (equal.sum(axis=1) >= _LEAST_PART * common), equal

    def _pairs(self, one: _Column, other: _Column, cells: Rows) -> Rows:
        (mine, layer, _), (theirs, its, _) = one.terms[0], other.terms[0]
        full = np.ones(len(cells), dtype=np.int64)
        return np.stack([self._row[cells, mine], layer * full, self._row[cells, theirs], its * full], axis=1)

    def _equations(self, one: _Column, other: _Column, cells: Rows) -> Rows:
        """Return for each cell that the second's terms less the first's are nought: the total has -1, as in other sums."""
        terms = [*((number, layer, -sign) for number, layer, sign in one.terms), *other.terms]
        found = np.zeros((len(cells), len(terms), 3), dtype=np.int64)
        for place, (number, layer, sign) in enumerate(terms):
            found[:, place] = np.stack(
                [self._row[cells, number], np.full(len(cells), layer), np.full(len(cells), sign)], axis=1
            )
        return found


def _runs(indicator: str, groups: Mapping[str, int], catalogue: Catalogue) -> Iterator[tuple[int, ...]]:
    """Yield the columns of neighbouring categories of one dimension, two at least and not all, within each other category."""
    lines: dict[tuple[object, ...], list[int]] = {}
    for group in catalogue.groups(indicator):
        if group.id in groups:
            for dimension, _ in group.categories:
                rest = tuple(one for one in group.categories if one[0] != dimension)
                lines.setdefault((dimension, len(group.categories), rest), []).append(groups[group.id])
    for line in lines.values():
        for start, end in itertools.combinations(range(len(line) + 1), 2):
            if 2 <= end - start < len(line):
                yield tuple(line[start:end])
