"""Generated lattices: the attack finds nothing where they are protected, and finds something where they are not.

KRAFTKOLLEN_TABLES=200 python -m pytest tests/test_disclosure_generated.py -s     # all of them
"""

import os
import time
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kraftkollen.disclosure.primary import primary_marks
from tests.lattices import City, Counts, catalogue, marks_of, sexes

TABLES = int(os.environ.get("KRAFTKOLLEN_TABLES", "6"))
_quick = settings(max_examples=TABLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)

_SMALL = st.one_of(st.integers(0, 6), st.integers(0, 6), st.integers(0, 60), st.just(0))
_AREAS = tuple("abcefghi")
_BREAKDOWNS = {
    "none": [],
    "sex": [["sex"]],
    "both": [["sex"], ["age"]],
    "crossed": [["sex"], ["age"], ["sex", "age"]],
    "only_crossed": [["sex", "age"]],
}
_AGES = ("0-9", "10-19", "20-")


def _groups(kind: str, cells: dict[tuple[str, str], float]) -> dict[str, float]:
    """Return every group's count from the crossed ones."""
    found = {"total": sum(cells.values())}
    for number, name in enumerate(("sex", "age")):
        if [name] in _BREAKDOWNS[kind]:
            for one in dict.fromkeys(key[number] for key in cells):
                found[one] = sum(count for key, count in cells.items() if key[number] == one)
    if ["sex", "age"] in _BREAKDOWNS[kind]:
        found |= {f"{sex}.{age}": count for (sex, age), count in cells.items()}
    return found


@st.composite
def _cities(draw: st.DrawFn) -> tuple[City, list[Counts]]:
    kind = draw(st.sampled_from(list(_BREAKDOWNS)))
    share = draw(st.booleans())
    areas = _AREAS[: draw(st.integers(2, 8))]
    cut = draw(st.integers(1, len(areas)))
    stadsdelar = {"S": areas[:cut]} | ({"T": areas[cut:]} if cut < len(areas) else {})
    priority = {}
    for name in ("P", "Q")[: draw(st.integers(0, 2))]:
        priority[name] = draw(st.lists(st.sampled_from(areas), min_size=1, max_size=3, unique=True))
    defined = catalogue("share" if share else "count_people", breakdowns=_BREAKDOWNS[kind])
    versions: list[Counts] = [_counts(draw, kind, areas, share)]
    for _ in range(draw(st.integers(0, 1))):
        changed = dict(versions[-1])
        fresh = _counts(draw, kind, draw(st.lists(st.sampled_from(areas), min_size=1, max_size=2, unique=True)), share)
        versions.append(changed | dict(fresh))
    return City(stadsdelar, defined, priority), versions


def _counts(draw: st.DrawFn, kind: str, areas: tuple[str, ...] | list[str], share: bool) -> Counts:
    found: dict[tuple[str, str], float | tuple[float, float]] = {}
    for area in areas:
        keys = [(sex, age) for sex in ("women", "men") for age in (_AGES if kind != "sex" else ("0-9",))]
        tops = {key: float(draw(_SMALL)) for key in keys}
        rests = {key: float(draw(_SMALL)) for key in keys} if share else {}
        bottoms = _groups(kind, {key: tops[key] + rests[key] for key in keys}) if share else {}
        for grp, top in _groups(kind, tops).items():
            found[area, grp] = (top, bottoms[grp]) if share else top
    return found


def test_the_attack_finds_nothing_in_any_lattice_and_something_without_complementary_hiding() -> None:
    seen = {"tables": 0, "hidden": 0, "found_without": 0, "withheld": 0, "seconds": 0.0}

    @_quick
    @given(_cities())
    def attacked(drawn: tuple[City, list[Counts]]) -> None:
        city, versions = drawn
        for counts in versions:
            start = time.perf_counter()
            city.publish(counts)
            seen["seconds"] += time.perf_counter() - start
            if not city.protected[-1].given_away:
                assert not city.failures()
            seen["withheld"] += bool(city.protected[-1].given_away)
        seen["tables"] += 1
        seen["hidden"] += len(city.hidden())
        seen["found_without"] += bool(city.with_primary_only().failures())

    attacked()
    print(f"\n{seen}")
    assert seen["hidden"] > 0
    assert seen["found_without"] > seen["tables"] / 4
    assert seen["withheld"] == 0


_FOUR = st.fixed_dictionaries({area: st.one_of(st.integers(0, 4), st.integers(5, 60)) for area in "abcef"})


def _least_beyond(city: City) -> int:
    """Return the fewest cells that must be hidden beyond the rule, by trying every choice, the small ones first."""
    figures = city.states[-1].figures
    first = primary_marks(figures, city.catalogue.indicators)
    needed = set(first.nonzero()[0].tolist())
    others = [row for row in range(figures.num_rows) if row not in needed]
    for size in range(len(others) + 1):
        for extra in combinations(others, size):
            if not city.with_marks(marks_of(city, needed | set(extra))).failures():
                return size
    raise AssertionError("hiding everything protects everything")


@pytest.mark.slow
def test_no_more_than_half_as_much_again_as_the_least_is_hidden() -> None:
    hidden, least = [], []

    @settings(max_examples=max(TABLES // 5, 8), deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(_FOUR)
    def measured(counts: dict[str, int]) -> None:
        city = City({"S": ["a", "b", "c"], "T": ["e", "f"]}, catalogue())
        city.publish({(area, "total"): float(count) for area, count in counts.items()})
        hidden.append(city.beyond_the_rule())
        least.append(_least_beyond(city))

    measured()
    print(f"\nhidden beyond the rule {sum(hidden)}, at least {sum(least)}, in {len(least)} tables")
    assert sum(hidden) <= 1.5 * sum(least)


@pytest.mark.slow
def test_with_women_and_men_as_well_no_more_than_half_as_much_again_is_hidden() -> None:
    hidden, least = 0, 0
    for women, men in (
        ((3, 30, 20), (40, 45, 30)),
        ((3, 2, 20), (40, 45, 30)),
        ((1, 9, 7), (1, 8, 50)),
        ((0, 9, 7), (3, 8, 5)),
    ):
        city = City({"S": ["a", "b", "c"]}, catalogue(breakdowns=[["sex"]]))
        city.publish(sexes({area: (women[number], men[number]) for number, area in enumerate("abc")}))
        hidden += city.beyond_the_rule()
        least += _least_beyond(city)
    print(f"\nhidden beyond the rule {hidden}, at least {least}")
    assert hidden <= 1.5 * least
