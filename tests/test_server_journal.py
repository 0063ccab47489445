"""A journal on a PostgreSQL server: what the server itself keeps, what each sees, and that its address is told to nobody."""

import threading
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pytest

from kraftkollen.actions.backup import backup, restore
from kraftkollen.actions.erase import erase
from kraftkollen.actions.health import Asked, health
from kraftkollen.actions.history import kept_file
from kraftkollen.actions.verify import verify
from kraftkollen.errors import (
    FileUnreadable,
    JournalOnServer,
    ServerRefused,
    StoreBusy,
    StoreExists,
    StoreMissing,
    StoreNewer,
    StoreUnreadable,
    UserError,
)
from kraftkollen.store import address, server_journal, server_schema
from kraftkollen.store.address import FILE, VARIABLE
from kraftkollen.store.erasure import versions_that_held
from kraftkollen.store.journal import newest_schema
from tests.journals import join, on_server, second_machine
from tests.store_fixtures import LOCAL, Store, attendance, make_malmo, store_at
from tests.stores import command
from tools.cluster import Cluster

AREA = "10101"
SECRET = "hemligt-losenord"


@on_server
def test_the_server_keeps_every_rule_whoever_writes(malmo: Store) -> None:
    malmo.approved(attendance(AREA, 900, 1000))
    same = "SELECT {} FROM observation"
    key = "batch, indicator, division, area, period, grp, value, numerator, denominator, status, comment, source_row"
    for statement in (
        f"INSERT INTO observation {same.format(key)}",
        f"INSERT INTO observation {same.format(key.replace('batch', '77'))}",
        f"INSERT INTO observation {same.format(key.replace('status', repr('guessed')))}",
        "INSERT INTO batch_event VALUES (9, 77, 'approved', now(), 'x', 'local', NULL, NULL)",
        "INSERT INTO batch_event VALUES (9, 1, 'forgotten', now(), 'x', 'local', NULL, NULL)",
        "INSERT INTO batch SELECT 2, idempotency_key, sha256, filename, delivered_by, comment, form, understood, row_count,"
        " new_count, changed_count, unchanged_count, recorded_at, ref, definitions, divisions FROM batch",
        "INSERT INTO kept_bytes VALUES ('nobody', '\\x00')",
        "INSERT INTO mark VALUES (99, 'i', 'd', 'a', 'p', 'g', 1)",
    ):
        with pytest.raises(UserError), malmo.site.journal.write() as transaction:
            transaction.connection.execute(statement)
    assert malmo.count("SELECT count(*) FROM observation") == malmo.count("SELECT count(*) FROM batch") == 1
    assert verify(malmo.site, LOCAL).ok


@on_server
def test_the_server_refuses_to_change_or_remove_a_row_of_any_table(malmo: Store) -> None:
    with malmo.site.journal.read() as transaction:
        tables = (*transaction.tables(), "migration")
        columns = {one: transaction.columns(one)[0] for one in tables}
    assert {"batch", "observation", "kept_bytes", "mark", "version"} <= set(tables)
    for table in tables:
        for statement in (
            f"UPDATE {table} SET {columns[table]} = {columns[table]}",
            f"DELETE FROM {table}",
            f"TRUNCATE {table} CASCADE",
        ):
            with pytest.raises(StoreUnreadable, match="23001"), malmo.site.journal.write() as transaction:
                transaction.connection.execute(statement)


@on_server
def test_who_only_reads_records_nothing_and_sees_one_moment(malmo: Store) -> None:
    malmo.deliver(attendance(AREA, 900, 1000))
    with malmo.site.journal.read() as transaction:
        before = transaction.connection.execute("SELECT count(*) FROM batch").fetchone()
        writer = threading.Thread(target=lambda: malmo.deliver(attendance(AREA, 910, 1000)))
        writer.start()
        writer.join(30)
        assert not writer.is_alive(), "a reader stands in nobody's way"
        assert transaction.connection.execute("SELECT count(*) FROM batch").fetchone() == before == (1,)
        transaction.connection.execute("INSERT INTO level VALUES ('x', 'x', 'x', 9)")
    assert malmo.count("SELECT count(*) FROM batch") == 2
    assert malmo.count("SELECT count(*) FROM level WHERE id = 'x'") == 0


@on_server
def test_who_waits_too_long_for_another_writer_is_told_to_try_again(malmo: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with malmo.site.journal.write():
        monkeypatch.setattr(server_journal, "_BEGIN", server_journal._BEGIN.replace("'60000'", "'200'"))
        with pytest.raises(StoreBusy):
            malmo.deliver(attendance(AREA, 900, 1000))
    malmo.deliver(attendance(AREA, 900, 1000))
    assert malmo.count("SELECT count(*) FROM batch") == 1


@on_server
def test_rows_come_back_from_the_server_as_they_went_there(malmo: Store) -> None:
    texts = ["", None, "å;\"'\\n", "två\nrader\r\n", "\\.", "NULL", " ", "\\x00", "%s ? ::", "½"]
    rows = pa.table(
        {
            "number": pa.array(range(len(texts)), pa.int64()),
            "text": pa.array(texts, pa.string()),
            "value": pa.array([0.1, None, -1e300, 5e-324, 1 / 3, 1e16 + 2, 0.0, 2.5, 1.0, 123456.789], pa.float64()),
            "small": pa.array([None, -1, 2, 3, 4, 5, 6, 7, 8, 32767], pa.int16()),
            "yes": pa.array([True, False, None] * 3 + [True], pa.bool_()),
            "bytes": pa.array([b"", None, b"\x00\xff", b"\\x00", *[b'"'] * 6], pa.binary()),
            "at": pa.array([datetime.fromisoformat("2026-03-01T12:00:00.000001"), None] * 5, pa.timestamp("us")),
        }
    )
    for sent in (rows, rows.slice(0, 0), rows.select(["text"])):
        with malmo.site.journal.read() as transaction:
            transaction.connection.register("sent", sent)
            found = transaction.connection.execute("SELECT * FROM sent WHERE ? IS NULL", [None]).to_arrow_table()
            by_row = transaction.connection.execute("SELECT * FROM sent").fetchall()
            transaction.connection.unregister("sent")
            transaction.connection.register("sent", sent)
        assert found.equals(sent)
        assert by_row == [tuple(one.values()) for one in sent.to_pylist()]


@on_server
def test_a_journal_of_an_older_version_is_brought_up_to_date_and_one_of_a_newer_refused(
    malmo: Store, cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    *before, newest = server_schema.files()
    old = join(tmp_path / "old", cluster.create("old"))
    with monkeypatch.context() as patched:
        patched.setattr(server_schema, "files", lambda: before)
        old.site.journal.create()
    with old.site.journal.read() as transaction:
        assert (newest[0],) in transaction.connection.execute("SELECT number FROM migration").fetchall()
        assert "kept_bytes" in transaction.tables()
    with malmo.site.journal.write() as transaction:
        transaction.connection.execute("INSERT INTO migration VALUES (9999, 'future', now())")
    with pytest.raises(StoreUnreadable):
        malmo.publish()


def test_a_store_on_a_server_is_made_once_and_a_missing_one_is_told(cluster: Cluster, tmp_path: Path) -> None:
    store = join(tmp_path / "a", cluster.create("made_once"))
    with pytest.raises(StoreMissing), store.site.journal.read():
        pass
    make_malmo(store.path)
    assert not store.site.folder.journal.exists()
    for path in (store.path, second_machine(store, tmp_path / "b").path):
        with pytest.raises(StoreExists):
            make_malmo(path)
    with store.site.journal.read() as transaction:
        assert versions_that_held(transaction) == frozenset()


@pytest.mark.parametrize(
    "given",
    [
        f"postgresql://kraft:{SECRET}@127.0.0.1:1/kraft",
        f"postgresql://kraft:{SECRET}@127.0.0.1:port/kraft",
        f"postgresql://kraft:{SECRET}@/x?nonsense=1",
        f"host=/tmp password={SECRET}",
        f"postgresql://kraft:{SECRET}@/a\nb",
    ],
)
def test_an_address_that_does_not_work_is_told_without_a_word_of_it(
    given: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    done = command(tmp_path / "store", "init", "--city", "malmo", "--json", environment={VARIABLE: given})
    assert done.returncode == 2
    assert '"server_refused"' in done.stdout
    assert SECRET not in done.stdout + done.stderr + caplog.text
    with pytest.raises(ServerRefused) as refusal:
        join(tmp_path / "b", given).site.journal.exists  # noqa: B018
    assert SECRET not in repr(refusal.value) + str(refusal.value)
    assert SECRET not in repr(address.Address(given))
    assert refusal.value.__cause__ is None


def test_an_address_that_others_may_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(f"postgresql://kraft:{SECRET}@/kraft")
    (tmp_path / FILE).chmod(0o644)
    with pytest.raises(ServerRefused, match="chmod 600"):
        store_at(tmp_path)


@on_server
def test_what_is_erased_is_in_no_file_of_the_database(malmo: Store, cluster: Cluster) -> None:
    marker = "FILZQ7391.csv"
    sent = malmo.deliver(attendance(AREA, 900, 1000), name=marker)
    kept = malmo.deliver(attendance("10102", 900, 1000), name="kvar.csv")

    def lies() -> tuple[bool, bool]:
        cluster.run("CHECKPOINT")
        files = [path.read_bytes() for path in (cluster.folder / "data" / "base").rglob("*") if path.is_file()]
        return tuple(any(text.encode() in one for one in files) for text in (marker, "kvar.csv"))  # type: ignore[return-value]

    assert lies() == (True, True), "the search finds what is there"
    erase(malmo.site, LOCAL, sent.batch, "fel fil", "beslut 7")
    assert lies() == (False, True)
    assert kept_file(malmo.site, LOCAL, kept.batch)[1] == "kvar.csv"
    with malmo.site.journal.read() as transaction, pytest.raises(FileUnreadable):
        transaction.uploads.read(sent.sha256)


@on_server
def test_health_looks_at_a_journal_on_a_server_and_changes_nothing_in_it(malmo: Store) -> None:
    malmo.approved(attendance(AREA, 900, 1000))
    found = {one.name: one for one in health(malmo.site, LOCAL, Asked(least_free=0))}
    assert found["store"].ok
    assert found["schema"].value == newest_schema()
    assert found["clock"].ok
    with malmo.site.journal.write() as transaction:
        transaction.connection.execute("INSERT INTO migration VALUES (1999, 'from tomorrow', now())")
    with pytest.raises(StoreNewer, match="1999"):
        malmo.count("SELECT count(*) FROM batch")


@on_server
def test_a_copy_of_a_journal_on_a_server_is_the_servers_own_business_and_that_is_said(malmo: Store, tmp_path: Path) -> None:
    with pytest.raises(JournalOnServer):
        backup(malmo.site, LOCAL, tmp_path / "kopia")
    with pytest.raises(JournalOnServer):
        restore(malmo.site, LOCAL, tmp_path / "kopia")
    assert not (tmp_path / "kopia").exists()
