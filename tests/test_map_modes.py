"""The modes of the map: what each compares with, what it refuses, and that nothing is claimed that chance may give."""

import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kraftkollen.development import Count, Movement, beside, change, interval
from kraftkollen.model.actor import local_actor
from kraftkollen.model.delivery import Status
from kraftkollen.model.indicator import Better, Indicator
from kraftkollen.model.text import Language
from kraftkollen.ui.map_shapes import shapes
from kraftkollen.views.choices import Wanted
from kraftkollen.views.map_classes import MIDDLE, Scale, difference_step
from kraftkollen.views.map_colours import colours
from kraftkollen.views.map_marks import marks
from kraftkollen.views.map_modes import NOT_COMPARED, Compared, Comparison, Mode, WhyNot
from kraftkollen.views.map_outlines import outer_lines, priority_outlines
from kraftkollen.views.map_sentences import compared_sentence, tally
from kraftkollen.views.map_small_view import Small, small_maps
from kraftkollen.views.map_view import Look, MapView, map_view
from kraftkollen.views.reading import Reading, Version, open_newest
from kraftkollen.words.maps import judged
from tests.test_disclosure_primary import indicator as an_indicator

ATTENDANCE, NEET, BOOKS, PEOPLE = "school_attendance", "not_in_work_or_study", "childrens_loans", "population"


@pytest.fixture(scope="module")
def version(demo_store: Path) -> Version:
    return open_newest(demo_store)


def _map(version: Version, mode: Mode, language: Language = "sv", **wanted: str) -> MapView:
    return map_view(Reading(local_actor(), version, language), Wanted(**wanted), Look(mode))


def test_each_mode_says_in_its_title_what_its_colours_mean(version: Version) -> None:
    titles = {mode: _map(version, mode, indicator=ATTENDANCE, period="2025/26").title for mode in Mode}
    assert titles == {
        Mode.LEVEL: "Närvaro i grundskolan, 2025/26",
        Mode.CHANGE: "Närvaro i grundskolan, 2025/26: förändring sedan 2021/22",
        Mode.TARGET: "Närvaro i grundskolan, 2025/26: avstånd till målet",
        Mode.CITY: "Närvaro i grundskolan, 2025/26: skillnad mot staden",
    }


def test_a_change_is_the_figure_less_that_of_the_baseline_and_hidden_where_either_is(version: Version) -> None:
    shown = _map(version, Mode.CHANGE, indicator=ATTENDANCE, period="2025/26")
    ends = [
        {one.code: one for one in _map(version, Mode.LEVEL, indicator=ATTENDANCE, period=at).cells}
        for at in ("2021/22", "2025/26")
    ]
    for cell in shown.cells:
        then, now = ends[0][cell.code], ends[1][cell.code]
        if Status.HIDDEN in (then.status, now.status):
            assert (cell.status, cell.step, cell.text) == (Status.HIDDEN, None, "dolt: för få")
        elif then.value is not None and now.value is not None:
            assert cell.row[:2] == (then.text, now.text)
    assert any(cell.status == Status.HIDDEN for cell in shown.cells)


@pytest.mark.parametrize(
    ("mode", "wanted", "said"),
    [
        (Mode.CHANGE, {"indicator": ATTENDANCE, "period": "2019/20"}, "Utgångsvärdet är från 2021/22. Välj en senare period"),
        (Mode.TARGET, {"indicator": BOOKS}, "Inget mål är beslutat"),
        (Mode.CITY, {"indicator": PEOPLE}, "Det här är ett antal"),
        (Mode.CITY, {"indicator": ATTENDANCE, "level": "stad"}, "Kartan visar hela staden."),
        (Mode.CITY, {"indicator": BOOKS}, "Det finns ingen uppgift för hela staden"),
        (Mode.CHANGE, {"indicator": BOOKS}, "Hur mycket av det som är slump går inte att räkna ut"),
        (Mode.CHANGE, {"indicator": ATTENDANCE}, "områden rört sig mer än slumpen kan ge:"),
        (Mode.CHANGE, {"indicator": PEOPLE}, " upp, 0 ned."),
        (Mode.TARGET, {"indicator": ATTENDANCE}, "Där ett område har ett eget mål gäller det målet."),
        (Mode.CITY, {"indicator": ATTENDANCE}, "bättre till än staden"),
    ],
)
def test_every_mode_says_what_it_shows_or_why_it_cannot(
    mode: Mode, wanted: dict[str, str], said: str, version: Version
) -> None:
    shown = _map(version, mode, **wanted)
    assert said in shown.sentence
    assert "effekt" not in shown.sentence.lower()
    if not shown.with_value:
        assert {one.status for one in shown.cells} <= {NOT_COMPARED, Status.HIDDEN, Status.MISSING, "not_delivered"}


def test_no_change_is_counted_across_a_break_or_without_a_baseline(version: Version) -> None:
    reading = Reading(local_actor(), version, "en")
    one = version.catalogue.indicators[ATTENDANCE]
    broken = Comparison(Mode.CHANGE, {}, why_not=WhyNot.BROKEN, since="2021/22")
    assert "break between 2021/22 and 2025/26" in compared_sentence(reading, one, broken, "2025/26", [])
    none = Comparison(Mode.CHANGE, {}, why_not=WhyNot.NO_BASELINE)
    assert "no figure from before the baseline" in compared_sentence(reading, one, none, "2025/26", [])


UNCLAIMED = {
    "no more than chance may give",
    "cannot be told from the city",
    "cannot be told from the target",
    "too few to say",
}


def _share(better: Better) -> Indicator:
    return an_indicator("share", better=better.value)


counts = st.integers(min_value=30, max_value=4000).flatmap(lambda people: st.tuples(st.integers(0, people), st.just(people)))


@settings(max_examples=300, deadline=None)
@given(counts, counts, st.sampled_from(list(Better)))
def test_no_difference_whose_interval_holds_nought_has_a_colour_or_a_claim(
    before: tuple[int, int], after: tuple[int, int], better: Better
) -> None:
    indicator = _share(better)
    first, second = (Count(events / people * 100, events, people) for events, people in (before, after))
    for mode, found in (
        (Mode.CHANGE, change(first, second, indicator)),
        (Mode.CITY, change(first, second, indicator)),
        (Mode.TARGET, beside(second, round(first.value, 1), indicator)),
    ):
        if found.low <= 0 <= found.high:
            assert difference_step(found, (1.0,), indicator) == MIDDLE
            words = judged(mode, found.movement, found.turn, "en")
            assert words in UNCLAIMED
        else:
            assert found.movement in (Movement.UP, Movement.DOWN, Movement.TOO_FEW)


def test_a_target_has_no_noise_of_its_own() -> None:
    indicator = _share(Better.HIGHER)
    figure = Count(80.0, 800, 1000)
    low, high = interval(figure, indicator)
    found = beside(figure, 90.0, indicator)
    assert (found.low, found.high) == (low - 90, high - 90)
    assert (found.size, found.turn.value) == (-10.0, "wrong")
    assert beside(figure, 80.5, indicator).movement is Movement.WITHIN_NOISE


def test_an_area_with_a_target_of_its_own_is_held_to_that_one(version: Version) -> None:
    cells = {one.code: one for one in _map(version, Mode.TARGET, indicator=ATTENDANCE).cells}
    assert cells["E0308"].row[0] == "90,0\u00a0%"
    assert cells["E0501"].row[0] == "93,0\u00a0%"


def test_a_legend_of_differences_has_words_for_sign_and_way_and_a_middle_that_claims_nothing(version: Version) -> None:
    higher, lower = (_map(version, Mode.CITY, indicator=one).legend for one in (ATTENDANCE, NEET))
    assert (higher.worse_first, lower.worse_first, higher.diverging) == (True, False, True)
    assert colours(higher) == tuple(reversed(colours(lower)))
    assert higher.labels[MIDDLE] == "ingen säker skillnad"
    assert higher.labels[0].endswith("eller mer under")
    assert "procentenheter" in higher.heading


def test_the_classes_are_the_same_in_all_periods_unless_asked_otherwise(version: Version) -> None:
    reading = Reading(local_actor(), version, "sv")
    fixed, shares = (
        {map_view(reading, Wanted(ATTENDANCE, period=at), Look(mode, scale)).legend.labels for at in ("2023/24", "2025/26")}
        for mode, scale in ((Mode.CHANGE, Scale.FIXED), (Mode.LEVEL, Scale.QUANTILE))
    )
    assert (len(fixed), len(shares)) == (1, 2)


def test_an_intervention_is_marked_where_it_is_once_it_has_begun_and_by_the_same_number(version: Version) -> None:
    reading = Reading(local_actor(), version, "sv")
    outlines = priority_outlines(reading)
    read = version.catalogue.indicators[ATTENDANCE].read_period
    early, late = ({one.id: one for one in marks(reading, read(at), outlines)} for at in ("2021/22", "2024/25"))
    assert (early["hela_familjen"].number, early["hela_familjen"].why) == (None, "hade inte börjat under perioden")
    assert early["vagen_till_arbete"].number == late["vagen_till_arbete"].number == 1
    assert (late["genvagen"].physical, late["hela_familjen"].where) == (True, "Ekhaga")
    assert late["lokal_samverkan"].why == "hela staden"
    below = next(one.below for one in outlines if one.id == "ekhaga")
    assert late["hela_familjen"].at == (below,)


def test_two_neighbours_have_one_line_around_them() -> None:
    rings = {"a": [[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]]}
    rings["b"] = [[(1.0, 0.0), (2.0, 0.0), (2.0, 1.0), (1.0, 1.0), (1.0, 0.0)]]
    edges = [pair for line in outer_lines(rings, ("a", "b")) for pair in itertools.pairwise(line)]
    assert len(edges) == 6
    assert {frozenset(one) for one in edges}.isdisjoint({frozenset({(1.0, 0.0), (1.0, 1.0)})})


def test_small_maps_have_common_classes_over_periods_and_say_the_chosen_area(version: Version) -> None:
    reading = Reading(local_actor(), version, "sv")
    shown = map_view(reading, Wanted(ATTENDANCE, area="E0308"), Look(Mode.LEVEL))
    listed = small_maps(reading, shown, Small.PERIOD, lambda _what, _parts, make: make())
    assert [one.title for one in listed] == [one.title for one in reversed(shown.choices.period.options)]
    assert {one.legend for one in listed} == {shown.legend}
    assert all(one.said.startswith("Rågängen: ") for one in listed)
    assert shown.drawing is not None
    drawn = shapes(shown.drawing.geojson, 200)
    assert drawn.together(listed[0].hidden).count("M") >= len(listed[0].hidden)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(counts, counts), min_size=1, max_size=20), st.sampled_from(list(Better)))
def test_the_headline_counts_no_area_whose_interval_holds_nought(
    version: Version, pairs: list[tuple[tuple[int, int], tuple[int, int]]], better: Better
) -> None:
    indicator = _share(better)
    made = [[Count(events / people * 100, events, people) for events, people in pair] for pair in pairs]
    changes = tuple(change(before, after, indicator) for before, after in made)
    up, down = sum(one.low > 0 for one in changes), sum(one.high < 0 for one in changes)
    counted = tally(changes)
    assert counted.up <= up
    assert counted.down <= down
    assert counted.better + counted.worse <= counted.beyond <= up + down
    reading = Reading(local_actor(), version, "en")
    areas = {str(number): Compared(one.after, Status.FINAL.value, one.before, one) for number, one in enumerate(changes)}
    said = compared_sentence(reading, indicator, Comparison(Mode.CHANGE, areas, since="2021"), "2024", ())
    moved = re.search(r"(\d+|none) of (\d+) areas? ha(?:s|ve) moved", said)
    assert moved is not None
    assert moved[1] == (str(counted.beyond) if counted.beyond else "none")
    assert int(moved[2]) == len(changes)
