"""Which units play the treated ones: every set of as many, or a fixed draw of them, the treated's own set left out."""

from dataclasses import dataclass
from itertools import combinations, permutations
from math import comb, perm

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Sets:
    """`rows` (sets, size): rows of `Cast.everyone`. `drawn`: some of all possible, by a fixed seed."""

    rows: Rows
    drawn: bool

    def some(self, count: int, seed: int) -> "Sets":
        """Return at most so many of them, drawn: those that stand first share their first units."""
        if len(self.rows) <= count:
            return self
        chosen = np.random.default_rng(seed).choice(len(self.rows), count, replace=False)
        return Sets(self.rows[np.sort(chosen)], drawn=True)


@dataclass(frozen=True)
class Roles:
    """Who may play: the `comparison` rows, and the treated themselves, who stand from row `treated` on.

    `starts` (treated,): where they differ it matters who plays whom, and a treated unit keeps to its own start. `treated` is
    None where the treated play no part.
    """

    comparison: Rows
    starts: Rows
    treated: int | None

    @property
    def everyone(self) -> Rows:
        size = len(self.starts)
        if self.treated is None or size == 1:
            return self.comparison
        return np.concatenate([self.comparison, self.treated + np.arange(size, dtype=np.intp)])

    @property
    def ordered(self) -> bool:
        return len(np.unique(self.starts)) > 1

    def allowed(self, rows: Rows) -> npt.NDArray[np.bool_]:
        """Return which sets may play: not the treated themselves, and none of them with another's start."""
        if self.treated is None:
            return np.ones(len(rows), dtype=bool)
        own = rows >= self.treated
        found = ~own.all(axis=1)
        if self.ordered:
            theirs = self.starts[np.where(own, rows - self.treated, 0)]
            found &= (~own | (theirs == self.starts)).all(axis=1)
        return np.asarray(found)


def sets_of(roles: Roles, *, draws: int, seed: int) -> Sets:
    """Return all sets of as many units as are treated if they are no more than `draws`, else as many different ones drawn.

    Notes
    -----
    Several treated: sets that hold some of them belong to the test. Under no difference any of the units could have been the
    treated ones, so all of them must be in the sets that the treated's own is ranked among, as one more than the placebos is
    where a single unit is treated. Without them p is too small. Source: Fisher's permutation test; Lehmann and Romano (2005),
    section 15.2.
    """
    units, size = roles.everyone, len(roles.starts)
    possible = perm(len(units), size) if roles.ordered else comb(len(units), size)
    if possible <= draws:
        every = permutations(units, size) if roles.ordered else combinations(units, size)
        rows = np.array(list(every), dtype=np.intp).reshape(possible, size)
        return Sets(rows[roles.allowed(rows)], drawn=False)
    random = np.random.default_rng(seed)
    found: dict[tuple[int, ...], None] = {}
    while len(found) < draws:
        drawn = random.permuted(np.tile(units, (draws, 1)), axis=1)[:, :size]
        rows = drawn if roles.ordered else np.sort(drawn, axis=1)
        found.update(dict.fromkeys(map(tuple, rows[roles.allowed(rows)].tolist())))
    return Sets(np.array(list(found)[:draws], dtype=np.intp), drawn=True)
