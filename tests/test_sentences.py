"""Sentences about how figures moved: none claims what chance alone may give, and each branch of each says its own."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kraftkollen.development import Change, Movement, Turn
from kraftkollen.model.indicator import Baseline, Better, Break, Indicator
from kraftkollen.store.figures import Figure
from kraftkollen.views.area_view import area_view, judgement
from kraftkollen.views.development_view import Development, Ends, development
from kraftkollen.views.indicator_view import indicator_view
from kraftkollen.views.meeting_view import place_sentence, places_sentence
from kraftkollen.views.movers_view import Mover, PlaceMovers, beside_city
from kraftkollen.views.places import Place, PlaceKind
from kraftkollen.views.reading import Reading, open_newest
from tests.store_fixtures import LOCAL

SHARE, RATE, PEOPLE, THINGS = "school_attendance", "violent_crime", "population", "childrens_loans"
Pair = tuple[int, int]


@pytest.fixture(scope="module")
def bare(malmo_store: Path) -> Reading:
    return Reading(LOCAL, open_newest(malmo_store), "sv")


@pytest.fixture(scope="module")
def demo(demo_store: Path) -> Reading:
    return Reading(LOCAL, open_newest(demo_store), "sv")


def indicator_of(reading: Reading, name: str, better: Better = Better.HIGHER) -> Indicator:
    period = "2021/22" if name == SHARE else "2021"
    return reading.version.catalogue.indicators[name].model_copy(update={"baseline": Baseline(period=period), "better": better})


def figures(indicator: Indicator, ends: tuple[Pair, Pair]) -> list[Figure]:
    found = []
    for year, (part, whole) in zip((2021, 2024), ends, strict=True):
        period = f"{year}/{year - 1999}" if indicator.id == SHARE else str(year)
        value, parts = (part / whole * indicator.per, (part, whole)) if indicator.is_ratio else (part, (None, None))
        found.append(Figure("d", "X", period, "total", value, *parts, "final", "delivered"))
    return found


def moved(reading: Reading, name: str, mine: tuple[Pair, Pair], city: tuple[Pair, Pair] | None = None) -> Development:
    indicator = indicator_of(reading, name)
    return development(reading, indicator, "Lunden", figures(indicator, mine), figures(indicator, city) if city else [])


parts = st.tuples(st.integers(0, 3000), st.integers(0, 3000)).map(lambda pair: (min(pair), max(pair) + 1))
pairs = st.tuples(parts, parts)


def holds_zero(change: Change) -> bool:
    return change.low <= 0 <= change.high


@settings(max_examples=150, deadline=None)
@given(st.sampled_from((SHARE, RATE, PEOPLE, THINGS)), st.sampled_from(tuple(Better)), pairs, pairs)
def test_no_sentence_claims_a_change_whose_interval_holds_zero(
    bare: Reading, name: str, better: Better, mine: tuple[Pair, Pair], city: tuple[Pair, Pair]
) -> None:
    indicator = indicator_of(bare, name, better)
    found = development(bare, indicator, "Lunden", figures(indicator, mine), figures(indicator, city))
    assert found.change is not None
    if holds_zero(found.change):
        assert not any(one in found.sentence for one in ("brukar ge", " håll", "Upp ", "Ned "))
        assert (found.beyond_noise, found.turn) == (False, Turn.NONE)
        assert not judgement(bare, found).startswith("ja")
    if found.beside_city is not None and holds_zero(found.beside_city):
        beside = beside_city(bare, indicator, found)
        assert not any(one in found.sentence + beside for one in ("mer uppåt", "mer nedåt"))
    assert "effekt" not in found.sentence.lower()


LARGE = ((700, 1000), (800, 1000))
JUDGEMENTS = (
    (SHARE, LARGE, Better.HIGHER, "ja, åt rätt håll"),
    (SHARE, LARGE, Better.LOWER, "ja, åt fel håll"),
    (SHARE, LARGE, Better.NEITHER, "ja"),
    (SHARE, ((700, 1000), (701, 1000)), Better.HIGHER, "nej"),
    (SHARE, ((5, 20), (15, 20)), Better.HIGHER, "för få för att säga"),
    (THINGS, LARGE, Better.HIGHER, "går inte att räkna ut"),
)


@pytest.mark.parametrize(("name", "ends", "better", "said"), JUDGEMENTS)
def test_every_judgement_has_its_words(bare: Reading, name: str, ends: tuple[Pair, Pair], better: Better, said: str) -> None:
    indicator = indicator_of(bare, name, better)
    assert judgement(bare, development(bare, indicator, "Lunden", figures(indicator, ends), [])) == said


def test_without_two_figures_or_across_a_break_nothing_is_judged(bare: Reading) -> None:
    indicator = indicator_of(bare, SHARE)
    alone = development(bare, indicator, "Lunden", figures(indicator, LARGE)[1:], [])
    assert judgement(bare, alone) == "inget att jämföra med"
    cut = Break.model_validate({"period": "2023/24", "what": {"sv": "Ny mätning.", "en": "A new count."}})
    broken = indicator.model_copy(update={"breaks": (cut,)})
    assert judgement(bare, development(bare, broken, "Lunden", figures(broken, LARGE), [])) == "brott i serien"


def test_a_move_that_does_not_show_in_the_figures_is_nowhere_called_a_move(bare: Reading) -> None:
    people = 100_000_000
    found = moved(bare, SHARE, ((70_000_000, people), (70_040_000, people)))
    assert found.change is not None
    assert found.change.movement is Movement.UP
    assert (found.visible, found.beyond_noise, found.turn, judgement(bare, found)) == (False, False, Turn.NONE, "nej")
    assert found.sentence.endswith("Ingen skillnad som syns i siffrorna.")


BESIDE = (
    (SHARE, LARGE, ((7000, 10000), (7100, 10000)), "mer uppåt än staden, +1,0"),
    (SHARE, LARGE[::-1], ((7000, 10000), (7100, 10000)), "mer nedåt än staden, +1,0"),
    (SHARE, LARGE, ((7000, 10000), (7800, 10000)), "går inte att skilja från staden, +8,0"),
    (SHARE, ((5, 20), (15, 20)), ((7000, 10000), (7100, 10000)), "staden: +1,0"),
    (SHARE, LARGE, None, "staden saknar siffra"),
    (PEOPLE, LARGE, LARGE, ""),
)


@pytest.mark.parametrize(("name", "mine", "city", "said"), BESIDE)
def test_how_a_move_stands_beside_the_citys_has_its_words(
    bare: Reading, name: str, mine: tuple[Pair, Pair], city: tuple[Pair, Pair] | None, said: str
) -> None:
    assert beside_city(bare, indicator_of(bare, name), moved(bare, name, mine, city)) == said


def test_an_indicators_sentence_counts_the_areas_that_moved_each_way(demo: Reading, bare: Reading, empty_store: Path) -> None:
    assert indicator_view(bare, SHARE, None, None).sentence == "Inga prioriterade områden är valda."
    empty = Reading(LOCAL, open_newest(empty_store), "sv")
    assert indicator_view(empty, SHARE, None, None).sentence == (
        "Inget prioriterat område har siffror från både före och efter utgångsvärdet."
    )
    assert indicator_view(demo, SHARE, None, None).sentence == (
        "1 av 3 prioriterade områden har rört sig mer än slumpen ger sedan utgångsvärdet: 1 åt rätt håll, 0 åt fel håll."
    )
    assert indicator_view(demo, "residential_turnover", None, None).sentence == (
        "3 av 3 prioriterade områden har rört sig mer än slumpen ger sedan utgångsvärdet."
    )


def test_an_areas_sentence_says_how_many_may_have_moved_by_chance(demo: Reading, bare: Reading) -> None:
    assert "Bland så många kan 1 göra det av en slump ändå." in area_view(demo, "kvarnbacken").sentence
    assert "ingen indikator har siffror" in area_view(bare, None).sentence


def place(read: int, right: int = 0, wrong: int = 0) -> PlaceMovers:
    def movers(count: int, turn: Turn) -> tuple[Mover, ...]:
        return tuple(Mover(f"i{at}", "Namn", "+1", turn, "") for at in range(count))

    return PlaceMovers(Place("d", "x", "X", PlaceKind.PRIORITY), movers(right, Turn.RIGHT), movers(wrong, Turn.WRONG), (), read)


def test_the_sentence_over_all_areas_counts_them_together(bare: Reading) -> None:
    assert places_sentence(bare, [place(0)]).startswith("Ingen indikator går att läsa")
    assert place_sentence(bare, place(0)) == "Ingen indikator går att läsa av här ännu."
    none = "Indikatorer som har rört sig mer än slumpen ger i 2 prioriterade områden: 0 åt rätt håll och 0 åt fel håll."
    assert places_sentence(bare, [place(14), place(14)]) == none
    some = places_sentence(bare, [place(14, right=2), place(14, wrong=1)])
    assert some.endswith(
        "i 2 prioriterade områden: 2 åt rätt håll och 1 åt fel håll. Bland så många kan 1 göra det av en slump ändå."
    )
    assert place_sentence(bare, place(14, right=2)) == "2 åt rätt håll och 0 åt fel håll, av 14 indikatorer."


def test_a_development_without_figures_is_no_move() -> None:
    nothing = Development(Ends(None, None), None, None, None, "")
    assert (nothing.beyond_noise, nothing.turn) == (False, Turn.NONE)
