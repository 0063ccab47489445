"""Hostile names, comments and file names on every page and in every download: shown as they are, and code to nobody."""

import re
from pathlib import Path

import pytest

from tests import outputs, stores
from tests.everything import Downloads, code_in, downloads, sent
from tests.hostile_store import SEEN
from tests.screen import PAGES, opened

__all__ = ["downloads"]
Patch = pytest.MonkeyPatch
ADDRESS = {"indikator": "school_attendance", "niva": "delomrade", "period": "2024/25", "omrade": "11", "leverans": "1"}
# Pages that show what people have written; the test would be worth nothing on pages that do not.
WRITTEN = {"karta", "omraden", "indikatorer", "insatser", "beslut", "problembild", "aterkoppling", "leveranslage"}


@pytest.mark.parametrize("page", PAGES)
def test_what_people_write_is_shown_as_it_is_on_every_page(
    page: str, hostile_store: Path, monkeypatch: Patch, downloads: Downloads
) -> None:
    screen = opened(page, hostile_store, monkeypatch, **ADDRESS)
    assert screen.app.exception.values == []
    assert code_in(screen) == []
    assert not [one for one in screen.errors if "fel på vår sida" in one or "Felnummer" in one]
    if Path(page).stem in WRITTEN:
        assert SEEN in sent(screen).replace("\\.", ".")
    # The file as it came is as it came.
    assert [name for name, content in downloads if not name.startswith("=") and outputs.alive(name, content)] == []


@pytest.fixture(scope="module")
def store(hostile_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hostile store with an edition of the year before."""
    found = stores.copied(hostile_store, tmp_path_factory.mktemp("hostile_edition"))
    outputs.with_edition(found)
    return found


# Those in which something that somebody wrote must be read.
TOLD = {"document area", "edition export", "sheet", "export"}


@pytest.mark.parametrize("name", outputs.ASKED)
def test_what_people_write_is_text_in_every_document_and_export(name: str, store: Path, tmp_path: Path) -> None:
    files = outputs.written(store, tmp_path, name, "11")
    assert [(path, one) for path, content in files.items() for one in outputs.alive(path, content)] == []
    everything = "".join(outputs.readable(path, content) for path, content in files.items())
    if name in TOLD:
        assert SEEN in re.sub(r"[\s\u00ad\u200b]", "", everything)


LONG = {
    "indikator": "x" * 100_000,
    "omrade": "<script>alert(7)</script>" * 4_000,
    "period": "$" * 100_000,
    "leverans": "9" * 5_000,
}


@pytest.mark.parametrize("page", PAGES)
def test_an_address_of_any_length_and_content_is_answered_with_a_sentence(
    page: str, empty_store: Path, monkeypatch: Patch
) -> None:
    screen = opened(page, empty_store, monkeypatch, **LONG)
    assert screen.app.exception.values == []
    assert code_in(screen) == []
    assert not [one for one in screen.errors if "Felnummer" in one]
    without_pictures = (re.sub(r"base64,[\w+/=]+", "", one) for one in screen.strings)
    assert max(map(len, without_pictures), default=0) < 80_000
    assert "x" * 1000 not in screen.read
