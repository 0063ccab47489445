"""Borders read from files of every kind give the same areas, neighbours and a clean coverage, slivers or not."""

import io
import json
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from geography_files import as_geojson, as_geopackage, as_shapefile, grid

from kraftkollen.errors import BordersRefused
from kraftkollen.geography.assembling import dissolve
from kraftkollen.geography.names import proper_name, proper_names
from kraftkollen.geography.reading import read_borders, read_parents
from kraftkollen.model.area import Area, Division
from kraftkollen.model.borders import Borders

DIVISION = Division("delomrade-2023", "delomrade", "2023")
COARSER = Division("stadsdel-2023", "stadsdel", "2023")


def shapes_of(borders: Borders) -> np.ndarray:
    return np.array(shapely.from_wkb(list(borders.wkb)))


def drawn(borders: Borders) -> np.ndarray:
    features = json.loads(borders.browser)["features"]
    return np.array([shapely.geometry.shape(feature["geometry"]) for feature in features])


def test_the_neighbours_of_a_grid_share_an_edge_and_not_only_a_corner() -> None:
    borders = read_borders(as_geojson(grid()), "grid.geojson", DIVISION)
    assert borders.neighbours == (
        ("11", "12"),
        ("11", "21"),
        ("12", "13"),
        ("12", "22"),
        ("13", "23"),
        ("21", "22"),
        ("22", "23"),
    )


def test_slivers_between_official_polygons_are_closed_and_their_areas_stay_neighbours() -> None:
    frame = grid()
    frame.geometry = frame.geometry.map(
        lambda square: square.buffer(-1.2, join_style="mitre") if square.bounds[0] < 375_500 else square
    )
    assert not shapely.coverage_is_valid(frame.geometry.to_numpy(), gap_width=5.0)
    borders = read_borders(as_geojson(frame), "grid.geojson", DIVISION)
    assert ("11", "12") in borders.neighbours
    assert ("11", "21") in borders.neighbours
    assert ("12", "21") not in borders.neighbours
    assert shapely.coverage_is_valid(shapes_of(borders))
    assert shapely.coverage_is_valid(drawn(borders))


def test_an_overlap_as_narrow_as_a_sliver_is_given_to_one_of_the_two() -> None:
    frame = grid(2, 1)
    frame.loc[0, "geometry"] = shapely.box(375_000, 6_160_000, 376_002, 6_161_000)
    borders = read_borders(as_geojson(frame), "grid.geojson", DIVISION)
    assert borders.neighbours == (("11", "12"),)
    assert shapely.coverage_is_valid(shapes_of(borders))


@pytest.mark.parametrize("crs", [3006, 3008, 3857, 4326, 4258])
def test_every_kind_of_file_in_every_coordinate_system_gives_the_same_areas(crs: int, tmp_path: Path) -> None:
    frame = grid(crs=crs)
    expected = read_borders(as_geojson(grid()), "grid.geojson", DIVISION)
    for content, file in (
        (as_geopackage(frame, tmp_path), "grid.gpkg"),
        (as_shapefile(frame, tmp_path), "grid.zip"),
    ):
        borders = read_borders(content, file, DIVISION)
        assert borders.crs == f"EPSG:{crs}"
        assert borders.areas == expected.areas
        assert borders.neighbours == expected.neighbours
        assert shapely.equals_exact(shapes_of(borders), shapes_of(expected), 1e-7, normalize=True).all()


def test_geojson_that_names_its_coordinate_system_in_the_old_way_is_understood() -> None:
    document = json.loads(grid().to_json(drop_id=True))
    document["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}}
    borders = read_borders(json.dumps(document).encode(), "grid.geojson", DIVISION)
    assert borders.crs == "EPSG:3006"
    assert borders.labels[0] == pytest.approx((13.0174, 55.5735), abs=0.02)


def test_a_shapefile_deep_in_a_zip_with_odd_path_names_is_read_and_nothing_is_written_outside(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    content = as_shapefile(grid(), inner, prefix="../../åäö/..\\C:/")
    before = set(tmp_path.rglob("*"))
    assert len(read_borders(content, "../../etc/passwd", DIVISION).areas) == 6
    assert set(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(("encoding", "claimed"), [("utf-8", b"UTF-8"), ("cp1252", None), ("cp1252", b"UTF-8")])
def test_swedish_letters_survive_whatever_encoding_a_shapefile_claims(
    encoding: str, claimed: bytes | None, tmp_path: Path
) -> None:
    frame = grid(2, 1).assign(namn=["Åkarp", "Östra höjden"])
    packed = io.BytesIO(as_shapefile(frame, tmp_path, leave_out=(".cpg",), encoding=encoding))
    if claimed is not None:
        with zipfile.ZipFile(packed, "a") as archive:
            archive.writestr("borders.cpg", claimed)
    areas = read_borders(packed.getvalue(), "grid.zip", DIVISION).areas
    assert [area.name for area in areas] == ["Åkarp", "Östra höjden"]


def test_areas_come_sorted_by_code_with_labels_inside_them() -> None:
    borders = read_borders(as_geojson(grid().iloc[::-1]), "grid.geojson", DIVISION)
    assert [area.code for area in borders.areas] == ["11", "12", "13", "21", "22", "23"]
    assert shapely.contains_xy(shapes_of(borders), np.array(borders.labels)).all()


def test_the_browser_gets_code_and_name_and_nothing_else() -> None:
    frame = grid()
    frame["hemlig"] = "value"
    features = json.loads(read_borders(as_geojson(frame), "grid.geojson", DIVISION).browser)["features"]
    assert [feature["id"] for feature in features] == ["11", "12", "13", "21", "22", "23"]
    assert features[0]["properties"] == {"name": "Ruta 11"}


def test_known_names_and_parents_rule_and_lost_leading_noughts_are_given_back() -> None:
    frame = grid(2, 1).assign(kod=[11, 12], namn=["RUTA 11", "ruta 12"])
    known = [Area(DIVISION.id, "0011", "Ruta 11", "norr"), Area(DIVISION.id, "0012", "Ruta 12", "norr")]
    assert read_borders(as_geojson(frame), "grid.geojson", DIVISION, known=known).areas == tuple(known)


def test_a_file_without_names_will_do_when_the_names_are_known() -> None:
    known = [Area(DIVISION.id, "11", "Ett"), Area(DIVISION.id, "12", "Två")]
    assert read_borders(as_geojson(grid(2, 1)[["kod", "geometry"]]), "g.geojson", DIVISION, known=known).areas == tuple(known)


def test_columns_are_found_by_their_names_and_contents() -> None:
    frame = grid().assign(objectid=range(6), kommunkod="1280", kommunnamn="Malmö")
    frame = frame.rename(columns={"kod": "regsokod", "namn": "regsonamn"})
    areas = read_borders(as_geojson(frame), "regso.geojson", DIVISION).areas
    assert (areas[0].code, areas[0].name) == ("11", "Ruta 11")


def test_columns_that_are_named_by_the_user_are_taken() -> None:
    frame = grid().assign(annan=list("ABCDEF"), titel=list("abcdef"))
    areas = read_borders(as_geojson(frame), "g.geojson", DIVISION, code_field="ANNAN", name_field="titel").areas
    assert (areas[0].code, areas[0].name) == ("A", "A")


def test_dissolving_a_grid_joins_its_areas_by_parent_and_then_into_one() -> None:
    frame = grid().assign(parent=["v", "v", "o", "v", "v", "o"], parent_name=["Väst", "Väst", "Öst", "Väst", "Väst", "Öst"])
    content = as_geojson(frame)
    borders = read_borders(content, "grid.geojson", DIVISION)
    parents = read_parents(content, "grid.geojson", COARSER)
    assert parents == (Area(COARSER.id, "o", "Öst"), Area(COARSER.id, "v", "Väst"))
    coarser = dissolve(borders, parents)
    assert coarser.neighbours == (("o", "v"),)
    assert coarser.division == COARSER.id
    city = dissolve(borders, [Area("stad", "stad", "Staden")])
    assert city.neighbours == ()
    whole = shapely.from_wkb(city.wkb[0])
    assert len(whole.interiors) == 0
    assert whole.area == pytest.approx(shapes_of(borders)[0].area * 6, rel=1e-3)


def test_an_area_without_a_coarser_one_is_named_when_dissolving() -> None:
    borders = read_borders(as_geojson(grid(2, 1).assign(parent=["v", None])), "grid.geojson", DIVISION)
    with pytest.raises(BordersRefused) as refusal:
        dissolve(borders, [Area(COARSER.id, "v", "Väst"), Area(COARSER.id, "o", "Öst")])
    assert [(fault.code, fault.value) for fault in refusal.value.problems] == [
        ("borders_parent_unknown", "12"),
        ("borders_parent_empty", "o"),
    ]


@pytest.mark.parametrize(
    ("given", "proper"),
    [
        ("VÄSTRA HAMNEN", "Västra Hamnen"),
        ("SOFIELUNDS INDUSTRIOMR.", "Sofielunds Industriområde"),
        ("limhamn-bunkeflo", "Limhamn-Bunkeflo"),
        ("S:T PETRI", "S:t Petri"),
        ("TORN OCH TINNAR", "Torn och Tinnar"),
        ("Inre hamnen", "Inre hamnen"),
    ],
)
def test_names_are_put_in_proper_swedish_case(given: str, proper: str) -> None:
    assert proper_name(given) == proper


def test_a_short_name_in_capitals_among_ordinary_ones_is_an_acronym() -> None:
    assert proper_names(["MFF", "HYLLIEVÅNG", "Inre hamnen", "Västra hamnen", None]) == [
        "MFF",
        "Hyllievång",
        "Inre hamnen",
        "Västra hamnen",
        None,
    ]


@pytest.mark.slow
def test_a_division_as_large_as_all_of_swedens_stays_small_for_the_browser() -> None:
    places = np.random.default_rng(1).uniform([300_000, 6_200_000], [500_000, 6_600_000], (6_160, 2))
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(places), ordered=True))
    jagged = shapely.segmentize(shapely.intersection(cells, shapely.box(300_000, 6_200_000, 500_000, 6_600_000)), 400)
    jagged = shapely.transform(jagged, lambda place: place + 20 * np.sin(place[:, ::-1] / 50))
    codes = [f"{number:05d}" for number in range(len(jagged))]
    frame = gpd.GeoDataFrame({"desokod": codes, "namn": codes}, geometry=jagged, crs=3006)
    sound = frame[frame.is_valid]
    borders = read_borders(as_geojson(sound), "deso.geojson", DIVISION, name_field="desokod")
    assert len(borders.areas) > 6_100
    assert len(borders.browser.encode()) <= 3_000_000
    assert shapely.coverage_is_valid(drawn(borders))
