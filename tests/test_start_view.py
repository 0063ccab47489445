"""What the start page says: the day of the evaluation, decisions with their dissent, and what is not decided."""

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from kraftkollen.model.actor import local_actor
from kraftkollen.model.programme import Programme
from kraftkollen.model.record import programme_of, records_of
from kraftkollen.model.text import Language
from kraftkollen.store.drafts import Meta, RegisterContent, draft_register
from kraftkollen.store.folder import Folder
from kraftkollen.store.published import PublishedFile
from kraftkollen.store.registry import Registry
from kraftkollen.views.checkpoint_view import checkpoint_view
from kraftkollen.views.reading import Reading, Version, open_newest
from kraftkollen.views.start_view import StartView, start_view


def _start(version: Version, language: Language = "sv") -> StartView:
    return start_view(Reading(local_actor(), version, language))


def _days(version: Version, on: date, language: Language = "sv") -> str:
    return checkpoint_view(Reading(local_actor(), version, language), version.programme, on, ()).days


@pytest.fixture
def version(empty_store: Path) -> Version:
    return open_newest(empty_store)


def _with_programme(version: Version, programme: Programme, folder: Path) -> Version:
    """Return the version with another programme, published by the product's own code."""
    records = tuple((one.kind, one.id, json.dumps(one.body)) for one in records_of(programme))
    old = version.registry
    content = RegisterContent(records, old.levels, old.divisions, old.areas, ())
    draft = draft_register(Folder(folder), Meta(1, datetime.fromisoformat("2026-01-01"), "none"), content)
    return replace(version, registry=Registry(PublishedFile.open(draft.part)))


@pytest.mark.parametrize(
    ("today", "sv", "en"),
    [
        (date(2024, 2, 20), "2024-03-01: 10 dagar kvar", "2024-03-01: 10 days left"),
        (date(2024, 2, 29), "2024-03-01: 1 dag kvar", "2024-03-01: 1 day left"),
        (date(2024, 3, 1), "2024-03-01: 0 dagar kvar", "2024-03-01: 0 days left"),
        (date(2024, 3, 2), "2025-03-01: 364 dagar kvar", "2025-03-01: 364 days left"),
    ],
)
def test_the_day_of_the_evaluation_is_a_year_after_the_start_and_then_each_year_with_the_days_left(
    version: Version, today: date, sv: str, en: str
) -> None:
    assert sv in _days(version, today)
    assert en in _days(version, today, "en")


def test_malmo_counts_from_its_default_start_and_says_that_it_is_not_decided(malmo_store: Path) -> None:
    found = open_newest(malmo_store)
    shown = _start(found)
    assert "2027-01-07: 7 " in _days(found, date(2026, 12, 31))
    assert "Startdagen är inte beslutad" in shown.checkpoint_source


def test_every_decision_stands_with_its_dissent_those_without_a_day_first_then_the_newest(version: Version) -> None:
    shown = _start(version, "en")
    days = [one.day for one in shown.decisions]
    assert days[0] == "date not known"
    assert days[1:] == sorted(days[1:], reverse=True)
    council = next(one for one in shown.decisions if one.day == "2023-02-16")
    assert council.dissent == "reservation (Parti C); statement (Parti A, Parti D)"
    assert council.bodies == "Kommunfullmäktige"
    assert council.reference == "§ 21, DEMO-2022-101"
    without = next(one for one in shown.decisions if one.day == "2022-05-19")
    assert without.dissent == ""


def test_no_dissent_on_record_is_lost(malmo_store: Path) -> None:
    version = open_newest(malmo_store)
    rows = _start(version).decisions
    recorded = sorted(", ".join(one.parties) for decision in version.programme.decisions for one in decision.dissent)
    told = sorted(one.split("(")[1].split(")")[0] for row in rows if row.dissent for one in row.dissent.split("; "))
    assert recorded
    assert told == recorded


def test_a_statement_that_was_announced_and_never_came_is_told_apart(version: Version, tmp_path: Path) -> None:
    decision = version.programme.decisions[0]
    late = decision.dissent[1].model_copy(update={"received": False})
    changed = decision.model_copy(update={"dissent": (decision.dissent[0], late)})
    others = tuple(one for one in version.programme.decisions if one.id != decision.id)
    programme = version.programme.model_copy(update={"decisions": (changed, *others)})
    shown = _start(_with_programme(version, programme, tmp_path), "en")
    assert sum(one.dissent.endswith("statement announced (Parti A, Parti D), not received") for one in shown.decisions) == 1


def test_money_is_in_whole_kronor_with_what_it_is_for(version: Version) -> None:
    shown = _start(version)
    assert (shown.money[0].year, shown.money[0].amount) == ("2023", "6\u00a0000\u00a0000 kr")
    assert shown.money[0].purpose.startswith("Att starta lokal samverkan")
    assert _start(version, "en").money[0].amount == "6,000,000 kr"


def test_priority_areas_are_told_by_the_names_of_their_areas(version: Version) -> None:
    shown = {one.name: one.areas for one in _start(version).priority}
    assert shown["Kvarnbacken"] == "Kvarnbacken Norra, Kvarnbacken Södra"


def test_a_city_where_nothing_is_decided_is_shown_without_a_day_and_without_rows(version: Version, tmp_path: Path) -> None:
    frame = version.programme.programme.model_copy(update={"start": None, "start_source": None})
    kept = {"bodies": version.programme.bodies, "levels": version.programme.levels, "divisions": version.programme.divisions}
    bare = Programme(city=version.programme.city, programme=frame, **kept)
    shown = _start(_with_programme(version, bare, tmp_path), "en")
    assert (shown.checkpoint_source, shown.decisions, shown.money, shown.priority, shown.open_questions) == ("", (), (), (), ())


def test_what_is_not_decided_in_malmo_is_listed(malmo_store: Path) -> None:
    version = open_newest(malmo_store)
    shown = _start(version)
    assert len(shown.open_questions) == len(version.programme.not_decided) > 0
    assert shown.priority == ()


def test_the_first_sentence_counts_areas_and_indicators_with_figures(demo_store: Path, version: Version) -> None:
    assert _start(version).sentence.startswith("73 områden på kartan.")
    assert _start(open_newest(demo_store), "en").sentence == ("73 areas on the map, with figures for 20 of 20 indicators.")


def test_the_register_reads_back_as_the_programme_that_went_in(version: Version, tmp_path: Path) -> None:
    changed = _with_programme(version, version.programme, tmp_path)
    assert programme_of(changed.registry.records) == version.programme
