"""Which rows of a file are new to the ledger: those that it holds already, and that are not withdrawn, are left."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kraftkollen.intake.ledger_file import NumberedRow, content_key
from kraftkollen.model.ledger import LedgerRow, corrected


def new_rows(ledger: Sequence[LedgerRow], rows: Iterable[NumberedRow]) -> tuple[NumberedRow, ...]:
    """Return the rows that the ledger lacks, each with an id of its own.

    Accounts are often sent again with what was sent before, so a row that says the same as one that is there is the same; two
    such rows in one file are two. A row that was corrected is there; one that was withdrawn is not, and can be sent again.
    """
    last = _last_in_chain(ledger)
    originals = [one for one in ledger if one.corrects is None]
    there = Counter(content_key(one) for one in originals if last[one.id] is one or last[one.id].amount_ore != 0)
    ever = Counter(content_key(one) for one in originals)
    found: list[NumberedRow] = []
    for one in rows:
        key = content_key(one.row)
        if there[key]:
            there[key] -= 1
            continue
        ever[key] += 1
        found.append(replace(one, row=one.row.model_copy(update={"id": f"r_{key}_{ever[key]}"})))
    return tuple(found)


def _last_in_chain(ledger: Sequence[LedgerRow]) -> dict[str, LedgerRow]:
    """Return for each row, by its id, the row that counts in its place today."""
    after = corrected(ledger)
    found = {}
    for one in ledger:
        last = one
        while last.id in after:
            last = after[last.id]
        found[one.id] = last
    return found


def origin_of(ledger: Sequence[LedgerRow]) -> dict[str, LedgerRow]:
    """Return for each row, by its id, the first row of its chain of corrections."""
    by_id = {one.id: one for one in ledger}
    found = {}
    for one in ledger:
        first = one
        while first.corrects is not None:
            first = by_id[first.corrects]
        found[one.id] = first
    return found
