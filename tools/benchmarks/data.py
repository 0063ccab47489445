"""Deterministic figures for the benches: a made-up city of a thousand squares, and a tidy file of as many rows as asked for."""

import csv
import itertools
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from kraftkollen.model.catalogue import Catalogue, load_catalogue
from kraftkollen.model.indicator import RATIOS, Indicator
from tools.benchmarks.machine import ROOT

AREAS = 1000
HEADER = ("indikator", "område", "period", "grupp", "värde", "täljare", "nämnare", "status", "kommentar")
_ACROSS, _SIDE, _WEST, _SOUTH = 40, 0.004, 14.0, 56.0
_LAST_YEAR = 2024


def code(place: int) -> str:
    """Return the code of an area of the made-up city."""
    return f"{10000 + place}"


def write_layer(path: Path, codes: Sequence[str] = ()) -> None:
    """Write the city's borders as GeoJSON: a square for each code, a thousand with codes of their own if none is given."""
    features = []
    for place, name in enumerate(codes or [code(place) for place in range(AREAS)]):
        row, column = divmod(place, _ACROSS)
        west, south = _WEST + column * _SIDE, _SOUTH + row * _SIDE
        ring = [[west, south], [west + _SIDE, south], [west + _SIDE, south + _SIDE], [west, south + _SIDE], [west, south]]
        named = {"kod": name, "namn": f"Ruta {place + 1}"}
        features.append({"type": "Feature", "properties": named, "geometry": {"type": "Polygon", "coordinates": [ring]}})
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")


def write_figures(path: Path, rows: int) -> None:
    """Write a tidy CSV: yearly indicators with all their groups, the newest year first, counts from a fixed seed."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADER)
        writer.writerows(itertools.islice(_rows(load_catalogue(ROOT / "indicators.yaml")), rows))


def _rows(catalogue: Catalogue) -> Iterator[tuple[str, ...]]:
    chance = random.Random(20260107)  # noqa: S311 (figures for a bench)
    yearly = [one for one in catalogue.indicators.values() if one.period.value == "year" and "delomrade" in one.levels]
    for year in range(_LAST_YEAR, 1000, -1):
        for indicator in yearly:
            for group in catalogue.groups(indicator.id):
                for place in range(AREAS):
                    figures = _figures(indicator, chance)
                    yield (indicator.id, code(place), str(year), group.id, *figures, "", "")


def _figures(indicator: Indicator, chance: random.Random) -> tuple[str, str, str]:
    people = chance.randrange(40, 4000)
    if indicator.kind not in RATIOS:
        return str(people), "", ""
    return "", str(chance.randrange(people // 20, people // 2)), str(people)
