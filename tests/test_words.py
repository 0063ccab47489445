"""Every error and problem has its sentence in both languages, with the same blanks; numbers are as readers write them."""

import ast
import inspect
import re
import string
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from kraftkollen import errors
from kraftkollen.access import Permission
from kraftkollen.errors import Problem, UserError
from kraftkollen.intake.findings import _MORE
from kraftkollen.model.delivery import State
from kraftkollen.model.text import LANGUAGES
from kraftkollen.words.numbers import kronor, moment, number
from kraftkollen.words.problems import error_sentence, problem_sentence
from kraftkollen.words.sentences import ERRORS, PROBLEMS, TERMS
from kraftkollen.words.translate import catalogue_file, translate

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "kraftkollen"
ERROR_CLASSES = [one for _, one in inspect.getmembers(errors, inspect.isclass) if issubclass(one, UserError)]
# Calls whose first argument is the code of a problem: the class itself, and the helpers that make one.
MAKERS = {"Problem": 0, "Fault": 0, "add": 0, "_add": 0, "_problem": 0, "refused": 1, "stop": 0, "_failed": 1, "_Failure": 0}
CODE = re.compile(r"^[a-z\[][a-z_\[\]+-]*_[a-z_\[\]+-]+$")


def _calls() -> Iterator[tuple[Path, ast.Call, str]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                yield path, node, name


def _texts(node: ast.expr) -> Iterator[str]:
    """Return the patterns of the texts that an expression may be: one, the branches of a condition, a text with blanks."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(one.value) if isinstance(one, ast.Constant) else "[a-z_]+" for one in node.values)


def _codes() -> dict[str, str]:
    """Return the patterns of every problem code that the package uses, with a file that uses it."""
    found: dict[str, str] = {}
    for path, call, name in _calls():
        if name in MAKERS:
            given = [*call.args[MAKERS[name] :][:1], *(one.value for one in call.keywords if one.arg == "code")]
            found |= {text: path.name for one in given for text in _texts(one) if CODE.match(text)}
    return found


def test_the_search_finds_the_codes_that_are_used() -> None:
    codes = _codes()
    assert {
        "column_missing",
        "key_twice",
        "person_in_text",
        "definition_unknown_owner",
        "borders_no_crs",
        "[a-z_]+_missing",
    } <= codes.keys()


def test_every_problem_code_has_a_sentence() -> None:
    assert {code: file for code, file in _codes().items() if not any(re.fullmatch(code, one) for one in PROBLEMS)} == {}


def test_no_sentence_is_left_of_a_code_that_nobody_uses() -> None:
    used = {*_codes(), _MORE}
    texts = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py") if path.parent.name != "words")
    left = [one for one in PROBLEMS if not any(re.fullmatch(code, one) for code in used) and f'"{one}"' not in texts]
    assert left == []


def test_every_error_class_has_a_code_of_its_own_and_a_sentence() -> None:
    codes = [one.code for one in ERROR_CLASSES]
    assert len(codes) == len(set(codes))
    assert set(codes) == set(ERRORS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_can_be_said_whatever_its_details_are(language: str) -> None:
    for error in ERROR_CLASSES:
        assert error_sentence(error(), language).strip()
    for code in PROBLEMS:
        sentence = problem_sentence(Problem(code, row=3, column="värde", value="x{y}%s"), language)
        assert sentence.startswith("Rad 3, kolumn värde: " if language == "sv" else "Row 3, column värde: ")


def test_a_sentence_ends_and_says_what_to_do() -> None:
    for code, sentence in {**ERRORS, **PROBLEMS}.items():
        assert sentence[0].isupper() or sentence[0] == "{", code
        assert sentence.endswith((".", "}")), code


def test_every_word_of_the_code_that_a_reader_may_meet_is_translated() -> None:
    assert {one.value for one in Permission} <= TERMS.keys()
    assert {one.value for one in State} <= TERMS.keys()
    found = {
        text
        for _, call, name in _calls()
        if name == "NotFound"
        for one in call.keywords
        if one.arg == "what"
        for text in _texts(one.value)
    }
    assert found
    assert found <= TERMS.keys()


def _blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_the_blanks_of_the_swedish_are_those_of_the_english() -> None:
    with catalogue_file("sv").open("rb") as source:
        catalogue = read_po(source, locale="sv")
    for message in catalogue:
        if message.id:
            english = [message.id] if isinstance(message.id, str) else list(message.id)
            swedish = [message.string] if isinstance(message.string, str) else list(message.string)
            wanted = set().union(*map(_blanks, english))
            for text in swedish:
                assert _blanks(text) == wanted, text


def test_the_blanks_of_an_error_are_its_details() -> None:
    named = {one.code: set(re.findall(r"`(\w+)`", one.__doc__ or "")) for one in ERROR_CLASSES}
    assert {code: _blanks(text) - named[code] for code, text in ERRORS.items() if _blanks(text) - named[code]} == {}


def test_the_nearest_names_are_told_where_they_are_known() -> None:
    problem = Problem("area_unknown", row=2, column="område", value="Torgstan", details={"nearest": "Torgstaden"})
    error = errors.NotFound(what="area", given="Torgstan", nearest="Torgstaden")
    for language in LANGUAGES:
        assert problem_sentence(problem, language).count("Torgstaden") == 1
        assert error_sentence(error, language).count("Torgstaden") == 1


@pytest.mark.parametrize(
    ("value", "decimals", "sv", "en"),
    [
        (1234.5, 1, "1\u00a0234,5", "1,234.5"),
        (1234567, 0, "1\u00a0234\u00a0567", "1,234,567"),
        (-2.1, 1, "−2,1", "−2.1"),
        (0, 1, "0,0", "0.0"),
        (-0.04, 1, "0,0", "0.0"),
        (-0.0, 0, "0", "0"),
        (-0.4, 0, "0", "0"),
        (0.05, 1, "0,1", "0.1"),
        (99.95, 0, "100", "100"),
    ],
)
def test_numbers_are_written_as_readers_of_the_language_write_them(value: float, decimals: int, sv: str, en: str) -> None:
    assert (number(value, decimals, "sv"), number(value, decimals, "en")) == (sv, en)


def test_money_and_times_are_written_as_in_sweden() -> None:
    assert kronor(600_000_000, "sv") == "6\u00a0000\u00a0000 kr"
    assert kronor(150, "sv") == "1,50 kr"
    assert moment(datetime.fromisoformat("2026-07-01T22:30")) == "2026-07-02 00:30"
    assert moment(datetime.fromisoformat("2026-01-01T22:30")) == "2026-01-01 23:30"


def test_one_and_many_are_told_apart_and_a_message_without_swedish_is_said_in_english() -> None:
    assert translate("sv", "No such message {x}", x=1) == "No such message 1"


def test_every_message_is_written_out_where_it_is_said_so_that_the_tool_finds_it() -> None:
    # A message that comes in a variable has to be marked somewhere; these two files do that.
    marked = {"frame.py", "reading.py"}
    said = [(path.name, call) for path, call, name in _calls() if name in ("words", "counted") and path.name not in marked]
    assert said
    assert [f"{file}:{call.lineno}" for file, call in said if not isinstance(call.args[0], ast.Constant)] == []


def test_the_swedish_catalogue_is_complete_and_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "tools/update_messages.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")
