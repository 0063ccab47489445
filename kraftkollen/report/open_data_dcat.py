"""The open data described for a data portal: DCAT-AP-SE as RDF/XML, one data set an indicator, and one of the areas.

Addresses are relative to where the file lies, unless the address is given where the folder will stand. What nobody has decided,
such as a contact or the city's terms, is left out and never made up.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from xml.etree import ElementTree as ET

from kraftkollen.model.period import PeriodKind
from kraftkollen.model.text import LANGUAGES, Text
from kraftkollen.report import open_data_terms as terms
from kraftkollen.views.open_data_view import OpenData
from kraftkollen.words.translate import mark

_NAMES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "dcterms": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "foaf": "http://xmlns.com/foaf/0.1/",
}
_XML = "{http://www.w3.org/XML/1998/namespace}"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_EU = "http://publications.europa.eu/resource/authority"
_OFTEN = {
    PeriodKind.YEAR: "ANNUAL",
    PeriodKind.SCHOOL_YEAR: "ANNUAL",
    PeriodKind.HALF_YEAR: "ANNUAL_2",
    PeriodKind.TERTIAL: "ANNUAL_3",
    PeriodKind.QUARTER: "QUARTERLY",
    PeriodKind.MONTH: "MONTHLY",
}
_FORMATS = {
    "csv": "text/csv",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
    "gpkg": "application/geopackage+sqlite3",
}
# What XML cannot hold: a name may come from anybody's file.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
for _prefix, _space in _NAMES.items():
    ET.register_namespace(_prefix, _space)


@dataclass(frozen=True, slots=True)
class DataSet:
    """What is said of one data set; `files` are paths in the folder."""

    id: str
    title: Text
    about: Text
    terms: str
    files: tuple[str, ...]
    days: tuple[date, date] | None = None
    often: str | None = None


def description(data: OpenData, files: Mapping[str, bytes], address: str | None) -> bytes:
    """Return the catalogue of everything in `files`.

    Parameters
    ----------
    address
        Where the folder will stand on the web; None: addresses are read from where the file itself lies.
    """
    root = ET.Element(_name("rdf", "RDF"))
    if address:
        root.set(f"{_XML}base", f"{address.rstrip('/')}/dcat.rdf")
    listed = tuple(_data_sets(data, files))
    catalogue = _node(root, "dcat", "Catalog", "#catalogue")
    _say(catalogue, "title", terms.title(data, terms.both(mark("Indicators of the joint work, by area"))))
    _say(catalogue, "description", terms.demo_words(data, terms.both(mark(
        "Published figures of a city's joint work in a few areas: what is hidden to protect people is not in them."
    ))))  # fmt: skip
    _dates(catalogue, data)
    _link(catalogue, "dcterms", "publisher", "#publisher")
    _link(catalogue, "dcterms", "language", f"{_EU}/language/SWE")
    _link(catalogue, "dcat", "themeTaxonomy", f"{_EU}/data-theme")
    _terms(catalogue, data.city.licence or "")
    for one in listed:
        _link(catalogue, "dcat", "dataset", f"#{one.id}")
    publisher = _node(root, "foaf", "Agent", "#publisher")
    _text(publisher, "foaf", "name", data.city.name)
    for one in listed:
        _data_set(root, one, data)
    ET.indent(root, " ")
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _data_sets(data: OpenData, files: Mapping[str, bytes]) -> Iterable[DataSet]:
    for one in data.with_figures:
        own = one.indicator
        mine = tuple(path for path in files if path == f"csv/{own.id}.csv" or path.startswith(f"jsonstat/{own.id}-"))
        title, often = terms.title(data, own.title), _OFTEN[own.period] if own.every == 1 else None
        yield DataSet(own.id, title, terms.about(one, data), one.terms, mine, one.days, often)
    licence = data.city.licence or ""
    title = terms.title(data, terms.both(mark("Areas")))
    about = terms.demo_words(data, terms.both(mark("The areas that the figures are about, with borders simplified for maps.")))
    yield DataSet(
        "areas", title, about, licence, tuple(one for one in ("csv/areas.csv", "geopackage/areas.gpkg") if one in files)
    )
    if data.with_figures:
        title = terms.title(data, terms.both(mark("All figures in one file")))
        about = terms.demo_words(
            data, terms.both(mark("Every indicator's figures together; the terms of each stand in the file."))
        )
        yield DataSet("figures", title, about, "", ("parquet/figures.parquet", "csv/indicators.csv"))


def _data_set(root: ET.Element, one: DataSet, data: OpenData) -> None:
    node = _node(root, "dcat", "Dataset", f"#{one.id}")
    _say(node, "title", one.title)
    _say(node, "description", one.about)
    _dates(node, data)
    _link(node, "dcterms", "publisher", "#publisher")
    _link(node, "dcterms", "language", f"{_EU}/language/SWE")
    _link(node, "dcterms", "accessRights", f"{_EU}/access-right/PUBLIC")
    _link(node, "dcat", "theme", f"{_EU}/data-theme/{'REGI' if one.id == 'areas' else 'SOCI'}")
    if one.often:
        _link(node, "dcterms", "accrualPeriodicity", f"{_EU}/frequency/{one.often}")
    if one.days:
        span = ET.SubElement(ET.SubElement(node, _name("dcterms", "temporal")), _name("dcterms", "PeriodOfTime"))
        for name, day in zip(("startDate", "endDate"), one.days, strict=True):
            _text(span, "dcat", name, day.isoformat(), "date")
    for path in one.files:
        _link(node, "dcat", "distribution", f"#{path}")
        _distribution(root, path, one)


def _distribution(root: ET.Element, path: str, one: DataSet) -> None:
    # A file may stand in two data sets; it is one distribution.
    about = f"#{path}"
    if any(node.get(_name("rdf", "about")) == about for node in root):
        return
    node = _node(root, "dcat", "Distribution", about)
    name = path.rpartition("/")[2]
    _say(node, "title", Text(sv=name, en=name))
    _link(node, "dcat", "accessURL", path)
    _link(node, "dcat", "downloadURL", path)
    _text(node, "dcterms", "format", _FORMATS[path.rpartition(".")[2]])
    _terms(node, one.terms)


def _terms(node: ET.Element, text: str) -> None:
    known = terms.licence(text)
    if known is not None:
        _link(node, "dcterms", "license", known.address)
    else:
        rights = ET.SubElement(ET.SubElement(node, _name("dcterms", "rights")), _name("dcterms", "RightsStatement"))
        _say(rights, "label", terms.terms_sentence(text), "rdfs")


def _dates(node: ET.Element, data: OpenData) -> None:
    for name in ("issued", "modified"):
        _text(node, "dcterms", name, data.published_at.date().isoformat(), "date")


def _name(prefix: str, local: str) -> str:
    return f"{{{_NAMES[prefix]}}}{local}"


def _node(root: ET.Element, prefix: str, kind: str, about: str) -> ET.Element:
    return ET.SubElement(root, _name(prefix, kind), {_name("rdf", "about"): about})


def _link(node: ET.Element, prefix: str, local: str, to: str) -> None:
    ET.SubElement(node, _name(prefix, local), {_name("rdf", "resource"): to})


def _text(node: ET.Element, prefix: str, local: str, text: str, kind: str = "") -> None:
    given = {_name("rdf", "datatype"): f"{_XSD}{kind}"} if kind else {}
    ET.SubElement(node, _name(prefix, local), given).text = _FORBIDDEN.sub("", text)


def _say(node: ET.Element, local: str, text: Text, prefix: str = "dcterms") -> None:
    for language in LANGUAGES:
        said = ET.SubElement(node, _name(prefix, local), {f"{_XML}lang": language})
        said.text = _FORBIDDEN.sub("", text.in_language(language))
