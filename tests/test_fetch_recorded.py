"""Recorded answers of Statistics Sweden go the whole way: parsers, journal, published series, table, lines and map."""

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from kraftkollen.actions.areas import Layer, import_areas
from kraftkollen.actions.fetch import Outcome
from kraftkollen.actions.setup import init
from kraftkollen.actions.verify import verify
from kraftkollen.model.fetching import PxWebFetch, Question
from kraftkollen.store import deliveries
from kraftkollen.views.choices import Wanted as Choice
from kraftkollen.views.indicator_view import indicator_view
from kraftkollen.views.map_view import map_view
from kraftkollen.views.reading import Reading, open_newest
from tests.fault_server import serving
from tests.fetch_answers import REGSO_1, SEXES, cube, recorded_regso, selected
from tests.fetch_city import allowed, asked_here, fetched
from tests.geography_files import as_geojson, grid
from tests.screen import opened
from tests.store_fixtures import LOCAL, Store, copied, store_at


@pytest.fixture(scope="module")
def malmo_with_regso(malmo_template: Path, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("regso")
    table, content = recorded_regso(shared)
    with serving(lambda question: table if question.posted is None else content) as source:
        store = asked_here(copied(malmo_template, folder / "store"), folder, {"population": [REGSO_1]}, source.address)
        allowed(store, source.address)
        (done,) = fetched(store, "population")
        assert done.took.receipt is not None
        assert (done.outcome, done.took.receipt.delivered_by, done.took.new) == (Outcome.DELIVERED, "SCB", 91 * 18 * 3)
        assert [lack.period for lack in done.lacking] == ["2025"]
        (again,) = fetched(store, "population")
        assert (again.outcome, again.took.unchanged) == (Outcome.SAME, 91 * 18 * 3)
        store.publish()
        yield store


def reading(store: Store) -> Reading:
    return Reading(LOCAL, open_newest(store.path), "sv")


def test_malmos_population_of_91_regso_is_published_as_it_was_recorded(malmo_with_regso: Store, shared: Path) -> None:
    content = json.loads((shared / "data/recorded/pxweb_v1_malmo_regso_population_2024.json").read_bytes())
    answered = {tuple(row["key"][:3]): float(row["values"][0]) for row in content["data"]}
    for group, code in (("total", "1+2"), ("women", "2")):
        shown = {one.area: one.value for one in malmo_with_regso.series("population", group) if one.level == "regso"}
        assert shown == {key[0].partition("_")[0]: value for key, value in answered.items() if key[1:] == ("totalt", code)}
    assert verify(malmo_with_regso.site, LOCAL).ok


def test_the_citys_own_areas_are_still_made_of_each_other(malmo_with_regso: Store) -> None:
    """RegSO lies beside them: no city is added up of it, and none of it of the city's own areas."""
    assert {one.level for one in malmo_with_regso.series("population")} == {"regso"}
    malmo_with_regso.approved(*(f"population;{code};2024;;10;;;;" for code in _delomraden(malmo_with_regso)))
    malmo_with_regso.publish()
    found = {(one.level, one.area): one.value for one in malmo_with_regso.series("population") if one.level != "regso"}
    assert (found["stad", "1280"], sum(level == "stadsdel" for level, _ in found)) == (1360.0, 10)


def _delomraden(store: Store) -> list[str]:
    areas = reading(store).version.registry.areas
    return [one.code for one in areas if one.division.startswith("delomrade")]


def test_a_division_without_borders_is_said_on_the_map_and_drawn_once_they_are_imported(
    malmo_with_regso: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Choice("population", "regso", "2024")
    before = map_view(reading(malmo_with_regso), asked)
    assert (before.drawing, len(before.with_value)) == (None, 91)
    address = {"indikator": "population", "niva": "regso", "period": "2024"}
    screen = opened("pages/karta.py", malmo_with_regso.path, monkeypatch, **address)
    assert any("Det finns inga gränser för den här nivån" in one for one in screen.warnings)
    assert len(screen.table("Område")) == 91
    lines = indicator_view(reading(malmo_with_regso), "population", "total", "1280R001").lines
    assert [point.value for one in lines if one.place.code == "1280R001" for point in one.points] == [3426.0]
    squares = grid(13, 7)
    squares["kod"] = [f"1280R{number:03d}" for number in range(1, 92)]
    layer = Layer(as_geojson(squares), "regso.geojson", "regso", "kod", "namn", "2025")
    assert import_areas(malmo_with_regso.site, LOCAL, layer).areas == 91
    malmo_with_regso.publish()
    after = map_view(reading(malmo_with_regso), asked)
    assert after.drawing is not None
    assert len(json.loads(after.drawing.geojson)["features"]) == 91


BANDS = ["0-9", "10-19", "20-29", "30-39", "40-49", "50-59", "60-69", "70-79", "80-89", "90-99", "100+10"]


def _people(band: str, address: str) -> dict[str, Any]:
    source = PxWebFetch.model_validate(
        {
            "kind": "pxweb",
            "base": f"{address}/pxweb",
            "table": "TAB6471",
            "level": "lan",
            "since": "2026-01",
            "region": {"codes": "??"},
            "breakdowns": {"Kon": {"dimension": "sex", "codes": SEXES}},
            "fixed": {"Alder": band},
            "contents": {"000007SF": "value"},
        }
    )
    return {
        "id": f"people_{BANDS.index(band)}",
        "title": f"Folkmängd {band}",
        "kind": "count_people",
        "better": "neither",
        "period": "month",
        "lag_months": 0,
        "breakdowns": [["sex"]],
        "levels": ["lan", "riket"],
        "source": {"producer": "SCB", "official": True},
        "owner": "namnden",
        "fetch": [{**source.model_dump(mode="json", exclude_defaults=True), "kind": "pxweb"}],
    }


def _country(folder: Path, address: str, counties: list[str]) -> Store:
    """Make a store whose areas are Sweden's 21 counties, as squares, with an indicator for each band of age."""
    city = folder / "cities" / "landet"
    city.mkdir(parents=True)
    squares = grid(7, 3)
    squares["code"], squares["name"] = counties, [f"Län {one}" for one in counties]
    (city / "lan.geojson").write_bytes(as_geojson(squares[["code", "name", "geometry"]]))
    text = {"sv": "Prov", "en": "Trial"}
    programme = {
        "city": {"id": "landet", "name": "Landet", "code": "00"},
        "programme": {"name": text},
        "levels": [{"id": "riket", "title": text}, {"id": "lan", "title": text}],
        "divisions": [
            {"level": "lan", "version": "2026", "file": "lan.geojson", "source": text},
            {"level": "riket", "version": "2026", "dissolve": "lan", "source": text},
        ],
        "bodies": [{"id": "namnden", "name": "Nämnden"}],
    }
    (city / "programme.yaml").write_text(yaml.safe_dump(programme, allow_unicode=True), encoding="utf-8")
    sexes = {name: {"title": {"sv": name, "en": name}} for name in ("women", "men")}
    indicators = [{**_people(band, address), "title": {"sv": band, "en": band}, "description": text} for band in BANDS]
    known = {"dimensions": {"sex": {"title": text, "categories": sexes}}, "indicators": indicators}
    (folder / "indicators.yaml").write_text(yaml.safe_dump(known, allow_unicode=True), encoding="utf-8")
    return store_at(folder / "store").at(60 * 24 * 100)


def test_the_noise_in_the_recorded_table_is_explained_and_not_refused(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded = json.loads((shared / "data/recorded/TAB6471_data.json").read_bytes())
    codes = {
        name: sorted(one["category"]["index"], key=one["category"]["index"].get) for name, one in recorded["dimension"].items()
    }
    values = dict(zip(product(*codes.values()), recorded["value"], strict=True))

    def reply(question: Question) -> Any:
        if question.posted is None:
            return {**recorded, "value": []}
        asked = selected(question)
        return cube(asked, [values[cell] for cell in product(*asked.values())])

    with serving(reply) as source:
        monkeypatch.setenv("KRAFTKOLLEN_CITIES", str(tmp_path / "cities"))
        monkeypatch.setenv("KRAFTKOLLEN_INDICATORS", str(tmp_path / "indicators.yaml"))
        store = _country(tmp_path, source.address, codes["Region"])
        store = store_at(store.path).at(60 * 24 * 100)
        init(store.site, LOCAL, "landet", empty=True, progress=lambda *_: None)
        allowed(store, source.address)
        done = fetched(store)
    assert [one.outcome for one in done] == [Outcome.DELIVERED] * len(BANDS)
    assert sum(one.took.rows for one in done) == len(values) == 2772
    warnings = [warning for one in done for warning in one.took.warnings]
    assert {warning.code for warning in warnings} == {"totals_differ_noise"}
    assert sum(int(warning.details["count"] or 0) for warning in warnings) == 776
    assert max(float(warning.details["largest"] or 0) for warning in warnings) == 8.0
    with store.site.journal.read() as transaction:
        rows = deliveries.current(transaction, indicators=("people_0",)).to_pylist()
    stockholm = next(row for row in rows if (row["area"], row["period"], row["grp"]) == ("01", "2026-01", "total"))
    assert stockholm["value"] == values["01", "0-9", "TotSa", "000007SF", "2026M01"] == 245284
