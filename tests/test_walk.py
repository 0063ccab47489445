"""The whole life of one delivery through the pages, as two people; and what a third may not see of it."""

from pathlib import Path
from typing import Any

import pytest

from kraftkollen.actions.history import kept_file
from kraftkollen.actions.site import Site
from kraftkollen.errors import NotAllowed
from kraftkollen.model.actor import Actor, Role
from kraftkollen.model.clock import SystemClock
from kraftkollen.words.translate import translate
from tests import people, stores
from tests.people import Person
from tests.screen import Screen, opened, unescaped
from tests.stores import HEADER

Patch = pytest.MonkeyPatch
UPLOAD, STATE, MAP = "pages/lamna_uppgifter.py", "pages/leveranslage.py", "pages/karta.py"
FIGURE = {"indikator": "school_attendance", "niva": "delomrade", "omrade": "E0101", "period": "2024/25", "grupp": "total"}
FAULTY = f"{HEADER}\nschool_attendance;Torgstan;2024/25;;;855;1000;;\nschool_attendance;E0102;2024/25;;;3;1000;;\n"
MENDED = FAULTY.replace("Torgstan", "Torgstaden")
OLLE = Person("Olle", ("grundskolan", "godkannare"))
ADA = people.one("Ada", "approver")
PIA = people.one("Pia", "politician")


def sv(message: str, **blanks: object) -> str:
    return translate("sv", message, **blanks)


@pytest.fixture
def store(empty_store: Path, tmp_path: Path) -> Path:
    """Exempelstad with one approved figure, 82,3 %, and a sign-in from then on."""
    store = stores.copied(empty_store, tmp_path)
    stores.delivered(store, tmp_path, "school_attendance;E0101;2024/25;;;823;1000;;", name="forut.csv")
    people.set_up(store)
    return store


def press(screen: Screen, label: str) -> Screen:
    next(one for one in screen.app.button if one.label == label).click()
    return screen.run()


def write(screen: Screen, label: str, text: str) -> None:
    next(one for one in screen.app.text_input if one.label == label).set_value(text)


def downloads(screen: Screen) -> list[Any]:
    return [one.proto.label for one in screen.app.main if one.type == "download_button"]


def uploaded(store: Path, monkeypatch: Patch, text: str) -> Screen:
    screen = opened(UPLOAD, store, monkeypatch, person=OLLE)
    screen.app.file_uploader[0].upload("siffror.csv", text.encode("cp1252"), "text/csv")
    return screen.run()


def decided(store: Path, monkeypatch: Patch, person: Person, label: str, why: str) -> Screen:
    screen = opened(STATE, store, monkeypatch, person=person)
    if label == sv("Take back"):
        next(one for one in screen.app.selectbox if one.label == sv("Delivery to decide on")).select(2)
        screen.run()
    write(screen, sv("Why (needed to reject or take back)"), why)
    return press(screen, label)


@pytest.mark.slow
def test_one_delivery_goes_its_whole_way_through_the_pages_as_two_people(store: Path, monkeypatch: Patch) -> None:
    faulty = uploaded(store, monkeypatch, FAULTY)
    assert [(row[0], row[1]) for row in faulty.table(sv("Row"))] == [("2", "område")]

    screen = uploaded(store, monkeypatch, MENDED)
    old_beside_new = {row[0].partition(",")[0]: row[3:] for row in screen.table(sv("Before"))}
    assert old_beside_new["Torgstaden"] == ["82,3\u00a0%", "85,5\u00a0%", "+3,2"]
    assert sv("Download all, old beside new (CSV)") in downloads(screen)
    write(screen, sv("Comment (optional)"), "rättad efter skolan")
    write(screen, sv("Document number (optional)"), "GRF-2026-117")
    for box in screen.app.checkbox:
        box.check()
    press(screen, sv("Deliver"))
    receipt = {row[0]: row[1] for row in screen.table(sv("Receipt"))}
    assert (receipt[sv("Delivery")], receipt[sv("Delivered by")], receipt[sv("State")]) == (
        "2",
        "Olle",
        sv("waiting for approval"),
    )
    assert (receipt[sv("Document number")], receipt[sv("Comment")]) == ("GRF-2026-117", "rättad efter skolan")
    assert len(receipt[sv("Fingerprint (SHA-256)")]) == 64
    assert sv("Download the receipt, to print or keep") in downloads(screen)

    own = decided(store, monkeypatch, OLLE, sv("Approve"), "ser bra ut")
    refusal = "{actor} delivered {batch} and may not approve it. Another person must."
    assert [unescaped(one) for one in own.errors] == [sv(refusal, actor="Olle", batch="2")]
    assert "82,3" in opened(MAP, store, monkeypatch, person=PIA, **FIGURE).read

    pending = opened(STATE, store, monkeypatch, person=ADA)
    assert "Olle" in next(one for one in pending.app.selectbox if one.label == sv("Delivery to decide on")).options[0]
    assert "rättad efter skolan" in pending.read
    assert pending.table(sv("Before"))[0][3:] == ["82,3\u00a0%", "85,5\u00a0%", "+3,2"]
    approved = decided(store, monkeypatch, ADA, sv("Approve"), "stämmer med skolans lista")
    assert (approved.errors, approved.app.exception.values) == ([], [])
    assert "85,5" in opened(MAP, store, monkeypatch, person=PIA, **FIGURE).read

    history = opened(STATE, store, monkeypatch, person=OLLE, **FIGURE).table(sv("Counts now"))
    assert [(row[0].split("\u00a0")[0], row[1], row[3]) for row in history] == [
        ("85,5", sv("yes"), "Olle"),
        ("82,3", "", "lokal användare"),
    ]
    assert "Ada" in history[0][5]

    silent = decided(store, monkeypatch, ADA, sv("Take back"), "")
    assert silent.errors == [sv("Write why first: the reason is recorded, and shown to whoever delivered.")]
    reverted = decided(store, monkeypatch, ADA, sv("Take back"), "fel läsår i filen")
    assert (reverted.errors, reverted.app.exception.values) == ([], [])
    assert "82,3" in opened(MAP, store, monkeypatch, person=PIA, **FIGURE).read

    told = opened(STATE, store, monkeypatch, person=OLLE).table(sv("Event"))
    assert [(row[1], row[2], row[3], row[6]) for row in told[:3]] == [
        ("2", sv("reverted"), "Ada", "fel läsår i filen"),
        ("2", sv("approved"), "Ada", "stämmer med skolans lista"),
        ("2", sv("delivered"), "Olle", ""),
    ]


@pytest.mark.slow
def test_a_politician_sees_no_small_cell_no_pending_value_and_no_kept_file(store: Path, monkeypatch: Patch) -> None:
    screen = uploaded(store, monkeypatch, MENDED)
    for box in screen.app.checkbox:
        box.check()
    press(screen, sv("Deliver"))
    for page in (UPLOAD, STATE):
        refused = opened(page, store, monkeypatch, person=PIA, leverans="2", **FIGURE)
        assert len(refused.errors) == 1
        assert "85,5" not in refused.read
        assert downloads(refused) == []
    assert "85,5" not in opened(MAP, store, monkeypatch, person=PIA, **FIGURE).read
    with pytest.raises(NotAllowed):
        kept_file(Site.at(store, SystemClock()), Actor("Pia", frozenset({Role.POLITICIAN})), 2)

    decided(store, monkeypatch, ADA, sv("Approve"), "")
    shown = opened(MAP, store, monkeypatch, person=PIA, **{**FIGURE, "omrade": "E0102"})
    assert "85,5" in shown.read
    assert "0,3\u00a0%" not in shown.read
    assert sv("hidden: too few") in shown.read


@pytest.mark.slow
def test_another_officer_sees_the_counts_of_a_delivery_and_neither_its_values_nor_its_file(
    store: Path, monkeypatch: Patch
) -> None:
    screen = uploaded(store, monkeypatch, MENDED)
    for box in screen.app.checkbox:
        box.check()
    press(screen, sv("Deliver"))
    other = people.one("Olga", "officer")
    shown = opened(STATE, store, monkeypatch, person=other, leverans="2", **FIGURE)
    assert (shown.errors, shown.app.exception.values) == ([], [])
    assert [row[0] for row in shown.table(sv("Counts now"))] == [sv("not shown"), sv("not shown")]
    assert "85,5" not in shown.read
    assert sv("Download the file as it came") not in downloads(shown)
    assert sv("Download the receipt, to print or keep") in downloads(shown)
    mine = opened(STATE, store, monkeypatch, person=OLLE, leverans="2", **FIGURE)
    assert sv("Download the file as it came") in downloads(mine)
