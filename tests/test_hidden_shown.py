"""What a reader sees of what is hidden or pooled: on the map, in words, in series and templates; and nothing more than that."""

import json
from datetime import date
from pathlib import Path

import pytest
import shapely

from kraftkollen.geography.hatching import hatch_geojson
from kraftkollen.model.actor import local_actor
from kraftkollen.model.text import Language
from kraftkollen.ui.gap_words import gap_words
from kraftkollen.views.choices import Wanted
from kraftkollen.views.development_view import Development, Ends
from kraftkollen.views.indicator_view import Line, Point
from kraftkollen.views.map_view import map_view
from kraftkollen.views.places import Place, PlaceKind
from kraftkollen.views.reading import Reading, Version, open_newest
from kraftkollen.views.series_view import series_view
from kraftkollen.views.template_view import template_view
from kraftkollen.words.hidden import why_hidden
from tests.test_disclosure_primary import indicator

POOLED = "upper_secondary_eligibility"


@pytest.fixture(scope="module")
def version(demo_store: Path) -> Version:
    return open_newest(demo_store)


def reading(version: Version, language: Language = "sv") -> Reading:
    return Reading(local_actor(), version, language)


def test_a_pooled_period_says_so_in_the_choice_and_in_the_title(version: Version) -> None:
    shown = map_view(reading(version), Wanted(indicator=POOLED, level="delomrade"))
    assert shown.title.endswith("medel 2023–2025")
    assert {one.title[:6] for one in shown.choices.period.options} == {"medel "}
    assert [one.id for one in shown.choices.period.options] == ["2023--2025", "2020--2022", "2017--2019", "2014--2016"]
    assert "2023, 2024, 2025" in shown.pooled
    english = map_view(reading(version, "en"), Wanted(indicator=POOLED, level="delomrade"))
    assert english.title.endswith("average 2023–2025")


def test_between_a_pooled_level_and_one_that_is_not_the_map_keeps_the_last_year(version: Version) -> None:
    there = map_view(reading(version), Wanted(indicator=POOLED, level="delomrade", period="2021"))
    assert there.choices.period.chosen is not None
    assert (there.choices.period.chosen.id, there.choices.period.unknown) == ("2020--2022", None)
    back = map_view(reading(version), Wanted(indicator=POOLED, level="stadsdel", period="2020--2022"))
    assert back.choices.period.chosen is not None
    assert (back.choices.period.chosen.id, back.pooled) == ("2022", "")


def test_no_single_year_of_a_pooled_level_is_published_and_larger_levels_stay_yearly(version: Version) -> None:
    periods: dict[str, set[bool]] = {}
    for one in series_view(reading(version), POOLED, group="all"):
        periods.setdefault(one.level, set()).add("--" in one.period)
    assert periods == {"delomrade": {True}, "priority": {True}, "stadsdel": {False}, "stad": {False}}


def test_the_published_file_holds_no_number_of_a_single_year_behind(version: Version) -> None:
    columns = [name for name, *_ in version.figures.file.ask("DESCRIBE behind").fetchall()]
    assert columns == ["indicator", "division", "area", "period", "grp", "status"]
    assert version.figures.file.ask("SELECT count(*) FROM behind").fetchone() != (0,)


def test_an_officer_is_asked_for_single_years_and_not_for_those_that_came(version: Version) -> None:
    asked = template_view(reading(version), date(2026, 11, 20), indicators=[POOLED])
    assert not any("--" in period for period in asked.periods)
    delivered = version.figures.delivered_cells(POOLED)
    divisions = {one.level: one.id for one in version.registry.divisions}
    assert not {(divisions[row.level], row.area, row.group.id, row.period) for row in asked.rows} & delivered
    assert len({period for division, *_, period in delivered if division == divisions["delomrade"]}) == 14


def test_stripes_lie_inside_their_own_area_and_do_not_say_which_is_hidden(version: Version) -> None:
    drawing = version.registry.drawing(version.registry.divisions[-1].id)
    assert drawing is not None
    areas = {one["id"]: shapely.geometry.shape(one["geometry"]) for one in json.loads(drawing.geojson)["features"]}
    stripes = json.loads(hatch_geojson(drawing.geojson))["features"]
    assert {one["id"] for one in stripes} == set(areas)
    assert all(one["properties"] == {} for one in stripes)
    for one in stripes:
        cut = shapely.make_valid(shapely.geometry.shape(one["geometry"]))
        area = areas[one["id"]]
        assert shapely.difference(cut, area.buffer(2e-5)).is_empty
        assert 0.1 < cut.area / area.area < 0.6


@pytest.mark.parametrize("kind", ["share", "rate", "mean", "count_people"])
def test_why_hidden_gives_the_limits_of_the_indicator_in_both_languages(kind: str) -> None:
    one = indicator(kind, small_numbers={"hide_counts_to": 7, "least_denominator": 41})
    swedish, english = (" ".join(why_hidden(one, language)) for language in ("sv", "en"))
    assert "1–7" in swedish
    assert "1 to 7" in english
    assert ("41" in swedish) is (kind != "count_people")


def test_without_an_indicator_no_limit_is_named() -> None:
    assert len(why_hidden(None, "sv")) == len(why_hidden(indicator("share"), "sv")) - 1


def test_a_gap_in_a_line_has_its_word_and_no_value_of_its_own() -> None:
    values = (70.0, None, None, 80.0, None)
    texts = ("70,0 %", "dolt: för få", "dolt: för få", "80,0 %", "saknas")
    points = tuple(
        Point(str(2020 + n), str(2020 + n), value, text, "final")
        for n, (value, text) in enumerate(zip(values, texts, strict=True))
    )
    place = Place("d", "E0101", "Berget", PlaceKind.AREA)
    unread = Development(Ends(None, None), None, None, None, "")
    (word,) = gap_words(Line(place, points, unread))
    assert (list(word.x), list(word.y), list(word.text)) == (["2021"], [75.0], ["dolt: för få"])
    assert gap_words(Line(place, points[3:], unread)) == []
