"""Open data: what goes out, in every form, by validators and readers that are not ours; and what its terms leave out."""

import csv
import io
import json
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import pyogrio
import pytest
import rdflib
from csvw import CSVW
from frictionless import Package
from pyjstat import pyjstat
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF

from kraftkollen.model.indicator import Indicator
from kraftkollen.report.open_data import open_data_folder
from kraftkollen.views.open_data_view import WhyLeftOut, open_data_view, why_left_out
from kraftkollen.views.reading import Reading, open_newest
from tests import stores
from tests.store_fixtures import LOCAL, Store, store_at

ADDRESS = "https://oppnadata.exempelstad.test/kraftkollen"
# Two absent of a thousand and thirteen of twenty-nine are hidden; so are three years' pupils of an area that has few.
SMALL = {"E0101": (998, 1000), "E0102": (13, 29)}


@dataclass(frozen=True)
class Made:
    """A store whose figures are known, and the folder written from it."""

    store: Store
    folder: Path
    files: dict[str, bytes]

    def rows(self, name: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.files[f"csv/{name}.csv"].decode("utf-8"))))


@pytest.fixture(scope="module")
def made(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Exempelstad with attendance, loans and eligibility; loans may not be passed on, and the terms of crime are not known."""
    folder = tmp_path_factory.mktemp("open data")
    store = store_at(stores.copied(empty_store, folder))
    text = store.site.indicators.read_text(encoding="utf-8")
    text = text.replace("producer: Kungliga biblioteket,", "producer: Kungliga biblioteket, passed_on: false,")
    text = text.replace('code: N07403, catalogue: Kolada, licence: "Källa: Kolada",', "code: N07403, catalogue: Kolada,")
    named = folder / "indicators.yaml"
    named.write_text(text, encoding="utf-8")
    store = Store(replace(store.site, indicators=named))
    registry = open_newest(store.path).registry
    codes = [one.code for one in registry.areas if one.division == registry.divisions[-1].id]
    shares = {code: (800 + place, 1000) for place, code in enumerate(codes)} | SMALL
    lines = [f"school_attendance;{code};2024/25;;;{part};{whole};;" for code, (part, whole) in shares.items()]
    lines += [f"childrens_loans;{code};2024;;;4000;900;;" for code in codes]
    lines += [f"upper_secondary_eligibility;{code};{year};;;80;100;;" for code in codes for year in (2020, 2021, 2022)]
    store.approved(*lines)
    store.publish()
    out = folder / "oppna-data"
    stores.answer(store.path, "export", str(out), "--address", ADDRESS)
    files = {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}
    return Made(store, out, files)


def test_hidden_figures_stay_hidden_and_shown_ones_are_those_that_are_published(made: Made) -> None:
    rows = {(one["area"], one["period"]): one for one in made.rows("school_attendance") if one["level"] == "delomrade"}
    for code in SMALL:
        found = rows[code, "2024/25"]
        assert (found["status"], found["value"], found["numerator"]) == ("hidden", "", "")
    published = {(one.area, one.period): one for one in made.store.series() if one.level == "delomrade"}
    assert len(rows) == len(published)
    for key, found in rows.items():
        assert (found["status"], found["value"]) == (published[key].status, _text(published[key].value))
    assert {one["status"] for one in rows.values()} == {"final", "hidden"}
    (pooled,) = {one["period"] for one in made.rows("upper_secondary_eligibility") if one["level"] == "delomrade"}
    assert pooled == "2020--2022"


def _text(value: float | None) -> str:
    return "" if value is None else str(int(value)) if value == int(value) else repr(value)


def test_what_may_not_be_passed_on_is_left_out_of_every_file_and_named_with_the_reason(made: Made) -> None:
    for path, content in made.files.items():
        if path not in ("csv/indicators.csv", "README.txt", "SHA256SUMS"):
            assert b"childrens_loans" not in content, path
    told = {one["indicator"]: one for one in made.rows("indicators")}
    assert (told["childrens_loans"]["passed_on"], told["childrens_loans"]["why_left_out"]) == ("false", "forbidden")
    assert told["violent_crime"]["why_left_out"] == "terms_unknown"
    assert (told["school_attendance"]["passed_on"], told["school_attendance"]["terms"]) == ("true", "CC0")
    read_me = made.files["README.txt"].decode()
    assert "childrens_loans" in read_me.partition("Utelämnat")[2]
    assert "tillåter inte" in read_me
    assert "Demodata" in read_me


def test_terms_decide_whether_an_indicator_goes_out() -> None:
    def reason(**source: Any) -> WhyLeftOut | None:
        eight = {"id": "some_share", "kind": "share", "better": "higher", "owner": "en_namnd"}
        words = {name: {"sv": "Ord", "en": "Words"} for name in ("title", "description", "numerator", "denominator")}
        given = {"source": source} if source else {}
        return why_left_out(Indicator.model_validate({**eight, **words, **given}))

    assert reason() is None
    assert reason(producer="SCB", licence="CC0") is None
    assert reason(producer="SCB") is WhyLeftOut.TERMS_UNKNOWN
    assert reason(producer="SCB", passed_on=True) is None
    assert reason(producer="SCB", licence="CC0", passed_on=False) is WhyLeftOut.FORBIDDEN


def test_frictionless_finds_no_fault_in_the_package_and_one_in_a_package_with_a_planted_fault(
    made: Made, tmp_path: Path
) -> None:
    report = Package(str(made.folder / "datapackage.json")).validate()
    assert report.flatten(["name", "message"]) == []
    assert report.stats["tasks"] == len([one for one in made.files if one.endswith(".csv")])
    package = json.loads(made.files["datapackage.json"])
    assert all(one["sources"] and one["licenses"] for one in package["resources"])
    spoilt = Path(shutil.copytree(made.folder, tmp_path / "spoilt"))
    path = spoilt / "csv" / "school_attendance.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",hidden,", ",secret,", 1), encoding="utf-8")
    assert not Package(str(spoilt / "datapackage.json")).get_resource("school-attendance").validate().valid


def test_csv_on_the_web_finds_no_fault_in_the_files_by_their_description_and_one_where_it_is_planted(
    made: Made, tmp_path: Path
) -> None:
    found = CSVW(str(made.folder / "csv" / "csv-metadata.json"), validate=True)
    assert found.is_valid, [str(one.message) for one in found.warnings]
    assert len(found.tables) == len([one for one in made.files if one.endswith(".csv")])
    described = json.loads(made.files["csv/csv-metadata.json"])
    assert all(one["dc:source"] and one["dc:license"] for one in described["tables"])
    spoilt = Path(shutil.copytree(made.folder / "csv", tmp_path / "spoilt"))
    path = spoilt / "school_attendance.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("2024-07-01", "sommaren", 1), encoding="utf-8")
    with pytest.raises(ValueError, match="sommaren"):
        assert CSVW(str(spoilt / "csv-metadata.json"), validate=True).is_valid


def test_a_json_stat_reader_that_is_not_ours_reads_the_same_numbers(made: Made) -> None:
    paths = [one for one in made.files if one.startswith("jsonstat/school_attendance-")]
    assert len(paths) == 4
    for path in paths:
        division = path.removeprefix("jsonstat/school_attendance-").removesuffix(".json")
        frame = pyjstat.Dataset.read(made.files[path].decode()).write("dataframe", naming="id")
        values = frame[frame["measure"] == "value"].set_index(["area", "period", "group"])["value"]
        mine = [one for one in made.rows("school_attendance") if one["division"] == division]
        assert len(values) == len(mine) > 0
        for one in mine:
            value = values[one["area"], one["period"], one["group"]]
            assert (value != value) if one["value"] == "" else float(one["value"]) == value
    cube = json.loads(made.files["jsonstat/school_attendance-delomrade-2023.json"])
    assert set(cube["status"].values()) == {"hidden"}
    assert all(cube["value"][int(place)] is None for place in cube["status"] if int(place) % 3 != 2)
    assert "Källa: egen uppföljning" in cube["note"][0]


def test_duckdb_reads_the_parquet_file_with_its_sources_and_terms(made: Made) -> None:
    path = made.folder / "parquet" / "figures.parquet"
    counted = duckdb.sql(f"SELECT indicator, count(*), count(value) FROM '{path}' GROUP BY 1").fetchall()
    for name, count, shown in counted:
        rows = made.rows(name)
        assert (count, shown) == (len(rows), len([one for one in rows if one["value"]]))
    said = dict(duckdb.sql(f"SELECT key::VARCHAR, value::VARCHAR FROM parquet_kv_metadata('{path}')").fetchall())
    about = json.loads(
        duckdb.sql(f"SELECT decode(value) FROM parquet_kv_metadata('{path}') WHERE key = 'indicators'").fetchall()[0][0]
    )
    assert {"title", "publisher", "data_version"} <= set(said)
    assert about["school_attendance"]["source"] == "egen uppföljning"
    assert about["school_attendance"]["terms"]["sv"] == "Villkor: CC0."


def test_gdal_reads_every_area_from_the_geopackage_with_source_and_terms(made: Made) -> None:
    path = made.folder / "geopackage" / "areas.gpkg"
    layers = {str(name) for name, _ in pyogrio.list_layers(path)}
    areas = made.rows("areas")
    assert layers == {one["division"] for one in areas}
    for layer in layers:
        frame = pyogrio.read_dataframe(path, layer=layer)
        assert sorted(frame["code"]) == sorted(one["code"] for one in areas if one["division"] == layer)
        assert frame.crs.to_epsg() == 4326
        assert frame.geometry.is_valid.all()
        assert not frame.geometry.is_empty.any()
        assert set(frame["licence"]) == {"CC0"}
        assert set(frame["borders"]) == {"Påhittade gränser för Exempelstad"} or set(frame["borders"]) == {
            "Invented borders of Exempelstad"
        }


def test_the_description_has_everything_that_dcat_ap_se_asks_for_and_names_every_file_by_its_address(made: Made) -> None:
    graph = rdflib.Graph().parse(data=made.files["dcat.rdf"], format="xml")
    (catalogue,) = graph.subjects(RDF.type, DCAT.Catalog)
    asked = {
        DCAT.Catalog: (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCTERMS.license, DCAT.dataset),
        DCAT.Dataset: (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.distribution),
        DCAT.Distribution: (DCAT.accessURL, DCTERMS["format"]),
        FOAF.Agent: (FOAF.name,),
    }
    for kind, properties in asked.items():
        nodes = list(graph.subjects(RDF.type, kind))
        assert nodes
        assert [(one, what) for one in nodes for what in properties if graph.value(one, what) is None] == []
    sets = set(graph.objects(catalogue, DCAT.dataset))
    assert sets == set(graph.subjects(RDF.type, DCAT.Dataset))
    pointed = {one for node in sets for one in graph.objects(node, DCAT.distribution)}
    assert pointed == set(graph.subjects(RDF.type, DCAT.Distribution))
    for node in pointed:
        assert graph.value(node, DCTERMS.license) is not None or graph.value(node, DCTERMS.rights) is not None
    addresses = {str(one) for one in graph.objects(None, DCAT.downloadURL)}
    beside = {"README.txt", "SHA256SUMS", "dcat.rdf", "datapackage.json", "csv/csv-metadata.json"}
    assert addresses == {f"{ADDRESS}/{path}" for path in made.files if path not in beside}
    assert all({one.language for one in graph.objects(node, DCTERMS.title)} == {"sv", "en"} for node in sets)


def test_the_same_version_gives_the_same_bytes_and_a_folder_that_is_not_empty_is_refused(made: Made) -> None:
    again = open_data_folder(open_data_view(Reading(LOCAL, open_newest(made.store.path), "en")), ADDRESS)
    assert {path for path, content in again.items() if made.files[path] != content} == set()
    assert set(again) == set(made.files)
    refused = stores.command(made.store.path, "export", "--out", str(made.folder), "--json")
    assert (refused.returncode, json.loads(refused.stdout)["error"]["code"]) == (2, "file_unwritable")
    assert stores.command(made.store.path, "export").returncode == 2


def test_a_city_without_figures_exports_its_areas_and_says_that_it_has_not_decided_its_terms(
    malmo_store: Path, tmp_path: Path
) -> None:
    done = stores.command(malmo_store, "export", str(tmp_path / "ut"))
    assert done.returncode == 0
    assert "terms are not decided" in done.stdout
    rows = list(csv.DictReader(io.StringIO((tmp_path / "ut" / "csv" / "areas.csv").read_text(encoding="utf-8"))))
    assert len([one for one in rows if one["level"] == "delomrade"]) == 136
    assert {one["approximate"] for one in rows if one["level"] == "delomrade"} == {"true"}
    graph = rdflib.Graph().parse(tmp_path / "ut" / "dcat.rdf", format="xml")
    assert list(graph.objects(None, DCTERMS.license)) != [] or list(graph.objects(None, DCTERMS.rights)) != []
    assert "Demo" not in (tmp_path / "ut" / "README.txt").read_text(encoding="utf-8")
