"""Old beside new in readers' words: names, units, what only changed in its parts, filters, and the file of all."""

from pathlib import Path

import pytest

from kraftkollen.actions.moves import Moves, moves_of_file
from kraftkollen.model.delivery import Form
from kraftkollen.report.moves_file import moves_csv
from kraftkollen.views.moves_view import MovesView, moves_view
from kraftkollen.views.reading import Reading, open_newest
from tests import stores
from tests.store_fixtures import LOCAL, OFFICER, Store, parcel, store_at
from tests.test_moves import district


@pytest.fixture
def city(empty_store: Path, tmp_path: Path) -> Store:
    store = store_at(stores.copied(empty_store, tmp_path))
    store.approved("school_attendance;E0101;2023/24;;;823;1000;;", "school_attendance;E0102;2023/24;;;900;1000;;")
    store.publish()
    return store


def shown(store: Store, found: Moves, **wanted: object) -> MovesView:
    return moves_view(Reading(LOCAL, open_newest(store.path), "sv"), found.figures, **wanted)  # type: ignore[arg-type]


def test_a_change_is_told_with_area_period_group_unit_and_difference(city: Store) -> None:
    sent = parcel("school_attendance;E0101;2023/24;;;791;1000;;", "school_attendance;E0103;2023/24;;;950;1000;preliminär;")
    rows = shown(city, moves_of_file(city.site, LOCAL, sent, Form())).rows
    mine = {(one.kind, one.area): one for one in rows if not one.computed}
    changed = mine["changed", "Torgstaden"]
    assert (changed.indicator, changed.level, changed.period, changed.group) == (
        "Närvaro i grundskolan",
        "Delområde",
        "2023/24",
        "Totalt",
    )
    assert (changed.old, changed.new, changed.difference) == ("82,3\u00a0%", "79,1\u00a0%", "−3,2")
    (new,) = (one for (kind, _), one in mine.items() if kind == "new")
    assert (new.old, new.new, new.difference) == ("–", "95,0\u00a0% (preliminär)", "")


def test_a_value_that_stays_with_other_parts_shows_the_parts(city: Store) -> None:
    found = moves_of_file(city.site, LOCAL, parcel("school_attendance;E0101;2023/24;;;1646;2000;;"), Form())
    (row,) = (one for one in shown(city, found).rows if not one.computed)
    assert (row.old, row.new) == ("82,3\u00a0% (823 av 1\u00a0000)", "82,3\u00a0% (1\u00a0646 av 2\u00a0000)")


def test_what_is_shown_is_filtered_and_cut_and_the_file_has_all(city: Store) -> None:
    sent = parcel(*(line.replace(";800;", ";701;") for line in district(city)))
    found = moves_of_file(city.site, LOCAL, sent, Form())
    assert shown(city, found, kind="changed").count == 3
    torgstaden = shown(city, found, containing="torgsta")
    assert {one.area for one in torgstaden.rows} == {"Torgstaden"}
    first = shown(city, found, most=3)
    assert (len(first.rows), first.count) == (3, found.figures.num_rows)
    assert any(one.computed for one in shown(city, found).rows)
    lines = moves_csv(shown(city, found), "sv").decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + found.figures.num_rows
    assert lines[1].startswith(
        "ändras;Närvaro i grundskolan;Delområde;Torgstaden;2023/24;Totalt;82,3\u00a0%;70,1\u00a0%;−12,2;"
    )


def test_an_old_value_that_is_hidden_stays_hidden_for_an_officer(city: Store) -> None:
    city.approved("school_attendance;E0104;2023/24;;;3;1000;;")
    city.publish()
    found = moves_of_file(city.site, OFFICER, parcel("school_attendance;E0104;2023/24;;;800;1000;;"), Form())
    (row,) = (one for one in shown(city, found).rows if not one.computed)
    assert (row.old, row.new, row.difference) == ("dolt: för få", "80,0\u00a0%", "")
