"""What the map says: its sentences branch by branch, its classes of colour, its marks, and nothing that is hidden."""

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from kraftkollen.model.actor import local_actor
from kraftkollen.model.delivery import Status
from kraftkollen.model.text import Language
from kraftkollen.ui.maps import harmless
from kraftkollen.views.choices import Wanted
from kraftkollen.views.map_colours import colours
from kraftkollen.views.map_view import NOT_DELIVERED, MapView, map_view
from kraftkollen.views.reading import Reading, Version, open_newest
from tests import stores

# One period a branch. The cells planted under the limits have figures that stand nowhere else: 3 of 71, 67 of 69, 9 of 23.
FIGURES = (
    *(f"school_attendance;E01{n:02};2019/20;;;{800 + 10 * n};1000;;" for n in range(1, 11)),
    *(f"school_attendance;E01{n:02};2020/21;;;{900 + 5 * n};1000;;" for n in range(1, 5)),
    "school_attendance;E0101;2021/22;;;900;1000;;",
    "school_attendance;E0101;2022/23;;;3;71;;",
    "school_attendance;E0102;2022/23;;;67;69;;",
    "school_attendance;E0103;2022/23;;;9;23;;",
    "school_attendance;E0104;2022/23;;..;;;;",
    "school_attendance;E0105;2022/23;;;912;1001;preliminär;",
    "school_attendance;E0106;2022/23;;;800;1001;;",
    "school_attendance;9999;2022/23;;;70001;80002;;",
    "school_attendance;E0101;2023/24;;;2;61;;",
    "school_attendance;9999;2024/25;;;71000;80000;;",
    "school_attendance;9999;2019/20;;;72000;80000;;",
    *(f"school_attendance;E01{n:02};2019/20;kvinnor;;{450 + n};500;;" for n in range(1, 7)),
    *(f"safe_school_routes;E01{n:02};2024;;{n};;;;" for n in range(1, 6)),
    "not_in_work_or_study;E0101;2023;;;100;1000;;",
    *(f"not_in_work_or_study;E01{n:02};2022;;;{n}0;1000;;" for n in range(1, 8)),
    *(f"population;E01{n:02};2024;;{1000 + n};;;;" for n in range(1, 8)),
    "population;E0110;2024;;4;;;;",
)
PLANTED_TEXTS = ("4,2", "4.2", "97,1", "97.1", "39,1", "39.1", "3,3", "3.3")
PLANTED_NUMBERS = (3 / 71 * 100, 67 / 69 * 100, 9 / 23 * 100, 2 / 61 * 100)


@pytest.fixture(scope="module")
def version(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Version:
    folder = tmp_path_factory.mktemp("figures")
    store = stores.copied(empty_store, folder)
    stores.delivered(store, folder, *FIGURES)
    return open_newest(store)


def _map(version: Version, language: Language = "sv", **wanted: str) -> MapView:
    wanted = {"indicator": "school_attendance", **wanted}
    return map_view(Reading(local_actor(), version, language), Wanted(**wanted))


def test_several_areas_are_a_span_beside_the_whole_city(version: Version) -> None:
    shown = _map(version, period="2019/20")
    assert shown.sentence == (
        "Från 81,0\u00a0% till 90,0\u00a0% i 10 områden. Hela staden: 90,0\u00a0%. 63 områden är inte lämnade."
    )
    assert _map(version, "en", period="2019/20").sentence == (
        "From 81.0% to 90.0% in 10 areas. The whole city: 90.0%. 63 areas have not been delivered."
    )


def test_one_area_is_a_value_and_not_a_span(version: Version) -> None:
    assert _map(version, period="2021/22").sentence == "90,0\u00a0% i 1 område. 72 områden är inte lämnade."


def test_hidden_missing_and_not_delivered_are_told_apart(version: Version) -> None:
    shown = _map(version, period="2022/23")
    assert shown.sentence == (
        "Från 79,9\u00a0% till 91,1\u00a0% i 2 områden. Hela staden: 87,5\u00a0%. "
        "3 områden är dolda: för få personer. 1 område saknar värde. 67 områden är inte lämnade."
    )
    texts = {one.code: one.text for one in shown.cells}
    assert (texts["E0101"], texts["E0104"], texts["E0201"]) == ("dolt: för få", "saknas", "inte lämnat")
    states = [len(shown.without_value(one)) for one in (Status.HIDDEN, Status.MISSING, NOT_DELIVERED)]
    assert states == [3, 1, 67]


def test_where_every_value_is_hidden_no_span_is_told(version: Version) -> None:
    assert _map(version, period="2023/24").sentence == "1 område är dolt: för få personer. 72 områden är inte lämnade."


def test_where_only_the_city_is_delivered_the_level_of_the_city_has_it(version: Version) -> None:
    shown = _map(version, period="2024/25", level="stad")
    assert shown.sentence == "88,8\u00a0% i 1 område."
    assert [one.code for one in shown.cells] == ["9999"]


def test_the_coarsest_level_is_not_compared_with_itself(version: Version) -> None:
    assert "Hela staden" not in _map(version, level="stad", period="2019/20").sentence


def test_where_nothing_is_delivered_it_says_so_and_still_lists_the_areas(empty_store: Path) -> None:
    shown = _map(open_newest(empty_store), "en")
    assert shown.sentence == "Nothing has been delivered for this indicator yet."
    assert len(shown.cells) == 73
    assert (shown.legend.labels, shown.with_value) == ((), ())


def test_a_preliminary_figure_is_called_preliminary(version: Version) -> None:
    assert _map(version, period="2022/23").preliminary
    assert not _map(version, period="2021/22").preliminary


def test_the_chosen_area_is_told_with_the_larger_one_that_it_lies_in(version: Version) -> None:
    chosen = _map(version, period="2019/20", area="E0102")
    assert chosen.selected == "Domkvarteret (Stadskärnan): 82,0\u00a0%. Närvaro i grundskolan, 2019/20."
    assert _map(version, period="2022/23", area="E0101").selected == (
        "Torgstaden (Stadskärnan): dolt: för få. Närvaro i grundskolan, 2022/23."
    )


def test_an_unknown_area_is_named_and_none_is_chosen(version: Version) -> None:
    shown = _map(version, area="E9999")
    assert (shown.area.unknown, shown.area.chosen, shown.selected) == ("E9999", None, None)


def test_a_group_stands_in_the_title(version: Version) -> None:
    assert _map(version, period="2019/20", group="women").title == "Närvaro i grundskolan, kvinnor och flickor, 2019/20"


def test_colours_have_the_same_limits_in_all_periods(version: Version) -> None:
    legends = {_map(version, period=period).legend for period in ("2019/20", "2020/21", "2021/22", "2022/23")}
    assert len(legends) == 1
    assert len(legends.pop().labels) == 5


def test_every_value_lies_in_the_class_that_its_label_says(version: Version) -> None:
    shown = _map(version, "en", period="2019/20")
    limits = [float(label.split(" ")[0].removesuffix("%")) for label in shown.legend.labels[1:]]
    assert limits == sorted(limits)
    for one in shown.with_value:
        assert one.value is not None
        assert one.step == sum(one.value >= limit for limit in limits)


def test_dark_is_worse_whichever_way_is_worse(version: Version) -> None:
    higher_is_better = _map(version, period="2019/20").legend
    lower_is_better = _map(version, indicator="not_in_work_or_study", period="2022").legend
    neither = _map(version, indicator="population", period="2024").legend
    assert (higher_is_better.worse_first, lower_is_better.worse_first, neither.worse_first) == (True, False, None)
    darkest = "#045a8d"
    assert colours(higher_is_better)[0] == darkest
    assert colours(lower_is_better)[-1] == darkest
    assert colours(neither)[-1] == darkest


def test_too_few_values_make_one_colour_and_no_classes(version: Version) -> None:
    shown = _map(version, level="stad", period="2019/20")
    assert shown.legend.labels == ()
    assert {one.step for one in shown.with_value} == {0}


def test_priority_areas_are_marked_and_no_others(version: Version) -> None:
    marked = {one.code for one in _map(version).cells if one.priority}
    assert marked == {code for area in version.programme.priority_areas for code in area.areas}
    assert not any(one.priority for one in _map(version, level="stadsdel").cells)


def test_the_table_is_in_the_order_of_names_and_not_of_rank(version: Version) -> None:
    names = [one.name for one in _map(version, period="2019/20").cells]
    values = [one.value for one in _map(version, period="2019/20").cells if one.value is not None]
    assert names == sorted(names)
    assert values not in (sorted(values), sorted(values, reverse=True))


def test_counts_of_people_under_five_are_hidden_and_counts_of_things_are_not(version: Version) -> None:
    people = {one.code: one for one in _map(version, indicator="population", period="2024").cells}
    assert (people["E0110"].value, people["E0110"].status) == (None, Status.HIDDEN)
    things = {one.code: one for one in _map(version, indicator="safe_school_routes", period="2024").cells}
    assert things["E0104"].value == 4


def _leaves(value: Any) -> Iterator[Any]:
    """Return everything that a frozen value holds, however deep."""
    if is_dataclass(value):
        for one in fields(value):
            yield from _leaves(getattr(value, one.name))
    elif isinstance(value, tuple | list | frozenset):
        for one in value:
            yield from _leaves(one)
    elif value is not None:
        yield value


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("period", ["2022/23", "2023/24"])
def test_no_field_of_the_map_holds_a_hidden_figure(version: Version, language: Language, period: str) -> None:
    shown = _map(version, language, period=period, area="E0101")
    texts, numbers = _everything(shown)
    assert not [text for text in texts for planted in PLANTED_TEXTS if planted in text]
    assert not [number for number in numbers for planted in PLANTED_NUMBERS if abs(number - planted) < 0.06]


def _everything(shown: MapView) -> tuple[list[str], list[float]]:
    # The borders are left out: a coordinate may read as any number.
    found = [leaf for leaf in _leaves(shown) if shown.drawing is None or leaf is not shown.drawing.geojson]
    texts = [str(leaf) for leaf in found if isinstance(leaf, str)]
    return texts, [float(leaf) for leaf in found if isinstance(leaf, int | float)]


def test_the_search_for_hidden_figures_finds_one_that_is_shown(version: Version) -> None:
    texts, numbers = _everything(_map(version, period="2022/23"))
    assert any("79,9" in text for text in texts)
    assert any(abs(number - 800 / 1001 * 100) < 1e-9 for number in numbers)


def test_borders_that_came_with_the_city_and_imported_ones_are_told_apart(version: Version) -> None:
    assert _map(version, "en").borders == "Borders: Invented borders of Exempelstad"


def test_markup_in_a_name_is_text_in_the_border_file_that_plotly_reads_names_from() -> None:
    one = {"type": "Feature", "id": "11", "properties": {"name": "<b>A</b> & <a href='x'>B</a>"}, "geometry": None}
    plain = json.dumps({"type": "FeatureCollection", "features": [{**one, "properties": {"name": "Norra Ängen"}}]})
    assert harmless(plain) == plain
    found = json.loads(harmless(json.dumps({"type": "FeatureCollection", "features": [one]})))
    (name,) = (feature["properties"]["name"] for feature in found["features"])
    assert not set(name) & set("<>")
    assert unescape(name) == one["properties"]["name"]
