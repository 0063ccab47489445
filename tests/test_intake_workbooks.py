"""Workbooks: which sheet is read, what its cells are, and what is refused before anything opens it."""

import io
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kraftkollen.errors import DeliveryRefused
from kraftkollen.intake import Checked, check, package, read
from kraftkollen.model.delivery import Form
from tests.intake.city import city, outcome
from tests.intake.files import Cell, book, replaced

PEOPLE, HOURS = Form(indicator="population"), Form(indicator="presence_hours")
HEADER = ["Område", "Period", "Värde"]
GOOD = book({"Blad1": [HEADER, ["010", 2022, 5]]})


def checked(content: bytes, form: Form = PEOPLE) -> Checked:
    return check(read(content, "a.xlsx", form, city().catalogue), city(), form)


def refusal(content: bytes, form: Form = PEOPLE) -> tuple[str, ...]:
    with pytest.raises(DeliveryRefused) as refused:
        read(content, "a.xlsx", form, city().catalogue)
    return tuple(one.code for one in refused.value.problems)


def values(*cells: Cell, form: Form = HOURS) -> list[float]:
    rows = [["1", f"2024Q{number}", cell] for number, cell in enumerate(cells, 1)]
    found = checked(book({"Blad1": [HEADER, *rows]}), form)
    assert found.problems == ()
    return [row["value"] for row in found.rows.to_pylist()]


def test_a_number_in_a_workbook_is_the_number_and_no_question_of_marks() -> None:
    assert values(1.234, 1234.5, 1234567, -0.0 + 0.1 + 0.2) == [1.234, 1234.5, 1234567.0, 0.3]


def test_numbers_as_text_are_read_beside_numbers() -> None:
    assert values(12.5, "7,25", "1 234", "12 %") == [12.5, 7.25, 1234.0, 12.0]


def test_a_text_that_can_be_read_in_two_ways_is_refused_also_beside_numbers() -> None:
    found = checked(book({"Blad1": [HEADER, ["1", "2024Q1", 12.5], ["1", "2024Q2", "1,234"]]}), HOURS)
    assert [(one.code, one.row, one.value) for one in found.problems] == [("number_ambiguous", 3, "1,234")]


def test_a_stored_number_is_shown_to_the_officer_as_it_stands() -> None:
    found = checked(book({"Blad1": [HEADER, ["010", 2022, 1.234]]}))
    assert [(one.code, one.value) for one in found.problems] == [("number_not_whole", "1.234")]


def test_the_sheet_that_was_read_is_told_and_rows_are_those_of_the_sheet() -> None:
    content = book({"Om": [["hej"]], "Siffror": [["Titel"], [], HEADER, ["010", 2022, 5]]})
    sheet = read(content, "a.xlsx", PEOPLE, city().catalogue)
    assert (sheet.understood.sheet, sheet.understood.header_row, sheet.understood.encoding) == ("Siffror", 3, "xlsx")
    assert checked(content).rows["source_row"].to_pylist() == [4]


def test_the_form_chooses_among_sheets_and_the_name_of_a_sheet_can_name_the_indicator() -> None:
    content = book({"Folkmängd": [HEADER, ["010", 2022, 5]], "2023": [HEADER, ["010", 2023, 6]]})
    assert refusal(content) == ("sheet_several",)
    assert checked(content, Form(indicator="population", sheet="2023")).rows["period"].to_pylist() == ["2023"]
    assert checked(content, Form(sheet="Folkmängd")).rows["indicator"].to_pylist() == ["population"]


def test_a_hidden_sheet_is_read_only_if_the_form_names_it() -> None:
    content = book({"A": [HEADER, ["010", 2022, 5]], "B": [HEADER, ["010", 2023, 6]]}, hidden=["B"])
    assert checked(content).rows["period"].to_pylist() == ["2022"]
    assert checked(content, Form(indicator="population", sheet="B")).rows["period"].to_pylist() == ["2023"]


def test_hidden_rows_are_read_and_warned_of() -> None:
    content = book({"A": [HEADER, ["010", 2022, 5], ["011", 2022, 6]]}, hidden_rows=[1])
    assert [one.code for one in read(content, "a.xlsx", PEOPLE, city().catalogue).warnings] == ["rows_hidden"]
    assert checked(content).rows.num_rows == 2


def test_an_identity_number_that_only_excel_shows_as_a_number_is_found() -> None:
    found = checked(book({"A": [[*HEADER, "Not"], ["010", 2022, 5, 191212121212]]}))
    assert [(one.code, one.row, one.column) for one in found.problems] == [("person_identity_number", 2, "Not")]


@pytest.mark.parametrize(
    ("names", "kind"),
    [(["word/document.xml"], "document"), (["content.xml"], "document"), (["xl/workbook.bin"], "workbook"), (["a"], "archive")],
)
def test_other_packages_are_refused_by_their_kind(names: list[str], kind: str) -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    with pytest.raises(DeliveryRefused) as refused:
        read(kept.getvalue(), "a.xlsx", Form())
    assert refused.value.problems[0].details == {"kind": kind}


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as source, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
        target.writestr("xl/media/x.xml", b"\0" * (package.UNPACKED_AT_MOST + 1))
    began = time.process_time()
    assert refusal(kept.getvalue()) == ("workbook_too_large",)
    assert time.process_time() - began < 5


def test_a_bomb_that_lies_about_its_size_is_refused_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "UNPACKED_AT_MOST", 200_000)
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"\0" * 1_000_000)
    honest = (1_000_000).to_bytes(4, "little")
    assert refusal(kept.getvalue().replace(honest, (10).to_bytes(4, "little"))) == ("workbook_too_large",)


def test_two_cells_at_the_far_ends_of_a_sheet_are_refused() -> None:
    content = replaced(GOOD, "xl/worksheets/sheet1.xml", b'r="C2"', b'r="XFD1048576"')
    assert refusal(content) == ("workbook_too_wide",)


def test_one_long_text_in_very_many_cells_is_refused() -> None:
    far = replaced(GOOD, "xl/worksheets/sheet1.xml", b'r="C2"', b'r="Z100000"')
    assert refusal(replaced(far, "xl/sharedStrings.xml", b"Period", b"P" * 30_000)) == ("workbook_too_wide",)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=12), st.booleans())
def test_a_damaged_workbook_is_read_or_refused(place: int, other: bytes, cut: bool) -> None:
    content = GOOD[:place] + other if cut else GOOD[:place] + other + GOOD[place + len(other) :]
    assert outcome(content, PEOPLE) in ("rows", "problems")


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels"]),
    st.sampled_from([b'r="C2"', b'r="A1"', b"<row", b"<v>", b'"rId1"', b"<si>", b"count=", b"Period", b't="s"', b"sheet"]),
    st.one_of(st.binary(max_size=12), st.sampled_from([b'r="C0"', b'r="ZZZZ9"', b"<v>99999999999", b'r="C2" t="e"', b"1e999"])),
)
def test_a_workbook_with_other_things_inside_is_read_or_refused(part: str, old: bytes, new: bytes) -> None:
    assert outcome(replaced(GOOD, part, old, new), PEOPLE) in ("rows", "problems")


def test_an_ordinary_workbook_is_read_and_checked_within_a_quarter_of_a_second() -> None:
    rows = [[f"0{10 + number % 9}", f"{1900 + number // 9}", 5 + number] for number in range(9 * 120)]
    content = book({"A": [HEADER, *rows]})
    checked(content)
    best = min(_seconds(content) for _ in range(3))
    assert best < 0.25


def _seconds(content: bytes) -> float:
    began = time.perf_counter()
    assert checked(content).problems == ()
    return time.perf_counter() - began
