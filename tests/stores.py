"""Real stores, built once a run by the product's own commands, and copied for a test that writes."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
HEADER = "indikator;område;period;grupp;värde;täljare;nämnare;status;kommentar"


def command(store: Path, *arguments: str, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command of the product's in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "kraftkollen", "--data", str(store), *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **(environment or {})},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )


def answer(store: Path, *arguments: str, environment: dict[str, str] | None = None) -> Any:
    """Run a command that must succeed, and return its JSON document."""
    done = command(store, *arguments, "--json", environment=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def made(store: Path, *options: str) -> Path:
    """Make a store with `init`."""
    answer(store, "init", *options)
    return store


def copied(store: Path, folder: Path) -> Path:
    """Return a copy that a test may write to."""
    return Path(shutil.copytree(store, folder / "store"))


def delivered(store: Path, folder: Path, *lines: str, name: str = "siffror.csv") -> Any:
    """Import a file of these lines, approved and published; return the receipt."""
    path = folder / name
    path.write_text("\n".join([HEADER, *lines, ""]), encoding="utf-8")
    return answer(store, "import", str(path), "--approve")
