"""Real server processes for the load: ours, and an empty page of Streamlit's; how soon they answer, what memory they hold."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tools.benchmarks.machine import ROOT

HOST: Final = "127.0.0.1"
_PATIENCE: Final = 120
# As deploy/kraftkollen.service starts it.
_OURS: Final = ("-m", "kraftkollen.ui.server")
# A server that works less than this share of one core has done what it does by itself; it begins five seconds after a start.
_AT_REST, _LOOK, _LONGEST = 0.1, 6.0, 600.0
_EMPTY: Final = 'import streamlit as st\n\nst.title("Empty")\n'


@dataclass(frozen=True)
class Server:
    """A server process that answers, and the seconds from its start until it did."""

    address: str
    seconds: float
    process: "subprocess.Popen[bytes]" = field(repr=False)

    def memory(self) -> dict[str, float]:
        """Return its memory in megabytes: `rss`, and `pss`, where what it shares with others counts by shares."""
        lines = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
        kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in lines if line.endswith("kB")}
        return {"rss": round(kilobytes["Rss"] / 1024, 1), "pss": round(kilobytes["Pss"] / 1024, 1)}

    def processor(self) -> float:
        """Return the seconds of the processor that it has worked."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def rest(self) -> float:
        """Wait until it works no more by itself; return the seconds."""
        start = time.monotonic()
        while time.monotonic() - start < _LONGEST:
            before = self.processor()
            time.sleep(_LOOK)
            if self.processor() - before < _AT_REST * _LOOK:
                break
        return time.monotonic() - start


@contextmanager
def ours(store: Path, count: int, **variables: str) -> Iterator[tuple[Server, ...]]:
    """Run so many processes of the dashboard on one store for the length of the block."""
    with _started([*_OURS], ROOT, count, {"KRAFTKOLLEN_DATA": str(store), **variables}) as found:
        yield found


@contextmanager
def empty(folder: Path, count: int, before: str = "") -> Iterator[tuple[Server, ...]]:
    """Run as many processes of a bare Streamlit app, one page with a title, under the same settings as ours.

    `before` is Python that the process runs first: the same imports, where the start is measured.
    """
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / "empty.py"
    page.write_text(_EMPTY, encoding="utf-8")
    run = "import sys; from streamlit.web.cli import main; main()"
    arguments = ["-c", f"{before}\n{run}", "run", str(page)]
    # Streamlit reads its settings from the folder that it is started in.
    with _started(arguments, ROOT, count, {}) as found:
        yield found


@contextmanager
def _started(arguments: list[str], folder: Path, count: int, variables: Mapping[str, str]) -> Iterator[tuple[Server, ...]]:
    with ExitStack() as stack:
        yield tuple(stack.enter_context(_one(arguments, folder, variables)) for _ in range(count))


@contextmanager
def _one(arguments: list[str], folder: Path, variables: Mapping[str, str]) -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    command = [sys.executable, *arguments, "--server.address", HOST, "--server.port", str(port), "--logger.level", "error"]
    # Compiled once, as where it is installed: not anew at each start.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | variables
    start = time.monotonic()
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield Server(f"http://{HOST}:{port}", _healthy(f"http://{HOST}:{port}", process) - start, process)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _healthy(address: str, process: "subprocess.Popen[bytes]") -> float:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError("the server ended")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1) as answer:  # noqa: S310 (our own address)
                if answer.status == 200:
                    return time.monotonic()
        except (urllib.error.URLError, OSError):
            time.sleep(0.02)
    raise RuntimeError(f"no server within {_PATIENCE} seconds")


def imports(store: Path) -> str:
    """Return Python that imports what our process has imported of others' packages once its first page stands there.

    Asked of a process of its own that runs the start page as the server does.
    """
    asked = (
        "import sys\n"
        "import kraftkollen.ui.server\n"
        "from streamlit.testing.v1 import AppTest\n"
        "app = AppTest.from_file('dashboard.py', default_timeout=120).run()\n"
        "assert not app.exception\n"
        "ours = ('kraftkollen', 'streamlit.testing', '__main__')\n"
        "found = [name for name, one in list(sys.modules.items()) if getattr(one, '__file__', None)\n"
        "         and 'site-packages' in one.__file__ and not name.startswith(ours)]\n"
        "print(' '.join(found))"
    )
    environment = {**os.environ, "KRAFTKOLLEN_DATA": str(store)}
    command = [sys.executable, "-W", "ignore", "-c", asked]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=300)
    names = done.stdout.split()
    return (
        "import importlib\n"
        f"for name in {names!r}:\n"
        "    try:\n"
        "        importlib.import_module(name)\n"
        "    except Exception:\n"
        "        pass"
    )
