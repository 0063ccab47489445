"""`kill -9` at random moments, a full disk and one that may only be read: whole or not at all, and what was is kept."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kraftkollen.actions import decide
from kraftkollen.actions.erase import erase
from kraftkollen.actions.verify import verify
from kraftkollen.errors import StoreUnwritable
from tests.journals import in_file
from tests.store_fixtures import LOCAL, ROOT, Store, attendance, store_at

AREA = "10101"


@pytest.mark.slow
@pytest.mark.parametrize("journal", ["file", "server"])
def test_a_store_is_whole_after_every_kill_and_no_receipt_is_for_what_is_gone(
    journal: str, request: pytest.FixtureRequest
) -> None:
    if journal == "server":
        request.getfixturevalue("cluster")
    # The named command, as an administrator calls it: it makes its store, kills, looks, and says what it killed.
    command = [sys.executable, "tools/kills.py", "--count", "5", "--seed", "11", *(["--server"] if journal == "server" else [])]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(done.stdout)
    assert report["kills"] == 5
    assert report["faults"] == []
    assert report["by_act"] == {"import": 1, "approve": 1, "revert": 1, "publish": 1, "erase": 1}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 96 megabytes, in memory."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", str(place)], capture_output=True, check=False)
    if mounted.returncode != 0:
        pytest.skip("mounting a small disk takes rights that this machine does not give")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def filled(place: Path) -> Path:
    """Fill the disk to the last byte."""
    path = place / "fill"
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            return path


@in_file
def test_a_full_disk_is_told_and_what_was_stored_is_kept(malmo: Store, small_disk: Path) -> None:
    store = store_at(Path(shutil.copytree(malmo.path, small_disk / "store")))
    first = store.approved(attendance(AREA, 900, 1000))
    store.publish()
    kept = verify(store.site, LOCAL)
    full = filled(small_disk)
    lines = [
        attendance(f"101{area:02}", 900, 1000, f"{year}/{year % 100 + 1:02}")
        for area in range(1, 9)
        for year in range(2005, 2024)
    ]
    for act in (
        lambda: store.deliver(*lines),
        lambda: store.publish(),
        lambda: erase(store.site, LOCAL, first.batch, "fel", "beslut 7"),
    ):
        with pytest.raises(StoreUnwritable):
            act()
        assert store.values() == {(AREA, "2024/25"): 90}
    full.unlink()
    assert verify(store.site, LOCAL) == kept
    store.approved(*lines)
    store.publish()
    assert verify(store.site, LOCAL).problems == ()


@in_file
def test_a_store_that_may_only_be_read_is_told_and_goes_on_being_read(malmo: Store, small_disk: Path) -> None:
    store = store_at(Path(shutil.copytree(malmo.path, small_disk / "store")))
    store.approved(attendance(AREA, 900, 1000))
    store.publish()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    for act in (lambda: store.deliver(attendance(AREA, 910, 1000)), lambda: decide.revert(store.site, LOCAL, 1), store.publish):
        with pytest.raises(StoreUnwritable):
            act()
    assert store.values() == {(AREA, "2024/25"): 90}
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    assert verify(store.site, LOCAL).problems == ()
