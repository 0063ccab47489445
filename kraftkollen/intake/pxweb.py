"""Reads the JSON of PxWeb's first interface (columns, data with key and values) into a cube."""

from typing import Any

import numpy as np

from kraftkollen.errors import Problem
from kraftkollen.intake.cells import MOST_ROWS
from kraftkollen.intake.cube import Category, Cube, Dimension, broken
from kraftkollen.intake.unreadable import UnreadableError

READER = "pxweb-json/1"
KIND = "PxWeb JSON"
_ROLE = {"t": "time"}


def is_pxweb(content: Any) -> bool:
    """Return whether the JSON is an answer of PxWeb's first interface."""
    return isinstance(content, dict) and "columns" in content and "data" in content


def cube_of(content: Any) -> Cube:
    """Return the cube of an answer; several contents become a dimension of their own.

    Raises
    ------
    UnreadableError
        If its parts do not fit each other.
    """
    try:
        return _cube(content)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise broken(KIND, "data") from error


def _cube(content: dict[str, Any]) -> Cube:
    columns, rows = content["columns"], content["data"]
    keys = [one for one in columns if one.get("type") in ("d", "t")]
    contents = [one for one in columns if one.get("type") == "c"]
    if not keys or not contents or not rows:
        raise broken(KIND, "columns")
    if len(rows) * len(contents) > MOST_ROWS:
        raise UnreadableError(Problem("too_many_rows", details={"rows": len(rows) * len(contents), "most": MOST_ROWS}))
    if any(len(row["key"]) != len(keys) or len(row["values"]) != len(contents) for row in rows):
        raise broken(KIND, "key")
    dimensions, places = [], []
    for number, one in enumerate(keys):
        codes: dict[str, int] = {}
        at = [codes.setdefault(_text(row["key"][number]), len(codes)) for row in rows]
        categories = tuple(Category(code, code) for code in codes)
        dimensions.append(
            Dimension(_text(one["code"]), _text(one.get("text") or one["code"]), categories, _ROLE.get(one["type"], ""))
        )
        places.append(np.repeat(np.array(at, dtype=np.int64), len(contents)))
    labels = tuple(Category(_text(one["code"]), _text(one.get("text") or one["code"])) for one in contents)
    dimensions.append(Dimension("ContentsCode", "ContentsCode", labels, "metric"))
    places.append(np.tile(np.arange(len(contents)), len(rows)))
    values = [_text(value) for row in rows for value in row["values"]]
    return Cube(_title(content), tuple(dimensions), tuple(places), values, [""] * len(values))


def _title(content: dict[str, Any]) -> str:
    about = content.get("metadata") or [{}]
    return _text(about[0].get("label") or "")


def _text(found: Any) -> str:
    if not isinstance(found, str):
        raise TypeError(type(found))
    return found.strip()[:1000]
