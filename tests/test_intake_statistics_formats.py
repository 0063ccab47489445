"""JSON-stat 2, PxWeb's JSON and PX are read into the same rows; what does not fit together is one clear problem."""

import json
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kraftkollen.errors import DeliveryRefused, Problem
from kraftkollen.intake import check, read
from kraftkollen.model.delivery import Form
from tests.intake.city import city, outcome
from tests.intake.files import json_stat, px

PEOPLE = Form(indicator="population")
AREAS = {"010": "Ängslund", "011": "Östra Kajen"}
YEARS = {"2022": "2022", "2023": "2023"}
SEXES = {"1": "män", "2": "kvinnor", "1+2": "totalt"}
DIMENSIONS = {"Region": AREAS, "Kön": SEXES, "Tid": YEARS}
VALUES = [1, 2, 3, 4, 4, 6, 7, 8, 9, None, 16, 17]


def rows_of(content: bytes, form: Form = PEOPLE) -> list[tuple[object, ...]]:
    found = check(read(content, "a", form, city().catalogue), city(), form)
    assert found.problems == ()
    return [tuple(row[name] for name in ("area", "period", "grp", "value", "status")) for row in found.rows.to_pylist()]


def refusal(content: bytes, form: Form = PEOPLE) -> Problem:
    with pytest.raises(DeliveryRefused) as refused:
        read(content, "a.json", form, city().catalogue)
    (problem,) = refused.value.problems
    return problem


def pxweb(keys: list[list[str]], values: list[list[str]], contents: int = 1) -> bytes:
    columns = [{"code": code, "text": code.lower(), "type": "t" if code == "Tid" else "d"} for code in ("Region", "Kon", "Tid")]
    columns += [
        {"code": f"C{number}", "text": "Folkmängd" if not number else "Annat", "type": "c"} for number in range(contents)
    ]
    data = [{"key": key, "values": row} for key, row in zip(keys, values, strict=True)]
    return json.dumps({"columns": columns, "data": data, "metadata": [{"label": "Folkmängd"}]}).encode()


def test_json_stat_pxweb_and_px_give_the_same_rows() -> None:
    texts = [".." if value is None else str(value) for value in VALUES]
    keys = [list(key) for key in product(AREAS, SEXES, YEARS)]
    found = rows_of(json_stat(DIMENSIONS, VALUES))
    assert found[:2] == [("010", "2022", "men", 1.0, "final"), ("010", "2023", "men", 2.0, "final")]
    assert found[9] == ("011", "2023", "women", None, "missing")
    assert rows_of(pxweb(keys, [[text] for text in texts])) == found
    assert rows_of(px(DIMENSIONS, [f'"{text}"' if text == ".." else text for text in texts])) == found
    assert rows_of(px(DIMENSIONS, texts, "utf-8")) == found


def test_a_recorded_answer_in_json_stat_is_read_whole(shared: Path) -> None:
    sheet = read((shared / "data/recorded/TAB6471_data.json").read_bytes(), "a.json", Form(), city().catalogue)
    assert (sheet.understood.reader, sheet.cells.num_rows) == ("json-stat/1", 21 * 11 * 3 * 4)
    first = sheet.cells.slice(0, 1).to_pylist()[0]
    expected = {"area": "01 Stockholms län", "period": "2026M01", "grp": "0-9 år", "value": "245284"}
    assert first | expected == first
    assert sheet.understood.columns["indicator"] == "tabellinnehåll"


def test_a_recorded_answer_of_pxwebs_first_interface_is_read_whole(shared: Path) -> None:
    content = (shared / "data/recorded/pxweb_v1_malmo_regso_population_2024.json").read_bytes()
    sheet = read(content, "a.json", PEOPLE, city().catalogue)
    assert (sheet.understood.reader, sheet.cells.num_rows) == ("pxweb-json/1", 4914)
    rows = sheet.cells.slice(0, 4).to_pylist()
    assert [(row["area"], row["grp"], row["value"]) for row in rows] == [
        ("1280R001_RegSO2025", "män", "1700"),
        ("1280R001_RegSO2025", "kvinnor", "1726"),
        ("1280R001_RegSO2025", "", "3426"),
        ("1280R001_RegSO2025", "-4, män", "113"),
    ]


def test_values_by_number_and_statuses_are_read() -> None:
    content = json.loads(json_stat({"Region": AREAS, "Tid": YEARS}, [5, 6, 7, 8]))
    content["value"] = {"0": 5, "3": 8.0}
    content["status"] = {"1": "..", "3": "p"}
    found = rows_of(json.dumps(content).encode())
    assert [row[3:] for row in found] == [(5.0, "final"), (None, "missing"), (None, "missing"), (8.0, "preliminary")]


def test_roles_go_before_names() -> None:
    dimensions = {"Var": AREAS, "När": YEARS}
    roles = {"geo": ["Var"], "time": ["När"]}
    assert len(rows_of(json_stat(dimensions, [1, 2, 3, 4], roles))) == 4
    assert refusal(json_stat(dimensions, [1, 2, 3, 4])).code == "dimension_missing"


def test_a_short_code_is_not_taken_for_an_areas_code_against_its_name() -> None:
    dimensions = {"Område": {"1": "Ängslund", "2": "Östra Kajen"}, "Tid": {"2022": "2022"}}
    assert [row[0] for row in rows_of(json_stat(dimensions, [1, 2]))] == ["010", "011"]


def test_the_contents_name_the_indicator_and_the_form_chooses_among_several() -> None:
    several = {"Region": AREAS, "ContentsCode": {"a": "Folkmängd", "b": "Meritvärde"}, "Tid": {"2022": "2022"}}
    content = json_stat(several, [1, 2, 3, 4])
    assert [row[3] for row in rows_of(content)] == [1.0, 3.0]
    assert refusal(content, Form(indicator="employment")).code == "contents_several"
    one = json_stat({**several, "ContentsCode": {"a": "Folkmängd"}}, [1, 2])
    assert [row[3] for row in rows_of(one, Form())] == [1.0, 2.0]


def test_several_contents_of_pxweb_are_told_apart() -> None:
    keys = [["010", "1", "2022"], ["011", "1", "2022"]]
    assert [row[3] for row in rows_of(pxweb(keys, [["5", "1"], ["6", "2"]], contents=2))] == [5.0, 6.0]


def test_a_code_of_another_division_is_refused_with_the_right_one() -> None:
    content = json_stat({"Region": {"010_RegSO2020": "Ängslund"}, "Tid": {"2022": "2022"}}, [5])
    problems = check(read(content, "a", PEOPLE, city().catalogue), city(), PEOPLE).problems
    assert [(one.code, one.details["division"]) for one in problems] == [("area_division", "regso 2020")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (json_stat(DIMENSIONS, VALUES[:-1]), "cube_size"),
        (json_stat(DIMENSIONS, []), "cube_size"),
        (px(DIMENSIONS, ["1"] * 11), "cube_size"),
        (json_stat(DIMENSIONS, VALUES)[:-40], "cube_broken"),
        (b"[" * 200_000, "cube_broken"),
        (b'{"dimension":' * 50_000, "cube_broken"),
        (b"{}", "cube_broken"),
        (b"[1, 2]", "cube_broken"),
        (b'{"value": [NaN], "dimension": {}, "id": [], "size": []}', "cube_broken"),
        (b'{"columns": [], "data": []}', "cube_broken"),
        (pxweb([["010", "1"]], [["5"]]), "cube_broken"),
        (px(DIMENSIONS, ["1"] * 12).replace(b"DATA=", b"DATE="), "cube_broken"),
        (px(DIMENSIONS, ["1"] * 12).replace(b'CODES("Tid")="2022",', b'CODES("Tid")='), "cube_broken"),
        (px(DIMENSIONS, ["1"] * 12).replace(b"HEADING", b'KEYS("x")="y";HEADING'), "cube_broken"),
    ],
)
def test_what_does_not_fit_together_is_one_clear_problem(content: bytes, code: str) -> None:
    assert refusal(content).code == code


def test_sizes_beyond_all_reason_take_no_memory() -> None:
    labels = {str(number): str(number) for number in range(2000)}
    content = json.loads(json_stat({"Region": labels, "Kön": labels, "Tid": YEARS}, []))
    content["value"] = {}
    assert refusal(json.dumps(content).encode()).code == "too_many_rows"


def test_an_identity_number_anywhere_in_the_text_is_found() -> None:
    content = json.loads(json_stat({"Region": AREAS, "Tid": YEARS}, [5, 6, 7, 8]))
    content["note"] = ["Fråga 19121212-1212"]
    sheet = read(json.dumps(content).encode(), "a", PEOPLE, city().catalogue)
    assert [one.code for one in sheet.problems] == ["person_identity_number"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.one_of(st.none(), st.integers(0, 10**9)), min_size=12, max_size=12).filter(lambda all_: any(all_)),
    st.booleans(),
)
def test_what_is_written_in_either_format_reads_back_the_same(values: list[int | None], as_px: bool) -> None:
    content = px(DIMENSIONS, [".." if one is None else str(one) for one in values]) if as_px else json_stat(DIMENSIONS, values)
    assert [row[3] for row in rows_of(content)] == values


_JSON = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.sampled_from(["Region", "Tid", "", "value"])
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(["id", "size", "value", "dimension", "category", "index", "label", "Region"]), inner),
    ),
    max_leaves=20,
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(["id", "size", "value", "dimension", "role", "status", "label"]), _JSON)
def test_json_stat_with_anything_in_one_place_is_read_or_refused(place: str, anything: object) -> None:
    content = json.loads(json_stat({"Region": AREAS, "Tid": YEARS}, [5, 6, 7, 8]))
    content[place] = anything
    assert outcome(json.dumps(content).encode(), PEOPLE) in ("rows", "problems")


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 400), st.text(max_size=12), st.booleans())
def test_px_with_anything_in_one_place_is_read_or_refused(place: int, anything: str, cut: bool) -> None:
    content = px({"Region": AREAS, "Tid": YEARS}, ["5", "6", "7", "8"], "utf-8")
    assert outcome(content[:place] + anything.encode("utf-8", "replace") + (b"" if cut else content[place:]), PEOPLE) in (
        "rows",
        "problems",
    )


def test_a_description_of_a_table_without_figures_is_told_as_that() -> None:
    content = json.loads(json_stat({"Region": AREAS, "Tid": YEARS}, [5, 6, 7, 8]))
    for missing in ({"value": None}, {}):
        described = {name: one for name, one in content.items() if name != "value"} | missing
        assert refusal(json.dumps(described).encode()).code == "cube_no_values"
