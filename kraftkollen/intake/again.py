"""Finds a header that stands again further down: a second table in the same sheet, which is refused in one sentence."""

from dataclasses import replace

import numpy as np
import pyarrow as pa

from kraftkollen.intake.cells import Body, codes_of
from kraftkollen.intake.columns import Columns, meaning_of
from kraftkollen.intake.findings import Findings

_MOST_TEXTS = 20_000
_LONGEST = 30


def without_headers_again(columns: Columns, body: Body, findings: Findings) -> Body:
    """Return the cells without rows that are a header once more; each such row is noted once, and says nothing else."""
    place = columns.places.get("area")
    if place is None or len(body.columns[place].dictionary) > _MOST_TEXTS:
        return body
    texts = body.columns[place].dictionary.to_pylist()
    again = np.array([len(text) <= _LONGEST and meaning_of(text)[0] == "area" for text in texts] + [False], dtype=bool)
    if not again.any():
        return body
    where = again[codes_of(body.columns[place])]
    findings.add("header_again", None, where)
    return replace(body, columns=tuple(_emptied(column, where) for column in body.columns))


def _emptied(column: pa.DictionaryArray, where: "np.typing.NDArray[np.bool_]") -> pa.DictionaryArray:
    texts = pa.concat_arrays([column.dictionary.cast(pa.string()), pa.array([""], pa.string())])
    codes = np.where(where, len(column.dictionary), codes_of(column)).astype(np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(codes), texts)
