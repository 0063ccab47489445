"""Reads how a PxWeb table describes itself: its variables, their codes and labels, and when it was changed.

Descriptions of version 2 are recorded; those of version 1 are known from the documentation alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kraftkollen.intake.fetched.found import content_of, stop
from kraftkollen.model.fetching import Answer, PxWebFetch


@dataclass(frozen=True)
class Table:
    """A table as it describes itself: the codes of each variable with their labels, and when it was changed."""

    variables: Mapping[str, Mapping[str, str]]
    updated: str


def described(answer: Answer, source: PxWebFetch) -> Table:
    """Return the table; UnreadableError if the answer is no description."""
    try:
        if source.api == 1:
            content = content_of(answer, "variables")
            pairs = {one["code"]: dict(zip(one["values"], one["valueTexts"], strict=True)) for one in content["variables"]}
            return Table(pairs, "")
        content = content_of(answer, "dimension", "id")
        return Table({name: _labels(content["dimension"][name]) for name in content["id"]}, str(content.get("updated") or ""))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise stop("answer_form", part="dimension") from error


def _labels(found: dict[str, Any]) -> dict[str, str]:
    category = found["category"]
    index, labels = category["index"], category.get("label") or {}
    codes = sorted(index, key=lambda one: int(index[one])) if isinstance(index, dict) else index
    return {str(code): str(labels.get(code, code)) for code in codes}


def area_name(label: str, code: str, ours: str) -> str:
    """Return the name in a label, our code if it has none: "1280R001 Malmö (RegSO-Almvik norr)" is Almvik norr."""
    name = label.removeprefix(code).removeprefix(ours).strip()
    if name.endswith(")") and "SO-" in name:
        name = name[name.index("SO-") + 3 : -1]
    return name or ours
