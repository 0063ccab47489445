"""What every page says where there is hardly anything to say: one figure, or nothing but hidden ones."""

import re
from pathlib import Path

import pytest

from tests.screen import PAGES, opened
from tests.store_fixtures import attendance, copied

Patch = pytest.MonkeyPatch
every_page = pytest.mark.parametrize("page", PAGES)
_CHOSEN = {"pages/karta.py": "school_attendance", "pages/indikatorer.py": "school_attendance"}


@pytest.fixture(scope="module")
def one(malmo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Malmö with one figure."""
    store = copied(malmo_template, tmp_path_factory.mktemp("one") / "store")
    store.approved(attendance("10101", 875, 1000))
    store.publish()
    return store.path


@pytest.fixture(scope="module")
def hidden(malmo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Malmö with figures for two periods, all of them of too few people to be shown."""
    store = copied(malmo_template, tmp_path_factory.mktemp("hidden") / "store")
    areas = ("10101", "10102", "10103", "10104")
    lines = [attendance(area, 17, 20, period) for area in areas for period in ("2023/24", "2024/25")]
    store.approved(*lines)
    store.publish()
    return store.path


def _read(page: str, store: Path, monkeypatch: Patch) -> str:
    chosen = {"indikator": _CHOSEN[page], "omrade": "10101"} if page in _CHOSEN else {}
    screen = opened(page, store, monkeypatch, **chosen)
    assert (screen.app.exception.values, screen.errors) == ([], [])
    assert screen.title
    return screen.read.replace("\u00a0", " ")


@every_page
def test_a_page_opens_on_one_figure_and_calls_nothing_a_change(page: str, one: Path, monkeypatch: Patch) -> None:
    read = _read(page, one, monkeypatch)
    assert ("87,5 %" in read) or page not in _CHOSEN
    assert not re.search(r"(ökade|minskade|steg|sjönk) från", read)
    assert not re.search(r"\bnan\b|\binf\b|None", read)


def test_where_other_areas_have_figures_nobody_is_told_that_there_are_none(one: Path, monkeypatch: Patch) -> None:
    read = opened("pages/indikatorer.py", one, monkeypatch, indikator="school_attendance").read
    assert "Siffror finns, men inga för de områden och den grupp som är valda. Välj ett område till." in read
    assert "ännu" not in read.split("Vad siffran betyder")[0]


@every_page
def test_a_page_opens_where_everything_is_hidden_and_says_so_without_a_figure(
    page: str, hidden: Path, monkeypatch: Patch
) -> None:
    read = _read(page, hidden, monkeypatch)
    assert "85,0 %" not in read
    assert "dolt" in read.casefold() or page not in _CHOSEN
    assert not re.search(r"\bnan\b|\binf\b|None", read)
