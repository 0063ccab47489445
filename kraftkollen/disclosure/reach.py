"""Finds how far a change reaches: the tables that people in common or pooled periods bind to those that moved.

What is not reached keeps its marks, and need not be looked at: for a nation that is nearly everything.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd
import pyarrow as pa

from kraftkollen.disclosure.cells import laid_out
from kraftkollen.disclosure.links import Year, years_of
from kraftkollen.disclosure.tables import TableNames, rows_about
from kraftkollen.model.catalogue import Catalogue


@dataclass(frozen=True)
class Change:
    """What is another than it was.

    Attributes
    ----------
    moved
        Tables (indicator and period) in which a row came, went or changed.
    tables
        All that there are.
    earlier
        Figures as they were, in the columns of FIGURE_SCHEMA; those of tables that moved are read.
    figures
        Gives all figures of these periods, as they are.
    """

    moved: TableNames
    tables: TableNames
    catalogue: Catalogue
    earlier: pa.Table
    figures: Callable[[AbstractSet[str]], pa.Table]
    # The years that have been looked at, as they are and as they were; a year is read when something reaches it.
    _now: dict[int, Year] = field(init=False, default_factory=dict)
    _then: dict[int, Year] = field(init=False, default_factory=dict)

    def reached(self) -> TableNames:
        """Return the tables that moved and all that are bound to them, now or before; rather too many than too few."""
        found, new = set(self.moved), set(self.moved)
        while new:
            new = self._bound_to(new) - found
            found |= new
        return frozenset(found)

    @cached_property
    def _by_year(self) -> Mapping[int, AbstractSet[tuple[str, str]]]:
        found: dict[int, set[tuple[str, str]]] = defaultdict(set)
        for one in self.tables | self.moved:
            for year in years_of(one, self.catalogue):
                found[year].add(one)
        return found

    def _bound_to(self, some: AbstractSet[tuple[str, str]]) -> set[tuple[str, str]]:
        years = {year for one in some for year in years_of(one, self.catalogue)}
        self._read(years - self._now.keys())
        found: set[tuple[str, str]] = set()
        for year in years:
            found |= self._now[year].bound_to(some)
            # What did not move was bound to others that did not as it is now.
            if year in self._then:
                found |= self._then[year].bound_to(some & self.moved)
        return found | self._spans(some)

    def _spans(self, some: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
        """Return every table of the indicators that are pooled: whichever of their periods stand behind one span."""
        pooled = {name for name, _ in some if self.catalogue.indicators[name].pooling.years > 1}
        return {one for one in self.tables if one[0] in pooled}

    def _read(self, years: AbstractSet[int]) -> None:
        if not years:
            return
        periods = {period for year in years for _, period in self._by_year[year]}
        now, then = (laid_out(one, self.catalogue).assign(row=0) for one in (self.figures(periods), self.earlier))
        for year in sorted(years):
            tables = self._by_year[year]
            self._now[year] = Year(now[rows_about(now, tables)], self.catalogue)
            moved = then[rows_about(then, tables & self.moved)]
            if len(moved):
                others = now[rows_about(now, tables - self.moved)]
                self._then[year] = Year(pd.concat([others, moved]), self.catalogue)
