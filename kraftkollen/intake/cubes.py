"""Turns a statistical cube (JSON-stat 2, PxWeb's JSON, PX) into tidy columns: area, period, group, indicator and value."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kraftkollen.errors import Problem
from kraftkollen.intake import jsonstat, px, pxweb
from kraftkollen.intake.columns import meaning_of
from kraftkollen.intake.cube import Category, Cube, Dimension
from kraftkollen.intake.early import missing_before
from kraftkollen.intake.known import Known, indicator_in
from kraftkollen.intake.melt import Flat
from kraftkollen.intake.names import fold
from kraftkollen.intake.unreadable import UnreadableError, impossible
from kraftkollen.model.period import readings
from kraftkollen.model.persons import holds_identity_number

_CROSS = " × "
_ROLES = {"geo": "area", "time": "period", "metric": "indicator"}
_CONTENTS = frozenset({"contentscode", "tabellinnehåll", "innehåll", "contents", "observations", "mått"})
_TOTAL = re.compile(r"(?:total|samtliga|alla\b|all\b|båda|both|män och kvinnor|kvinnor och män|men and women|women and men)")
_TOTAL_CODES = frozenset({"1+2", "tot", "totalt", "total", "tot1", "totsa", "t"})
_SEX = {"1": "män", "2": "kvinnor"}  # the codes of Statistics Sweden, where an answer brings no labels
_TRUSTED_CODE = 4


@dataclass(frozen=True)
class Flattened:
    """A cube as tidy columns. `headers` maps each column of ours to its dimensions; `labels` are all dimensions."""

    reader: str
    flat: Flat
    headers: Mapping[str, str]
    labels: tuple[str, ...]
    ignored: tuple[str, ...]


def read_cube(data: bytes, known: Known) -> Flattened | None:
    """Read a cube; None if the text is none.

    Raises
    ------
    UnreadableError
        If it is broken, or a dimension of area or period cannot be found.
    """
    start = data[:2000].lstrip()
    if start[:1] in (b"{", b"["):
        content = jsonstat.loaded(data)
        if pxweb.is_pxweb(content):
            return _flattened(pxweb.READER, pxweb.cube_of(content), known)
        return _flattened(jsonstat.READER, jsonstat.cube_of(content), known)
    if px.is_px(start):
        return _flattened(px.READER, px.cube_of(data), known)
    return None


def persons_in(data: bytes) -> tuple[Problem, ...]:
    """Return a problem for each line that holds a personal identity number."""
    lines = data.decode("utf-8", "replace").splitlines()
    return tuple(Problem("person_identity_number", row=row) for row, text in enumerate(lines, 1) if holds_identity_number(text))


def _flattened(reader: str, cube: Cube, known: Known) -> Flattened:
    roles = _roles(cube.dimensions, known)
    missing = [name for name in ("area", "period") if not roles[name]]
    if missing:
        labels = "; ".join(one.label for one in cube.dimensions)
        raise UnreadableError(Problem("dimension_missing", details={"column": missing[0], "dimensions": labels[:300]}))
    keep, indicators = _contents(cube, roles["indicator"], known)
    area = _column(cube, roles["area"], keep, lambda found: _area(found[0]))
    period = _column(cube, roles["period"], keep, lambda found: _period(found[0]))
    values = missing_before(area, period, np.asarray(cube.values, dtype=object)[keep].tolist())
    columns = {
        "area": area,
        "period": period,
        "value": pa.array(values, pa.string()).dictionary_encode(),
        "status": pa.array(np.asarray(cube.statuses, dtype=object)[keep].tolist(), pa.string()).dictionary_encode(),
    }
    headers = {
        "area": cube.dimensions[roles["area"][0]].label,
        "period": cube.dimensions[roles["period"][0]].label,
        "value": cube.title or "value",
        "status": "status",
    }
    if roles["grp"]:
        about = [cube.dimensions[place] for place in roles["grp"]]
        columns["grp"] = _column(cube, roles["grp"], keep, lambda found: _group(found, about))
        headers["grp"] = _CROSS.join(one.label for one in about)
    if indicators is not None:
        columns["indicator"] = _column(cube, roles["indicator"], keep, lambda found: found[0].label)
        headers["indicator"] = cube.dimensions[roles["indicator"][0]].label
    elif known.form.indicator is None and (named := indicator_in(cube.title, known)) is not None:
        columns["indicator"] = pa.DictionaryArray.from_arrays(pa.array(np.zeros(int(keep.sum()), np.int32)), pa.array([named]))
        headers["indicator"] = cube.title
    rows = (np.flatnonzero(keep) + 1).astype(np.int32)
    ignored = tuple(cube.dimensions[place].label for place in roles["indicator"] if "indicator" not in headers)
    return Flattened(reader, Flat(columns, rows), headers, tuple(one.label for one in cube.dimensions), ignored)


def _roles(dimensions: Sequence[Dimension], known: Known) -> dict[str, list[int]]:
    """Return which dimensions are area, period and indicator, by the file's own word first; all others are groups."""
    roles: dict[str, list[int]] = {"area": [], "period": [], "indicator": [], "grp": []}
    said = known.form.correction.columns or {}
    labels = [one.label for one in dimensions]
    for name in ("area", "period", "indicator"):
        if name in said and said[name] in labels:
            roles[name] = [labels.index(said[name])]
        elif name in said and name != "indicator":
            raise UnreadableError(
                Problem("correction_column_unknown", value=said[name][:60], details={"headers": "; ".join(labels)[:300]})
            )
    if known.form.correction.shape not in (None, "tidy"):
        raise impossible("shape", known.form.correction.shape)
    for place, one in enumerate(dimensions):
        if any(place in found for found in roles.values()):
            continue
        name = _role(one)
        roles[name if name == "grp" or not roles[name] else "grp"].append(place)
    return roles


def _role(dimension: Dimension) -> str:
    if dimension.role in _ROLES:
        return _ROLES[dimension.role]
    for text in (dimension.code, dimension.label):
        if fold(text) in _CONTENTS:
            return "indicator"
        name = meaning_of(text)[0] or ("period" if fold(text) in ("tid", "time") else None)
        if name in ("area", "period"):
            return name
    return "grp"


def _contents(cube: Cube, places: list[int], known: Known) -> tuple[npt.NDArray[np.bool_], bool | None]:
    """Return the rows that are read, and True if the contents name their indicators; all of one if the form names it."""
    everything = np.ones(len(cube.values), dtype=bool)
    if not places:
        return everything, None
    contents = cube.dimensions[places[0]].categories
    chosen = known.form.indicator
    if chosen is None:
        return everything, True
    if len(contents) == 1:
        return everything, None
    fitting = [place for place, one in enumerate(contents) if known.indicator(one.label) == chosen]
    if len(fitting) != 1:
        labels = "; ".join(one.label for one in contents)
        raise UnreadableError(Problem("contents_several", details={"contents": labels[:300]}))
    return cube.places[places[0]] == fitting[0], None


def _column(
    cube: Cube, dimensions: list[int], keep: npt.NDArray[np.bool_], text: Callable[[list[Category]], str]
) -> pa.DictionaryArray:
    """Return a column that follows from some dimensions; each combination of categories is put in words once."""
    joined, sizes = np.zeros(int(keep.sum()), dtype=np.int64), []
    for place in dimensions:
        size = len(cube.dimensions[place].categories)
        joined = joined * size + cube.places[place][keep]
        sizes.append(size)
    distinct, codes = np.unique(joined, return_inverse=True)
    texts = []
    for one in distinct.tolist():
        found = []
        for place, size in zip(reversed(dimensions), reversed(sizes), strict=True):
            one, at = divmod(one, size)
            found.append(cube.dimensions[place].categories[at])
        texts.append(text(found[::-1]))
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), pa.array(texts, pa.string()))


def _area(category: Category) -> str:
    """Return the code where it is long enough to be an area's own; a short one may be only a number in the table."""
    trusted = len(category.code) >= _TRUSTED_CODE and any(letter.isdigit() for letter in category.code)
    return category.code if trusted or category.label in ("", category.code) else f"{category.code} {category.label}"


def _period(category: Category) -> str:
    return category.code if readings(category.code) or not readings(category.label) else category.label


def _group(found: Sequence[Category], dimensions: Sequence[Dimension]) -> str:
    """Return the categories that divide people, joined; those that mean everybody are left out."""
    parts = []
    for category, dimension in zip(found, dimensions, strict=True):
        label = fold(category.label)
        if _TOTAL.match(label) or fold(category.code) in _TOTAL_CODES:
            continue
        is_sex = fold(dimension.code) in ("kon", "kön", "sex") and label == category.code
        parts.append(_SEX.get(category.code, category.label) if is_sex else category.label)
    return ", ".join(parts)
