"""Compares the observations of a file with what is current: new, changed, or the same."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kraftkollen.intake.findings import Mask
from kraftkollen.intake.keys import Codes, combined, places_in
from kraftkollen.model.delivery import FIGURES, KEY, Comparison

_CLOSE = 1e-9


def compare(rows: pa.Table, current: pa.Table) -> Comparison:
    """Compare observations with what is current.

    Parameters
    ----------
    rows : pa.Table
        Observations, each key once; at least the columns of `KEY` and `FIGURES`.
    current : pa.Table
        What is current, each key once, with the same columns. Keys that `rows` does not hold are left out of account.
    """
    own, theirs, size = _joined_keys(rows, current)
    place = places_in(own, theirs, size)
    known = np.flatnonzero(place >= 0)
    now, before = _figures(rows, known), _figures(current, place[known])
    changed = np.zeros(len(known), dtype=bool)
    for name in FIGURES:
        changed |= ~_same(now[name], before[name])
    kept = pa.array(np.flatnonzero(changed))
    told = {name: rows[name].take(pa.array(known)).take(kept) for name in KEY}
    told |= {name: now[name].take(kept) for name in FIGURES}
    told |= {f"old_{name}": before[name].take(kept) for name in FIGURES}
    count = int(np.count_nonzero(changed))
    return Comparison(rows.num_rows - len(known), count, len(known) - count, pa.table(told))


def news(rows: pa.Table, current: pa.Table) -> pa.Table:
    """Return the observations that are new or otherwise than what is current; parameters as `compare`."""
    own, theirs, size = _joined_keys(rows, current)
    place = places_in(own, theirs, size)
    known = np.flatnonzero(place >= 0)
    now, before = _figures(rows, known), _figures(current, place[known])
    same = np.ones(len(known), dtype=bool)
    for name in FIGURES:
        same &= _same(now[name], before[name])
    fresh = np.ones(rows.num_rows, dtype=bool)
    fresh[known[same]] = False
    return rows.filter(pa.array(fresh))


def _figures(table: pa.Table, rows: npt.NDArray[np.int64]) -> dict[str, pa.ChunkedArray]:
    whole = len(rows) == table.num_rows and bool((rows == np.arange(len(rows))).all())
    return {name: table[name] if whole else table[name].take(pa.array(rows)) for name in FIGURES}


def _joined_keys(rows: pa.Table, current: pa.Table) -> tuple[Codes, Codes, int]:
    """Return one number per row of each table, equal where all columns of the key are."""
    columns, sizes = [], []
    for name in KEY:
        both = pa.chunked_array([*_texts(rows[name]), *_texts(current[name])], pa.string())
        encoded = both.dictionary_encode().unify_dictionaries()
        codes = [chunk.indices.to_numpy(zero_copy_only=False) for chunk in encoded.chunks]
        columns.append(np.concatenate([*codes, np.zeros(0, dtype=np.int32)]))
        sizes.append(len(encoded.chunk(0).dictionary) if encoded.num_chunks else 1)
    joined, size = combined(columns, sizes)
    return joined[: rows.num_rows], joined[rows.num_rows :], size


def _texts(column: pa.ChunkedArray) -> list[pa.StringArray]:
    return column.cast(pa.string()).chunks  # type: ignore[no-any-return]


def _same(now: pa.ChunkedArray, before: pa.ChunkedArray) -> Mask:
    if pa.types.is_floating(now.type):
        new, old = now.to_numpy(), before.cast(pa.float64()).to_numpy()
        both_null = np.isnan(new) & np.isnan(old)
        same: Mask = both_null | (np.abs(new - old) <= _CLOSE * np.maximum(np.abs(new), np.abs(old)))
        return same
    equal = pc.equal(now.cast(pa.string()), before.cast(pa.string()))
    return equal.to_numpy().astype(bool)  # type: ignore[no-any-return]
