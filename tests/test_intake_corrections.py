"""What was understood can be corrected, and says enough to read the file again in exactly the same way."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kraftkollen.errors import DeliveryRefused
from kraftkollen.intake import Checked, Sheet, check, correction_of, read
from kraftkollen.model.delivery import Correction, Form
from tests.intake.city import city, outcome
from tests.intake.files import book
from tests.intake.forty_books import BOOKS
from tests.intake.forty_texts import TEXTS

HOURS, PEOPLE = Form(indicator="presence_hours"), Form(indicator="population")
FILES = {**TEXTS, **BOOKS}


def sheet_of(content: bytes | str, form: Form = Form()) -> Sheet:  # noqa: B008 (frozen)
    return read(content.encode() if isinstance(content, str) else content, "a", form, city().catalogue)


def corrected(content: bytes | str, form: Form = PEOPLE, **said: object) -> Checked:
    form = replace(form, correction=Correction(**said))
    return check(sheet_of(content, form), city(), form)


def refusal(content: bytes | str, form: Form = PEOPLE, **said: object) -> tuple[str, str | None]:
    with pytest.raises(DeliveryRefused) as refused:
        corrected(content, form, **said)
    (problem,) = refused.value.problems
    return problem.code, problem.value


def _readable() -> list[str]:
    def can_be_read(name: str) -> bool:
        try:
            sheet_of(*FILES[name])
        except DeliveryRefused:
            return False
        return True

    return [name for name in FILES if can_be_read(name)]


@pytest.mark.parametrize("name", _readable())
def test_what_was_understood_as_a_correction_reads_the_file_in_the_same_way(name: str) -> None:
    content, form = FILES[name]
    _assert_same_again(content, form)


def _assert_same_again(content: bytes, form: Form) -> None:
    first = sheet_of(content, form)
    again_form = replace(form, sheet=first.understood.sheet, correction=correction_of(first.understood))
    again = sheet_of(content, again_form)
    assert again.understood == first.understood
    assert again.cells.equals(first.cells)
    assert (again.problems, again.header_key) == (first.problems, first.header_key)
    found, found_again = check(first, city(), form), check(again, city(), again_form)
    assert found_again.problems == found.problems
    assert found_again.rows.equals(found.rows)


_NUMBER = st.sampled_from(["1", "12,5", "1.234", "1,234", "1.234.567", "0,5", "1 234", "..", "", "7.25", "12 %", "1.234,5"])
_HEADERS = st.sampled_from(
    [
        "område{0}period{0}värde",
        "Område{0}2024Q1{0}2024Q2",
        "Område{0}Period{0}Närvarotimmar",
        "värde{0}värde{0}period{0}område",
        "Närvarotimmar 2024{0}{0}\nOmråde{0}2024Q1{0}2024Q2",
    ]
)


@settings(max_examples=200, deadline=None)
@given(
    _HEADERS,
    st.lists(st.tuples(st.sampled_from(["1", "2", "Hamnen"]), _NUMBER, _NUMBER), min_size=1, max_size=5),
    st.sampled_from([";", ",", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"]),
    st.booleans(),
)
def test_any_table_is_read_in_the_same_way_by_what_was_understood(
    header: str, rows: list[tuple[str, str, str]], separator: str, encoding: str, named: bool
) -> None:
    lines = [header.format(separator), *(separator.join(f'"{cell}"' for cell in row) for row in rows)]
    content = (f"sep={separator}\n" if named else "") + "\n".join(lines) + "\n"
    try:
        sheet_of(content.encode(encoding), HOURS)
    except DeliveryRefused:
        return
    _assert_same_again(content.encode(encoding), HOURS)


def test_the_encoding_can_be_forced() -> None:
    content = "area;period;value\nÄngslund;2023;5\n".encode("mac-roman")
    assert corrected(content).problems[0].code == "area_unknown"
    assert corrected(content, encoding="mac-roman").rows["area"].to_pylist() == ["010"]
    assert refusal(content, encoding="utf-8") == ("correction_encoding", "utf-8")
    assert refusal(content, encoding="rot13") == ("correction_encoding", "rot13")


def test_the_separator_can_be_forced() -> None:
    content = "område|period|värde\n010|2023|5\n"
    assert corrected(content, separator="|").rows.num_rows == 1
    assert refusal(content)[0] == "header_missing"
    assert [refusal(content, separator=one)[0] for one in ("", "||", '"', "a")] == ["correction_separator"] * 4


def test_the_decimal_mark_can_be_forced_and_decides_what_is_uncertain() -> None:
    content = "område;period;värde\n1;2024Q1;1.234\n2;2024Q1;2,345\n"
    assert [one.code for one in corrected(content, HOURS).problems] == ["number_ambiguous"]
    assert corrected(content, HOURS, decimal_mark=".").rows["value"].to_pylist() == [1.234, 2345.0]
    assert corrected(content, HOURS, decimal_mark=",").rows["value"].to_pylist() == [1234.0, 2.345]
    assert refusal(content, HOURS, decimal_mark="'") == ("correction_decimal_mark", "'")


def test_the_header_row_can_be_forced() -> None:
    content = "område;period;värde\narea;year;value\n010;2023;5\n"
    assert corrected(content).problems[0].code == "header_again"
    assert corrected(content, header_row=2).rows.num_rows == 1
    assert refusal(content, header_row=3) == ("correction_header_row", "3")
    assert refusal(content, header_row=999) == ("correction_header_row", "999")


def test_the_shape_can_be_forced() -> None:
    content = "område;period;värde;Folkmängd\n010;2023;;5\n"
    assert corrected(content, shape="tidy").problems[0].code == "nothing_delivered"
    assert corrected(content, shape="indicators_as_columns").rows["value"].to_pylist() == [5.0]
    assert refusal(content, shape="periods_as_columns") == ("correction_shape", "periods_as_columns")
    assert refusal(content, shape="rund") == ("correction_shape", "rund")


def test_columns_can_be_chosen_by_header_or_by_number() -> None:
    content = "Var;När;Elever;Elever\n010;2023;5;6\n"
    said = {"area": "Var", "period": "När", "value": "Elever"}
    assert [one.code for one in corrected(content, columns=said).problems] == ["column_twice"]
    assert corrected(content, columns={**said, "value": "#4"}).rows["value"].to_pylist() == [6.0]
    assert refusal(content, columns={**said, "value": "Barn"}) == ("correction_column_unknown", "Barn")
    assert refusal(content, columns={**said, "hund": "Elever"}) == ("correction_columns", "hund")
    assert refusal(content, columns={**said, "value:2023": "Elever"})[0] == "correction_columns"


def test_columns_of_a_wide_table_can_be_chosen() -> None:
    content = "Var;Förra året;I år\n010;5;6\n"
    said = {"area": "Var", "value:2022": "Förra året", "value:2023": "I år"}
    assert corrected(content, columns=said).rows["period"].to_pylist() == ["2022", "2023"]
    said = {"area": "Var", "value:2022": "Förra året", "value:2023": "I fjol"}
    assert refusal(content, columns=said) == ("correction_column_unknown", "I fjol")


def test_a_correction_of_a_workbook_chooses_among_its_columns() -> None:
    content = book({"A": [["Var", "När", "Elever"], ["010", 2023, 5]]})
    assert corrected(content, columns={"area": "Var", "period": "När", "value": "Elever"}).rows.num_rows == 1


def test_the_key_of_a_header_is_the_same_in_every_dialect_and_another_for_another_header() -> None:
    text = "Område;Period;Värde\n010;2023;5\n"
    files = [
        text.encode(),
        text.encode("cp1252"),
        text.encode("utf-16"),
        text.replace(";", "\t").encode(),
        ("Titel\n\n" + text.replace("Område", " OMRÅDE ")).encode(),
        book({"A": [["Område", "Period", "Värde", None], ["010", 2023, 5, None]]}),
    ]
    keys = {sheet_of(content, PEOPLE).header_key for content in files}
    assert len(keys) == 1
    assert sheet_of(text.replace("Värde", "Antal"), PEOPLE).header_key not in keys


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=200),
    st.sampled_from(
        [b"", b"PK\x03\x04", b"{", b'CHARSET="ANSI";', b"omr\xc3\xa5de;period;v\xc3\xa4rde\n", b"\xff\xfe", b"\xd0\xcf\x11\xe0"]
    ),
    st.sampled_from(["a.csv", "a.xlsx", "a.json", "a.px", ""]),
    st.builds(
        Correction,
        encoding=st.sampled_from([None, "utf-8", "cp1252", "utf-16", "x"]),
        separator=st.sampled_from([None, ";", "", "\0", "å"]),
        decimal_mark=st.sampled_from([None, ",", ""]),
        header_row=st.sampled_from([None, 1, 0, -1, 10**9]),
        shape=st.sampled_from([None, "tidy", "periods_as_columns", ""]),
        columns=st.sampled_from([None, {}, {"area": "#1", "value:2023": "#2"}, {"": ""}, {"value": "#0"}, {"area": "#99999"}]),
    ),
)
def test_no_bytes_under_any_name_and_correction_make_a_traceback(
    tail: bytes, start: bytes, filename: str, correction: Correction
) -> None:
    form = Form(indicator="population", correction=correction)
    assert outcome(start + tail, form, filename) in ("rows", "problems")
