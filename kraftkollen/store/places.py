"""Levels, divisions, areas and their borders in the journal."""

from collections.abc import Iterable, Sequence

import pyarrow as pa

from kraftkollen.model.area import Area, Division, Level
from kraftkollen.model.borders import Borders
from kraftkollen.store.journal import Transaction

# A set without borders says which areas there are, and since when.
_NO_CRS, _NO_BORDERS = "", ""


def add_levels(transaction: Transaction, levels: Iterable[Level]) -> None:
    """Record levels, from the whole city (rank 0) to the finest."""
    for one in levels:
        transaction.connection.execute(
            "INSERT INTO level VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", [one.id, one.title_sv, one.title_en, one.rank]
        )


def add_borders(transaction: Transaction, division: Division, borders: Borders, by: str) -> int:
    """Record a division (if it is new), its areas (those that are new) and a set of borders; return the set's number."""
    drawn = (borders.source, borders.approximate, borders.crs, borders.browser)
    number = _add_set(transaction, division, borders.areas, drawn, by)
    _insert_many(transaction, "border", _border_table(number, borders))
    pairs = pa.table(
        {
            "border_set": pa.array([number] * len(borders.neighbours), pa.int64()),
            "area": pa.array([area for area, _ in borders.neighbours], pa.string()),
            "other": pa.array([other for _, other in borders.neighbours], pa.string()),
        }
    )
    _insert_many(transaction, "neighbour", pairs)
    return number


def add_listed(transaction: Transaction, division: Division, areas: Sequence[Area], source: str, by: str) -> int:
    """Record a division that is known by its areas alone, without borders until some are recorded; return the set's number."""
    return _add_set(transaction, division, areas, (source, False, _NO_CRS, _NO_BORDERS), by)


def _add_set(
    transaction: Transaction, division: Division, areas: Sequence[Area], drawn: tuple[str, bool, str, str], by: str
) -> int:
    """Record a division, its areas and where its borders come from: source, whether approximate, system, what browsers get."""
    connection, moment = transaction.connection, transaction.moment
    connection.execute(
        "INSERT INTO division VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [division.id, division.level, division.version, moment],
    )
    _insert_many(transaction, "area", _area_table(areas))
    number = transaction.next_id("border_set")
    connection.execute("INSERT INTO border_set VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [number, division.id, *drawn, moment, by])
    return number


def _area_table(areas: Sequence[Area]) -> pa.Table:
    columns = {
        name: pa.array([getattr(one, name) for one in areas], pa.string()) for name in ("division", "code", "name", "parent")
    }
    return pa.table(columns)


def _border_table(number: int, borders: Borders) -> pa.Table:
    return pa.table(
        {
            "border_set": pa.array([number] * len(borders.areas), pa.int64()),
            "area": pa.array([one.code for one in borders.areas], pa.string()),
            "wkb": pa.array(borders.wkb, pa.binary()),
            "label_lon": pa.array([lon for lon, _ in borders.labels], pa.float64()),
            "label_lat": pa.array([lat for _, lat in borders.labels], pa.float64()),
        }
    )


def _insert_many(transaction: Transaction, table: str, rows: pa.Table) -> None:
    transaction.connection.register("new_rows", rows)
    transaction.connection.execute(f"INSERT INTO {table} SELECT * FROM new_rows ON CONFLICT DO NOTHING")
    transaction.connection.unregister("new_rows")


def levels(transaction: Transaction) -> tuple[Level, ...]:
    """Return the levels, the whole city first."""
    rows = transaction.connection.execute("SELECT id, title_sv, title_en, rank FROM level ORDER BY rank").fetchall()
    return tuple(Level(*row) for row in rows)


def last_border_set(transaction: Transaction) -> int:
    """Return the number of the last set of borders; 0 if there is none."""
    row = transaction.connection.execute("SELECT coalesce(max(id), 0) FROM border_set").fetchone()
    assert row is not None
    return int(row[0])


def current_divisions(transaction: Transaction, last_border_set: int | None = None) -> tuple[Division, ...]:
    """Return the division of each level that is newest, the coarsest level first.

    The newest is the one whose first borders were recorded last; by number, because two may have the same time. With
    `last_border_set` as it was when that set of borders was the last one.
    """
    rows = transaction.connection.execute(
        "SELECT id, level, version FROM (SELECT DISTINCT ON (d.level) d.id, d.level, d.version, l.rank"
        " FROM division d JOIN level l ON l.id = d.level"
        " JOIN (SELECT division, min(id) AS first FROM border_set GROUP BY division) b ON b.division = d.id"
        " WHERE ? IS NULL OR b.first <= ?"
        " ORDER BY d.level, b.first DESC) AS newest ORDER BY rank",
        [last_border_set, last_border_set],
    ).fetchall()
    return tuple(Division(*row) for row in rows)


def areas(transaction: Transaction, divisions: Iterable[Division]) -> tuple[Area, ...]:
    """Return the areas of the divisions, by code."""
    wanted = [one.id for one in divisions]
    rows = transaction.connection.execute(
        "SELECT division, code, name, parent FROM area WHERE division IN (SELECT unnest(?::TEXT[])) ORDER BY division, code",
        [wanted],
    ).fetchall()
    return tuple(Area(*row) for row in rows)


def current_borders(transaction: Transaction, division: Division, last_border_set: int | None = None) -> Borders | None:
    """Return the borders of the division that were recorded last; None if there are none. As `current_divisions`."""
    connection = transaction.connection
    head = connection.execute(
        "SELECT id, source, approximate, crs, browser FROM border_set WHERE division = ? AND browser <> ?"
        " AND (? IS NULL OR id <= ?) ORDER BY id DESC LIMIT 1",
        [division.id, _NO_BORDERS, last_border_set, last_border_set],
    ).fetchone()
    if head is None:
        return None
    rows = connection.execute(
        "SELECT a.division, a.code, a.name, a.parent, b.wkb, b.label_lon, b.label_lat FROM border b"
        " JOIN area a ON a.code = b.area AND a.division = ? WHERE b.border_set = ? ORDER BY a.code",
        [division.id, head[0]],
    ).fetchall()
    pairs = connection.execute(
        "SELECT area, other FROM neighbour WHERE border_set = ? ORDER BY area, other", [head[0]]
    ).fetchall()
    return Borders(
        division=division.id,
        source=head[1],
        approximate=head[2],
        crs=head[3],
        areas=tuple(Area(*row[:4]) for row in rows),
        wkb=tuple(bytes(row[4]) for row in rows),
        browser=head[4],
        labels=tuple((row[5], row[6]) for row in rows),
        neighbours=tuple((area, other) for area, other in pairs),
    )
