"""What is wrong in a file is told with code, row and column, all of it at once."""

import io
import zipfile

import pytest

from kraftkollen.errors import DeliveryRefused
from kraftkollen.intake import dialect, read
from kraftkollen.model.delivery import Form
from tests.intake.city import HEADER, checked, faults

GOOD = "employment;010;2023;;;20;40;;"


def _zip() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return kept.getvalue()


@pytest.mark.parametrize(
    ("content", "code", "kind"),
    [
        (b"", "file_empty", None),
        (b" \r\n\n", "file_empty", None),
        (b"\xef\xbb\xbf", "file_empty", None),
        (b"%PDF-1.7 x", "file_not_table", "pdf"),
        (_zip(), "workbook_broken", None),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "file_not_table", "old_workbook"),
        (bytes(range(256)), "encoding_unknown", None),
        (b"a;b\0\0\0;c", "file_not_table", "binary"),
        ("Hej, här är siffrorna!\n1;2;3\n".encode(), "header_missing", None),
        (HEADER.encode(), "no_rows", None),
        (f"{HEADER}\nKälla: x\n".encode(), "no_rows", None),
        (f'{HEADER}\n{GOOD}\nemployment;011;2023;;;20;40;;"aldrig\nslut\n'.encode(), "quote_unclosed", None),
    ],
)
def test_what_cannot_be_read_at_all_is_refused_with_its_reason(content: bytes, code: str, kind: str | None) -> None:
    with pytest.raises(DeliveryRefused) as refused:
        read(content, "fil.csv", Form())
    assert [(one.code, one.details.get("kind")) for one in refused.value.problems] == [(code, kind)]
    assert refused.value.details == {"file": "fil.csv"}


def test_a_file_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialect, "LARGEST_BYTES", 10)
    with pytest.raises(DeliveryRefused) as refused:
        read(f"{HEADER}\n{GOOD}".encode(), "fil.csv", Form())
    assert refused.value.problems[0].code == "file_too_large"


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        ("employmint;010;2023;;;20;40;;", "indicator_unknown", "indikator"),
        (";010;2023;;;20;40;;", "indicator_empty", "indikator"),
        ("employment;Ingenstans;2023;;;20;40;;", "area_unknown", "område"),
        ("employment;;2023;;;20;40;;", "area_empty", "område"),
        ("population;Västerås Höjd;förra året;;5;;;;", "period_unreadable", "period"),
        ("presence_hours;Nyby;2024Q1;;5;;;;", "area_level", "område"),
        ("employment;010;;;;20;40;;", "period_empty", "period"),
        ("employment;010;2023Q1;;;20;40;;", "period_wrong_kind", "period"),
        ("employment;010;2025;;;20;40;;", "period_future", "period"),
        ("employment;010;2023;hundar;;20;40;;", "group_unknown", "grupp"),
        ("population;010;2023;kvinnor, 16-19;5;;;;", "group_unknown", "grupp"),
        ("employment;010;2023;;;20;40;kanske;", "status_unknown", "status"),
        ("employment;010;2023;;50;20;40;saknas;", "status_contradicts", "status"),
        ("employment;010;2023;;cirka 50;20;40;;", "number_unreadable", "värde"),
        ("presence_hours;1;2024Q1;;1e5;;;;", "number_unreadable", "värde"),
        ("presence_hours;1;2024Q1;;nan;;;;", "number_unreadable", "värde"),
        ("presence_hours;1;2024Q1;;1.234;;;;", "number_ambiguous", "värde"),
        ("employment;010;2023;;;-1;40;;", "number_negative", "täljare"),
        ("employment;010;2023;;;20,5;40;;", "number_not_whole", "täljare"),
        ("population;010;2023;;20,5;;;;", "number_not_whole", "värde"),
        ("employment;010;2023;;50;;40;;", "numerator_missing", "täljare"),
        ("employment;010;2023;;50;20;;;", "denominator_missing", "nämnare"),
        ("employment;Exempelstad;2023;;50;20;;;", "denominator_missing", "nämnare"),
        ("population;010;2023;;5;5;;;", "count_with_fraction", "täljare"),
        ("employment;010;2023;;;3;0;;", "denominator_zero", "nämnare"),
        ("employment;010;2023;;0;0;0;;", "denominator_zero", "nämnare"),
        ("employment;010;2023;;49,9;20;40;;", "share_not_fraction", "värde"),
        ("employment;010;2023;;;41;40;;", "numerator_above_denominator", "täljare"),
        ("population;010;2023;;-5;;;;", "value_outside_range", "värde"),
        ("merit_value;010;2023;;;1000;2;;", "value_outside_range", "värde"),
        ("employment;Exempelstad;2023;;101;;;;", "value_outside_range", "värde"),
        (f"employment;010;2023;;;20;40;;{'å' * 501}", "text_too_long", "kommentar"),
        ("employment;010;2023;;;20;40;;;extra", "too_many_cells", None),
    ],
)
def test_each_fault_is_told_with_code_row_and_column(line: str, code: str, column: str | None) -> None:
    assert faults("employment;011;2022;;;20;40;;", line) == [(code, 3, column)]


def test_half_a_unit_of_the_last_decimal_is_allowed_and_more_is_told_with_what_was_expected() -> None:
    assert faults("employment;010;2023;;66,7;2;3;;") == []
    assert faults("employment;010;2023;;67;2;3;;") == []
    problem = checked(f"{HEADER}\nemployment;010;2023;;66,6;2;3;;").problems[0]
    assert dict(problem.details) == {"expected": 66.7, "numerator": 2.0, "denominator": 3.0}


def test_the_same_key_twice_names_both_rows_however_it_is_written() -> None:
    problems = checked("\n".join([HEADER, GOOD, "Employed aged 20-24;Ängslund;2023.0;totalt;;20;40;;"])).problems
    assert [(one.code, one.row, one.details["first"]) for one in problems] == [("key_twice", 3, 2)]


@pytest.mark.parametrize(
    ("line", "near"),
    [
        ("employment;Angslund;2023;;;20;40;;", "Ängslund"),
        ("school_atendance;010;2023/24;;;20;40;;", "school_attendance"),
        ("employment;010;2023;kvinor;;20;40;;", "Kvinnor"),
    ],
)
def test_the_nearest_names_are_told(line: str, near: str) -> None:
    assert str(checked(f"{HEADER}\n{line}").problems[0].details["nearest"]).split("; ")[0] == near


def test_all_that_is_wrong_is_told_at_once_by_row() -> None:
    lines = [
        "okand;Ingenstans;i fjol;;x y;20;40;oj;",
        "employment;010;2026;zz;51;20;40;;",
        "population;010;2023;;-1,5;;;;",
    ]
    assert faults(*lines) == [
        ("status_unknown", 2, "status"),
        ("indicator_unknown", 2, "indikator"),
        ("period_unreadable", 2, "period"),
        ("area_unknown", 2, "område"),
        ("number_unreadable", 2, "värde"),
        ("period_future", 3, "period"),
        ("group_unknown", 3, "grupp"),
        ("share_not_fraction", 3, "värde"),
        ("number_not_whole", 4, "värde"),
        ("value_outside_range", 4, "värde"),
    ]


def test_a_column_that_is_lacking_is_told_once() -> None:
    problems = checked("område;värde\n010;5\n011;6").problems
    assert [(one.code, one.details["column"]) for one in problems] == [
        ("column_missing", "indicator"),
        ("column_missing", "period"),
    ]
    lacking = checked("indikator;område;period;värde\nemployment;010;2023;5\nemployment;011;2023;6").problems
    assert [one.details["column"] for one in lacking] == ["numerator", "denominator"]


def test_the_same_header_twice_is_refused() -> None:
    assert faults(f"{GOOD};5", header=f"{HEADER};Värde") == [("column_twice", 1, "Värde")]


def test_what_the_form_says_is_checked_too() -> None:
    assert faults(GOOD, form=Form(indicator="population")) == [("indicator_differs", 2, "indikator")]
    assert ("form_indicator_unknown", None, None) in faults(GOOD, form=Form(indicator="nej"))
    assert faults(GOOD, form=Form(level="kvarter")) == [("form_level_unknown", None, None)]
    assert faults(GOOD, form=Form(level="stadsdel")) == [("area_level", 2, "område")]


def test_a_template_without_a_figure_is_refused() -> None:
    assert faults("employment;010;2023;;;;;;") == [("nothing_delivered", None, None)]


def test_many_faults_are_bounded_and_the_rest_is_counted_without_hiding_a_rare_one() -> None:
    lines = [f"employment;X{n};2023;;;20;40;;" for n in range(2000)] + ["employment;010;2023;;;41;40;;"]
    problems = checked("\n".join([HEADER, *lines])).problems
    assert len(problems) == 501
    assert problems[-2].code == "numerator_above_denominator"
    assert (problems[-1].code, dict(problems[-1].details)) == ("more_of_the_same", {"of": "area_unknown", "more": 1501})


def test_an_unquoted_decimal_comma_in_a_file_with_commas_is_refused() -> None:
    header, line = HEADER.replace(";", ","), "employment,010,2023,,50,0,20,40,,"
    assert ("too_many_cells", 2, None) in faults(line + "x", header=header)
