"""The linear programs of protection: part of a system with its bounds, and the cheapest or furthest move in it."""

from dataclasses import dataclass

import highspy
import numpy as np
from scipy import sparse

from kraftkollen.disclosure.cells import Indices
from kraftkollen.disclosure.primary import Numbers


@dataclass(frozen=True)
class Scope:
    """Part of a system: which unknowns may move, their bounds, and what binds them."""

    nodes: Indices
    lower: Numbers
    upper: Numbers
    rows: sparse.csr_matrix
    least: Numbers
    most: Numbers


class Program:
    """A scope's linear program, solved again and again: each time from where the last one ended, which is far quicker."""

    def __init__(self, scope: Scope, whole: bool = False) -> None:
        rows, count = scope.rows.tocsr(), len(scope.lower)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = count, rows.shape[0]
        model.col_cost_ = np.zeros(count)
        model.col_lower_, model.col_upper_ = scope.lower, scope.upper
        model.row_lower_, model.row_upper_ = scope.least, scope.most
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = rows.indptr, rows.indices, rows.data
        if whole:
            model.integrality_ = [highspy.HighsVarType.kInteger] * count
        self._columns = np.arange(count, dtype=np.int32)
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("threads", 1)
        self._solver.setOptionValue("simplex_strategy", 4)
        # What is solved here is small, and looking for what could be left out takes longer than it saves.
        self._solver.setOptionValue("presolve", "choose" if whole else "off")
        self._solver.passModel(model)

    def bound(self, lower: Numbers, upper: Numbers, columns: Indices | None = None) -> None:
        """Give unknowns other bounds; all of them if it is not said which."""
        chosen = self._columns if columns is None else columns.astype(np.int32)
        self._solver.changeColsBounds(len(chosen), chosen, lower, upper)

    def least(self, cost: Numbers) -> Numbers | None:
        """Return the move that costs least; None if there is none."""
        self._solver.changeColsCost(len(self._columns), self._columns, cost)
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return np.array(self._solver.getSolution().col_value)


def solve(cost: Numbers, scope: Scope, whole: bool = False) -> Numbers | None:
    """Return the move that costs least; None if there is none."""
    return Program(scope, whole).least(cost)


def solve_split(cost: Numbers, scope: Scope, whole: bool = False) -> Numbers | None:
    """Return the cheapest move of a scope in which each unknown stands twice: what it goes up, and what it goes down."""
    found = solve(np.concatenate([cost, cost]), scope, whole)
    if found is None:
        return None
    half = len(found) // 2
    return found[:half] - found[half:]


def near(matrix: sparse.csr_matrix | sparse.csc_matrix, numbers: Indices) -> Indices:
    """Return what stands in these rows (of a csc matrix: columns); far quicker than slicing."""
    found: Indices = matrix.indices[_places(matrix, np.asarray(numbers, dtype=np.int64))]
    return found


def part(by_node: sparse.csc_matrix, nodes: Indices) -> sparse.csr_matrix:
    """Return the rows that some of these columns are in, with these columns alone."""
    places = _places(by_node, nodes)
    lines, rows = np.unique(by_node.indices[places], return_inverse=True)
    columns = np.repeat(np.arange(len(nodes)), by_node.indptr[nodes + 1] - by_node.indptr[nodes])
    return sparse.csr_matrix((by_node.data[places], (rows, columns)), shape=(len(lines), len(nodes)))


def _places(matrix: sparse.csr_matrix | sparse.csc_matrix, numbers: Indices) -> Indices:
    starts = matrix.indptr[numbers].astype(np.int64)
    counts = matrix.indptr[numbers + 1] - starts
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    found: Indices = np.arange(total) + np.repeat(starts - ends + counts, counts)
    return found


def index(ends: Indices, count: int, pairs: int) -> sparse.csr_matrix:
    """Return which pairs each unknown is in, `ends` being the first ones of all pairs, then the second ones."""
    lines = np.concatenate([np.arange(pairs), np.arange(pairs)])
    return sparse.csr_matrix((np.ones(2 * pairs), (ends, lines)), shape=(count, pairs))
