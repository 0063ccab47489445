"""Complementary hiding: what else must be hidden so that nobody can work out what is hidden.

**Guaranteed.** Each hidden count of people (numerator, count, denominator, or what a share leaves of its denominator) is left
an interval of whole numbers whose ends lie at least 5 apart, or as far apart as a denominator that is shown allows.

**Against whom.** Anybody who has this and every earlier published version, knows the thresholds, which cells are marked (not
why), all sums over areas and groups, that counts are whole and not below nought, and even which hidden figures did not change
between versions. Delivered totals count as if their difference from the sum of their parts were known. Not against who knows
figures of single people or areas from elsewhere or who delivered them, and not where two indicators count the same people.

**How it is known.** For each hidden count two tables are found, both possible for that attacker, in which it differs by 5: they
are the proof, and no program of any attacker can rule them out. `attack.py` looks at it from the other side.

**Method** "lattice-1": hidden counts are moved together by linear programs; what stays too narrow is opened by the cheapest
cube between two areas of the same larger ones; what no cube opens, by a linear program that finds the cheapest cells to hide.
After Hundepool et al. (2012), Statistical Disclosure Control, chapter 4; tau-argus (hypercube); sdcTable (attacker's program).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from kraftkollen.disclosure.cells import Flags, Members, State, system
from kraftkollen.disclosure.cubes import Grid
from kraftkollen.disclosure.moves import Lattice
from kraftkollen.disclosure.primary import DENOMINATOR, NUMERATOR, VALUE, Mask, primary_marks
from kraftkollen.model.catalogue import Catalogue
from kraftkollen.model.delivery import KEY
from kraftkollen.model.indicator import RATIOS

METHOD = "lattice-1"
_TABLE = ["indicator", "period"]
_FIGURES = ["value", "numerator", "denominator"]
_LEVEL_STEP = 5.0
_MEMBERS = ["whole_division", "whole", "division", "area"]


@dataclass(frozen=True)
class Protected:
    """Marks of each row; how many cells the primary rule marked; how many hidden counts earlier versions give away.

    `given_away` counts what no hiding can mend: every new figure of those tables is withheld.
    """

    marks: Mask
    primary: int
    given_away: int
    tables: int


def members(parts: Iterable[tuple[str, str, str, Iterable[str]]]) -> Members:
    """Return the parts of larger areas as a table, from (division, code, division of the parts, codes of the parts)."""
    rows = [(whole, code, division, area) for whole, code, division, areas in parts for area in sorted(areas)]
    return pd.DataFrame(rows, columns=_MEMBERS).astype(str)


def protect(figures: pa.Table, catalogue: Catalogue, larger: Members, previous: Sequence[State] = ()) -> Protected:
    """Return which figures must not go out, so that none of them can be worked out.

    Tables (indicator and period) in which nothing has changed since the newest of `previous` keep its marks.

    Parameters
    ----------
    figures
        Everything that is to be published, as it is, in the columns of FIGURE_SCHEMA.
    larger
        What `members` made of the wholes.
    previous
        Earlier published versions, the newest last: at least the newest, and each other one whose figures or marks differ
        from it in a table that has changed now. Figures as they were, unhidden, with the marks they went out with.
    """
    first = primary_marks(figures, catalogue.indicators)
    before = _marks_before(figures, previous[-1]) if previous else None
    marks = first.copy() if before is None else before[0]
    changed = np.ones(figures.num_rows, dtype=bool) if before is None else _changed(figures, first, before, previous[-1])
    given_away = 0
    if changed.any():
        states = [*_distinct(previous, _tables(figures, changed)), State(_only(figures, changed), first[changed], larger)]
        marks[changed], given_away = _protected(states, catalogue)
    return Protected(marks, int((first != 0).sum()), given_away, len(_tables(figures, changed)))


def _tables(figures: pa.Table, chosen: Flags) -> pd.DataFrame:
    tables: pd.DataFrame = _only(figures, chosen).select(_TABLE).to_pandas().drop_duplicates()
    return tables


def _only(figures: pa.Table, chosen: Flags) -> pa.Table:
    return figures.filter(pa.array(chosen))


def _marks_before(figures: pa.Table, previous: State) -> tuple[Mask, Flags]:
    """Return the marks that each row had, and whether it had the same figures."""
    now = figures.select([*KEY, *_FIGURES]).to_pandas()
    then = previous.figures.select([*KEY, *_FIGURES]).to_pandas().assign(marks=previous.marks)
    both = now.merge(then, on=list(KEY), how="left", suffixes=("", "_then"), indicator="found")
    same = (both["found"] == "both").to_numpy(bool).copy()
    for name in _FIGURES:
        one, other = both[name].to_numpy(float), both[f"{name}_then"].to_numpy(float)
        same &= (one == other) | (np.isnan(one) & np.isnan(other))
    return both["marks"].fillna(0).to_numpy(np.int16).copy(), same


def _changed(figures: pa.Table, first: Mask, before: tuple[Mask, Flags], previous: State) -> Flags:
    """Return which rows are in a table in which a figure came, went or changed, or that the rule now marks further."""
    marks, same = before
    rows = figures.select(_TABLE).to_pandas().assign(moved=~same | ((first & ~marks) != 0), now=1)
    tables = rows.groupby(_TABLE, as_index=False).agg(moved=("moved", "any"), now=("now", "sum"))
    earlier = previous.figures.select(_TABLE).to_pandas().groupby(_TABLE).size().rename("then").reset_index()
    tables = tables.merge(earlier, on=_TABLE, how="left")
    tables["moved"] |= tables["now"] != tables["then"]
    moved: Flags = rows[_TABLE].merge(tables, on=_TABLE, how="left")["moved"].to_numpy(bool)
    return moved


def _distinct(previous: Sequence[State], tables: pd.DataFrame) -> list[State]:
    """Return the part of each earlier version that is about the tables, leaving out what is the same as the one before."""
    found: list[State] = []
    keys = set(tables.itertuples(index=False, name=None))
    for one in previous:
        pairs = zip(*(one.figures.column(name).to_pylist() for name in _TABLE), strict=True)
        chosen = np.array([pair in keys for pair in pairs], dtype=bool)
        part = State(_only(one.figures, chosen), one.marks[chosen], one.members)
        if part.figures.num_rows and not (found and _alike(found[-1], part)):
            found.append(part)
    return found


def _alike(one: State, other: State) -> bool:
    return one.figures.equals(other.figures) and np.array_equal(one.marks, other.marks) and one.members.equals(other.members)


def _protected(states: Sequence[State], catalogue: Catalogue) -> tuple[Mask, int]:
    lattice = Lattice(system(states, catalogue, _ranks(states[-1])))
    lattice.prove_together()
    grid = Grid(lattice, states[-1], catalogue)
    closed: set[int] = set()
    while len(wanting := _open_question(lattice, closed)):
        for target in wanting:
            if lattice.narrow(target):
                grid.open(target)
        lattice.prove_together()
        for target in _open_question(lattice, closed):
            if lattice.narrow(target) and not lattice.open(target):
                closed.add(target)
                lattice.withhold(target)
    return _marks_of(lattice, states[-1], catalogue), len(closed)


def _open_question(lattice: Lattice, closed: set[int]) -> list[int]:
    return [one for one in lattice.wanting().tolist() if one not in closed]


def _ranks(state: State) -> dict[str, float]:
    """Return what a cell of each division weighs: an area that others are parts of weighs more than they do."""
    below = state.members[["whole_division", "division"]].drop_duplicates()
    rank = dict.fromkeys(state.figures.column("division").unique().to_pylist(), 1.0)
    for _ in range(len(below)):
        for whole, part in below.itertuples(index=False):
            rank[whole] = max(rank.get(whole, 1.0), _LEVEL_STEP * rank.get(part, 1.0))
    return rank


def _marks_of(lattice: Lattice, state: State, catalogue: Catalogue) -> Mask:
    top, bottom = lattice.system.row_top, lattice.system.row_bottom
    hidden = np.append(lattice.hidden, False)  # -1: no such figure
    names = [one.id for one in catalogue.indicators.values() if one.kind in RATIOS]
    ratio = pa.compute.is_in(state.figures.column("indicator"), value_set=pa.array(names, pa.string())).to_numpy()
    marks = np.where(hidden[top], np.where(ratio, VALUE | NUMERATOR, VALUE), 0)
    marks |= np.where(hidden[bottom], VALUE | NUMERATOR | DENOMINATOR, 0)
    # What the rule marks and has no count (a rate of nobody, say) stays marked.
    found: Mask = (marks | state.marks).astype(np.int16)
    return found
