"""Areas as a GeoPackage: what the browser draws, each area with what is known of it. Any map program reads it."""

import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import geopandas as gpd
import pyogrio
from shapely import geometry

from kraftkollen.geography.limits import DEGREES

_CLOCK = "OGR_CURRENT_DATE"


@dataclass(frozen=True, slots=True)
class AreaLayer:
    """A layer to be written: `geojson` as `Borders.browser`; for each area the codes that it is made of, and its columns.

    An area that stands for itself is made of its own code. `columns` are in the order of `parts`.
    """

    name: str
    geojson: str
    parts: Sequence[Sequence[str]]
    columns: Mapping[str, Sequence[str | bool | None]]


def geopackage(layers: Iterable[AreaLayer], at: datetime) -> bytes:
    """Return the layers as one file in WGS 84; the same layers of the same time give the same bytes.

    Parameters
    ----------
    at
        In UTC: when the file says that its content was last changed.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "areas.gpkg"
        pyogrio.set_gdal_config_options({_CLOCK: at.strftime("%Y-%m-%dT%H:%M:%S.000Z")})
        try:
            for one in layers:
                pyogrio.write_dataframe(_frame(one), path, layer=one.name, driver="GPKG", promote_to_multi=True)
        finally:
            pyogrio.set_gdal_config_options({_CLOCK: None})
        return path.read_bytes()


def _frame(one: AreaLayer) -> gpd.GeoDataFrame:
    shapes = {feature["id"]: geometry.shape(feature["geometry"]) for feature in json.loads(one.geojson)["features"]}
    joined = [gpd.GeoSeries([shapes[code] for code in codes if code in shapes]).union_all() for codes in one.parts]
    return gpd.GeoDataFrame(dict(one.columns), geometry=joined, crs=DEGREES)
