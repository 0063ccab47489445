"""How long a page's script runs, beside an empty page with the same frame; and what the map sends to the browser."""

import os
import shutil
import statistics
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit.testing.v1.app_test as app_test
from streamlit.runtime.scriptrunner import ScriptRunnerEvent
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from kraftkollen.actions.setup import init
from kraftkollen.actions.site import Site
from kraftkollen.model.actor import local_actor
from kraftkollen.model.clock import SystemClock
from kraftkollen.views.choices import Wanted
from kraftkollen.views.map_view import map_view
from kraftkollen.views.reading import Reading, open_newest
from tools.benchmarks.machine import ROOT
from tools.benchmarks.national import Size, make_national

_EMPTY = '"""An empty page."""\n\nfrom kraftkollen.ui import frame\n\nwith frame.page("karta") as page:\n    pass\n'
_EMPTY_PAGE = "pages/tom.py"
_VARIABLES = ("KRAFTKOLLEN_DATA", "KRAFTKOLLEN_INDICATORS")
_STARTED = ScriptRunnerEvent.SCRIPT_STARTED
_STOPPED = ScriptRunnerEvent.SCRIPT_STOPPED_WITH_SUCCESS


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a script: seconds on the clock and of the processor, and bytes sent."""

    seconds: float
    processor: float
    bytes: int


class _Timed(LocalScriptRunner):
    """Streamlit's own runner, with the time from a script's first line to its last, without what the tests read out of it."""

    last: Run = Run(0.0, 0.0, 0)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        started, worked = 0.0, 0.0

        def listen(_sender: object, event: ScriptRunnerEvent, **_data: Any) -> None:
            nonlocal started, worked
            if event == _STARTED:
                started, worked = time.perf_counter(), time.process_time()
            elif event == _STOPPED:
                size = sum(one.ByteSize() for one in self.forward_msg_queue._queue)
                _Timed.last = Run(time.perf_counter() - started, time.process_time() - worked, size)

        self.on_event.connect(listen, weak=False)


@dataclass(frozen=True, slots=True)
class Place:
    """A store that pages are run on."""

    name: str
    variables: Mapping[str, str]

    def enter(self) -> None:
        """Let the next run read this store."""
        for name in _VARIABLES:
            os.environ.pop(name, None)
        os.environ.update(self.variables)


def bench_pages(folder: Path, times: int, size: Size, made: Path | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return each page's seconds and ratios on Exempelstad and on a generated store of that size, and the map's bytes.

    Each run of a page stands between runs of the empty page: whatever else the machine does slows all of them alike.
    """
    demo = folder / "exempelstad"
    if made is None:
        init(Site.at(demo, SystemClock()), local_actor("bench"), "exempelstad", empty=False, progress=lambda *_: None)
    else:
        shutil.copytree(made, demo)
    large, defined = make_national(folder / "generated", size)
    here = Place("demo", {"KRAFTKOLLEN_DATA": str(demo)})
    there = Place("generated", {"KRAFTKOLLEN_DATA": str(large), "KRAFTKOLLEN_INDICATORS": str(defined)})
    pages = _copied(folder)
    app_test.LocalScriptRunner = _Timed
    names = [one for one in _names(pages) if one != _EMPTY_PAGE]
    measured = {name: _measured(pages / "dashboard.py", name, (here, there), times) for name in names}
    here.enter()
    drawing = map_view(Reading(local_actor(), open_newest(demo), "sv"), Wanted()).drawing
    assert drawing is not None
    sizes = {"bytes_geojson": len(drawing.geojson.encode()), "bytes_socket": measured["pages/karta.py"].runs["demo"][-1].bytes}
    empty = statistics.median(one.seconds("empty") for one in measured.values())
    bare = statistics.median(one.processor("empty") for one in measured.values())
    generated = {"areas": size.areas, "indicators": size.indicators, "periods": size.periods, "figures": size.figures}
    found = {name: one.document() for name, one in measured.items()}
    return {
        "generated": generated,
        "empty": {"seconds": round(empty, 4), "processor": round(bare, 4), "ratio": 1.0},
        **found,
    }, sizes


@dataclass(frozen=True, slots=True)
class _Measured:
    """A page's warm runs, by where it ran. Ratios are of the processor's time: others who use the machine are not in it."""

    runs: dict[str, list[Run]]

    def processor(self, where: str) -> float:
        """Return the median seconds of the processor."""
        return statistics.median(one.processor for one in self.runs[where])

    def seconds(self, where: str) -> float:
        """Return the median seconds on the clock."""
        return statistics.median(one.seconds for one in self.runs[where])

    def document(self) -> dict[str, float]:
        """Return it as a part of the bench's answer."""
        empty, demo, generated = (self.processor(name) for name in ("empty", "demo", "generated"))
        return {
            "seconds": round(self.seconds("demo"), 4),
            "processor": round(demo, 4),
            "ratio": round(demo / empty, 2),
            "generated_processor": round(generated, 4),
            "generated_to_demo": round(generated / demo, 2),
        }


def _copied(folder: Path) -> Path:
    """Return a folder with our pages and an empty one beside them: Streamlit finds pages next to the main script only."""
    target = folder / "app"
    shutil.copytree(ROOT / "pages", target / "pages")
    shutil.copy(ROOT / "dashboard.py", target)
    (target / _EMPTY_PAGE).write_text(_EMPTY, encoding="utf-8")
    sys.path.insert(0, str(ROOT))
    return target


def _names(pages: Path) -> list[str]:
    return ["dashboard.py", *sorted(f"pages/{one.name}" for one in (pages / "pages").glob("*.py"))]


def _measured(main: Path, name: str, places: tuple[Place, ...], times: int) -> _Measured:
    """Return what a page costs on each store, and an empty page beside it."""
    runs: dict[str, list[Run]] = {"empty": [], **{one.name: [] for one in places}}
    empty = _opened(main, _EMPTY_PAGE, places[0])
    apps = {one.name: _opened(main, name, one) for one in places}
    for _ in range(times):
        for place in places:
            place.enter()
            apps[place.name].run()
            runs[place.name].append(_Timed.last)
        places[0].enter()
        empty.run()
        runs["empty"].append(_Timed.last)
    return _Measured(runs)


def _opened(main: Path, name: str, place: Place) -> app_test.AppTest:
    """Return a session that has drawn the page twice: what is made once is made."""
    place.enter()
    app = app_test.AppTest.from_file(str(main), default_timeout=600)
    if name != "dashboard.py":
        app.switch_page(name)
    for _ in range(2):
        app.run()
    assert not app.exception, f"{name} on {place.name}: {app.exception}"
    assert not app.error, f"{name} on {place.name}: {app.error}"
    return app
