"""The yearly evaluation: every number in the text stands in the table beside it, and no sentence says more than its verdict."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kraftkollen.errors import NoSuchYear, NotAllowed
from kraftkollen.model.actor import Actor, Role, local_actor, visitor
from kraftkollen.model.edition import Frozen, content_of, content_plain
from kraftkollen.model.text import LANGUAGES, Language
from kraftkollen.model.verdict import Verdict, VerdictCode
from kraftkollen.model.yearly import Paragraph, YearlyContent
from kraftkollen.report import edition as report
from kraftkollen.views import yearly_verdicts
from kraftkollen.views.outcomes import ReadOutcome
from kraftkollen.views.reading import Reading, open_newest
from kraftkollen.views.yearly_changes import differences, side_by_side
from kraftkollen.views.yearly_quoted import quoted_figures
from kraftkollen.views.yearly_view import basis_of, yearly_view, yearly_years
from kraftkollen.views.yearly_view import content_of as computed

TODAY = date(2026, 11, 21)
YEAR = 2025
# As the language writes them: 1 234,5 and 1,234.5. A sign, a unit or a dash beside is no part of the number.
NUMBERS = {"sv": r"\d+(?:\u00a0\d{3})*(?:,\d+)?", "en": r"\d+(?:,\d{3})*(?:\.\d+)?"}
# What is written by hand or is no result: the ground for choosing an area, judgements, method, open questions.
BY_HAND = re.compile(r"place-|organised$|sources$|unknown-open$")


@pytest.fixture(scope="module")
def contents(demo_store: Path) -> dict[Language, YearlyContent]:
    version = open_newest(demo_store)
    return {language: yearly_view(Reading(local_actor(), version, language), YEAR, TODAY) for language in LANGUAGES}


def numbers(text: str, language: Language) -> set[str]:
    return set(re.findall(NUMBERS[language], text))


def in_tables(content: YearlyContent, said: Paragraph) -> set[str]:
    """Every number in the tables that a paragraph names: titles, headings, cells. What stands under a table is no evidence."""
    tables = {one.id: one for one in content.every_table()}
    texts = [part for name in said.beside for part in (tables[name].title, *tables[name].headers, *sum(tables[name].rows, ()))]
    return set().union(*(numbers(text, content.language) for text in texts))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_in_the_text_stands_in_the_table_beside_it(
    language: Language, contents: dict[Language, YearlyContent]
) -> None:
    content = contents[language]
    checked = 0
    for one in content.every_paragraph():
        if one.beside:
            assert numbers(one.text, language) <= in_tables(content, one), one.text
            checked += len(numbers(one.text, language))
    assert checked > 60
    for section in content.every_section():
        bare = [
            one for one in section.paragraphs if not one.beside and numbers(one.text, language) - {str(YEAR), str(YEAR - 1)}
        ]
        assert not bare or BY_HAND.match(section.id), (section.id, bare)


def test_a_number_that_the_table_does_not_have_is_found(contents: dict[Language, YearlyContent]) -> None:
    content = contents["sv"]
    said = next(one for one in content.five if one.beside == ("money",))
    wrong = re.sub(r"\d+\u00a0\d{3}\u00a0\d{3}", "7\u00a0123\u00a0456", said.text, count=1)
    assert not numbers(wrong, "sv") <= in_tables(content, said)


def test_the_year_is_told_in_five_sentences_each_with_its_evidence(contents: dict[Language, YearlyContent]) -> None:
    for content in contents.values():
        assert len(content.five) == 5
        assert all(one.evidence is not None and one.text.endswith(".") for one in content.five)


def test_both_languages_say_the_same_in_tables_of_the_same_rows(contents: dict[Language, YearlyContent]) -> None:
    swedish, english = contents["sv"], contents["en"]
    # Sums by name stand in the order of the alphabet, which is another in the other language.
    assert [(one.id, sorted(one.keys)) for one in swedish.every_table()] == [
        (one.id, sorted(one.keys)) for one in english.every_table()
    ]
    names = [one.id for one in swedish.every_table()]
    assert len(names) == len(set(names))
    for table in (*swedish.every_table(), *english.every_table()):
        assert len(table.keys) == len(set(table.keys)) == len(table.rows) == len(table.links), table.id
        assert {len(row) for row in table.rows} <= {len(table.headers)}, table.id
        assert len(table.numeric) == len(table.headers)


def test_no_sentence_says_more_than_its_verdict(demo_store: Path, contents: dict[Language, YearlyContent]) -> None:
    reading = Reading(local_actor(), open_newest(demo_store), "en")
    basis = basis_of(reading, YEAR, TODAY)
    found = next(one for one in basis.read if one.answered is not None)
    for code in VerdictCode:
        basis.__dict__["read"] = (_with(found, code),)
        line = yearly_verdicts.verdict_lines(basis)[0]
        cell = yearly_verdicts.verdict_table(basis, "t", "t", basis.read).rows[0][3]
        carries = code in (VerdictCode.CLEAR, VerdictCode.SIGNS)
        assert ("clear difference" in f"{line.words} {line.sentence}".lower()) is (code is VerdictCode.CLEAR)
        assert bool(re.search(r"[+−]\d", f"{line.sentence} {cell}")) is carries
        if code is VerdictCode.CANNOT_TELL:
            assert (cell, bool(re.search(r"\d", line.sentence))) == ("–", False)
            counts = computed(basis).five[2].text
            assert "clear difference 0, signs of a difference 0, cannot be told 1" in counts


def _with(found: ReadOutcome, code: VerdictCode) -> ReadOutcome:
    assert found.answered is not None
    estimate = replace(found.answered.estimate, verdict=Verdict(code), smallest_that_matters=1.0)
    outcome = replace(found.outcome, verdict=code)
    return replace(found, outcome=outcome, answered=replace(found.answered, estimate=estimate))


def test_the_sentence_on_verdicts_counts_what_the_lines_say_and_development_is_never_called_effect(
    contents: dict[Language, YearlyContent],
) -> None:
    words: dict[Language, str] = {"sv": "effekt", "en": "effect"}
    for language, word in words.items():
        content = contents[language]
        codes = Counter(one.code or "none" for one in content.verdicts)
        table = next(one for one in content.every_table() if one.id == "verdict-counts")
        counted = {key: int(row[1]) for key, row in zip(table.keys, table.rows, strict=True)}
        assert {key: counted[key] for key in codes} == dict(codes)
        assert counted["total"] == len(content.verdicts)
        developed = [
            one.text for part in content.every_section() if part.id.startswith("developed-") for one in part.paragraphs
        ]
        assert developed
        assert not any(word in one.lower() for one in [*developed, content.five[1].text])


def test_what_is_later_than_the_year_is_not_in_it(demo_store: Path) -> None:
    reading = Reading(local_actor(), open_newest(demo_store), "en")
    assert yearly_years(reading, TODAY) == (2026, 2025, 2024, 2023)
    content = yearly_view(reading, 2024, TODAY)
    days = re.findall(r"\d{4}-\d{2}-\d{2}", " ".join(cell for one in content.every_table() for row in one.rows for cell in row))
    assert content.day == date(2025, 12, 31)
    assert max(days) <= "2025-12-31"
    ends = [row[4][:4] for one in content.every_table() if one.id.startswith("figures-") for row in one.rows if row[4] != "–"]
    assert max(one for one in ends if one.isdigit()) <= "2024"
    with pytest.raises(NoSuchYear):
        yearly_view(reading, 2019, TODAY)


def test_a_content_read_back_from_json_is_the_same_and_two_years_stand_beside_each_other(
    demo_store: Path, contents: dict[Language, YearlyContent]
) -> None:
    content = contents["sv"]
    assert content_of(content_plain(content)) == content
    assert differences(content, content) == ()
    tables = {one.id: one for one in content.every_table()}
    beside = side_by_side(content, replace(content, year=2026))
    assert {"beside-done", "beside-moved", "beside-verdict-counts"} <= {one.id for one in beside}
    done = next(one for one in beside if one.id == "beside-done")
    assert done.headers[1:] == ("2025", "2026")
    assert [row[1] for row in done.rows] == [row[1] for row in tables["done"].rows] == [row[2] for row in done.rows]


def test_a_draft_is_seen_by_those_who_may_and_rests_on_published_figures_alone(demo_store: Path) -> None:
    version = open_newest(demo_store)
    for actor in (visitor(), Actor("Pia", frozenset({Role.POLITICIAN})), Actor("Olle", frozenset({Role.OFFICER}))):
        with pytest.raises(NotAllowed):
            report.draft(actor, version, YEAR, TODAY)
    quoted = quoted_figures(Reading(local_actor(), version, "sv"), YEAR, TODAY)
    assert all(one.value is None for one in quoted if one.status in ("hidden", "missing", "all"))
    assert {one.area for one in quoted} >= {"ragangen", "kvarnbacken", "ekhaga", ""}
    assert Frozen({}, quoted, "{}", ()).figures == quoted


def test_a_city_without_a_figure_has_an_evaluation_that_says_so(malmo_store: Path, empty_store: Path) -> None:
    for store in (malmo_store, empty_store):
        for language in LANGUAGES:
            reading = Reading(local_actor(), open_newest(store), language)
            content = yearly_view(reading, yearly_years(reading, TODAY)[0], TODAY)
            assert len(content.five) == 5
            assert content.sections[0].id == "places"
            assert content.sections[0].paragraphs or content.sections[0].sections
            assert not any(one.id.startswith("figures-") for one in content.every_table())
