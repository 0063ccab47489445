"""Reads JSON-stat 2 (json-stat.org), as PxWeb and Eurostat give it, into a cube."""

import json
import math
from typing import Any

from kraftkollen.errors import Problem
from kraftkollen.intake.cube import MISSING, Category, Cube, Dimension, broken, every_place
from kraftkollen.intake.unreadable import UnreadableError

READER = "json-stat/1"
KIND = "JSON-stat"
_PRELIMINARY = frozenset({"p", "prel", "preliminary"})


def loaded(data: bytes) -> Any:
    """Return the JSON; numbers stay as they are written.

    Raises
    ------
    UnreadableError
        If it is no JSON, nested too deeply, or holds what is no number.
    """
    try:
        return json.loads(data, parse_float=_plain, parse_int=str, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise broken("JSON", "JSON") from error


def _plain(text: str) -> str:
    """Return a number without exponent."""
    if "e" not in text.lower():
        return text
    value = float(text)
    if not math.isfinite(value) or abs(value) > 1e15:
        raise ValueError(text)
    return f"{value:.15f}".rstrip("0").rstrip(".")


def _refuse(text: str) -> str:
    raise ValueError(text)


def cube_of(content: Any) -> Cube:
    """Return the data set of a JSON-stat 2 document, or the only one of a collection of version 1.

    Raises
    ------
    UnreadableError
        If it is no JSON-stat, or its parts do not fit each other.
    """
    try:
        return _cube(_dataset(content))
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise broken(KIND, "dataset") from error


def _dataset(content: Any) -> dict[str, Any]:
    if isinstance(content, dict) and "dataset" in content and "value" not in content:
        content = content["dataset"]
    if not isinstance(content, dict) or "dimension" not in content:
        raise broken(KIND, "dimension")
    return content


def _cube(found: dict[str, Any]) -> Cube:
    about = found["dimension"]
    names = [_text(name) for name in (found["id"] if "id" in found else about["id"])]
    sizes = [int(size) for size in (found["size"] if "size" in found else about["size"])]
    roles = found.get("role") or about.get("role") or {}
    role_of = {name: role for role in ("time", "geo", "metric") for name in roles.get(role, ())}
    dimensions = tuple(_dimension(name, about[name], role_of.get(name, "")) for name in names)
    if [len(one.categories) for one in dimensions] != sizes:
        raise broken(KIND, "size")
    given = found.get("value")
    if given is None:
        # What a catalogue or a first question to PxWeb answers: the table described, and nothing in it.
        raise UnreadableError(Problem("cube_no_values", details={"format": KIND}))
    count = len(given) if isinstance(given, list) else math.prod(sizes)
    places = every_place(sizes, count, KIND)
    values, statuses = _by_place(given, count), _by_place(found.get("status"), count)
    return Cube(
        title=_text(found.get("label") or ""),
        dimensions=dimensions,
        places=places,
        values=[MISSING if one is None else _text(one) for one in values],
        statuses=["preliminary" if isinstance(one, str) and one.lower() in _PRELIMINARY else "" for one in statuses],
    )


def _by_place(given: Any, count: int) -> list[Any]:
    """Return one entry per value, whether they come as a list, by their number, or as one for all."""
    if given is None or isinstance(given, str):
        return [given] * count
    if isinstance(given, list):
        if len(given) not in (1, count):
            raise broken(KIND, "status")
        return given * count if len(given) == 1 < count else given
    spread: list[Any] = [None] * count
    for number, one in given.items():
        place = int(number)
        if not 0 <= place < count:
            raise broken(KIND, "value")
        spread[place] = one
    return spread


def _dimension(code: str, found: dict[str, Any], role: str) -> Dimension:
    category = found["category"]
    labels = category.get("label") or {}
    index = category.get("index")
    if index is None:
        codes = list(labels)
    elif isinstance(index, dict):
        codes = sorted(index, key=lambda one: int(index[one]))
        if [int(index[one]) for one in codes] != list(range(len(codes))):
            raise broken(KIND, "index")
    else:
        codes = [_text(one) for one in index]
    categories = tuple(Category(_text(one), _text(labels.get(one, one))) for one in codes)
    return Dimension(code, _text(found.get("label") or code), categories, role)


def _text(found: Any) -> str:
    if not isinstance(found, str):
        raise TypeError(type(found))
    return found.strip()[:1000]
