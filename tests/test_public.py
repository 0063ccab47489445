"""Editions for anybody: where the city has opened them a stranger reads them and nothing else; where it has not, nothing."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kraftkollen.access import Permission
from kraftkollen.ui import menu
from tests import outputs, people, stores
from tests.everything import Downloads, downloads, sent
from tests.people import Person, Stranger
from tests.screen import PAGES, START, opened, unescaped

__all__ = ["downloads"]
Patch = pytest.MonkeyPatch
PAGE = "pages/arsutvardering.py"
PUBLIC = "public: true\n" + people.ACCESS
ASK = "Logga in för att se sidan."


@pytest.fixture(scope="module")
def store(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Exempelstad with an edition of 2025, where people sign in and anybody may read editions."""
    found = stores.copied(empty_store, tmp_path_factory.mktemp("public"))
    outputs.with_edition(found)
    people.set_up(found, PUBLIC)
    return found


FRESH = """
import json, sys, pytest
from pathlib import Path
from tests import people
from tests.screen import START, opened, unescaped
store, patch = Path(sys.argv[1]), pytest.MonkeyPatch()
for access in ("public: true" + chr(10) + people.ACCESS, people.ACCESS):
    people.set_up(store, access)
    said = {}
    for page in sys.argv[2:]:
        if page != START:
            screen = opened(page, store, patch, person=people.Stranger(""))
            said[page] = [unescaped(one) for one in screen.errors] or [one.value for one in screen.app.title]
    print(json.dumps(said))
"""


def test_by_a_deep_link_on_a_fresh_process_a_stranger_opens_editions_alone_and_where_they_are_not_open_nothing(
    store: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", FRESH, str(stores.copied(store, tmp_path)), PAGE, *PAGES]
    done = subprocess.run(command, cwd=stores.ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    opened_to_all, closed = (json.loads(line) for line in done.stdout.splitlines() if line.startswith("{"))
    allowed = {one for one in PAGES if menu.needs(Path(one).stem) is Permission.SEE_EDITIONS}
    assert {page for page, said in opened_to_all.items() if said != [ASK]} == allowed
    assert PAGE in allowed
    assert "pages/karta.py" not in allowed
    assert opened_to_all[PAGE] == ["Årlig uppföljning och utvärdering"]
    assert set(opened_to_all) == set(PAGES) - {START}
    assert {page for page, said in closed.items() if said != [ASK]} == {f"pages/{one}.py" for one in menu.OPEN}


def test_a_stranger_reads_the_edition_and_takes_its_documents_and_finds_no_form_and_no_way_further(
    store: Path, monkeypatch: Patch, downloads: Downloads
) -> None:
    screen = opened(PAGE, store, monkeypatch, person=Stranger(""))
    assert (screen.app.exception.values, screen.errors) == ([], [])
    assert "Utgåva 2025-1" in screen.read
    assert {"arsutvardering-2025-1-en.pdf", "arsutvardering-2025-1-sv.pdf"} <= {name for name, _ in downloads}
    assert all(name.startswith("arsutvardering-2025-1-") for name, _ in downloads)
    assert all(content.startswith(b"%PDF") for name, content in downloads if name.endswith(".pdf"))
    assert [one.proto.page for one in screen.app.main if one.type == "page_link"] == ["arsutvardering"]
    assert {one.type for one in screen.app.main} & {"form", "text_input", "text_area", "file_uploader"} == set()
    assert [one.label for one in screen.app.button] == ["Logga in"]
    assert "Underlag</a>" not in sent(screen)


ASKED = (
    {"utgava": "2025-1"},
    {"utgava": "utkast"},
    {"utgava": "utkast", "ar": "2025"},
    {"utgava": "2025-9"},
    {"utgava": "../../journal"},
    {"ar": "2024", "jamfor": "2026"},
    {"utgava": "' OR 1=1 --", "ar": "-1"},
)


@pytest.mark.parametrize("address", ASKED, ids=str)
def test_no_address_shows_a_stranger_a_draft_or_a_fault(address: dict[str, str], store: Path, monkeypatch: Patch) -> None:
    screen = opened(PAGE, store, monkeypatch, person=Stranger(""), **address)
    assert (screen.app.exception.values, screen.errors) == ([], [])
    assert "Utkast" not in screen.read
    assert "utkast" not in sent(screen).replace(json.dumps(address), "").replace("utgava=utkast", "")


def test_who_signed_in_long_ago_reads_editions_as_a_stranger_does(store: Path, monkeypatch: Patch) -> None:
    olle = Person("Olle", ("grundskolan",), seconds=-1)
    screen = opened(PAGE, store, monkeypatch, person=olle)
    assert (screen.errors, "Utgåva 2025-1" in screen.read) == ([], True)
    assert [unescaped(one) for one in opened("pages/karta.py", store, monkeypatch, person=olle).errors] == [ASK]
