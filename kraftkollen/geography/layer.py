"""Turn a layer of any kind into rows of plain values, geometries and a coordinate system: the only place that calls GDAL."""

import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pyproj
import shapely
from pyogrio.errors import CRSError as FileCRSError
from pyproj.exceptions import CRSError

from kraftkollen.errors import BordersRefused
from kraftkollen.geography.kinds import GeoJson, GeoPackage, Shapefile, open_source, refused
from kraftkollen.geography.limits import DEGREES, MAX_AREAS


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer as read: `fields` holds its columns of values, row by row with `shapes`, which may hold None."""

    fields: pd.DataFrame
    shapes: np.ndarray
    crs: pyproj.CRS


def read_layer(content: bytes, file: str) -> Layer:
    """Read the bytes of a zipped shapefile, a GeoPackage or GeoJSON.

    Raises
    ------
    BordersRefused
        With one problem: not readable, too large, no layer or several, no coordinate system, no rows.
    """
    source = open_source(content, file)
    try:
        layer = _from_features(source, file) if isinstance(source, GeoJson) else _from_gdal(source, file)
    except BordersRefused:
        raise
    except (CRSError, FileCRSError) as fault:
        raise refused(file, "borders_crs_unusable", crs=None) from fault
    except Exception as fault:  # a hostile file can make the library raise anything, and all of it is the file's fault
        raise refused(file, "borders_unreadable") from fault
    if len(layer.fields) == 0:
        raise refused(file, "borders_empty")
    if len(layer.fields) > MAX_AREAS:
        raise refused(file, "borders_too_many", most=MAX_AREAS)
    return layer


def crs_name(crs: pyproj.CRS) -> str:
    """Return how the coordinate system is called: "EPSG:3008" where it has a code, otherwise its own name."""
    authority = crs.to_authority(min_confidence=60)
    return ":".join(authority) if authority else str(crs.name)


def _from_gdal(source: Shapefile | GeoPackage, file: str) -> Layer:
    """Read through GDAL from a folder of our own, under names of our own."""
    with tempfile.TemporaryDirectory(prefix="kraftkollen-") as folder:
        path = Path(folder) / ("layer.shp" if isinstance(source, Shapefile) else "layer.gpkg")
        if isinstance(source, Shapefile):
            for suffix, part in source.parts.items():
                path.with_suffix(suffix).write_bytes(part)
        else:
            path.write_bytes(source.content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            name = _layer_name(path, file)
            frame = _frame(path, name)
    if not isinstance(frame, gpd.GeoDataFrame):
        raise refused(file, "borders_no_layer")
    if frame.crs is None:
        raise refused(file, "borders_no_crs")
    shapes = shapely.force_2d(frame.geometry.to_numpy())
    return Layer(pd.DataFrame(frame.drop(columns=frame.geometry.name)), shapes, frame.crs)


def _frame(path: Path, name: str) -> pd.DataFrame:
    """Read the rows; letters that are not in the encoding that the file claims are read as Windows writes them."""
    options = {"layer": name, "on_invalid": "ignore", "max_features": MAX_AREAS + 1}
    try:
        frame: pd.DataFrame = pyogrio.read_dataframe(path, **options)
    except UnicodeDecodeError:
        frame = pyogrio.read_dataframe(path, encoding="cp1252", **options)
    return frame


def _layer_name(path: Path, file: str) -> str:
    drawn = [str(name) for name, kind in pyogrio.list_layers(path) if kind is not None]
    if len(drawn) > 1:
        raise refused(file, "borders_several_layers", layers=", ".join(sorted(drawn)))
    if not drawn:
        raise refused(file, "borders_no_layer")
    return drawn[0]


def _from_features(source: GeoJson, file: str) -> Layer:
    """Read GeoJSON without GDAL: a feature whose geometry cannot be built keeps its row, with None."""
    crs = _declared_crs(source.document, file)
    features = [feature if isinstance(feature, dict) else {} for feature in source.document["features"]]
    rows = [_values(feature) for feature in features]
    fields = pd.DataFrame(rows, index=range(len(rows)), dtype=object)
    shapes = np.array([_shape(feature.get("geometry")) for feature in features], dtype=object)
    return Layer(fields, shapely.force_2d(shapes), crs)


def _declared_crs(document: dict[str, Any], file: str) -> pyproj.CRS:
    """Return WGS 84 where nothing is declared (RFC 7946), and what the older standard's member `crs` names where it stands."""
    if "crs" not in document:
        return pyproj.CRS.from_epsg(DEGREES)
    declared = document["crs"]
    if declared is None:
        raise refused(file, "borders_no_crs")
    crs = pyproj.CRS.from_user_input(declared["properties"]["name"])
    return pyproj.CRS.from_epsg(DEGREES) if crs.to_authority() == ("OGC", "CRS84") else crs


def _values(feature: dict[str, Any]) -> dict[str, Any]:
    values = dict(feature.get("properties") or {})
    if "id" in feature:
        values.setdefault("id", feature["id"])
    return {str(name): value for name, value in values.items() if isinstance(value, str | int | float | None)}


def _shape(geometry: dict[str, Any] | None) -> shapely.Geometry | None:
    try:
        return shapely.geometry.shape(geometry) if geometry else None
    except Exception:  # shapely raises a dozen kinds for what is not a geometry; the row is reported as without one
        return None
