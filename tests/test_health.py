"""`health` says what is wrong in a sentence and by its exit status, changes nothing, and tells neither figures nor people."""

import json
import shutil
import threading
from pathlib import Path

import pytest

from kraftkollen.actions.health import Asked, health
from kraftkollen.errors import NotAllowed
from kraftkollen.model.actor import Actor, Role
from kraftkollen.store.files import locked
from tests import stores
from tests.journals import in_file
from tests.store_fixtures import LOCAL, Store, attendance, store_at

NAMES = ["store", "lock_waited_seconds", "schema", "clock", "published", "published_age_hours", "free_disk_percent"]
ANY = Asked(least_free=0)


def wrong(store: Store, asked: Asked = ANY) -> list[str]:
    return [one.name for one in health(store.site, LOCAL, asked) if not one.ok]


def test_a_store_that_is_well_is_said_to_be_and_nothing_is_changed(malmo: Store) -> None:
    malmo.approved(attendance("10101", 917, 1000))
    malmo.publish()
    before = {path: path.read_bytes() for path in malmo.path.rglob("*") if path.is_file()}
    done = stores.command(malmo.path, "health", "--json", "--least-free", "0")
    said = json.loads(done.stdout)
    assert (done.returncode, said["ok"]) == (0, True)
    assert [one["name"] for one in said["checks"]] == [*NAMES, "backup_age_hours"]
    assert {path: path.read_bytes() for path in malmo.path.rglob("*") if path.is_file()} == before
    assert "917" not in done.stdout
    assert "Testare" not in done.stdout
    assert {one["name"]: one["value"] for one in said["checks"]}["backup_age_hours"] is None


@in_file
def test_each_thing_that_is_wrong_is_named_with_what_to_do(malmo: Store, tmp_path: Path) -> None:
    assert wrong(malmo, Asked(least_free=100.0)) == ["free_disk_percent"]
    assert wrong(malmo, Asked(0, backup_within=24)) == ["backup_age_hours"]
    stores.answer(malmo.path, "backup", str(tmp_path / "kopia"), environment={"KRAFTKOLLEN_NOW": "2026-03-01T12:00:00"})
    assert wrong(malmo.at(60 * 23), Asked(0, backup_within=24)) == []
    assert wrong(malmo.at(60 * 25), Asked(0, backup_within=24)) == ["backup_age_hours"]
    assert wrong(malmo.at(-60 * 24)) == ["clock"]
    malmo.site.folder.pointer.write_text("{")
    assert wrong(malmo) == ["published"]
    done = stores.command(malmo.path, "--language", "sv", "health", "--least-free", "0")
    assert done.returncode == 1
    assert "!! published: " in done.stdout
    shutil.rmtree(malmo.site.folder.published)
    malmo.site.folder.journal.write_bytes(b"trasig")
    assert wrong(malmo) == ["store", "published"]
    assert wrong(store_at(tmp_path / "ingen")) == ["store", "published"]
    assert not (tmp_path / "ingen").exists()


@in_file
def test_whoever_holds_the_lock_is_waited_for_and_then_it_is_said(malmo: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kraftkollen.actions.health._PATIENCE", 0.2)
    held, release = threading.Event(), threading.Event()

    def hold() -> None:
        with locked(malmo.site.folder.journal_lock):
            held.set()
            release.wait(10)

    thread = threading.Thread(target=hold)
    thread.start()
    assert held.wait(10)
    assert wrong(malmo) == ["store"]
    release.set()
    thread.join()
    assert wrong(malmo) == []


def test_only_an_administrator_may_ask(malmo: Store) -> None:
    with pytest.raises(NotAllowed):
        health(malmo.site, Actor("Olle", frozenset(Role) - {Role.ADMINISTRATOR}), ANY)
