"""Open data as JSON-stat 2 (json-stat.org): one cube for each indicator and level, what is hidden or missing by its status."""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import prod
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from kraftkollen.model.text import Text
from kraftkollen.report import open_data_terms as terms
from kraftkollen.views.open_data_view import OpenData, OpenIndicator
from kraftkollen.words.translate import mark

_MEASURES = {
    "value": mark("Value"),
    "numerator": mark("Numerator"),
    "denominator": mark("Denominator"),
}
_DIMENSIONS = ("area", "period", "group", "measure")


def cubes(data: OpenData) -> Iterator[tuple[str, bytes]]:
    """Yield each cube as (path, content)."""
    for one in data.with_figures:
        for level in dict.fromkeys(one.figures["level"].to_pylist()):
            mine = one.figures.filter(pc.equal(one.figures["level"], level))
            for division in dict.fromkeys(mine["division"].to_pylist()):
                found = mine.filter(pc.equal(mine["division"], division))
                content = json.dumps(_cube(data, one, found, division), ensure_ascii=False).encode()
                yield f"jsonstat/{one.indicator.id}-{division}.json", content


def _cube(data: OpenData, one: OpenIndicator, found: pa.Table, division: str) -> dict[str, Any]:
    measures = tuple(_MEASURES) if one.indicator.is_ratio else ("value",)
    ids = (*(_distinct(found, name, one) for name in _DIMENSIONS[:-1]), measures)
    size = [len(listed) for listed in ids]
    values, status = _filled(found, ids, size)
    known = terms.licence(one.terms)
    names = dict(zip(found["area"].to_pylist(), found["area_name"].to_pylist(), strict=True))
    labels = (
        {code: name or code for code, name in names.items()},
        {text: text for text in ids[1]},
        {name: _both(data.group_titles[name]) for name in ids[2]},
        {name: _both(terms.both(_MEASURES[name])) for name in measures},
    )
    heads = map(terms.both, (mark("Area"), mark("Period"), mark("Group"), mark("Kind of number")))
    return {
        "version": "2.0",
        "class": "dataset",
        "label": _both(terms.title(data, one.indicator.title)),
        "source": one.indicator.source.producer,
        "updated": f"{data.published_at.isoformat(timespec='seconds')}Z",
        "note": [_both(terms.about(one, data)), _both(terms.terms_sentence(one.terms)), _both(_of_status())],
        **({"link": {"license": [{"type": "text/html", "href": known.address}]}} if known else {}),
        "extension": {"indicator": one.indicator.id, "division": division, "terms": one.terms, "data_version": data.version},
        "id": list(_DIMENSIONS),
        "size": size,
        "role": {"geo": ["area"], "time": ["period"], "metric": ["measure"]},
        "dimension": {
            name: _dimension(head, listed, label, one)
            for name, head, listed, label in zip(_DIMENSIONS, heads, ids, labels, strict=True)
        },
        "value": values,
        "status": status,
    }


def _of_status() -> Text:
    return terms.both(mark("Status: hidden means too few people for the figure to be shown, missing that there is none."))


def _both(text: Text) -> str:
    return text.sv if text.sv == text.en else f"{text.sv} / {text.en}"


def _distinct(found: pa.Table, name: str, one: OpenIndicator) -> tuple[str, ...]:
    listed = dict.fromkeys(found[name].to_pylist())
    return tuple(sorted(listed, key=one.indicator.read_period)) if name == "period" else tuple(listed)


def _filled(found: pa.Table, ids: Sequence[Sequence[str]], size: Sequence[int]) -> tuple[list[float | None], dict[str, str]]:
    """Return the values in the order of the cube, None where there is none, and the status of each that is not final."""
    values: list[float | None] = [None] * prod(size)
    status: dict[str, str] = {}
    steps = [prod(size[after:]) for after in range(1, len(size) + 1)]
    places = [{name: place for place, name in enumerate(listed)} for listed in ids]
    for row in found.to_pylist():
        start = sum(steps[at] * places[at][row[name]] for at, name in enumerate(_DIMENSIONS[:-1]))
        for offset, name in enumerate(ids[-1]):
            values[start + offset] = row[name]
            if row["status"] != "final":
                status[str(start + offset)] = row["status"]
    return values, status


def _dimension(head: Text, listed: Sequence[str], labels: Mapping[str, str], one: OpenIndicator) -> dict[str, Any]:
    category: dict[str, Any] = {"index": list(listed), "label": {name: labels[name] for name in listed}}
    if "value" in listed:
        category["unit"] = {"value": {"label": _both(one.indicator.unit), "decimals": one.indicator.decimals}}
    assert all(first != second for first, second in pairwise(listed))
    return {"label": _both(head), "category": category}
