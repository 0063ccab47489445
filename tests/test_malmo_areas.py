"""Malmö's approximate borders come near the official ones, and the official layer takes their place without a fault."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from kraftkollen.geography.assembling import dissolve
from kraftkollen.geography.reading import read_borders, read_parents
from kraftkollen.model.area import Area, Division
from kraftkollen.model.borders import Borders

ROOT = Path(__file__).resolve().parents[1]
DRAWN = ROOT / "data" / "cities" / "malmo" / "areas" / "delomraden.geojson"
DIVISION = Division("delomrade-2023", "delomrade", "2023")
STADSDELAR = Division("stadsdel-1996", "stadsdel", "1996")


@pytest.fixture(scope="module")
def approximate() -> Borders:
    return read_borders(DRAWN.read_bytes(), DRAWN.name, DIVISION, approximate=True)


@pytest.fixture(scope="module")
def layer(shared: Path) -> bytes:
    return (shared / "data" / "delomr_p_3008.zip").read_bytes()


@pytest.fixture(scope="module")
def official(layer: bytes, approximate: Borders) -> Borders:
    return read_borders(layer, "delomr_p_3008.zip", DIVISION, known=approximate.areas)


@pytest.fixture(scope="module")
def facts(shared: Path) -> list[dict[str, str]]:
    with (shared / "facts" / "malmo_delomraden.csv").open(encoding="utf-8", newline="") as file:
        return sorted(csv.DictReader(file), key=lambda row: row["kod"])


def shapes_of(borders: Borders) -> np.ndarray:
    return np.array(shapely.from_wkb(list(borders.wkb)))


def drawn(borders: Borders) -> np.ndarray:
    return np.array([shapely.geometry.shape(feature["geometry"]) for feature in json.loads(borders.browser)["features"]])


def in_metres(borders: Borders) -> gpd.GeoSeries:
    return gpd.GeoSeries(shapes_of(borders), index=[area.code for area in borders.areas], crs=4326).to_crs(3006)


def test_the_drawn_borders_are_136_valid_polygons_without_gaps_or_overlaps(approximate: Borders) -> None:
    shapes = shapes_of(approximate)
    assert len(shapes) == 136
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes, gap_width=1e-4)
    assert len(shapely.coverage_union_all(shapes).interiors) == 0
    assert DRAWN.stat().st_size <= 150_000


@pytest.mark.shared
def test_the_drawn_borders_carry_the_facts_names_and_stadsdelar(approximate: Borders, facts: list[dict[str, str]]) -> None:
    parents = {area.code: area.name for area in read_parents(DRAWN.read_bytes(), DRAWN.name, STADSDELAR)}
    assert len(parents) == 10
    assert parents["limhamn_bunkeflo"] == "Limhamn-Bunkeflo"
    held = [(area.code, area.name, parents[area.parent or ""]) for area in approximate.areas]
    assert held == [(row["kod"], row["namn"], row["stadsdel"]) for row in facts]


@pytest.mark.shared
def test_half_of_the_drawn_areas_overlap_the_official_ones_by_at_least_85_percent(
    approximate: Borders, official: Borders
) -> None:
    one, other = in_metres(approximate), in_metres(official)
    common = one.intersection(other).area
    share = common / (one.area + other.area - common)
    assert len(share) == 136
    assert share.median() >= 0.85
    assert share.min() >= 0.5


@pytest.mark.shared
def test_drawing_the_borders_again_gives_the_same_file(shared: Path, tmp_path: Path) -> None:
    tool = ROOT / "tools" / "make_malmo_areas.py"
    subprocess.run([sys.executable, tool, "--facts", shared / "facts", "--out", tmp_path], check=True, capture_output=True)
    assert (tmp_path / DRAWN.name).read_bytes() == DRAWN.read_bytes()


@pytest.mark.shared
def test_the_official_layer_gives_136_areas_a_valid_coverage_and_at_most_100_kilobytes(official: Borders) -> None:
    assert len(official.areas) == 136
    assert official.crs == "EPSG:3008"
    assert shapely.coverage_is_valid(shapes_of(official))
    assert shapely.coverage_is_valid(drawn(official))
    assert shapely.is_valid(drawn(official)).all()
    assert len(official.browser.encode()) <= 100_000


@pytest.mark.shared
def test_the_official_layer_keeps_its_areas_to_the_tenth_of_a_hectare(official: Borders, facts: list[dict[str, str]]) -> None:
    hectares = gpd.GeoSeries(shapes_of(official), crs=4326).to_crs(3008).area / 1e4
    assert np.abs(hectares - [float(row["areal_ha"]) for row in facts]).max() <= 0.06


@pytest.mark.shared
def test_official_names_in_capitals_come_out_as_the_city_writes_them(layer: bytes, facts: list[dict[str, str]]) -> None:
    unknown_before = read_borders(layer, "delomr_p_3008.zip", DIVISION)
    assert [(area.code, area.name) for area in unknown_before.areas] == [(row["kod"], row["namn"]) for row in facts]


@pytest.mark.shared
def test_the_official_layer_keeps_the_known_names_and_parents(official: Borders, approximate: Borders) -> None:
    assert official.areas == approximate.areas


@pytest.mark.shared
def test_stadsdelar_and_city_are_dissolved_out_of_the_official_layer(official: Borders) -> None:
    stadsdelar = dissolve(official, read_parents(DRAWN.read_bytes(), DRAWN.name, STADSDELAR))
    assert len(stadsdelar.areas) == 10
    assert shapely.coverage_is_valid(shapes_of(stadsdelar))
    assert shapely.coverage_is_valid(drawn(stadsdelar))
    city = dissolve(official, [Area("malmo-1", "malmo", "Malmö")])
    assert len(city.areas) == 1
    assert in_metres(city).area.sum() == pytest.approx(in_metres(official).area.sum(), rel=1e-9)
    assert in_metres(stadsdelar).area.sum() == pytest.approx(in_metres(official).area.sum(), rel=1e-9)


@pytest.mark.shared
def test_neighbours_come_once_and_are_much_the_same_on_the_drawn_and_the_official_map(
    approximate: Borders, official: Borders
) -> None:
    one, other = set(approximate.neighbours), set(official.neighbours)
    assert len(official.neighbours) == len({frozenset(pair) for pair in official.neighbours})
    assert all(first < second for first, second in official.neighbours)
    assert ("11312", "11313") in other
    assert ("10101", "37308") not in other
    assert len(one & other) >= 0.95 * len(other)
