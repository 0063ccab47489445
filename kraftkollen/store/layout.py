"""The tables of the published files, and the digest of what they hold."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import duckdb

from kraftkollen.store.connection import connect, explained
from kraftkollen.store.transaction import read_through

FIGURES_SCHEMA = """
    CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
    CREATE TABLE observation (
        indicator TEXT NOT NULL, division TEXT NOT NULL, area TEXT NOT NULL, period TEXT NOT NULL, grp TEXT NOT NULL,
        value DOUBLE PRECISION, numerator DOUBLE PRECISION, denominator DOUBLE PRECISION,
        status TEXT NOT NULL, origin TEXT NOT NULL
    );
    -- What was delivered and stands behind pooled figures, not published by itself: that it is there, and no number.
    CREATE TABLE behind (
        indicator TEXT NOT NULL, division TEXT NOT NULL, area TEXT NOT NULL, period TEXT NOT NULL, grp TEXT NOT NULL,
        status TEXT NOT NULL
    );
"""
REGISTER_SCHEMA = """
    CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
    CREATE TABLE register (kind TEXT NOT NULL, record TEXT NOT NULL, body TEXT NOT NULL);
    CREATE TABLE level (id TEXT, title_sv TEXT, title_en TEXT, rank INTEGER);
    CREATE TABLE division (id TEXT, level TEXT, version TEXT);
    CREATE TABLE area (division TEXT, code TEXT, name TEXT, parent TEXT);
    CREATE TABLE border_set (division TEXT, source TEXT, approximate BOOLEAN, browser TEXT);
    CREATE TABLE label (division TEXT, area TEXT, lon DOUBLE PRECISION, lat DOUBLE PRECISION);
    CREATE TABLE neighbour (division TEXT, area TEXT, other TEXT);
    CREATE TABLE waiting (indicator TEXT, division TEXT, period TEXT, since TIMESTAMP, figures BIGINT);
"""
# Independent of the order of rows, and the same on every machine that holds the same content.
_FIGURES_DIGEST = """
    SELECT printf('%d-%s', count(*), coalesce(bit_xor(md5_number(concat_ws('|', indicator, division, area, period, grp,
        coalesce(value::TEXT, ''), coalesce(numerator::TEXT, ''), coalesce(denominator::TEXT, ''), status, origin
        )))::TEXT, '0'))
    FROM observation WHERE {chosen}
"""
_BEHIND_DIGEST = """
    SELECT coalesce('-' || count(*) || '-' || bit_xor(md5_number(
        concat_ws('|', indicator, division, area, period, grp, status)))::TEXT, '')
    FROM behind WHERE {chosen} HAVING count(*) > 0
"""
_REGISTER = "register-"
_REGISTER_TABLES = ("register", "level", "division", "area", "border_set", "label", "neighbour", "waiting")


def figures_digest(connection: duckdb.DuckDBPyConnection, indicators: tuple[str, ...] | None = None) -> str:
    """Return a digest of the figures of an open file, one of an older version among them: it has no `behind`.

    `indicators`: of these alone, if given.
    """
    values = [] if indicators is None else [list(indicators)]
    chosen = "true" if indicators is None else "indicator IN (SELECT unnest(?::TEXT[]))"
    behind = connection.execute(_BEHIND_DIGEST.format(chosen=chosen), values).fetchone() if has_behind(connection) else None
    return _one(connection, _FIGURES_DIGEST.format(chosen=chosen), values) + (str(behind[0]) if behind else "")


def sum_of_rows(connection: duckdb.DuckDBPyConnection) -> str:
    """Return a sum of the figures of an open file, sooner made than the digest; another version of DuckDB may have another."""
    return "-".join(
        _one(connection, f"SELECT coalesce(bit_xor(hash({table})), 0) FROM {table}") for table in ("observation", "behind")
    )


def has_behind(connection: duckdb.DuckDBPyConnection) -> bool:
    """Return whether an open file is of a version that says what stands behind pooled figures."""
    return connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'behind'").fetchone() is not None


def exchanged(digest: str, taken: str, given: str) -> str:
    """Return the digest of figures from which some are taken and to which others are given, from the digests of the three."""
    whole, less, more = ([int(one) for one in [*text.split("-"), "0", "0"][:4]] for text in (digest, taken, given))
    count, behind = whole[0] - less[0] + more[0], whole[2] - less[2] + more[2]
    found = f"{count}-{whole[1] ^ less[1] ^ more[1]}"
    return f"{found}-{behind}-{whole[3] ^ less[3] ^ more[3]}" if behind else found


def count_of(digest: str) -> int:
    """Return how many figures a digest is of."""
    return int(digest.split("-")[0])


def register_digest(connection: duckdb.DuckDBPyConnection) -> str:
    """Return a digest of everything that an open register file holds, but for what it says of itself.

    A file of an older version lacks the tables that came later.
    """
    there = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    parts = [
        _one(connection, f"SELECT count(*) || ':' || coalesce(bit_xor(md5_number(t::TEXT)), 0)::TEXT FROM {table} t")
        for table in _REGISTER_TABLES
        if table in there
    ]
    return f"{_REGISTER}{hashlib.sha256(' '.join(parts).encode()).hexdigest()}"


def is_comparable(kind: str, digest: str) -> bool:
    """Return whether a recorded digest is of what the file holds: of a register's, until schema 3, it was of other things."""
    return kind != "register" or digest.startswith(_REGISTER)


def digest_of(path: Path, kind: str) -> str:
    """Return the digest of a published file's content; StoreUnreadable if it is damaged or gone."""
    connection = connect(path, read_only=True)
    try:
        read_through(connection)
        return register_digest(connection) if kind == "register" else figures_digest(connection)
    except duckdb.Error as error:
        raise explained(error, path) from error
    finally:
        connection.close()


def _one(connection: duckdb.DuckDBPyConnection, question: str, values: Sequence[object] = ()) -> str:
    row = connection.execute(question, list(values)).fetchone()
    assert row is not None
    return str(row[0])
