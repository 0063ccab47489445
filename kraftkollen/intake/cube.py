"""A statistical cube as any of its formats gives it: dimensions with categories, and a value for each combination told."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kraftkollen.errors import Problem
from kraftkollen.intake.cells import MOST_ROWS
from kraftkollen.intake.unreadable import UnreadableError

MISSING = ".."
_DIMENSIONS_AT_MOST = 30


@dataclass(frozen=True)
class Category:
    """One category of a dimension; the label is the code where the file gives none."""

    code: str
    label: str


@dataclass(frozen=True)
class Dimension:
    """A dimension; `role` is "geo", "time", "metric" or "" as the file itself says."""

    code: str
    label: str
    categories: tuple[Category, ...]
    role: str = ""


@dataclass(frozen=True)
class Cube:
    """Values as text, in the order of the file, and for each dimension the place of every value's category."""

    title: str
    dimensions: tuple[Dimension, ...]
    places: tuple[npt.NDArray[np.int64], ...]
    values: Sequence[str]
    statuses: Sequence[str]


def broken(kind: str, what: str) -> UnreadableError:
    """Return the error for a file of the kind whose inside does not fit; `what` names the part of it."""
    return UnreadableError(Problem("cube_broken", details={"format": kind, "part": what}))


def every_place(sizes: Sequence[int], values: int, kind: str) -> tuple[npt.NDArray[np.int64], ...]:
    """Return the places of the values of a dense cube, the last dimension running fastest.

    Raises
    ------
    UnreadableError
        If the sizes do not fit the number of values, or are beyond the bound.
    """
    whole = math.prod(sizes)
    if not sizes or len(sizes) > _DIMENSIONS_AT_MOST or min(sizes) < 1:
        raise broken(kind, "size")
    if whole > MOST_ROWS:
        raise UnreadableError(Problem("too_many_rows", details={"rows": whole, "most": MOST_ROWS}))
    if whole != values:
        raise UnreadableError(Problem("cube_size", details={"format": kind, "expected": whole, "found": values}))
    return tuple(one.astype(np.int64) for one in np.unravel_index(np.arange(whole), tuple(sizes)))
