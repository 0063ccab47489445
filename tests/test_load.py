"""tools/load.py finds what a reader would call an error, and none on our pages; what the server's loop and memory promise."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest

from kraftkollen.store.remembered import Remembered
from tests.stores import ROOT
from tools.benchmarks import servers
from tools.benchmarks.jobs import do_ours, meeting
from tools.benchmarks.tab import Failed, Tab

FAULTS = """
import os, time
import streamlit as st

kind = st.query_params.get("fault", "none")
if kind == "exception":
    raise ValueError("planted")
if kind == "said":
    st.error("Something went wrong on our side.")
if kind == "late":
    time.sleep(30)
if kind == "gone":
    os._exit(1)
st.title("Whole")
"""


@pytest.mark.slow
def test_a_session_is_in_error_where_the_page_raises_says_so_hangs_or_the_server_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servers, "_EMPTY", FAULTS)
    with servers.empty(tmp_path, 1) as (server,):

        async def opened(fault: str, patience: float) -> None:
            async with Tab(server.address, patience) as tab:
                await tab.open(f"/?fault={fault}")
                assert tab.shown.texts == ["Whole"]
                assert [one.what for one in tab.runs] == ["open /"]

        asyncio.run(opened("none", 60))
        for fault, patience, said in (
            ("exception", 60, "open /: exception"),
            ("said", 60, "error: Something went wrong"),
            ("late", 1, "not finished in 1 s"),
            ("gone", 60, "ConnectionClosed"),
        ):
            with pytest.raises(Failed, match=said):
                asyncio.run(opened(fault, patience))


@pytest.mark.slow
def test_a_small_load_prints_one_document_and_finds_no_error_on_our_pages(demo_store: Path) -> None:
    command = [sys.executable, "tools/load.py", "--store", str(demo_store), "--users", "3", "--seconds", "12", "--think", "0.5"]
    done = subprocess.run(
        [*command, "--turns", "1", "--idle", "3"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=500
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout)
    load, memory = found["load"], found["memory"]
    assert load["errors"] == memory["errors"] == []
    assert {"open /", "menu /arsutvardering", "open /karta", "open /lamna_uppgifter"} <= load["first_ms"].keys()
    for one in (load["ours"], load["empty"]):
        assert one["runs"] >= 3
        assert 0 < one["p50_ms"] <= one["p95_ms"] <= one["longest_ms"]
    assert load["ratio_p95"] > 0
    assert min(memory[when]["pss_mb"] for when in ("before", "with_idle_again")) > 50


def test_an_error_of_a_user_is_counted_and_the_others_go_on(tmp_path: Path) -> None:
    with servers.empty(tmp_path, 1) as (server,):
        # Our users look for links and boxes that an empty page has not.
        seen = asyncio.run(meeting((server.address,), 3, 4, 0.2, do_ours))
    assert "menu arsutvardering: not on the page" in seen.errors
    assert any(one.what == "open /" for one in seen.runs)


def test_what_was_asked_for_lately_is_read_once_and_the_oldest_goes_first() -> None:
    remembered: Remembered[tuple[int, ...]] = Remembered(5)
    read: list[str] = []

    def rows(name: str, count: int) -> tuple[int, ...]:
        def made() -> tuple[int, ...]:
            read.append(name)
            return tuple(range(count))

        return remembered.get(name, made)

    assert rows("a", 2) == rows("a", 2) == (0, 1)
    rows("b", 2)
    rows("a", 2)
    rows("c", 2)  # six rows are too many: b was asked for before a
    rows("a", 2)
    rows("b", 2)
    assert read == ["a", "b", "c", "b"]


def test_a_page_does_not_hold_what_only_documents_and_borders_need() -> None:
    code = (
        "import importlib, pkgutil, sys\n"
        "import kraftkollen.ui as ui\n"
        "for one in pkgutil.iter_modules(ui.__path__):\n"
        "    importlib.import_module(f'{ui.__name__}.{one.name}')\n"
        "print(*({'matplotlib', 'geopandas', 'pyogrio', 'pyproj', 'typst', 'psycopg'} & set(sys.modules)))"
    )
    assert _said(code) == ""


def test_the_server_looks_for_garbage_only_when_it_is_imported_and_gives_back_what_arrow_let_go() -> None:
    code = (
        "import gc, runpy, sys\n"
        "import streamlit as st\n"
        "from kraftkollen.ui import loop\n"
        "found = []\n"
        "loop.use = lambda: found.append(gc.isenabled())\n"
        "st.App.run = lambda self, config: found.append(gc.isenabled())\n"
        "sys.argv = ['server', '--server.address', '127.0.0.1']\n"
        "runpy.run_module('kraftkollen.ui.server', run_name='__main__')\n"
        "import pyarrow\n"
        "print(*found, pyarrow.default_memory_pool().backend_name)"
    )
    assert _said(code) == "False True system"
    assert _said("import gc, kraftkollen.ui.server\nprint(gc.isenabled())") == "True"


def _said(code: str) -> str:
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()
