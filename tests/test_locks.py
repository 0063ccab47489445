"""Several threads and processes on one store: nothing is lost, nothing is half, and a reader never notices."""

import json
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kraftkollen.actions import decide
from kraftkollen.actions import deliver as life
from kraftkollen.errors import StoreBusy, StoreExists, WrongState
from kraftkollen.store.files import locked
from tests.journals import on_both
from tests.store_fixtures import LOCAL, Store, attendance, in_another_process, make_malmo, store_at

AREA = "10101"
_DELIVER = """
import sys, time
from pathlib import Path
from tests.store_fixtures import attendance, store_at
store = store_at(Path(sys.argv[1]))
while time.time() < float(sys.argv[2]):
    time.sleep(0.001)
for number in range(int(sys.argv[4])):
    print(store.deliver(attendance("10101", int(sys.argv[3]) + number, 1000), key=sys.argv[5] or None).batch)
"""
_READ = """
import sys, json
from pathlib import Path
from tests.store_fixtures import store_at
store = store_at(Path(sys.argv[1]))
seen, reads = [], 0
print("ready", flush=True)
while not Path(sys.argv[2]).exists() or reads == 0:
    value = store.values()["10101", "2024/25"]
    reads += 1
    if value not in seen:
        seen.append(value)
print(json.dumps({"seen": seen, "reads": reads}))
"""
_PUBLISH = """
import sys
from pathlib import Path
from tests.store_fixtures import store_at
store = store_at(Path(sys.argv[1]))
print("ready", flush=True)
while True:
    store.publish()
"""


def test_two_processes_that_write_at_once_both_have_their_deliveries_recorded(malmo: Store) -> None:
    start = time.time() + 3
    writers = [in_another_process(_DELIVER, malmo.path, start, first, 2, "") for first in (100, 200)]
    answers = [one.communicate(timeout=60) for one in writers]
    assert [one.returncode for one in writers] == [0, 0], answers
    numbers = sorted(int(line) for out, _ in answers for line in out.split())
    assert numbers == list(range(1, 5))
    assert malmo.count("SELECT count(*) FROM observation") == 4
    assert malmo.count("SELECT count(DISTINCT numerator) FROM observation") == 4


def test_the_same_click_from_two_processes_records_one_delivery(malmo: Store) -> None:
    start = time.time() + 3
    clicks = [in_another_process(_DELIVER, malmo.path, start, 100, 1, "klick") for _ in range(2)]
    answers = [one.communicate(timeout=60)[0].strip() for one in clicks]
    assert answers == ["1", "1"]
    assert malmo.count("SELECT count(*) FROM batch") == malmo.count("SELECT count(*) FROM observation") == 1


@on_both
def test_the_same_click_from_many_threads_records_one_delivery(malmo: Store) -> None:
    with ThreadPoolExecutor(6) as pool:
        receipts = list(pool.map(lambda _: malmo.deliver(attendance(AREA, 900, 1000), key="klick"), range(6)))
    assert {one.batch for one in receipts} == {1}
    assert malmo.count("SELECT count(*) FROM batch") == 1


@on_both
def test_of_two_approvals_at_once_one_is_refused(malmo: Store) -> None:
    batch = malmo.deliver(attendance(AREA, 900, 1000)).batch

    def approve(_: int) -> str:
        try:
            return decide.approve(malmo.site, LOCAL, batch).state.value
        except WrongState:
            return "refused"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(approve, range(4))) == ["approved", "refused", "refused", "refused"]
    assert malmo.count("SELECT count(*) FROM batch_event") == 2


def test_of_two_that_make_the_same_store_one_is_refused_and_the_store_is_whole(tmp_path: Path) -> None:
    def make(_: int) -> str:
        try:
            make_malmo(tmp_path / "new")
        except StoreExists:
            return "refused"
        return "made"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(make, range(2))) == ["made", "refused"]
    store = store_at(tmp_path / "new")
    store.approved(attendance(AREA, 900, 1000))
    store.publish()
    assert store.values() == {(AREA, "2024/25"): 90}


@on_both
def test_two_publications_at_once_make_two_whole_versions(malmo: Store) -> None:
    malmo.approved(attendance(AREA, 900, 1000))
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda _: malmo.publish(), range(2)))
    assert len({number for one in done for number in (one.figures, one.register)}) == 4
    assert malmo.pointer()["figures"].startswith(f"figures-{max(one.figures for one in done):06d}")
    assert malmo.values() == {(AREA, "2024/25"): 90}


@pytest.mark.slow
def test_a_reader_in_another_process_sees_the_old_or_the_new_version_and_never_an_error(malmo: Store, tmp_path: Path) -> None:
    malmo.approved(attendance(AREA, 900, 1000))
    malmo.publish()
    done = tmp_path / "done"
    reader = in_another_process(_READ, malmo.path, done)
    assert reader.stdout is not None
    assert reader.stdout.readline() == "ready\n"
    for number in range(901, 904):
        malmo.approved(attendance(AREA, number, 1000))
        malmo.publish()
    done.touch()
    out, faults = reader.communicate(timeout=60)
    assert reader.returncode == 0, faults
    found = json.loads(out)
    assert found["seen"] == sorted(found["seen"])
    assert set(found["seen"]) <= {90.0, 90.1, 90.2, 90.3}
    assert len(found["seen"]) > 1


@pytest.mark.slow
def test_a_process_that_is_killed_while_it_publishes_leaves_a_whole_store(malmo: Store) -> None:
    malmo.approved(attendance(AREA, 900, 1000))
    malmo.publish()
    for number in range(6):
        publisher = in_another_process(_PUBLISH, malmo.path)
        assert publisher.stdout is not None
        assert publisher.stdout.readline() == "ready\n"
        time.sleep(0.05 + number * 0.13)
        publisher.send_signal(signal.SIGKILL)
        publisher.wait(timeout=10)
        publisher.communicate()
        assert malmo.values() == {(AREA, "2024/25"): 90}
        assert [one.state.value for one in life.batches(malmo.site, LOCAL)] == ["approved"]
    assert malmo.count("SELECT count(*) FROM version WHERE definitions NOT IN (SELECT sha256 FROM definition_set)") == 0
    malmo.approved(attendance(AREA, 910, 1000))
    malmo.publish()
    assert malmo.values() == {(AREA, "2024/25"): 91}
    assert list(malmo.site.folder.published.glob(".*")) == []


@pytest.mark.slow
@on_both
def test_a_process_that_is_killed_while_it_delivers_leaves_no_half_delivery(malmo: Store) -> None:
    for number in range(3):
        writer = in_another_process(_DELIVER, malmo.path, 0, number * 1000 % 900, 50, "")
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(0.05 * number)
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
    batches = malmo.count("SELECT count(*) FROM batch")
    assert batches >= 3
    assert malmo.count("SELECT sum(row_count) FROM batch") == malmo.count("SELECT count(*) FROM observation") == batches
    assert malmo.count("SELECT count(*) FROM batch_event") == batches


def in_background(act: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=act)
    thread.start()
    return thread


def test_a_lock_that_another_holds_is_waited_for_and_then_told(tmp_path: Path) -> None:
    held, release = threading.Event(), threading.Event()

    def hold() -> None:
        with locked(tmp_path / "a.lock"):
            held.set()
            release.wait(10)

    thread = in_background(hold)
    assert held.wait(10)
    with pytest.raises(StoreBusy) as refusal, locked(tmp_path / "a.lock", seconds=0.1):
        pass
    assert refusal.value.details == {"path": str(tmp_path), "seconds": 0.1}
    release.set()
    with locked(tmp_path / "a.lock", seconds=5):
        pass
    thread.join()
