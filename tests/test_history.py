"""Each figure's history, the audit list and the kept files: to whom they are told, and what is withheld."""

from datetime import timedelta

import pytest

from kraftkollen.actions import decide
from kraftkollen.actions.conflicts import same_file
from kraftkollen.actions.examine import Parcel, preview
from kraftkollen.actions.history import Entry, audit, history_of, kept_file
from kraftkollen.errors import FileUnreadable, NotAllowed, NotFound, StoreUnreadable
from kraftkollen.model.actor import Actor, Role
from kraftkollen.model.delivery import Form, State
from kraftkollen.store.files import upload_path
from tests.journals import in_file, on_both
from tests.store_fixtures import APPROVER, LOCAL, OFFICER, START, Store, attendance, parcel

AREA = "10101"
OTHER = Actor("Olga", frozenset({Role.OFFICER}), frozenset({"grundskolenamnden"}))
READER = Actor("Lisa", frozenset({Role.READER}))


def history(store: Store, actor: Actor = LOCAL, area: str = AREA) -> tuple[Entry, ...]:
    with store.site.journal.read() as transaction:
        (division,) = transaction.connection.execute("SELECT id FROM division WHERE level = 'delomrade'").fetchone() or ("",)
    return history_of(store.site, actor, indicator="school_attendance", division=division, area=area, period="2024/25")


def corrected(store: Store) -> tuple[int, int]:
    first = store.deliver(attendance("10102", 700, 1000), attendance(AREA, 900, 1000), actor=OFFICER, name="ett.csv")
    decide.approve(store.at(5).site, APPROVER, first.batch)
    second = store.at(10).deliver(attendance(AREA, 3, 1000), actor=OTHER, name="två.csv")
    decide.approve(store.at(15).site, APPROVER, second.batch, "rättelse", "STK-2026-12")
    return first.batch, second.batch


@on_both
def test_a_figure_tells_who_delivered_it_from_which_row_of_which_file_and_what_stood_before(malmo: Store) -> None:
    first, second = corrected(malmo)
    new, old = history(malmo)
    assert (new.batch, new.filename, new.row, new.delivered_by, new.numerator, new.current) == (
        second,
        "två.csv",
        2,
        "Olga",
        3,
        True,
    )
    assert (old.batch, old.filename, old.row, old.delivered_by, old.numerator, old.current) == (
        first,
        "ett.csv",
        3,
        "Olle",
        900,
        False,
    )
    assert (new.state, new.by, new.why, new.ref, new.at) == (
        State.APPROVED,
        "Ada",
        "rättelse",
        "STK-2026-12",
        START + timedelta(minutes=15),
    )
    assert history(malmo, area="10103") == ()


@on_both
def test_what_is_current_in_the_history_follows_a_revert(malmo: Store) -> None:
    first, second = corrected(malmo)
    decide.revert(malmo.site, APPROVER, second, "fel fil")
    assert [(one.batch, one.state, one.current) for one in history(malmo)] == [
        (second, State.REVERTED, False),
        (first, State.APPROVED, True),
    ]
    decide.revert(malmo.site, APPROVER, first, "fel fil")
    assert [one.current for one in history(malmo)] == [False, False]


def test_an_officer_sees_the_values_of_the_own_delivery_and_not_those_of_another(malmo: Store) -> None:
    corrected(malmo)
    new, old = history(malmo, OFFICER)
    assert (old.withheld, old.value, old.numerator, old.denominator, old.status) == (False, 90, 900, 1000, "final")
    assert (new.withheld, new.value, new.numerator, new.denominator, new.status) == (True, None, None, None, None)
    assert (new.batch, new.delivered_by) == (2, "Olga")
    statistician = Actor("Stina", frozenset({Role.CENTRAL_STATISTICIAN}))
    for actor in (APPROVER, statistician):
        assert not any(one.withheld for one in history(malmo, actor))
    assert all(one.withheld for one in history(malmo, Actor("Stig", frozenset({Role.STEERING_GROUP}))))
    with pytest.raises(NotAllowed):
        history(malmo, READER)


def told(store: Store, **wanted: object) -> list[tuple[int, str, str]]:
    return [(one.batch, one.kind.value, one.by) for one in audit(store.site, LOCAL, **wanted)]  # type: ignore[arg-type]


@on_both
def test_the_audit_list_is_filtered_by_person_committee_indicator_area_and_time(malmo: Store) -> None:
    corrected(malmo)
    malmo.at(20).deliver(f"employment_20_24;{AREA};2023;total;;300;400;;", name="arbete.csv")
    everything = told(malmo)
    assert everything == [
        (3, "delivered", "Testare"),
        (2, "approved", "Ada"),
        (2, "delivered", "Olga"),
        (1, "approved", "Ada"),
        (1, "delivered", "Olle"),
    ]
    assert told(malmo, person="Ada") == [(2, "approved", "Ada"), (1, "approved", "Ada")]
    assert told(malmo, person="Ingen") == []
    assert told(malmo, indicator="employment_20_24") == everything[:1] == told(malmo, owner="arbetsmarknads_och_socialnamnden")
    assert told(malmo, owner="grundskolenamnden") == everything[1:]
    assert told(malmo, area="10102") == everything[3:]
    assert told(malmo, area=AREA) == everything
    assert told(malmo, since=START + timedelta(minutes=15)) == everything[:2]
    assert told(malmo, until=START + timedelta(minutes=5), person="Ada") == [(1, "approved", "Ada")]
    assert told(malmo, owner="grundskolenamnden", indicator="employment_20_24") == []


def test_the_audit_list_refuses_what_does_not_exist_and_whoever_may_not_see_it(malmo: Store) -> None:
    for wanted in ({"indicator": "nej"}, {"owner": "nej"}):
        with pytest.raises(NotFound):
            audit(malmo.site, LOCAL, **wanted)
    with pytest.raises(NotAllowed):
        audit(malmo.site, READER)


@on_both
def test_the_kept_file_comes_back_as_it_was_to_those_who_may_see_it(malmo: Store) -> None:
    corrected(malmo)
    sent = parcel(attendance(AREA, 3, 1000)).content
    for actor in (OTHER, APPROVER, LOCAL):
        assert kept_file(malmo.site, actor, 2) == (sent, "två.csv")
    for actor in (OFFICER, READER, Actor("Stig", frozenset({Role.STEERING_GROUP}))):
        with pytest.raises(NotAllowed):
            kept_file(malmo.site, actor, 2)
    with pytest.raises(NotFound):
        kept_file(malmo.site, LOCAL, 9)


@in_file
def test_a_kept_file_that_is_damaged_or_gone_is_told(malmo: Store) -> None:
    receipt = malmo.deliver(attendance(AREA, 900, 1000))
    path = upload_path(malmo.site.folder.uploads, receipt.sha256)
    path.write_bytes(b"annat")
    with pytest.raises(StoreUnreadable):
        kept_file(malmo.site, LOCAL, receipt.batch)
    path.unlink()
    with pytest.raises(FileUnreadable):
        kept_file(malmo.site, LOCAL, receipt.batch)


@on_both
def test_the_same_file_is_recognised_whatever_its_name(malmo: Store) -> None:
    first = malmo.deliver(attendance(AREA, 900, 1000), actor=OFFICER, name="ett.csv")
    content = parcel(attendance(AREA, 900, 1000)).content
    warnings = preview(malmo.site, OFFICER, Parcel(content, "annat namn.csv"), Form()).warnings
    (seen,) = [one for one in warnings if one.code == "file_seen"]
    assert dict(seen.details) == {"batch": first.batch, "day": "2026-03-01", "by": "Olle", "state": "delivered"}
    assert [one.id for one in same_file(malmo.site, OFFICER, first.sha256)] == [first.batch]
    other = preview(malmo.site, OFFICER, parcel(attendance(AREA, 901, 1000)), Form()).warnings
    assert "file_seen" not in {one.code for one in other}
    with pytest.raises(NotAllowed):
        same_file(malmo.site, READER, first.sha256)
    again = malmo.deliver(attendance(AREA, 900, 1000))
    assert "file_seen" in {one.code for one in again.warnings}
    assert "file_seen" not in {one.code for one in first.warnings}
