"""Knows that a division answers nought for years before it was: those figures are missing, not nought.

Statistics Sweden cut RegSO and DeSO anew on 1 January 2025; figures by the new division are from 2024 on.
"""

import re
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from kraftkollen.intake.cells import codes_of
from kraftkollen.intake.cube import MISSING

_FIRST = {"_regso2025": "2024", "_deso2025": "2024"}
_NOUGHT = re.compile(r"0+(?:[.,]0*)?")


def first_period(code: str) -> str | None:
    """Return the first year of the division that a code, or its ending, is of; None if nothing is known of it."""
    return next((first for ending, first in _FIRST.items() if code.casefold().endswith(ending)), None)


def missing_before(areas: pa.DictionaryArray, periods: pa.DictionaryArray, values: Sequence[str]) -> list[str]:
    """Return the values, nought before its division was there turned into missing."""
    first = np.array([int(first_period(text) or 0) for text in areas.dictionary.to_pylist()], dtype=np.int64)
    years = [int(text[:4]) if text[:4].isdigit() else 9999 for text in periods.dictionary.to_pylist()]
    early = np.array(years, dtype=np.int64)[codes_of(periods)] < first[codes_of(areas)]
    return [
        MISSING if before and _NOUGHT.fullmatch(value) else value for value, before in zip(values, early.tolist(), strict=True)
    ]
