"""Kolada, version 3: which pages to ask for, and the rows that they hold.

The form of a row stands in a recorded answer; paths, pages, organisational units and `status` are known from the interface's
documentation and from client code alone.
"""

from collections.abc import Generator, Iterator
from typing import Any
from urllib.parse import urlsplit

from kraftkollen.intake.fetched.found import MISSING, Dialogue, Found, Meaning, Row, content_of, parts, stop, told
from kraftkollen.model.fetching import Answer, KoladaFetch, Question

# Known from client code: more ids in one part of the path are refused.
IDS_AT_MOST = 25
_GROUPS = {"T": frozenset[tuple[str, str]](), "K": frozenset({("sex", "women")}), "M": frozenset({("sex", "men")})}
Entry = dict[str, Any]


def kolada(meaning: Meaning) -> Dialogue:
    """Ask for the key figure, for the municipality or its units, and every period wanted."""
    source = meaning.ask.source
    assert isinstance(source, KoladaFetch)
    ids = sorted(source.units) or sorted(source.municipalities) or [meaning.ask.city]
    entries: list[Entry] = []
    for some in parts(ids, IDS_AT_MOST):
        for years in parts(meaning.ask.periods, IDS_AT_MOST):
            path = "oudata/kpi/{}/ou/{}/year/{}" if source.units else "data/kpi/{}/municipality/{}/year/{}"
            address = f"{source.base}/{path.format(source.code, ','.join(some), ','.join(years))}"
            entries += yield from _pages(Question(address), source.base)
    _refuse_others(entries, source, ids)
    rows = [row for entry in entries for row in _rows(entry, meaning, source)]
    return Found(tuple(rows), tuple(source.municipalities.items()))


def _pages(first: Question, base: str) -> Generator[Question, Answer, list[Entry]]:
    """Ask for a page and all that follow it."""
    seen: set[str] = set()
    found: list[Entry] = []
    following: Question | None = first
    while following is not None:
        if following.address in seen:
            raise stop("answer_loops", address=following.address)
        seen.add(following.address)
        page = content_of((yield following), "values")
        entries = page["values"]
        if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
            raise stop("answer_form", part="values")
        # By the documentation `count` is of this page: fewer rows than it says are half an answer.
        if "count" in page and str(page["count"]) != str(len(entries)):
            raise stop("answer_half", expected=str(page["count"]), found=len(entries))
        found += entries
        following = _next(page, base)
    return found


def _next(page: dict[str, Any], base: str) -> Question | None:
    if "next_url" not in page:
        raise stop("answer_next_missing")
    address = page["next_url"]
    if address in (None, ""):
        return None
    if not isinstance(address, str) or urlsplit(address)[:2] != urlsplit(base)[:2]:
        raise stop("answer_next_foreign", address=str(address)[:200])
    return Question(address)


def _refuse_others(entries: list[Entry], source: KoladaFetch, ids: list[str]) -> None:
    """Stop if an id that was asked for has no row at all, or a row is of an id that nobody asked for."""
    answered = {str(one.get(_place(source))) for one in entries}
    codes = {str(one.get("kpi")) for one in entries}
    if missing := [one for one in ids if one not in answered] or ([] if entries else [source.code]):
        raise stop("answer_unanswered", ids=told([*([] if entries else [source.code]), *missing]))
    if others := [*sorted(answered - set(ids)), *sorted(codes - {source.code})]:
        raise stop("answer_unasked", ids=told(others))


def _place(source: KoladaFetch) -> str:
    return "ou" if source.units else "municipality"


def _rows(entry: Entry, meaning: Meaning, source: KoladaFetch) -> Iterator[Row]:
    period = meaning.period(str(entry.get("period")))
    if period is None:
        raise stop("answer_period", period=str(entry.get("period"))[:60])
    if period not in meaning.ask.periods:
        raise stop("answer_unasked", ids=period)
    unit = str(entry[_place(source)])
    area = source.units.get(unit, unit)
    values = entry.get("values")
    if not isinstance(values, list):
        raise stop("answer_form", part="values")
    for one in values:
        if not isinstance(one, dict) or one.get("gender") not in _GROUPS or "value" not in one:
            raise stop("answer_form", part="gender")
        group = meaning.groups.get(_GROUPS[str(one["gender"])])
        # What the source has taken away is not delivered.
        if group is not None and one.get("isdeleted") is not True:
            yield Row(area, period, group, value=MISSING if one["value"] is None else str(one["value"]))
