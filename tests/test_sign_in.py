"""Who is let in, as whom, and for how long: access.yaml, tokens, the local user, and what is kept about signing in."""

import json
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from kraftkollen.errors import ConfigurationRefused, SignInExpired, SignInIncomplete
from kraftkollen.model import sign_in
from kraftkollen.model.actor import Role
from kraftkollen.model.sign_in import SignIn, load_sign_in
from kraftkollen.ui.identity import is_local
from tests import people, stores
from tests.people import Person
from tests.screen import START, Screen, opened, unescaped

Patch = pytest.MonkeyPatch
NOW = datetime.fromisoformat("2026-11-21T12:00")
LATER = (NOW + timedelta(hours=1)).replace(tzinfo=UTC).timestamp()
OLLE = people.one("Olle", "officer")


@pytest.fixture
def settings(tmp_path: Path) -> SignIn:
    return load_sign_in(people.set_up(tmp_path))


@pytest.fixture
def store(empty_store: Path, tmp_path: Path) -> Path:
    """Exempelstad, where people sign in."""
    found = stores.copied(empty_store, tmp_path)
    people.set_up(found)
    return found


def _claims(**changed: Any) -> dict[str, Any]:
    return {"name": "Olle", "groups": ["grundskolan"], "exp": LATER, **changed}


def _said(screen: Screen) -> list[str]:
    assert screen.app.exception.values == []
    assert not screen.app.title
    return [unescaped(one) for one in screen.errors]


def test_groups_add_up_to_roles_and_owners_and_those_that_are_unknown_give_nothing(settings: SignIn) -> None:
    actor = settings.actor(_claims(groups=["grundskolan", "fritid", "analys", "okänd"]), NOW)
    assert (actor.name, actor.roles) == ("Olle", {Role.OFFICER, Role.ANALYST})
    assert actor.owners == {"grundskolenamnden", "fritidsnamnden"}
    assert not actor.local
    assert settings.actor(_claims(groups="drift"), NOW).roles == {Role.ADMINISTRATOR}


@pytest.mark.parametrize("groups", [[], None, ["okänd"], ["Drift"], 7, {"drift": True}, [["drift"]], "drift lasare"])
def test_whoever_is_in_no_known_group_is_a_reader(settings: SignIn, groups: object) -> None:
    actor = settings.actor(_claims(groups=groups), NOW)
    assert (actor.roles, actor.owners) == ({Role.READER}, frozenset())
    assert not settings.knows(_claims(groups=groups))


@pytest.mark.parametrize("exp", [NOW.replace(tzinfo=UTC).timestamp(), 0, -1, None, True, "4000000000", float("nan")])
def test_a_token_without_a_time_to_come_at_which_it_ends_is_refused(settings: SignIn, exp: object) -> None:
    with pytest.raises(SignInExpired):
        settings.actor(_claims(exp=exp), NOW)


@pytest.mark.parametrize("name", [None, "", "  ", 7, ["Olle"]])
def test_a_token_that_does_not_say_who_is_refused(settings: SignIn, name: object) -> None:
    with pytest.raises(SignInIncomplete):
        settings.actor(_claims(name=name), NOW)


def test_every_fault_of_access_yaml_is_said_at_once(empty_store: Path, tmp_path: Path) -> None:
    store = stores.copied(empty_store, tmp_path)
    people.set_up(store, "groups:\n  a: {roles: [officr]}\n  b: {roles: []}\n  c: {owners: [x]}\npublik: true\n")
    assert len(_problems(store)) == 4
    people.set_up(store, "groups:\n  a: {roles: [officer]}\n  b: {roles: [analyst], owners: [kulturnamnden]}\n")
    assert [one["code"] for one in _problems(store)] == ["access_owners_missing", "access_owners_unused"]
    people.set_up(store, "groups:\n  a: {roles: [officer], owners: [grundskolan]}\n")
    assert [(one["code"], one["column"]) for one in _problems(store)] == [("access_unknown_owner", "a")]
    people.set_up(store)
    assert _problems(store) == []


def _problems(store: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(stores.command(store, "check", "--json").stdout)["problems"]
    return found


def test_the_example_in_the_documentation_holds(tmp_path: Path) -> None:
    example = "\n".join(line[4:] for line in (sign_in.__doc__ or "").splitlines() if line.startswith("    "))
    found = load_sign_in(people.set_up(tmp_path, example))
    assert set(found.groups) == {"Kraftkollen statistiker", "kraftkollen-officer-grundskolenamnden"}
    assert (found.name_claim, found.groups_claim, found.public) == ("preferred_username", "groups", False)
    assert SignIn().public is False
    with pytest.raises(ConfigurationRefused):
        load_sign_in(tmp_path / "none.yaml")


LOCAL = """127.0.0.1 127.0.0.1:8501 127.8.0.1 localhost:8501 http://localhost:8501 http://127.0.0.1:34313
::1 [::1]:8501 http://[::1]:8501"""
ELSEWHERE = """0.0.0.0 :: 192.168.1.7 kraftkollen.exempelstad.se localhost.angripare.se 127.0.0.1.angripare.se null
10.0.0.1,127.0.0.1 127.0.0.1,10.0.0.1 http://angripare.se:80/127.0.0.1 for=192.0.2.1"""


@pytest.mark.parametrize("address", LOCAL.split())
def test_this_machines_own_addresses_are_local(address: str) -> None:
    assert is_local(address)


@pytest.mark.parametrize("address", ["", *ELSEWHERE.split()])
def test_no_other_address_is_local(address: str) -> None:
    assert not is_local(address)


def test_the_local_user_is_named_on_the_page_and_not_let_in_from_elsewhere(empty_store: Path, monkeypatch: Patch) -> None:
    assert "Inloggning är inte inställd: allt antecknas som lokal användare" in opened(START, empty_store, monkeypatch).read
    before = config.get_option("server.address")
    for address in ("0.0.0.0", "192.168.1.7", None):
        config.set_option("server.address", address)
        try:
            said = _said(opened("pages/leveranslage.py", empty_store, monkeypatch))
        finally:
            config.set_option("server.address", before)
        assert len(said) == 1
        assert f"inte från {address or '0.0.0.0'}" in said[0]
    assert not (empty_store / "sign_ins").exists()


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.7"])
def test_without_sign_in_the_server_does_not_start_elsewhere(address: str) -> None:
    command = [sys.executable, "-m", "kraftkollen.ui.server", "--server.address", address, "--server.port", "1"]
    done = subprocess.run(command, cwd=stores.ROOT, capture_output=True, encoding="utf-8", check=False, timeout=60)
    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1].startswith("Sign-in is not set up, so the tool answers only to the machine")
    assert "Traceback" not in done.stderr


def test_what_is_half_set_up_lets_nobody_in(store: Path, monkeypatch: Patch) -> None:
    assert "inget avsnitt [auth]" in _said(opened(START, store, monkeypatch))[0]
    secrets = people.secrets()
    secrets["auth"]["cookie_secret"] = "xxx"
    monkeypatch.setattr(people, "secrets", lambda: secrets)
    assert "minst 32 slumpade tecken" in _said(opened(START, store, monkeypatch, person=OLLE))[0]
    monkeypatch.undo()
    monkeypatch.setenv("KRAFTKOLLEN_ACCESS", str(store / "borta.yaml"))
    assert len(_said(opened(START, store, monkeypatch, person=OLLE))) == 1
    assert len(_said(opened(START, store, monkeypatch))) == 1
    monkeypatch.delenv("KRAFTKOLLEN_ACCESS")
    people.set_up(store, "groups: [")
    assert len(_said(opened(START, store, monkeypatch, person=OLLE))) == 1
    (store / "access.yaml").unlink()
    monkeypatch.setenv("KRAFTKOLLEN_SECRETS", str(store / "secrets.toml"))
    assert "går inte att läsa" in _said(opened(START, store, monkeypatch))[0]


def test_a_role_that_is_taken_away_is_gone_at_the_next_click(store: Path, monkeypatch: Patch) -> None:
    screen = opened("pages/lamna_uppgifter.py", store, monkeypatch, person=OLLE)
    assert screen.title == "Lämna uppgifter"
    people.set_up(store, people.ACCESS.replace("grundskolan:", "grundskolan_före_detta:"))
    assert "får inte göra detta" in _said(screen.run())[0]


def test_a_token_that_has_ended_lets_nobody_in_and_says_so(store: Path, monkeypatch: Patch) -> None:
    screen = opened("pages/lamna_uppgifter.py", store, monkeypatch, person=Person("Olle", OLLE.groups, seconds=-1))
    assert _said(screen) == ["Din inloggning har gått ut. Logga in igen: du kommer tillbaka till den här sidan."]
    assert [one.label for one in screen.app.button] == ["Logga in"]


def test_who_signs_out_in_one_tab_has_signed_out_in_all(store: Path, monkeypatch: Patch) -> None:
    person = replace(people.one("Utan", "officer"), since=int(time.time()))
    one, other = (opened("pages/leveranslage.py", store, monkeypatch, person=person) for _ in range(2))
    assert one.title == other.title == "Leveransläge"
    next(button for button in one.app.button if button.key == "sign out").click()
    one.run()
    assert _said(other.run()) == ["Logga in för att se sidan."]


STILL = """
import streamlit as st
from kraftkollen.access import Permission
from kraftkollen.model.clock import clock_from_environment
from kraftkollen.ui import identity
st.text(str(identity.may_still(Permission.SEE_PUBLISHED, clock_from_environment())))
"""


def test_what_is_drawn_anew_without_its_page_asks_again_who_reads(store: Path, monkeypatch: Patch) -> None:
    monkeypatch.setenv("KRAFTKOLLEN_DATA", str(store))
    part = AppTest.from_string(STILL)
    part.secrets.update(people.secrets())
    for person, may in ((OLLE, "True"), (Person("Olle", OLLE.groups, seconds=-1), "False"), (OLLE, "True")):
        part.user = person.claims()
        assert part.run().text[0].value == may


def test_a_sign_in_is_kept_once_however_many_pages_it_opens(store: Path, monkeypatch: Patch) -> None:
    screen = opened(START, store, monkeypatch, person=OLLE)
    screen.run()
    (path,) = (store / "sign_ins").iterdir()
    (line,) = path.read_text(encoding="utf-8").splitlines()
    assert {**json.loads(line), "at": ""} == {"at": "", "event": "in", "name": "Olle", "roles": ["officer"]}
    assert path.stat().st_mode & 0o077 == 0


def test_the_name_of_whoever_signed_in_is_shown_as_text(store: Path, monkeypatch: Patch) -> None:
    name = "<b onclick=x>Olle</b> [a](b)"
    screen = opened(START, store, monkeypatch, person=Person(name, ("drift",)))
    raw = next(one for one in screen.strings if "Inloggad" in one)
    assert "&lt;b onclick=x&gt;Olle" in raw
