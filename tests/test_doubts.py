"""What is unlikely in a delivery is told beside what is current: planted faults are found, honest figures let through."""

from collections import Counter
from dataclasses import replace

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from kraftkollen.actions.site import ROOT
from kraftkollen.aggregation import Whole, wholes
from kraftkollen.errors import Problem
from kraftkollen.intake.doubts import doubts
from kraftkollen.model.catalogue import Catalogue
from kraftkollen.model.delivery import OBSERVATION_SCHEMA, Reference
from kraftkollen.model.indicator import Break
from kraftkollen.words.problems import what_to_do
from tests.intake.city import city

NOTHING = OBSERVATION_SCHEMA.empty_table()
DELIVERIES = ROOT / "data" / "cities" / "exempelstad" / "deliveries"
Row = tuple[str, str, str, str, float | None, float | None, float | None]


def table(*rows: Row, division: str = "delomrade-2023") -> pa.Table:
    """Return observations of (indicator, area, period, group, value, numerator, denominator)."""
    found = []
    for number, (indicator, area, period, grp, value, numerator, denominator) in enumerate(rows, start=2):
        if numerator is not None and denominator:
            value = numerator / denominator * city().catalogue.indicators[indicator].per
        where = {"9999": "stad-1", "1": "stadsdel-1", "2": "stadsdel-1"}.get(area, division)
        found.append((indicator, where, area, period, grp, value, numerator, denominator, "final", None, number))
    return pa.Table.from_pylist([dict(zip(OBSERVATION_SCHEMA.names, one, strict=True)) for one in found], OBSERVATION_SCHEMA)


def people(area: str, values: list[float | None], first: int = 2014, group: str = "total") -> list[Row]:
    return [("population", area, str(first + step), group, value, None, None) for step, value in enumerate(values)]


def shares(area: str, pairs: list[tuple[float, float]], first: int = 2014) -> list[Row]:
    return [("employment", area, str(first + step), "total", None, top, below) for step, (top, below) in enumerate(pairs)]


def found(
    rows: pa.Table, current: pa.Table = NOTHING, reference: Reference | None = None, larger: tuple[Whole, ...] = ()
) -> list[Problem]:
    return list(doubts(rows, current, reference or city(), larger, {"value": "värde", "denominator": "nämnare"}))


def codes(problems: list[Problem]) -> list[str]:
    return [one.code for one in problems]


STEADY = [2000.0, 2010.0, 2025.0, 2030.0, 2042.0, 2050.0, 2061.0]


def test_a_value_with_a_decimal_too_many_is_told_with_what_is_usual() -> None:
    problems = found(table(*people("010", [20700.0], 2021)), table(*people("010", STEADY)))
    assert [(one.code, one.row, one.column, one.value) for one in problems] == [("jump", 2, "värde", "20700")]
    details = problems[0].details
    assert (details["before"], details["before_period"], details["change"]) == (2061.0, "2020", 18639.0)
    assert isinstance(details["low"], float)
    assert details["low"] < 10 < details["high"] < 200
    assert "20 700: en ändring med 18 639" in what_to_do(problems[0], "sv").replace("\xa0", " ")
    assert "20,700: a change of 18,639" in what_to_do(problems[0], "en")


def test_a_small_noisy_area_and_a_large_flat_one_are_treated_alike() -> None:
    small = shares("010", [(9, 20), (13, 21), (8, 19), (12, 20), (7, 22), (11, 20)])
    flat = shares("011", [(50_000 + 40 * step, 100_000) for step in (0, 1, 0, 1, 1, 0)])
    current = table(*small, *flat)
    likely = table(*shares("010", [(14, 20)], 2020), *shares("011", [(50_200, 100_000)], 2020))
    assert found(likely, current) == []
    unlikely = table(*shares("010", [(14, 20)], 2020), *shares("011", [(58_000, 100_000)], 2020))
    assert [(one.code, one.details["area"]) for one in found(unlikely, current)] == [("jump", "Östra Kajen (011)")]


def test_areas_that_are_mixed_up_show_in_their_denominators() -> None:
    current = table(*shares("010", [(200, 400)] * 6), *shares("011", [(1000, 2000)] * 6))
    mixed = table(*shares("010", [(1000, 2000)], 2020), *shares("011", [(200, 400)], 2020))
    assert [(one.code, one.row, one.column) for one in found(mixed, current)] == [
        ("denominator_jump", 2, "nämnare"),
        ("denominator_jump", 3, "nämnare"),
    ]


def test_a_short_series_is_judged_by_the_other_areas_and_a_first_file_by_nothing() -> None:
    short = [row for area in ("010", "011", "012", "013") for row in people(area, [1000.0, 1005.0])]
    assert found(table(*people("010", [9000.0], 2016)), table(*people("010", [1000.0, 1005.0]))) == []
    new = [
        row
        for area, value in zip(("010", "011", "012", "013"), (9000.0, 1010.0, 1011.0, 1012.0), strict=True)
        for row in people(area, [value], 2016)
    ]
    assert [(one.code, one.row) for one in found(table(*new), table(*short))] == [("jump", 2)]
    assert found(table(*short)) == []


def test_a_change_across_a_break_is_no_jump() -> None:
    rows, current = table(*people("010", [9000.0], 2021)), table(*people("010", STEADY))
    assert codes(found(rows, current)) == ["jump"]
    what = Break.model_validate({"period": "2021", "what": {"sv": "Ny gräns", "en": "New border"}})
    indicators = dict(city().catalogue.indicators)
    indicators["population"] = indicators["population"].model_copy(update={"breaks": (what,)})
    broken = replace(city(), catalogue=Catalogue(indicators, city().catalogue.dimensions))
    assert found(rows, current, broken) == []


def test_a_season_is_no_jump() -> None:
    values = {quarter: [100.0, 101.0, 99.0, 102.0, 100.0, 101.0] for quarter in (1, 2, 4)} | {
        3: [10.0, 11.0, 9.0, 10.0, 12.0, 10.0]
    }
    rows = [
        ("presence_hours", "1", f"{2018 + step}Q{quarter}", "total", value, None, None)
        for quarter, series in values.items()
        for step, value in enumerate(series)
    ]
    assert found(table(*rows)) == []
    late = ("presence_hours", "1", "2024Q3", "total", 100.0, None, None)
    assert "jump" in codes(found(table(late), table(*rows)))


def test_what_was_not_measured_for_years_may_have_moved_further() -> None:
    current = table(*people("010", [1000.0, 1030.0, 1010.0, 1050.0, 1020.0, 1060.0]))
    assert "jump" in codes(found(table(*people("010", [1280.0], 2020)), current))
    assert "jump" not in codes(found(table(*people("010", [1280.0], 2023)), current))


def test_changes_of_what_is_approved_are_one_line_a_period_with_the_largest() -> None:
    current = table(*people("010", STEADY), *people("011", STEADY))
    rows = table(*people("010", [2063.0], 2020), *people("011", [2071.0], 2020), *people("010", [2050.0], 2019))
    problems = found(rows, current)
    assert [(one.code, one.row) for one in problems] == [("changes_published", 3)]
    details = problems[0].details
    assert (details["count"], details["old"], details["value"], details["area"]) == (2, 2061.0, 2071.0, "Östra Kajen (011)")
    assert what_to_do(problems[0], "sv").startswith("Folkmängd, 2020: 2 av siffrorna")
    assert what_to_do(problems[0], "en").startswith("Population, 2020: 2 of the figures")


def test_a_value_that_comes_to_be_missing_is_a_change() -> None:
    problems = found(table(*people("010", [None], 2020)), table(*people("010", STEADY)))
    assert codes(problems) == ["changes_published_missing"]


def test_areas_that_had_a_figure_the_period_before_and_lack_one_are_told_once() -> None:
    areas = ("010", "011", "012", "013", "014")
    current = table(*(row for area in areas for row in people(area, [1000.0])))
    rows = table(*(row for area in areas[:3] for row in people(area, [1001.0], 2015)), *people("013", [None], 2015))
    problems = found(rows, current)
    assert codes(problems) == ["areas_gone"]
    assert (problems[0].details["count"], problems[0].details["before_period"]) == (2, "2014")
    assert "Gråberga (013), Söderåsen (014)" in what_to_do(problems[0], "sv")


def test_a_single_area_ahead_of_the_others_is_no_area_gone() -> None:
    current = table(*(row for area in ("010", "011", "012") for row in people(area, [1000.0])))
    assert found(table(*people("010", [1001.0], 2015)), current) == []
    rest = table(*people("011", [1001.0], 2015))
    assert found(rest, pa.concat_tables([current, table(*people("010", [1001.0], 2015))])) == []


def test_a_group_that_is_left_out_is_told() -> None:
    current = table(*people("010", [1000.0]), *people("010", [500.0], group="women"), *people("010", [500.0], group="men"))
    problems = found(table(*people("010", [1001.0], 2015)), current)
    assert codes(problems) == ["group_gone"]
    assert "2 (Män, Kvinnor)" in what_to_do(problems[0], "sv")
    assert "2 (Men, Women)" in what_to_do(problems[0], "en")


def test_a_period_that_is_left_out_is_told_and_not_where_only_every_second_is_measured() -> None:
    rows, current = table(*people("010", [1002.0], 2016)), table(*people("010", [1000.0]))
    problems = found(rows, current)
    assert [(one.code, one.details["period"], one.details["after"]) for one in problems] == [("period_gone", "2015", "2016")]
    indicators = dict(city().catalogue.indicators)
    indicators["population"] = indicators["population"].model_copy(update={"every": 2})
    assert found(rows, current, replace(city(), catalogue=Catalogue(indicators, city().catalogue.dimensions))) == []


def _official() -> Reference:
    indicators = dict(city().catalogue.indicators)
    source = indicators["population"].source.model_copy(update={"official": True, "producer": "SCB"})
    indicators["population"] = indicators["population"].model_copy(update={"source": source})
    return replace(city(), catalogue=Catalogue(indicators, city().catalogue.dimensions))


def _groups(total: float) -> pa.Table:
    return table(*people("010", [total]), *people("010", [500.0], group="women"), *people("010", [490.0], group="men"))


def test_groups_that_do_not_add_up_are_told_and_a_small_difference_is_explained_by_an_official_source() -> None:
    problems = found(_groups(994.0))
    assert [(one.code, one.row, one.details["sum"], one.details["difference"]) for one in problems] == [
        ("groups_differ", 2, 990.0, 4.0)
    ]
    assert "totalen (värde) är 994" in what_to_do(problems[0], "sv")
    assert codes(found(_groups(994.0), reference=_official())) == ["totals_differ_noise"]
    assert codes(found(_groups(1010.0), reference=_official())) == ["groups_differ"]
    assert found(_groups(990.0)) == []


def test_a_total_of_a_larger_area_is_held_against_its_areas_where_all_of_them_are_there() -> None:
    larger = wholes(city().divisions, city().areas)
    parts = [row for number in range(5) for row in shares(f"0{10 + number}", [(10, 40)])]
    assert found(table(*parts, *shares("1", [(50, 200)])), larger=larger) == []
    problems = found(table(*shares("1", [(60, 200)])), table(*parts), larger=larger)
    assert [(one.code, one.details["column"], one.details["sum"], one.details["parts"]) for one in problems] == [
        ("areas_differ", "numerator", 50.0, 5)
    ]
    assert found(table(*shares("1", [(60, 200)])), table(*parts[1:]), larger=larger) == []


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_delivery_that_is_current_already_has_no_warning(data: st.DataObject) -> None:
    numbers = st.one_of(st.none(), st.floats(0, 1e6))
    rows = [
        row
        for area in data.draw(st.lists(st.sampled_from(("010", "011", "012", "1", "9999")), min_size=1, unique=True))
        for group in data.draw(st.lists(st.sampled_from(("total", "women", "men")), min_size=1, unique=True))
        for row in people(area, data.draw(st.lists(numbers, min_size=1, max_size=12)), group=group)
    ]
    every = table(*rows)
    some = every.take(pa.array(data.draw(st.lists(st.integers(0, len(rows) - 1), min_size=1, unique=True))))
    assert found(some, every, larger=wholes(city().divisions, city().areas)) == []


def test_a_thousand_doubts_are_counted_and_five_hundred_told() -> None:
    areas = [f"x{number}" for number in range(600)]
    current = table(*(row for area in areas for row in people(area, STEADY)))
    problems = found(table(*(row for area in areas for row in people(area, [99_999.0], 2021))), current)
    assert Counter(codes(problems)) == {"jump": 500, "more_of_the_same": 1}
    assert problems[-1].details == {"of": "jump", "more": 100}


def test_a_small_change_is_told_with_as_many_decimals_as_tell_it() -> None:
    current = table(*shares("010", [(500.0, 1000.0)], 2020))
    problems = found(table(*shares("010", [(500.1, 1000.0)], 2020)), current)
    (change,) = (one for one in problems if one.code == "changes_published")
    assert (change.details["old"], change.details["value"]) == (50.0, 50.01)


def test_other_parts_with_the_same_value_are_told_as_that_and_not_as_a_change_from_a_value_to_itself() -> None:
    current = table(*shares("010", [(0.0, 1000.0)], 2020))
    problems = found(table(*shares("010", [(0.0, 1010.0)], 2020)), current)
    assert "changes_published" not in codes(problems)
    (change,) = (one for one in problems if one.code == "changes_published_basis")
    assert "behåller sitt värde" in what_to_do(change, "sv")
