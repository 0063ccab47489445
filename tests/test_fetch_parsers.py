"""What official sources answer is read as it is meant, and an answer that lacks something stops in one clear problem."""

import json
import math
from pathlib import Path
from typing import Any

import pytest

from kraftkollen.intake import read
from kraftkollen.intake.fetched import Bundle, bundled
from kraftkollen.model.delivery import Form
from kraftkollen.model.fetching import Question
from tests.fetch_answers import (
    AGES,
    KOLADA,
    REGSO,
    REGSO_1,
    ask,
    catalogue,
    cube,
    described,
    figure,
    page,
    recorded_regso,
    selected,
    stopped,
    talked,
)

WORK = ask(KOLADA, "employment_20_24")
PEOPLE = ask(REGSO, "population", ("2023", "2024", "2025"))
ROWS = [figure("1280", year, {"M": 60.949728, "T": 58.125, "K": None}) for year in ("2022", "2023", "2024")]
CODES: dict[str, Any] = {
    "Region": ["1280R001", "1280R001_RegSO2025", "1280R002_RegSO2025", "1281R001_RegSO2025", "1280C2911_DeSO2025"],
    "Alder": ["totalt", *AGES],
    "Kon": ["1", "2", "TotSa"],
    "ContentsCode": ["000007Y7"],
    "Tid": ["2023", "2024", "2025"],
}


def test_kolada_rows_are_read_whatever_the_order_of_the_genders() -> None:
    found, answers = talked(WORK, lambda _: page(ROWS))
    assert [one.question.address for one in answers] == [
        "https://kolada.test/v3/data/kpi/N02244/municipality/1280/year/2022,2023,2024"
    ]
    assert [(one.area, one.period, one.group, one.value) for one in found.rows[:3]] == [
        ("1280", "2022", "men", "60.949728"),
        ("1280", "2022", "total", "58.125"),
        ("1280", "2022", "women", ".."),
    ]
    assert len(found.rows) == 9


def test_kolada_is_followed_to_its_last_page() -> None:
    second = "https://kolada.test/v3/data/kpi/N02244/municipality/1280/year/2022,2023,2024?page=2"
    pages = {WORK.source.base + "/data/kpi/N02244/municipality/1280/year/2022,2023,2024": page(ROWS[:2], second)}
    found, answers = talked(WORK, lambda question: pages.get(question.address) or page(ROWS[2:]))
    assert (len(found.rows), [one.question.address for one in answers][1:]) == (9, [second])


def test_what_kolada_has_taken_away_is_not_delivered() -> None:
    gone = json.loads(json.dumps(ROWS))
    gone[0]["values"][0]["isdeleted"] = True
    assert len(talked(WORK, lambda _: page(gone))[0].rows) == 8


def test_no_more_ids_are_asked_for_than_kolada_takes() -> None:
    units = {f"V15E{number:05d}": f"{number:03d}" for number in range(60)}
    asked = ask(KOLADA.model_copy(update={"units": units, "level": "delomrade"}), "employment_20_24", ("2024",))

    def reply(question: Question) -> Any:
        ids = question.address.split("/ou/")[1].split("/")[0].split(",")
        return page([{**figure("", "2024", {"T": 50.0}), "ou": one} for one in ids])

    found, answers = talked(asked, reply)
    assert [one.question.address.count("V15E") for one in answers] == [25, 25, 10]
    assert [one.area for one in found.rows] == [f"{number:03d}" for number in range(60)]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"values": ROWS, "count": 3}, "answer_next_missing"),
        (page(ROWS, "https://elsewhere.test/v3/data"), "answer_next_foreign"),
        (page(ROWS, "http://kolada.test/v3/data"), "answer_next_foreign"),
        (page(ROWS, "https://kolada.test/v3/data/kpi/N02244/municipality/1280/year/2022,2023,2024"), "answer_loops"),
        ({**page(ROWS[:2]), "count": 3}, "answer_half"),
        (page([]), "answer_unanswered"),
        (page([*ROWS, figure("0180", "2024", {"T": 1.0})]), "answer_unasked"),
        (page([figure("1280", "2024", {"T": 1.0}, code="N00000")]), "answer_unasked"),
        (page([figure("1280", "2019", {"T": 1.0})]), "answer_unasked"),
        (page([figure("1280", "2024", {"X": 1.0})]), "answer_form"),
        (page([{**ROWS[0], "values": None}]), "answer_form"),
        ({"values": {}}, "answer_form"),
        ([], "answer_form"),
        (b'{"values": [', "cube_broken"),
        (b"<html>", "cube_broken"),
        (b'{"values": [NaN], "next_url": null}', "cube_broken"),
        (b"\xff\xfe", "cube_broken"),
    ],
)
def test_an_answer_of_kolada_that_does_not_hold_stops(answer: Any, code: str) -> None:
    assert stopped(WORK, lambda _: answer)[0] == code


def test_an_id_that_kolada_does_not_answer_is_named() -> None:
    asked = ask(KOLADA.model_copy(update={"units": {"V1": "1", "V2": "2"}}), "employment_20_24")
    rows = [{**figure("", "2024", {"T": 50.0}), "ou": "V1"}]
    assert stopped(asked, lambda _: page(rows)) == ("answer_unanswered", {"ids": "V2"})


def people(question: Question) -> Any:
    """Answer for the table CODES: every cell is the number of its place among all that is asked for."""
    if question.posted is None:
        return described(CODES)
    asked = selected(question)
    return cube(asked, [float(number) for number in range(math.prod(len(one) for one in asked.values()))])


def test_pxweb_is_asked_for_every_variable_of_the_right_division_from_when_it_was_there() -> None:
    found, answers = talked(PEOPLE, people)
    posted = json.loads(answers[1].question.posted or "")
    region = posted["selection"][0]
    assert region["valueCodes"] == ["1280R001_RegSO2025", "1280R002_RegSO2025"]
    assert region["codelist"] == "vs_RegSO2025"
    assert selected(answers[1].question)["Tid"] == ["2024", "2025"]
    assert [one["variableCode"] for one in posted["selection"]] == list(CODES)
    assert len(found.rows) == 2 * 18 * 3 * 2
    assert {one.group for one in found.rows} >= {"total", "men", "women", "y0-4", "women.y80-"}
    assert found.updated == "2026-03-24T07:00:00Z"


def test_large_questions_are_split_and_no_cell_is_asked_for_twice() -> None:
    small = ask(REGSO.model_copy(update={"most_cells": 60}), "population", ("2024", "2025"))
    found, answers = talked(small, people)
    sizes = [math.prod(len(one) for one in selected(answer.question).values()) for answer in answers[1:]]
    assert (sizes, len({(one.area, one.period, one.group) for one in found.rows})) == ([54] * 4, 216)
    tiny = ask(REGSO.model_copy(update={"most_cells": 50}), "population", ("2024",))
    assert stopped(tiny, people)[0] == "answer_too_large"


def test_the_total_of_a_variable_that_the_indicator_lacks_is_all_that_is_asked_for() -> None:
    _, answers = talked(PEOPLE, people, catalogue(population={"breakdowns": [], "levels": ["delomrade"]}))
    assert {name: selected(answers[1].question)[name] for name in ("Alder", "Kon")} == {"Alder": ["totalt"], "Kon": ["TotSa"]}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"Region": ["1280R001", "1280R002"]}, "answer_division"),
        ({"Region": ["1281R001_RegSO2025"]}, "answer_code_gone"),
        ({"Alder": ["totalt"]}, "answer_code_gone"),
        ({"Kon": ["1", "2"]}, "answer_code_gone"),
        ({"Kon": ["1", "2", "1+2", "TotSa"]}, "answer_code_twice"),
        ({"ContentsCode": ["000009Z9"]}, "answer_code_gone"),
        ({"Tid": ["2023"]}, "answer_nothing_yet"),
        ({"Civilstand": ["G", "OG"]}, "answer_column_unknown"),
        ({"Kon": None}, "answer_column_missing"),
    ],
)
def test_a_table_that_is_no_longer_what_was_configured_stops(change: dict[str, Any], code: str) -> None:
    there = {name: codes for name, codes in {**CODES, **change}.items() if codes is not None}
    assert stopped(PEOPLE, lambda _: described(there))[0] == code


def test_half_an_answer_of_pxweb_stops_and_so_does_one_with_something_else() -> None:
    def reply(change: dict[str, Any]) -> Any:
        return lambda question: {**people(question), **(change if question.posted else {})}

    def other(name: str, codes: list[str]) -> Any:
        def reply(question: Question) -> Any:
            if question.posted is None:
                return described(CODES)
            asked = {**selected(question), name: codes}
            return cube(asked, [1.0] * math.prod(len(one) for one in asked.values()))

        return reply

    assert stopped(PEOPLE, reply({"value": [1.0] * 107}))[0] == "cube_size"
    assert stopped(PEOPLE, reply({"size": [2, 18, 3, 1, 1]}))[0] == "cube_broken"
    assert stopped(PEOPLE, reply({"value": None}))[0] == "cube_no_values"
    assert stopped(PEOPLE, other("Region", ["1280R001_RegSO2025"])) == ("answer_unanswered", {"ids": "1280R002_RegSO2025"})
    assert stopped(PEOPLE, other("Tid", ["2023", "2024", "2025"])) == ("answer_unasked", {"ids": "2023"})


def test_status_says_why_a_value_is_missing_and_what_is_preliminary() -> None:
    def reply(question: Question) -> Any:
        found = people(question)
        if question.posted is not None:
            found["value"][5] = None
            found["status"] = {"5": "..", "0": "p"}
        return found

    found, _ = talked(PEOPLE, reply)
    by_status = [(one.value, one.status) for one in found.rows]
    assert ("..", "") in by_status
    assert ("0.0", "preliminary") in by_status


def test_nought_before_a_division_was_there_is_missing_in_a_file_too() -> None:
    codes = {"Region": ["1280R001", "1280R001_RegSO2025"], "Tid": ["2022", "2023", "2024"]}
    content = json.dumps(cube(codes, [0, 5, 0, 0, 3, 0], role={"time": ["Tid"]})).encode()
    found = read(content, "a.json", Form("population"), catalogue()).cells.to_pydict()
    assert list(zip(found["area"], found["period"], found["value"], strict=True)) == [
        ("1280R001", "2022", "0"), ("1280R001", "2023", "5"), ("1280R001", "2024", "0"),
        ("1280R001_RegSO2025", "2022", ".."), ("1280R001_RegSO2025", "2023", "3"), ("1280R001_RegSO2025", "2024", "0"),
    ]  # fmt: skip


def test_a_division_is_not_asked_about_from_before_it_was_there_unless_the_setting_says_so() -> None:
    bare = REGSO.model_copy(update={"region": REGSO.region.model_copy(update={"first": None})})
    later = REGSO.model_copy(update={"region": REGSO.region.model_copy(update={"first": "2025"})})
    for source, years in ((bare, ["2024", "2025"]), (later, ["2025"])):
        _, answers = talked(ask(source, "population", ("2023", "2024", "2025")), people)
        assert selected(answers[1].question)["Tid"] == years


def test_the_recorded_answer_for_malmos_91_regso_is_read_whole(shared: Path) -> None:
    table, content = recorded_regso(shared)
    asked = ask(REGSO_1, "population", ("2024",))
    found, answers = talked(asked, lambda question: table if question.posted is None else content)
    assert len(found.rows) == 91 * 18 * 3
    first = {one.group: one.value for one in found.rows if one.area == "1280R001"}
    assert (first["men"], first["women"], first["total"], first["men.y0-4"]) == ("1700", "1726", "3426", "113")
    kept = bundled(Bundle(asked, tuple(answers)))
    sheet = read(kept, "a.json", Form(), catalogue())
    assert (sheet.understood.reader, sheet.cells.num_rows, sheet.problems) == ("fetch/1", 4914, ())


def test_the_recorded_description_of_scbs_table_gives_the_question(shared: Path) -> None:
    table = (shared / "data/recorded/TAB6574_metadata_malmo_excerpt.json").read_bytes()
    asked: list[Question] = []

    def reply(question: Question) -> Any:
        asked.append(question)
        if question.posted is None:
            return table
        chosen = selected(question)
        return cube(chosen, [1.0] * math.prod(len(one) for one in chosen.values()))

    found, _ = talked(PEOPLE, reply)
    chosen = selected(asked[1])
    assert (len(chosen["Region"]), len(chosen["Alder"]), chosen["Kon"], chosen["Tid"]) == (
        91, 18, ["1", "2", "1+2"], ["2024", "2025"],
    )  # fmt: skip
    assert dict(found.areas)["1280R001"] == "Almvik norr-Lindängen norr"
