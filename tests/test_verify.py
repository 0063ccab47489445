"""`verify` finds what is wrong with a store: each damage planted once, and nothing said of a store that is whole."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from kraftkollen.actions import decide
from kraftkollen.actions import deliver as life
from kraftkollen.actions.erase import erase
from kraftkollen.actions.site import Site
from kraftkollen.actions.verify import verify
from kraftkollen.errors import NotAllowed
from kraftkollen.model.actor import Actor, Role
from kraftkollen.model.clock import SystemClock
from kraftkollen.model.delivery import Correction, Form, State
from kraftkollen.store import erasure
from kraftkollen.store.deliveries import Event, Ground
from kraftkollen.store.files import put_aside, upload_path
from tests import stores
from tests.journals import on_both
from tests.store_fixtures import LOCAL, Store, attendance, copied, parcel, store_at

AREA = "10101"


@pytest.fixture(scope="module")
def whole(malmo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with an approved, a rejected and a pending delivery, one of them of a corrected file. Copy it."""
    store = copied(malmo_template, tmp_path_factory.mktemp("verify") / "store")
    store.approved(attendance(AREA, 900, 1000), attendance("10102", 3, 1000))
    decide.reject(store.site, LOCAL, store.deliver(attendance(AREA, 910, 1000)).batch)
    content = (
        parcel(attendance(AREA, 920, 1000)).content.replace("täljare".encode(), b"ett").replace("nämnare".encode(), b"tva")
    )
    names = {"indicator": "indikator", "area": "område", "period": "period", "numerator": "ett", "denominator": "tva"}
    life.deliver(store.site, LOCAL, life.Parcel(content, "rättad.csv"), Form(correction=Correction(columns=names)))
    store.publish()
    return store.path


@pytest.fixture
def store(whole: Path, tmp_path: Path) -> Store:
    return copied(whole, tmp_path / "store")


def codes(store: Store) -> list[str]:
    found = verify(store.site, LOCAL)
    assert found.ok is (not found.problems)
    return [one.code for one in found.problems]


def test_a_whole_store_is_whole_and_its_digest_is_that_of_its_observations(store: Store, whole: Path) -> None:
    found = verify(store.site, LOCAL)
    assert (found.ok, found.batches, found.observations, found.problems) == (True, 3, 4, ())
    assert verify(store_at(whole).site, LOCAL).digest == found.digest
    store.deliver(attendance(AREA, 1, 1000))
    assert verify(store.site, LOCAL).digest != found.digest


def test_only_an_administrator_may_verify(store: Store) -> None:
    with pytest.raises(NotAllowed):
        verify(store.site, Actor("Olle", frozenset(Role) - {Role.ADMINISTRATOR}))


def upload(store: Store) -> Path:
    with store.site.journal.read() as transaction:
        (digest,) = transaction.connection.execute("SELECT sha256 FROM batch WHERE id = 1").fetchone() or ("",)
    return upload_path(store.site.folder.uploads, digest)


def in_journal(statement: str) -> Callable[[Store], None]:
    def plant(store: Store) -> None:
        with duckdb.connect(str(store.site.folder.journal)) as connection:
            connection.execute(statement)

    return plant


def newest(store: Store, kind: str) -> Path:
    return store.site.folder.published / store.pointer()[kind]


def in_file(kind: str, statement: str) -> Callable[[Store], None]:
    def plant(store: Store) -> None:
        with duckdb.connect(str(newest(store, kind))) as connection:
            connection.execute(statement)

    return plant


def renamed(store: Store) -> None:
    path = newest(store, "figures")
    path.rename(path.with_name("figures-000999-aaaaaaaa.duckdb"))


@pytest.mark.parametrize(
    ("plant", "told"),
    [
        (lambda store: upload(store).unlink(), ["upload_missing"]),
        (lambda store: upload(store).write_bytes(b"annat"), ["upload_changed"]),
        (lambda store: upload(store).with_name("0" * 64).write_bytes(b"annat"), ["upload_unknown"]),
        (in_journal("UPDATE observation SET numerator = 901 WHERE numerator = 900"), ["rebuilt_differs"]),
        (in_journal("UPDATE observation SET comment = 'x' WHERE numerator = 900"), ["rebuilt_differs"]),
        (in_journal("UPDATE batch SET form = replace(form, '\"ett\"', '\"annat\"') WHERE id = 3"), ["rebuilt_refused"]),
        (in_journal("DELETE FROM observation WHERE area = '10102'"), ["rows_lost", "rebuilt_differs"]),
        (lambda store: store.site.folder.pointer.unlink(), ["pointer_missing"]),
        (lambda store: newest(store, "figures").unlink(), ["published_missing"]),
        (renamed, ["published_missing", "published_unknown"]),
        (in_file("figures", "UPDATE observation SET value = 91 WHERE value = 90"), ["published_differs"]),
        (in_file("register", "UPDATE area SET name = 'X' WHERE code = '10101'"), ["published_differs"]),
        (lambda store: newest(store, "figures").write_bytes(b"trasig"), ["published_damaged"]),
    ],
)
def test_each_damage_is_found_and_named(store: Store, plant: Callable[[Store], None], told: list[str]) -> None:
    plant(store)
    assert codes(store) == told


def test_bytes_that_a_killed_delivery_left_are_no_damage_and_are_taken_away(store: Store) -> None:
    put_aside(store.site.folder.uploads, b"dog innan")
    assert codes(store) == []
    assert list((store.site.folder.uploads / "waiting").iterdir()) == []


def test_bytes_of_a_recorded_delivery_that_was_killed_before_they_had_their_place_are_put_there(store: Store) -> None:
    path = upload(store)
    path.rename(store.site.folder.uploads / "waiting" / path.name)
    assert codes(store) == []
    assert path.is_file()


def test_a_delivery_is_rebuilt_by_the_definitions_of_its_own_day(store: Store, tmp_path: Path) -> None:
    text = store.site.indicators.read_text(encoding="utf-8").replace("id: school_attendance", "id: school_presence")
    other = tmp_path / "indicators.yaml"
    other.write_text(text, encoding="utf-8")
    changed = Store(Site(store.site.journal, other))
    assert codes(changed) == []


def test_every_delivery_of_the_demo_city_is_rebuilt_from_its_file(demo_store: Path) -> None:
    found = verify(Site.at(demo_store, SystemClock()), LOCAL)
    assert found.problems == ()
    assert found.batches > 10


def test_the_command_answers_as_documented_and_fails_on_damage(store: Store) -> None:
    answer = stores.answer(store.path, "verify")
    assert sorted(answer) == ["batches", "digest", "observations", "ok", "problems", "warnings"]
    assert answer["ok"] is True
    upload(store).unlink()
    done = stores.command(store.path, "verify", "--json")
    assert done.returncode == 2
    assert '"upload_missing"' in done.stdout


@on_both
def test_an_erasure_that_was_cut_short_is_told_until_it_is_called_again(malmo: Store) -> None:
    sent = malmo.approved(attendance(AREA, 900, 1000))
    malmo.publish()
    # What is left by a process that was killed when the rows were gone, and before anything else was.
    event = Event(State.ERASED, "Testare", Ground.LOCAL, "fel", "beslut 7")
    assert erasure.erase(malmo.site.journal, sent.batch, event) == (sent.batch,)
    found = verify(malmo.site, LOCAL)
    # On a server the bytes went with the rows, in the same transaction.
    beside = {"upload_unknown"} if malmo.site.folder.server is None else set()
    assert {one.code for one in found.problems} == {"erasure_unfinished"} | beside
    assert not found.ok
    erase(malmo.site, LOCAL, sent.batch, "fel", "beslut 7")
    assert verify(malmo.site, LOCAL).problems == ()
