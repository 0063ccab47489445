"""Joins several columns of codes into one number per row: to look at each once, and to find what stands twice."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.int64]
_DENSE = 20_000_000


def combined(columns: Sequence[npt.NDArray[np.signedinteger]], sizes: Sequence[int]) -> tuple[Codes, int]:
    """Return one number per row that is equal where all columns are, and the bound below which these numbers lie.

    `sizes` are the bounds of the columns' codes. Where the product would not fit, codes are renumbered on the way.
    """
    joined, size = np.zeros(len(columns[0]), dtype=np.int64), 1
    for codes, bound in zip(columns, sizes, strict=True):
        if size * max(bound, 1) > np.iinfo(np.int64).max // 2:
            distinct, joined = np.unique(joined, return_inverse=True)
            size = len(distinct)
        joined = joined * bound + codes if size > 1 else codes.astype(np.int64)
        size *= max(bound, 1)
    return joined, size


def distinct_of(joined: Codes, size: int) -> tuple[Codes, Codes]:
    """Return the distinct numbers in order, and for each row the place of its number among them."""
    if size > _DENSE:
        distinct, places = np.unique(joined, return_inverse=True)
        return distinct, places
    present = np.zeros(size, dtype=bool)
    present[joined] = True
    distinct = np.flatnonzero(present)
    lookup = np.zeros(size, dtype=np.int64)
    lookup[distinct] = np.arange(len(distinct))
    return distinct, lookup[joined]


def first_of_equals(joined: Codes, size: int) -> Codes:
    """Return for each row the first row with the same number: itself where nothing stands twice."""
    own = np.arange(len(joined), dtype=np.int64)
    if size <= _DENSE:
        seen = np.zeros(size, dtype=bool)
        seen[joined] = True
        if np.count_nonzero(seen) == len(joined):
            return own
    _, first, places = np.unique(joined, return_index=True, return_inverse=True)
    result: Codes = first[places]
    return result


def places_in(sought: Codes, known: Codes, size: int) -> Codes:
    """Return where each number sought stands among the known (which are distinct), or -1."""
    if size <= _DENSE:
        lookup = np.full(size, -1, dtype=np.int32)
        lookup[known] = np.arange(len(known), dtype=np.int32)
        return lookup[sought].astype(np.int64)
    if not len(known):
        return np.full(len(sought), -1, dtype=np.int64)
    order = np.argsort(known)
    place = np.minimum(np.searchsorted(known, sought, sorter=order), len(known) - 1)
    found: Codes = np.where(known[order[place]] == sought, order[place], -1)
    return found
