"""The evaluation after one year on the page, on the command line and as a text: the same on any day, and honest."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from kraftkollen.views.reading import open_newest
from tests import stores
from tests.screen import opened

Patch = pytest.MonkeyPatch
PAGE = "pages/ettarsutvardering.py"
STATUSES = {"uppfyllt", "delvis uppfyllt", "inte uppfyllt", "underlag saknas", "används ej"}


def test_exempelstad_shows_every_status_on_the_day_of_its_first_evaluation(demo_store: Path, monkeypatch: Patch) -> None:
    screen = opened(PAGE, demo_store, monkeypatch, datum="2024-03-01")
    assert (screen.errors, screen.app.exception.values) == ([], [])
    shown = {row[1] for columns, *rows in screen.tables if columns[:2] == ["Kriterium", "Enligt regeln"] for row in rows}
    assert shown == STATUSES


def test_malmo_with_nothing_entered_says_what_is_missing_and_whose(malmo_store: Path, monkeypatch: Patch) -> None:
    screen = opened(PAGE, malmo_store, monkeypatch)
    assert "Utvärderingen är 2027-01-07" in screen.read
    assert "Inget organ har beslutat ännu." in screen.read
    assert "ett förslag, inte beslutat" in screen.read
    missing = screen.table("För kriteriet")
    assert {row[2] for row in missing} >= {"Det är klart var varje insats får sina pengar"}
    assert {row[1] for row in missing} == {"ingen är utpekad"}


def test_a_module_that_is_off_counts_neither_for_nor_against(malmo_store: Path, monkeypatch: Patch) -> None:
    rows = [
        row for columns, *rows in opened(PAGE, malmo_store, monkeypatch).tables if columns[0] == "Kriterium" for row in rows
    ]
    unused = {row[0] for row in rows if row[1] == "används ej"}
    assert "Varje område har en gemensam problembild" in unused
    assert "Pengarna går till insatser vars effekt går att avgöra" in unused


@pytest.fixture(scope="module")
def answers(demo_store: Path) -> dict[str, dict[str, object]]:
    return {day: stores.answer(demo_store, "checkpoint", "--on", day) for day in ("2024-03-01", "2025-03-01")}


def test_two_days_a_year_apart_give_different_answers(answers: dict[str, dict[str, object]]) -> None:
    first, second = (json.loads(json.dumps(one)) for one in answers.values())
    assert (first["days_left"], second["days_left"]) == (0, 0)
    assert first["evaluation"] == "2024-03-01"
    figures = [{one["id"]: (one["status"], one["figure"]) for one in found["criteria"]} for found in (first, second)]
    assert figures[0] != figures[1]
    verdicts = [{one["intervention"]: one["verdict"] for one in found["outcomes"]} for found in (first, second)]
    assert verdicts[0]["tillbaka_till_klassrummet"] == verdicts[1]["tillbaka_till_klassrummet"] == "clear"
    assert verdicts[0]["fritid_for_alla"] is None
    assert verdicts[1]["fritid_for_alla"] == "cannot_tell"


def test_every_criterion_says_its_threshold_its_figure_and_what_it_rests_on(answers: dict[str, dict[str, object]]) -> None:
    document = json.loads(json.dumps(answers["2025-03-01"]))
    assert len(document["criteria"]) == 16
    for one in document["criteria"]:
        assert (one["figure"] is None) == (one["status"] in ("evidence_missing", "not_used"))
        assert set(one["threshold"]) == {"met", "partly", "less_is_better"}
    assert document["readiness"]["criteria"] == 16
    assert all(set(one) == {"criterion", "kind", "id", "whose"} for one in document["readiness"]["missing"])


def test_as_of_an_earlier_time_gives_what_was_known_then(demo_store: Path, tmp_path: Path) -> None:
    store = stores.copied(demo_store, tmp_path)
    before = stores.answer(store, "checkpoint", "--on", "2025-03-01")
    moment = _published_at(store)
    judgement = {
        "id": "sen_bedomning",
        "criterion": "evaluator_named",
        "status": "met",
        "why": "Räcker.",
        "body": "kommunstyrelsen",
        "day": "2025-02-01",
    }
    path = tmp_path / "post.yaml"
    path.write_text(json.dumps({"judgements": [judgement]}), encoding="utf-8")
    stores.answer(store, "register", "import", str(path))
    now = stores.answer(store, "checkpoint", "--on", "2025-03-01")
    then = stores.answer(store, "checkpoint", "--on", "2025-03-01", "--as-of", moment)
    assert then == before
    assert now["criteria"] == before["criteria"]
    assert "Räcker." in stores.command(store, "--language", "sv", "checkpoint", "--on", "2025-03-01").stdout
    said = stores.command(store, "--language", "sv", "checkpoint", "--on", "2025-03-01", "--as-of", moment).stdout
    assert "Räcker." not in said


def _published_at(store: Path) -> str:
    # A second on: the command reads whole seconds.
    at = open_newest(store).figures.published_at + timedelta(seconds=1)
    return at.isoformat(timespec="seconds")


def test_before_anything_was_published_it_says_so(demo_store: Path) -> None:
    done = stores.command(demo_store, "checkpoint", "--as-of", "2001-01-01", "--json")
    assert (done.returncode, json.loads(done.stdout)["error"]["code"]) == (2, "not_found")


def test_the_page_and_the_command_say_the_same(demo_store: Path, monkeypatch: Patch) -> None:
    said = stores.command(demo_store, "--language", "sv", "checkpoint", "--on", "2024-03-01").stdout
    screen = opened(PAGE, demo_store, monkeypatch, datum="2024-03-01")
    sentences = [line[2:].split(" Gräns:")[0] for line in said.splitlines() if " Gräns:" in line]
    assert len(sentences) == 16
    shown = screen.read.replace("\u00a0", " ")
    with_evidence = [one for one in sentences if "underlag saknas" not in one and "används ej" not in one]
    assert [one for one in with_evidence if one.replace("\u00a0", " ") not in shown] == []


def test_a_person_judges_decides_and_approves_and_the_rule_stands_beside(
    demo_store: Path, tmp_path: Path, monkeypatch: Patch
) -> None:
    screen = opened(PAGE, stores.copied(demo_store, tmp_path), monkeypatch, datum="2024-03-01")
    button = next(one for one in screen.app.button if one.label == "Godkänn texten")
    button.click()
    screen.run()
    assert "Godkänd som den står av Kommunfullmäktige, för 2024-03-01." in screen.read
    next(one for one in screen.app.text_area if one.label == "Varför").input("Bredden räcker för uppgiften.")
    next(one for one in screen.app.button if one.label == "För in bedömningen").click()
    screen.run()
    assert "Bedömningen står bredvid regelns svar." in screen.read
    assert "Godkänd som den står" in screen.read  # the judgement is of today, and the page is about 2024
