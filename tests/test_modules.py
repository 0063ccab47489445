"""Modules on and off: light by default, switched by an administrator, "not used" where one is off."""

from pathlib import Path

import pytest

from kraftkollen.actions.enter import Entry, enter
from kraftkollen.actions.modules import switch
from kraftkollen.actions.site import ROOT
from kraftkollen.errors import EntryRefused, NotAllowed
from kraftkollen.model.actor import Actor, Role
from kraftkollen.model.modules import LIGHT, Module, used
from kraftkollen.model.programme import load_programme
from kraftkollen.model.text import LANGUAGES
from kraftkollen.views.reading import open_newest
from kraftkollen.words.modules import module_name, not_used
from tests.screen import opened
from tests.store_fixtures import LOCAL, Store

CITIES = ROOT / "data" / "cities"


def test_a_city_that_says_nothing_is_light() -> None:
    programme = load_programme(CITIES / "malmo" / "programme.yaml")
    assert programme.modules == ()
    assert {one for one in Module if used(programme, one)} == LIGHT
    assert {Module.INTERVENTIONS, Module.DECISIONS, Module.MONEY} <= LIGHT
    assert not {Module.FEEDBACK, Module.BRIEFINGS, Module.ALLOCATION, Module.EVALUATION_PLANS} & LIGHT


def test_exempelstad_uses_every_module_but_allocation() -> None:
    programme = load_programme(CITIES / "exempelstad" / "programme.yaml")
    assert [one for one in Module if not used(programme, one)] == [Module.ALLOCATION]


def test_an_administrator_switches_a_module_on_and_off_and_readers_see_it(malmo: Store) -> None:
    assert [switch(malmo.site, LOCAL, Module.FEEDBACK, used=True) for _ in range(2)] == [1, 0]
    assert used(open_newest(malmo.path).programme, Module.FEEDBACK)
    switch(malmo.site, LOCAL, Module.FEEDBACK, used=False, why="för mycket arbete")
    assert not used(open_newest(malmo.path).programme, Module.FEEDBACK)
    assert malmo.count("SELECT count(*) FROM register WHERE kind = 'modules'") == 2


def test_nobody_else_switches_one(malmo: Store) -> None:
    with pytest.raises(NotAllowed):
        switch(malmo.site, Actor("Sekreteraren", frozenset({Role.SECRETARY})), Module.MONEY, used=False)


def test_a_module_that_does_not_exist_is_refused(malmo: Store) -> None:
    with pytest.raises(EntryRefused):
        enter(malmo.site, LOCAL, [Entry("modules", "nonsense", {"id": "nonsense", "used": True})])


def test_every_module_has_a_name_in_both_languages() -> None:
    for language in LANGUAGES:
        names = [module_name(one, language) for one in Module]
        assert len(set(names)) == len(Module)
    assert (not_used("sv"), not_used("en")) == ("används ej", "not used")


def test_the_page_of_a_module_that_is_off_says_so_and_switches_it_on(malmo: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    switch(malmo.site, LOCAL, Module.MONEY, used=False)
    screen = opened("pages/pengar.py", Path(malmo.path), monkeypatch)
    assert "används ej" in screen.read
    assert "10 000 000" not in screen.read.replace("\u00a0", " ")
    next(one for one in screen.app.button if one.label == "Börja använda").click()
    screen.run()
    assert "10 000 000" in screen.read.replace("\u00a0", " ")
