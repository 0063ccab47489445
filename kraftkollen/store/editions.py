"""Editions in the journal: each with its content, documents and the figures that it rests on; announcements beside them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pyarrow as pa

from kraftkollen.model.edition import Announcement, Document, Edition, EditionStatus, Erasure, Frozen, Standing
from kraftkollen.store.journal import Transaction

_COLUMNS = "year, number, about, recorded_at, recorded_by, ref, why, figures_version, register_version, content_sha256, sha256"


def add_edition(transaction: Transaction, edition: Edition, frozen: Frozen, documents: Iterable[Document]) -> None:
    """Record an edition whole: content, documents, and the figures that it rests on."""
    key = [edition.year, edition.number]
    transaction.connection.execute(
        "INSERT INTO edition VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            *key,
            edition.day.isoformat(),
            edition.published_at,
            edition.published_by,
            edition.reference,
            edition.why,
            edition.figures_version,
            edition.register_version,
            edition.content_sha256,
            edition.sha256,
            frozen.canonical().decode(),
        ],
    )
    for one in documents:
        transaction.connection.execute(
            "INSERT INTO edition_document VALUES (?, ?, ?, ?, ?, ?)", [*key, one.name, one.media_type, one.sha256, one.content]
        )
    names = ("indicator", "division", "area", "period")
    rows = pa.table({name: pa.array([getattr(one, name) for one in frozen.figures], pa.string()) for name in names})
    transaction.connection.register("quoted", rows)
    transaction.connection.execute("INSERT INTO edition_figure SELECT ?, ?, * FROM quoted", key)
    transaction.connection.unregister("quoted")


def editions(transaction: Transaction) -> tuple[Edition, ...]:
    """Return every edition, the newest year first, and in a year the newest number first."""
    rows = transaction.connection.execute(f"SELECT {_COLUMNS} FROM edition ORDER BY year DESC, number DESC").fetchall()
    found = transaction.connection.execute(
        "SELECT year, number, name, media_type, sha256 FROM edition_document ORDER BY name"
    ).fetchall()
    documents: dict[tuple[int, int], list[tuple[str, str, str]]] = {}
    for year, number, *rest in found:
        documents.setdefault((year, number), []).append((rest[0], rest[1], rest[2]))
    return tuple(_edition(row, tuple(documents.get((row[0], row[1]), ()))) for row in rows)


def _edition(row: tuple[Any, ...], documents: tuple[tuple[str, str, str], ...]) -> Edition:
    year, number, about, at, by, ref, why, figures, register, content_sha256, sha256 = row
    day = date.fromisoformat(about)
    return Edition(year, number, day, at, by, ref, why, figures, register, content_sha256, sha256, documents)


def standings(transaction: Transaction) -> tuple[Standing, ...]:
    """Return every edition with how it stands, in the order of `editions`."""
    gone = {(one.year, one.number): one for one in erasures(transaction)}
    newest: dict[int, Edition] = {}
    found = []
    for one in editions(transaction):
        later, erasure = newest.setdefault(one.year, one), gone.get((one.year, one.number))
        superseded_by = later.id if later is not one else None
        if erasure is not None:
            status = EditionStatus.ERASED_BEHIND
        else:
            status = EditionStatus.SUPERSEDED if superseded_by else EditionStatus.PUBLISHED
        found.append(Standing(one, status, superseded_by, erasure))
    return tuple(found)


def content(transaction: Transaction, year: int, number: int) -> str | None:
    """Return the canonical JSON of an edition; None if there is none."""
    row = transaction.connection.execute("SELECT content FROM edition WHERE year = ? AND number = ?", [year, number]).fetchone()
    return str(row[0]) if row else None


def documents_of(transaction: Transaction, year: int, number: int) -> tuple[Document, ...]:
    """Return the documents of an edition, by name."""
    rows = transaction.connection.execute(
        "SELECT name, media_type, content FROM edition_document WHERE year = ? AND number = ? ORDER BY name", [year, number]
    ).fetchall()
    return tuple(Document(name, media_type, bytes(content)) for name, media_type, content in rows)


def add_announcement(transaction: Transaction, announced: Announcement) -> None:
    """Record when the next edition of a year is to be published; a later announcement takes the place of an earlier."""
    _add_event(
        transaction,
        ["announced", announced.year, announced.number, announced.on.isoformat(), announced.announced_at],
        [announced.announced_by, None, announced.why],
    )


def add_erasure(transaction: Transaction, erasure: Erasure, by: str) -> None:
    """Record that a delivery behind an edition was erased."""
    _add_event(transaction, ["erased", erasure.year, erasure.number, None, erasure.at], [by, erasure.reference, None])


def _add_event(transaction: Transaction, what: list[Any], rest: list[Any]) -> None:
    number = transaction.next_id("edition_event")
    transaction.connection.execute("INSERT INTO edition_event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", [number, *what, *rest])


def announcements(transaction: Transaction) -> tuple[Announcement, ...]:
    """Return the last announcement of each edition, also of those that are published since, by year and number."""
    rows = transaction.connection.execute(
        "SELECT DISTINCT ON (year, number) year, number, about, recorded_at, recorded_by, why FROM edition_event"
        " WHERE kind = 'announced' ORDER BY year, number, id DESC"
    ).fetchall()
    return tuple(Announcement(year, number, date.fromisoformat(about), *rest) for year, number, about, *rest in rows)


def erasures(transaction: Transaction) -> tuple[Erasure, ...]:
    """Return the first erasure behind each edition that has one."""
    rows = transaction.connection.execute(
        "SELECT DISTINCT ON (year, number) year, number, recorded_at, coalesce(ref, '') FROM edition_event"
        " WHERE kind = 'erased' ORDER BY year, number, id"
    ).fetchall()
    return tuple(Erasure(*row) for row in rows)


def resting_on(transaction: Transaction, moved: pa.Table) -> tuple[str, ...]:
    """Return the ids of the editions that rest on figures that move: `moved` in the columns of KEY, only totals count."""
    transaction.connection.register("moved", moved.select(["indicator", "division", "area", "period", "grp"]))
    rows = transaction.connection.execute(
        """
        SELECT DISTINCT f.year, f.number FROM edition_figure f JOIN moved m
        ON f.indicator = m.indicator AND f.division = m.division AND m.grp = 'total'
            AND f.area IN ('', m.area) AND f.period IN ('', m.period)
        ORDER BY f.year, f.number
        """
    ).fetchall()
    transaction.connection.unregister("moved")
    return tuple(f"{year}-{number}" for year, number in rows)
