"""The address bar is the truth: every choice stands in it by id, and an unknown id is named and answered with a default."""

from pathlib import Path

import pytest

from tests.screen import PAGES, Screen, opened

Patch = pytest.MonkeyPatch
KARTA = "pages/karta.py"


@pytest.fixture
def karta(demo_store: Path, monkeypatch: Patch) -> Screen:
    return opened(KARTA, demo_store, monkeypatch)


def test_opening_a_page_leaves_the_address_alone(karta: Screen) -> None:
    assert karta.address == {}
    assert karta.run().address == {}


@pytest.mark.parametrize(
    ("name", "id_", "label", "shown"),
    [
        ("indikator", "population", "Indikator", "Folkmängd"),
        ("niva", "stadsdel", "Nivå", "Stadsdel"),
        ("period", "2019/20", "Period", "2019/20"),
        ("grupp", "women", "Grupp", "Kvinnor och flickor"),
        ("omrade", "E0308", "Område", "Rågängen"),
    ],
)
def test_every_choice_can_be_asked_for_by_its_id(
    name: str, id_: str, label: str, shown: str, demo_store: Path, monkeypatch: Patch
) -> None:
    screen = opened(KARTA, demo_store, monkeypatch, **{name: id_})
    assert screen.warnings == []
    assert screen.box(label).value == id_
    assert shown in screen.box(label).options
    assert screen.address == {name: id_}


@pytest.mark.parametrize(
    ("label", "name", "id_"),
    [
        ("Indikator", "indikator", "population"),
        ("Nivå", "niva", "stadsdel"),
        ("Grupp", "grupp", "men"),
        ("Område", "omrade", "E0308"),
    ],
)
def test_a_box_that_is_changed_writes_the_id_of_every_choice(karta: Screen, label: str, name: str, id_: str) -> None:
    box = karta.box(label)
    box.set_value(id_)
    karta.run()
    assert karta.address[name] == id_
    assert {"indikator", "niva", "period", "grupp"} <= karta.address.keys()
    assert karta.box(label).value == id_
    assert karta.warnings == []


def test_the_address_that_a_choice_wrote_opens_the_same_view(karta: Screen, demo_store: Path, monkeypatch: Patch) -> None:
    karta.box("Period").set_value("2019/20")
    karta.run()
    karta.box("Område").set_value("E0308")
    karta.run()
    again = opened(KARTA, demo_store, monkeypatch, **karta.address)
    assert again.read == karta.read
    assert (again.title, again.box("Område").value) == ("Närvaro i grundskolan, 2019/20", "E0308")


def test_a_choice_can_be_taken_back(demo_store: Path, monkeypatch: Patch) -> None:
    screen = opened(KARTA, demo_store, monkeypatch, omrade="E0308")
    screen.box("Område").set_value(None)
    screen.run()
    assert "omrade" not in screen.address


def test_going_back_changes_the_boxes(karta: Screen) -> None:
    karta.box("Period").set_value("2019/20")
    karta.run()
    for name in list(karta.address):
        del karta.app.query_params[name]
    karta.run()
    assert karta.box("Period").value == "2025/26"


@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("indikator", "Närvaro i grundskolan"),
        ("niva", "Delområde"),
        ("period", "2025/26"),
        ("grupp", "Totalt"),
        ("omrade", "inget valt"),
    ],
)
def test_an_unknown_id_is_named_and_a_default_is_shown(name: str, instead: str, demo_store: Path, monkeypatch: Patch) -> None:
    screen = opened(KARTA, demo_store, monkeypatch, **{name: "finns_inte"})
    assert len(screen.warnings) == 1
    assert f"{name} = finns_inte" in screen.warnings[0]
    assert instead in screen.warnings[0]
    assert screen.title == "Närvaro i grundskolan, 2025/26"


def test_several_unknown_ids_are_all_named(demo_store: Path, monkeypatch: Patch) -> None:
    screen = opened(KARTA, demo_store, monkeypatch, indikator="x1", niva="x2", period="x3", grupp="x4", omrade="x5")
    assert [f"x{number}" in warning for number, warning in enumerate(screen.warnings, 1)] == [True] * 5


def test_a_readers_own_choice_that_ends_a_period_is_no_mistake_of_the_address(demo_store: Path, monkeypatch: Patch) -> None:
    screen = opened(KARTA, demo_store, monkeypatch, indikator="school_attendance", period="2019/20")
    screen.box("Indikator").set_value("population")
    screen.run()
    assert screen.warnings == []
    assert screen.title.startswith("Folkmängd, 20")


@pytest.mark.parametrize("page", PAGES)
def test_an_address_full_of_nonsense_breaks_no_page(page: str, demo_store: Path, monkeypatch: Patch) -> None:
    nonsense = dict.fromkeys(
        ("indikator", "niva", "period", "grupp", "omrade"), "'; DROP TABLE observation; --\u202e" + "å" * 3000
    )
    screen = opened(page, demo_store, monkeypatch, **nonsense, sprak="xx", okand="1")
    assert (screen.app.exception.values, screen.errors) == ([], [])
    assert all(len(one) < 400 for one in screen.warnings)
