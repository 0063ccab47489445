"""The edition as a workbook: every cell that the page has, as a number where it is one, hidden ones in words, no formula."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from kraftkollen.model.actor import local_actor
from kraftkollen.model.edition import Frozen, QuotedFigure
from kraftkollen.report.edition import draft
from kraftkollen.report.workbook import Named, workbook
from kraftkollen.report.workbook_cells import number_in, sheet_name
from kraftkollen.views.reading import open_newest

TODAY = date(2026, 11, 21)
FORMULA = '=HYPERLINK("https://angripare.test";"=1+1")'


@pytest.fixture(scope="module")
def frozen(demo_store: Path) -> Frozen:
    """A draft of the demo city; none of its priority areas has a hidden figure, so one is planted."""
    found = draft(local_actor(), open_newest(demo_store), 2025, TODAY).frozen
    hidden = QuotedFigure("violent_crime", "delomrade-2023", "E0101", "2024", None, "hidden")
    return replace(found, figures=(*found.figures, hidden))


def made(frozen: Frozen) -> bytes:
    return workbook(frozen.contents["sv"], frozen.figures, frozen.definitions, Named("Utgåva 2025-1", "DEMO-7", "ab" * 32))


def test_every_cell_of_every_table_stands_in_its_sheet_and_every_figure_in_one(frozen: Frozen) -> None:
    content, written = frozen.contents["sv"], made(frozen)
    assert made(frozen) == written
    book = CalamineWorkbook.from_filelike(io.BytesIO(written))
    tables = [one for one in content.every_table() if one.rows]
    numbers = 0
    for table, name in zip(tables, book.sheet_names[1:], strict=False):
        rows = book.get_sheet_by_name(name).to_python()
        assert rows[0][0] == table.title
        assert tuple(rows[3][: len(table.headers)]) == table.headers
        for shown, row in zip(table.rows, rows[4:], strict=False):
            for text, cell, numeric in zip(shown, row, table.numeric, strict=False):
                found = number_in(text, "sv") if numeric else None
                numbers += found is not None
                assert cell == (text if found is None else pytest.approx(found.value)), (table.id, text)
    assert numbers > 300
    quoted = book.get_sheet_by_name("Alla uppgifter").to_python()[4:]
    assert len(quoted) == len(frozen.figures)
    for one, row in zip(frozen.figures, quoted, strict=True):
        assert (one.indicator, one.area) == (row[7], row[8])
        if one.status == "hidden":
            assert (row[4], row[6]) == ("dolt: för få", "dolt: för få")
        elif one.value is not None:
            assert row[4] == pytest.approx(one.value)
    assert {one.status for one in frozen.figures} >= {"final", "hidden"}
    about = " ".join(str(cell) for row in book.get_sheet_by_name(book.sheet_names[0]).to_python() for cell in row)
    assert all(one in about for one in ("Utgåva 2025-1", "DEMO-7", "ab" * 32, content.demo_notice, content.five[4].text))
    defined = book.get_sheet_by_name("Definitioner").to_python()
    assert any("Närvaro" in str(row[0]) and row[6] == "egen uppföljning" for row in defined)


def test_no_text_becomes_a_formula_or_a_link(frozen: Frozen) -> None:
    content = frozen.contents["sv"]
    place = content.sections[0]
    spoilt = replace(place, heading=FORMULA, tables=tuple(
        replace(one, title=FORMULA, rows=tuple(tuple(FORMULA for _ in row) for row in one.rows)) for one in place.tables
    ))  # fmt: skip
    hostile = replace(content, city=FORMULA, sections=(spoilt, *content.sections[1:]))
    written = workbook(hostile, frozen.figures, frozen.definitions, Named(FORMULA))
    with zipfile.ZipFile(io.BytesIO(written)) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/")]
    assert len(sheets) > 10
    assert not any("<f>" in one or "<hyperlink" in one for one in sheets)


def test_a_number_reads_as_it_was_written_and_words_stay_words() -> None:
    def read(text: str) -> tuple[float, str] | None:
        found = number_in(text, "sv")
        return None if found is None else (found.value, found.form)

    assert read("1\u00a0234,5") == (1234.5, "#,##0.0")
    assert read("15,4\u00a0%") == (15.4, '#,##0.0"\u00a0%"')
    assert read("−0,8") == (-0.8, "+#,##0.0;−#,##0.0;#,##0.0")
    assert read("650\u00a0000 kr") == (650000, '#,##0" kr"')
    assert number_in("1,234.5", "en") == number_in("1\u00a0234,5", "sv")
    assert [read(one) for one in ("dolt: för få", "–", "saknas", "=1+1", "12 av 20", "2024/25")] == [None] * 6


def test_sheet_names_are_short_different_and_without_signs_of_the_workbook() -> None:
    taken: set[str] = set()
    for wanted in ("cost/*[x]:?'" * 5, "cost/*[x]:?'" * 5, "", "Avropat"):
        name = sheet_name(wanted, taken)
        assert 0 < len(name) <= 31
        assert not re.search(r"[\[\]:*?/\\']", name)
        assert name.casefold() not in taken
        taken.add(name.casefold())
