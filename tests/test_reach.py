"""How far a change reaches: to everything that a link binds, however many others stand between."""

from collections.abc import Set as AbstractSet

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from kraftkollen.aggregation import FIGURE_SCHEMA
from kraftkollen.disclosure.cells import laid_out
from kraftkollen.disclosure.links import links
from kraftkollen.disclosure.reach import Change
from kraftkollen.disclosure.tables import TableNames, bound, moved_between
from kraftkollen.model.catalogue import Catalogue
from tests.lattices import DIMENSIONS
from tests.test_disclosure_primary import indicator

AREAS = "abcde"
# Counts that recur, so that some tables count the same people.
_COLUMNS = ((10, 20, 30, 40, 50), (11, 21, 31, 41, 51), (10, 20, 30, 40, 99), (7, 8, 9, 6, 5), (18, 29, 40, 47, 55))
CATALOGUE = Catalogue(
    {
        "people": indicator("count_people", breakdowns=[["sex"]]).model_copy(update={"id": "people"}),
        "share": indicator("share", breakdowns=[["sex"]]).model_copy(update={"id": "share"}),
        "other": indicator("share").model_copy(update={"id": "other"}),
        "more": indicator("count_people").model_copy(update={"id": "more"}),
    },
    DIMENSIONS,
)
_column = st.sampled_from(_COLUMNS)
_table = st.tuples(st.sampled_from(list(CATALOGUE.indicators)), st.sampled_from(["2022", "2023"]))
_version = st.dictionaries(_table, st.tuples(_column, _column, st.booleans()), min_size=1, max_size=6)
Version = dict[tuple[str, str], tuple[tuple[int, ...], tuple[int, ...], bool]]


def figures(version: Version) -> pa.Table:
    rows = []
    for (name, period), (top, bottom, sexes) in version.items():
        ratio = CATALOGUE.indicators[name].kind.value == "share"
        groups = {"total": [0], **({"women": [1], "men": [2]} if sexes and name in ("people", "share") else {})}
        for group, (shift,) in groups.items():
            for area, above, below in zip(AREAS, top, bottom, strict=True):
                own = {"numerator": above + shift, "denominator": below + shift} if ratio else {"value": above + shift}
                key = {"indicator": name, "division": "d", "area": area, "period": period, "grp": group}
                rows.append(dict.fromkeys(FIGURE_SCHEMA.names) | key | own | {"status": "final", "origin": "delivered"})
    return pa.Table.from_pylist(rows, schema=FIGURE_SCHEMA)


def _of(table: pa.Table, chosen: AbstractSet[tuple[str, str]]) -> pa.Table:
    return table.filter(pa.array([(one["indicator"], one["period"]) in chosen for one in table.to_pylist()], pa.bool_()))


def _reached(now: Version, then: Version) -> TableNames:
    is_now, was = figures(now), figures(then)
    moved = moved_between(is_now, was)

    def of_periods(periods: AbstractSet[str]) -> pa.Table:
        return _of(is_now, {one for one in now if one[1] in periods})

    return Change(moved, frozenset(now), CATALOGUE, _of(was, moved), of_periods).reached()


@settings(max_examples=150)
@given(now=_version, then=_version)
def test_what_is_bound_to_something_that_moved_is_reached_and_nothing_else(now: Version, then: Version) -> None:
    is_now, was = (laid_out(figures(one), CATALOGUE) for one in (now, then))
    tables = bound(is_now, links(is_now, CATALOGUE), was, links(was, CATALOGUE), CATALOGUE)
    moved = moved_between(figures(now), figures(then))
    pieces = {int(tables.piece[number]) for number, name in enumerate(tables.names) if name in moved}
    expected = {name for number, name in enumerate(tables.names) if int(tables.piece[number]) in pieces}
    assert _reached(now, then) == expected


def test_a_chain_is_followed_to_its_end_and_a_link_of_before_counts() -> None:
    same, others = _COLUMNS[0], _COLUMNS[3]
    now: Version = {("people", "2022"): (same, same, False), ("share", "2022"): (others, same, False)}
    now |= {("other", "2022"): (others, _COLUMNS[4], False), ("more", "2023"): (same, same, False)}
    # "more" of 2022 was there before, and counted the same as the denominator of "other".
    then: Version = {**now, ("more", "2022"): (_COLUMNS[4], same, False)}
    assert _reached(now, then) == {("more", "2022"), ("other", "2022"), ("share", "2022"), ("people", "2022")}
    assert _reached(now, now) == frozenset()
