"""Official borders in the place of approximate ones, and a new version of a division beside the old one."""

import json
from pathlib import Path

import pytest

from kraftkollen.actions.areas import Imported, Layer, import_areas
from kraftkollen.actions.publish import figures_as_of
from kraftkollen.errors import BordersRefused, NotFound
from kraftkollen.store import places
from kraftkollen.views.reading import open_newest
from tests.store_fixtures import LOCAL, START, Store, attendance

CITY_FOLDER = Path(__file__).resolve().parents[1] / "data" / "cities" / "malmo"


@pytest.fixture(scope="session")
def official(shared: Path) -> Layer:
    return Layer((shared / "data" / "delomr_p_3008.zip").read_bytes(), "delomr_p_3008.zip")


def seed_layer() -> dict[str, object]:
    found: dict[str, object] = json.loads((CITY_FOLDER / "areas" / "delomraden.geojson").read_text(encoding="utf-8"))
    return found


def as_layer(document: dict[str, object], version: str | None = None) -> Layer:
    return Layer(json.dumps(document).encode(), "ny.geojson", version=version)


def imported(store: Store, layer: Layer) -> Imported:
    return import_areas(store.site, LOCAL, layer)


def border_sets(store: Store) -> list[tuple[str, bool]]:
    with store.site.journal.read() as transaction:
        found = transaction.connection.execute("SELECT division, approximate FROM border_set ORDER BY id").fetchall()
    return [(str(division), bool(approximate)) for division, approximate in found]


@pytest.mark.shared
def test_the_official_layer_replaces_the_borders_on_every_level(malmo: Store, official: Layer) -> None:
    before = border_sets(malmo)
    assert before == [("delomrade-2023", True), ("stadsdel-1996", True), ("stad-2023", True)]
    done = imported(malmo, official)
    assert (done.areas, done.level, done.version) == (136, "delomrade", "2023")
    assert "3008" in done.crs
    assert border_sets(malmo)[3:] == [("delomrade-2023", False), ("stadsdel-1996", False), ("stad-2023", False)]
    malmo.publish()
    registry = open_newest(malmo.path).registry
    for division, areas in (("delomrade-2023", 136), ("stadsdel-1996", 10), ("stad-2023", 1)):
        drawing = registry.drawing(division)
        assert drawing is not None
        assert not drawing.approximate
        assert drawing.source == "delomr_p_3008.zip"
        assert len(json.loads(drawing.geojson)["features"]) == len(registry.labels(division)) == areas
    assert len(registry.neighbours("delomrade-2023")) > 136


@pytest.mark.shared
def test_areas_keep_their_codes_names_and_parents_and_figures_go_on(malmo: Store, official: Layer) -> None:
    malmo.approved(attendance("10101", 900, 1000))
    malmo.publish()
    areas = open_newest(malmo.path).registry.areas
    imported(malmo, official)
    malmo.publish()
    assert open_newest(malmo.path).registry.areas == areas
    assert malmo.values() == {("10101", "2024/25"): 90}


def test_a_layer_with_an_unknown_code_is_refused_and_nothing_is_changed(malmo: Store) -> None:
    document = seed_layer()
    feature = document["features"][0]  # type: ignore[index]
    feature["properties"] = {name: ("99999" if value == "10101" else value) for name, value in feature["properties"].items()}
    feature.pop("id", None)
    before, pointer = border_sets(malmo), malmo.pointer()
    assert "99999" in json.dumps(feature) or "99999" in json.dumps(document)
    with pytest.raises(BordersRefused) as refusal:
        imported(malmo, as_layer(document))
    assert refusal.value.problems
    assert (border_sets(malmo), malmo.pointer()) == (before, pointer)
    assert malmo.count("SELECT count(*) FROM area") == 147


def test_a_layer_that_lacks_an_area_is_refused(malmo: Store) -> None:
    document = seed_layer()
    document["features"] = document["features"][:-1]  # type: ignore[index]
    with pytest.raises(BordersRefused):
        imported(malmo, as_layer(document))
    assert len(border_sets(malmo)) == 3


@pytest.mark.parametrize("content", [b"", b"{}", b"PK\x03\x04 half a zip", b"\xff\xfe\x00"])
def test_a_file_that_is_no_layer_is_refused(malmo: Store, content: bytes) -> None:
    with pytest.raises(BordersRefused):
        imported(malmo, Layer(content, "fil.zip"))


def test_a_level_that_the_store_lacks_is_refused(malmo: Store) -> None:
    with pytest.raises(NotFound) as refusal:
        import_areas(malmo.site, LOCAL, Layer(b"{}", "x.geojson", level="kvarter"))
    assert all(level in str(refusal.value.details["nearest"]) for level in ("stad", "stadsdel", "delomrade"))


def test_a_new_version_is_a_new_division_whose_codes_are_not_joined_to_the_old(malmo: Store) -> None:
    malmo.at(1).approved(attendance("10101", 900, 1000))
    malmo.at(2).publish()
    done = imported(malmo.at(3), as_layer(seed_layer(), version="2027"))
    assert done.version == "2027"
    malmo.at(4).publish()
    registry = open_newest(malmo.path).registry
    assert [one.id for one in registry.divisions] == ["stad-2023", "stadsdel-1996", "delomrade-2027"]
    assert sum(one.division == "delomrade-2027" for one in registry.areas) == 136
    figures = open_newest(malmo.path).figures
    assert figures.across("school_attendance", "delomrade-2027", "2024/25", "total") == ()
    assert len(figures.across("school_attendance", "delomrade-2023", "2024/25", "total")) == 1
    malmo.at(5).approved(attendance("10101", 800, 1000))
    malmo.at(6).publish()
    (new,) = open_newest(malmo.path).figures.across("school_attendance", "delomrade-2027", "2024/25", "total")
    assert new.value == 80


def test_an_earlier_version_of_the_figures_stands_on_the_division_of_then(malmo: Store) -> None:
    # The clock stands still: what came first is known by its number, not by its time.
    malmo.approved(*(attendance(code, 90, 100) for code in codes_of(malmo)))
    malmo.publish()
    before = figures_as_of(malmo.site, LOCAL, START)
    imported(malmo, as_layer(seed_layer(), version="2027"))
    assert figures_as_of(malmo.site, LOCAL, START).equals(before)
    assert {"stad-2023", "stadsdel-1996", "delomrade-2023"} == set(before.column("division").to_pylist())


def codes_of(store: Store) -> list[str]:
    with store.site.journal.read() as transaction:
        divisions = places.current_divisions(transaction)
        return [one.code for one in places.areas(transaction, divisions[-1:])]


NO_NAMES = ("../../x", "a/b", "..", "", "x\n", "a\x00b", "=1+1", '"; DROP TABLE area; --', "<b>", "v" * 41)


def test_a_version_that_is_no_name_is_refused_and_not_repeated(malmo: Store) -> None:
    for version in NO_NAMES:
        with pytest.raises(BordersRefused) as refusal:
            imported(malmo, as_layer(seed_layer(), version=version))
        assert [(one.code, one.value) for one in refusal.value.problems] == [("borders_version_form", None)]
    assert len(border_sets(malmo)) == 3


def test_borders_of_an_older_version_must_have_exactly_its_codes_too(malmo: Store) -> None:
    imported(malmo, as_layer(seed_layer(), version="2027"))
    document = seed_layer()
    document["features"] = document["features"][:-1]  # type: ignore[index]
    with pytest.raises(BordersRefused):
        imported(malmo, as_layer(document, version="2023"))
    imported(malmo, as_layer(seed_layer(), version="2023"))
    with malmo.site.journal.read() as transaction:
        assert places.current_divisions(transaction)[-1].version == "2027"
