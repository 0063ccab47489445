"""Deliveries in time: each standing, by level; what is late, by owner and for how long; nothing of the journal's values."""

from datetime import date

import pytest

from kraftkollen.actions import decide
from kraftkollen.actions.publish import publish_register
from kraftkollen.views.delivery_state_view import DeliveryStateView, PeriodState, Standing, delivery_state_view
from kraftkollen.views.reading import Reading, open_newest
from tests.store_fixtures import LOCAL, Store, attendance, everything_in

AREA = "10101"
# A school year ends on 30 June; a figure of attendance can exist some months later.
TODAY = date(2026, 3, 1)


def view(store: Store, today: date = TODAY, **wanted: str) -> DeliveryStateView:
    return delivery_state_view(Reading(LOCAL, open_newest(store.path), "sv"), today, **wanted)


def states(store: Store, today: date = TODAY) -> dict[tuple[str, str], PeriodState]:
    return {(one.level, one.period): one for one in view(store, today, indicator="school_attendance").rows}


def standings(store: Store, today: date = TODAY) -> dict[tuple[str, str], Standing]:
    return {key: one.standing for key, one in states(store, today).items()}


def test_of_an_indicator_without_a_figure_the_latest_due_period_is_late_and_the_next_is_not_due(malmo: Store) -> None:
    malmo.publish()
    assert standings(malmo) == {("delomrade", "2025/26"): Standing.NOT_DUE, ("delomrade", "2024/25"): Standing.LATE}
    late = states(malmo)["delomrade", "2024/25"]
    assert (late.areas, late.of_areas, late.waiting) == (0, 136, False)
    assert late.days_late == (TODAY - late.first_readable).days > 0
    assert states(malmo, late.first_readable)["delomrade", "2024/25"].days_late == 0
    assert standings(malmo, date.fromordinal(late.first_readable.toordinal() - 1))["delomrade", "2024/25"] is Standing.NOT_DUE


def test_each_period_since_the_first_that_was_delivered_has_its_standing(malmo: Store) -> None:
    malmo.approved(attendance(AREA, 900, 1000, "2021/22"), attendance("10102", 2, 1000, "2021/22"))
    malmo.approved(f"school_attendance;{AREA};2023/24;total;;900;1000;preliminär;")
    malmo.publish()
    malmo.deliver(attendance(AREA, 900, 1000, "2024/25"))
    publish_register(malmo.site, LOCAL)
    assert standings(malmo) == {
        ("delomrade", "2025/26"): Standing.NOT_DUE,
        ("delomrade", "2024/25"): Standing.WAITING,
        ("delomrade", "2023/24"): Standing.PRELIMINARY,
        ("delomrade", "2022/23"): Standing.LATE,
        ("delomrade", "2021/22"): Standing.IN,
    }
    assert states(malmo)["delomrade", "2021/22"].areas == 2


def test_a_level_that_has_been_delivered_is_followed_by_itself(malmo: Store) -> None:
    malmo.approved("school_attendance;1280;2023/24;total;;900;1000;;")
    malmo.publish()
    found = standings(malmo)
    levels = {level for level, _ in found}
    assert "delomrade" in levels
    (city,) = levels - {"delomrade"}
    assert found[city, "2023/24"] is Standing.IN
    assert found[city, "2024/25"] is found["delomrade", "2024/25"] is Standing.LATE
    assert ("delomrade", "2023/24") not in found


def test_a_correction_that_waits_is_told_beside_what_is_in(malmo: Store) -> None:
    malmo.approved(attendance(AREA, 900, 1000))
    malmo.deliver(attendance(AREA, 910, 1000))
    malmo.publish()
    state = states(malmo)["delomrade", "2024/25"]
    assert (state.standing, state.waiting) == (Standing.IN, True)


@pytest.mark.parametrize("end", ["approve", "reject"])
def test_what_is_decided_waits_no_more(malmo: Store, end: str) -> None:
    batch = malmo.deliver(attendance(AREA, 900, 1000)).batch
    malmo.publish()
    assert standings(malmo)["delomrade", "2024/25"] is Standing.WAITING
    getattr(decide, end)(malmo.site, LOCAL, batch)
    malmo.publish()
    assert standings(malmo)["delomrade", "2024/25"] is (Standing.IN if end == "approve" else Standing.LATE)


def test_what_is_late_is_told_by_owner_the_longest_first_and_by_no_person(malmo: Store) -> None:
    malmo.approved(attendance(AREA, 900, 1000, "2021/22"))
    malmo.publish()
    found = view(malmo)
    mine = next(one for one in found.owners if one.owner == "grundskolenamnden")
    assert mine.name == "Grundskolenämnden"
    attendance_late = [(one.period, one.days_late) for one in mine.late if one.indicator == "school_attendance"]
    assert [period for period, _ in attendance_late] == ["2022/23", "2023/24", "2024/25"]
    assert [one.days_late for one in mine.late] == sorted((one.days_late for one in mine.late), reverse=True)
    assert "Testare" not in repr(found)
    only = view(malmo, owner="grundskolenamnden")
    assert {one.owner for one in only.rows} == {"grundskolenamnden"}
    assert [one.owner for one in only.owners] == ["grundskolenamnden"]


def test_the_published_register_says_what_waits_without_a_value_an_area_or_a_person(malmo: Store) -> None:
    malmo.deliver(attendance(AREA, 918273, 1000000), name="filnamnet.csv")
    malmo.publish()
    with malmo.published("register") as connection:
        (row,) = [row for table, row in everything_in(connection) if table == "waiting"]
        assert row[0] == "school_attendance"
        assert row[2] == "2024/25"
        assert row[4] == 1
        assert not {AREA, "Testare", "filnamnet.csv", 918273.0} & set(row)
        assert "Testare" not in repr(everything_in(connection))
