"""The requirements files name what is imported and nothing else, all of it pinned, weighed and frozen."""

import re
import sys
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from python_files import PACKAGE, ROOT, SCREEN, imported


def _required(name: str) -> dict[str, str]:
    """Return the distributions that a requirements file names, each with its whole line."""
    lines = [line for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if line and line[0] not in "#-"]
    pinned = {re.fullmatch(r"([\w-]+)==\S+ +# .+", line): line for line in lines}
    assert None not in pinned, "every requirement is pinned and says why it is there"
    return {canonicalize_name(found[1]): line for found, line in pinned.items() if found}


def _third_party(paths: list[Path]) -> set[str]:
    """Return the distributions that the files import."""
    homes = packages_distributions()
    roots = {name.split(".")[0] for path in paths for name in imported(path)} - set(sys.stdlib_module_names)
    return {canonicalize_name(homes[root][0]) for root in roots if root in homes}


def _imported_or_explained(name: str, found: set[str]) -> None:
    required = _required(name)
    silent = {one for one, line in required.items() if "# not imported: " not in line}
    assert silent - found == set(), f"stands in {name}, is imported nowhere, and does not say why it is there"


def test_requirements_hold_what_the_product_imports_and_nothing_else() -> None:
    found = _third_party([*PACKAGE.rglob("*.py"), *SCREEN])
    assert found - _required("requirements.txt").keys() == set(), "is imported and stands not in requirements.txt"
    _imported_or_explained("requirements.txt", found)


def test_the_requirements_of_the_tests_hold_what_tests_and_tools_import_and_nothing_else() -> None:
    found = _third_party([*(ROOT / "tests").rglob("*.py"), *(ROOT / "tools").rglob("*.py")])
    allowed = _required("requirements-dev.txt").keys() | _required("requirements.txt").keys()
    assert found - allowed == set(), "is imported and stands in no requirements file"
    _imported_or_explained("requirements-dev.txt", found)


def test_every_direct_dependency_is_weighed_in_the_documentation() -> None:
    document = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    weighed = {canonicalize_name(name): pin for name, pin in re.findall(r"^\| ([\w-]+) \| (\d[\w.]*) \|", document, re.M)}
    files = ("requirements.txt", "requirements-dev.txt", "requirements-supply.txt")
    required = {name: line for file in files for name, line in _required(file).items()}
    assert weighed == {name: line.split("==")[1].split()[0] for name, line in required.items()}


def _along(direct: set[str]) -> set[str]:
    """Return what comes along with the distributions on this system."""
    seen, waiting = set(direct), list(direct)
    while waiting:
        for text in distribution(waiting.pop()).requires or ():
            needed = Requirement(text)
            name = canonicalize_name(needed.name)
            if name not in seen and (needed.marker is None or needed.marker.evaluate({"extra": ""})):
                seen.add(name)
                waiting.append(name)
    return seen - direct


def test_every_package_that_comes_along_is_frozen_as_it_is_installed() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = (line.split("#")[0].strip().split("==") for line in lines if line and line[0] != "#")
    frozen = {canonicalize_name(name): version for name, version in pins}
    running = set(_required("requirements.txt"))
    along = _along(running) | _along(running | set(_required("requirements-dev.txt")))
    assert {name: distribution(name).version for name in along} == {name: frozen.get(name) for name in along}
    assert frozen.keys() - along <= {"colorama"}, "is frozen, and nothing needs it"
