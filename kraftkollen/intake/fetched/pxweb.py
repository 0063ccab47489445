"""PxWeb, as SCB and others run it: reads a table's description, asks for what is wanted in parts, and checks each answer.

Answers with data and descriptions are recorded for version 2, and answers with data for version 1. That data are asked for by
POST in this form, `status`, and all of version 1's description are known from the documentation alone.
"""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import quote

from kraftkollen.intake import jsonstat
from kraftkollen.intake import pxweb as first_interface
from kraftkollen.intake.cube import Cube, Dimension
from kraftkollen.intake.early import first_period
from kraftkollen.intake.fetched.found import Dialogue, Found, Meaning, Row, parts, stop, told
from kraftkollen.intake.fetched.pxweb_table import Table, area_name, described
from kraftkollen.model.fetching import TOTAL, Answer, PxWebFetch, Question

Codes = tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """What is chosen of each variable, in the order of the table; the regions' codes with our own."""

    chosen: Mapping[str, Codes]
    areas: Mapping[str, str]


def pxweb(meaning: Meaning) -> Dialogue:
    """Ask for the table's description, then for every cell that is wanted."""
    source = meaning.ask.source
    assert isinstance(source, PxWebFetch)
    table = described((yield Question(_address(source, "metadata"))), source)
    choice = _choice(table, source, meaning)
    rows: list[Row] = []
    for part in _split(choice, source):
        answer = yield Question(_address(source, "data"), _posted(part, source))
        rows += _rows(_cube(answer, source), part, choice, meaning)
    labels = table.variables[source.region.variable]
    areas = tuple((ours, area_name(labels[code], code, ours)) for code, ours in choice.areas.items())
    return Found(tuple(rows), areas, table.updated)


def _address(source: PxWebFetch, what: str) -> str:
    if source.api == 1:
        return f"{source.base}/{source.table}"
    lists = "".join(f"&codelist[{quote(name)}]={quote(one)}" for name, one in source.codelists.items())
    ending = "&outputFormat=json-stat2" if what == "data" else lists
    return f"{source.base}/tables/{quote(source.table)}/{what}?lang=sv{ending}"


def _choice(table: Table, source: PxWebFetch, meaning: Meaning) -> Choice:
    """Choose of every variable: what is left out gets a default of the source's without a word."""
    known = {source.region.variable, source.time, source.contents_variable, *source.breakdowns, *source.fixed}
    there = set(table.variables)
    if unknown := sorted(there - known):
        raise stop("answer_column_unknown", columns=told(unknown))
    if missing := sorted(known - there - ({source.contents_variable} if source.api == 1 else set())):
        raise stop("answer_column_missing", columns=told(missing))
    areas = _areas(table, source, meaning.ask.city)
    chosen: dict[str, Codes] = {}
    for name, labels in table.variables.items():
        if name == source.region.variable:
            chosen[name] = tuple(areas)
        elif name == source.time:
            chosen[name] = _periods(labels, source, meaning)
        elif name == source.contents_variable:
            chosen[name] = _all_of(name, tuple(source.contents), labels)
        elif name in source.fixed:
            chosen[name] = _all_of(name, (source.fixed[name],), labels)
        else:
            chosen[name] = _categories(name, source, labels, meaning)
    return Choice(chosen, areas)


def _areas(table: Table, source: PxWebFetch, city: str) -> dict[str, str]:
    """Return our code of every region that is meant, by the table's."""
    region, found, others = source.region, dict[str, str](), set[str]()
    for code in table.variables[region.variable]:
        stem, _, ending = code.partition("_")
        if not fnmatchcase(stem, region.codes.format(city=city)):
            continue
        if region.suffix.removeprefix("_") == ending:
            found[code] = stem
        else:
            others.add(ending or stem)
    if not found and others:
        raise stop("answer_division", wanted=region.suffix or region.version or "", found=told(sorted(others)))
    if not found:
        raise stop("answer_code_gone", variable=region.variable, codes=region.codes.format(city=city))
    return found


def _periods(labels: Mapping[str, str], source: PxWebFetch, meaning: Meaning) -> Codes:
    """Return the codes of the periods that are wanted and there; none from before the division was."""
    wanted = set(meaning.ask.periods)
    found = tuple(
        code
        for code in labels
        if (period := meaning.period(code)) in wanted and period is not None and not _too_early(period, source, meaning)
    )
    if not found:
        raise stop("answer_nothing_yet", periods=told(meaning.ask.periods), last=list(labels)[-1] if labels else "")
    return found


def _too_early(period: str, source: PxWebFetch, meaning: Meaning) -> bool:
    first = source.region.first or first_period(source.region.suffix)
    return first is not None and meaning.indicator.read_period(period).first_day.year < int(first[:4])


def _all_of(name: str, codes: Codes, labels: Mapping[str, str]) -> Codes:
    if gone := [one for one in codes if one not in labels]:
        raise stop("answer_code_gone", variable=name, codes=told(gone))
    return codes


def _categories(name: str, source: PxWebFetch, labels: Mapping[str, str], meaning: Meaning) -> Codes:
    """Return the codes of a variable that divides people: the total alone where the indicator has no such groups."""
    breakdown = source.breakdowns[name]
    divided = breakdown.dimension in meaning.dimensions
    meant = {code: ours for code, ours in breakdown.codes.items() if divided or ours == TOTAL}
    there = {code: ours for code, ours in meant.items() if code in labels}
    if gone := [code for code, ours in meant.items() if ours not in there.values()]:
        raise stop("answer_code_gone", variable=name, codes=told(gone))
    if len(set(there.values())) != len(there):
        raise stop("answer_code_twice", variable=name, codes=told(there))
    return tuple(there)


def _split(choice: Choice, source: PxWebFetch) -> Iterator[Mapping[str, Codes]]:
    """Yield the choice in parts that are small enough: by period first, then by region."""
    time, region = source.time, source.region.variable
    others = math.prod(len(codes) for name, codes in choice.chosen.items() if name not in (time, region))
    if others > source.most_cells:
        raise stop("answer_too_large", cells=others, most=source.most_cells)
    regions = choice.chosen[region]
    periods = max(1, source.most_cells // (others * len(regions)))
    for some_periods in parts(choice.chosen[time], periods):
        for some_regions in parts(regions, max(1, source.most_cells // (others * len(some_periods)))):
            yield {**choice.chosen, time: tuple(some_periods), region: tuple(some_regions)}


def _posted(part: Mapping[str, Codes], source: PxWebFetch) -> str:
    if source.api == 1:
        query = [{"code": name, "selection": {"filter": "item", "values": list(codes)}} for name, codes in part.items()]
        return json.dumps({"query": query, "response": {"format": "json"}}, ensure_ascii=False)
    selection: list[dict[str, Any]] = [{"variableCode": name, "valueCodes": list(codes)} for name, codes in part.items()]
    lists = dict(source.codelists)
    if source.region.codelist is not None:
        lists[source.region.variable] = source.region.codelist
    for one in selection:
        if one["variableCode"] in lists:
            one["codelist"] = lists[one["variableCode"]]
    return json.dumps({"selection": selection}, ensure_ascii=False)


def _cube(answer: Answer, source: PxWebFetch) -> Cube:
    content = jsonstat.loaded(answer.body)
    return first_interface.cube_of(content) if source.api == 1 else jsonstat.cube_of(content)


def _rows(cube: Cube, part: Mapping[str, Codes], choice: Choice, meaning: Meaning) -> list[Row]:
    """Return a row for each area, period and group; what was asked for must all be there, and nothing else."""
    source = meaning.ask.source
    assert isinstance(source, PxWebFetch)
    _refuse_others(cube, part, source)
    columns = [[one.categories[place].code for place in places.tolist()] for one, places in _placed(cube)]
    names = [one.code for one in cube.dimensions]
    figures: dict[tuple[str, str, str], dict[str, str]] = {}
    for number, (value, status) in enumerate(zip(cube.values, cube.statuses, strict=True)):
        cell = {name: column[number] for name, column in zip(names, columns, strict=True)}
        group = meaning.groups.get(_group(cell, source))
        if group is None:
            continue
        period = meaning.period(cell[source.time])
        assert period is not None
        key = (choice.areas[cell[source.region.variable]], period, group)
        kept = figures.setdefault(key, {})
        kept[_figure(cell, source)] = value
        kept["status"] = status
    return [Row(*key, **kept) for key, kept in figures.items()]


def _placed(cube: Cube) -> Iterator[tuple[Dimension, Any]]:
    return zip(cube.dimensions, cube.places, strict=True)


def _refuse_others(cube: Cube, part: Mapping[str, Codes], source: PxWebFetch) -> None:
    answered = {one.code: {category.code for category in one.categories} for one in cube.dimensions}
    if source.api == 1 and len(answered.get(source.contents_variable, ())) == len(source.contents) == 1:
        # Version 1 names a single content by its column's text.
        answered.pop(source.contents_variable)
        part = {name: codes for name, codes in part.items() if name != source.contents_variable}
    if missing := [name for name in part if name not in answered]:
        raise stop("answer_column_missing", columns=told(missing))
    if unknown := [name for name in answered if name not in part]:
        raise stop("answer_column_unknown", columns=told(unknown))
    for name, codes in part.items():
        if lost := [code for code in codes if code not in answered[name]]:
            raise stop("answer_unanswered", ids=told(lost))
        if others := sorted(answered[name] - set(codes)):
            raise stop("answer_unasked", ids=told(others))
    expected = math.prod(len(codes) for codes in part.values())
    if len(cube.values) != expected:
        raise stop("answer_half", expected=expected, found=len(cube.values))


def _group(cell: Mapping[str, str], source: PxWebFetch) -> frozenset[tuple[str, str]]:
    meant = ((one.dimension, one.codes[cell[name]]) for name, one in source.breakdowns.items())
    return frozenset((dimension, category) for dimension, category in meant if category != TOTAL)


def _figure(cell: Mapping[str, str], source: PxWebFetch) -> str:
    if len(source.contents) == 1:
        return next(iter(source.contents.values()))
    return source.contents[cell[source.contents_variable]]
