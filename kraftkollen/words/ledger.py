"""The ledger in words: where money comes from, what it is used for, what a row says; and every fault of a row."""

from collections.abc import Mapping

from kraftkollen.model.ledger import CostKind, RowType, Source
from kraftkollen.model.text import Language
from kraftkollen.words.translate import mark, translate

_NAMES: Mapping[str, str] = {
    Source.ORDINARY: mark("ordinary funding"),
    Source.CITY_WIDE: mark("city-wide money"),
    Source.JOINT_APPLICATION: mark("joint investment application"),
    Source.OUTSIDE: mark("outside"),
    CostKind.ACTIVITY: mark("activity"),
    CostKind.ADMINISTRATION: mark("administration"),
    CostKind.EVALUATION: mark("evaluation"),
    RowType.BUDGET: mark("budget"),
    RowType.CALL_OFF: mark("call-off"),
    RowType.ACTUAL: mark("actual"),
}


def ledger_name(value: Source | CostKind | RowType, language: Language) -> str:
    """Return the reader's word for a source, a kind or a type."""
    return translate(language, _NAMES[value])


LEDGER: Mapping[str, str] = {
    "table_header_missing": mark(
        "No row of headers was found. Write headers such as år;nämnd;typ;belopp;datum above the rows."
    ),
    "ledger_column_missing": mark(
        "No column is called {expected}. The file has: {headers}. Say which of them it is, or one value for every row."
    ),
    "ledger_name_unknown": mark("{value} is not known here. Write one of: {known}."),
    "ledger_cell_empty": mark("The cell is empty. Write what belongs there in every row."),
    "ledger_amount": mark(
        "{value} cannot be read as an amount in whole öre, or can be read in two ways. Write it as {known}, without a mark for "
        "thousands."
    ),
    "ledger_amount_range": mark("The amount is larger than any budget. Mend it."),
    "ledger_day": mark("{value} is no date. Write it as {known}."),
    "ledger_day_future": mark("{value} has not been yet. Mend the date, or wait until the money is called off or used."),
    "ledger_year": mark("{value} is no year. Write it with four digits, or leave the column out: then the date says it."),
    "ledger_call_off_not_positive": mark(
        "A call-off is more than 0 kronor. To take one back, correct it: the correction is a new row."
    ),
    "ledger_money_unclear": mark(
        "It cannot be told which money the call-off is made from. Write the money's id in a column called anslag."
    ),
    "ledger_money_unknown": mark("There is no money {given} set aside. There is: {known}."),
    "ledger_call_off_year": mark(
        "The money is for {money_year}, and the call-off says {year}. Mend the year, or choose other money."
    ),
    "ledger_call_off_process": mark(
        "The money is for {processes}. Choose one of them; if a body has decided otherwise, enter that in the register first."
    ),
    "ledger_call_off_beyond": mark(
        "The call-off of {asked} kronor is more than the {remaining} kronor that remain. Lower it, or enter the decision that "
        "gives more."
    ),
    "ledger_row_changed": mark("A row of the ledger is never changed or taken away. Enter a correction: it is a new row."),
    "ledger_corrects_unknown": mark("It corrects the row {given}, which is not there. Mend the id."),
    "ledger_corrected_already": mark("The row is corrected already. Correct the row that took its place."),
}
