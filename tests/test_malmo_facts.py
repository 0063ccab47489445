"""Malmö's programme says what is on record, cell by cell, and nothing more."""

import re
from datetime import date
from pathlib import Path

import pytest
from dateutil.relativedelta import relativedelta
from markdown_tables import bullets, tables

from kraftkollen.model.catalogue import load_catalogue
from kraftkollen.model.programme import Decision, Programme, load_programme

ROOT = Path(__file__).resolve().parents[1]
MALMO = ROOT / "data" / "cities" / "malmo"
NOT_A_NAMND = {"Kommunfullmäktige", "Kommunstyrelsen", "Kommunstyrelsens arbetsutskott", "MKB, MINC i Sverige AB"}


@pytest.fixture(scope="module")
def programme() -> Programme:
    return load_programme(MALMO / "programme.yaml")


@pytest.fixture(scope="module")
def record(shared: Path) -> Path:
    return shared / "facts" / "programme.md"


@pytest.fixture(scope="module")
def decisions(record: Path) -> list[dict[str, str]]:
    return tables(record)[0]


def _names(programme: Programme, bodies: tuple[str, ...]) -> str:
    return ", ".join(programme.body_name(body) for body in bodies)


def _reference(decision: Decision) -> str:
    if decision.reference_note is None:
        return decision.reference or ""
    return f"{decision.reference} ({decision.reference_note.en})"


def _dissent(cell: str) -> list[tuple[str, tuple[str, ...], bool]]:
    """Read "reservations (M), (SD)" and "statement announced (M+C), not received; statement (SD)"."""
    found = []
    for kind, rest in re.findall(r"(reservation|statement)s?((?: announced)?(?:,? \((?:[^)]*)\))+(?:, not received)?)", cell):
        for parties in re.findall(r"\(([^)]*)\)", rest):
            found.append((kind, tuple(parties.split("+")), "not received" not in rest))
    return found


@pytest.mark.shared
def test_every_decision_on_record_is_there_to_the_letter_in_the_same_order(
    programme: Programme, decisions: list[dict[str, str]]
) -> None:
    ours = [
        (str(one.day) if one.day else None, _names(programme, one.bodies), _reference(one), one.what.en)
        for one in programme.decisions
    ]
    undated = {"undated", "not known"}
    theirs = [(None if row["date"] in undated else row["date"], row["body"], row["ref"], row["what"]) for row in decisions]
    assert ours == theirs
    assert len(ours) >= 16


@pytest.mark.shared
def test_every_dissent_is_there_with_its_parties(programme: Programme, decisions: list[dict[str, str]]) -> None:
    theirs = [_dissent(row["dissent on record"]) for row in decisions]
    ours = [[(one.kind, one.parties, one.received) for one in decision.dissent] for decision in programme.decisions]
    assert ours == theirs
    read = sum(len(found) for found in theirs)
    assert read == sum(row["dissent on record"].count("(") for row in decisions), "a dissent in the table was not read"


def test_only_the_councils_decision_is_still_to_be_entered(programme: Programme) -> None:
    assert [(one.bodies, one.entered) for one in programme.decisions if not one.entered] == [(("kommunfullmaktige",), False)]


@pytest.mark.shared
def test_the_money_is_there_to_the_letter_in_ore(programme: Programme, record: Path) -> None:
    ours = [
        (
            str(one.year),
            one.source.en,
            one.amount_ore,
            one.purpose.en,
            one.rule and one.rule.en,
            one.standing and one.standing.en,
        )
        for one in programme.money
    ]
    theirs = [
        (row["year"], row["source"], _ore(row["amount"]), row["purpose"], row["rule"], row["standing"])
        for row in tables(record)[1]
    ]
    assert ours == theirs


def _ore(amount: str) -> int:
    assert amount.endswith(" kr")
    return int(amount.removesuffix(" kr").replace(" ", "")) * 100


def test_the_money_supports_the_two_city_wide_processes(programme: Programme) -> None:
    processes = {one.id for one in programme.interventions if one.city_wide}
    assert processes == {"lokal_utveckling", "universell_prevention"}
    assert all(set(one.processes) == processes for one in programme.money)


@pytest.mark.shared
def test_everything_asked_for_is_there_with_whose_it_is(programme: Programme, record: Path) -> None:
    ours = [
        (str(ask.number), ask.what.en, {*_names(programme, ask.whose).split(", "), *([ask.also.en] if ask.also else [])})
        for ask in programme.asks
    ]
    theirs = [(row["#"], row["what"], set(row["whose"].split(", "))) for row in tables(record)[2]]
    assert ours == theirs
    assert len(ours) == 14


@pytest.mark.shared
def test_concerns_financing_forms_and_inferences_stand_in_the_record_word_for_word(programme: Programme, record: Path) -> None:
    text = record.read_text(encoding="utf-8")
    noted = (*programme.concerns, *programme.financing_forms, *programme.inferences)
    assert [one.id for one in noted if one.what.en not in text] == []
    assert (len(programme.concerns), len(programme.financing_forms), len(programme.inferences)) == (2, 3, 3)
    assert f"Our own inferences, to be labelled as ours: {', '.join(one.what.en for one in programme.inferences)}." in text
    forms = "; ".join(one.what.en for one in programme.financing_forms)
    assert f"Financing forms named (Tekniska nämnden): {forms}." in text


def test_our_own_inferences_are_labelled_as_ours(programme: Programme) -> None:
    assert [(one.whose, one.also and one.also.sv) for one in programme.inferences] == [((), "vår egen slutsats")] * 3


@pytest.mark.shared
def test_what_is_not_decided_is_listed_and_not_filled_in(programme: Programme, record: Path) -> None:
    assert [one.what.en for one in programme.not_decided] == bullets(record, "Not decided on record")
    assert programme.priority_areas == ()
    assert [one.id for one in programme.interventions if not one.city_wide] == []
    assert [(one.start, one.end, one.kind, one.lead, one.primary_indicator) for one in programme.interventions] == [
        (None,) * 5
    ] * 2


@pytest.mark.shared
def test_exactly_those_who_answered_are_marked_so(programme: Programme, decisions: list[dict[str, str]]) -> None:
    namnder = {row["body"] for row in decisions} - NOT_A_NAMND
    assert len(namnder) == 11
    assert {one.name for one in programme.bodies if one.answered} == namnder | {"MKB", "MINC i Sverige AB"}
    others = {one.name for one in programme.bodies if not one.answered} - NOT_A_NAMND
    assert others == {"Stadskontoret", "Hälsa-, vård- och omsorgsnämnden"}


def test_one_year_from_the_default_start_ends_on_the_seventh_of_january(programme: Programme) -> None:
    frame = programme.programme
    assert frame.start == date(2026, 1, 7)
    assert frame.start + relativedelta(months=frame.checkpoint_months) == date(2027, 1, 7)
    assert frame.start_source is not None
    assert "inte beslutad" in frame.start_source.sv


def test_malmo_comes_without_figures_targets_and_amendments_but_where_figures_can_be_fetched(programme: Programme) -> None:
    assert not programme.city.demo
    assert {name: set(one) for name, one in programme.indicators.items()} == {"population": {"levels", "breakdowns", "fetch"}}
    assert programme.addresses_allowed == frozenset()
    kept = {path.relative_to(MALMO).as_posix() for path in MALMO.rglob("*") if path.is_file()}
    assert kept == {"programme.yaml", "areas/delomraden.geojson"}


def test_every_owner_of_an_indicator_is_a_body_of_malmo(programme: Programme) -> None:
    owners = {one.owner for one in load_catalogue(ROOT / "indicators.yaml").indicators.values()}
    assert owners <= {body.id for body in programme.bodies}


def test_every_level_of_an_indicator_is_a_level_of_malmo(programme: Programme) -> None:
    indicators = load_catalogue(ROOT / "indicators.yaml").indicators.values()
    used = {level for one in indicators for level in (*one.levels, *one.public_shares_at)}
    assert used <= {level.id for level in programme.levels}


def test_all_borders_are_called_approximate_until_the_official_ones_are_taken_in(programme: Programme) -> None:
    assert [(one.id, one.approximate) for one in programme.divisions] == [
        ("delomrade-2023", True),
        ("stadsdel-1996", True),
        ("stad-2023", True),
    ]
