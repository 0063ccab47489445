"""Files that people really send, each with its outcome word for word: tests/intake/forty.txt."""

import re
from pathlib import Path

import pytest

from kraftkollen.errors import DeliveryRefused, Problem
from kraftkollen.intake import check, read
from kraftkollen.model.delivery import Form
from kraftkollen.words.problems import problem_sentence
from tests.intake.city import city
from tests.intake.forty_books import BOOKS
from tests.intake.forty_texts import TEXTS

FILES = {**TEXTS, **BOOKS}
EXPECTED = {
    part.split("\n", 1)[0]: part.split("\n", 1)[1].strip()
    for part in re.split(r"^## ", (Path(__file__).parent / "intake" / "forty.txt").read_text(encoding="utf-8"), flags=re.M)[1:]
}


def outcome(content: bytes, form: Form) -> str:
    """Return what the officer is told: what was understood and each figure, or every problem."""
    try:
        sheet = read(content, "fil", form, city().catalogue)
    except DeliveryRefused as refused:
        return _told(refused.problems)
    found = check(sheet, city(), form)
    if found.problems:
        return _told(found.problems)
    rows = [
        f"{row['indicator']} {row['area']} {row['period']} {row['grp']}: {_figures(row)} (rad {row['source_row']})"
        for row in found.rows.to_pylist()
    ]
    skipped = [f"Tomma: {found.skipped}"] if found.skipped else []
    return "\n".join(
        [sheet.understood.shape, *rows, *skipped, *(f"Varning: {_sentence(one)}" for one in (*sheet.warnings, *found.warnings))]
    )


def _figures(row: dict[str, object]) -> str:
    figures = [f"{row[name]:.10g}" for name in ("value", "numerator", "denominator") if row[name] is not None]
    return " ".join([*figures, *([str(row["status"])] if row["status"] != "final" else [])])


def _told(problems: tuple[Problem, ...]) -> str:
    return "\n".join(_sentence(one) for one in problems)


def _sentence(problem: Problem) -> str:
    return problem_sentence(problem, "sv")


@pytest.mark.parametrize("name", list(FILES))
def test_a_file_as_people_send_it_has_the_outcome_that_is_written_down(name: str) -> None:
    assert outcome(*FILES[name]) == EXPECTED[name]


def test_every_outcome_that_is_written_down_has_its_file_and_there_are_forty_at_least() -> None:
    assert EXPECTED.keys() == FILES.keys()
    assert len(FILES) >= 40


@pytest.mark.parametrize("name", list(FILES))
def test_no_outcome_repeats_a_personal_identity_number_or_shows_an_unfilled_blank(name: str) -> None:
    assert not re.search(r"1212.?1212|[{}…]", outcome(*FILES[name]))
