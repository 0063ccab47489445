"""Makes the environment that the other tools run in, with Python's own library only: it runs where nothing is installed."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

# Before any newer syntax: an older Python must get as far as this sentence.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("Kraftkollen needs Python 3.11 or later; this is Python %d.%d." % sys.version_info[:2])  # noqa: UP031

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".venv"
PYTHON = FOLDER / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
# What each requirements file is locked to: every package that it needs, with the hash of every wheel (tools/supply.py).
LOCKS = {"requirements.txt": "requirements.lock", "requirements-dev.txt": "requirements-dev.lock"}
_ALONG = {"requirements.txt": ("requirements.txt",), "requirements-dev.txt": ("requirements-dev.txt", "requirements.txt")}


def ready(requirements: str) -> Path:
    """Return the environment's Python, with everything in the requirements file installed.

    Nothing is installed if the files are those of the last time. Ends the program with a sentence if it cannot be done.
    """
    if not _runs():
        print(f"Making the environment {FOLDER} …", flush=True)
        _must(
            [sys.executable, "-m", "venv", "--clear", str(FOLDER)],
            "The environment could not be made. On Debian and Ubuntu: apt install python3-venv",
        )
    if _stamp(requirements).is_file() and _stamp(requirements).read_text() == fingerprint(requirements):
        return PYTHON
    print(f"Installing what {requirements} names; the first time takes some minutes …", flush=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"]
    lock = LOCKS[requirements]
    _must([*pip, "--require-hashes", "-r", str(ROOT / lock)], f"{lock} could not be installed: pip says above why.")
    for name in _ALONG[requirements]:
        _stamp(name).write_text(fingerprint(name))
    return PYTHON


def fingerprint(requirements: str) -> str:
    """Return a hash of what the requirements file is locked to."""
    return hashlib.sha256((ROOT / LOCKS[requirements]).read_bytes()).hexdigest()


def _stamp(requirements: str) -> Path:
    return FOLDER / f"{requirements}.sha256"


def _runs() -> bool:
    """Return whether the environment's Python starts: it does not once the Python it was made from is gone."""
    if not PYTHON.exists():
        return False
    return subprocess.run([str(PYTHON), "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0


def _must(command: list[str], otherwise: str) -> None:
    if subprocess.run(command, check=False).returncode:
        sys.exit(otherwise)
