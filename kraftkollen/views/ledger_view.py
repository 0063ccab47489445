"""The ledger row by row, as a page or a file shows it: what counts, what was corrected, and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from kraftkollen.model.ledger import LedgerRow, corrected
from kraftkollen.views.reading import Reading
from kraftkollen.words.ledger import ledger_name
from kraftkollen.words.numbers import day as written
from kraftkollen.words.numbers import kronor


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A row of the ledger as a reader meets it. `state` says whether it counts, and what took its place or it took."""

    row: LedgerRow
    day: str
    type: str
    intervention: str
    committee: str
    source: str
    kind: str
    amount: str
    document: str
    state: str
    counts: bool


def intervention_names(reading: Reading) -> dict[str, str]:
    """Return the name of every intervention and process by its id; "" is what belongs to none."""
    known = {one.id: one.name.in_language(reading.language) for one in reading.version.programme.interventions}
    return {"": reading.words("for all together"), **known}


def ledger_lines(reading: Reading, rows: Iterable[LedgerRow]) -> tuple[LedgerLine, ...]:
    """Return rows of the ledger as a reader meets them, the newest day first, a correction after what it corrects."""
    after, names = corrected(reading.version.programme.ledger), intervention_names(reading)
    listed = sorted(rows, key=lambda one: (-one.day.toordinal(), one.corrects is not None, one.id))
    return tuple(_line(reading, names, one, after.get(one.id)) for one in listed)


def _line(reading: Reading, names: dict[str, str], row: LedgerRow, after: LedgerRow | None) -> LedgerLine:
    language = reading.language
    return LedgerLine(
        row=row,
        day=written(row.day),
        type=ledger_name(row.type, language),
        intervention=names.get(row.intervention or "", row.intervention or ""),
        committee=reading.version.programme.body_name(row.committee),
        source=ledger_name(row.source, language),
        kind=ledger_name(row.kind, language),
        amount=kronor(row.amount_ore, language),
        document=row.document or "",
        state=_state(reading, row, after),
        counts=after is None,
    )


def _state(reading: Reading, row: LedgerRow, after: LedgerRow | None) -> str:
    if after is not None:
        if after.amount_ore == 0:
            return reading.words("withdrawn: does not count")
        return reading.words("corrected to {amount}: does not count", amount=kronor(after.amount_ore, reading.language))
    if row.corrects is None:
        return row.note or ""
    if row.amount_ore == 0:
        return reading.words("withdrawal: {why}", why=row.note or "")
    return reading.words("correction: {why}", why=row.note or "")
