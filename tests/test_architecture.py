"""Who imports whom is as ARCHITECTURE.md says: each contract holds, and breaks when a fault is planted."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from python_files import PACKAGE, ROOT, SCREEN, imported

ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
MADE = {"data/store", "static/borders"}  # when the product runs; never in git
SQL = re.compile(r"\bSELECT\b.*\bFROM\b|\bINSERT INTO\b|\bUPDATE\b.*\bSET\b|\bDELETE FROM\b|\bCREATE TABLE\b", re.S)


@dataclass(frozen=True)
class Fault:
    """An import that must break one contract: at the end of a file, existing or new."""

    contract: str
    file: str
    line: str


FAULTS = [
    Fault("layers", "errors.py", "import kraftkollen.model.period"),
    Fault("layers", "model/clock.py", "import kraftkollen.words.translate"),
    Fault("layers", "words/translate.py", "import kraftkollen.access"),
    Fault("layers", "views/reading.py", "import kraftkollen.actions.site"),
    Fault("layers", "actions/site.py", "import kraftkollen.views.reading"),
    Fault("layers", "ui/frame.py", "import kraftkollen.cli.answer"),
    Fault("layers", "new_module.py", "import kraftkollen.errors"),
    Fault("parts", "ui/frame.py", "import kraftkollen.store.folder"),
    Fault("parts", "cli/answer.py", "import kraftkollen.intake.sheet"),
    Fault("database", "views/reading.py", "import duckdb"),
    Fault("database", "actions/site.py", "import psycopg"),
    Fault("geometry", "ui/maps.py", "import shapely"),
    Fault("geometry", "intake/sheet.py", "import geopandas"),
    Fault("geometry", "store/places.py", "import pyogrio"),
    Fault("geometry", "actions/areas.py", "import pyproj"),
    Fault("outside", "actions/site.py", "import httpx"),
    Fault("streamlit", "views/reading.py", "import streamlit"),
    Fault("plotly", "views/map_view.py", "import plotly"),
]


def _name(contract: str) -> str:
    return str(next(one["name"] for one in CONTRACTS if one["id"] == contract))


def _lint(folder: Path) -> tuple[dict[str, bool], str]:
    """Return for each contract whether it is kept, and everything that was said."""
    run = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    command = [sys.executable, "-c", run, "--no-cache", "--no-logo", "--config", str(folder / "pyproject.toml")]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
    said = done.stdout + done.stderr
    kept = {one["name"]: f"{one['name']} KEPT" in said for one in CONTRACTS}
    assert (done.returncode == 0) == all(kept.values()), said
    return kept, said


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the package and its contracts, to plant a fault in."""
    shutil.copytree(PACKAGE, tmp_path / "kraftkollen", ignore=shutil.ignore_patterns("__pycache__", "locale"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_import_contract_is_kept() -> None:
    kept, said = _lint(ROOT)
    assert all(kept.values()), said


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.contract}: {fault.file} {fault.line}")
def test_a_planted_import_breaks_its_contract_and_no_other(copied: Path, fault: Fault) -> None:
    with (copied / "kraftkollen" / fault.file).open("a", encoding="utf-8") as module:
        module.write(f"\n{fault.line}\n")
    kept, said = _lint(copied)
    assert [name for name in kept if not kept[name]] == [_name(fault.contract)], said


def test_two_working_parts_that_import_each_other_break_the_layers(copied: Path) -> None:
    with (copied / "kraftkollen" / "intake" / "sheet.py").open("a", encoding="utf-8") as module:
        module.write("\nimport kraftkollen.disclosure.primary\n")
    after, said = _lint(copied)
    assert not after[_name("layers")], said


def test_every_contract_has_a_planted_fault() -> None:
    assert {fault.contract for fault in FAULTS} == {one["id"] for one in CONTRACTS}


def test_the_working_parts_are_those_of_the_layers() -> None:
    layers = next(one for one in CONTRACTS if one["id"] == "layers")["layers"]
    siblings = next(line for line in layers if "store" in line).split(" | ")
    protected = next(one for one in CONTRACTS if one["id"] == "parts")["protected_modules"]
    assert sorted(protected) == sorted(f"kraftkollen.{name}" for name in siblings)


@pytest.mark.parametrize("path", SCREEN, ids=lambda path: path.name)
def test_a_page_imports_nothing_but_ui(path: Path) -> None:
    ours = {name for name in imported(path) if name != "streamlit" and name.split(".")[0] not in sys.stdlib_module_names}
    assert {name for name in ours if not (name + ".").startswith("kraftkollen.ui.")} == set()


def _texts(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def test_sql_stands_in_store_alone() -> None:
    store = PACKAGE / "store"
    elsewhere = [path for path in (*PACKAGE.rglob("*.py"), *SCREEN) if not path.is_relative_to(store)]
    assert [f"{path}:{line}" for path in elsewhere for line, text in _texts(path) if SQL.search(text)] == []
    assert any(SQL.search(text) for path in store.glob("*.py") for _, text in _texts(path)), "the pattern finds SQL where it is"


def _tree() -> set[str]:
    """Return the paths of the tree in ARCHITECTURE.md; a folder ends in a stroke."""
    found: set[str] = set()
    folder: list[str] = []
    for line in ARCHITECTURE.split("```text tree\n")[1].split("```")[0].splitlines():
        parts = re.fullmatch(r"( *)(\S+) {2,}\S.+\.", line)
        assert parts, f"neither a path nor a sentence: {line}"
        folder = [*folder[: len(parts[1]) // 2], parts[2].rstrip("/")]
        found.add("/".join(folder) + ("/" if parts[2].endswith("/") else ""))
    return found


def _listed(folder: str, pattern: str = "*") -> set[str]:
    paths = (path for path in (ROOT / folder).glob(pattern) if path.name not in {"__pycache__", "__init__.py"})
    return {path.relative_to(ROOT).as_posix() + ("/" if path.is_dir() else "") for path in paths}


def test_the_tree_in_architecture_is_the_tree_on_the_disk() -> None:
    tree = _tree()
    gone = {path for path in tree if not ((ROOT / path).is_dir() if path.endswith("/") else (ROOT / path).is_file())}
    assert gone <= {f"{path}/" for path in MADE}, "stands in ARCHITECTURE.md, and is not there"
    # Not what lies below data/cities, nor a second store: whoever runs the product adds a city of their own.
    there = set().union(*map(_listed, ("kraftkollen", "tools", "docs"))) | _listed("pages", "*.py") | _listed("data", "[!s]*")
    assert there - tree == set(), "is there, and ARCHITECTURE.md does not say what it is for"


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "docs/dependencies.md"])
def test_a_link_in_a_document_leads_to_a_file_that_is_there(name: str) -> None:
    linked = re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / name).read_text(encoding="utf-8"))
    assert [link for link in linked if not (ROOT / name).parent.joinpath(link).is_file()] == []


def test_the_import_rule_in_architecture_is_that_of_the_contracts() -> None:
    rule = ARCHITECTURE.split("```text import rule\n")[1].split("```")[0]
    layers = next(one for one in CONTRACTS if one["id"] == "layers")["layers"]
    assert rule.split() == " ".join(["dashboard.py", "|", "pages", *layers]).split()


def test_a_word_of_the_glossary_that_is_a_code_word_occurs_in_the_code() -> None:
    rows = re.findall(r"^\| `([a-z_]+)` \| ([^|]+) \|", ARCHITECTURE.split("## Glossary")[1], re.M)
    assert len(rows) > 20
    assert len({english for english, _ in rows}) == len(rows) == len({swedish for _, swedish in rows})
    code = "\n".join(path.read_text(encoding="utf-8").lower() for path in PACKAGE.rglob("*.py"))
    assert [english for english, _ in rows if not re.search(rf"(?<![a-z]){english}", code)] == []
