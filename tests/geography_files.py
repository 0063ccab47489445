"""Small files of borders of every kind, made for the tests of geography."""

import io
import zipfile
from pathlib import Path

import geopandas as gpd
import shapely

SIDE = 1000.0


def grid(columns: int = 3, rows: int = 2, crs: int = 3006) -> gpd.GeoDataFrame:
    """Squares of a kilometre near Malmö, coded row and column: 11 12 13 below 21 22 23."""
    cells = [(row, column) for row in range(rows) for column in range(columns)]
    boxes = [
        shapely.box(
            375_000 + column * SIDE, 6_160_000 + row * SIDE, 375_000 + (column + 1) * SIDE, 6_160_000 + (row + 1) * SIDE
        )
        for row, column in cells
    ]
    codes = [f"{row + 1}{column + 1}" for row, column in cells]
    names = [f"Ruta {code}" for code in codes]
    return gpd.GeoDataFrame({"kod": codes, "namn": names}, geometry=boxes, crs=3006).to_crs(crs)


def as_geojson(frame: gpd.GeoDataFrame) -> bytes:
    return frame.to_crs(4326).to_json(drop_id=True).encode()


def as_geopackage(frame: gpd.GeoDataFrame, folder: Path) -> bytes:
    target = folder / "borders.gpkg"
    frame.to_file(target, layer="areas")
    return target.read_bytes()


def as_shapefile(
    frame: gpd.GeoDataFrame, folder: Path, prefix: str = "", leave_out: tuple[str, ...] = (), encoding: str = "utf-8"
) -> bytes:
    frame.to_file(folder / "borders.shp", encoding=encoding)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(folder.glob("borders.[!g]*")):
            if part.suffix not in leave_out:
                archive.write(part, prefix + part.name)
    return packed.getvalue()
