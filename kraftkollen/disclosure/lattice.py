"""Complementary hiding: what else must be hidden so that nobody can work out what is hidden.

**Guaranteed.** Each hidden count of people (numerator, count, denominator, or what a share leaves of its denominator) is left
an interval of whole numbers whose ends lie at least 5 apart, or as far apart as a denominator that is shown allows. So is each
single period behind a pooled figure. What a shown 0 gives away is nobody, and no secret.

**Against whom.** Anybody who has this and every earlier published version made by this method, knows the thresholds, which
cells are marked (not why), all sums over areas, groups and pooled periods, which counts of other indicators are of the same
people, that counts are whole and not below nought, and even which hidden figures did not change between versions. Delivered
totals count as if their difference from the sum of their parts were known. Not against who knows figures of single people or
areas from elsewhere, or who delivered them; nor of a count that earlier versions already give away (`weak`).

**How it is known.** For each hidden count two tables are found, both possible for that attacker, in which it differs by 5: they
are the proof, and no program of any attacker can rule them out. `attack.py` looks at it from the other side.

**Method** "lattice-1": hidden counts are moved together by linear programs; what stays too narrow is opened by the cheapest
cube between two areas of the same larger ones; what no cube opens, by a linear program that finds the cheapest cells to hide.
After Hundepool et al. (2012), Statistical Disclosure Control, chapter 4; tau-argus (hypercube); sdcTable (attacker's program).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from kraftkollen.disclosure.cells import Flags, State, laid_out, system
from kraftkollen.disclosure.cubes import Grid
from kraftkollen.disclosure.links import links
from kraftkollen.disclosure.moves import Lattice
from kraftkollen.disclosure.opening import open_up, prove_near, withhold
from kraftkollen.disclosure.primary import DENOMINATOR, NUMERATOR, VALUE, Mask, primary_marks
from kraftkollen.disclosure.spans import thin
from kraftkollen.disclosure.sums import Members
from kraftkollen.disclosure.tables import TABLE, TableNames, about, before, bound, changed, distinct, part_of
from kraftkollen.model.catalogue import Catalogue
from kraftkollen.model.indicator import RATIOS

METHOD = "lattice-1"
_LEVEL_STEP = 5.0
_MEMBERS = ["whole_division", "whole", "division", "area"]
_ALL = VALUE | NUMERATOR | DENOMINATOR


@dataclass(frozen=True)
class Protected:
    """Marks of each row; how many cells the primary rule marked; which rows hold what earlier versions give away.

    `weak` rows are those that no hiding can mend: every new figure around them is withheld. `tables`: how many were protected
    anew. What is behind a pooled figure is marked in all its terms.
    """

    marks: Mask
    primary: int
    weak: Flags
    tables: int

    @property
    def given_away(self) -> int:
        return int(self.weak.sum())


def members(parts: Iterable[tuple[str, str, str, Iterable[str]]]) -> Members:
    """Return the parts of larger areas as a table, from (division, code, division of the parts, codes of the parts)."""
    rows = [(whole, code, division, area) for whole, code, division, areas in parts for area in sorted(areas)]
    return pd.DataFrame(rows, columns=_MEMBERS).astype(str)


def protect(
    figures: pa.Table,
    catalogue: Catalogue,
    larger: Members,
    previous: Sequence[State] = (),
    behind: Flags | None = None,
    older: Callable[[TableNames], Sequence[State]] = lambda _: (),
) -> Protected:
    """Return which figures must not go out, so that none of them can be worked out.

    Tables (indicator and period) in which nothing has changed since the newest of `previous`, and that are bound to none where
    something has, keep its marks.

    Parameters
    ----------
    figures
        Everything that is to be published or is behind it, as it is, in the columns of FIGURE_SCHEMA.
    larger
        What `members` made of the wholes.
    previous
        Earlier published versions, the newest last. Figures as they were, unhidden, with the marks they went out with; what
        was behind pooled figures marked in all its terms.
    behind
        Rows that are not published, but stand behind pooled ones.
    older
        Gives versions before those, the newest last, as far as they are about the tables that are protected anew.
    """
    first = primary_marks(figures, catalogue.indicators)
    ruled = int((first != 0).sum()) if behind is None else int((first[~behind] != 0).sum())
    if behind is not None:
        first[behind] = _ALL
    marks, again = first.copy(), np.ones(figures.num_rows, dtype=bool)
    if previous:
        earlier = previous[-1]
        marks, same = before(figures, earlier)
        moved = ~same | ((first & ~marks) != 0) | (not earlier.members.equals(larger))
        if not moved.any() and figures.num_rows == earlier.figures.num_rows:
            return Protected(marks, ruled, np.zeros_like(moved), 0)
    laid = laid_out(figures, catalogue)
    found = links(laid, catalogue)
    newest = State(figures, first, larger, found)
    states: list[State] = []
    if previous:
        then = laid_out(earlier.figures, catalogue)
        tables = bound(laid, found, then, earlier.links or links(then, catalogue), catalogue)
        fresh = changed(tables, moved)
        again = fresh[tables.now]
        if again.any():
            names = tables.of(fresh)
            states = distinct([*older(names), *(about(one, names) for one in previous)])
    weak = np.zeros(figures.num_rows, dtype=bool)
    if again.any():
        marks[again], weak[again] = _protected([*states, part_of(newest, again)], catalogue)
    return Protected(marks, ruled, weak, _count(figures, again))


def _count(figures: pa.Table, chosen: Flags) -> int:
    rows: pd.DataFrame = figures.filter(pa.array(chosen)).select(TABLE).to_pandas()
    return len(rows.drop_duplicates())


def _protected(states: Sequence[State], catalogue: Catalogue) -> tuple[Mask, Flags]:
    lattice = Lattice(system(states, catalogue, _ranks(states[-1])))
    thin(lattice, states[-1], catalogue)
    lattice.prove_together()
    grid = Grid(lattice, states[-1], catalogue)
    closed: set[int] = set()
    while len(wanting := _open_question(lattice, closed)):
        for target in wanting:
            if lattice.narrow(target) and not _open_already(lattice, grid, target):
                grid.open(target)
        lattice.prove_together()
        for target in _open_question(lattice, closed):
            done = not lattice.narrow(target) or lattice.prove(target) or prove_near(lattice, target)
            if not done and not open_up(lattice, target):
                closed.add(target)
                withhold(lattice, target)
    return _marks_of(lattice, states[-1], catalogue), _weak(lattice, closed)


def _open_already(lattice: Lattice, grid: Grid, target: int) -> bool:
    """Say whether a count of a pooled series is open by what is hidden: the periods behind it nearly always let it be."""
    if not lattice.pooled(target):
        return False
    return grid.open(target, 0) or lattice.prove(target) or prove_near(lattice, target)


def _open_question(lattice: Lattice, closed: set[int]) -> list[int]:
    return [one for one in lattice.wanting().tolist() if one not in closed]


def _weak(lattice: Lattice, closed: set[int]) -> Flags:
    """Return the rows of the newest version that hold one of these counts."""
    count, found = len(lattice.hidden), np.zeros(len(lattice.hidden) + 1, dtype=bool)
    for target in closed:
        found[target if target < count else lattice.system.bottom[lattice.rests[target - count]]] = True
    found[-1] = False
    weak: Flags = found[lattice.system.row_top] | found[lattice.system.row_bottom]
    return weak


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
    marks |= np.where(hidden[bottom], _ALL, 0)
    # What the rule marks and has no count (a rate of nobody, say) stays marked.
    found: Mask = (marks | state.marks).astype(np.int16)
    return found
