"""What is installed is what was locked: every package by version and hash; and what the audit says when it cannot ask."""

import json
import re
import stat
from pathlib import Path

import pytest

from tests.stores import ROOT
from tools import environment, supply

LOCKED = re.compile(r"^([a-z0-9][a-z0-9-]*)==(\S+)(?: ; [^\\]+)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n?)+)", re.M)


def locked(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return {package: version for package, version, _ in LOCKED.findall(text)}


def pinned(name: str) -> dict[str, str]:
    lines = (line.split("#")[0].strip() for line in (ROOT / name).read_text(encoding="utf-8").splitlines())
    pairs = (line.split("==") for line in lines if "==" in line)
    return {re.sub(r"[-_.]+", "-", package).lower(): version for package, version in pairs}


@pytest.mark.parametrize(("lock", "source"), supply.LOCKS.items())
def test_a_lock_holds_every_package_at_the_version_that_is_pinned_with_its_hashes(lock: str, source: str) -> None:
    found, wanted = locked(lock), pinned("requirements.txt") | pinned(source) | pinned("constraints.txt")
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert len(found) == len(re.findall(r"^\S+==", text, re.M)), "a line of the lock has no hash"
    assert pinned(source).items() <= found.items(), "lock anew: python tools/supply.py lock"
    assert {name: version for name, version in found.items() if wanted.get(name) != version} == {}


def test_the_lock_of_the_product_is_within_that_of_the_tests() -> None:
    assert locked("requirements.lock").items() <= locked("requirements-dev.lock").items()


def test_a_lock_names_no_place_to_fetch_from() -> None:
    for lock in supply.LOCKS:
        assert not re.search(r"https?://|file:|--(extra-)?index|--find-links", (ROOT / lock).read_text(encoding="utf-8"))


def test_the_environment_is_installed_from_the_locks_by_hash() -> None:
    assert {source: lock for lock, source in supply.LOCKS.items()} == environment.LOCKS
    assert "--require-hashes" in (ROOT / "tools" / "environment.py").read_text(encoding="utf-8")
    before = environment.fingerprint("requirements.txt")
    assert before != environment.fingerprint("requirements-dev.txt")


def _tool(folder: Path, output: str) -> Path:
    """A pip-audit that says only this."""
    (folder / "said").write_text(output, encoding="utf-8")
    path = folder / "pip-audit"
    path.write_text(f"#!/bin/sh\ncat {folder}/said\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return folder


GOOD = {"name": "a", "version": "1", "vulns": []}
HOLE = {"name": "b", "version": "2", "vulns": [{"id": "CVE-2026-1", "fix_versions": ["3"]}]}
SILENT = {"name": "c", "skip_reason": "Dependency not found and could not be audited"}


@pytest.mark.parametrize(
    ("packages", "status", "said"),
    [
        ([GOOD], 0, "No known holes in 1 packages."),
        ([GOOD, HOLE], 1, "b 2: CVE-2026-1, mended in 3"),
        ([GOOD, SILENT], 0, "could not ask for known holes of 1 of 2 packages"),
        ([HOLE, SILENT], 1, "CVE-2026-1"),
        (None, 0, "its database cannot be reached"),
    ],
)
def test_the_audit_fails_on_a_hole_and_warns_where_nobody_could_say(
    packages: list[dict[str, object]] | None, status: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = "no answer" if packages is None else json.dumps({"dependencies": packages})
    assert supply.audit(_tool(tmp_path, output)) == status
    assert said in capsys.readouterr().out


def test_every_test_that_the_page_on_security_names_is_there() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:tests|docs|deploy|tools)/[\w./-]+)`", text))
    assert len(named) > 12
    assert [one for one in named if not (ROOT / one).exists()] == []
