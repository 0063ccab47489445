"""The page of fetching says what leaves the house before it is allowed, and the button fetches what the reader may deliver."""

import json
from pathlib import Path

import pytest

from kraftkollen.actions.publish import publish_register
from kraftkollen.views.fetch_view import fetch_view
from kraftkollen.views.reading import Reading, open_newest
from tests.fault_server import serving
from tests.fetch_answers import KOLADA, REGSO, figure, page
from tests.fetch_city import asked_here
from tests.screen import Screen, opened
from tests.store_fixtures import LOCAL, START, Store
from tests.stores import answer, command

PAGE, UPLOAD = "pages/hamtning.py", "pages/lamna_uppgifter.py"
WORK = "employment_20_24"


def test_an_administrator_reads_what_leaves_the_house_allows_it_and_fetches(
    malmo: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    years = {"2022": 58.1, "2023": 59.2, "2024": 60.3}
    rows = [figure("1280", year, {"T": value}) for year, value in years.items()]
    with serving(lambda _: page(rows)) as source:
        sources = {WORK: [KOLADA], "population": [REGSO.model_copy(update={"since": "2030"})]}
        store = asked_here(malmo, tmp_path, sources, source.address)
        monkeypatch.setenv("KRAFTKOLLEN_INDICATORS", str(store.site.indicators))
        monkeypatch.setenv("KRAFTKOLLEN_NOW", "2026-03-01T12:00:00")
        store.publish()
        closed = opened(UPLOAD, store.path, monkeypatch)
        assert "Ingen administratör har tillåtit det" in closed.read
        screen = opened(PAGE, store.path, monkeypatch)
        assert "Inga personuppgifter skickas" in screen.read
        assert f"{source.address}** (inte tillåten): Koderna för nyckeltalen (N02244), kommunen 1280" in _said(screen)
        assert source.asked == []
        _press(screen, "Tillåt anrop till de här adresserna")
        assert f"{source.address}** (tillåten): " in _said(screen)
        _press(screen, "Hämta från källorna")
        assert {row[1]: row[2] for row in screen.table("Vad som kom")}["Kolada N02244"] == "Nya: 3. Ändrade: 0."
    series = answer(store.path, "series", WORK)
    assert {(row["period"], row["value"]) for row in series if row["level"] == "stad"} == set(years.items())
    _press(screen, "Stoppa alla anrop")
    assert f"{source.address}** (inte tillåten): " in _said(screen)


def _said(screen: Screen) -> str:
    return screen.read.replace("\u2060", "")


def _press(screen: Screen, label: str) -> None:
    button = next(one for one in screen.app.button if one.label == label)
    button.click()
    screen.run()


def test_a_made_up_city_says_that_nothing_is_called(empty_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = opened(PAGE, empty_store, monkeypatch)
    assert "En påhittad stad har inga officiella siffror" in screen.read
    assert [one.label for one in screen.app.button if "Tillåt" in one.label] == []
    assert "av sig själva" not in opened(UPLOAD, empty_store, monkeypatch).read


def test_malmos_own_sources_are_shown_with_what_could_be_there_since_when(malmo_store: Path) -> None:
    shown = fetch_view(Reading(LOCAL, open_newest(malmo_store), "sv"), START.date())
    assert {one.address for one in shown.leaving} == {"https://api.kolada.se", "https://statistikdatabasen.scb.se"}
    assert not shown.allowed
    regso = next(one for one in shown.rows if one.level == "RegSO")
    assert regso.lacks == "2 perioder saknas. Den första, 2024, kunde ha funnits sedan 2025-03-01."


def test_the_commands_say_what_came_and_what_did_not(malmo: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [figure("1280", year, {"T": 50.0}) for year in ("2022", "2023")]
    scrubbed = {"contact": [{"name": "Siv Berg", "mail": "siv.berg@example.se"}]}
    with serving(lambda _: {**page(rows), **scrubbed}) as source:
        store = asked_here(malmo, tmp_path, {WORK: [KOLADA]}, source.address)
        monkeypatch.setenv("KRAFTKOLLEN_INDICATORS", str(store.site.indicators))
        monkeypatch.setenv("KRAFTKOLLEN_NOW", "2026-03-01T12:00:00")
        publish_register(store.site, LOCAL)
        refused = command(store.path, "fetch", WORK, "--json")
        assert (refused.returncode, json.loads(refused.stdout)["error"]["code"]) == (2, "outside_not_allowed")
        assert answer(store.path, "outside", "allow", "--why", "beslut 7")["changed"]
        assert answer(store.path, "outside", "show")["allowed"]
        (dry,) = answer(store.path, "fetch", WORK, "--dry-run")
        assert (dry["outcome"], dry["new"], dry["batch"]) == ("would_deliver", 2, None)
        (done,) = answer(store.path, "fetch", "--due", "--record", str(tmp_path / "kept"))
        assert (done["outcome"], done["new"], done["state"]) == ("delivered", 2, "approved")
        assert done["lacking"] == [{"period": "2024", "since": "2025-12-01"}]
        assert [len(one["sha256"]) for one in done["answers"]] == [64]
        said = command(store.path, "--language", "sv", "fetch", WORK)
        assert "Källan säger samma sak som förut. 1 period saknas: 2024" in said.stdout
    kept = sorted((tmp_path / "kept").iterdir())
    assert [path.name for path in kept] == [
        "employment-20-24-Kolada-N02244-1.json",
        "employment-20-24-Kolada-N02244.index.json",
    ]
    assert "Siv" not in kept[0].read_text(encoding="utf-8")
    assert len(json.loads(kept[0].read_text(encoding="utf-8"))["values"]) == 2
    assert json.loads(kept[1].read_text(encoding="utf-8"))["answers"][0]["file"] == kept[0].name
