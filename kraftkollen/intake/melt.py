"""Turns a table with figures beside each other into one with a figure a row; a tidy table passes as it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kraftkollen.errors import Problem
from kraftkollen.intake.cells import MOST_ROWS, Body, codes_of
from kraftkollen.intake.columns import NUMBERS, PERIODS, Columns, Wide
from kraftkollen.intake.unreadable import UnreadableError


@dataclass(frozen=True)
class Flat:
    """Columns under our names, one figure a row.

    `rows` holds the sender's row of each; `under`, for columns that came from several, the header each cell stood under.
    """

    columns: Mapping[str, pa.DictionaryArray]
    rows: npt.NDArray[np.int32]
    under: Mapping[str, pa.DictionaryArray] = field(default_factory=dict)


def melted(columns: Columns, headers: tuple[str, ...], body: Body, rows: npt.NDArray[np.int32]) -> Flat:
    """Return the cells in tidy form, in the order of the file: row by row, from left to right.

    Raises
    ------
    UnreadableError
        If there would be too many rows.
    """
    fixed = {name: body.columns[place] for name, place in columns.places.items()}
    if columns.title is not None:
        fixed["indicator"] = pa.DictionaryArray.from_arrays(
            pa.array(np.zeros(len(rows), np.int32)), pa.array([columns.title[1]], pa.string())
        )
    if not columns.wide:
        return Flat(fixed, rows)
    subjects = list(dict.fromkeys(one.subject for one in columns.wide))
    if len(rows) * len(subjects) > MOST_ROWS:
        raise UnreadableError(Problem("too_many_rows", details={"rows": len(rows) * len(subjects), "most": MOST_ROWS}))
    subject = "period" if columns.shape == PERIODS else "indicator"
    by_part = {part: {one.subject: one for one in columns.wide if one.part == part} for part in NUMBERS}
    figures = {part: _beside(found, subjects, body) for part, found in by_part.items() if found}
    first = {one.subject: headers[one.place] for one in reversed(columns.wide)}
    under = {
        part: [headers[found[one].place] if one in found else "" for one in subjects]
        for part, found in by_part.items()
        if found
    }
    under[subject] = [first[one] for one in subjects]
    repeated = {name: _taken(column, np.repeat(codes_of(column), len(subjects))) for name, column in fixed.items()}
    tiled = np.tile(np.arange(len(subjects), dtype=np.int32), len(rows))
    return Flat(
        columns={**repeated, subject: _labels(tiled, subjects), **figures},
        rows=np.repeat(rows, len(subjects)),
        under={name: _labels(tiled, texts) for name, texts in under.items()},
    )


def _beside(found: Mapping[str, Wide], subjects: list[str], body: Body) -> pa.DictionaryArray:
    """Return the columns of one part row by row; empty cells for a subject that lacks the part."""
    codes = np.zeros((body.height, len(subjects)), dtype=np.int32)
    texts, size = [pa.array([""], pa.string())], 1
    for step, subject in enumerate(subjects):
        if subject in found:
            column = body.columns[found[subject].place]
            codes[:, step] = codes_of(column) + size
            texts.append(column.dictionary.cast(pa.string()))
            size += len(column.dictionary)
    return pa.DictionaryArray.from_arrays(pa.array(codes.ravel()), pa.concat_arrays(texts))


def _taken(column: pa.DictionaryArray, codes: npt.NDArray[np.int32]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes), column.dictionary)


def _labels(codes: npt.NDArray[np.int32], texts: list[str]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(texts, pa.string()))
