"""Exempelstad, the demo city: that it looks like a city, that its figures hold together, that its true effect can be found."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely
import yaml

from kraftkollen.model.indicator import Kind
from kraftkollen.model.persons import find_persons
from kraftkollen.model.programme import load_programme
from tools.exempelstad import DEFAULT_SEED, City, files, generate
from tools.exempelstad.placebo import rank
from tools.exempelstad.places import EMPTY, places
from tools.exempelstad.rows import HEADER
from tools.exempelstad.truth import BAD_YEAR, NULLS, TRUE_EFFECT

FOLDER = Path(__file__).resolve().parents[1] / "data" / "cities" / "exempelstad"
SEEDS = (DEFAULT_SEED, *range(1, 10))


@pytest.fixture(scope="module")
def borders() -> geopandas.GeoDataFrame:
    return geopandas.read_file(FOLDER / "areas" / "delomraden.geojson")


@cache
def city_of(seed: int) -> City:
    return generate(seed)


def deliveries() -> list[dict[str, str]]:
    return yaml.safe_load((FOLDER / "deliveries" / "deliveries.yaml").read_text(encoding="utf-8"))["deliveries"]


def text_of(content: bytes) -> str:
    if content.startswith(b"\xff\xfe"):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


@cache
def rows_of(file: str) -> tuple[dict[str, str], ...]:
    text = text_of((FOLDER / "deliveries" / file).read_bytes()).removeprefix("sep=;\r\n")
    return tuple(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def all_rows() -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    return ((one, row) for one in deliveries() for row in rows_of(one["file"]))


def test_the_committed_files_are_what_the_generator_makes() -> None:
    made = files(generate(DEFAULT_SEED))
    assert {path: content for path, content in made.items() if (FOLDER / path).read_bytes() != content} == {}
    assert {path.name for path in (FOLDER / "deliveries").iterdir()} == {
        Path(path).name for path in made if "deliveries/" in path
    }


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    assert files(generate(5)) == files(generate(5))
    first, second = files(generate(5)), files(generate(6))
    assert first["areas/delomraden.geojson"] == second["areas/delomraden.geojson"]
    differing = [path for path in first if path.endswith(".csv") and first[path] != second[path]]
    assert len(differing) == sum(path.endswith(".csv") for path in first)


def test_the_borders_are_a_valid_coverage_of_about_seventy_areas(borders: geopandas.GeoDataFrame) -> None:
    drawn = borders.geometry.to_numpy()
    assert 65 <= len(borders) <= 75
    assert borders["parent"].nunique() == 7
    assert borders["code"].is_unique
    assert borders["name"].is_unique
    assert shapely.coverage_is_valid(drawn)
    assert shapely.is_valid(drawn).all()
    assert set(shapely.get_type_id(drawn)) == {shapely.GeometryType.POLYGON}
    assert (FOLDER / "areas" / "delomraden.geojson").stat().st_size <= 120_000


def test_the_coast_is_not_straight(borders: geopandas.GeoDataFrame) -> None:
    outline = shapely.union_all(borders.geometry.to_numpy())
    assert isinstance(outline, shapely.Polygon)
    assert outline.length > 1.15 * outline.convex_hull.length


def test_the_centre_is_dense_and_the_country_wide(borders: geopandas.GeoDataFrame) -> None:
    hectares = borders.to_crs(3006).area / 10_000
    density = defaultdict(list)
    for place, area in zip(places(), hectares, strict=True):
        density[place.kind].append(place.residents / area)
    middle = {kind: float(np.median(found)) for kind, found in density.items()}
    assert middle["inner"] > 40 > 25 > middle["mixed"] > middle["villa"] > 5 > 1 > middle["rural"] > middle["empty"]


def test_no_name_is_a_name_in_malmo(shared: Path) -> None:
    with (shared / "facts" / "malmo_delomraden.csv").open(encoding="utf-8") as file:
        real = {name.casefold() for row in csv.DictReader(file) for name in (row["namn"], row["stadsdel"])}
    ours = {name.casefold() for place in places() for name in (place.name, place.stadsdel)}
    assert len(real) > 140
    assert ours & real == set()


def test_no_area_and_stadsdel_share_a_name() -> None:
    assert {place.name for place in places()} & {place.stadsdel for place in places()} == set()


def test_the_programme_loads_and_is_what_was_asked_for() -> None:
    programme = load_programme(FOLDER / "programme.yaml")
    local = [one for one in programme.interventions if not one.city_wide]
    codes = {place.code for place in places()}
    assert programme.city.demo
    assert len(local) == 8
    assert len(programme.interventions) == 10
    assert all(one.start and 2021 <= one.start.year <= 2023 for one in local)
    assert {area for one in local for area in one.areas} <= codes
    assert {one.id for one in local} == {TRUE_EFFECT.intervention, *NULLS}
    assert sorted(len(one.areas) for one in programme.priority_areas) == [1, 2, 3]
    assert any(one.dissent for one in programme.decisions)
    assert {one.year for one in programme.money} == {2023, 2024, 2025, 2026}


def test_an_area_was_chosen_on_a_figure_that_was_known_when_it_was_chosen() -> None:
    definitions = city_of(DEFAULT_SEED).catalogue.indicators
    chosen = [one for one in load_programme(FOLDER / "programme.yaml").interventions if one.selection]
    assert len(chosen) == 7
    for one in chosen:
        indicator = definitions[one.selection.indicator]
        assert indicator.read_period(one.selection.period).first_readable(indicator.lag_months) <= one.start


def test_every_delivery_is_a_tidy_file_in_swedish() -> None:
    beginnings = {(FOLDER / "deliveries" / one["file"]).read_bytes()[:2] for one in deliveries()}
    assert beginnings == {b"\xff\xfe", b"\xef\xbb", b"in"}  # UTF-16, UTF-8 with a mark, cp1252
    for one, row in all_rows():
        assert tuple(row) == HEADER, one["file"]
        assert None not in row.values()
        assert "." not in row["värde"] or row["värde"] == ".."
    assert 50_000 <= sum(1 for _ in all_rows()) <= 130_000
    assert sum(path.stat().st_size for path in (FOLDER / "deliveries").iterdir()) <= 8_000_000


def test_every_indicator_area_and_period_of_a_delivery_is_known_and_can_exist() -> None:
    definitions = city_of(DEFAULT_SEED).catalogue.indicators
    known = {name for place in places() for name in (place.code, place.stadsdel)} | {"Exempelstad"}
    delivered = set()
    for one, row in {(one["file"], row["indikator"], row["period"]): (one, row) for one, row in all_rows()}.values():
        indicator = definitions[row["indikator"]]
        readable = indicator.read_period(row["period"]).first_readable(indicator.lag_months)
        assert indicator.owner == one["owner"]
        assert readable <= datetime.fromisoformat(one["delivered"]).date(), (one["file"], row)
        delivered.add(indicator.id)
    assert {row["område"] for _, row in all_rows()} == known
    assert delivered == set(definitions)


def test_every_group_of_an_indicator_is_delivered() -> None:
    catalogue = city_of(DEFAULT_SEED).catalogue
    given: dict[str, set[str]] = defaultdict(set)
    for _, row in all_rows():
        given[row["indikator"]].add(row["grupp"])
    assert {one: len(groups) for one, groups in given.items()} == {
        one: len(catalogue.groups(one)) for one in catalogue.indicators
    }


def test_shares_are_their_fractions_and_parts_sum_to_the_total() -> None:
    definitions = city_of(DEFAULT_SEED).catalogue.indicators
    totals: dict[tuple[str, ...], dict[str, int]] = defaultdict(dict)
    for one, row in all_rows():
        indicator, value = definitions[row["indikator"]], row["värde"].replace(",", ".")
        if row["täljare"]:
            above, below = int(row["täljare"]), int(row["nämnare"])
            assert abs(float(value) - indicator.per * above / below) <= 0.5001 * 10**-indicator.decimals
            assert indicator.range.holds(float(value))
            assert above <= below or indicator.kind is not Kind.SHARE or indicator.range.high > 100
        if value != ".." and "." not in row["grupp"]:
            key = (one["file"], row["indikator"], row["område"], row["period"])
            totals[key][row["grupp"]] = int(row["täljare"] or float(value))
    assert all(
        found["Totalt"] == found["Kvinnor"] + found["Män"]
        for found in totals.values()
        if len({"Kvinnor", "Män"} & set(found)) == 2
    )
    bands = [found for found in totals.values() if "0-5 år" in found]
    assert len(bands) == len(places()) * 14
    assert all(found["Totalt"] == sum(count for group, count in found.items() if group.endswith("år")) for found in bands)


def test_the_demo_has_small_cells_missing_values_a_break_and_deliveries_that_go_wrong() -> None:
    rows = [row for _, row in all_rows()]
    listed = deliveries()
    pending = [one for one in listed if one["approved"] is None and one["rejected"] is None]
    handed_in = {(one["owner"], one["file"].rsplit("_", 1)[1]) for one in listed}
    assert sum(row["värde"] == ".." for row in rows) > 300
    assert sum(row["nämnare"] != "" and 0 < int(row["nämnare"]) < 30 for row in rows) > 2000
    assert sum(row["täljare"] in ("1", "2", "3", "4") for row in rows) > 1000
    assert {row["indikator"] for row in rows if row["status"] == "preliminär"} == {"employment_20_24"}
    assert city_of(DEFAULT_SEED).catalogue.indicators["overcrowding"].breaks
    assert [one["owner"] for one in pending] == ["tekniska_namnden"]
    assert [one["owner"] for one in listed if one["rejected"]] == ["fritidsnamnden"]
    assert ("stadsbyggnadsnamnden", "2024.csv") not in handed_in
    assert ("stadsbyggnadsnamnden", "2025.csv") in handed_in
    assert [one["delivered"] for one in listed] == sorted(one["delivered"] for one in listed)
    assert 35 <= len(listed) <= 50


def test_a_final_delivery_changes_the_preliminary_figures_and_a_correction_the_earlier_ones() -> None:
    first, last = rows_of("2025-12-08_arbetsmarknads_och_socialnamnden_2024.csv"), rows_of(_named("2024_slutlig"))
    assert _changed(first, last) > 150
    earlier, corrected = rows_of(_named("gymnasie_och_vuxenutbildningsnamnden_2012-2022")), rows_of(_named("rattelse"))
    assert _changed(earlier, corrected) > 100


def _named(part: str) -> str:
    return next(one["file"] for one in deliveries() if part in one["file"])


def _changed(before: tuple[dict[str, str], ...], after: tuple[dict[str, str], ...]) -> int:
    known = {tuple(row[key] for key in HEADER[:4]): (row["täljare"], row["nämnare"]) for row in before}
    keys = ((tuple(row[key] for key in HEADER[:4]), (row["täljare"], row["nämnare"])) for row in after)
    return sum(key in known and known[key] != figures for key, figures in keys)


def test_nothing_in_a_delivery_looks_like_a_person() -> None:
    texts = {row["kommentar"] for _, row in all_rows()} | {one[key] or "" for one in deliveries() for key in ("by", "comment")}
    texts |= {place.name for place in places()}
    assert [text for text in texts if find_persons(text)] == []


def test_noise_shrinks_where_more_people_live() -> None:
    figures = city_of(DEFAULT_SEED).figures["employment_20_24"]
    _, below = figures.totals()
    people = below.mean(axis=1)
    steps = np.nanstd(np.diff(figures.values()[people > 30], axis=1), axis=1)
    people = people[people > 30]
    assert np.median(steps[people < 100]) > 1.5 * np.median(steps[people > 300])


def test_areas_that_lie_close_are_alike() -> None:
    values = city_of(DEFAULT_SEED).figures["low_economic_standard"].values().mean(axis=1)
    kept = [number for number, place in enumerate(places()) if place.kind != EMPTY and not np.isnan(values[number])]
    x = np.array([(places()[number].x, places()[number].y) for number in kept])
    y = values[kept] - values[kept].mean()
    near = np.exp(-(np.linalg.norm(x[:, None] - x[None, :], axis=2) ** 2)) - np.eye(len(kept))
    moran = len(y) / near.sum() * (y @ near @ y) / (y @ y)
    assert moran > 0.3


@pytest.mark.parametrize("seed", SEEDS)
def test_the_true_effect_stands_out_from_every_placebo(seed: int) -> None:
    found = rank(city_of(seed), TRUE_EFFECT.indicator, (TRUE_EFFECT.area,), TRUE_EFFECT.first_year)
    assert found is not None
    assert found.placebos >= 20
    assert found.rank == 1
    assert 3 < found.effect < 9


def test_the_area_with_the_bad_year_comes_back_by_itself_as_its_like_do() -> None:
    naive, against_others = [], []
    for seed in SEEDS:
        city = city_of(seed)
        figures = city.figures[BAD_YEAR.indicator]
        values = figures.values()[figures.areas.index(city.bad_year_area)]
        year = [period.year for period in figures.periods].index(BAD_YEAR.year)
        found = rank(city, BAD_YEAR.indicator, (city.bad_year_area,), BAD_YEAR.year + 1)
        assert found is not None
        naive.append(np.nanmean(values[year + 1 :]) - values[year])
        against_others.append(found.effect)
    assert min(naive) > 3
    assert abs(np.mean(against_others)) < 1.5
