"""The ledger: money in whole öre, row by row. A row never changes; a correction is a new row, and both stay in sight."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from kraftkollen.model.text import Definition, Text

ROW_ID = r"^[a-z][a-z0-9_]*$"
# Beyond any city's budget: a larger amount is a slip of the pen.
LARGEST_ORE = 100_000_000_000_000


class Source(StrEnum):
    """Where money comes from."""

    ORDINARY = "ordinary"
    CITY_WIDE = "city_wide"
    JOINT_APPLICATION = "joint_application"
    OUTSIDE = "outside"


class CostKind(StrEnum):
    """What money is used for."""

    ACTIVITY = "activity"
    ADMINISTRATION = "administration"
    EVALUATION = "evaluation"


class RowType(StrEnum):
    """What a row says: what is planned, what is called off from money set aside, or what was used."""

    BUDGET = "budget"
    CALL_OFF = "call_off"
    ACTUAL = "actual"


# A column of a file that is said to be "=avrop" is that value in every row.
FIXED_VALUE = "="


@dataclass(frozen=True, slots=True)
class LedgerForm:
    """What is said beside a file: for a column of ours the header that it stands under, or "=" and its value in every row."""

    columns: Mapping[str, str] = field(default_factory=dict)
    sheet: str | None = None


class LedgerRow(Definition):
    """An amount of one year, for one intervention or process, of one committee."""

    id: str = Field(pattern=ROW_ID, description="Its own for ever.")
    year: int = Field(ge=2000, le=2200, description="The budget year.")
    intervention: str | None = Field(default=None, description="The id of the intervention or process; none if it is for all.")
    committee: str = Field(description="The id of the body whose money it is, or who uses it.")
    source: Source = Field(description="ordinary, city_wide, joint_application or outside.")
    kind: CostKind = Field(default=CostKind.ACTIVITY, description="activity, administration or evaluation.")
    type: RowType = Field(description="budget, call_off or actual.")
    amount_ore: int = Field(strict=True, ge=-LARGEST_ORE, le=LARGEST_ORE, description="The amount in öre, a whole number.")
    day: date = Field(description="The day that it is about.")
    document: str | None = Field(default=None, max_length=100, description="The number of its document.")
    allotment: str | None = Field(default=None, description="The id of the money that a call-off is made from.")
    corrects: str | None = Field(default=None, description="The id of the row whose place it takes.")
    note: str | None = Field(default=None, max_length=500, description="What is to be known of it; why it corrects.")
    batch: str | None = Field(default=None, description="The id of the import that it came with; none if it was typed.")

    @model_validator(mode="after")
    def _holds(self) -> Self:
        if (self.type is RowType.CALL_OFF) != (self.allotment is not None):
            raise ValueError("a call-off, and nothing else, names the money that it is made from")
        if self.type is RowType.CALL_OFF and self.amount_ore < (0 if self.corrects else 1):
            raise ValueError("a call-off is more than nought; 0 öre withdraws one")
        return self


class LedgerImport(Definition):
    """A file of the city's accounts that was taken in."""

    id: str = Field(pattern=ROW_ID, description="Its own for ever; the rows name it.")
    filename: str = Field(description="The name of the file.")
    sha256: str = Field(description="The fingerprint of its bytes.")
    rows: int = Field(ge=0, description="How many rows it brought that were not there before.")


class AdministrationRule(Definition):
    """A rule of thumb for administration that nobody has booked: shown as a rule of thumb wherever it counts."""

    id: str = Field(pattern=ROW_ID, description="For addresses; never changed.")
    from_year: int = Field(ge=2000, le=2200, description="The first year that it counts for.")
    basis_points: int = Field(
        ge=0, le=10_000, description="The share of what is used for activity, in hundredths of a percent."
    )
    what: Text = Field(description="The rule in words, and where it comes from.")


def corrected(rows: Iterable[LedgerRow]) -> dict[str, LedgerRow]:
    """Return for each row that is corrected, by its id, the row that took its place."""
    return {one.corrects: one for one in rows if one.corrects is not None}


def standing(rows: Iterable[LedgerRow]) -> tuple[LedgerRow, ...]:
    """Return the rows that count: those whose place no other row has taken."""
    listed = tuple(rows)
    gone = corrected(listed)
    return tuple(one for one in listed if one.id not in gone)


class LedgerRecords(Definition):
    """The money of a programme, row by row, as a part of the programme."""

    ledger: tuple[LedgerRow, ...] = ()
    ledger_imports: tuple[LedgerImport, ...] = ()
    administration_rules: tuple[AdministrationRule, ...] = ()


LEDGER_KINDS: dict[str, type[Definition]] = {
    "ledger": LedgerRow,
    "ledger_imports": LedgerImport,
    "administration_rules": AdministrationRule,
}


def ledger_faults(
    records: LedgerRecords, bodies: Container[str], interventions: Container[str], money: Container[str]
) -> Iterator[str]:
    """Yield what no ledger can hold: a name that nothing has, a row corrected twice, a ring of corrections."""
    imports = {one.id for one in records.ledger_imports}
    for one in records.ledger:
        if one.committee not in bodies:
            yield f"{one.id} names the unknown body {one.committee}"
        if one.intervention is not None and one.intervention not in interventions:
            yield f"{one.id} names the unknown intervention {one.intervention}"
        if one.allotment is not None and one.allotment not in money:
            yield f"{one.id} names the unknown money {one.allotment}"
        if one.batch is not None and one.batch not in imports:
            yield f"{one.id} names the unknown import {one.batch}"
    yield from _faulty_corrections(records.ledger)


def _faulty_corrections(rows: tuple[LedgerRow, ...]) -> Iterator[str]:
    by_id = {one.id: one for one in rows}
    named = [one.corrects for one in rows if one.corrects is not None]
    counts = Counter(named)
    yield from (f"a row corrects the unknown row {name}" for name in named if name not in by_id)
    yield from (f"{name} is corrected twice" for name in counts if counts[name] > 1)
    yield from (f"{name} corrects itself" for name in _rings(by_id))


def _rings(by_id: dict[str, LedgerRow]) -> Iterator[str]:
    sound: set[str] = set()
    for name in by_id:
        path: list[str] = []
        at: str | None = name
        while at is not None and at in by_id and at not in sound:
            if at in path:
                yield at
                break
            path.append(at)
            at = by_id[at].corrects
        sound.update(path)
