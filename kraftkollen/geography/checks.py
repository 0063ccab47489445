"""Everything that can be wrong with the rows of a layer, each a problem with its row and code; nothing is mended here."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

import numpy as np
import shapely

from kraftkollen.errors import Problem
from kraftkollen.geography.limits import NORTHERNMOST, SLIVER_METRES, SOUTHERNMOST, SWEDEN, WIDEST_DEGREES
from kraftkollen.geography.names import alike, folded
from kraftkollen.model.area import Area
from kraftkollen.model.persons import holds_identity_number

_POLYGONS = ("Polygon", "MultiPolygon")


def code_problems(codes: Sequence[str | None], known: Mapping[str, Area]) -> Iterator[Problem]:
    """Yield missing and doubled codes, and where codes are known, those that are not among them and those left out."""
    first: dict[str, int] = {}
    for row, code in enumerate(codes, start=1):
        if code is None:
            yield Problem("borders_code_missing", row=row)
        elif code in first:
            yield Problem("borders_code_duplicate", row=row, value=code, details={"first_row": first[code]})
        elif known and code not in known:
            nearest = get_close_matches(code, known, n=3)
            yield Problem("borders_code_unknown", row=row, value=code, details={"nearest": "; ".join(nearest) or None})
        if code is not None:
            first.setdefault(code, row)
    for code, area in known.items():
        if code not in first:
            yield Problem("borders_code_absent", value=code, details={"name": area.name})


def person_problems(codes: Sequence[str | None], names: Sequence[str | None]) -> Iterator[Problem]:
    """Yield the rows whose code or name holds a personal identity number: they would be shown on the map."""
    for row, texts in enumerate(zip(codes, names, strict=True), start=1):
        if any(text and holds_identity_number(text) for text in texts):
            yield Problem("person_identity_number", row=row)


def name_problems(codes: Sequence[str | None], names: Sequence[str | None], known: Mapping[str, Area]) -> Iterator[Problem]:
    """Yield rows without a name where none is known, and names that belong to another area than the code does."""
    owners = {folded(area.name): area.code for area in known.values()}
    for row, (code, name) in enumerate(zip(codes, names, strict=True), start=1):
        area = known.get(code or "")
        if area is None and name is None:
            yield Problem("borders_name_missing", row=row, value=code)
        elif area is not None and name is not None and area.code not in (name, area.name):  # a code is no name to differ from
            elsewhere = owners.get(folded(name), area.code) != area.code
            if elsewhere or not alike(name, area.name):
                yield Problem("borders_name_differs", row=row, value=name, details={"code": area.code, "known": area.name})


def shape_problems(shapes: np.ndarray, codes: Sequence[str | None]) -> Iterator[Problem]:
    """Yield at most one problem a row: no geometry, not a polygon, not a place, or a border that crosses itself."""
    for row, (shape, code) in enumerate(zip(shapes, codes, strict=True), start=1):
        if shape is None or shape.is_empty:
            yield Problem("borders_geometry_empty", row=row, value=code)
        elif shape.geom_type not in _POLYGONS:
            yield Problem("borders_geometry_not_polygon", row=row, value=code, details={"kind": shape.geom_type})
        elif not np.isfinite(shapely.get_coordinates(shape)).all():
            yield Problem("borders_out_of_range", row=row, value=code)
        elif not shape.is_valid:
            yield Problem("borders_geometry_invalid", row=row, value=code, details=_place(shapely.is_valid_reason(shape)))


def place_problems(degrees: np.ndarray, rows: Sequence[int], codes: Sequence[str | None]) -> Iterator[Problem]:
    """Yield what shows, in longitude and latitude, that the coordinate system is not the one that the file says.

    `rows` and `codes` tell the row and the code of each shape.
    """
    bounds = shapely.bounds(degrees)
    west, south, east, north = bounds.T
    inside = (
        np.isfinite(bounds).all(axis=1) & (west >= -180) & (east <= 180) & (south >= SOUTHERNMOST) & (north <= NORTHERNMOST)
    )
    outside = np.flatnonzero(~inside).tolist()
    yield from (Problem("borders_out_of_range", row=rows[number], value=codes[number]) for number in outside)
    if outside or len(degrees) == 0:
        return
    if west.min() >= SWEDEN[1] and east.max() <= SWEDEN[3] and south.min() >= SWEDEN[0] and north.max() <= SWEDEN[2]:
        yield Problem("borders_axes_swapped")
    elif max(east.max() - west.min(), north.max() - south.min()) > WIDEST_DEGREES:
        yield Problem("borders_too_wide", details={"degrees": WIDEST_DEGREES})


def overlap_problems(metres: np.ndarray, rows: Sequence[int], codes: Sequence[str | None]) -> Iterator[Problem]:
    """Yield pairs that overlap by more than a sliver: a circle as wide as a sliver fits in, or half of an area is covered."""
    left, right = shapely.STRtree(metres).query(metres, predicate="intersects")
    pairs = left < right
    left, right = left[pairs], right[pairs]
    common = shapely.intersection(metres[left], metres[right])
    wide = ~shapely.is_empty(shapely.buffer(common, -SLIVER_METRES / 2))
    covered = shapely.area(common) > 0.5 * np.minimum(shapely.area(metres[left]), shapely.area(metres[right]))
    for number in np.flatnonzero(wide | covered).tolist():
        one, other = int(left[number]), int(right[number])
        details = {"other": codes[one], "other_row": rows[one], "square_metres": round(common[number].area)}
        yield Problem("borders_overlap", row=rows[other], value=codes[other], details=details)


def _place(reason: str) -> dict[str, float]:
    """Return where the library found the fault, in the file's own coordinates."""
    found = re.search(r"\[(\S+) (\S+)", reason)
    return {"x": float(found[1].rstrip("]")), "y": float(found[2].rstrip("]"))} if found else {}
