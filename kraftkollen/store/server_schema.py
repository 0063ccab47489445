"""The tables of a journal on a server: the same migrations as in a file, then those that only a server needs.

Rows are only added: the server itself refuses to change or remove one, whoever asks it.
"""

from datetime import datetime
from pathlib import Path

from kraftkollen.store.journal import migration_files, newer_than_known
from kraftkollen.store.server_connection import ServerConnection
from kraftkollen.store.transaction import in_order

SCHEMA, REWRITTEN, LOCKS = "kraftkollen", "kraftkollen_rewritten", "kraftkollen_locks"
# One table for each lock: a journal's, and those of the folder that hold for all machines.
LOCK_TABLES = ("journal", "publish", "fetch")
_OWN = Path(__file__).parent / "migrations" / "postgresql"
_APPEND_ONLY = """
    CREATE OR REPLACE FUNCTION {schema}.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'rows of the journal are only added' USING ERRCODE = 'restrict_violation'; END $$
"""


def make_locks(connection: ServerConnection) -> None:
    """Make the tables that stand for locks; nothing is ever written in them."""
    connection.run(f"CREATE SCHEMA IF NOT EXISTS {LOCKS}")
    for name in LOCK_TABLES:
        connection.run(f'CREATE TABLE IF NOT EXISTS {LOCKS}."{name}" ()')


def files() -> list[tuple[int, str, Path]]:
    """Return every migration, by its number: the common ones first."""
    return [*migration_files(), *((int(one.name[:4]), one.stem[5:], one) for one in sorted(_OWN.glob("*.sql")))]


def missing(connection: ServerConnection) -> list[tuple[int, str, Path]]:
    """Return the migrations that the journal lacks; StoreNewer if it holds one that this version does not know."""
    applied = {int(number) for (number,) in connection.execute("SELECT number FROM migration").fetchall()}
    unknown = applied - {number for number, _, _ in files()}
    if unknown:
        raise newer_than_known(max(unknown), "PostgreSQL")
    return [found for found in files() if found[0] not in applied]


def make(connection: ServerConnection, now: datetime) -> None:
    """Make the schema and its tables, empty."""
    connection.run(f"CREATE SCHEMA {connection.schema}")
    # The migrations are written for both databases; this is the one type that has another name here.
    connection.run(f"CREATE DOMAIN {connection.schema}.blob AS BYTEA")
    connection.run("CREATE TABLE migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TIMESTAMP NOT NULL)")
    connection.run(_APPEND_ONLY.format(schema=connection.schema))
    bring_up_to_date(connection, now)


def bring_up_to_date(connection: ServerConnection, now: datetime) -> None:
    """Apply what is missing, in the transaction that is open."""
    for number, name, path in missing(connection):
        connection.run(path.read_text(encoding="utf-8"))
        connection.run("INSERT INTO migration VALUES (?, ?, ?)", [number, name, now])
    for table in (*tables(connection), "migration"):
        for event in ("UPDATE OR DELETE", "TRUNCATE"):
            connection.run(
                f"CREATE OR REPLACE TRIGGER {event.split(maxsplit=1)[0].lower()}_refused BEFORE {event} ON {table}"
                " FOR EACH STATEMENT EXECUTE FUNCTION refuse()"
            )


def tables(connection: ServerConnection) -> tuple[str, ...]:
    """Return the tables, those that others refer to first; without the one that the migrations have filled."""
    found = connection.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = ?::regnamespace AND relkind = 'r' AND relname <> 'migration'",
        [connection.schema],
    ).fetchall()
    references = connection.execute(
        "SELECT a.relname, b.relname FROM pg_constraint c JOIN pg_class a ON a.oid = c.conrelid"
        " JOIN pg_class b ON b.oid = c.confrelid WHERE c.contype = 'f' AND c.connamespace = ?::regnamespace",
        [connection.schema],
    ).fetchall()
    return in_order((name for (name,) in found), references)
