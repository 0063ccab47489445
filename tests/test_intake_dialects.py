"""Every dialect of the tidy CSV reads as the same rows."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kraftkollen.errors import DeliveryRefused
from kraftkollen.intake import check, read
from kraftkollen.model.delivery import Form
from tests.intake.city import HEADER, checked, city, rows_of

LINES = [
    "employment;Ängslund;2023;kvinnor, 16-19;62,5;25;40;preliminär;Sista åren är\npreliminära",
    "employment;011;2023;;50,0;20;40;;",
    "Folkmängd;Östra Kajen;2023;totalt;1234;;;;",
    "presence_hours;Hamnen;2024Q1;;12,5;;;slutlig;",
    "school_attendance;Fågelsång;2023/24;;..;;;;",
    "merit_value;Söderåsen;2023;;210,25;841;4;;",
]
EXPECTED = [
    ("employment", "delomrade-2023", "010", "2023", "women.age_16_19", 62.5, 25.0, 40.0, "preliminary"),
    ("employment", "delomrade-2023", "011", "2023", "total", 50.0, 20.0, 40.0, "final"),
    ("population", "delomrade-2023", "011", "2023", "total", 1234.0, None, None, "final"),
    ("presence_hours", "stadsdel-1", "1", "2024Q1", "total", 12.5, None, None, "final"),
    ("school_attendance", "delomrade-2023", "012", "2023/24", "total", None, None, None, "missing"),
    ("merit_value", "delomrade-2023", "014", "2023", "total", 210.25, 841.0, 4.0, "final"),
]


def written(
    lines: list[str], encoding: str, separator: str, mark: str, end: str, bom: bool = False, sep_line: bool = False
) -> bytes:
    """Write lines, given with ";" and ",", as a spreadsheet with other settings would."""
    cells = [
        [cell.replace(",", mark) if place in (4, 5, 6) else cell for place, cell in enumerate(line.split(";"))]
        for line in lines
    ]
    quoted = [[f'"{cell}"' if separator in cell or "\n" in cell else cell for cell in row] for row in cells]
    text = end.join(separator.join(row).replace("\n", end) for row in quoted) + end
    text = (f"sep={separator}{end}" if sep_line else "") + text
    return (("\ufeff" if bom else "") + text).encode(encoding)


DIALECTS = [
    (encoding, separator, mark, end, bom, sep_line)
    for encoding, separator, mark, end, bom, sep_line in product(
        ("utf-8", "cp1252", "utf-16-le", "utf-16-be"), (";", ",", "\t"), (",", "."), ("\n", "\r\n", "\r"), (0, 1), (0, 1)
    )
    if not (bom and encoding == "cp1252")
]


@pytest.mark.parametrize(("encoding", "separator", "mark", "end", "bom", "sep_line"), DIALECTS)
def test_every_dialect_reads_as_the_same_rows(
    encoding: str, separator: str, mark: str, end: str, bom: int, sep_line: int
) -> None:
    result = checked(written([HEADER, *LINES], encoding, separator, mark, end, bool(bom), bool(sep_line)))
    assert result.problems == ()
    found = [tuple(row.values())[:9] for row in result.rows.to_pylist()]
    assert found == EXPECTED
    first = 3 if sep_line else 2
    assert result.rows["source_row"].to_pylist() == list(range(first, first + len(LINES)))


def test_what_was_understood_is_told() -> None:
    content = written(["Mitt;Ort;" + HEADER, "1;x;" + LINES[1]], "cp1252", ";", ",", "\r\n")
    understood = read(content, "a.csv", Form()).understood
    assert (understood.encoding, understood.separator, understood.decimal_mark) == ("cp1252", ";", ",")
    assert (understood.header_row, understood.shape, understood.ignored) == (1, "tidy", ("Mitt", "Ort"))
    assert understood.columns["area"] == "område"
    assert understood.columns["denominator"] == "nämnare"


def test_english_headers_in_any_order_and_case_are_understood() -> None:
    header = "Value; AREA ;Year;Numerator;DENOMINATOR;Indicator"
    assert rows_of("50;010;2023;20;40;employment", header=header)[0]["value"] == 50.0


def test_the_indicator_of_the_form_stands_in_for_its_column() -> None:
    row = rows_of("010;2023;20;40", header="område;period;täljare;nämnare", form=Form(indicator="employment"))[0]
    assert (row["indicator"], row["value"], row["grp"]) == ("employment", 50.0, "total")


def test_title_rows_above_and_notes_below_are_no_data() -> None:
    text = f"Sysselsatta i Exempelstad\n\n{HEADER}\n{LINES[1]}\n\nKälla: registret\n"
    result = checked(text)
    assert (result.rows["source_row"].to_pylist(), result.skipped) == ([4], 0)


def test_an_empty_line_among_the_rows_counts_as_a_row_and_nothing_else() -> None:
    result = checked("\n".join([HEADER, LINES[1], "", LINES[2]]))
    assert (result.rows["source_row"].to_pylist(), result.skipped) == ([2, 4], 0)


def test_a_row_without_figures_is_not_delivered() -> None:
    result = checked("\n".join([HEADER, LINES[1], "employment;012;2023;;;;;;"]))
    assert (result.rows.num_rows, result.skipped, result.problems) == (1, 1, ())


@pytest.mark.parametrize("marker", ["..", ".", "-", "–", "x", "X", "NULL"])
def test_every_sign_for_missing_is_stored_as_missing(marker: str) -> None:
    row = rows_of(f"population;010;2023;;{marker};;;;")[0]
    assert (row["value"], row["status"]) == (None, "missing")


def test_nought_is_a_figure() -> None:
    assert rows_of("population;010;2023;;0;;;;")[0]["value"] == 0.0


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 234", 1234.0),
        ("1\u00a0234\u00a0567", 1234567.0),
        ("1\u202f234,5", 1234.5),
        ("1\u2009234", 1234.0),
        ("1.234,5", 1234.5),
        ("+7", 7.0),
        ("12,50 %", 12.5),
    ],
)
def test_numbers_are_read_as_they_are_written(text: str, value: float) -> None:
    assert rows_of(f"presence_hours;1;2024Q1;;{text};;;;")[0]["value"] == value


def test_an_unsure_mark_is_decided_by_the_other_cells_of_its_column() -> None:
    lines = ["presence_hours;1;2024Q1;;1,234;;;;", "presence_hours;1;2024Q2;;12,5;;;;"]
    assert [row["value"] for row in rows_of(*lines)] == [1.234, 12.5]
    grouped = ["presence_hours;1;2024Q1;;1.234;;;;", "presence_hours;1;2024Q2;;1.234.567;;;;"]
    assert [row["value"] for row in rows_of(*grouped)] == [1234.0, 1234567.0]


@pytest.mark.parametrize("code", ["010", "10", "10.0", "10,0", "ängslund", "  ÄNGSLUND ", "010 Ängslund"])
def test_an_area_goes_by_code_or_name(code: str) -> None:
    assert rows_of(f"employment;{code};2023;;;20;40;;")[0]["area"] == "010"


def test_a_name_on_two_levels_means_the_level_of_most_areas_in_the_file() -> None:
    lines = [f"employment;{name};2023;;;20;40;;" for name in ("Hamnen", "Nyby", "Gråberga")]
    assert rows_of(*lines)[0]["division"] == "delomrade-2023"
    lines = [f"employment;{name};2023;;;20;40;;" for name in ("Hamnen", "Västerås Höjd")]
    assert rows_of(*lines)[0]["division"] == "stadsdel-1"
    assert rows_of(*lines[:1])[0]["division"] == "delomrade-2023"
    assert rows_of(*lines[:1], form=Form(level="stadsdel"))[0]["division"] == "stadsdel-1"


@pytest.mark.parametrize(
    "group", ["kvinnor, 16-19", "Kvinnor 16–19 år", "16-19 / kvinnor", "women.age_16_19", "Women, aged 16–19"]
)
def test_a_crossed_group_goes_by_any_of_its_names(group: str) -> None:
    assert rows_of(f"employment;010;2023;{group};;20;40;;")[0]["grp"] == "women.age_16_19"


def test_a_share_is_stored_unrounded() -> None:
    assert rows_of("employment;010;2023;;33,3;1;3;;")[0]["value"] == 100 / 3


def test_a_bare_share_is_taken_where_its_producer_made_it_public() -> None:
    row = rows_of("employment;Exempelstad;2023;;71,5;;;;")[0]
    assert (row["value"], row["numerator"], row["division"]) == (71.5, None, "stad-1")


def test_a_share_of_nobody_is_missing_and_keeps_its_noughts() -> None:
    row = rows_of("employment;010;2023;;;0;0;;")[0]
    assert (row["value"], row["numerator"], row["denominator"], row["status"]) == (None, 0.0, 0.0, "missing")


def test_a_million_cells_are_never_kept_longer_than_needed() -> None:
    cells = read(f"{HEADER}\npopulation;010;2023;;5;;;;{'å' * 5000}\n".encode(), "a.csv", Form()).cells
    assert len(cells["comment"][0].as_py()) == 1001


AREAS, YEARS = ("010", "011", "012"), ("2020", "2021")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 5000), st.integers(1, 5000)), min_size=6, max_size=6),
    st.sampled_from([one for one in DIALECTS if one[0] != "utf-16-be"]),
)
def test_a_template_written_in_any_dialect_reads_back_the_same(
    figures: list[tuple[int, int]], dialect: tuple[str, str, str, str, int, int]
) -> None:
    keys = list(product(AREAS, YEARS))
    parts = [(min(part, whole), whole) for part, whole in figures]
    lines = [
        f"employment;{area};{year};;{part / whole * 100:.2f};{part};{whole};;".replace(".", ",")
        for (area, year), (part, whole) in zip(keys, parts, strict=True)
    ]
    encoding, separator, mark, end, bom, sep_line = dialect
    result = checked(written([HEADER, *lines], encoding, separator, mark, end, bool(bom), bool(sep_line)))
    assert result.problems == ()
    assert list(zip(result.rows["numerator"].to_pylist(), result.rows["denominator"].to_pylist(), strict=True)) == parts


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.binary(max_size=400), st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))),
    st.booleans(),
)
def test_no_bytes_whatever_give_anything_but_rows_or_a_refusal(tail: bytes, headed: bool) -> None:
    content = (HEADER + "\nemployment;010;2023;;;20;40;;\n").encode() + tail if headed else tail
    assert _outcome(content) in ("rows", "problems")


def _outcome(content: bytes) -> str:
    try:
        sheet = read(content, "x.csv", Form())
    except DeliveryRefused as refused:
        return "problems" if refused.problems else "refused without a reason"
    result = check(sheet, city(), Form())
    return "problems" if result.problems else "rows" if result.rows.num_rows else "nothing"
