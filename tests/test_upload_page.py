"""An officer delivers in the page: a faulty file, the mended file, the receipt, and the map that has changed."""

from pathlib import Path
from typing import Any

import pytest

from kraftkollen.actions import examine
from kraftkollen.actions.examine import Parcel
from kraftkollen.actions.site import Site
from kraftkollen.errors import DeliveryRefused
from kraftkollen.model.actor import local_actor
from kraftkollen.model.clock import SystemClock
from kraftkollen.model.delivery import Form
from tests import stores
from tests.screen import Screen, opened
from tests.stores import HEADER

Patch = pytest.MonkeyPatch
PAGE = "pages/lamna_uppgifter.py"
GOOD = f"{HEADER}\nschool_attendance;Torgstaden;2024/25;;;823;1000;;\nschool_attendance;E0102;2024/25;;;911;1000;;\n"
FAULTY = f"{HEADER}\nschool_attendance;Torgstan;2024/25;;;823;1000;;\nschool_attendance;E0102;2024/25;;;sju;1000;;\n"


@pytest.fixture
def store(empty_store: Path, tmp_path: Path) -> Path:
    return stores.copied(empty_store, tmp_path)


def _upload(screen: Screen, text: str, name: str = "siffror.csv", encoding: str = "cp1252") -> Screen:
    screen.app.file_uploader[0].upload(name, text.encode(encoding), "text/csv")
    return screen.run()


def _button(screen: Screen, label: str) -> Any:
    return next((one for one in screen.app.button if one.label == label), None)


def _deliver(screen: Screen, label: str = "Lämna in") -> Screen:
    for box in screen.app.checkbox:
        box.check()
    _button(screen, label).click()
    return screen.run()


def _press(screen: Screen, label: str) -> Screen:
    _button(screen, label).click()
    return screen.run()


def _stored(store: Path) -> list[Path]:
    return [path for path in (store / "uploads").rglob("*") if path.is_file()] if (store / "uploads").exists() else []


def test_a_faulty_file_is_told_by_row_and_column_and_nothing_of_it_is_stored(store: Path, monkeypatch: Patch) -> None:
    screen = _upload(opened(PAGE, store, monkeypatch), FAULTY)
    assert screen.app.exception.values == []
    assert len(screen.errors) == 1
    rows = screen.table("Rad")
    assert [(row[0], row[1]) for row in rows] == [("2", "område"), ("3", "täljare")]
    assert "Torgstaden" in rows[0][3]
    assert rows[1][2] == "sju"
    assert _button(screen, "Lämna in") is None
    assert stores.answer(store, "batches") == []
    assert _stored(store) == []


def test_the_mended_file_is_previewed_confirmed_recorded_published_and_on_the_map(store: Path, monkeypatch: Patch) -> None:
    assert "82,3" not in opened("pages/karta.py", store, monkeypatch).read
    screen = _upload(opened(PAGE, store, monkeypatch), FAULTY)
    screen = _upload(opened(PAGE, store, monkeypatch), GOOD)
    assert screen.errors == []
    assert screen.table("Nya")[0][:4] == ["2", "2", "0", "0"]
    assert "cp1252" in screen.read
    assert stores.answer(store, "batches") == []

    _deliver(screen)
    assert (screen.errors, screen.app.exception.values) == ([], [])
    assert len(screen.app.success) == 1
    receipt = {row[0]: row[1] for row in screen.table("Kvitto")}
    counts = [receipt[name] for name in ("Leverans", "Nya", "Ändrade", "Oförändrade", "Läge")]
    assert counts == ["1", "2", "0", "0", "godkänd"]
    batches = stores.answer(store, "batches")
    assert [(one["id"], one["rows"], one["state"], one["filename"]) for one in batches] == [(1, 2, "approved", "siffror.csv")]

    shown = opened("pages/karta.py", store, monkeypatch, indikator="school_attendance", omrade="E0101")
    assert "82,3\u00a0%" in shown.read
    assert shown.title == "Närvaro i grundskolan, 2024/25"
    series = stores.answer(store, "series", "school_attendance", "--area", "Torgstaden")
    assert [(one["period"], round(one["value"], 9)) for one in series] == [("2024/25", 82.3)]


def test_a_second_file_changes_what_the_map_shows(store: Path, monkeypatch: Patch) -> None:
    _deliver(_upload(opened(PAGE, store, monkeypatch), GOOD))
    screen = _upload(opened(PAGE, store, monkeypatch), GOOD.replace("823", "855"))
    assert screen.table("Nya")[0][:4] == ["2", "0", "1", "1"]
    _deliver(screen)
    assert "85,5" in opened("pages/karta.py", store, monkeypatch).read


def test_the_same_click_twice_records_one_delivery(store: Path, monkeypatch: Patch) -> None:
    first = _upload(opened(PAGE, store, monkeypatch), GOOD)
    key = first.app.session_state["upload"].key
    _deliver(first)
    again = opened(PAGE, store, monkeypatch)
    _upload(again, GOOD)
    # The browser sends the same file id again when it never heard the answer.
    again.app.file_uploader[0]._files = [(key, "siffror.csv", GOOD.encode("cp1252"), "text/csv")]
    again.run()
    again.app.session_state["upload"].key = key
    _deliver(again)
    assert len(stores.answer(store, "batches")) == 1


def test_after_the_receipt_the_box_is_empty_for_the_next_file(store: Path, monkeypatch: Patch) -> None:
    screen = _deliver(_upload(opened(PAGE, store, monkeypatch), GOOD))
    assert screen.app.file_uploader[0].value in (None, [])
    assert _button(screen, "Lämna in") is None


def test_a_personal_number_is_refused_and_never_shown_again(store: Path, monkeypatch: Patch) -> None:
    screen = _upload(opened(PAGE, store, monkeypatch), GOOD.replace("1000;;", "1000;;19121212-1212", 1))
    assert len(screen.errors) == 1
    assert "121212" not in screen.read
    assert stores.answer(store, "batches") == []
    assert _stored(store) == []


def test_a_personal_number_in_the_comment_is_refused(store: Path, monkeypatch: Patch) -> None:
    screen = _upload(opened(PAGE, store, monkeypatch), GOOD)
    next(one for one in screen.app.text_input if one.label == "Kommentar (frivillig)").set_value("ring 19121212-1212")
    _deliver(screen)
    assert len(screen.errors) == 1
    assert stores.answer(store, "batches") == []


def test_markup_in_a_file_is_shown_as_text(store: Path, monkeypatch: Patch) -> None:
    screen = _upload(opened(PAGE, store, monkeypatch), GOOD.replace("Torgstaden", "<b>*x*</b>"), name="**fil**.csv")
    assert screen.table("Rad")[0][2] == "<b>*x*</b>"
    raw = [text for text in screen.strings if "x" in text and "/b" in text]
    assert raw
    assert all("\\*x\\*" in text or "&lt;b&gt;" in text for text in raw)


def test_the_page_speaks_english_too(store: Path, monkeypatch: Patch) -> None:
    screen = _upload(opened(PAGE, store, monkeypatch, sprak="en"), FAULTY)
    assert [(row[0], row[1]) for row in screen.table("Row")] == [("2", "område"), ("3", "täljare")]
    screen = _deliver(_upload(opened(PAGE, store, monkeypatch, sprak="en"), GOOD), "Deliver")
    assert ["State", "approved"] in screen.table("Receipt")


def test_a_faulty_file_comes_back_with_remarks_and_once_mended_is_taken_in(store: Path, monkeypatch: Patch) -> None:
    actor, form, parcel = local_actor(), Form(), Parcel(FAULTY.encode("cp1252"), "siffror.csv")
    site = Site.at(store, SystemClock())
    with pytest.raises(DeliveryRefused) as refusal:
        examine.preview(site, actor, parcel, form)
    copy = examine.remarks(actor, parcel, form, refusal.value.problems, "sv")
    assert copy is not None
    text = copy[0].decode("utf-8-sig")
    assert copy[1] == "siffror_anmärkningar.csv"
    assert "Menade du Torgstaden" in text.splitlines()[1]
    mended = text.replace("Torgstan;", "Torgstaden;").replace(";sju;", ";911;")
    screen = _upload(opened(PAGE, store, monkeypatch), mended, encoding="utf-8")
    assert screen.errors == []
    _deliver(screen)
    assert [one["rows"] for one in stores.answer(store, "batches")] == [2]


def test_a_misread_column_is_corrected_once_and_remembered_for_the_next_file(store: Path, monkeypatch: Patch) -> None:
    odd = GOOD.replace("område", "plats i staden")
    screen = _upload(opened(PAGE, store, monkeypatch), odd)
    assert "plats i staden" in screen.read
    next(one for one in screen.app.selectbox if one.label == "Område").select("plats i staden")
    screen = _press(screen, "Läs om")
    assert screen.errors == []
    _deliver(screen)
    again = _upload(opened(PAGE, store, monkeypatch), odd.replace("823", "824"))
    assert again.errors == []
    assert again.table("Nya")[0][:4] == ["2", "0", "1", "1"]


def test_the_file_is_still_there_after_a_visit_to_another_page(store: Path, monkeypatch: Patch) -> None:
    screen = _upload(opened(PAGE, store, monkeypatch), GOOD)
    screen.app.switch_page("pages/karta.py")
    screen.run()
    screen.app.switch_page(PAGE)
    screen.run()
    assert "siffror.csv" in screen.read
    _deliver(screen)
    assert len(stores.answer(store, "batches")) == 1


def test_a_template_is_offered_for_what_is_missing(store: Path, monkeypatch: Patch) -> None:
    screen = opened(PAGE, store, monkeypatch)
    next(one for one in screen.app.selectbox if one.label == "Ägare").select("grundskolenamnden")
    screen.run()
    assert "Rader att fylla i" in screen.read
