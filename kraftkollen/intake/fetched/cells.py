"""Turns a kept fetch into cells, as any other file of figures is read."""

from collections.abc import Callable

import numpy as np
import pyarrow as pa

from kraftkollen.errors import Problem
from kraftkollen.intake.fetched.bundle import READER, found_in, opened
from kraftkollen.intake.fetched.found import Row
from kraftkollen.intake.melt import Flat
from kraftkollen.intake.unreadable import UnreadableError
from kraftkollen.model.catalogue import Catalogue
from kraftkollen.model.delivery import Understood

_COLUMNS: tuple[tuple[str, Callable[[Row], str]], ...] = (
    ("area", lambda row: row.area),
    ("period", lambda row: row.period),
    ("grp", lambda row: row.group),
    ("value", lambda row: row.value),
    ("numerator", lambda row: row.numerator),
    ("denominator", lambda row: row.denominator),
    ("status", lambda row: row.status),
)


def cells_of(data: bytes, catalogue: Catalogue | None) -> tuple[Flat, Understood]:
    """Return the rows that a kept fetch delivers, and how they were read.

    Raises
    ------
    UnreadableError
        If the answers do not hold together, or hold nothing.
    """
    bundle = opened(data)
    if catalogue is None:
        raise UnreadableError(Problem("bundle_broken"))
    found = found_in(bundle, catalogue)
    numbers = np.arange(1, len(found.rows) + 1, dtype=np.int32)
    if bundle.rows is not None:
        numbers = numbers[np.isin(numbers, np.array(bundle.rows, dtype=np.int32))]
    rows = [found.rows[number - 1] for number in numbers.tolist()]
    if not rows:
        raise UnreadableError(Problem("nothing_delivered"))
    texts = {name: [of(row) for row in rows] for name, of in _COLUMNS}
    texts["indicator"] = [bundle.ask.indicator] * len(rows)
    # A column that nothing stands in was not delivered: a share without its parts is not one that lacks them.
    columns = {name: pa.array(found, pa.string()).dictionary_encode() for name, found in texts.items() if any(found)}
    understood = Understood(
        reader=READER,
        encoding="utf-8",
        separator="",
        decimal_mark=found.decimal_mark,
        header_row=1,
        shape="tidy",
        columns={name: name for name in columns},
    )
    return Flat(columns, numbers), understood
