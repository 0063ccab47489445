"""A backup that is killed, or that the disk refuses, is not there afterwards, and the store is as it was."""

import json
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kraftkollen.actions.backup import backup, restore
from kraftkollen.errors import BackupUnwritable
from tests import stores
from tests.disks import fill, small_disk
from tests.journals import in_file
from tests.store_fixtures import LOCAL, ROOT, Store, attendance, in_another_process, store_at


@pytest.fixture
def store(malmo: Store) -> Store:
    malmo.approved(attendance("10101", 900, 1000))
    malmo.publish()
    return malmo


def parts(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


_KILLED = """
import os, sys
from pathlib import Path
from kraftkollen.actions.backup import backup
from kraftkollen.store import manifest
from tests.store_fixtures import LOCAL, store_at
manifest.write = lambda *_: os._exit(9)
backup(store_at(Path(sys.argv[1])).site, LOCAL, Path(sys.argv[2]))
"""


@in_file
def test_a_backup_that_is_killed_is_not_there_and_the_next_one_clears_up(store: Store, tmp_path: Path) -> None:
    dead = in_another_process(_KILLED, store.path, tmp_path / "kopia")
    assert dead.wait(60) == 9
    dead.communicate()
    assert not (tmp_path / "kopia").exists()
    assert len(parts(tmp_path)) == 1
    backup(store.site, LOCAL, tmp_path / "kopia")
    assert parts(tmp_path) == []


@in_file
def test_on_a_full_disk_one_sentence_is_said_and_nothing_is_left(store: Store, tmp_path: Path) -> None:
    made = tmp_path / "hel"
    backup(store.site, LOCAL, made)
    with small_disk(tmp_path / "disk", 4) as disk:
        fill(disk, 1_500_000)
        with pytest.raises(BackupUnwritable) as refusal:
            backup(store.site, LOCAL, disk / "kopia")
        assert refusal.value.details["reason"] == "No space left on device"
        with pytest.raises(BackupUnwritable):
            restore(store_at(disk / "nytt").site, LOCAL, made)
        done = stores.command(store.path, "--language", "sv", "backup", str(disk / "kopia"))
        assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
        assert sorted(path.name for path in disk.iterdir()) == ["fyllning"]


@in_file
def test_where_a_file_may_not_grow_further_it_is_the_same(store: Store, tmp_path: Path) -> None:
    def bounded() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))

    command = [sys.executable, "-m", "kraftkollen", "--data", str(store.path), "backup", str(tmp_path / "kopia"), "--json"]
    done = subprocess.run(command, cwd=ROOT, preexec_fn=bounded, capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stderr
    assert json.loads(done.stdout)["error"]["code"] == "backup_unwritable"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["store"]
