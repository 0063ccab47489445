"""Editions: announced, published once, the same for ever whatever becomes of the data, and saying so when they have changed."""

import hashlib
import json
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from kraftkollen.actions import decide
from kraftkollen.actions import editions as action
from kraftkollen.actions.erase import erase
from kraftkollen.actions.moves import moves
from kraftkollen.actions.verify import verify
from kraftkollen.cli.commands import main
from kraftkollen.errors import AnnouncedTooLate, NotAllowed, NotAnnounced, NotYetDue, ReasonNeeded, StoreUnreadable
from kraftkollen.model.actor import Actor, Role, visitor
from kraftkollen.model.edition import EditionStatus
from kraftkollen.report import edition as report
from kraftkollen.report.edition_export import edition_folder
from kraftkollen.store import edition_files, published
from kraftkollen.views.editions_view import Editions, since_then
from kraftkollen.views.reading import Reading, open_newest
from tests import stores
from tests.screen import opened
from tests.store_fixtures import LOCAL, START, Store, store_at

YEAR = 2025
SECRETARY = Actor("Siv", frozenset({Role.SECRETARY}))
POLITICIAN = Actor("Pia", frozenset({Role.POLITICIAN}))
DAY = 24 * 60
PAGE = "pages/arsutvardering.py"


def attendance(store: Store, more: int = 0) -> list[str]:
    """Lines of attendance for every area of the finest level over nine school years: more than five hundred."""
    registry = open_newest(store.path).registry
    codes = [one.code for one in registry.areas if one.division == registry.divisions[-1].id]
    years = [f"{year}/{(year + 1) % 100:02}" for year in range(2016, 2025)]
    shares = (
        (code, year, 800 + 3 * place + 2 * number + more)
        for place, code in enumerate(codes)
        for number, year in enumerate(years)
    )
    return [f"school_attendance;{code};{year};;;{count};1200;;" for code, year, count in shares]


@pytest.fixture(scope="module")
def made(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Exempelstad with attendance alone, and an edition of 2025 published two days after START. To be copied."""
    store = store_at(stores.copied(empty_store, tmp_path_factory.mktemp("editions")))
    store.approved(*attendance(store))
    store.publish()
    action.announce(store.at(0).site, SECRETARY, YEAR, (START + timedelta(days=2)).date())
    publish(store, 2 * DAY, "DEMO-2026-7")
    return store


@pytest.fixture
def city(made: Store, tmp_path: Path) -> Store:
    return store_at(stores.copied(made.path, tmp_path))


def publish(store: Store, minutes: float, reference: str | None = None, why: str | None = None) -> action.Done:
    return report.publish(store.at(minutes).site, SECRETARY, open_newest(store.path), YEAR, reference, why)


def files(store: Store) -> dict[str, str]:
    """Every file of the editions but the index, with its hash."""
    folder = store.path / "editions"
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "index.json"
    }


def test_an_edition_stays_as_it_was_when_figures_are_revised_an_indicator_renamed_and_a_delivery_reverted(
    city: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KRAFTKOLLEN_NOW", (START + timedelta(days=3)).isoformat())
    before, shown = files(city), opened(PAGE, city.path, monkeypatch)
    assert (shown.app.exception.values, shown.errors, shown.warnings) == ([], [], [])
    kept = action.kept_edition(city.site, LOCAL, "2025")[1:]
    reverted = city.approved("school_attendance;E0308;2024/25;;;1000;1200;;")
    revised = attendance(city, more=40)
    assert len(revised) >= 500
    city.approved(*revised)
    decide.revert(city.site, LOCAL, reverted.batch, "fel fil")
    named = tmp_path / "indicators.yaml"
    text = city.site.indicators.read_text(encoding="utf-8")
    named.write_text(text.replace("Närvaro i grundskolan", "Andel närvarande elever"), encoding="utf-8")
    later = Store(replace(city.at(4 * DAY).site, indicators=named))
    later.publish()

    assert files(city) == before
    assert action.kept_edition(city.site, LOCAL, "2025")[1:] == kept
    again = opened(PAGE, city.path, monkeypatch)
    assert again.app.exception.values == []
    told, old = set(shown.strings), set(again.strings)
    assert "Data har ändrats sedan den publicerades" in again.read
    # All that was said is said still, but for the one sentence on the data; and what is new is the notice with its table.
    assert {one for one in told - old if "detsamma som när den publicerades" not in one} == set()
    rows = again.table("I utgåvan")
    assert ["Närvaro i grundskolan", "Andel närvarande elever"] in [row[3:] for row in rows]
    assert any(row[3] != row[4] and "%" in row[3] for row in rows)


def test_an_edition_is_published_only_after_it_was_announced_and_not_before_the_day(empty_store: Path, tmp_path: Path) -> None:
    store = store_at(stores.copied(empty_store, tmp_path))
    today = START.date()
    with pytest.raises(NotAnnounced):
        publish(store, 0)
    with pytest.raises(AnnouncedTooLate):
        action.announce(store.site, SECRETARY, YEAR, today)
    for actor in (POLITICIAN, visitor()):
        with pytest.raises(NotAllowed):
            action.announce(store.site, actor, YEAR, today + timedelta(days=2))
    first = action.announce(store.site, SECRETARY, YEAR, today + timedelta(days=2))
    assert action.announce(store.at(5).site, SECRETARY, YEAR, today + timedelta(days=2)) == first
    assert [one.on for one in Editions(visitor(), store.path).announced()] == [today + timedelta(days=2)]
    with pytest.raises(NotYetDue):
        publish(store, DAY)
    assert Editions(visitor(), store.path).standing == ()
    assert publish(store, 2 * DAY).new
    assert Editions(visitor(), store.path).announced() == ()


def test_the_same_edition_twice_is_one_and_a_later_one_supersedes_it_with_a_reason(city: Store) -> None:
    first = Editions(visitor(), city.path).standing[0]
    again = publish(city, 2 * DAY + 5)
    assert (again.new, again.edition) == (False, first.edition)
    with pytest.raises(NotAnnounced):
        publish(city, 3 * DAY)
    action.announce(city.at(3 * DAY).site, SECRETARY, YEAR, (START + timedelta(days=5)).date())
    with pytest.raises(ReasonNeeded):
        publish(city, 6 * DAY)
    second = publish(city, 6 * DAY, why="kommentarer har kommit")
    assert (second.edition.id, second.new) == ("2025-2", True)
    editions = Editions(visitor(), city.path)
    assert [(one.edition.id, one.status, one.superseded_by) for one in editions.standing] == [
        ("2025-2", EditionStatus.PUBLISHED, None),
        ("2025-1", EditionStatus.SUPERSEDED, "2025-2"),
    ]
    assert editions.find("2025") == editions.standing[0]
    assert editions.content(editions.standing[1], "sv").day == date(2026, 3, 3)


def test_what_is_sealed_holds_and_what_is_tampered_with_is_refused(city: Store) -> None:
    standing, content, documents = action.kept_edition(city.site, POLITICIAN, "2025-1")
    assert action.holds(standing.edition, content, documents)
    assert not action.holds(standing.edition, content.replace("2025", "2024", 1), documents)
    assert not action.holds(replace(standing.edition, published_by="Någon annan"), content, documents)
    kinds = {"pdf": b"%PDF-", "xlsx": b"PK"}
    names = [one.name for one in documents]
    assert names == sorted(f"arsutvardering-2025-1-{language}.{kind}" for language in ("sv", "en") for kind in kinds)
    assert all(one.content.startswith(kinds[one.name.rpartition(".")[2]]) for one in documents)
    editions = Editions(visitor(), city.path)
    assert editions.document(standing, documents[0].name) == documents[0]
    path = next((city.path / "editions").rglob("edition.json"))
    path.write_text(path.read_text(encoding="utf-8").replace("2025", "2024", 1), encoding="utf-8")
    with pytest.raises(StoreUnreadable):
        editions.content(standing, "sv")
    assert [one.code for one in verify(city.site, LOCAL).problems] == ["edition_file_differs"]


def test_a_delivery_names_the_editions_that_rest_on_what_it_would_move(city: Store) -> None:
    beside = city.deliver("school_attendance;E0308;2024/25;;;1100;1200;;")
    other = city.deliver("population;E0308;2012;;7000;;;;")
    assert moves(city.site, LOCAL, beside.batch).editions == ("2025-1",)
    assert moves(city.site, LOCAL, other.batch).editions == ()


def test_the_files_that_an_edition_was_made_of_are_kept_and_an_erasure_behind_it_is_told(city: Store) -> None:
    edition = Editions(visitor(), city.path).standing[0].edition
    newest = next(path for kind, _, path in published.files(city.site.folder) if kind == "figures")
    for number in range(91, 95):
        shutil.copy(newest, newest.with_name(f"figures-0000{number}-0.duckdb"))
    city.at(5 * DAY).publish()
    assert 91 not in {number for _, number, _ in published.files(city.site.folder)}
    there = {(kind, number) for kind, number, _ in published.files(city.site.folder)}
    assert {("figures", edition.figures_version), ("register", edition.register_version)} <= there
    before = files(city)
    erase(city.at(6 * DAY).site, LOCAL, 1, "skulle aldrig ha lämnats", "beslut 7")
    erased = Editions(visitor(), city.path).standing[0]
    assert (erased.status, erased.erasure and erased.erasure.reference) == (EditionStatus.ERASED_BEHIND, "beslut 7")
    assert files(city) == before
    assert ("figures", edition.figures_version) not in {(kind, number) for kind, number, _ in published.files(city.site.folder)}
    reading = Reading(LOCAL, open_newest(city.path), "sv")
    assert since_then(reading, Editions(LOCAL, city.path).content(erased, "sv")).changed


def test_the_folder_for_the_archive_describes_every_file_in_it_and_the_commands_answer(city: Store, tmp_path: Path) -> None:
    folder = edition_folder(*action.kept_edition(city.site, POLITICIAN, "2025-1"))
    described = json.loads(folder["metadata.json"])
    assert {one["path"]: one["sha256"] for one in described["files"]} == {
        path: hashlib.sha256(content).hexdigest() for path, content in folder.items() if path != "metadata.json"
    }
    assert (described["edition"], described["reference"], described["demo_data"]) == ("2025-1", "DEMO-2026-7", True)
    assert hashlib.sha256(folder["edition.json"]).hexdigest() == described["content_sha256"]
    assert {"tables/sv/moved.csv", "tables/en/moved.csv", "figures.csv", "README.txt"} <= set(folder)
    for language in ("sv", "en"):
        assert b"<pdfaid:part>2<" in folder[f"documents/arsutvardering-2025-1-{language}.pdf"]
        assert folder[f"documents/arsutvardering-2025-1-{language}.xlsx"].startswith(b"PK")

    def run(*arguments: str) -> dict[str, object]:
        done = CliRunner().invoke(main, ["--data", str(city.path), "edition", *arguments, "--json"])
        assert done.exit_code == 0, done.output
        found: dict[str, object] = json.loads(done.stdout)
        return found

    assert run("show", "2025")["holds"] is True
    assert [one["edition"] for one in run("list")["editions"]] == ["2025-1"]  # type: ignore[attr-defined]
    assert run("export", "2025-1", "--out", str(tmp_path / "arkiv"))["files"] == sorted(folder)
    refused = CliRunner().invoke(
        main, ["--data", str(city.path), "edition", "announce", "2025", "--on", "2020-01-01", "--by", "Siv", "--json"]
    )
    assert (refused.exit_code, json.loads(refused.stdout)["error"]["code"]) == (2, "announced_too_late")


def test_two_years_stand_side_by_side_on_the_page(made: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KRAFTKOLLEN_NOW", (START + timedelta(days=3)).isoformat())
    shown = opened(PAGE, made.path, monkeypatch, ar="2025", jamfor="2024")
    assert (shown.app.exception.values, shown.errors, shown.warnings) == ([], [], [])
    beside = shown.read.partition("Två år bredvid varandra")[2]
    assert "2024" in beside
    assert "2025" in beside
    # What a reader presses: the edition as PDF and as workbook, in both languages.
    buttons = " ".join(one.proto.label for one in shown.app.get("download_button"))
    assert buttons.count("PDF") == buttons.count("Excel") == 2


def test_whatever_a_killed_process_left_out_is_written_with_the_next(city: Store) -> None:
    before, folder = files(city), city.path / "editions"
    for path in sorted(folder.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    assert edition_files.index(city.site.folder) == ((), ())
    action.list_editions(city.site, POLITICIAN)
    assert files(city) == before
