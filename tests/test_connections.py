"""The database reaches nothing but its own file: no other file, no net, no extension, and no setting can be changed back."""

import re
from pathlib import Path

import duckdb
import pytest
from python_files import PACKAGE, ROOT

from kraftkollen.store.connection import connect, in_memory
from tests.journals import in_file
from tests.store_fixtures import Store

FORBIDDEN = (
    "SELECT * FROM read_csv('{file}')",
    "SELECT * FROM '{file}'",
    "SELECT * FROM read_text('{file}')",
    "SELECT * FROM glob('/etc/*')",
    "COPY (SELECT 1) TO '{folder}/out.csv'",
    "EXPORT DATABASE '{folder}/out'",
    "ATTACH '{folder}/other.duckdb'",
    "SELECT * FROM read_csv('http://192.0.2.1/x.csv')",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true",
    "SET lock_configuration = false",
    "SET autoload_known_extensions = true",
    "SET temp_directory = '{folder}'",
    "PRAGMA enable_external_access",
)


def _reaches(connection: duckdb.DuckDBPyConnection, folder: Path) -> list[str]:
    (folder / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    reached = []
    for one in FORBIDDEN:
        try:
            connection.execute(one.format(file=folder / "secret.csv", folder=folder)).fetchall()
        except duckdb.Error:
            continue
        reached.append(one)
    return reached


@in_file
def test_nothing_but_its_own_file_can_be_reached_from_sql(malmo: Store, tmp_path: Path) -> None:
    with malmo.site.journal.read() as transaction:
        assert _reaches(transaction.connection, tmp_path) == []
    with malmo.site.journal.write() as transaction:
        assert _reaches(transaction.connection, tmp_path) == []
    for kind in ("figures", "register"):
        with connect(malmo.path / "published" / malmo.pointer()[kind], read_only=True) as published:
            assert _reaches(published, tmp_path) == []
    with in_memory() as memory:
        assert _reaches(memory, tmp_path) == []
    assert not list(tmp_path.glob("out*"))


def test_an_ordinary_connection_would_reach_them(tmp_path: Path) -> None:
    with duckdb.connect(":memory:") as connection:
        assert "SELECT * FROM read_csv('{file}')" in _reaches(connection, tmp_path)


def test_a_database_is_opened_in_one_place_for_each_kind() -> None:
    opens = re.compile(r"\b(duckdb|psycopg)\.connect\(")
    found = {str(one.relative_to(ROOT)) for one in PACKAGE.rglob("*.py") if opens.search(one.read_text(encoding="utf-8"))}
    assert found == {"kraftkollen/store/connection.py", "kraftkollen/store/server_connection.py"}


@pytest.mark.parametrize("text", ["'); DROP TABLE observation; --", '" OR 1=1 --', "x'; ATTACH 'y' AS z; SELECT '"])
def test_sql_in_a_delivery_is_a_text(malmo: Store, text: str) -> None:
    line = f'school_attendance;10101;2024/25;;;850;1000;;"{text.replace(chr(34), chr(34) * 2)}"'
    before = malmo.count("SELECT count(*) FROM observation")
    malmo.deliver(line, name=f"{text}.csv".replace("/", ""))
    assert malmo.count("SELECT count(*) FROM observation") == before + 1
    with malmo.site.journal.read() as transaction:
        assert transaction.connection.execute("SELECT comment FROM observation").fetchall()[-1] == (text,)
