"""Open data as CSV that a program reads without guessing: comma, decimal point, UTF-8; with Table Schema and CSVW."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from kraftkollen.model.spreadsheets import csv_bytes
from kraftkollen.model.text import LANGUAGES, Text
from kraftkollen.report import open_data_terms as terms
from kraftkollen.views.open_data_view import AREAS, OpenData
from kraftkollen.words.translate import mark

_STATUSES, _ORIGINS = ("final", "preliminary", "missing", "hidden"), ("delivered", "computed", "pooled")
_ENUMS = {"status": _STATUSES, "origin": _ORIGINS}
_TYPES = {
    "first_day": "date",
    "last_day": "date",
    "value": "number",
    "numerator": "number",
    "denominator": "number",
    "approximate": "boolean",
    "passed_on": "boolean",
}
_MAY_BE_EMPTY = frozenset({"value", "numerator", "denominator", "version", "parent", "borders", "approximate", "terms"})
_MAY_BE_EMPTY |= {"numerator_sv", "denominator_sv", "why_left_out", "area_name"}
_MEANING = ("title_sv", "title_en", "description_sv", "description_en", "unit_sv", "unit_en", "kind", "better")
_ORIGIN = ("numerator_sv", "denominator_sv", "producer", "terms", "owner", "passed_on", "why_left_out")
_INDICATORS = ("indicator", *_MEANING, *_ORIGIN)


@dataclass(frozen=True, slots=True)
class CsvTable:
    """One table: its file, its columns with what each says, its rows, and which columns name a row."""

    name: str
    title: Text
    about: Text
    terms: str
    source: str
    columns: tuple[tuple[str, Text], ...]
    key: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]

    @property
    def path(self) -> str:
        return f"csv/{self.name}.csv"

    def content(self) -> bytes:
        """Return the file."""
        rows = (tuple(map(_cell, row)) for row in self.rows)
        return csv_bytes([tuple(name for name, _ in self.columns), *rows], separator=",", encoding="utf-8")


def tables(data: OpenData) -> Iterator[CsvTable]:
    """Yield the areas, the indicators, and the figures of each indicator."""
    own = data.city.licence or ""
    title = terms.title(data, terms.both(mark("Areas")))
    rows = tuple(tuple(getattr(area, name) for name in AREAS) for area in data.areas)
    columns = tuple((name, terms.what_column(name)) for name in AREAS)
    yield CsvTable("areas", title, title, own, data.city.name, columns, ("division", "code"), rows)
    title = terms.title(data, terms.both(mark("Indicators: what each figure means, and its terms")))
    columns = tuple((name, terms.what_column(name)) for name in _INDICATORS)
    yield CsvTable("indicators", title, title, own, data.city.name, columns, ("indicator",), tuple(_indicators(data)))
    for one in data.with_figures:
        named = tuple((name, terms.what_column(name, data.dimensions.get(name))) for name in one.figures.column_names)
        yield CsvTable(
            name=one.indicator.id,
            title=terms.title(data, one.indicator.title),
            about=terms.about(one, data),
            terms=one.terms,
            source=one.indicator.source.producer,
            columns=named,
            key=("division", "area", "period", "group"),
            rows=_rows(one.figures),
        )


def _rows(figures: pa.Table) -> tuple[tuple[object, ...], ...]:
    return tuple(zip(*(column.to_pylist() for column in figures.columns), strict=True))


def _indicators(data: OpenData) -> Iterator[tuple[object, ...]]:
    kept = {one.indicator.id: one for one in data.indicators}
    whole = [*((one.indicator, "") for one in data.indicators), *((one.indicator, one.why.value) for one in data.left_out)]
    for one, why in whole:
        above, below = (text.sv if text is not None else "" for text in (one.numerator, one.denominator))
        told = (one.title.sv, one.title.en, one.description.sv, one.description.en, one.unit.sv, one.unit.en)
        meant = (one.kind.value, one.better.value, above, below, one.source.producer)
        owned = (kept[one.id].terms, kept[one.id].owner) if one.id in kept else (one.source.licence or "", one.owner)
        yield (one.id, *told, *meant, *owned, not why, why)


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else value


def data_package(data: OpenData, listed: tuple[CsvTable, ...]) -> bytes:
    """Return datapackage.json: the tables as Table Schema (frictionlessdata.io) describes them, with terms and sources."""
    about = terms.title(data, terms.both(mark("Indicators of the joint work, by area")))
    described = {
        "profile": "tabular-data-package",
        "name": f"kraftkollen-{data.city.id.replace('_', '-')}",
        "id": f"kraftkollen-{data.city.id}-{data.version}",
        "title": about.sv,
        "description": about.en,
        "version": data.version,
        "created": f"{data.published_at.isoformat(timespec='seconds')}Z",
        "sources": [{"title": data.city.name}],
        **_licences(data.city.licence or ""),
        "resources": [_resource(one) for one in listed],
    }
    return _json(described)


def _resource(one: CsvTable) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(name, text) for name, text in one.columns],
        "primaryKey": list(one.key),
        "missingValues": [""],
    }
    if "area" in one.key:
        reference = {"resource": "areas", "fields": ["division", "code"]}
        schema["foreignKeys"] = [{"fields": ["division", "area"], "reference": reference}]
    return {
        "profile": "tabular-data-resource",
        "name": one.name.replace("_", "-"),
        "path": one.path,
        "title": one.title.sv,
        "description": f"{one.about.sv} {terms.terms_sentence(one.terms).sv}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "doubleQuote": True, "lineTerminator": "\r\n", "header": True},
        "sources": [{"title": one.source}],
        **_licences(one.terms),
        "schema": schema,
    }


def _licences(text: str) -> dict[str, Any]:
    """Return the terms as a package names them; nothing where none are decided, for an empty list is not allowed."""
    if not text:
        return {}
    known = terms.licence(text)
    # A name is a word without blanks; of terms in somebody's own words the title tells.
    found = {"name": known.name, "path": known.address, "title": text} if known else {"name": "other", "title": text}
    return {"licenses": [found]}


def _field(name: str, text: Text) -> dict[str, Any]:
    constraints: dict[str, Any] = {} if name in _MAY_BE_EMPTY else {"required": True}
    if name in _ENUMS:
        constraints["enum"] = list(_ENUMS[name])
    kind = _TYPES.get(name, "string")
    return {"name": name, "type": kind, "title": text.sv, "description": text.en, "constraints": constraints}


def csvw(data: OpenData, listed: tuple[CsvTable, ...]) -> bytes:
    """Return csv-metadata.json: the same as CSV on the Web (W3C) describes it, in both languages."""
    about = terms.title(data, terms.both(mark("Indicators of the joint work, by area")))
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "sv"}],
        "dc:title": _said(about),
        "dc:publisher": data.city.name,
        "dc:issued": {"@value": data.published_at.date().isoformat(), "@type": "xsd:date"},
        "dialect": {"delimiter": ",", "encoding": "utf-8", "header": True},
        "tables": [_table(one) for one in listed],
    }
    return _json(described)


def _table(one: CsvTable) -> dict[str, Any]:
    known = terms.licence(one.terms)
    schema: dict[str, Any] = {"columns": [_column(name, text) for name, text in one.columns], "primaryKey": list(one.key)}
    if "area" in one.key:
        reference = {"resource": "areas.csv", "columnReference": ["division", "code"]}
        schema["foreignKeys"] = [{"columnReference": ["division", "area"], "reference": reference}]
    return {
        "url": f"{one.name}.csv",
        "dc:title": _said(one.title),
        "dc:description": _said(one.about),
        "dc:source": one.source,
        "dc:license": {"@id": known.address} if known else _said(terms.terms_sentence(one.terms)),
        "tableSchema": schema,
    }


def _column(name: str, text: Text) -> dict[str, Any]:
    kind: Any = _TYPES.get(name, "string")
    if name in _ENUMS:
        kind = {"base": "string", "format": "|".join(_ENUMS[name])}
    required = {} if name in _MAY_BE_EMPTY else {"required": True}
    return {"name": name, "titles": name, "dc:description": _said(text), "datatype": kind, "null": "", **required}


def _said(text: Text) -> list[Mapping[str, str]]:
    return [{"@value": text.in_language(language), "@language": language} for language in LANGUAGES]


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
