"""The journal: rows are only added, times never run backwards, migrations are numbered, and damage is told."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from kraftkollen.actions.decide import revert
from kraftkollen.errors import StoreExists, StoreMissing, StoreUnreadable, StoreUnwritable, UserError
from kraftkollen.model.clock import FixedClock, SystemClock, clock_from_environment
from kraftkollen.store.folder import Folder
from kraftkollen.store.journal import Journal
from tests.journals import in_file, on_both
from tests.store_fixtures import LOCAL, START, Store, attendance, store_at

STORE_CODE = Path(__file__).resolve().parents[1] / "kraftkollen" / "store"
# Not "ON CONFLICT DO UPDATE" either; "ON CONFLICT DO NOTHING" adds or leaves.
_REWRITES = re.compile(
    r"\b(UPDATE\s+\w+\s+SET|DO\s+UPDATE|DELETE\s+FROM|TRUNCATE\s+\w+|INSERT\s+OR\s+REPLACE|DROP\s+TABLE|MERGE\s+INTO)\b", re.I
)


def rewriting_statements(folder: Path) -> list[str]:
    files = [*folder.rglob("*.py"), *folder.rglob("*.sql")]
    assert files
    return [f"{path.name}: {found}" for path in files for found in _REWRITES.findall(path.read_text(encoding="utf-8"))]


def test_no_statement_of_the_store_changes_or_removes_a_row(tmp_path: Path) -> None:
    # A draft of a published file, which begins as a copy of the one before and which nobody reads yet.
    of_drafts = ["drafts.py: DELETE FROM"] * 2
    assert rewriting_statements(STORE_CODE) == of_drafts
    (tmp_path / "planted.py").write_text('ask("UPDATE batch SET comment = 1")')
    assert rewriting_statements(tmp_path) == ["planted.py: UPDATE batch SET"]


@on_both
def test_a_whole_life_only_adds_rows_to_every_table(malmo: Store) -> None:
    def all_rows() -> dict[str, list[tuple[object, ...]]]:
        with malmo.site.journal.read() as transaction:
            return {name: transaction.connection.execute(f"SELECT * FROM {name}").fetchall() for name in transaction.tables()}

    before = all_rows()
    malmo.approved(attendance("10101", 900, 1000))
    malmo.publish()
    second = malmo.approved(attendance("10101", 910, 1000))
    malmo.publish()
    revert(malmo.site, LOCAL, second.batch)
    malmo.publish()
    after = all_rows()
    assert set(before) == set(after)
    lost = {name: [row for row in rows if row not in after[name]] for name, rows in before.items() if name != "border"}
    assert all(rows == [] for rows in lost.values())
    assert len(after["batch_event"]) == 5


@on_both
def test_a_clock_that_is_moved_back_does_not_make_recorded_times_run_backwards(malmo: Store) -> None:
    malmo.at(60).approved(attendance("10101", 900, 1000))
    malmo.at(5).approved(attendance("10101", 910, 1000))
    malmo.at(2).publish()
    malmo.at(90).approved(attendance("10101", 920, 1000))
    with malmo.site.journal.read() as transaction:
        times = [at for (at,) in transaction.connection.execute("SELECT recorded_at FROM batch_event ORDER BY id").fetchall()]
        (published,) = transaction.connection.execute("SELECT max(recorded_at) FROM version").fetchone()
    late = START + timedelta(minutes=60)
    assert times == [late] * 4 + [START + timedelta(minutes=90)] * 2
    assert published == late


@on_both
def test_everything_of_one_transaction_has_the_same_time(malmo: Store) -> None:
    running = Store(replace(malmo.site, journal=replace(malmo.site.journal, clock=SystemClock())))
    running.deliver("employment_20_24;1280;2023;total;75,0;;;;")
    assert running.count("SELECT count(DISTINCT recorded_at) FROM batch_event") == 1
    assert running.count("SELECT count(*) FROM batch_event e JOIN batch b ON b.recorded_at = e.recorded_at") == 2


def test_a_log_that_goes_while_it_is_looked_at_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal(Folder(tmp_path), FixedClock(START))
    journal.create()
    before = journal.changed()
    # DuckDB takes its log away at the end of each write, also between two looks of a reader.
    monkeypatch.setattr(Path, "exists", lambda _path: True)
    assert journal.changed() == before != ()


def test_the_environment_can_stop_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KRAFTKOLLEN_NOW", "2026-03-01T12:00:00")
    assert clock_from_environment() == FixedClock(START)
    monkeypatch.delenv("KRAFTKOLLEN_NOW")
    assert isinstance(clock_from_environment(), SystemClock)


@on_both
def test_a_transaction_that_fails_records_nothing(malmo: Store) -> None:
    def fail() -> None:
        with malmo.site.journal.write() as transaction:
            transaction.connection.execute("INSERT INTO level VALUES ('x', 'x', 'x', 9)")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert malmo.count("SELECT count(*) FROM level WHERE id = 'x'") == 0


def test_a_store_is_made_once_and_a_missing_one_is_told(tmp_path: Path) -> None:
    journal = Journal(Folder(tmp_path / "a"), FixedClock(START))
    with pytest.raises(StoreMissing), journal.read():
        pass
    assert not (tmp_path / "a").exists()
    journal.create()
    with pytest.raises(StoreExists):
        journal.create()


@pytest.mark.parametrize("read_only", [True, False])
def test_a_store_that_lacks_the_last_migration_is_brought_up_to_date(tmp_path: Path, read_only: bool) -> None:
    folder = Folder(tmp_path)
    duckdb.connect(str(folder.journal)).execute(
        "CREATE TABLE migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TIMESTAMP NOT NULL)"
    ).close()
    journal = Journal(folder, FixedClock(START))
    with journal.read() if read_only else journal.write() as transaction:
        assert transaction.connection.execute("SELECT count(*) FROM batch").fetchone() == (0,)
        applied = [number for (number,) in transaction.connection.execute("SELECT number FROM migration").fetchall()]
    files = sorted(int(path.name[:4]) for path in (STORE_CODE / "migrations").glob("*.sql"))
    assert sorted(applied) == files


def test_migrations_are_numbered_from_one_without_a_gap() -> None:
    numbers = sorted(int(path.name[:4]) for path in (STORE_CODE / "migrations").glob("*.sql"))
    assert numbers == list(range(1, len(numbers) + 1))


@in_file
def test_a_store_of_a_newer_version_is_refused_and_left_alone(malmo: Store) -> None:
    with duckdb.connect(str(malmo.site.folder.journal)) as connection:
        connection.execute("INSERT INTO migration VALUES (999, 'future', now()::TIMESTAMP)")
    with pytest.raises(StoreUnreadable), malmo.site.journal.read():
        pass
    with pytest.raises(StoreUnreadable):
        malmo.publish()


@pytest.mark.parametrize("damage", ["truncated", "overwritten", "text"])
@in_file
def test_a_damaged_journal_is_told_and_never_a_traceback(malmo: Store, damage: str) -> None:
    content = bytearray(malmo.site.folder.journal.read_bytes())
    if damage == "truncated":
        content = content[: len(content) // 2]
    elif damage == "overwritten":
        content[4096:] = b"\xff" * (len(content) - 4096)
    else:
        content = bytearray(b"not a database")
    malmo.site.folder.journal.write_bytes(content)
    with pytest.raises(UserError) as refusal:
        malmo.deliver(attendance("10101", 900, 1000))
    assert isinstance(refusal.value, StoreUnreadable)


def test_a_store_cannot_be_made_where_a_file_stands(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnwritable):
        Journal(Folder(tmp_path / "file" / "store"), FixedClock(START)).create()
    with pytest.raises(StoreUnwritable):
        store_at(tmp_path / "file").site.journal.create()
