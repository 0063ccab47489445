"""Tables with periods or indicators as columns are found by themselves, and read as the tidy rows that they mean."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kraftkollen.intake import Sheet, check, read
from kraftkollen.model.delivery import Form
from tests.intake.city import city
from tests.intake.files import book

WORK, PEOPLE = Form(indicator="employment"), Form(indicator="population")
Key = tuple[object, ...]


def sheet_of(*lines: str, form: Form = PEOPLE) -> Sheet:
    return read("\n".join(lines).encode(), "a.csv", form, city().catalogue)


def keys_of(*lines: str, form: Form = PEOPLE) -> list[Key]:
    found = check(sheet_of(*lines, form=form), city(), form)
    assert found.problems == ()
    names = ("indicator", "area", "period", "grp", "value", "numerator", "denominator", "source_row")
    return [tuple(row[name] for name in names) for row in found.rows.to_pylist()]


def faults_of(*lines: str, form: Form = PEOPLE) -> list[tuple[str, int | None, str | None]]:
    return [(one.code, one.row, one.column) for one in check(sheet_of(*lines, form=form), city(), form).problems]


def test_periods_as_columns_keep_row_and_header_of_each_cell() -> None:
    lines = ("Uttag", "Delområde;Kön;2022;2023", "Ängslund;kvinnor;5;6", "Nyby;;x1;8")
    assert sheet_of(*lines).understood.shape == "periods_as_columns"
    assert keys_of(*lines[:3])[1] == ("population", "010", "2023", "women", 6.0, None, None, 3)
    assert faults_of(*lines) == [("number_unreadable", 4, "2022")]


def test_a_fault_in_a_cell_that_holds_for_the_whole_row_is_told_once() -> None:
    assert faults_of("Område;2021;2022;2023", "Ingenstans;1;2;3") == [("area_unknown", 2, "Område")]


@pytest.mark.parametrize(
    "header",
    [
        "Område;2022 täljare;2022 nämnare;2023 täljare;2023 nämnare",
        "Område;Täljare 2022;Nämnare 2022;Täljare 2023;Nämnare 2023",
        "Område;2022 (täljare);2022 (nämnare);2023 (täljare);2023 (nämnare)",
        "Area;2022, numerator;2022, denominator;2023, numerator;2023, denominator",
        "Område;2022;;2023;\n;Täljare;Nämnare;Täljare;Nämnare",
        ";2022;;2023;\nOmråde;täljare;nämnare;täljare;nämnare",
    ],
)
def test_numerators_and_denominators_stand_beside_each_other_however_the_header_says_it(header: str) -> None:
    rows = keys_of(header, "010;20;40;30;40", form=WORK)
    assert [row[2:7] for row in rows] == [("2022", "total", 50.0, 20.0, 40.0), ("2023", "total", 75.0, 30.0, 40.0)]


def test_a_triple_of_blocks_is_checked_against_its_fraction() -> None:
    header = "Område;2023 andel;2023 täljare;2023 nämnare"
    assert keys_of(header, "010;50;20;40", form=WORK)[0][4:7] == (50.0, 20.0, 40.0)
    assert faults_of(header, "010;51;20;40", form=WORK) == [("share_not_fraction", 2, "2023 andel")]


def test_the_title_above_the_table_names_the_indicator() -> None:
    lines = ("Folkmängd i stadens delområden", "Område;2022", "010;5")
    assert keys_of(*lines, form=Form())[0][0] == "population"
    assert sheet_of(*lines, form=Form()).understood.columns["indicator"] == "Folkmängd i stadens delområden"
    assert faults_of("Statistik", "Område;2022", "010;5", form=Form())[0][0] == "column_missing"


def test_an_indicator_column_goes_before_the_title() -> None:
    lines = ("Sysselsatta 20-24 år", "Indikator;Område;2022", "population;010;5")
    assert keys_of(*lines, form=Form())[0][0] == "population"


def test_an_area_column_without_a_header_is_called_by_its_number() -> None:
    assert faults_of(";2022;2023", "Ingenstans;1;2") == [("area_unknown", 2, "#1")]


def test_several_indicators_as_columns_go_by_id_title_or_the_beginning_of_a_title() -> None:
    lines = ("Område;Läsår;Närvaro täljare;Närvaro nämnare;Närvaro (%)", "010;2023/24;90;120;75")
    assert keys_of(*lines, form=Form())[0] == ("school_attendance", "010", "2023/24", "total", 75.0, 90.0, 120.0, 2)
    lines = ("Område;År;population;Meritvärde", "010;2023;90;")
    assert keys_of(*lines, form=Form()) == [("population", "010", "2023", "total", 90.0, None, None, 2)]


def test_with_an_indicator_chosen_the_columns_of_others_are_left_out_and_said_to_be() -> None:
    lines = ("Område;År;Folkmängd;Sysselsatta 20-24 år täljare", "010;2023;90;5")
    assert len(keys_of(*lines)) == 1
    assert sheet_of(*lines).understood.ignored == ("Sysselsatta 20-24 år täljare",)


def test_a_misspelt_title_is_told_with_the_column_that_it_heads() -> None:
    lines = ("Område;År;Folkmängd;Meritvärdet", "010;2023;90;200")
    assert faults_of(*lines, form=Form()) == [("indicator_unknown", 2, "Meritvärdet")]


def test_the_same_period_twice_is_a_column_twice() -> None:
    assert faults_of("Område;2022;2022", "010;5;6") == [("column_twice", 1, "2022")]


def test_an_identity_number_in_a_wide_cell_is_told_with_its_row_and_column_and_never_repeated() -> None:
    sheet = sheet_of("Område;2022;2023", "010;5;191212121212")
    assert faults_of("Område;2022;2023", "010;5;191212121212") == [("person_identity_number", 2, "2023")]
    assert "19121212" not in str(sheet.cells.to_pylist())


@pytest.mark.parametrize("text", ["Summa", "Totalt", "SUMMA:", "Totalsumma"])
def test_a_sum_is_no_area_and_the_officer_is_told_what_to_do(text: str) -> None:
    problem = check(sheet_of("Område;2022", "010;5", f"{text};5"), city(), PEOPLE).problems[0]
    assert (problem.code, problem.row, problem.details["city"]) == ("area_total", 3, "Exempelstad")


@pytest.mark.parametrize("text", ["Hela staden", "Exempelstad totalt", "Exempelstads kommun", "EXEMPELSTAD"])
def test_the_whole_city_goes_by_its_usual_names(text: str) -> None:
    assert keys_of("Område;2022", f"{text};5")[0][1] == "9999"


AREAS = ("Ängslund", "Östra Kajen", "Fågelsång")
YEARS = ("2020", "2021", "2022")
_CELL = st.one_of(st.none(), st.tuples(st.integers(0, 3000), st.integers(0, 3000)).map(lambda pair: (min(pair), max(pair) + 1)))
_FIGURES = st.lists(_CELL, min_size=9, max_size=9).filter(any)


def _lines(shape: str, cells: dict[tuple[str, str], tuple[int, int] | None]) -> list[list[str]]:
    """Write the same figures in one of the shapes."""

    def pair(area: str, year: str) -> list[str]:
        found = cells[area, year]
        return ["", ""] if found is None else [str(found[0]), str(found[1])]

    if shape == "tidy":
        head = [["område", "period", "täljare", "nämnare"]]
        return head + [[area, year, *pair(area, year)] for area, year in product(AREAS, YEARS)]
    if shape == "one":
        head = [["Område", *(f"{year} {part}" for year in YEARS for part in ("täljare", "nämnare"))]]
    elif shape == "two":
        head = [["Område", *(text for year in YEARS for text in (year, ""))], ["", *["täljare", "nämnare"] * len(YEARS)]]
    else:
        head = [["Område", "År", "employment täljare", "employment nämnare"]]
        return head + [[area, year, *pair(area, year)] for area, year in product(AREAS, YEARS)]
    return head + [[area, *(text for year in YEARS for text in pair(area, year))] for area in AREAS]


@settings(max_examples=80, deadline=None)
@given(
    _FIGURES,
    st.sampled_from(["tidy", "one", "two", "indicators"]),
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16", "xlsx"]),
    st.sampled_from([";", ",", "\t"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_the_same_figures_in_any_shape_and_dialect_read_back_the_same(
    figures: list[tuple[int, int] | None], shape: str, encoding: str, separator: str, end: str
) -> None:
    cells = dict(zip(product(AREAS, YEARS), figures, strict=True))
    lines = _lines(shape, cells)
    if encoding == "xlsx":
        content = book({"Blad": [[int(cell) if cell.isdigit() else cell or None for cell in line] for line in lines]})
    else:
        content = end.join(separator.join(line) for line in lines).encode(encoding)
    form = Form() if shape == "indicators" else WORK
    found = check(read(content, "a", form, city().catalogue), city(), form)
    assert found.problems == ()
    back = {(row["area"], row["period"]): (row["numerator"], row["denominator"]) for row in found.rows.to_pylist()}
    assert back == {(f"01{AREAS.index(area)}", year): pair for (area, year), pair in cells.items() if pair is not None}
