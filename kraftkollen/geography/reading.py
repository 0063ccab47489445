"""Read a file of borders into `Borders`, or refuse it with everything that is wrong with it; nothing is stored here."""

from collections.abc import Sequence

import geopandas as gpd

from kraftkollen.errors import BordersRefused, Problem
from kraftkollen.geography.assembling import assemble
from kraftkollen.geography.checks import (
    code_problems,
    name_problems,
    overlap_problems,
    person_problems,
    place_problems,
    shape_problems,
)
from kraftkollen.geography.coverage import to_metres
from kraftkollen.geography.fields import as_text, code_column, exact_column, name_column, padded
from kraftkollen.geography.layer import Layer, crs_name, read_layer
from kraftkollen.geography.limits import DEGREES, MAX_PROBLEMS
from kraftkollen.geography.names import proper_names
from kraftkollen.model.area import Area, Division
from kraftkollen.model.borders import Borders


def read_borders(
    content: bytes,
    file: str,
    division: Division,
    *,
    code_field: str | None = None,
    name_field: str | None = None,
    known: Sequence[Area] = (),
    approximate: bool = False,
) -> Borders:
    """Read the borders of a division from the bytes of a zipped shapefile, a GeoPackage or GeoJSON, in any coordinate system.

    Parameters
    ----------
    content, file
        The bytes, and the name that they came under (only ever shown, never opened).
    division
        What the areas belong to; its level helps to find the column of names.
    code_field, name_field
        The columns of codes and names; found by their names and contents when not given.
    known
        The areas of the division when it is in the store already: codes must be exactly theirs, their names and parents rule.
    approximate
        Whether the borders are drawn by guesswork.

    Returns
    -------
    Borders
        Sorted by code. `parent` comes from `known`, else from a column called `parent`.

    Raises
    ------
    BordersRefused
        With every problem found, in the order of the rows. Details: `file`.
    """
    layer = read_layer(content, file)
    by_code = {area.code: area for area in known}
    code = code_column(layer.fields, code_field, by_code.keys())
    name = name_column(layer.fields, name_field, division.level, code) if isinstance(code, str) else None
    if isinstance(name, Problem) and by_code and name_field is None:
        name = None
    faults = [fault for fault in (code, name) if isinstance(fault, Problem)]
    if faults or not isinstance(code, str):
        raise BordersRefused(faults, file=file)
    codes = _codes(layer, code, known)
    names = as_text(layer.fields[name]) if isinstance(name, str) else [None] * len(codes)
    persons = list(person_problems(codes, names))
    if persons:
        raise BordersRefused(persons)  # by itself: no other message may repeat what stands there
    unsound = list(shape_problems(layer.shapes, codes))
    problems = [*code_problems(codes, by_code), *name_problems(codes, names, by_code), *unsound]
    metres = _in_metres(layer, codes, {problem.row or 0 for problem in unsound}, problems)
    if problems or metres is None:
        raise BordersRefused(_in_order(problems), file=file)
    areas = _areas(layer, division.id, codes, names, by_code)
    return assemble(areas, metres, source=file, approximate=approximate, crs=crs_name(layer.crs))


def read_parents(content: bytes, file: str, division: Division) -> tuple[Area, ...]:
    """Return the coarser areas that a file names in its columns `parent` and `parent_name`, sorted by code."""
    fields = read_layer(content, file).fields
    code, name = exact_column(fields, "parent"), exact_column(fields, "parent_name")
    if code is None or name is None:
        return ()
    pairs = zip(as_text(fields[code]), as_text(fields[name]), strict=True)
    found = {parent: title for parent, title in pairs if parent and title}
    return tuple(Area(division.id, parent, found[parent]) for parent in sorted(found))


def _codes(layer: Layer, column: str, known: Sequence[Area]) -> list[str | None]:
    codes = as_text(layer.fields[column])
    width = max((len(area.code) for area in known), default=0)
    return [padded(code, width) if code else None for code in codes]


def _in_metres(layer: Layer, codes: Sequence[str | None], unsound: set[int], problems: list[Problem]) -> gpd.GeoSeries | None:
    """Return the shapes in metres, those of unsound rows left out, and add what is wrong with where they lie.

    None when there is nothing to measure, or when no place on earth can be worked out.
    """
    sound = [number for number in range(len(codes)) if number + 1 not in unsound]
    rows, their_codes = [number + 1 for number in sound], [codes[number] for number in sound]
    try:
        degrees = gpd.GeoSeries(layer.shapes[sound], crs=layer.crs).to_crs(DEGREES)
    except Exception:  # pyproj raises several kinds for a drawing's own coordinate system, which lies nowhere on earth
        problems.append(Problem("borders_crs_unusable", details={"crs": crs_name(layer.crs)}))
        return None
    misplaced = list(place_problems(degrees.to_numpy(), rows, their_codes))
    problems.extend(misplaced)
    if misplaced or not sound:
        return None
    metres = to_metres(degrees)
    problems.extend(overlap_problems(metres.to_numpy(), rows, their_codes))
    return metres


def _in_order(problems: Sequence[Problem]) -> list[Problem]:
    """Sort by row, what has no row last, and say how many were left out when there are very many."""
    ordered = sorted(problems, key=lambda problem: (problem.row is None, problem.row or 0))
    if len(ordered) <= MAX_PROBLEMS:
        return ordered
    return [*ordered[:MAX_PROBLEMS], Problem("borders_more_problems", details={"count": len(ordered) - MAX_PROBLEMS})]


def _areas(
    layer: Layer, division: str, codes: Sequence[str | None], names: Sequence[str | None], known: dict[str, Area]
) -> list[Area]:
    column = exact_column(layer.fields, "parent")
    parents = as_text(layer.fields[column]) if column else [None] * len(codes)
    proper = names if list(names) == list(codes) else proper_names(names)
    rows = zip(codes, proper, parents, strict=True)
    found = [Area(division, code or "", name or "", parent) for code, name, parent in rows]
    return [Area(division, area.code, known[area.code].name, known[area.code].parent) if known else area for area in found]
