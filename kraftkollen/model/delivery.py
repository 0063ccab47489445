"""What travels between intake, journal and published file: observations as columns, and what is known when they are checked.

Columns, because a file may hold a million rows: a pyarrow table is frozen, typed, and goes into DuckDB without a copy.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

import pyarrow as pa

from kraftkollen.model.area import Area, Division
from kraftkollen.model.catalogue import Catalogue


class Status(StrEnum):
    """How a value stands. `HIDDEN` is set between journal and published file, never delivered."""

    FINAL = "final"
    PRELIMINARY = "preliminary"
    MISSING = "missing"
    HIDDEN = "hidden"


class State(StrEnum):
    """Where a batch is in its life."""

    PENDING = "delivered"  # as the journal has had it from the first; to everybody else it is `word`
    APPROVED = "approved"
    REJECTED = "rejected"
    REVERTED = "reverted"
    ERASED = "erased"

    @property
    def word(self) -> str:
        """What it is called outside of the journal."""
        return "pending" if self is State.PENDING else self.value


KEY = ("indicator", "division", "area", "period", "grp")
FIGURES = ("value", "numerator", "denominator", "status")

# `period` is str(Period); `grp` a group id; `division` a division id (its level follows from it).
# `value` is numerator / denominator x per where both are there (unrounded), else as delivered; null if missing.
# `source_row` is the row in the file as the sender counts, from 1.
OBSERVATION_SCHEMA = pa.schema(
    [
        pa.field("indicator", pa.string(), nullable=False),
        pa.field("division", pa.string(), nullable=False),
        pa.field("area", pa.string(), nullable=False),
        pa.field("period", pa.string(), nullable=False),
        pa.field("grp", pa.string(), nullable=False),
        pa.field("value", pa.float64()),
        pa.field("numerator", pa.float64()),
        pa.field("denominator", pa.float64()),
        pa.field("status", pa.string(), nullable=False),
        pa.field("comment", pa.string()),
        pa.field("source_row", pa.int32(), nullable=False),
    ]
)


@dataclass(frozen=True)
class Reference:
    """What a delivery is checked against: definitions, areas of the current divisions, and the day.

    `areas` holds every area of every current division; `divisions` the current division of each level, the coarsest first.
    """

    catalogue: Catalogue
    divisions: tuple[Division, ...]
    areas: tuple[Area, ...]
    today: date


@dataclass(frozen=True)
class Correction:
    """How the officer says that the file is to be read. None: as it is understood.

    `columns` maps a column of ours (indicator, area, period, grp, value, numerator, denominator, status, comment) to the
    header that it stands under; it replaces what was understood as a whole.
    """

    encoding: str | None = None
    separator: str | None = None
    decimal_mark: str | None = None
    header_row: int | None = None
    shape: str | None = None
    columns: Mapping[str, str] | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values, to be remembered for the next file with the same headers."""
        return {**self.__dict__, "columns": None if self.columns is None else dict(self.columns)}


@dataclass(frozen=True)
class Form:
    """What the officer says beside the file. None: to be found in the file."""

    indicator: str | None = None
    level: str | None = None
    sheet: str | None = None
    correction: Correction = field(default_factory=Correction)

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values, to be stored with the batch, so that the file can be read again in the same way."""
        return {**self.__dict__, "correction": self.correction.as_json()}

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> "Form":
        """Return the form that `as_json` gave."""
        return cls(**{**given, "correction": Correction(**given.get("correction", {}))})


@dataclass(frozen=True)
class Understood:
    """How a file was read, so that it can be shown, corrected, stored with the batch and read again the same way.

    `columns` maps each column that was understood (indicator, area, period, grp, value, numerator, denominator, status,
    comment) to the header it stood under; `ignored` lists the other headers.
    """

    reader: str
    encoding: str
    separator: str
    decimal_mark: str
    header_row: int
    shape: str
    columns: Mapping[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    sheet: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values, to be stored with the batch."""
        return {**self.__dict__, "columns": dict(self.columns), "ignored": list(self.ignored)}


@dataclass(frozen=True)
class Comparison:
    """How the rows of a delivery stand to what is current: how many are new, changed, the same, and which changed.

    `changed_rows` has the columns of `KEY`, those of `FIGURES` as delivered, and as they stand now under `old_…`.
    """

    new: int
    changed: int
    unchanged: int
    changed_rows: pa.Table
