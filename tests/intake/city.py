"""A small fictional city: six indicators, and twelve areas on three levels, one name of which is on two."""

from datetime import date
from functools import cache
from pathlib import Path

import pyarrow as pa

from kraftkollen.errors import DeliveryRefused
from kraftkollen.intake import Checked, check, read
from kraftkollen.model.area import Area, Division
from kraftkollen.model.catalogue import load_catalogue
from kraftkollen.model.delivery import Form, Reference

HEADER = "indikator;område;period;grupp;värde;täljare;nämnare;status;kommentar"
_CITY = Division("stad-1", "stad", "1")
_DISTRICTS = Division("stadsdel-1", "stadsdel", "1")
_AREAS = Division("delomrade-2023", "delomrade", "2023")
_NAMES = ("Ängslund", "Östra Kajen", "Fågelsång", "Gråberga", "Söderåsen", "Hamnen", "Mellanby", "Ekbacken", "Nyby")


@cache
def city() -> Reference:
    areas = (
        Area("stad-1", "9999", "Exempelstad"),
        Area("stadsdel-1", "1", "Hamnen", "9999"),
        Area("stadsdel-1", "2", "Västerås Höjd", "9999"),
        *(Area("delomrade-2023", f"0{10 + n}", name, "1" if n < 5 else "2") for n, name in enumerate(_NAMES)),
    )
    catalogue = load_catalogue(Path(__file__).parent / "indicators.yaml")
    return Reference(catalogue, (_CITY, _DISTRICTS, _AREAS), areas, date(2025, 3, 1))


def checked(text: str | bytes, form: Form | None = None) -> Checked:
    content = text if isinstance(text, bytes) else text.encode()
    form = form or Form()
    return check(read(content, "fil.csv", form), city(), form)


def rows_of(*lines: str, form: Form | None = None, header: str = HEADER) -> list[dict[str, object]]:
    result = checked("\n".join([header, *lines]), form)
    assert result.problems == ()
    return result.rows.to_pylist()


def faults(*lines: str, form: Form | None = None, header: str = HEADER) -> list[tuple[str, int | None, str | None]]:
    """Return code, row and column of what is wrong with a file of these lines."""
    return [(one.code, one.row, one.column) for one in checked("\n".join([header, *lines]), form).problems]


def outcome(content: bytes, form: Form, filename: str = "a") -> str:
    """Return what became of a file: "rows", "problems", or something that may not be."""
    try:
        sheet = read(content, filename, form, city().catalogue)
    except DeliveryRefused as refused:
        return "problems" if refused.problems else "refused without a reason"
    found = check(sheet, city(), form)
    return "problems" if found.problems else "rows" if found.rows.num_rows else "nothing"


def table_of(rows: list[dict[str, object]], like: pa.Table) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=like.schema)
