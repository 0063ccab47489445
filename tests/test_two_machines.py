"""Two machines, each with a folder of its own, and one journal on a server: what one does the other has, and nothing twice."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest

from kraftkollen.actions import erase as erase_module
from kraftkollen.actions import follow as module
from kraftkollen.actions.deliver import batches
from kraftkollen.actions.erase import erase
from kraftkollen.actions.follow import Followed, Follower, follow
from kraftkollen.actions.publish import publish
from kraftkollen.actions.site import Site
from kraftkollen.actions.verify import verify
from kraftkollen.errors import Overtaken, PublishingFailed, StoreUnreadable
from kraftkollen.store import published, versions
from kraftkollen.store.address import FILE, VARIABLE
from kraftkollen.store.drafts import Before, Draft
from kraftkollen.store.journal import Transaction
from kraftkollen.store.layout import digest_of, sum_of_rows
from kraftkollen.store.versions import Version
from tests.happenings import AREAS, KINDS, happenings
from tests.journals import Template, copied_to, join, second_machine
from tests.store_fixtures import LOCAL, ROOT, Store, attendance, everything_in, in_another_process, store_at
from tests.stores import answer
from tests.test_locks import _DELIVER
from tools.cluster import Cluster

AREA = "10101"
SEEDS = int(os.environ.get("KRAFTKOLLEN_SCOPES", "1"))
# What a reader on the other machine waits at most: it looks every second, and a busy machine takes 5 to 9 to write the files.
PATIENCE = 45


@pytest.fixture
def machines(malmo_on_server: Template, tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    with copied_to(malmo_on_server, tmp_path / "first") as first:
        yield first, second_machine(first, tmp_path / "second")


def contents(store: Store) -> dict[str, list[tuple[str, tuple[object, ...]]]]:
    """Return every row of the newest published files, by kind; not what only the machine that worked them out takes over."""
    found = {}
    for kind in store.pointer():
        with store.published(kind) as connection:
            rows = [one for one in everything_in(connection) if one[0] != "meta" or one[1][0] not in ("hidden", "program")]
            found[kind] = sorted(rows, key=repr)
    return found


@contextmanager
def following(store: Store, seconds: float = 1) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "kraftkollen", "--data", str(store.path), "follow", "--seconds", str(seconds), "--json"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate()


def test_two_machines_that_deliver_at_once_both_have_all_of_theirs_recorded(machines: tuple[Store, Store]) -> None:
    start = time.time() + 4
    writers = [
        in_another_process(_DELIVER, one.path, start, first, 4, "") for one, first in zip(machines, (100, 200), strict=True)
    ]
    answers = [one.communicate(timeout=120) for one in writers]
    assert [one.returncode for one in writers] == [0, 0], answers
    assert sorted(int(line) for out, _ in answers for line in out.split()) == list(range(1, 9))
    for one in machines:
        assert len(batches(one.site, LOCAL)) == one.count("SELECT count(DISTINCT numerator) FROM observation") == 8
        assert verify(one.site, LOCAL).ok


def test_the_same_click_on_two_machines_records_one_delivery(machines: tuple[Store, Store]) -> None:
    start = time.time() + 4
    clicks = [in_another_process(_DELIVER, one.path, start, 100, 1, "klick") for one in machines]
    assert [one.communicate(timeout=60)[0].strip() for one in clicks] == ["1", "1"]
    assert machines[1].count("SELECT count(*) FROM batch") == 1


def test_the_second_machine_shows_within_seconds_what_the_first_published_cell_by_cell(machines: tuple[Store, Store]) -> None:
    first, second = machines
    first.approved(attendance(AREA, 997, 1000), attendance("10102", 900, 1000), attendance("10103", 850, 1000))
    done = first.publish()
    assert done.hidden > 0, "the case is to have something to hide"
    with following(second) as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline()) == {"figures": done.figures, "register": done.register, "taken_away": 0}
        assert contents(second) == contents(first)
        assert digest_of(second.path / "published" / second.pointer()["figures"], "figures") == done.digest
        first.approved(attendance("10102", 910, 1000))
        first.publish()
        start = time.monotonic()
        while second.values()["10102", "2024/25"] != 91 and time.monotonic() < start + PATIENCE:
            time.sleep(0.1)
        assert second.values() == first.values()
        assert contents(second) == contents(first)
    # And the other way: what the second publishes, the first follows; hidden stays what was hidden.
    second.approved(attendance("10103", 860, 1000))
    second.publish()
    assert follow(first.site, LOCAL).figures == published.numbers(second.site.folder)["figures"]
    assert contents(first) == contents(second)
    assert first.values()[AREA, "2024/25"] is None
    assert verify(first.site, LOCAL).ok
    assert verify(second.site, LOCAL).ok


def watched(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, Before | None]]:
    """Return what will be written out: of which version, and what is taken over; None where all is written."""
    drafted, found = module._drafted_figures, list[tuple[int, Before | None]]()

    def told(site: Site, transaction: Transaction, version: Version, before: Before | None = None) -> Draft:
        found.append((version.id, before))
        return drafted(site, transaction, version, before)

    monkeypatch.setattr(module, "_drafted_figures", told)
    return found


@pytest.mark.parametrize("seed", range(SEEDS))
def test_what_is_written_out_of_a_part_is_what_the_first_machine_published(
    machines: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    first, second = machines
    chance, written = random.Random(1000 + seed), watched(monkeypatch)
    for step, act in enumerate(happenings(chance, 7)):
        act(first.at(step))
        first.at(step).publish()
        if chance.random() < 0.7:  # else two versions are followed at once
            follow(second.site, LOCAL)
            assert contents(second) == contents(first), f"seed {seed}, step {step}"
    follow(second.site, LOCAL)
    assert contents(second) == contents(first)
    assert verify(second.site, LOCAL).ok
    numbers = [number for number, _ in written]
    assert len(numbers) == len(set(numbers)), "what was taken over was not what the journal recorded"
    assert any(before is not None and len(before.indicators) < len(KINDS) for _, before in written)


def test_only_what_another_machine_changed_is_written_out_anew(
    machines: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = machines
    written = watched(monkeypatch)
    first.approved(*(attendance(one, 300, 500) for one in AREAS), *(f"population;{one};2024;total;300;;;;" for one in AREAS))
    first.publish()
    follow(second.site, LOCAL)
    first.approved(attendance(AREAS[0], 310, 500))
    first.publish()
    with second.site.journal.read() as transaction:
        version = versions.newest(transaction, versions.FIGURES)
        assert version is not None
        found = module._taken_over(second.site, transaction, version)
    assert found is not None
    assert found.indicators == ("school_attendance",)
    follow(second.site, LOCAL)
    assert written[-1] == (version.id, found)
    assert contents(second) == contents(first)


@pytest.mark.parametrize("sum_too", [False, True])
def test_what_was_altered_here_is_not_taken_over(
    machines: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch, sum_too: bool
) -> None:
    first, second = machines
    first.approved(*(attendance(one, 300, 500) for one in AREAS), *(f"population;{one};2024;total;300;;;;" for one in AREAS))
    first.publish()
    follow(second.site, LOCAL)
    first.approved(attendance(AREAS[0], 310, 500))
    first.publish()
    with duckdb.connect(str(second.path / "published" / second.pointer()["figures"])) as connection:
        connection.execute("UPDATE observation SET value = 299 WHERE value = 300")
        if sum_too:
            connection.execute("UPDATE meta SET value = ? WHERE name = 'sum'", [sum_of_rows(connection)])
    written = watched(monkeypatch)
    follow(second.site, LOCAL)
    assert [before is None for _, before in written] == ([False, True] if sum_too else [True])
    assert contents(second) == contents(first)
    assert not list(second.site.folder.published.glob(".*"))


def test_the_marks_of_what_nothing_happened_to_are_written_out_too(
    machines: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = machines
    written = watched(monkeypatch)
    # Here a delivery of the population alone changes what is hidden of two others.
    for step, act in enumerate(happenings(random.Random(1020), 7)[:2]):
        act(first.at(step))
        first.at(step).publish()
        follow(second.site, LOCAL)
    assert contents(second) == contents(first)
    _, part = written[-1]
    assert part is not None
    assert part.indicators == ("low_economic_standard", "population", "school_attendance")


def test_what_is_erased_is_not_taken_over_before_that_is_published(
    machines: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = machines
    first.approved(*(f"population;{one};2024;total;300;;;;" for one in AREAS))
    gone = first.approved(attendance(AREA, 911, 1000))
    first.publish()
    follow(second.site, LOCAL)
    first.approved(*(f"population;{one};2024;total;301;;;;" for one in AREAS))
    first.publish()

    def stopped(*_: Any) -> None:
        raise StoreUnreadable(path="published")

    with monkeypatch.context() as patched:
        patched.setattr(erase_module, "publish", stopped)
        with pytest.raises(PublishingFailed):
            erase(first.site, LOCAL, gone.batch, "fel fil", "beslut 7")
    there = set(published.files(second.site.folder))
    with pytest.raises(StoreUnreadable):
        follow(second.site, LOCAL)
    assert set(published.files(second.site.folder)) == there
    erase(first.site, LOCAL, gone.batch, "fel fil", "beslut 7")
    follow(second.site, LOCAL)
    assert contents(second) == contents(first)
    assert all(verify(one.site, LOCAL).ok for one in machines)


def test_a_version_of_the_same_number_that_was_lost_with_its_journal_is_not_shown_on(
    machines: tuple[Store, Store], cluster: Cluster, tmp_path: Path
) -> None:
    first, second = machines
    first.approved(attendance(AREA, 900, 1000))
    first.publish()
    follow(second.site, LOCAL)
    saved = cluster.create("saved", like=(first.path / FILE).read_text().split("@/")[1].split("?")[0])
    first.approved(attendance(AREA, 910, 1000))
    first.publish()
    follow(second.site, LOCAL)
    lost = published.numbers(second.site.folder)
    # The server is lost; what was kept is brought back, and another figure is published under the same number.
    again = join(tmp_path / "again", saved).at(1)
    again.approved(attendance(AREA, 920, 1000))
    again.publish()
    (second.path / FILE).write_text(saved)
    moved = store_at(second.path)
    assert published.numbers(again.site.folder) == lost
    assert moved.values() == {(AREA, "2024/25"): 91}
    follow(moved.site, LOCAL)
    assert moved.values() == {(AREA, "2024/25"): 92}
    assert contents(moved) == contents(again)
    assert follow(moved.site, LOCAL) == Followed()
    assert verify(moved.site, LOCAL).ok


def test_what_is_not_as_the_journal_recorded_it_is_not_shown(machines: tuple[Store, Store], cluster: Cluster) -> None:
    first, second = machines
    first.approved(attendance(AREA, 900, 1000))
    first.publish()
    follow(second.site, LOCAL)
    first.approved(attendance(AREA, 910, 1000))
    first.publish()
    # Somebody with the keys of the server changes a figure behind the journal's back.
    database = (first.path / FILE).read_text().split("@/")[1].split("?")[0]
    cluster.run(
        "SET session_replication_role = replica; UPDATE kraftkollen.observation SET numerator = 990 WHERE batch = 2", database
    )
    with pytest.raises(StoreUnreadable):
        follow(second.site, LOCAL)
    assert second.values() == {(AREA, "2024/25"): 90}
    assert list(second.site.folder.published.glob(".*")) == []
    assert not verify(first.site, LOCAL).ok


def test_what_is_erased_on_one_machine_is_in_no_file_of_the_other(machines: tuple[Store, Store]) -> None:
    first, second = machines
    first.approved(attendance(AREA, 900, 1000))
    gone = first.approved(attendance(AREA, 911, 1000))
    first.publish()
    follow(second.site, LOCAL)
    held = second.path / "published" / second.pointer()["figures"]
    erase(first.site, LOCAL, gone.batch, "fel fil", "beslut 7")
    assert follow(second.site, LOCAL).taken_away == 1
    assert not held.exists()
    assert second.values() == first.values() == {(AREA, "2024/25"): 90}
    for one in machines:
        assert verify(one.site, LOCAL).ok
        for path in one.site.folder.published.glob("figures-*.duckdb"):
            with duckdb.connect(str(path), read_only=True) as connection:
                assert 911.0 not in {value for _, row in everything_in(connection) for value in row}


def test_a_machine_that_lost_its_lock_while_it_published_is_told_to_try_again(
    machines: tuple[Store, Store], cluster: Cluster
) -> None:
    first, second = machines
    first.approved(attendance(AREA, 900, 1000))
    database = (first.path / FILE).read_text().split("@/")[1].split("?")[0]

    def cut_off(step: str, _: float) -> None:
        if step == "writing":
            cluster.run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'kraftkollen'", database
            )
            second.publish()

    with pytest.raises(Overtaken):
        publish(first.site, LOCAL, cut_off)
    follow(first.site, LOCAL)
    assert contents(first) == contents(second)
    assert first.publish().figures > published.numbers(second.site.folder)["figures"]


def test_who_follows_asks_for_more_only_when_something_is_new(machines: tuple[Store, Store]) -> None:
    first, second = machines
    follower = Follower(second.site, LOCAL)
    assert follower.step() not in (None, Followed())
    assert follower.step() is None
    first.deliver(attendance(AREA, 900, 1000))
    assert follower.step() is None, "a delivery is no version"
    first.publish()
    assert follower.step() is not None
    (second.path / "published" / second.pointer()["figures"]).unlink()
    assert follower.step() is not None, "a file that is gone is written out again"
    assert contents(second) == contents(first)


def test_what_is_published_while_another_machine_looks_is_seen_when_it_looks_next(
    machines: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = machines
    first.approved(attendance(AREA, 900, 1000))
    follow(second.site, LOCAL)
    follower = Follower(second.site, LOCAL)

    def and_then_published(*asked: Any) -> Followed:
        found = follow(*asked)
        first.publish()
        return found

    with monkeypatch.context() as patched:
        patched.setattr(module, "follow", and_then_published)
        assert follower.step() is None
    assert follower.step() is not None
    assert contents(second) == contents(first)


def test_a_store_on_a_server_is_set_up_and_worked_with_by_commands_alone(cluster: Cluster, tmp_path: Path) -> None:
    named = {VARIABLE: cluster.create("by_command")}
    file = tmp_path / "siffror.csv"
    file.write_text(f"indikator;område;period;täljare;nämnare\nschool_attendance;{AREA};2024/25;900;1000\n", encoding="utf-8")
    first, second = tmp_path / "first", tmp_path / "second"
    answer(first, "init", "--city", "malmo", "--empty", environment=named)
    done = answer(first, "import", str(file), "--approve", "--by", "Ada", environment=named)
    assert (done["batch"], done["rows"]) == (1, 1)
    assert answer(second, "follow", "--once", environment=named)["figures"] is not None
    series = [answer(one, "series", "school_attendance", environment=named) for one in (first, second)]
    assert series[0] == series[1]
    assert 90 in [one["value"] for one in series[1]]
    assert answer(second, "verify", environment=named)["ok"]
    for one in (first, second):
        assert not list(one.glob("journal.duckdb*"))
        assert not (one / "uploads").exists()
