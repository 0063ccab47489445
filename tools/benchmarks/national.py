"""A generated store of national size, to see what pages cost there: 6,160 areas by 100 indicators by 12 periods.

Register, borders and files are written by the product's own code. The figures go straight into a published file: what is
measured is what readers wait for, and delivering and protecting 7.4 million made-up figures would measure other things.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import yaml

from kraftkollen.actions import areas, publish, setup
from kraftkollen.actions.site import Site
from kraftkollen.aggregation import FIGURE_SCHEMA, PRIORITY_DIVISION
from kraftkollen.model.actor import local_actor
from kraftkollen.model.catalogue import Catalogue, catalogue_to_json, load_catalogue
from kraftkollen.model.clock import SystemClock
from kraftkollen.model.indicator import RATIOS, Indicator
from kraftkollen.store import places, published
from kraftkollen.store.drafts import Meta, draft_figures
from kraftkollen.views.reading import Version, open_newest
from kraftkollen.views.template_view import latest_due
from tools.benchmarks import data
from tools.benchmarks.machine import ROOT

_LAYER, _SEED, _LAST = "areas.geojson", 20260107, date(2025, 12, 31)


@dataclass(frozen=True, slots=True)
class Size:
    """How much is generated."""

    areas: int
    indicators: int
    periods: int

    @property
    def figures(self) -> int:
        """The figures of the finest level; the larger areas' come on top."""
        return self.areas * self.indicators * self.periods


NATIONAL = Size(6160, 100, 12)
SMALL = Size(200, 25, 4)


def make_national(folder: Path, size: Size) -> tuple[Path, Path]:
    """Make the store; return its folder, and the file that defines its indicators."""
    defined, store = folder / "indicators.yaml", folder / "national"
    folder.mkdir(parents=True, exist_ok=True)
    _define(defined, size.indicators)
    site = Site(Site.at(store, SystemClock()).journal, defined)
    actor = local_actor("bench")
    setup.init(site, actor, "exempelstad", empty=True, progress=publish.silent)
    import_areas(site, folder, size.areas)
    publish.publish(site, actor)
    _publish(site, size)
    return store, defined


def import_areas(site: Site, folder: Path, count: int) -> list[str]:
    """Give Exempelstad so many delområden, its own first; return their codes."""
    with site.journal.read() as transaction:
        finest = [one for one in places.current_divisions(transaction) if one.level == "delomrade"]
        own = [one.code for one in places.areas(transaction, finest)]
    codes = [*own, *map(data.code, range(count))][:count]
    data.write_layer(folder / _LAYER, codes)
    layer = areas.Layer((folder / _LAYER).read_bytes(), _LAYER, "delomrade", "kod", "namn", "national")
    areas.import_areas(site, local_actor("bench"), layer)
    return codes


def _define(path: Path, count: int) -> None:
    """Write the product's definitions, each as often as it takes to have so many."""
    known = yaml.safe_load((ROOT / "indicators.yaml").read_text(encoding="utf-8"))
    first = known["indicators"]
    copies = [{**first[number % len(first)], "id": f"{first[number % len(first)]['id']}_{number}"} for number in range(count)]
    known["indicators"] = [*first, *copies[len(first) :]][:count]
    path.write_text(yaml.safe_dump(known, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _publish(site: Site, size: Size) -> None:
    """Publish generated figures as the next version."""
    version = open_newest(site.folder.path)
    defined = load_catalogue(site.indicators, version.programme.indicators)
    before = version.figures.meta
    meta = Meta(int(before["version"]) + 1, version.figures.published_at, before["method"], catalogue_to_json(defined))
    draft = draft_figures(site.folder, meta, _figures(version, defined, size))
    published.put_in_place(site.folder, {"figures": draft})


def _figures(version: Version, defined: Catalogue, size: Size) -> pa.Table:
    larger, finest, codes = _places(version)
    places = [*larger, *((finest, code) for code in codes)]
    chance = np.random.default_rng(_SEED)
    people = chance.integers(60, 4000, len(codes)).astype(float)
    made = _Made(places, tuple(larger.values()), people, size.periods, chance)
    return pa.concat_tables([made.of(one) for one in defined.indicators.values()])


def _places(version: Version) -> tuple[dict[tuple[str, str], list[int]], str, list[str]]:
    """Return each larger place with the numbers of what it consists of; the finest division, and its codes."""
    registry = version.registry
    city, district, finest = (one.id for one in registry.divisions)
    codes = [one.code for one in registry.areas if one.division == finest]
    districts = [one.code for one in registry.areas if one.division == district]
    found = {(city, one.code): list(range(len(codes))) for one in registry.areas if one.division == city}
    # The generated areas say nothing of what they lie in: each stadsdel gets every so many of them.
    found |= {(district, code): list(range(number, len(codes), len(districts))) for number, code in enumerate(districts)}
    at = {code: number for number, code in enumerate(codes)}
    for one in version.programme.priority_areas:
        found[PRIORITY_DIVISION, one.id] = [at[code] for code in one.areas if code in at]
    return found, finest, codes


@dataclass(frozen=True, slots=True)
class _Made:
    """Makes the figures of one indicator after another, as text that is stored once: millions of rows fit in memory."""

    places: list[tuple[str, str]]
    larger: tuple[list[int], ...]
    people: npt.NDArray[np.float64]
    periods: int
    chance: np.random.Generator

    def of(self, one: Indicator) -> pa.Table:
        """Return every period of every place, the group "total" only."""
        drift = self.chance.normal(0, 0.01, self.periods).cumsum()
        shares = (self.chance.uniform(0.1, 0.6, len(self.people))[:, None] + drift).clip(0.02, 0.9)
        tops = self._with_larger(np.round(self.people[:, None] * shares))
        bottoms = self._with_larger(np.repeat(self.people[:, None], self.periods, axis=1))
        ratio, nothing = one.kind in RATIOS, pa.nulls(len(tops), pa.float64())
        columns: dict[str, Any] = {
            "indicator": self._same(one.id),
            "division": self._each([division for division, _ in self.places]),
            "area": self._each([code for _, code in self.places]),
            "period": self._text(_periods(one, self.periods), np.tile(np.arange(self.periods), len(self.places))),
            "grp": self._same("total"),
            "value": tops / bottoms * one.per if ratio else tops,
            "numerator": tops if ratio else nothing,
            "denominator": bottoms if ratio else nothing,
            "status": self._same("final"),
            "origin": self._same("delivered"),
        }
        return pa.table([columns[name] for name in FIGURE_SCHEMA.names], names=FIGURE_SCHEMA.names)

    def _with_larger(self, each: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.vstack([*(each[members].sum(axis=0) for members in self.larger), each]).ravel()

    def _same(self, text: str) -> pa.DictionaryArray:
        return self._text([text], np.zeros(len(self.places) * self.periods))

    def _each(self, texts: list[str]) -> pa.DictionaryArray:
        return self._text(texts, np.repeat(np.arange(len(texts)), self.periods))

    def _text(self, texts: list[str], places: npt.NDArray[Any]) -> pa.DictionaryArray:
        return pa.DictionaryArray.from_arrays(pa.array(places.astype(np.int32)), pa.array(texts))


def _periods(one: Indicator, count: int) -> list[str]:
    """Return the newest periods that the indicator may have, the oldest first."""
    last = latest_due(one, _LAST)
    return [str(last.shifted(-one.every * step)) for step in reversed(range(count))]
