"""A file of borders that cannot be trusted is refused whole, with everything that is wrong with it and no traceback."""

import io
import json
import struct
import zipfile
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from geography_files import as_geojson, as_geopackage, as_shapefile, grid

from kraftkollen.errors import BordersRefused, Problem
from kraftkollen.geography.limits import MAX_PROBLEMS
from kraftkollen.geography.reading import read_borders
from kraftkollen.model.area import Area, Division

DIVISION = Division("delomrade-2023", "delomrade", "2023")
KNOWN = [Area(DIVISION.id, code, f"Ruta {code}", "norr") for code in ("11", "12", "13", "21", "22", "23")]


def problems(content: bytes, file: str = "borders.x", known: list[Area] | None = None, **fields: str) -> list[Problem]:
    with pytest.raises(BordersRefused) as refusal:
        read_borders(content, file, DIVISION, known=known or [], **fields)
    assert refusal.value.details == {"file": file}
    return list(refusal.value.problems)


def only(content: bytes, **given: object) -> Problem:
    found = problems(content, **given)  # type: ignore[arg-type]
    assert len(found) == 1
    return found[0]


def zipped(**members: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_", "."), content)
    return packed.getvalue()


def with_shapes(changes: dict[int, shapely.Geometry | None]) -> gpd.GeoDataFrame:
    frame = grid()
    for number, shape in changes.items():
        frame.loc[number, "geometry"] = shape
    return frame


def test_a_shapefile_without_a_coordinate_system_is_refused(tmp_path: Path) -> None:
    assert only(as_shapefile(grid(), tmp_path, leave_out=(".prj",))).code == "borders_no_crs"


def test_geojson_that_denies_its_coordinate_system_is_refused() -> None:
    assert only(json.dumps(json.loads(as_geojson(grid())) | {"crs": None}).encode()).code == "borders_no_crs"


def test_a_geopackage_in_a_drawings_own_coordinate_system_is_refused(tmp_path: Path) -> None:
    frame = grid().set_crs('LOCAL_CS["drawing",UNIT["metre",1]]', allow_override=True)
    assert only(as_geopackage(frame, tmp_path)) == Problem("borders_crs_unusable", details={"crs": "drawing"})


def test_metres_in_geojson_that_declares_nothing_are_out_of_range() -> None:
    found = problems(grid().set_crs(4326, allow_override=True).to_json(drop_id=True).encode())
    assert [(fault.code, fault.row, fault.value) for fault in found][:2] == [
        ("borders_out_of_range", 1, "11"),
        ("borders_out_of_range", 2, "12"),
    ]


def test_latitude_before_longitude_is_recognised() -> None:
    frame = grid(crs=4326)
    frame.geometry = shapely.transform(frame.geometry.to_numpy(), lambda place: place[:, ::-1])
    assert only(as_geojson(frame)).code == "borders_axes_swapped"


def test_areas_scattered_over_half_the_earth_are_refused() -> None:
    assert (
        only(as_geojson(with_shapes({0: shapely.box(4_000_000, 6_000_000, 4_000_100, 6_000_100)}))).code == "borders_too_wide"
    )


def test_a_bow_tie_is_refused_with_the_place_where_it_crosses_itself() -> None:
    tie = shapely.Polygon([(375_000, 6_160_000), (376_000, 6_161_000), (376_000, 6_160_000), (375_000, 6_161_000)])
    fault = only(as_geojson(with_shapes({0: tie})))
    assert (fault.code, fault.row, fault.value) == ("borders_geometry_invalid", 1, "11")
    assert fault.details["x"] == pytest.approx(13.024, abs=0.02)
    assert fault.details["y"] == pytest.approx(55.572, abs=0.02)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    frame = with_shapes({1: None, 2: shapely.Point(375_000, 6_160_000), 3: shapely.Polygon()})
    frame["kod"] = ["11", "12", "13", "21", "21", None]
    frame["namn"] = ["Ruta 11", "Ruta 12", "Ruta 13", "Ruta 21", "Ruta 21", "Ruta 23"]
    found = problems(as_geojson(frame), known=KNOWN)
    assert [(fault.code, fault.row, fault.value) for fault in found] == [
        ("borders_geometry_empty", 2, "12"),
        ("borders_geometry_not_polygon", 3, "13"),
        ("borders_geometry_empty", 4, "21"),
        ("borders_code_duplicate", 5, "21"),
        ("borders_code_missing", 6, None),
        ("borders_code_absent", None, "22"),
        ("borders_code_absent", None, "23"),
    ]
    assert found[3].details == {"first_row": 4}


def test_an_unknown_code_is_refused_with_the_nearest_ones() -> None:
    frame = grid()
    frame.loc[5, ["kod", "namn"]] = ["231", "Ruta 231"]
    unknown, absent = problems(as_geojson(frame), known=KNOWN)
    assert (unknown.code, unknown.row, unknown.value) == ("borders_code_unknown", 6, "231")
    assert "23" in str(unknown.details["nearest"]).split("; ")
    assert (absent.code, absent.value, absent.details) == ("borders_code_absent", "23", {"name": "Ruta 23"})


def test_a_name_that_is_quite_another_or_belongs_to_another_code_is_refused() -> None:
    frame = grid().assign(namn=["RUTA-11", "Ruta 13", "Ruta 13", "Ruta 21", "Storgatan öster", "Ruta 23"])
    found = problems(as_geojson(frame), known=KNOWN)
    assert [(fault.code, fault.row, fault.value) for fault in found] == [
        ("borders_name_differs", 2, "Ruta 13"),
        ("borders_name_differs", 5, "Storgatan öster"),
    ]
    assert found[0].details == {"code": "12", "known": "Ruta 12"}


def test_a_name_left_out_is_refused_when_none_is_known() -> None:
    frame = grid().assign(namn=["A", "B", None, "D", "E", "F"])
    fault = only(as_geojson(frame))
    assert (fault.code, fault.row, fault.value) == ("borders_name_missing", 3, "13")


def test_an_overlap_wider_than_a_sliver_is_refused_with_both_codes() -> None:
    fault = only(as_geojson(with_shapes({0: shapely.box(375_000, 6_160_000, 376_050, 6_161_000)})))
    assert (fault.code, fault.row, fault.value) == ("borders_overlap", 2, "12")
    assert fault.details == {"other": "11", "other_row": 1, "square_metres": pytest.approx(50_000, rel=0.01)}


def test_very_many_problems_are_cut_short_with_a_count() -> None:
    found = problems(as_geojson(grid(30, 20).assign(kod="1")), code_field="kod")
    assert len(found) == MAX_PROBLEMS + 1
    assert found[-1] == Problem("borders_more_problems", details={"count": 599 - MAX_PROBLEMS})


def test_columns_that_cannot_be_told_are_asked_for_with_the_list_of_those_there_are() -> None:
    frame = grid()
    none = only(as_geojson(frame.rename(columns={"kod": "x1", "namn": "namn"})))
    assert (none.code, none.details) == ("borders_code_field_missing", {"fields": "x1, namn"})
    two = only(as_geojson(frame.assign(kod_2020=frame["kod"]).rename(columns={"kod": "kod_2025"})))
    assert (two.code, two.details) == ("borders_code_field_ambiguous", {"fields": "kod_2025, kod_2020"})
    assert only(as_geojson(frame[["kod", "geometry"]])).code == "borders_name_field_missing"
    wrong = only(as_geojson(frame), code_field="nyckel")
    assert (wrong.code, wrong.column, wrong.details) == ("borders_field_unknown", "nyckel", {"fields": "kod, namn"})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "borders_format_unknown"),
        (b"kod;namn\n1;Ett\n", "borders_format_unknown"),
        (b'{"type":"Topology"}', "borders_format_unknown"),
        (b'{"type":"FeatureCollection","features":[]}', "borders_empty"),
        (b'{"type":"FeatureCollection","features":[', "borders_unreadable"),
        (b'{"type":"FeatureCollection","features":[7,null]}', "borders_code_field_missing"),
        (b"[" * 100_000, "borders_format_unknown"),
        (b'{"a":' * 100_000, "borders_unreadable"),
        (b'{"type":"FeatureCollection","crs":{"properties":{"name":"x"}},"features":[{}]}', "borders_crs_unusable"),
        (b"\x00\x00\x27\x0a" + b"\x00" * 96, "borders_shapefile_not_zipped"),
        (b"SQLite format 3\x00" + b"rubbish" * 99, "borders_unreadable"),
        (b"PK\x03\x04 and then nothing of the kind", "borders_zip_broken"),
        (zipped(readme_txt=b"no borders"), "borders_no_layer"),
        (zipped(a_shp=b"x", b_shp=b"y"), "borders_several_layers"),
        (zipped(a_shp=b"x"), "borders_shapefile_incomplete"),
        (zipped(a_shp=b"x", a_shx=b"y", a_dbf=b"z"), "borders_unreadable"),
        (zipped(a_geojson=b"{"), "borders_unreadable"),
    ],
)
def test_a_file_that_is_not_one_of_borders_is_refused_with_one_reason(content: bytes, code: str) -> None:
    assert only(content).code == code


def test_a_shapefile_whose_coordinate_system_cannot_be_understood_is_refused(tmp_path: Path) -> None:
    packed = io.BytesIO(as_shapefile(grid(), tmp_path, leave_out=(".prj",)))
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("borders.prj", 'PROJCS["half a definition"')
    assert only(packed.getvalue()).code == "borders_crs_unusable"


def test_a_shapefile_cut_in_half_is_refused(tmp_path: Path) -> None:
    whole = as_shapefile(grid(), tmp_path)
    assert only(whole[: len(whole) // 2]).code == "borders_zip_broken"


def test_a_zip_that_says_it_unpacks_to_too_much_is_refused_before_it_is_unpacked() -> None:
    content = bytearray(zipped(a_shp=b"x", a_shx=b"y", a_dbf=b"z"))
    directory = content.index(b"PK\x01\x02")
    struct.pack_into("<I", content, directory + 24, 900_000_000)
    fault = only(bytes(content))
    assert (fault.code, fault.details) == ("borders_too_large", {"megabytes": 900, "most": 500})


def test_a_zip_that_lies_about_what_it_unpacks_to_is_cut_short_and_refused() -> None:
    content = bytearray(zipped(a_shp=b"\0" * 30_000_000, a_shx=b"y", a_dbf=b"z"))
    directory = content.index(b"PK\x01\x02")
    struct.pack_into("<I", content, directory + 24, 1_000)
    assert only(bytes(content)).code == "borders_zip_broken"


def test_a_zip_under_a_password_is_refused() -> None:
    content = bytearray(zipped(a_shp=b"x", a_shx=b"y", a_dbf=b"z"))
    for start, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.index(start)
        while place >= 0:
            content[place + offset] |= 1
            place = content.find(start, place + 1)
    assert only(bytes(content)).code == "borders_zip_broken"


def test_two_layers_in_a_geopackage_are_refused_by_name(tmp_path: Path) -> None:
    grid().to_file(tmp_path / "two.gpkg", layer="stadsdelar")
    grid().to_file(tmp_path / "two.gpkg", layer="delområden")
    fault = only((tmp_path / "two.gpkg").read_bytes())
    assert (fault.code, fault.details) == ("borders_several_layers", {"layers": "delområden, stadsdelar"})
