"""A backup is whole or not there, is made while people work, and is laid out again only if whole and where nothing stands."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kraftkollen.actions.backup import backup, checked, restore
from kraftkollen.actions.decide import reject
from kraftkollen.actions.verify import verify
from kraftkollen.errors import (
    BackupDamaged,
    BackupMissing,
    BackupNewer,
    NotAllowed,
    StoreExists,
    StoreMissing,
    TargetInside,
    TargetMissing,
    TargetTaken,
)
from kraftkollen.model.actor import Actor, Role
from kraftkollen.store import manifest
from kraftkollen.store.files import upload_path
from kraftkollen.words.problems import error_sentence
from tests import stores
from tests.journals import in_file
from tests.store_fixtures import LOCAL, Store, attendance, copied, in_another_process, store_at

AREA = "10101"
_NOW, _MARCH, _LATER = "KRAFTKOLLEN_NOW", "2026-03-01T12:00:00", "2026-03-03T12:00:00"
_DELIVER = """
import sys
from pathlib import Path
from tests.store_fixtures import attendance, store_at
store = store_at(Path(sys.argv[1]))
for number in range(100, 900):
    batch = store.deliver(attendance("10101", number, 1000)).batch
    store.approve(batch)
    if number % 5 == 0:
        store.publish()
    print(batch, flush=True)
"""
_LEFT_IN_THE_LOG = """
import os, sys, duckdb
connection = duckdb.connect(sys.argv[1], config={"checkpoint_threshold": "1TB"})
connection.execute("INSERT INTO level VALUES ('i_loggen', 'x', 'x', 99)")
os._exit(9)
"""


@pytest.fixture(scope="module")
def whole(malmo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with deliveries in every state, an edition, sign-ins, and a file of access. Copy it to write."""
    store = copied(malmo_template, tmp_path_factory.mktemp("backup") / "store")
    store.approved(attendance(AREA, 900, 1000), attendance("10102", 3, 1000))
    reject(store.site, LOCAL, store.deliver(attendance(AREA, 910, 1000)).batch)
    store.deliver(attendance(AREA, 920, 1000))
    store.publish()
    stores.answer(store.path, "edition", "announce", "2026", "--on", _LATER[:10], "--by", "Siv", environment={_NOW: _MARCH})
    stores.answer(store.path, "edition", "publish", "2026", "--by", "Siv", environment={_NOW: _LATER})
    (store.path / "access.yaml").write_text("groups: {}\n", encoding="utf-8")
    (store.path / "sign_ins").mkdir()
    line = {"at": "2026-03-01T12:00:00", "event": "in", "name": "Olle", "roles": ["officer"]}
    (store.path / "sign_ins" / "2026-03.jsonl").write_text(json.dumps(line) + "\n" + '{"at": "2026-03-0', encoding="utf-8")
    return store.path


@pytest.fixture
def store(whole: Path, tmp_path: Path) -> Store:
    return copied(whole, tmp_path / "store")


@pytest.fixture(scope="module")
def made(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of that store. Copy it to write."""
    target = tmp_path_factory.mktemp("backups") / "kopia"
    backup(store_at(whole).site, LOCAL, target)
    return target


def test_what_is_restored_is_what_was_backed_up(whole: Path, made: Path, tmp_path: Path) -> None:
    before = verify(store_at(whole).site, LOCAL)
    done = restore(store_at(tmp_path / "nytt").site, LOCAL, made)
    assert done.problems == ()
    assert (done.verified.digest, done.held.digest) == (before.digest, before.digest)
    assert (
        store_at(tmp_path / "nytt").values() == store_at(whole).values() == {(AREA, "2024/25"): 90, ("10102", "2024/25"): None}
    )
    for name in ("access.yaml", "editions/index.json"):
        assert (tmp_path / "nytt" / name).read_bytes() == (whole / name).read_bytes()
    # Somebody was signing in when it was made: whole lines only.
    assert len((tmp_path / "nytt" / "sign_ins" / "2026-03.jsonl").read_text(encoding="utf-8").splitlines()) == 1
    store_at(tmp_path / "nytt").approved(attendance(AREA, 930, 1000))


def test_the_manifest_names_every_file_and_nobody_else_may_read_the_folder(made: Path) -> None:
    found = manifest.read(made)
    there = {path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file()}
    assert there == {one.path for one in found.items} | {manifest.NAME}
    assert {one.path.split("/")[0] for one in found.items} >= {"journal.duckdb", "uploads", "published", "editions", "sign_ins"}
    assert made.stat().st_mode & 0o777 == 0o700
    assert (made / "journal.duckdb").stat().st_mode & 0o777 == 0o600


def test_the_commands_answer_as_documented_in_both_languages(store: Store, tmp_path: Path) -> None:
    said = stores.answer(store.path, "backup", str(tmp_path / "kopia"))
    assert (said["ok"], said["batches"], said["observations"], said["problems"]) == (True, 3, 4, [])
    assert stores.answer(store.path, "health", "--least-free", "0", "--backup-within", "1")["ok"] is True
    assert stores.answer(tmp_path / "x", "restore", "--check", said["target"])["digest"] == said["digest"]
    assert not (tmp_path / "x").exists()
    told = stores.command(tmp_path / "nytt", "--language", "sv", "restore", said["target"]).stdout
    assert said["made_at"] in told
    assert stores.answer(tmp_path / "nytt", "verify")["digest"] == said["digest"]
    assert stores.command(store.path, "backup", said["target"]).returncode == 2
    taken = TargetTaken(path=said["target"])
    again = stores.command(store.path, "--language", "sv", "backup", said["target"])
    assert again.stderr.strip() == error_sentence(taken, "sv") != error_sentence(taken, "en")


@in_file
def test_backups_while_another_process_delivers_and_publishes_are_each_whole(malmo: Store, tmp_path: Path) -> None:
    busy = in_another_process(_DELIVER, malmo.path)
    assert busy.stdout is not None
    try:
        seen = []
        for number in range(4):
            reached = int(busy.stdout.readline())
            done = backup(malmo.site, LOCAL, tmp_path / f"kopia{number}")
            assert done.problems == ()
            assert done.held.batches >= reached
            seen.append(done.held.batches)
    finally:
        busy.kill()
        busy.communicate()
    for number, batches in enumerate(seen):
        found = restore(store_at(tmp_path / f"nytt{number}").site, LOCAL, tmp_path / f"kopia{number}")
        assert (found.problems, found.verified.batches) == ((), batches)
    assert seen == sorted(seen)


def test_what_a_killed_process_left_in_the_log_is_in_the_backup_and_the_store_is_left_as_it_was(store: Store) -> None:
    subprocess.run([sys.executable, "-c", _LEFT_IN_THE_LOG, str(store.site.folder.journal)], check=False)
    log = store.path / "journal.duckdb.wal"
    before = log.read_bytes(), store.site.folder.journal.read_bytes()
    backup(store.site, LOCAL, store.path.parent / "kopia")
    assert (log.read_bytes(), store.site.folder.journal.read_bytes()) == before
    assert not (store.path.parent / "kopia" / "journal.duckdb.wal").exists()
    again = store_at(store.path.parent / "nytt")
    assert restore(again.site, LOCAL, store.path.parent / "kopia").problems == ()
    assert again.count("SELECT count(*) FROM level WHERE id = 'i_loggen'") == 1


def test_where_a_backup_may_not_be_put_nothing_is_written(store: Store, tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("")
    (tmp_path / "tom").mkdir()
    (tmp_path / "genväg").symlink_to(store.path)
    refused = {
        store.path / "kopia": TargetInside,
        store.path: TargetInside,
        tmp_path / "genväg" / "kopia": TargetInside,
        tmp_path / "borta" / "kopia": TargetMissing,
        tmp_path / "fil": TargetTaken,
        tmp_path / "tom": TargetTaken,
    }
    for target, why in refused.items():
        with pytest.raises(why):
            backup(store.site, LOCAL, target)
    with pytest.raises(StoreMissing):
        backup(store_at(tmp_path / "tom").site, LOCAL, tmp_path / "kopia")
    nobody = Actor("Olle", frozenset(Role) - {Role.ADMINISTRATOR})
    for act in (lambda: backup(store.site, nobody, tmp_path / "kopia"), lambda: checked(nobody, tmp_path)):
        with pytest.raises(NotAllowed):
            act()
    assert list((tmp_path / "tom").iterdir()) == list(tmp_path.glob(".*")) == []
    assert not (tmp_path / "kopia").exists()


def test_nothing_is_restored_over_a_store_or_into_a_folder_with_something_in_it(
    store: Store, made: Path, tmp_path: Path
) -> None:
    before = verify(store.site, LOCAL).digest
    with pytest.raises(StoreExists):
        restore(store.site, LOCAL, made)
    (tmp_path / "annat").mkdir()
    (tmp_path / "annat" / "brev.txt").write_text("viktigt")
    with pytest.raises(TargetTaken):
        restore(store_at(tmp_path / "annat").site, LOCAL, made)
    with pytest.raises(BackupMissing):
        restore(store_at(tmp_path / "nytt").site, LOCAL, tmp_path / "annat")
    assert verify(store.site, LOCAL).digest == before
    (tmp_path / "tom").mkdir()
    assert restore(store_at(tmp_path / "tom").site, LOCAL, made).problems == ()


def flipped(path: Path, place: int | None = None) -> None:
    content = bytearray(path.read_bytes())
    at = len(content) // 2 if place is None else place
    content[at] ^= 1
    path.write_bytes(content)


def first(folder: Path, pattern: str) -> Path:
    return sorted(path for path in folder.glob(pattern) if path.is_file())[0]


DAMAGES: dict[str, tuple[Callable[[Path], None], str]] = {
    "journal": (lambda b: flipped(b / "journal.duckdb"), "backup_file_changed"),
    "journal cut short": (lambda b: (b / "journal.duckdb").write_bytes(b"DUCK"), "backup_file_changed"),
    "upload": (lambda b: flipped(first(b, "uploads/*/*")), "backup_file_changed"),
    "upload gone": (lambda b: first(b, "uploads/*/*").unlink(), "backup_file_missing"),
    "published": (lambda b: flipped(first(b, "published/figures*")), "backup_file_changed"),
    "pointer": (lambda b: flipped(b / "published" / "current.json"), "backup_file_changed"),
    "edition": (lambda b: flipped(first(b, "editions/*/edition.json")), "backup_file_changed"),
    "manifest": (lambda b: flipped(b / "manifest.json"), "backup_manifest_changed"),
    "manifest cut short": (lambda b: (b / "manifest.json").write_text("{"), "backup_manifest_changed"),
}


def test_a_damaged_backup_is_told_file_by_file_and_nothing_of_it_is_put_in_place(made: Path, tmp_path: Path) -> None:
    for name, (damage, code) in DAMAGES.items():
        folder = tmp_path / name
        folder.mkdir()
        source = stores.copied(made, folder)
        damage(source)
        with pytest.raises(BackupDamaged) as read:
            checked(LOCAL, source)
        with pytest.raises(BackupDamaged) as laid_out:
            restore(store_at(folder / "nytt").site, LOCAL, source)
        for refusal in (read, laid_out):
            assert [one.code for one in refusal.value.problems] == [code], name
        assert sorted(path.name for path in folder.iterdir()) == ["store"], name
    done = stores.command(tmp_path / "nytt", "--language", "sv", "restore", str(tmp_path / "upload" / "store"))
    assert done.returncode == 2
    said, where = done.stderr.splitlines()
    assert said == error_sentence(BackupDamaged(path=str(tmp_path / "upload" / "store")), "sv")
    assert "uploads/" in where


def test_a_manifest_of_a_newer_version_or_one_that_leads_out_of_its_folder_is_refused(made: Path, tmp_path: Path) -> None:
    source = stores.copied(made, tmp_path)

    def rewritten(change: dict[str, object]) -> None:
        said = json.loads((made / "manifest.json").read_text(encoding="utf-8")) | change
        del said["sum"]
        (source / "manifest.json").write_text(json.dumps({**said, "sum": manifest._sum(said)}), encoding="utf-8")

    for newer in ({"format": 2}, {"schema": 999}):
        rewritten(newer)
        with pytest.raises(BackupNewer):
            restore(store_at(tmp_path / "nytt").site, LOCAL, source)
    for path in ("../ute", "/tmp/ute", "a/../../ute", "a\\..\\ute"):
        rewritten({"items": [{"path": path, "size": 1, "sha256": "0"}]})
        with pytest.raises(BackupDamaged):
            restore(store_at(tmp_path / "nytt").site, LOCAL, source)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["store"]


def test_a_store_that_has_lost_a_file_is_backed_up_all_the_same_and_it_is_said(store: Store, tmp_path: Path) -> None:
    lost, changed = sorted(path for path in store.site.folder.uploads.rglob("*") if path.is_file())[:2]
    lost.unlink()
    changed.write_bytes(b"annat")
    said = json.loads(stores.command(store.path, "backup", str(tmp_path / "kopia"), "--json").stdout)
    assert said["ok"] is False
    assert sorted(one["code"] for one in said["problems"]) == ["upload_changed", "upload_missing"]
    found = restore(store_at(tmp_path / "nytt").site, LOCAL, tmp_path / "kopia")
    assert sorted(one.code for one in found.problems) == ["upload_changed", "upload_missing"]


def test_bytes_that_wait_for_their_place_and_those_that_nobody_delivered(store: Store, tmp_path: Path) -> None:
    path = sorted(path for path in store.site.folder.uploads.rglob("*") if path.is_file())[0]
    (store.site.folder.uploads / "waiting").mkdir(exist_ok=True)
    path.rename(store.site.folder.uploads / "waiting" / path.name)
    (store.site.folder.uploads / "waiting" / ("0" * 64)).write_bytes(b"aldrig antecknat")
    assert backup(store.site, LOCAL, tmp_path / "kopia").problems == ()
    assert upload_path(tmp_path / "kopia" / "uploads", path.name).is_file()
    assert not list((tmp_path / "kopia").rglob("0" * 64))
