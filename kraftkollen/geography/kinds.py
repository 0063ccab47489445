"""Take the one layer out of the bytes of a file, whatever its kind, without trusting what the file says about itself."""

import io
import json
import shutil
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from kraftkollen.errors import BordersRefused, Problem
from kraftkollen.geography.limits import MAX_BYTES, MAX_MEMBERS

_SHAPE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_NEEDED_PARTS = (".shp", ".shx", ".dbf")
_LAYER_SUFFIXES = (".shp", ".gpkg", ".geojson", ".json")


@dataclass(frozen=True, slots=True)
class Shapefile:
    """The parts of one shapefile by their suffix, such as ".shp"."""

    parts: dict[str, bytes]


@dataclass(frozen=True, slots=True)
class GeoPackage:
    """A GeoPackage, whole."""

    content: bytes


@dataclass(frozen=True, slots=True)
class GeoJson:
    """A parsed GeoJSON feature collection."""

    document: dict[str, Any]


Source = Shapefile | GeoPackage | GeoJson


def open_source(content: bytes, file: str) -> Source:
    """Return the layer that the bytes hold; raise `BordersRefused` with one problem when they hold none that can be read."""
    if len(content) > MAX_BYTES:
        raise refused(file, "borders_too_large", megabytes=len(content) // 1_000_000, most=MAX_BYTES // 1_000_000)
    if content.startswith(b"PK"):
        return _from_zip(content, file)
    return _from_plain(content, file)


def refused(file: str, code: str, /, **details: str | int | float | None) -> BordersRefused:
    """Return the refusal of a whole file for one reason."""
    return BordersRefused([Problem(code, details=details)], file=file)


def _from_plain(content: bytes, file: str) -> Source:
    if content.startswith(b"SQLite format 3\0"):
        return GeoPackage(content)
    if content.startswith(b"\x00\x00\x27\x0a"):
        raise refused(file, "borders_shapefile_not_zipped")
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _from_json(content, file)
    raise refused(file, "borders_format_unknown")


def _from_json(content: bytes, file: str) -> GeoJson:
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as fault:
        raise refused(file, "borders_unreadable") from fault
    if document.get("type") != "FeatureCollection" or not isinstance(document.get("features"), list):
        raise refused(file, "borders_format_unknown")
    return GeoJson(document)


def _from_zip(content: bytes, file: str) -> Source:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = _members(archive, file)
            layer = _only_layer(members, file)
            if layer.suffix.lower() == ".shp":
                return Shapefile(_shape_parts(archive, members, layer, file))
            return _from_plain(_unpack(archive, members[layer]), file)
    # RuntimeError: under a password. NotImplementedError: a way of packing that Python does not know.
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as fault:
        raise refused(file, "borders_zip_broken") from fault


def _members(archive: zipfile.ZipFile, file: str) -> dict[PurePosixPath, zipfile.ZipInfo]:
    """Return the members by a path that is only ever used as a name: nothing is unpacked under it.

    The sizes are those that the zip declares; no member is read beyond its declared size.
    """
    entries = archive.infolist()
    size = sum(entry.file_size for entry in entries)
    if size > MAX_BYTES or len(entries) > MAX_MEMBERS:
        raise refused(file, "borders_too_large", megabytes=size // 1_000_000, most=MAX_BYTES // 1_000_000)
    named = {PurePosixPath(entry.filename.replace("\\", "/")): entry for entry in entries if not entry.is_dir()}
    return {path: entry for path, entry in named.items() if not path.name.startswith(".") and "__MACOSX" not in path.parts}


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Read a member piece by piece, so that one that lies about its size is cut short before it fills the memory."""
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise NotImplementedError(entry.compress_type)
    unpacked = io.BytesIO()
    with archive.open(entry) as packed:
        shutil.copyfileobj(packed, unpacked, 1 << 20)
    return unpacked.getvalue()


def _only_layer(members: dict[PurePosixPath, zipfile.ZipInfo], file: str) -> PurePosixPath:
    layers = [path for path in members if path.suffix.lower() in _LAYER_SUFFIXES]
    if not layers:
        raise refused(file, "borders_no_layer")
    if len(layers) > 1:
        raise refused(file, "borders_several_layers", layers=", ".join(sorted(path.name for path in layers)))
    return layers[0]


def _shape_parts(
    archive: zipfile.ZipFile, members: dict[PurePosixPath, zipfile.ZipInfo], layer: PurePosixPath, file: str
) -> dict[str, bytes]:
    beside = {
        path.suffix.lower(): entry
        for path, entry in members.items()
        if path.parent == layer.parent and path.stem.casefold() == layer.stem.casefold()
    }
    missing = [suffix for suffix in _NEEDED_PARTS if suffix not in beside]
    if missing:
        raise refused(file, "borders_shapefile_incomplete", missing=", ".join(missing))
    return {suffix: _unpack(archive, beside[suffix]) for suffix in _SHAPE_PARTS if suffix in beside}
