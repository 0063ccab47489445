"""What is worked out before anybody asks stands where the pages look for it, and nothing is drawn meanwhile."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from streamlit.delta_generator import DeltaGenerator

from kraftkollen.model.actor import local_actor
from kraftkollen.model.clock import FixedClock
from kraftkollen.ui import area_page, caches, effect_page, meeting_part, start_page, state_page, yearly_page
from kraftkollen.ui.frame import Page
from kraftkollen.ui.warming import warm
from kraftkollen.views import map_view
from kraftkollen.views.choices import Wanted
from kraftkollen.views.map_classes import Keep
from kraftkollen.views.map_modes import Mode
from kraftkollen.views.shelf import Shelf

# What each page works out, by the name that it knows it under.
WORKED_OUT = (
    (start_page, "start_view"),
    (meeting_part, "movers_view"),
    (meeting_part, "outcomes"),
    (effect_page, "overview_view"),
    (state_page, "delivery_state_view"),
    (area_page, "area_view"),
    (yearly_page, "yearly_view"),
)


def _never(*_what: Any, **_more: Any) -> None:
    raise AssertionError("this was to stand ready, and nothing was to be drawn")


def test_after_a_publication_the_pages_find_ready_what_many_ask_for(demo_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KRAFTKOLLEN_DATA", str(demo_store))
    monkeypatch.setattr(caches, "_KEPT", Shelf(1000))
    then = FixedClock(datetime.fromisoformat("2031-03-04"))
    page = Page("", local_actor(), "sv", then)
    monkeypatch.setattr(DeltaGenerator, "_enqueue", _never)
    with monkeypatch.context() as patched:
        # The limits of a map's classes are kept, and no map is: none is made for them.
        patched.setattr(map_view, "cells_of", _never)
        warm(then, rest=0)
    for module, name in WORKED_OUT:
        monkeypatch.setattr(module, name, _never)
    assert start_page.view(page).priority
    assert meeting_part.moved(page)
    assert meeting_part.verdicts(page)
    assert effect_page.every(page).rows
    assert state_page.view(page).rows
    assert yearly_page.content(page, 2030)
    first = area_page.of_place(page, None)
    assert area_page.of_place(page, first.place.chosen.id if first.place.chosen else None) == first
    reading = page.reading()
    monkeypatch.setattr(map_view, "limits", _never)
    keep: Keep[tuple[float, ...]] = lambda what, parts, work: caches.kept(reading, what, parts, work)  # noqa: E731
    for indicator in reading.version.catalogue.indicators:
        for mode in Mode:
            assert map_view.map_view(reading, Wanted(indicator), map_view.Look(mode), keep).indicator is not None
