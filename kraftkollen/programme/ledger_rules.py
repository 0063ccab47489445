"""What a new row of the ledger must hold against what stands there: asked inside the transaction that would record it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kraftkollen.errors import Problem
from kraftkollen.model.ledger import LedgerRow, RowType, standing
from kraftkollen.model.programme import Money, Programme

_COLUMN = "ledger"


def row_problems(programme: Programme, new: Iterable[LedgerRow]) -> Iterator[Problem]:
    """Yield what is wrong with rows that are to be added, in their order; each problem's `value` is the row's id.

    A row that stands already in the same form is no problem, and adds nothing. A call-off beyond what remains is refused, as
    is one for another year or process than the money's. Lowering a call-off is always allowed, also where the money itself has
    been lowered below what is called off.
    """
    state = _State.of(programme)
    for row in new:
        if state.rows.get(row.id) == row:
            continue
        problem = state.problem_with(row)
        if problem is not None:
            yield problem
        else:
            state.add(row)


@dataclass
class _State:
    """The ledger while rows are added: every row by its id, which are corrected, and what is called off from each money."""

    programme: Programme
    rows: dict[str, LedgerRow]
    gone: set[str]
    called_off: dict[str, int]
    money: Mapping[str, Money]

    @classmethod
    def of(cls, programme: Programme) -> "_State":
        rows = {one.id: one for one in programme.ledger}
        gone = {one.corrects for one in programme.ledger if one.corrects is not None}
        found = cls(programme, rows, gone, {}, {one.id: one for one in programme.money})
        for one in standing(programme.ledger):
            found.count(one, 1)
        return found

    def count(self, row: LedgerRow, sign: int) -> None:
        if row.type is RowType.CALL_OFF and row.allotment is not None:
            self.called_off[row.allotment] = self.called_off.get(row.allotment, 0) + sign * row.amount_ore

    def add(self, row: LedgerRow) -> None:
        if row.corrects is not None:
            self.gone.add(row.corrects)
            self.count(self.rows[row.corrects], -1)
        self.rows[row.id] = row
        self.count(row, 1)

    def problem_with(self, row: LedgerRow) -> Problem | None:
        if row.id in self.rows:
            return Problem("ledger_row_changed", column=_COLUMN, value=row.id)
        if row.corrects is not None and row.corrects not in self.rows:
            return Problem("ledger_corrects_unknown", column=_COLUMN, value=row.id, details={"given": row.corrects})
        if row.corrects in self.gone:
            return Problem("ledger_corrected_already", column=_COLUMN, value=row.id, details={"given": row.corrects})
        return self._call_off_problem(row) if row.type is RowType.CALL_OFF else None

    def _call_off_problem(self, row: LedgerRow) -> Problem | None:
        money = self.money.get(row.allotment or "")
        if money is None:
            known = "; ".join(self.money)
            return Problem(
                "ledger_money_unknown", column=_COLUMN, value=row.id, details={"given": row.allotment, "known": known}
            )
        if row.year != money.year:
            details = {"year": row.year, "money_year": money.year}
            return Problem("ledger_call_off_year", column=_COLUMN, value=row.id, details=details)
        if money.processes and row.intervention not in money.processes:
            return Problem("ledger_call_off_process", column=_COLUMN, value=row.id, details=self._processes(money))
        before = self.called_off.get(money.id, 0)
        replaced = self.rows.get(row.corrects or "")
        freed = replaced.amount_ore if replaced is not None and replaced.allotment == money.id else 0
        after = before - freed + row.amount_ore
        if after > money.amount_ore and after > before:
            left = {"asked": row.amount_ore / 100, "remaining": (money.amount_ore - before + freed) / 100}
            return Problem("ledger_call_off_beyond", column=_COLUMN, value=row.id, details=left)
        return None

    def _processes(self, money: Money) -> dict[str, str]:
        named = [one for one in self.programme.interventions if one.id in money.processes]
        return {
            "processes_sv": ", ".join(one.name.sv for one in named),
            "processes_en": ", ".join(one.name.en for one in named),
        }
