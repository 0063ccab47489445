"""The two commands of the README before anything is installed: what they refuse, they refuse in a sentence."""

import ast
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from python_files import ROOT, imported

TOOLS = ROOT / "tools"
ALONE = [TOOLS / name for name in ("start.py", "test.py", "environment.py")]


def _python(*arguments: str, cwd: Path = ROOT) -> "subprocess.CompletedProcess[str]":
    # -S: nothing but Python's own library, as on a machine where nothing is installed.
    command = [sys.executable, "-S", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.parametrize("path", ALONE, ids=lambda path: path.name)
def test_a_command_needs_only_pythons_own_library_and_is_read_by_an_older_python(path: Path) -> None:
    assert {name.split(".")[0] for name in imported(path)} <= sys.stdlib_module_names | {"environment"}
    ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 7))


@pytest.mark.parametrize("name", ["start.py", "test.py"])
def test_an_older_python_is_refused_in_one_sentence(name: str) -> None:
    pretend = "import runpy, sys; sys.version_info = (3, 10, 4); sys.path.insert(0, 'tools'); runpy.run_path(sys.argv[1])"
    done = _python("-c", pretend, f"tools/{name}")
    assert done.returncode == 1
    assert done.stderr.strip() == "Kraftkollen needs Python 3.11 or later; this is Python 3.10."


def test_a_port_in_use_is_refused_when_it_was_asked_for() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = _python("tools/start.py", "--port", str(port))
    assert done.returncode == 1
    assert done.stderr.strip() == f"Port {port} is in use: choose another with --port."


def test_without_a_port_the_next_free_one_is_taken() -> None:
    ask = "import sys; sys.path.insert(0, 'tools'); import start; start.FIRST_PORT = int(sys.argv[1]); print(start._port(None))"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        found = int(_python("-c", ask, str(port)).stdout)
    assert port < found < port + 100


@pytest.mark.parametrize("changed", [0, 1])
def test_a_changed_lock_makes_the_environment_install_again(tmp_path: Path, changed: int) -> None:
    (tmp_path / "tools").mkdir()
    shutil.copy(TOOLS / "environment.py", tmp_path / "tools")
    locks = ("requirements.lock", "requirements-dev.lock")
    for name in locks:
        shutil.copy(ROOT / name, tmp_path)
    ask = "import sys; sys.path.insert(0, 'tools'); import environment as e; print(*map(e.fingerprint, e.LOCKS))"
    before = _python("-c", ask, cwd=tmp_path).stdout.split()
    with (tmp_path / locks[changed]).open("a", encoding="utf-8") as file:
        file.write("another==1.0\n")
    after = _python("-c", ask, cwd=tmp_path).stdout.split()
    assert [one != other for one, other in zip(before, after, strict=True)] == [changed == 0, changed == 1]
