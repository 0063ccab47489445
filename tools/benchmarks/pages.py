"""How long a page's script runs, beside an empty page with the same frame; and what the map sends to the browser."""

import os
import shutil
import statistics
import sys
import time
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

_EMPTY = '"""An empty page."""\n\nfrom kraftkollen.ui import frame\n\nwith frame.page("karta") as page:\n    pass\n'
_STARTED = ScriptRunnerEvent.SCRIPT_STARTED
_STOPPED = ScriptRunnerEvent.SCRIPT_STOPPED_WITH_SUCCESS


class _Timed(LocalScriptRunner):
    """Streamlit's own runner, with the time from a script's first line to its last, without what the tests read out of it."""

    last: tuple[float, int] = (0.0, 0)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        started = 0.0

        def listen(_sender: object, event: ScriptRunnerEvent, **_data: Any) -> None:
            nonlocal started
            if event == _STARTED:
                started = time.perf_counter()
            elif event == _STOPPED:
                size = sum(one.ByteSize() for one in self.forward_msg_queue._queue)
                _Timed.last = (time.perf_counter() - started, size)

        self.on_event.connect(listen, weak=False)


def bench_pages(folder: Path, times: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return seconds and ratio of each page, and the map's bytes, on Exempelstad."""
    store = folder / "exempelstad"
    init(Site.at(store, SystemClock()), local_actor("bench"), "exempelstad", empty=False, progress=lambda *_: None)
    os.environ["KRAFTKOLLEN_DATA"] = str(store)
    pages = _copied(folder)
    app_test.LocalScriptRunner = _Timed
    measured = {name: _measured(pages / "dashboard.py", name, times) for name in _names(pages)}
    empty = measured.pop("pages/tom.py")[0]
    found = {name: {"seconds": round(took, 4), "ratio": round(took / empty, 2)} for name, (took, _) in measured.items()}
    drawing = map_view(Reading(local_actor(), open_newest(store), "sv"), Wanted()).drawing
    assert drawing is not None
    sizes = {"bytes_geojson": len(drawing.geojson.encode()), "bytes_socket": measured["pages/karta.py"][1]}
    return {"empty": {"seconds": round(empty, 4), "ratio": 1.0}, **found}, sizes


def _copied(folder: Path) -> Path:
    """Return a folder with our pages and an empty one beside them: Streamlit finds pages next to the main script only."""
    target = folder / "app"
    shutil.copytree(ROOT / "pages", target / "pages")
    shutil.copy(ROOT / "dashboard.py", target)
    (target / "pages" / "tom.py").write_text(_EMPTY, encoding="utf-8")
    sys.path.insert(0, str(ROOT))
    return target


def _names(pages: Path) -> list[str]:
    return ["dashboard.py", *sorted(f"pages/{one.name}" for one in (pages / "pages").glob("*.py"))]


def _measured(main: Path, name: str, times: int) -> tuple[float, int]:
    """Return the median of a warm run, and the bytes over the socket."""
    app = app_test.AppTest.from_file(str(main), default_timeout=120)
    if name != "dashboard.py":
        app.switch_page(name)
    app.run()
    assert not app.exception, f"{name}: {app.exception}"
    assert not app.error, f"{name}: {app.error}"
    runs = []
    for _ in range(times):
        app.run()
        runs.append(_Timed.last)
    return statistics.median(took for took, _ in runs), runs[-1][1]
