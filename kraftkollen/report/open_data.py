"""Everything published as open data, the files of one folder: CSV, Parquet, JSON-stat, GeoPackage, what describes them."""

import hashlib
import io
import json
from collections.abc import Iterator, Mapping

import pyarrow as pa
import pyarrow.parquet as pq

from kraftkollen.model.text import LANGUAGES, Language
from kraftkollen.report import open_data_terms as terms
from kraftkollen.report.open_data_csv import csvw, data_package, tables
from kraftkollen.report.open_data_dcat import description
from kraftkollen.report.open_data_jsonstat import cubes
from kraftkollen.views.open_data_view import OpenData
from kraftkollen.words.demo import demo_notice
from kraftkollen.words.numbers import moment
from kraftkollen.words.translate import mark, translate

_FILES = {
    "csv/": mark("the figures of each indicator, the areas and the indicators: comma, decimal point, UTF-8"),
    "csv/csv-metadata.json": mark("what each column holds, as CSV on the Web (W3C)"),
    "datapackage.json": mark("the same as Table Schema (Frictionless Data Package)"),
    "parquet/figures.parquet": mark("all figures in one file, for programs"),
    "jsonstat/": mark("each indicator and level as a cube, JSON-stat 2"),
    "geopackage/areas.gpkg": mark("the areas with borders simplified for maps, WGS 84"),
    "dcat.rdf": mark("the description for a data portal, DCAT-AP-SE"),
    "SHA256SUMS": mark("the SHA-256 of every other file"),
}


def open_data_folder(data: OpenData, address: str | None = None) -> Mapping[str, bytes]:
    """Return the files by their path in the folder; the same published version gives the same bytes.

    Parameters
    ----------
    address
        Where the folder will stand on the web, for the description; None: addresses are relative.
    """
    listed = tuple(tables(data))
    files = {one.path: one.content() for one in listed}
    if data.with_figures:
        files["parquet/figures.parquet"] = _parquet(data)
    if data.geopackage is not None:
        files["geopackage/areas.gpkg"] = data.geopackage
    files |= dict(cubes(data))
    files["dcat.rdf"] = description(data, files, address)
    files["csv/csv-metadata.json"] = csvw(data, listed)
    files["datapackage.json"] = data_package(data, listed)
    files["README.txt"] = "\n\n".join("\n".join(_read_me(data, files, one)) for one in LANGUAGES).encode() + b"\n"
    sums = (f"{hashlib.sha256(content).hexdigest()}  {path}" for path, content in sorted(files.items()))
    return {**files, "SHA256SUMS": "\n".join([*sums, ""]).encode()}


def _parquet(data: OpenData) -> bytes:
    """Return all figures as one table, which says of each indicator its title, source and terms."""
    described = {
        one.indicator.id: {
            "title": one.indicator.title.model_dump(),
            "description": one.indicator.description.model_dump(),
            "unit": one.indicator.unit.model_dump(),
            "source": one.indicator.source.producer,
            "terms": terms.terms_sentence(one.terms).model_dump(),
        }
        for one in data.with_figures
    }
    said = {
        "title": terms.title(data, terms.both(mark("Indicators of the joint work, by area"))).sv,
        "publisher": data.city.name,
        "data_version": data.version,
        "demo_data": json.dumps(data.city.demo),
        "indicators": json.dumps(described, ensure_ascii=False),
    }
    target = io.BytesIO()
    whole = pa.concat_tables([one.figures for one in data.with_figures])
    pq.write_table(whole.replace_schema_metadata(said), target, compression="zstd")
    return target.getvalue()


def _read_me(data: OpenData, files: Mapping[str, bytes], language: Language) -> Iterator[str]:
    yield terms.title(data, terms.both(mark("Indicators of the joint work, by area"))).in_language(language)
    if data.city.demo:
        yield demo_notice(language, demo=True)
    at = moment(data.published_at)
    yield translate(language, "Data version {version}, published {at}.", version=data.version, at=at)
    yield translate(
        language,
        "Only published figures are here. A figure that could tell of a single person is hidden: its status is hidden, "
        "and it has no value. Hidden is neither nought nor missing.",
    )
    yield ""
    for path, what in _FILES.items():
        if any(one.startswith(path) for one in (*files, "SHA256SUMS")):
            yield f"{path}: {translate(language, what)}"
    yield ""
    yield translate(language, "Sources and terms")
    for one in data.indicators:
        source, said = one.indicator.source.producer, terms.terms_sentence(one.terms).in_language(language)
        yield f"{one.indicator.id}: {one.indicator.title.in_language(language)}. {source}. {said}"
    yield f"areas: {terms.terms_sentence(data.city.licence or '').in_language(language)}"
    yield ""
    yield translate(language, "Left out") if data.left_out else translate(language, "No indicator is left out.")
    for gone in data.left_out:
        why = terms.why(gone.why).in_language(language)
        yield f"{gone.indicator.id}: {gone.indicator.title.in_language(language)}. {gone.indicator.source.producer}: {why}."
