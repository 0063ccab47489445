"""What a page or document asks of the published register: the programme's records and the places that figures are about."""

import json
from dataclasses import dataclass
from functools import cached_property

from kraftkollen.model.area import Area, Division, Level
from kraftkollen.model.record import Record
from kraftkollen.store.published import PublishedFile
from kraftkollen.store.waiting import WaitingPeriod


@dataclass(frozen=True, slots=True)
class Drawing:
    """The borders of a division as a browser gets them."""

    division: str
    source: str
    approximate: bool
    geojson: str


@dataclass(frozen=True)
class Registry:
    """The register of one published version."""

    file: PublishedFile

    @cached_property
    def meta(self) -> dict[str, str]:
        return self.file.meta()

    @cached_property
    def records(self) -> tuple[Record, ...]:
        rows = self.file.ask("SELECT kind, record, body FROM register ORDER BY rowid").fetchall()
        return tuple(Record(kind, name, json.loads(body)) for kind, name, body in rows)

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        return tuple(Level(*row) for row in self.file.ask("SELECT * FROM level ORDER BY rank").fetchall())

    @cached_property
    def divisions(self) -> tuple[Division, ...]:
        """The current division of each level, the coarsest first."""
        rows = self.file.ask("SELECT d.* FROM division d JOIN level l ON l.id = d.level ORDER BY l.rank").fetchall()
        return tuple(Division(*row) for row in rows)

    @cached_property
    def areas(self) -> tuple[Area, ...]:
        return tuple(Area(*row) for row in self.file.ask("SELECT * FROM area ORDER BY division, name").fetchall())

    def drawing(self, division: str) -> Drawing | None:
        """Return the borders of a division; None if the store has none."""
        row = self.file.ask(
            "SELECT division, source, approximate, browser FROM border_set WHERE division = ?", division
        ).fetchone()
        return Drawing(*row) if row else None

    def labels(self, division: str) -> dict[str, tuple[float, float]]:
        """Return a point inside each area, (lon, lat), by its code."""
        rows = self.file.ask("SELECT area, lon, lat FROM label WHERE division = ?", division).fetchall()
        return {area: (lon, lat) for area, lon, lat in rows}

    def neighbours(self, division: str) -> tuple[tuple[str, str], ...]:
        """Return the pairs of areas that share a border."""
        rows = self.file.ask("SELECT area, other FROM neighbour WHERE division = ? ORDER BY area, other", division).fetchall()
        return tuple((area, other) for area, other in rows)

    @cached_property
    def waiting(self) -> tuple[WaitingPeriod, ...]:
        """What was delivered and waits for approval, by indicator, division and period; none in files of older versions."""
        if not self.file.ask("SELECT 1 FROM duckdb_tables() WHERE table_name = 'waiting'").fetchall():
            return ()
        return tuple(WaitingPeriod(*row) for row in self.file.ask("SELECT * FROM waiting ORDER BY ALL").fetchall())
