"""A city's open data in CKAN: finds the resource, asks for its rows page by page, and maps its columns.

The envelope of an answer is recorded; the columns of the city's own tables stand in no public file, so they are a setting and
an answer with others stops. `resource_search` and the limits are known from the documentation alone.
"""

import json
from collections.abc import Generator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from kraftkollen.intake.fetched.found import Dialogue, Found, Meaning, Row, content_of, stop, told
from kraftkollen.intake.names import is_total
from kraftkollen.model.fetching import FIGURE_COLUMNS, Answer, CkanFetch, Question

_OWN = frozenset({"_id", "_full_text"})  # CKAN's columns, in every table
Record = dict[str, Any]


def ckan(meaning: Meaning) -> Dialogue:
    """Ask for the resource, and all of its rows that are meant."""
    source = meaning.ask.source
    assert isinstance(source, CkanFetch)
    resource, updated = (source.resource, "") if source.resource else (yield from _searched(source))
    records = yield from _records(source, str(resource))
    rows = (_row(one, source, meaning) for one in records)
    return Found(tuple(row for row in rows if row is not None), updated=updated, decimal_mark=source.decimal_mark)


def _searched(source: CkanFetch) -> Generator[Question, Answer, tuple[str, str]]:
    """Return the id of the resource of that title, and when it was changed."""
    answer = yield Question(f"{source.base}/resource_search?{urlencode({'query': source.search})}")
    found = _result(answer).get("results")
    if not isinstance(found, list):
        raise stop("answer_form", part="results")
    fitting = [one for one in found if isinstance(one, dict) and one.get("name") == source.title]
    if len(fitting) != 1:
        raise stop("answer_search", title=source.title, count=len(fitting))
    return str(fitting[0].get("id")), str(fitting[0].get("last_modified") or "")


def _result(answer: Answer) -> dict[str, Any]:
    content = content_of(answer, "success", "result")
    if content["success"] is not True or not isinstance(content["result"], dict):
        raise stop("answer_form", part="success")
    return content["result"]


def _records(source: CkanFetch, resource: str) -> Generator[Question, Answer, list[Record]]:
    """Page by offset and total: a next link stands in every answer, even where nothing is left."""
    records: list[Record] = []
    total: int | None = None
    asked = {"resource_id": resource, "limit": source.page, "sort": "_id"}
    if source.filters:
        asked["filters"] = json.dumps(dict(source.filters), ensure_ascii=False, sort_keys=True)
    while total is None or len(records) < total:
        answer = yield Question(f"{source.base}/datastore_search?{urlencode({**asked, 'offset': len(records)})}")
        result = _result(answer)
        said, page = result.get("total"), result.get("records")
        if not str(said).isdigit() or not isinstance(page, list) or not all(isinstance(one, dict) for one in page):
            raise stop("answer_form", part="total" if not str(said).isdigit() else "records")
        if total is not None and int(str(said)) != total:
            raise stop("answer_total_moved", before=total, now=int(str(said)))
        total = int(str(said))
        _refuse_columns(source, result.get("fields"))
        if not page and len(records) < total:
            raise stop("answer_rows_short", total=total, found=len(records))
        records += page
    if len(records) != total or len({str(one.get("_id")) for one in records}) != total:
        raise stop("answer_rows_short", total=total, found=len({str(one.get("_id")) for one in records}))
    return records


def _refuse_columns(source: CkanFetch, fields: object) -> None:
    if not isinstance(fields, list) or not all(isinstance(one, dict) and "id" in one for one in fields):
        raise stop("answer_form", part="fields")
    there = {str(one["id"]) for one in fields} - _OWN
    wanted = {*source.columns, *source.filters}
    if missing := sorted(wanted - there):
        raise stop("answer_column_missing", columns=told(missing))
    if unknown := sorted(there - wanted - set(source.ignore)):
        raise stop("answer_column_unknown", columns=told(unknown))


def _row(record: Record, source: CkanFetch, meaning: Meaning) -> Row | None:
    """Return the row of a record; None for a period that is not wanted."""
    cells = {name: _text(record.get(column)) for column, name in source.columns.items()}
    period = meaning.period(cells["period"])
    if period is None:
        raise stop("answer_period", period=cells["period"][:60])
    if period not in meaning.ask.periods:
        return None
    figures = {name: cells[name] for name in FIGURE_COLUMNS if name in cells}
    return Row(cells["area"], period, _group(source.columns, cells), **figures, status=cells.get("status", ""))


def _group(columns: Mapping[str, str], cells: Mapping[str, str]) -> str:
    """Return the cells that divide people, joined; those that mean everybody are left out."""
    fixed: Sequence[str] = ("area", "period", "status", *FIGURE_COLUMNS)
    divided = (cells[name] for name in columns.values() if name not in fixed)
    return ", ".join(text for text in divided if text and not is_total(text))


def _text(found: object) -> str:
    if found is None:
        return ""
    if isinstance(found, bool) or not isinstance(found, str):
        raise stop("answer_form", part="records")
    return found.strip()[:1000]
