"""Real stores, built once a run by the product's own commands, and copied for a test that writes."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from kraftkollen.cli.commands import main

ROOT = Path(__file__).resolve().parents[1]
HEADER = "indikator;område;period;grupp;värde;täljare;nämnare;status;kommentar"


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a command: as of a process."""

    returncode: int
    stdout: str
    stderr: str


def command(store: Path, *arguments: str, environment: dict[str, str] | None = None) -> Done:
    """Run a command of the product's as an administrator calls it, in this process: starting another takes seconds."""
    given = ["--data", str(store), *arguments]
    found = CliRunner().invoke(main, given, env=environment, prog_name="kraftkollen")
    if found.exception is not None and not isinstance(found.exception, SystemExit):
        raise found.exception
    return Done(found.exit_code, found.stdout, found.stderr)


def command_apart(store: Path, *arguments: str, environment: dict[str, str] | None = None) -> Done:
    """Run a command in a process of its own, where that is what the test is about."""
    done = subprocess.run(
        [sys.executable, "-m", "kraftkollen", "--data", str(store), *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **(environment or {})},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=600,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def answer(store: Path, *arguments: str, environment: dict[str, str] | None = None) -> Any:
    """Run a command that must succeed, and return its JSON document."""
    return _document(command(store, *arguments, "--json", environment=environment))


def answer_apart(store: Path, *arguments: str) -> Any:
    """Run a command that must succeed in a process of its own, and return its JSON document."""
    return _document(command_apart(store, *arguments, "--json"))


def _document(done: Done) -> Any:
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def made(store: Path, *options: str) -> Path:
    """Make a store with `init`."""
    # Apart, so that the memory and the caches of making it are not the tests'.
    answer_apart(store, "init", *options)
    return store


def copied(store: Path, folder: Path) -> Path:
    """Return a copy that a test may write to."""
    return Path(shutil.copytree(store, folder / "store"))


def delivered(store: Path, folder: Path, *lines: str, name: str = "siffror.csv", apart: bool = False) -> Any:
    """Import a file of these lines, approved and published, by another process if asked; return the receipt."""
    path = folder / name
    path.write_text("\n".join([HEADER, *lines, ""]), encoding="utf-8")
    return (answer_apart if apart else answer)(store, "import", str(path), "--approve")
