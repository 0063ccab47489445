"""The words that a city's accounts use for the columns and values of our ledger, in Swedish and English."""

import re
from collections.abc import Mapping

from kraftkollen.intake.columns import plain
from kraftkollen.intake.names import fold
from kraftkollen.model.ledger import CostKind, RowType, Source

# In the order in which they are asked for; the first name is the one that a template has.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "year": ("år", "budgetår", "verksamhetsår", "redovisningsår", "räkenskapsår", "year", "budget year"),
    "intervention": (
        "insats", "process", "insats eller process", "projekt", "aktivitet", "intervention", "project", "activity",
    ),
    "committee": ("nämnd", "ansvarig nämnd", "bolag", "förvaltning", "ansvar", "committee", "body", "department"),
    "source": ("källa", "finansiering", "finansieringskälla", "finansieringsform", "source", "funding"),
    "kind": ("slag", "kostnadsslag", "användning", "ändamål", "kind", "cost kind", "use"),
    "type": ("typ", "radtyp", "budget eller utfall", "type", "row type"),
    "amount": (
        "belopp", "belopp kr", "summa", "kronor", "kr", "sek", "amount", "amount sek", "belopp tkr", "tkr", "belopp öre",
    ),
    "day": ("datum", "bokföringsdatum", "verifikationsdatum", "bokföringsdag", "transaktionsdatum", "date", "day"),
    "document": (
        "diarienummer", "dnr", "verifikation", "verifikationsnummer", "ver.nr", "vernr", "verifikat", "dokument", "document",
        "document number", "voucher",
    ),
    "allotment": ("anslag", "avsatta medel", "medel", "allotment", "money"),
    "note": ("anmärkning", "kommentar", "text", "note", "comment"),
}  # fmt: skip

VALUES: Mapping[str, Mapping[str, str]] = {
    "source": {
        **dict.fromkeys(
            ("kommunbidrag", "ordinarie", "ordinarie budget", "egen ram", "ordinary funding", "ordinary"), Source.ORDINARY
        ),
        **dict.fromkeys(
            ("kommuncentrala medel", "kommuncentralt", "centrala medel", "city-wide money", "city_wide"), Source.CITY_WIDE
        ),
        **dict.fromkeys(
            (
                "samverkansbaserad investeringsansökan",
                "samverkansbaserade investeringsansökningar",
                "investeringsansökan",
                "joint investment application",
                "joint_application",
            ),
            Source.JOINT_APPLICATION,
        ),
        **dict.fromkeys(("utifrån", "extern", "externa medel", "statsbidrag", "outside", "external"), Source.OUTSIDE),
    },
    "kind": {
        **dict.fromkeys(("verksamhet", "aktivitet", "insats", "activity"), CostKind.ACTIVITY),
        **dict.fromkeys(("administration", "administrativa kostnader", "adm"), CostKind.ADMINISTRATION),
        **dict.fromkeys(("utvärdering", "uppföljning", "uppföljning och utvärdering", "evaluation"), CostKind.EVALUATION),
    },
    "type": {
        **dict.fromkeys(("budget", "plan", "ram"), RowType.BUDGET),
        **dict.fromkeys(("avrop", "avropat", "call-off", "call off", "call_off"), RowType.CALL_OFF),
        **dict.fromkeys(("utfall", "kostnad", "redovisat", "actual", "actuals"), RowType.ACTUAL),
    },
}

_COLUMN_OF = {plain(name): column for column, names in COLUMNS.items() for name in names}


def column_of(header: str) -> str | None:
    """Return which of our columns a header names; None if it is none of them."""
    return _COLUMN_OF.get(plain(header))


def ore_per_unit(header: str) -> int:
    """Return how many öre one of the column's numbers is: of kronor, unless the header says thousands or öre."""
    words = set(re.findall(r"\w+", fold(header)))
    if words & {"tkr", "kkr", "ksek", "tsek"}:
        return 100_000
    return 1 if "öre" in words else 100
