"""How figures moved, in words: every branch has its sentence, in both languages, and none says effect."""

from datetime import date

import pytest

from kraftkollen.model.delivery import Status
from kraftkollen.model.indicator import Baseline, Better, Break, Indicator
from kraftkollen.store.figures import Figure
from kraftkollen.views.development_view import development, ends_of
from kraftkollen.views.reading import Reading, open_newest
from tests.store_fixtures import LOCAL, Store

SHARE, RATE, THINGS, PEOPLE = "school_attendance", "violent_crime", "childrens_loans", "population"


@pytest.fixture
def swedish(malmo: Store) -> Reading:
    return Reading(LOCAL, open_newest(malmo.path), "sv")


def indicator_of(reading: Reading, name: str, better: Better | None = None) -> Indicator:
    found = reading.version.catalogue.indicators[name]
    period = "2021/22" if name == SHARE else "2021"
    return found.model_copy(update={"baseline": Baseline(period=period), "better": better or found.better})


def figure(reading: Reading, name: str, year: int, numerator: float, denominator: float, status: str = Status.FINAL) -> Figure:
    found = reading.version.catalogue.indicators[name]
    period = f"{year}/{year - 1999}" if name == SHARE else str(year)
    value = numerator / denominator * found.per if found.is_ratio else numerator
    parts = (numerator, denominator) if found.is_ratio else (None, None)
    return Figure("delomrade-2023", "X", period, "total", value, *parts, status, "delivered")


def said(
    reading: Reading, name: str, ends: list[tuple[float, float]], city: list[tuple[float, float]] | None = None, **more: Better
) -> str:
    mine = [figure(reading, name, year, *one) for year, one in zip((2021, 2024), ends, strict=False)]
    of_city = [figure(reading, name, year, *one) for year, one in zip((2021, 2024), city or [], strict=False)]
    return plain(development(reading, indicator_of(reading, name, **more), "Lunden", mine, of_city).sentence)


def plain(sentence: str) -> str:
    return sentence.replace("\u00a0", " ")


BRANCHES = (
    (
        SHARE,
        [(700, 1000), (800, 1000)],
        [(7000, 10000), (7100, 10000)],
        Better.HIGHER,
        "Lunden: från 70,0 % (2021/22) till 80,0 % (2024/25). Upp 10,0 procentenheter: mer än slumpen brukar ge "
        "i ett område av den storleken, och åt rätt håll. Staden: +1,0 procentenheter. "
        "Området har rört sig mer uppåt än staden, och skillnaden är större än slumpen ger.",
    ),
    (SHARE, [(700, 1000), (800, 1000)], None, Better.LOWER, "och åt fel håll."),
    (
        SHARE,
        [(700, 1000), (800, 1000)],
        None,
        Better.NEITHER,
        "Upp 10,0 procentenheter: mer än slumpen brukar ge i ett område av den storleken.",
    ),
    (
        SHARE,
        [(800, 1000), (700, 1000)],
        None,
        Better.HIGHER,
        "Ned 10,0 procentenheter: mer än slumpen brukar ge i ett område av den storleken, och åt fel håll.",
    ),
    (
        SHARE,
        [(800, 1000), (700, 1000)],
        None,
        Better.LOWER,
        "Ned 10,0 procentenheter: mer än slumpen brukar ge i ett område av den storleken, och åt rätt håll.",
    ),
    (
        SHARE,
        [(800, 1000), (700, 1000)],
        None,
        Better.NEITHER,
        "Ned 10,0 procentenheter: mer än slumpen brukar ge i ett område av den storleken.",
    ),
    (
        SHARE,
        [(800, 1000), (700, 1000)],
        [(7000, 10000), (7100, 10000)],
        Better.HIGHER,
        "Området har rört sig mer nedåt än staden",
    ),
    (
        SHARE,
        [(700, 1000), (705, 1000)],
        [(7000, 10000), (7100, 10000)],
        Better.HIGHER,
        "Skillnaden, +0,5 procentenheter, är inte större än vad slumpen kan ge. Staden: +1,0 procentenheter. "
        "Området går inte att skilja från staden.",
    ),
    (
        SHARE,
        [(10, 20), (20, 20)],
        [(7000, 10000), (7100, 10000)],
        Better.HIGHER,
        "För få personer för att säga om något har ändrats. Staden: +1,0 procentenheter.",
    ),
    (SHARE, [(700, 1000), (700, 1000)], None, Better.HIGHER, "Ingen skillnad som syns i siffrorna."),
    (
        THINGS,
        [(3000, 1000), (9000, 1000)],
        [(3000, 1000), (3000, 1000)],
        Better.HIGHER,
        "Hur mycket av det som är slump går inte att räkna ut för den här indikatorn.",
    ),
)


@pytest.mark.parametrize(("name", "ends", "city", "better", "expected"), BRANCHES)
def test_every_branch_has_its_sentence(
    swedish: Reading,
    name: str,
    ends: list[tuple[float, float]],
    city: list[tuple[float, float]] | None,
    better: Better,
    expected: str,
) -> None:
    sentence = said(swedish, name, ends, city, better=better)
    assert expected in sentence
    assert "effekt" not in sentence.lower()


def test_a_number_of_people_is_not_set_beside_the_citys(swedish: Reading) -> None:
    assert "Staden" not in said(swedish, PEOPLE, [(1000, 1), (1500, 1)], [(100000, 1), (105000, 1)])


def test_without_an_earlier_figure_there_is_nothing_to_compare_with(swedish: Reading) -> None:
    indicator = indicator_of(swedish, SHARE)
    sentence = development(swedish, indicator, "Lunden", [figure(swedish, SHARE, 2024, 700, 1000)], []).sentence
    assert plain(sentence) == "Lunden: 70,0 % (2024/25). Det finns ingen tidigare siffra att jämföra med."


def test_without_a_figure_that_can_be_shown_it_says_so(swedish: Reading) -> None:
    hidden = Figure("d", "X", "2024/25", "total", None, None, None, Status.HIDDEN, "delivered")
    assert development(swedish, indicator_of(swedish, SHARE), "Lunden", [hidden], []).sentence == (
        "Lunden: det finns ingen siffra som går att visa."
    )


def test_a_break_between_the_two_is_said_and_nothing_is_compared(swedish: Reading) -> None:
    what = {"sv": "Ny mätning.", "en": "A new count."}
    broken = indicator_of(swedish, SHARE).model_copy(
        update={"breaks": (Break.model_validate({"period": "2023/24", "what": what}),)}
    )
    figures = [figure(swedish, SHARE, year, 700, 1000) for year in (2021, 2024)]
    found = development(swedish, broken, "Lunden", figures, [])
    assert (found.change, found.beyond_noise) == (None, False)
    assert found.sentence == "Lunden: serien har ett brott 2023/24. Siffror före och efter går inte att jämföra."


def test_the_baseline_is_the_last_period_that_was_over_when_the_programme_started(swedish: Reading) -> None:
    indicator = swedish.version.catalogue.indicators[RATE]
    assert indicator.baseline is None
    assert swedish.version.programme.programme.start == date(2026, 1, 7)
    figures = [figure(swedish, RATE, year, 50, 1000) for year in (2023, 2024, 2025, 2026)]
    ends = ends_of(swedish, indicator, figures)
    assert (ends.before.period if ends.before else "", ends.after.period if ends.after else "") == ("2025", "2026")


def test_an_earlier_figure_stands_in_for_a_baseline_that_is_hidden(swedish: Reading) -> None:
    hidden = Figure("d", "X", "2021/22", "total", None, None, None, Status.HIDDEN, "delivered")
    figures = [figure(swedish, SHARE, 2019, 700, 1000), hidden, figure(swedish, SHARE, 2024, 800, 1000)]
    assert "(2019/20) till" in development(swedish, indicator_of(swedish, SHARE), "Lunden", figures, []).sentence


def test_the_english_says_the_same(malmo: Store) -> None:
    reading = Reading(LOCAL, open_newest(malmo.path), "en")
    assert said(reading, SHARE, [(700, 1000), (800, 1000)], better=Better.HIGHER) == (
        "Lunden: from 70.0% (2021/22) to 80.0% (2024/25). "
        "Up 10.0 percentage points: more than chance alone in an area of that size, and the right way."
    )
