"""Disks that refuse: one that is soon full and one that may not be written to, mounted where the test may mount."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """Give a disk of memory with so much room. Skips the test where nobody may mount (it takes root)."""
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("needs leave to mount a disk of memory")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], capture_output=True, check=True)


def fill(folder: Path, leave: int) -> Path:
    """Fill the disk but for so many bytes, and return the file that does it."""
    path = folder / "fyllning"
    with path.open("wb") as file:
        try:
            while True:
                file.write(b"\0" * 65_536)
                file.flush()
        except OSError:
            pass
    with path.open("r+b") as file:
        file.truncate(max(0, path.stat().st_size - leave))
    return path


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Let nothing be written on the disk of `small_disk` for the length of the block."""
    subprocess.run(["mount", "-o", "remount,ro", folder], capture_output=True, check=True)
    try:
        yield
    finally:
        subprocess.run(["mount", "-o", "remount,rw", folder], capture_output=True, check=True)
