"""The evaluation after one year on the page, on the command line and as a text: the same on any day, and honest."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from kraftkollen.model.programme import load_programme
from kraftkollen.views.reading import open_newest
from tests import people, stores
from tests.people import Person
from tests.screen import Screen, opened

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
    assert "Gränserna är förslag." in screen.read
    missing = screen.table("För kriteriet")
    assert {row[2] for row in missing} >= {"Det är klart var varje insats får sina pengar"}
    assert {row[1] for row in missing} == {"ingen är utpekad, Kommunstyrelsen samordnar"}
    assert "Det är sista dagen enligt lag" in screen.read
    block = screen.table("Beslutat")
    assert [row[0] for row in block] == ["Modellen som helhet", "Lokal utveckling", "Universell prevention"]
    assert {row[1].replace("\u00a0", " ") for row in block} == {"inget beslut ännu"}


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


def test_the_money_of_a_day_is_that_of_the_year_before_by_hand(answers: dict[str, dict[str, object]]) -> None:
    ledger = load_programme(stores.ROOT / "data" / "cities" / "exempelstad" / "programme.yaml").ledger
    for year, found in zip((2023, 2024), answers.values(), strict=True):
        corrected = {one.corrects for one in ledger}
        rows = [one for one in ledger if one.year == year and one.day.year <= year + 1 and one.id not in corrected]
        used = sum(one.amount_ore for one in rows if (one.type, one.source) == ("actual", "city_wide"))
        called = sum(one.amount_ore for one in rows if one.type == "call_off")
        document = json.loads(json.dumps(found))
        figure = next(one["figure"] for one in document["criteria"] if one["id"] == "call_offs")
        assert figure == pytest.approx(min(1, used / called))


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
    judged = {one["id"]: one["judgements"] for one in now["criteria"]}
    assert any("Räcker." in said for said in judged["evaluator_named"])
    # Beside the rule's answer, and never in its place.
    assert [{**one, "judgements": []} for one in now["criteria"]] == [{**one, "judgements": []} for one in before["criteria"]]


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


def test_a_person_judges_and_approves_and_the_rule_stands_beside(demo_store: Path, tmp_path: Path, monkeypatch: Patch) -> None:
    store = stores.copied(demo_store, tmp_path)
    screen = opened(PAGE, store, monkeypatch, datum="2024-03-01")
    assert "Utkast: ingen har godkänt texten ännu." in screen.read
    _press(screen, "Godkänn texten")
    assert any("Funktion" in one for one in screen.errors)
    _fill(screen, "approve function", "Utvärderingsansvarig")
    _press(screen, "Godkänn texten")
    assert "Godkänd av Kommunfullmäktige (Utvärderingsansvarig)" in screen.read
    next(one for one in screen.app.text_area if one.label == "Varför").input("Bredden räcker för uppgiften.")
    _fill(screen, "judging function", "Ordförande")
    _fill(screen, "judged day", "2024-03-01")
    _press(screen, "För in bedömningen")
    assert "Bedömningen står bredvid regelns svar." in screen.read
    assert "Kommunfullmäktige, Ordförande bedömer annorlunda (2024-03-01): uppfyllt." in screen.read
    # What a person judges is a part of the text: it has to be approved again.
    assert "Utkast: Kommunfullmäktige (Utvärderingsansvarig) godkände texten" in screen.read
    people.set_up(store)
    reader = opened(PAGE, store, monkeypatch, person=Person("Läsa", ("lasare",)), datum="2024-03-01")
    assert "Det går att ladda ner när en människa har godkänt texten så som den står." in reader.read
    assert not any(one.label == "Godkänn texten" for one in reader.app.button)


def _press(screen: Screen, label: str) -> None:
    next(one for one in screen.app.button if one.label == label).click()
    screen.run()


def _fill(screen: Screen, key: str, text: str) -> None:
    next(one for one in screen.app.text_input if str(one.key).startswith(key)).input(text)


def test_two_evaluations_stand_beside_each_other_on_the_page(demo_store: Path, monkeypatch: Patch) -> None:
    screen = opened(PAGE, demo_store, monkeypatch, datum="2025-03-01", jamfor="2024-03-01", sprak="en")
    assert (screen.errors, screen.warnings) == ([], [])
    rows = screen.table("Another answer")
    assert len(rows) == 16
    assert next(columns for columns, *_ in screen.tables if "Another answer" in columns)[1:3] == ["2024-03-01", "2025-03-01"]
    # Each evaluation that has been is one click away.
    assert "2026-03-01" in screen.read


def test_the_allocation_is_off_by_default_and_its_weights_stand_in_the_address(
    demo_store: Path, tmp_path: Path, monkeypatch: Patch
) -> None:
    screen = opened(PAGE, stores.copied(demo_store, tmp_path), monkeypatch, visa="fordelning")
    assert "används ej" in screen.read or "används inte" in screen.read
    _press(screen, "Börja använda")
    assert screen.errors == []
    assert "Det här är ingen ordning att följa." in screen.read
    rows = screen.table("Nio viktningar av tio")
    assert [row[0] for row in rows][:2] == ["Tillbaka till klassrummet", "Läxhjälp varje dag"]
    # City-wide processes have nothing to be compared with: that is missing, and said.
    assert "Mätbarhet" in next(row[4] for row in rows if row[0] == "Tidigt stöd")
    chart = next(one.proto for one in screen.app.main if one.type == "plotly_chart")
    assert "beror platsen på vikterna" in chart.alt
    screen.app.slider(key="weight representation").set_value(5)
    screen.run()
    assert screen.address["bredd"] == "5"
    assert screen.table("Nio viktningar av tio") != rows
