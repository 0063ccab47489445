"""Exempelstad of another seed behind what one published store shows: what is hidden there is hidden here too.

Publishing takes half a minute of computing for each city; this takes seconds. It is an approximation, since which cells are
hidden differs a little from seed to seed.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyarrow as pa

from kraftkollen.model.actor import local_actor
from kraftkollen.model.programme import Programme
from kraftkollen.store.figures import Figures
from kraftkollen.views.reading import Reading, Version, open_newest
from tools.exempelstad import City, generate
from tools.exempelstad.truth import BAD_YEAR


@dataclass(frozen=True)
class _Behind(Figures):
    """The published figures of a store with a city's own in place of each total that is shown for an area."""

    city: City
    division: str

    def series(self, indicator: str) -> pa.Table:
        table = Figures(self.file).series(indicator)
        return pa.Table.from_pylist([self._row(indicator, one) for one in table.to_pylist()], table.schema)

    def _row(self, indicator: str, row: dict[str, object]) -> dict[str, object]:
        if row["division"] != self.division or row["grp"] != "total" or row["value"] is None:
            return row
        found, text = self.city.figures[indicator], str(row["period"])
        parts = found.indicator.read_period(text).parts
        columns = [found.periods.index(one) for one in parts if one in found.periods]
        area = found.areas.index(str(row["area"]))
        above, below = found.totals()
        count = float(above[area, columns].sum())
        if below is None:
            return row | {"value": count}
        people = float(below[area, columns].sum())
        return row | {"value": found.indicator.per * count / people if people else None, "denominator": people}


@dataclass(frozen=True)
class _CityVersion(Version):
    """A version whose programme has the seed's own area with the bad year."""

    area: str

    @cached_property
    def programme(self) -> Programme:
        known = Version(self.figures, self.registry).programme
        moved = (
            one.model_copy(update={"areas": (self.area,)}) if one.id == BAD_YEAR.intervention else one
            for one in known.interventions
        )
        return known.model_copy(update={"interventions": tuple(moved)})


def masked(store: Path, seed: int) -> Reading:
    """Return the city of a seed as a reader would meet it if the same cells were hidden as in the store."""
    published = open_newest(store)
    city = generate(seed)
    finest = published.registry.divisions[-1].id
    behind = _Behind(published.figures.file, city, finest)
    return Reading(local_actor(), _CityVersion(behind, published.registry, city.bad_year_area), "en")
