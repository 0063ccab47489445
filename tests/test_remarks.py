"""A refused file comes back with remarks in its own rows; mended, it is taken in as it is."""

import csv
import io
from collections.abc import Callable

import pytest
import python_calamine
import xlsxwriter

from kraftkollen.errors import DeliveryRefused, Problem
from kraftkollen.intake import check, read
from kraftkollen.intake.remarks import REMARKS_HEADER, with_remarks
from kraftkollen.model.delivery import Form
from kraftkollen.words.problems import what_to_do
from tests.intake.city import HEADER, city

FAULTY = [
    "employment;Änglund;2023;;;20;40;;",
    'employment;011;2023;;;10;30;;"Sista\nåret"',
    "employment;012;2032;;;abc;30;;",
]
MENDED = {"Änglund": "Ängslund", "2032": "2023", "abc": "12"}


def say(problem: Problem) -> str:
    return what_to_do(problem, "sv")


def problems_of(content: bytes) -> tuple[Problem, ...]:
    try:
        return check(read(content, "fil.csv", Form()), city(), Form()).problems
    except DeliveryRefused as error:
        return error.problems


def copy_of(content: bytes, name: str = "fil.csv", problems: tuple[Problem, ...] | None = None) -> tuple[bytes, str]:
    found = with_remarks(content, name, problems_of(content) if problems is None else problems, say)
    assert found is not None
    return found


def records_of(content: bytes, separator: str = ";") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=separator))


def mended(content: bytes, separator: str) -> bytes:
    text = content.decode("utf-8-sig")
    for wrong, right in MENDED.items():
        text = text.replace(f"{separator}{wrong}{separator}", f"{separator}{right}{separator}")
    return text.encode("utf-8-sig")


def written(encoding: str, separator: str, end: str, before: tuple[str, ...] = ()) -> bytes:
    lines = [*before, *(line.replace("\n", end) for line in (HEADER, *FAULTY))]
    return (end.join(line.replace(";", separator) for line in lines) + end).encode(encoding)


@pytest.mark.parametrize("before", [(), ("Siffror till Kraftkollen", ""), ("sep=;",)])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_the_copy_mended_is_taken_in(encoding: str, separator: str, end: str, before: tuple[str, ...]) -> None:
    content = written(encoding, separator, end, tuple(line.replace(";", separator) for line in before))
    assert {one.code for one in problems_of(content)} == {"area_unknown", "period_future", "number_unreadable"}
    copy, name = copy_of(content)
    assert name == "fil_anmärkningar.csv"
    assert copy.startswith(b"\xef\xbb\xbf")
    assert (b"\r\n" in copy) == (end == "\r\n")
    assert problems_of(copy) == problems_of(content)
    result = check(read(mended(copy, separator), name, Form()), city(), Form())
    assert result.problems == ()
    assert result.rows["value"].to_pylist() == [50.0, pytest.approx(100 / 3), 40.0]
    assert result.rows["comment"].to_pylist()[0] is None


def test_each_row_has_its_own_remarks_and_keeps_its_number() -> None:
    records = records_of(copy_of(written("utf-8", ";", "\n"))[0])
    assert records[0] == [*HEADER.split(";"), REMARKS_HEADER]
    assert records[1][:-1] == FAULTY[0].split(";")
    assert "Menade du Ängslund?" in records[1][-1]
    assert records[2][-1] == ""
    said = [say(one) for one in problems_of(written("utf-8", ";", "\n")) if one.row == 4]
    assert len(said) == 2
    assert records[3][-1] == " ".join(said)


def test_what_is_wrong_with_the_whole_file_stands_in_the_first_row() -> None:
    content = "område;period;värde\nÄngslund;2023;5\nNotera: preliminärt;;\n".encode()
    copy, _ = copy_of(content)
    records = records_of(copy)
    assert "indikator" in records[1][-1].lower()
    assert records[2] == ["Notera: preliminärt", "", ""]
    assert problems_of(copy) == problems_of(content)


def test_a_copy_that_is_refused_again_gets_new_remarks_in_the_same_column() -> None:
    first, _ = copy_of(written("utf-8", ";", "\n"))
    second, _ = copy_of(first.replace("Änglund".encode(), "Ängslund".encode()))
    records = records_of(second)
    assert records[0].count(REMARKS_HEADER) == 1
    assert records[1][-1] == ""
    assert records[3][-1] != ""
    assert {len(record) for record in records} == {10}


def test_a_row_with_too_many_cells_is_refused_until_it_is_mended() -> None:
    content = "\n".join([HEADER, "employment;010;2023;;;20;40;;;;1", "employment;011;2023;;;10;30;;"]).encode()
    copy, _ = copy_of(content)
    assert [one.code for one in problems_of(copy)] == ["too_many_cells"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_remark_is_never_a_formula(start: str) -> None:
    problems = (Problem("area_unknown", 2),)
    found = with_remarks(written("utf-8", ";", "\n"), "fil.csv", problems, lambda _: f"{start}1+1")
    assert found is not None
    assert records_of(found[0])[1][-1] == f"'{start}1+1"


@pytest.mark.parametrize("name", ["person_name", "person_identity_number", "person_column"])
def test_a_file_with_a_person_gets_no_copy(name: str) -> None:
    content = written("utf-8", ";", "\n")
    assert with_remarks(content, "fil.csv", (Problem("area_unknown", 2), Problem(name, 3)), say) is None
    counted = Problem("more_of_the_same", details={"of": name, "more": 3})
    assert with_remarks(content, "fil.csv", (Problem("area_unknown", 2), counted), say) is None


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"hej\nhopp\n", b'{"version": "2.0"}', b"PK\x03\x04nonsense"])
def test_a_file_without_rows_of_figures_gets_no_copy(content: bytes) -> None:
    problems = problems_of(content)
    assert problems
    assert with_remarks(content, "fil.csv", problems, say) is None


def book(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as written_book:
        fill(written_book)
    return target.getvalue()


def _faulty(one: xlsxwriter.Workbook) -> None:
    one.add_worksheet("Om").write_string(0, 0, "=1+1")
    sheet = one.add_worksheet("Siffror")
    for row, record in enumerate([["Till Kraftkollen"], HEADER.split(";"), *(line.split(";") for line in FAULTY)]):
        for column, cell in enumerate(record):
            if cell.isdigit() and column > 4:
                sheet.write_number(row, column, int(cell))
            elif cell:
                sheet.write_string(row, column, cell)


def test_a_workbook_keeps_its_sheets_and_values_and_gets_the_column() -> None:
    content = book(_faulty)
    copy, name = copy_of(content, "Siffror 2023.xlsx")
    assert name == "Siffror 2023_anmärkningar.xlsx"
    assert {(one.code, one.row) for one in problems_of(copy)} == {(one.code, one.row) for one in problems_of(content)}
    before, after = (python_calamine.load_workbook(io.BytesIO(one)) for one in (content, copy))
    assert before.sheet_names == after.sheet_names
    old, new = (one.get_sheet_by_name("Siffror").to_python(skip_empty_area=False) for one in (before, after))
    assert [row[:9] for row in new] == [row[:9] for row in old]
    assert new[1][9] == REMARKS_HEADER
    assert "Menade du Ängslund?" in str(new[2][9])
    assert after.get_sheet_by_name("Om").to_python() == [["=1+1"]]


def test_a_workbook_mended_is_taken_in() -> None:
    copy, name = copy_of(book(_faulty), "fil.xlsx")
    sheet = python_calamine.load_workbook(io.BytesIO(copy)).get_sheet_by_name("Siffror")

    def mend(one: xlsxwriter.Workbook) -> None:
        target = one.add_worksheet("Siffror")
        for row, record in enumerate(sheet.to_python(skip_empty_area=False)):
            for column, cell in enumerate(record):
                target.write(row, column, int(MENDED[cell]) if cell == "abc" else MENDED.get(str(cell), cell))

    result = check(read(book(mend), name, Form()), city(), Form())
    assert result.problems == ()
    assert result.rows["value"].to_pylist() == [50.0, pytest.approx(100 / 3), 40.0]


def test_cells_merged_downwards_are_repeated() -> None:
    def fill(one: xlsxwriter.Workbook) -> None:
        sheet = one.add_worksheet()
        sheet.write_row(0, 0, HEADER.split(";"))
        sheet.merge_range(1, 0, 2, 0, "population")
        sheet.write_row(1, 1, ["010", "2023", "totalt", 100])
        sheet.write_row(2, 1, ["Änglund", "2023", "totalt", 100])

    content = book(fill)
    assert [one.code for one in problems_of(copy_of(content, "fil.xlsx")[0])] == [one.code for one in problems_of(content)]


def test_the_column_is_left_out_of_account_where_periods_are_columns() -> None:
    content = "indikator;område;2021;2022\npopulation;Änglund;100;110\npopulation;011;200;210\n".encode()
    assert {one.code for one in problems_of(content)} == {"area_unknown"}
    copy, name = copy_of(content)
    result = check(read(mended(copy, ";"), name, Form()), city(), Form())
    assert (result.problems, result.rows["value"].to_pylist()) == ((), [100.0, 110.0, 200.0, 210.0])
