"""What moves along in other periods, so that a pooled figure stays the sum of its periods."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kraftkollen.disclosure.cells import Indices, System


@dataclass(frozen=True)
class Along:
    """For each unknown (and -1) the one of another period that moves with it, or against it where `sign` is -1; -1: none."""

    node: Indices
    sign: float


class Periods:
    """The pooled figures of a system, each with the single periods behind it."""

    def __init__(self, system: System) -> None:
        self._system = system
        own = system.sums[_lines(system)].tocoo()
        signs = np.asarray(own.data) > 0
        order = np.lexsort((system.phase[own.col[signs]], own.row[signs]))
        rows, parts = own.row[signs][order], own.col[signs][order].astype(np.int64)
        total = np.full(own.shape[0], -1, dtype=np.int64)
        total[own.row[~signs]] = own.col[~signs]
        first = np.searchsorted(rows, rows)
        place, count = np.arange(len(rows)) - first, np.bincount(rows, minlength=own.shape[0])[rows] if len(rows) else rows
        length = int(count.max(initial=1))
        self._with = [np.full(len(system.figure) + 1, -1, dtype=np.int64) for _ in range(length)]
        self._against = [np.full(len(system.figure) + 1, -1, dtype=np.int64) for _ in range(length - 1)]
        for step in range(length):
            chosen = place == step
            self._with[step][total[rows[chosen]]] = parts[chosen]
        for step in range(length - 1):
            has = count > step + 1
            self._against[step][parts[has]] = parts[(first + (place + step + 1) % np.maximum(count, 1))[has]]

    def along(self, node: int) -> Sequence[Along | None]:
        """Return what may move along with a count: nothing, or one of the periods behind it, or against it one beside it."""
        if self._system.spans[node]:
            return [Along(one, 1.0) for one in self._with if one[node] >= 0] or [None]
        if self._system.behind[node]:
            return [Along(one, -1.0) for one in self._against if one[node] >= 0] or [None]
        return [None]


def _lines(system: System) -> Indices:
    """Return which sums say that a pooled figure is the sum of its periods."""
    own = system.sums[: system.linked].tocoo()
    total = np.full(system.linked, -1, dtype=np.int64)
    total[own.row[own.data < 0]] = own.col[own.data < 0]
    found = (total >= 0) & np.append(system.spans, False)[total]
    place = system.place[own.col] == np.append(system.place, -1)[total[own.row]]
    found[own.row[~place | ((own.data > 0) & system.spans[own.col])]] = False
    lines: Indices = np.flatnonzero(found)
    return lines
