"""What the command `effect` refuses, each in one sentence in both languages; and what it reads."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kraftkollen.cli.commands import main
from tests.effect_panels import made

Edit = Callable[[list[list[str]]], None]


def rows() -> list[list[str]]:
    panel = made(areas=12, effect=9)
    return [["area", "year", "value", "people"]] + [
        [unit, period, f"{panel.outcome[row, column]:.3f}", str(100 + row)]
        for row, unit in enumerate(panel.units)
        for column, period in enumerate(panel.periods)
    ]


def write(path: Path, table: list[list[str]], separator: str = ",") -> Path:
    path.write_text("\n".join(separator.join(row) for row in table), encoding="utf-8")
    return path


def run(file: Path, *options: str, language: str = "en") -> tuple[int, dict[str, Any]]:
    given = {"--unit": "area", "--time": "year", "--outcome": "value", "--treated": "a00", "--start": "2016"}
    given |= dict(zip(options[::2], options[1::2], strict=True))
    arguments = [one for pair in given.items() for one in pair]
    done = CliRunner().invoke(main, ["--language", language, "effect", "--panel", str(file), *arguments, "--json"])
    return done.exit_code, json.loads(done.stdout)


def value_of(row: int, text: str) -> Edit:
    def edit(table: list[list[str]]) -> None:
        table[row][2] = text

    return edit


def twice(table: list[list[str]]) -> None:
    table.append(list(table[5]))


def leave(_: list[list[str]]) -> None:
    pass


REFUSALS: list[tuple[str, tuple[str, ...], Edit, tuple[str, ...]]] = [
    ("no_period_before", ("--start", "2010"), leave, ("2010",)),
    ("no_period_before", ("--start", "1999"), leave, ("1999", "2010")),
    ("no_period_after", ("--start", "2020"), leave, ("2020", "2019")),
    ("not_found", ("--start", "nyss"), leave, ("nyss",)),
    ("not_found", ("--treated", "a0x"), leave, ("a0x", "a0")),
    ("not_found", ("--exclude", "zz"), leave, ("zz",)),
    ("not_found", ("--outcome", "valeu"), leave, ("valeu", "value")),
    ("too_few_comparisons", ("--exclude", ",".join(f"a{n:02}" for n in range(1, 11))), leave, ("1", "2")),
    ("treated_excluded", ("--exclude", "a00"), leave, ("a00",)),
    ("treated_excluded", ("--treated", "a00,a00"), leave, ("a00",)),
    ("outcome_not_numeric", (), value_of(7, "många"), ("value", "8")),
    ("panel_gap", (), value_of(7, ""), ("a00", "2016")),
    ("panel_gap", (), value_of(17, ".."), ("a01", "2016")),
    ("panel_gap", (), lambda table: table.pop(30) and None, ("a02", "2019")),
    ("panel_twice", (), twice, ("a00", "2014")),
    ("not_positive", ("--scale", "log"), value_of(9, "-3"), ("a00", "2018")),
]


@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize(("code", "options", "edit", "named"), REFUSALS)
def test_each_fault_is_refused_in_one_sentence_that_names_it(
    tmp_path: Path, code: str, options: tuple[str, ...], edit: Edit, named: tuple[str, ...], language: str
) -> None:
    table = rows()
    edit(table)
    status, answer = run(write(tmp_path / "panel.csv", table), *options, language=language)
    assert (status, answer["error"]["code"]) == (2, code)
    message = answer["error"]["message"]
    assert [one for one in named if one not in message] == []
    assert "…" not in message
    assert "många" not in message


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    status, answer = run(tmp_path / "none.csv")
    assert (status, answer["error"]["code"]) == (2, "file_unreadable")


def test_something_that_looks_like_a_person_is_refused(tmp_path: Path) -> None:
    table = rows()
    table[3][0] = "19121212-1212"
    status, answer = run(write(tmp_path / "panel.csv", table))
    assert (status, answer["error"]["code"]) == (2, "delivery_refused")
    assert "1212" not in json.dumps(answer)


def test_a_swedish_file_in_any_order_of_rows_gives_the_same_answer(tmp_path: Path) -> None:
    table = rows()
    _, one = run(write(tmp_path / "one.csv", table))
    swedish = [table[0], *([unit, year, value.replace(".", ","), people] for unit, year, value, people in reversed(table[1:]))]
    _, other = run(write(tmp_path / "other.csv", swedish, ";"))
    assert other["effect"] == pytest.approx(one["effect"])
    assert other["weights"] == pytest.approx(one["weights"])
    assert (other["p_value"], other["rank"]) == (one["p_value"], one["rank"])


def test_a_gap_in_a_unit_that_is_excluded_does_no_harm(tmp_path: Path) -> None:
    table = rows()
    table[17][2] = ""
    status, answer = run(write(tmp_path / "panel.csv", table), "--exclude", "a01")
    assert (status, answer["placebos"], answer["excluded"]) == (0, 10, {"a01": "by_hand"})


def test_people_scale_the_placebos(tmp_path: Path) -> None:
    table = rows()
    for row in table[1:11]:
        row[3] = "5"
    file = write(tmp_path / "panel.csv", table)
    (_, plain), (_, scaled) = run(file), run(file, "--population", "people")
    assert scaled["effect"] == pytest.approx(plain["effect"])
    assert scaled["interval"] != plain["interval"]


def test_several_units_may_have_starts_of_their_own(tmp_path: Path) -> None:
    file = write(tmp_path / "panel.csv", rows())
    status, answer = run(file, "--treated", "a00,a01", "--start", "2015,2017")
    assert status == 0
    assert [(one["unit"], one["start"]) for one in answer["areas"]] == [("a00", "2015"), ("a01", "2017")]
    assert answer["joint"] is True


def test_too_few_areas_give_an_interval_without_ends_and_words_that_say_so(tmp_path: Path) -> None:
    status, answer = run(write(tmp_path / "panel.csv", rows()), "--exclude", "a01,a02,a03,a04", language="sv")
    assert status == 0
    assert (answer["interval"], answer["smallest_detectable"], answer["verdict"]["code"]) == ([None, None], None, "cannot_tell")
    assert "kan inte avgöras" in answer["verdict"]["text"]
