"""Everything that was asked for on record has a line that says where it is, and the page is there; our own stands as ours."""

import re
from pathlib import Path

import pytest
from markdown_tables import tables

from kraftkollen.model.programme import Noted, Programme, load_programme

ROOT = Path(__file__).resolve().parents[1]


def _table(heading: str) -> list[dict[str, str]]:
    """Return the table of the README that has a column of that name."""
    return next(found for found in tables(ROOT / "README.md") if found and heading in found[0])


@pytest.fixture(scope="module")
def malmo_programme() -> Programme:
    return load_programme(ROOT / "data" / "cities" / "malmo" / "programme.yaml")


def _whose(programme: Programme, one: Noted) -> str:
    names = [*(programme.body_name(body) for body in one.whose), *([one.also.sv] if one.also else [])]
    return ", ".join(names)


def _pages(row: dict[str, str]) -> list[str]:
    return re.findall(r"`(\w+)`", row["sida"])


def test_every_ask_has_its_line_word_for_word_with_whose_it_is(malmo_programme: Programme) -> None:
    asked = _table("vad som efterfrågas")
    ours = [(row["#"], row["vad som efterfrågas"], row["av vem"]) for row in asked]
    assert ours == [(str(one.number), one.what.sv, _whose(malmo_programme, one)) for one in malmo_programme.asks]
    assert len(ours) == 14


def test_every_line_says_where_and_names_pages_that_exist() -> None:
    rows = [*_table("vad som efterfrågas"), *_table("vad")]
    assert all(row["var det finns"] and _pages(row) for row in rows)
    assert {name for row in rows for name in _pages(row) if not (ROOT / "pages" / f"{name}.py").exists()} == set()


def test_our_own_inferences_are_told_apart_from_what_was_asked_for(malmo_programme: Programme) -> None:
    ours = _table("vad")
    assert [(row["vad"], row["av vem"]) for row in ours] == [
        (one.what.sv, "vår egen slutsats") for one in malmo_programme.inferences
    ]
