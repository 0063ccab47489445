"""Watches every process of the suite for a request to the outside: the first one fails the run."""

import os
import runpy
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "outside"
LOG = "KRAFTKOLLEN_OUTSIDE"


@contextmanager
def watched(log: Path) -> Iterator[None]:
    """Watch this process from now on, and those that it starts; fail at the end if anything was asked for outside."""
    before = os.environ.get("PYTHONPATH")
    os.environ[LOG] = str(log)
    os.environ["PYTHONPATH"] = os.pathsep.join([str(FOLDER), *([before] if before else [])])
    runpy.run_path(str(FOLDER / "sitecustomize.py"))
    yield
    assert asked(log) == []


def asked(log: Path) -> list[str]:
    """Return what was asked for outside."""
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []
