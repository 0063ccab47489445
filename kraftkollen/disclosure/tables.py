"""Tables (an indicator in a period), which of them are bound to each other, and which must be protected anew."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from kraftkollen.disclosure.cells import Flags, Indices, State
from kraftkollen.disclosure.links import Links, numbered_keys
from kraftkollen.disclosure.primary import Mask
from kraftkollen.model.catalogue import Catalogue
from kraftkollen.model.delivery import KEY
from kraftkollen.model.period import SPAN

TABLE = ["indicator", "period"]
_FIGURES = ["value", "numerator", "denominator"]
TableNames = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Bound:
    """The tables of the newest figures, and of a version before. `piece` has the number of what each table is bound to."""

    names: tuple[tuple[str, str], ...]
    now: Indices
    then: Indices
    piece: Indices

    def of(self, tables: Flags) -> TableNames:
        """Return the names of those tables."""
        return frozenset(self.names[number] for number in np.flatnonzero(tables).tolist())


def bound(now: pd.DataFrame, found: Links, then: pd.DataFrame, before: Links, catalogue: Catalogue) -> Bound:
    """Return the tables of both versions and what binds them: people in common, and pooled periods."""
    both = pd.concat([now[TABLE], then[TABLE]], ignore_index=True)
    number, keys = numbered_keys(both)
    mine, theirs = number[: len(now)], number[len(now) :]
    names: tuple[tuple[str, str], ...] = tuple((str(indicator), str(period)) for indicator, period in keys)
    pairs: list[tuple[Indices, Indices]] = [*found.tables_of(mine), *before.tables_of(theirs), *_spans(names, catalogue)]
    none = np.zeros(0, dtype=np.int64)
    left = np.concatenate([none, *(one for one, _ in pairs)])
    right = np.concatenate([none, *(other for _, other in pairs)])
    edges = sparse.coo_matrix((np.ones(left.size), (left, right)), shape=(len(names), len(names)))
    piece = connected_components(edges, directed=False)[1].astype(np.int64) if names else np.zeros(0, dtype=np.int64)
    return Bound(names, mine, theirs, piece)


def _spans(names: Sequence[tuple[str, str]], catalogue: Catalogue) -> Iterable[tuple[Indices, Indices]]:
    number = {name: place for place, name in enumerate(names)}
    for (indicator, period), place in number.items():
        if SPAN in period:
            parts = [(indicator, str(part)) for part in catalogue.indicators[indicator].read_period(period).parts]
            there = np.array([number[part] for part in parts if part in number], dtype=np.int64)
            yield np.full(len(there), place, dtype=np.int64), there


def before(figures: pa.Table, previous: State) -> tuple[Mask, Flags]:
    """Return the marks that each row had in the version before, and whether it had the same figures."""
    now = figures.select([*KEY, *_FIGURES]).to_pandas()
    then = previous.figures.select([*KEY, *_FIGURES]).to_pandas().assign(marks=previous.marks)
    both = now.merge(then, on=list(KEY), how="left", suffixes=("", "_then"), indicator="found")
    same = (both["found"] == "both").to_numpy(bool).copy()
    for name in _FIGURES:
        one, other = both[name].to_numpy(float), both[f"{name}_then"].to_numpy(float)
        same &= (one == other) | (np.isnan(one) & np.isnan(other))
    return both["marks"].fillna(0).to_numpy(np.int16).copy(), same


def moved_between(now: pa.Table, then: pa.Table) -> TableNames:
    """Return the tables in which a row came, went or changed its figures."""
    columns = [*KEY, *_FIGURES]
    one, other = now.select(columns).to_pandas(), then.select(columns).to_pandas()
    if len(one) and len(other):
        both = one.merge(other, how="outer", on=columns, indicator="found")
        rows = both.loc[(both["found"] != "both").to_numpy(bool), TABLE]
    else:
        rows = (one if len(one) else other)[TABLE]
    return frozenset(rows.drop_duplicates().itertuples(index=False, name=None))


def changed(tables: Bound, moved: Flags) -> Flags:
    """Return the tables in which a row moved (came, went, changed, or is to be marked further), or that are bound to one."""
    count = len(tables.names)
    fresh = np.bincount(tables.now[moved], minlength=count) > 0
    fresh |= np.bincount(tables.now, minlength=count) != np.bincount(tables.then, minlength=count)
    pieces = np.zeros(int(tables.piece.max(initial=-1)) + 1, dtype=bool)
    pieces[tables.piece[fresh]] = True
    found: Flags = pieces[tables.piece]
    return found


def part_of(state: State, chosen: Flags) -> State:
    """Return some rows of a version."""
    place = np.where(chosen, np.cumsum(chosen) - 1, -1)
    found = None if state.links is None else state.links.only(place)
    return State(state.figures.filter(pa.array(chosen)), state.marks[chosen], state.members, found)


def about(state: State, tables: TableNames) -> State:
    """Return the rows of a version that are about these tables."""
    return part_of(state, rows_about(state.figures.select(TABLE).to_pandas(), tables))


def rows_about(rows: pd.DataFrame, tables: AbstractSet[tuple[str, str]]) -> Flags:
    """Return which rows, with indicator and period, are about these tables."""
    code, names = numbered_keys(rows[TABLE])
    chosen: Flags = np.array([one in tables for one in names], dtype=bool)[code]
    return chosen


def distinct(states: Sequence[State]) -> list[State]:
    """Return the versions without those that have no rows, or say the same as the one before."""
    found: list[State] = []
    for one in states:
        if one.figures.num_rows and not (found and _alike(found[-1], one)):
            found.append(one)
    return found


def _alike(one: State, other: State) -> bool:
    same = one.figures.equals(other.figures) and np.array_equal(one.marks, other.marks)
    return same and one.members.equals(other.members)
