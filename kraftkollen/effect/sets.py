"""Which comparison units play the treated ones: every set of as many, or a fixed draw of them."""

from dataclasses import dataclass
from itertools import combinations, islice, permutations
from math import comb, perm

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Sets:
    """`rows` (sets, size): rows of the comparison units. `drawn`: some of all possible, by a fixed seed."""

    rows: npt.NDArray[np.intp]
    drawn: bool

    def first(self, count: int) -> "Sets":
        """Return at most so many of them."""
        return Sets(self.rows[:count], self.drawn or len(self.rows) > count)


def sets_of(units: npt.NDArray[np.intp], size: int, *, ordered: bool, draws: int, seed: int) -> Sets:
    """Return all sets of `size` of the units if they are no more than `draws`, else as many different ones drawn.

    `ordered`: the treated have different starts, so it matters who plays whom.
    """
    possible = perm(len(units), size) if ordered else comb(len(units), size)
    if possible <= draws:
        every = permutations(units, size) if ordered else combinations(units, size)
        return Sets(np.array(list(every), dtype=np.intp).reshape(possible, size), drawn=False)
    random = np.random.default_rng(seed)
    found: dict[tuple[int, ...], None] = {}
    while len(found) < draws:
        drawn = random.permuted(np.tile(units, (draws, 1)), axis=1)[:, :size]
        rows = drawn if ordered else np.sort(drawn, axis=1)
        found.update(dict.fromkeys(map(tuple, rows.tolist())))
    return Sets(np.array(list(islice(found, draws)), dtype=np.intp), drawn=True)
