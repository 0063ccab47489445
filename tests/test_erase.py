"""Erasure: nothing of what was erased is left in any file of the store, and everything else is as it was."""

import os
import random
import shutil
import signal
import struct
import time
from pathlib import Path

import duckdb
import pytest

from kraftkollen.actions import decide
from kraftkollen.actions import deliver as life
from kraftkollen.actions.deliver import Receipt
from kraftkollen.actions.erase import erase
from kraftkollen.actions.history import audit, kept_file
from kraftkollen.actions.verify import verify
from kraftkollen.errors import DeliveryRefused, NameNeeded, NotAllowed, NotFound, ReasonNeeded, ReferenceNeeded, WrongState
from kraftkollen.model.actor import Actor, Role
from kraftkollen.model.delivery import Correction, Form, State
from tests.journals import in_file, on_both
from tests.store_fixtures import LOCAL, OFFICER, Store, attendance, everything_in, in_another_process, parcel, store_at

AREA = "10101"
ADMINISTRATOR = Actor("Disa", frozenset({Role.ADMINISTRATOR}))
WHY, REF = "uppgifter som inte fick lämnas", "TF 2 kap. 1 §"
MARKERS = ("KOMMENTARZQ7391", "RADZQ7391", "FILZQ7391", "DOKUMENTZQ7391", "SKÄLZQ7391", "RUBRIKZQ7391", "918273")
NUMBER = 918273.0
_ERASE = """
import sys
from pathlib import Path
from tests.store_fixtures import LOCAL, store_at
from kraftkollen.actions.erase import erase
store = store_at(Path(sys.argv[1]))
print("ready", flush=True)
erase(store.site, LOCAL, int(sys.argv[2]), "fel", "beslut 7")
print("done", flush=True)
"""


def planted(store: Store) -> Receipt:
    """Deliver, approve and publish a file that holds a marker wherever a delivery can hold a text or a number."""
    content = parcel(attendance(AREA, int(NUMBER), 1_000_000) + "RADZQ7391").content
    content = content.replace(b"kommentar", b"anm RUBRIKZQ7391")
    headers = ("indikator", "område", "period", "grupp", "värde", "täljare", "nämnare", "status")
    names = ("indicator", "area", "period", "grp", "value", "numerator", "denominator", "status")
    columns = {**dict(zip(names, headers, strict=True)), "comment": "anm RUBRIKZQ7391"}
    sent = life.deliver(
        store.site,
        OFFICER,
        life.Parcel(content, "FILZQ7391.csv"),
        Form(correction=Correction(columns=columns)),
        comment="KOMMENTARZQ7391",
        document="DOKUMENTZQ7391",
        key="klick-DOKUMENTZQ7391",
    )
    decide.approve(store.site, LOCAL, sent.batch, "SKÄLZQ7391", "DOKUMENTZQ7391")
    store.publish()
    return sent


def found(store: Store) -> set[str]:
    """Return the markers that stand in the bytes of any file or its name, or in any row of any database."""
    seen = set()
    for path in store.path.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            seen |= {one for one in MARKERS if one.encode() in content or one in path.name}
            if struct.pack("<d", NUMBER) in content:
                seen.add("918273")
            if path.suffix == ".duckdb":
                seen |= _in_rows(path)
    return seen


def _in_rows(path: Path) -> set[str]:
    with duckdb.connect(str(path), read_only=True) as connection:
        told = repr(everything_in(connection))
    return {one for one in MARKERS if one in told}


@in_file
def test_nothing_of_an_erased_delivery_is_left_in_any_file_of_the_store(malmo: Store) -> None:
    malmo.approved(attendance("10102", 800, 1000))
    sent = planted(malmo)
    assert found(malmo) == set(MARKERS), "the search finds what is there"
    assert malmo.values()[AREA, "2024/25"] is not None
    done = erase(malmo.site, ADMINISTRATOR, sent.batch, WHY, REF)
    assert (done.batches, done.uploads, done.published) == ((sent.batch,), 1, 1)
    assert found(malmo) == set()
    assert malmo.values() == {("10102", "2024/25"): 80}
    assert verify(malmo.site, LOCAL).problems == ()
    assert [one.name for one in malmo.path.iterdir() if one.name.startswith(".") or one.suffix in (".wal", ".tmp")] == []


@in_file
def test_what_was_reverted_before_it_was_erased_is_in_no_file_either(malmo: Store) -> None:
    malmo.approved(attendance("10102", 800, 1000))
    sent = planted(malmo)
    decide.revert(malmo.site, LOCAL, sent.batch)
    malmo.publish()
    erase(malmo.site, ADMINISTRATOR, sent.batch, WHY, REF)
    assert found(malmo) == set()


@on_both
def test_what_stays_is_that_it_was_there_and_who_erased_it_on_what_ground(malmo: Store) -> None:
    sent = planted(malmo)
    erase(malmo.site, ADMINISTRATOR, sent.batch, WHY, REF)
    (batch,) = life.batches(malmo.site, LOCAL)
    assert (batch.id, batch.state, batch.by, batch.why, batch.ref) == (sent.batch, State.ERASED, "Disa", WHY, REF)
    assert (batch.delivered_by, batch.filename, batch.rows, batch.comment) == ("Olle", "erased", 0, None)
    assert [(one.kind.value, one.by, one.why) for one in audit(malmo.site, LOCAL)] == [
        ("erased", "Disa", WHY),
        ("approved", "Testare", None),
        ("delivered", "Olle", None),
    ]
    with pytest.raises(NotFound):
        kept_file(malmo.site, LOCAL, sent.batch)
    for act in (decide.approve, decide.reject, decide.revert):
        with pytest.raises(WrongState):
            act(malmo.site, LOCAL, sent.batch)


@in_file
def test_everything_else_in_the_journal_is_the_same_and_later_numbers_go_on(malmo: Store) -> None:
    malmo.approved(attendance("10102", 4, 1000), f"population;{AREA};2024;total;3;;;;")
    sent = planted(malmo)
    with duckdb.connect(str(malmo.site.folder.journal), read_only=True) as connection:
        before = everything_in(connection)
    erase(malmo.site, ADMINISTRATOR, sent.batch, WHY, REF)
    with duckdb.connect(str(malmo.site.folder.journal), read_only=True) as connection:
        after = everything_in(connection)
    lost = {table for table, row in before if (table, row) not in after} - {"migration"}
    assert lost == {"batch", "batch_event", "observation", "upload", "remembered_mapping"}
    assert sum(table == "mark" for table, _ in after) >= sum(table == "mark" for table, _ in before) > 0
    assert malmo.deliver(attendance(AREA, 1, 1000)).batch == sent.batch + 1


@on_both
def test_every_delivery_of_the_same_bytes_is_erased_with_it(malmo: Store) -> None:
    first, other, again = (malmo.deliver(attendance(AREA, n, 1000)) for n in (900, 910, 900))
    assert erase(malmo.site, LOCAL, first.batch, WHY, REF).batches == (again.batch, first.batch)
    assert {one.id: one.state for one in life.batches(malmo.site, LOCAL)} == {
        1: State.ERASED,
        2: State.PENDING,
        3: State.ERASED,
    }
    assert kept_file(malmo.site, LOCAL, other.batch)[0] == parcel(attendance(AREA, 910, 1000)).content


@on_both
def test_what_was_current_before_the_erased_delivery_is_current_again(malmo: Store) -> None:
    malmo.approved(attendance(AREA, 900, 1000))
    second = malmo.approved(attendance(AREA, 910, 1000))
    erase(malmo.site, LOCAL, second.batch, WHY, REF)
    assert malmo.values() == {(AREA, "2024/25"): 90}


@in_file
def test_an_erasure_needs_a_right_a_name_a_reason_and_a_legal_ground_and_no_person_in_them(malmo: Store) -> None:
    sent = planted(malmo)
    journal = malmo.site.folder.journal.read_bytes()
    for actor, why, ref, error in (
        (OFFICER, WHY, REF, NotAllowed),
        (Actor("Ada", frozenset(Role) - {Role.ADMINISTRATOR}), WHY, REF, NotAllowed),
        (Actor(" ", frozenset(Role)), WHY, REF, NameNeeded),
        (ADMINISTRATOR, " ", REF, ReasonNeeded),
        (ADMINISTRATOR, WHY, "", ReferenceNeeded),
        (ADMINISTRATOR, "se 19811228-9874", REF, DeliveryRefused),
    ):
        with pytest.raises(error):
            erase(malmo.site, actor, sent.batch, why, ref)
    with pytest.raises(NotFound):
        erase(malmo.site, ADMINISTRATOR, 99, WHY, REF)
    assert malmo.site.folder.journal.read_bytes() == journal


@in_file
def test_erasing_again_finishes_what_was_left_and_records_nothing_twice(malmo: Store) -> None:
    sent = planted(malmo)
    kept = parcel("x").content
    old = malmo.site.folder.published / malmo.pointer()["figures"]
    shutil.copy(old, malmo.path / "old")
    erase(malmo.site, LOCAL, sent.batch, WHY, REF)
    shutil.copy(malmo.path / "old", old)
    (malmo.path / "old").unlink()
    left = malmo.site.folder.uploads / "ab" / "abc"
    left.parent.mkdir(exist_ok=True)
    left.write_bytes(kept)
    done = erase(malmo.site, LOCAL, sent.batch, WHY, REF)
    assert (done.batches, done.uploads, done.published) == ((), 1, 1)
    assert malmo.count("SELECT count(*) FROM batch_event WHERE kind = 'erased'") == 1
    assert found(malmo) == set()


@pytest.mark.slow
def test_an_erasure_that_is_killed_leaves_the_old_or_the_new_journal_whole(malmo: Store, tmp_path: Path) -> None:
    malmo.approved(attendance("10102", 800, 1000))
    sent = planted(malmo)
    chance, outcomes = random.Random(4), set()
    for turn in range(3):
        store = store_at(Path(shutil.copytree(malmo.path, tmp_path / f"turn{turn}")))
        eraser = in_another_process(_ERASE, store.path, sent.batch)
        assert eraser.stdout is not None
        assert eraser.stdout.readline() == "ready\n"
        time.sleep(turn * 0.3 + chance.random() * 0.3)
        os.kill(eraser.pid, signal.SIGKILL)
        eraser.communicate()
        state = {one.id: one.state for one in life.batches(store.site, LOCAL)}[sent.batch]
        assert state in (State.APPROVED, State.ERASED)
        outcomes.add(state)
        if state is State.APPROVED:
            assert verify(store.site, LOCAL).problems == ()
            assert kept_file(store.site, LOCAL, sent.batch)[1] == "FILZQ7391.csv"
        erase(store.site, LOCAL, sent.batch, WHY, REF)
        assert found(store) == set()
        assert verify(store.site, LOCAL).problems == ()
    assert outcomes
