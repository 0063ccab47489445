"""Every role on every page and every action, found and not listed: only what the table of access allows happens."""

import importlib
import inspect
import pkgutil
import subprocess
import sys
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kraftkollen import access, actions
from kraftkollen.access import Permission
from kraftkollen.actions.site import Site
from kraftkollen.errors import NotAllowed
from kraftkollen.model.actor import Actor, Role
from kraftkollen.ui import menu
from tests import people, stores
from tests.screen import PAGES, START, Screen, opened, unescaped

Patch = pytest.MonkeyPatch
ROLES = [one for one in Role if one is not Role.VISITOR]
# What readers may call: it reads what is published, or what the register says. Whatever else a reader gets through is a fault.
# `write_out` writes what readers may see to a folder of the caller's.
FOR_READERS = {"exported", "figures_as_of", "kept_edition", "list_editions", "programme_as_of", "record_history", "write_out"}
# Signing in is recorded for everybody who does.
FOR_ALL = {"kraftkollen.actions.sign_in.record"}
# Elements that a page's own content consists of; the frame draws links, notices and the button that signs out.
CONTENT = {
    "title",
    "header",
    "subheader",
    "table",
    "arrow_table",
    "plotly_chart",
    "markdown",
    "file_uploader",
    "form",
    "metric",
}
CONTENT |= {
    "selectbox",
    "text_input",
    "text_area",
    "checkbox",
    "radio",
    "date_input",
    "download_button",
    "dataframe",
    "expander",
}


@pytest.fixture(scope="module")
def store(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Exempelstad without a figure, where people sign in; and where anybody may read editions."""
    found = stores.copied(empty_store, tmp_path_factory.mktemp("roles"))
    people.set_up(found, "public: true\n" + people.ACCESS)
    return found


def _address(page: str) -> str:
    return "" if page == START else Path(page).stem


def _drawn(screen: Screen) -> set[str]:
    """What the page has drawn of its own, the sentence of refusal apart."""
    return {one.type for one in screen.app.main} & CONTENT


def _menu(screen: Screen) -> list[str]:
    return [one.proto.page for one in screen.app.main if one.type == "page_link"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", ROLES)
def test_a_page_opens_for_the_roles_that_may_and_says_one_sentence_to_the_others(
    role: Role, page: str, store: Path, monkeypatch: Patch
) -> None:
    screen = opened(page, store, monkeypatch, person=people.one("Någon", role.value))
    assert screen.app.exception.values == []
    refused = [one for one in screen.errors if "får inte göra detta" in unescaped(one)]
    if menu.needs(_address(page)) in access.ALLOWED[role]:
        assert refused == []
        assert _drawn(screen)
    else:
        assert (len(refused), len(screen.errors)) == (1, 1)
        assert _drawn(screen) == set()
        assert [one.key for one in screen.app.button] == ["sign out"]


@pytest.mark.parametrize("role", ROLES)
def test_the_menu_holds_the_pages_that_the_role_may_open_and_no_other(role: Role, store: Path, monkeypatch: Patch) -> None:
    screen = opened(START, store, monkeypatch, person=people.one("Någon", role.value))
    allowed = {address for address, _, _ in menu.PAGES if menu.needs(address) in access.ALLOWED[role]}
    assert set(_menu(screen)) == allowed


@pytest.mark.parametrize("page", PAGES)
def test_whoever_has_not_signed_in_sees_editions_where_they_are_open_and_else_nothing(
    page: str, store: Path, monkeypatch: Patch
) -> None:
    screen = _not_signed_in(page, store, monkeypatch)
    if menu.needs(_address(page)) is Permission.SEE_EDITIONS:
        assert not any("Logga in för att se sidan" in unescaped(one) for one in screen.errors)
    else:
        assert [unescaped(one) for one in screen.errors] == ["Logga in för att se sidan."]
        assert _drawn(screen) == set()
    people.set_up(store)
    try:
        screen = _not_signed_in(page, store, monkeypatch)
        assert _menu(screen) == []
        if _address(page) in menu.OPEN:
            assert (screen.errors, _address(page)) == ([], "tillganglighet")
        else:
            assert [unescaped(one) for one in screen.errors] == ["Logga in för att se sidan."]
            assert _drawn(screen) == set()
    finally:
        people.set_up(store, "public: true\n" + people.ACCESS)


def _not_signed_in(page: str, store: Path, monkeypatch: Patch) -> Screen:
    return opened(page, store, monkeypatch, person=people.Stranger(""))


FRESH = """
import sys, pytest
from pathlib import Path
from tests import people
from tests.screen import START, opened, unescaped
patch = pytest.MonkeyPatch()
for page in sys.argv[2:]:
    if page != START:
        screen = opened(page, Path(sys.argv[1]), patch, person=people.one("Rut", "reader"))
        refused = any("får inte göra detta" in unescaped(one) for one in screen.errors)
        print(Path(page).stem, "refused" if refused else "open" if screen.app.title else "?")
"""


def test_a_deep_link_is_the_first_thing_that_a_fresh_process_runs_and_asks_all_the_same(store: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FRESH, str(store), *PAGES], cwd=stores.ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    said = dict(line.split() for line in done.stdout.splitlines() if line.count(" ") == 1)
    reader = access.ALLOWED[Role.READER]
    assert said == {
        _address(page): "open" if menu.needs(_address(page)) in reader else "refused" for page in PAGES if page != START
    }
    assert said["lamna_uppgifter"] == "refused"


class Touched(Exception):
    """Something was looked at before access was asked, or after it was granted."""


class Untouchable:
    """Stands for a store, a file or a form: nothing can be done with it."""

    def __getattribute__(self, name: str) -> Any:
        raise Touched(name)

    def __iter__(self) -> Any:
        raise Touched

    def __bool__(self) -> bool:
        raise Touched


def _actions() -> list[Callable[..., object]]:
    """Every public function of the actions that works on a store for somebody."""
    found = []
    for module in pkgutil.iter_modules(actions.__path__, f"{actions.__name__}."):
        loaded = importlib.import_module(module.name)
        for name, one in inspect.getmembers(loaded, inspect.isfunction):
            kinds = typing.get_type_hints(one).values() if one.__module__ == module.name else ()
            if not name.startswith("_") and Actor in kinds and Site in kinds:
                found.append(one)
    return found


def _name(action: Callable[..., object]) -> str:
    return f"{action.__module__}.{action.__name__}"


def _gets_through(action: Callable[..., object], role: Role) -> bool:
    """Return whether the role gets past the question of access, which must be asked before anything else is looked at."""
    kinds = typing.get_type_hints(action)
    needed = [name for name, one in inspect.signature(action).parameters.items() if one.default is one.empty]
    actor = Actor("Någon", frozenset({role}), frozenset({"grundskolenamnden"}))
    try:
        action(**{name: actor if kinds.get(name) is Actor else Untouchable() for name in needed})
    except NotAllowed:
        return False
    except Exception:
        return True
    return True


EITHER = frozenset({Permission.EDIT_REGISTER, Permission.SPEAK_FOR_OWN, Permission.EVALUATE})
SETS = [frozenset(role for role in Role if one in access.ALLOWED[role]) for one in Permission]
SETS.append(frozenset(role for role in Role if EITHER & access.ALLOWED[role]))
# Those that write, spelled out once; what is added later is found, and held to the rules below.
WRITES = {
    "deliver.deliver": {"officer", "central_statistician"},
    "decide.approve": {"approver"},
    "decide.reject": {"approver"},
    "decide.revert": {"approver"},
    "erase.erase": {"administrator"},
    "areas.import_areas": {"administrator"},
    "setup.init": {"administrator"},
    "enter.enter": {"officer", "secretary", "administrator", "analyst"},
    "comparison.change_comparison": {"analyst", "administrator"},
    "register_entry.withdraw": {"secretary", "administrator"},
    "editions.announce": {"secretary", "administrator"},
    "editions.publish_edition": {"secretary", "administrator"},
    "publish.publish": {"officer", "central_statistician", "approver", "administrator"},
    "publish.publish_register": {"secretary", "officer", "central_statistician", "approver", "administrator", "analyst"},
    "publish_apart.publish_apart": {"officer", "central_statistician", "approver", "administrator"},
}


@pytest.mark.parametrize("action", _actions(), ids=_name)
def test_an_action_asks_access_before_it_looks_at_anything(action: Callable[..., object]) -> None:
    if _name(action) in FOR_ALL:
        return
    through = frozenset(role for role in Role if _gets_through(action, role))
    assert through in SETS, f"{_name(action)} lets through {sorted(through)}, which no permission does: ask access first"
    assert Role.VISITOR not in through
    if action.__name__ not in FOR_READERS:
        assert Role.READER not in through, f"a reader gets through {_name(action)}: if it only reads, name it in FOR_READERS"


@pytest.mark.parametrize(("name", "roles"), WRITES.items())
def test_what_writes_is_for_those_roles_and_no_other(name: str, roles: set[str]) -> None:
    action = next(one for one in _actions() if _name(one) == f"kraftkollen.actions.{name}")
    assert {role.value for role in Role if _gets_through(action, role)} == roles
