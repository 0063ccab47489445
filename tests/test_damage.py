"""What a disk, a clock or an upgrade can do to a store: told in a sentence, and never another figure than the recorded one."""

import json
import pickle
import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from kraftkollen.actions import decide, rebuild
from kraftkollen.actions.erase import erase
from kraftkollen.actions.rebuild import rebuilt, rebuilt_by_several
from kraftkollen.actions.verify import verify
from kraftkollen.errors import ConfigurationRefused, Problem, StoreNewer, StoreUnreadable, StoreUnwritable, UserError
from kraftkollen.model.delivery import OBSERVATION_SCHEMA
from kraftkollen.model.text import LANGUAGES
from kraftkollen.store import deliveries, digests, edition_files, kept
from kraftkollen.views.reading import open_newest
from kraftkollen.words.problems import error_sentence, what_to_do
from tests import stores
from tests.disks import fill, read_only, small_disk
from tests.store_fixtures import LOCAL, Store, attendance, copied, store_at

AREA = "10101"
_NOW, _MARCH, _LATER = "KRAFTKOLLEN_NOW", "2026-03-01T12:00:00", "2026-03-03T12:00:00"
RIGHT = {(AREA, "2024/25"): 90.0, ("10102", "2024/25"): None}


@pytest.fixture(scope="module")
def whole(malmo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with an approved and a pending delivery, and an edition. Copy it."""
    store = copied(malmo_template, tmp_path_factory.mktemp("damage") / "store")
    store.approved(attendance(AREA, 900, 1000), attendance("10102", 3, 1000))
    store.deliver(attendance(AREA, 920, 1000))
    store.publish()
    stores.answer(store.path, "edition", "announce", "2026", "--on", _LATER[:10], "--by", "Siv", environment={_NOW: _MARCH})
    stores.answer(store.path, "edition", "publish", "2026", "--by", "Siv", environment={_NOW: _LATER})
    return store.path


@pytest.fixture
def store(whole: Path, tmp_path: Path) -> Store:
    return copied(whole, tmp_path / "store")


def told(store: Store) -> list[str]:
    """Return what `verify` says, by code; what stops it, alone. Every sentence is whole in both languages."""
    try:
        found = verify(store.site, LOCAL)
    except UserError as error:
        whole = all("…" not in error_sentence(error, one) for one in LANGUAGES)
        return [error.code if whole else "a blank"]
    assert all("…" not in what_to_do(problem, one) for problem in found.problems for one in LANGUAGES)
    return [one.code for one in (*found.problems, *found.warnings) if one.code != "clock_behind"]


def seen(store: Store) -> dict[tuple[str, str], float | None] | str:
    """Return the figures that a reader gets, or the code of the sentence that is said in their place."""
    try:
        return store.values()
    except UserError as error:
        return error.code


def flipped(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def cut(path: Path, share: float = 0.5) -> None:
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])


def first(folder: Path, pattern: str) -> Path:
    return sorted(path for path in folder.glob(pattern) if path.is_file())[0]


def newest(store: Store, kind: str) -> Path:
    return store.site.folder.published / store.pointer()[kind]


DAMAGES: dict[str, tuple[Callable[[Store], None], set[str]]] = {
    "journal cut short": (lambda s: cut(s.site.folder.journal), {"store_unreadable"}),
    "journal emptied": (lambda s: s.site.folder.journal.write_bytes(b""), {"store_unreadable", "upload_unknown"}),
    "upload flipped": (lambda s: flipped(first(s.path, "uploads/*/*"), 20), {"upload_changed"}),
    "upload cut short": (lambda s: cut(first(s.path, "uploads/*/*")), {"upload_changed"}),
    "upload gone": (lambda s: first(s.path, "uploads/*/*").unlink(), {"upload_missing"}),
    "figures cut short": (lambda s: cut(newest(s, "figures")), {"published_damaged"}),
    "figures gone": (lambda s: newest(s, "figures").unlink(), {"published_missing"}),
    "register cut short": (lambda s: cut(newest(s, "register")), {"published_damaged"}),
    "pointer": (lambda s: s.site.folder.pointer.write_text("{"), {"pointer_missing"}),
    "edition flipped": (lambda s: flipped(first(s.path, "editions/*/edition.json"), 99), {"edition_file_differs"}),
    "a document of it": (lambda s: flipped(first(s.path, "editions/*/*.pdf"), 500), {"edition_file_differs"}),
    "list of editions": (lambda s: flipped(s.path / "editions" / "index.json", 200), {"edition_index_differs"}),
}


def test_each_damage_is_told_and_nobody_reads_another_figure(whole: Path, tmp_path: Path) -> None:
    for name, (damage, codes) in DAMAGES.items():
        store = copied(whole, tmp_path / name)
        damage(store)
        figures = seen(store)
        assert figures == RIGHT or isinstance(figures, str), name
        said = told(store)
        assert set(said) & codes, (name, said)
        for command in ("batches", "health"):
            done = stores.command(store.path, "--language", "sv", command)
            assert done.returncode in (0, 1, 2), (name, command)
            assert "Traceback" not in done.stdout + done.stderr
            assert "error " not in done.stderr, (name, command, done.stderr)


def test_a_byte_flipped_anywhere_in_a_database_file_is_told_or_was_nobodys(whole: Path, tmp_path: Path) -> None:
    chance, found = random.Random(20260107), {"told": 0, "nobody's": 0}
    digest = verify(store_at(whole).site, LOCAL).digest
    for name in ("journal", "figures", "register"):
        store = copied(whole, tmp_path / name)
        path = store.site.folder.journal if name == "journal" else newest(store, name)
        content = path.read_bytes()
        # The heads of the file, of its blocks, and any place at all: the driver sums up blocks of 256 kB.
        for at in (4096 + 16, 12_288 + 100, *chance.sample(range(len(content)), 3)):
            flipped(path, at)
            figures, said = seen(store), told(store)
            assert figures == RIGHT or isinstance(figures, str), (name, at)
            if said:
                found["told"] += 1
            else:
                found["nobody's"] += 1
                assert (figures, verify(store.site, LOCAL).digest) == (RIGHT, digest), (name, at)
            path.write_bytes(content)
            for left in store.path.glob("journal.duckdb.*"):
                left.unlink()
    assert found["told"] >= 3, found


def test_a_store_of_a_newer_version_is_named_as_such_and_left_alone(store: Store) -> None:
    with duckdb.connect(str(store.site.folder.journal)) as connection:
        connection.execute("INSERT INTO migration VALUES (999, 'future', now()::TIMESTAMP)")
    before = store.site.folder.journal.read_bytes()
    for act in (lambda: verify(store.site, LOCAL), lambda: store.deliver(attendance(AREA, 1, 1000)), store.publish):
        with pytest.raises(StoreNewer) as refusal:
            act()
        assert "999" in error_sentence(refusal.value, "sv")
    assert store.site.folder.journal.read_bytes() == before
    assert seen(store) == RIGHT
    health = json.loads(stores.command(store.path, "health", "--json", "--least-free", "0").stdout)
    assert [one["name"] for one in health["checks"] if not one["ok"]] == ["schema"]


def test_another_kind_of_database_in_the_journals_place_is_told(store: Store) -> None:
    store.site.folder.journal.unlink()
    with sqlite3.connect(store.site.folder.journal) as other:
        other.execute("CREATE TABLE batch (id INTEGER)")
    with pytest.raises(StoreUnreadable):
        verify(store.site, LOCAL)
    assert seen(store) == RIGHT


def test_a_clock_that_has_gone_back_is_told_and_what_is_recorded_keeps_its_order(store: Store) -> None:
    late = store.at(60 * 24 * 30)
    late.approved(attendance(AREA, 910, 1000))
    back = store.at(-60 * 24 * 400)
    found = verify(back.site, LOCAL)
    assert (found.ok, [one.code for one in found.warnings]) == (True, ["clock_behind"])
    said = stores.command(
        store.path, "--language", "sv", "health", "--least-free", "0", environment={_NOW: "2020-01-01T00:00:00"}
    )
    assert said.returncode == 1
    assert "2020-01-01 00:00" in said.stdout
    batch = back.deliver("school_attendance;10101;2023/24;total;;930;1000;;").batch
    with store.site.journal.read() as transaction:
        times = transaction.connection.execute("SELECT recorded_at FROM batch ORDER BY id").fetchall()
    assert times == sorted(times)
    assert len(times) == batch
    assert [one.code for one in verify(store.at(60 * 24 * 31).site, LOCAL).warnings] == []


def test_a_full_disk_refuses_in_a_sentence_and_leaves_everything_as_it_was(whole: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 40) as disk:
        store = copied(whole, disk / "store")
        before = verify(store.site, LOCAL)
        filling = fill(disk, 0)
        for act in (lambda: store.deliver(*_many()), store.publish, lambda: store.approve(2)):
            with pytest.raises(StoreUnwritable) as refusal:
                act()
            assert "disk" in error_sentence(refusal.value, "sv")
            assert seen(store) == RIGHT
        filling.unlink()
        after = verify(store.site, LOCAL)
        assert (after.ok, after.digest) == (True, before.digest)
        store.approve(2)
        store.publish()
        assert store.values()[AREA, "2024/25"] == 92


def _many() -> list[str]:
    years = range(2015, 2025)
    return [attendance(f"10{one}", 900, 1000, f"{year}/{year - 1999:02}") for year in years for one in range(101, 109)]


def test_on_a_disk_that_may_only_be_read_pages_go_on_and_writing_is_refused(whole: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 40) as disk:
        store = copied(whole, disk / "store")
        with read_only(disk):
            assert seen(store) == RIGHT
            assert open_newest(store.path).registry.areas
            assert len(edition_files.index(store.site.folder)[0]) == 1
            for act in (lambda: store.deliver(attendance(AREA, 1, 1000)), store.publish, lambda: verify(store.site, LOCAL)):
                with pytest.raises(StoreUnwritable) as refusal:
                    act()
                assert "Read-only file system" in error_sentence(refusal.value, "en")
            assert stores.command(store.path, "health").returncode == 1
        assert told(store) == []


def test_deliveries_are_read_again_in_parts_that_leave_none_out(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3, 6):
        store.deliver(*[attendance(f"1010{one}", 900 + one, 1000) for one in range(1, number + 1)])
    flipped(first(store.path, "uploads/*/*"), 20)
    with store.site.journal.read() as transaction:
        found = kept.kept_deliveries(transaction)
        stored = digests.batch_digests(transaction, [one.batch for one in found])
        assert stored == {one.batch: digests.rows_digest(deliveries.rows_of(transaction, one.batch)) for one in found}
        assert digests.batch_digests(transaction, [found[-1].batch + 1]) == {
            found[-1].batch + 1: digests.rows_digest(OBSERVATION_SCHEMA.empty_table())
        }
    problems = rebuilt(store.site, found)
    assert [one.code for one in problems] == ["upload_changed"]
    limits = {"_AT_ONCE": lambda _: 1, "_FIGURES_AT_ONCE": lambda one: one.rows, "_BYTES_AT_ONCE": lambda one: one.size}
    least, all_bytes = min(one.size for one in found), sum(one.size for one in found)
    chosen = [("_AT_ONCE", 1), ("_AT_ONCE", 2), ("_FIGURES_AT_ONCE", 0), ("_FIGURES_AT_ONCE", 7)]
    for limit, most in [*chosen, ("_BYTES_AT_ONCE", least), ("_BYTES_AT_ONCE", all_bytes - 1)]:
        with monkeypatch.context() as patched:
            patched.setattr(rebuild, limit, most)
            parts = list(rebuild._parts(found))
            assert [one for part in parts for one in part] == list(found)
            assert all(len(part) == 1 or sum(map(limits[limit], part)) <= most for part in parts)
            assert len(parts) > 1
            assert rebuilt(store.site, found) == problems


def test_a_delivery_erased_since_it_was_listed_is_left_out(store: Store) -> None:
    with store.site.journal.read() as transaction:
        found = kept.kept_deliveries(transaction)
    first_one = found[0].batch
    decide.revert(store.site, LOCAL, first_one, "Fel fil")
    erase(store.site, LOCAL, first_one, "Personuppgifter", "GDPR art. 17")
    assert rebuilt(store.site, found) == []


def test_several_processes_find_what_one_finds(store: Store) -> None:
    flipped(first(store.path, "uploads/*/*"), 20)
    with store.site.journal.read() as transaction:
        found = kept.kept_deliveries(transaction)
    alone, together = rebuilt(store.site, found), rebuilt_by_several(store.site, found)
    assert [one.code for one in alone] == [one.code for one in together] == ["upload_changed"]
    cut(store.site.folder.journal)
    with pytest.raises(StoreUnreadable):
        rebuilt_by_several(store.site, found)


def test_an_error_says_in_another_process_all_that_it_said() -> None:
    error = ConfigurationRefused([Problem("unknown_key", row=3, column="kind")], file="indicators.yaml")
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.problems, again.details) == (ConfigurationRefused, error.problems, error.details)
