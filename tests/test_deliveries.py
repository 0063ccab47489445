"""What is current because of the life of the deliveries, and how a delivery may move."""

import pytest

from kraftkollen.actions import decide
from kraftkollen.actions import deliver as life
from kraftkollen.errors import DeliveryRefused, NameNeeded, NotAllowed, NotFound, SameApprover, WrongState
from kraftkollen.model.actor import Actor, Role
from kraftkollen.model.delivery import Form, State
from kraftkollen.store import deliveries
from kraftkollen.store.deliveries import Ground
from tests.journals import on_both
from tests.store_fixtures import APPROVER, LOCAL, OFFICER, Store, attendance, parcel

AREA = "10101"
pytestmark = on_both


def current(store: Store, last_event: int | None = None) -> dict[tuple[str, str], float]:
    with store.site.journal.read() as transaction:
        limit = {} if last_event is None else {"last_event": last_event}
        rows = deliveries.current(transaction, **limit).to_pylist()
    return {(one["area"], one["period"]): one["numerator"] for one in rows}


def test_a_pending_delivery_is_not_current(malmo: Store) -> None:
    malmo.deliver(attendance(AREA, 900, 1000))
    assert current(malmo) == {}


def test_a_newer_approved_delivery_takes_the_place_of_an_older_one_where_it_holds_the_key(malmo: Store) -> None:
    malmo.approved(attendance(AREA, 900, 1000), attendance("10102", 800, 1000))
    malmo.approved(attendance(AREA, 910, 1000))
    assert current(malmo) == {(AREA, "2024/25"): 910, ("10102", "2024/25"): 800}


def test_a_revert_brings_back_exactly_what_was_current_before(malmo: Store) -> None:
    malmo.approved(attendance(AREA, 900, 1000), attendance("10102", 800, 1000))
    before = current(malmo)
    newer = malmo.approved(attendance(AREA, 910, 1000), attendance("10103", 700, 1000))
    assert current(malmo) != before
    decide.revert(malmo.site, LOCAL, newer.batch, "fel fil")
    assert current(malmo) == before


def test_the_revert_of_an_older_delivery_leaves_the_newer_one_current(malmo: Store) -> None:
    older = malmo.approved(attendance(AREA, 900, 1000))
    malmo.approved(attendance(AREA, 910, 1000))
    decide.revert(malmo.site, LOCAL, older.batch)
    assert current(malmo) == {(AREA, "2024/25"): 910}


def test_the_order_is_that_of_approval_and_not_of_delivery(malmo: Store) -> None:
    first, second = malmo.deliver(attendance(AREA, 900, 1000)), malmo.deliver(attendance(AREA, 910, 1000))
    malmo.approve(second.batch)
    malmo.approve(first.batch)
    assert current(malmo) == {(AREA, "2024/25"): 900}


def test_every_earlier_state_can_be_read(malmo: Store) -> None:
    first = malmo.approved(attendance(AREA, 900, 1000))
    second = malmo.approved(attendance(AREA, 910, 1000))
    decide.revert(malmo.site, LOCAL, second.batch)
    decide.revert(malmo.site, LOCAL, first.batch)
    states = [current(malmo, event).get((AREA, "2024/25")) for event in range(7)]
    #                 none, delivered, approved, delivered, approved, reverted, reverted
    assert states == [None, None, 900, 900, 910, 900, None]


def test_a_missing_value_that_is_approved_later_hides_the_earlier_one(malmo: Store) -> None:
    malmo.approved(attendance(AREA, 900, 1000))
    malmo.approved(f"school_attendance;{AREA};2024/25;total;..;;;;")
    malmo.publish()
    assert malmo.values() == {(AREA, "2024/25"): None}


def test_a_rejected_delivery_is_kept_and_never_current(malmo: Store) -> None:
    batch = malmo.deliver(attendance(AREA, 900, 1000)).batch
    decide.reject(malmo.site, LOCAL, batch, "fel period")
    (found,) = life.batches(malmo.site, LOCAL)
    assert (found.state, found.why, found.rows) == (State.REJECTED, "fel period", 1)
    assert current(malmo) == {}
    with malmo.site.journal.read() as transaction:
        assert deliveries.rows_of(transaction, batch).num_rows == 1


@pytest.mark.parametrize(
    ("steps", "refused"),
    [
        (["approve"], "approve"),
        (["approve"], "reject"),
        (["reject"], "approve"),
        (["reject"], "reject"),
        (["reject"], "revert"),
        ([], "revert"),
        (["approve", "revert"], "approve"),
        (["approve", "revert"], "revert"),
    ],
)
def test_a_delivery_moves_only_along_its_life(malmo: Store, steps: list[str], refused: str) -> None:
    batch = malmo.deliver(attendance(AREA, 900, 1000)).batch
    for step in steps:
        getattr(decide, step)(malmo.site, LOCAL, batch)
    events = malmo.count("SELECT count(*) FROM batch_event")
    with pytest.raises(WrongState):
        getattr(decide, refused)(malmo.site, LOCAL, batch)
    assert malmo.count("SELECT count(*) FROM batch_event") == events


@pytest.mark.parametrize("act", [decide.approve, decide.reject, decide.revert])
def test_an_act_on_a_delivery_that_does_not_exist_is_refused(malmo: Store, act: object) -> None:
    with pytest.raises(NotFound):
        act(malmo.site, LOCAL, 77)  # type: ignore[operator]


@pytest.mark.parametrize("act", [decide.approve, decide.reject, decide.revert])
def test_an_act_without_a_name_is_refused(malmo: Store, act: object) -> None:
    batch = malmo.deliver(attendance(AREA, 900, 1000)).batch
    with pytest.raises(NameNeeded):
        act(malmo.site, Actor(" ", frozenset(Role), local=True), batch)  # type: ignore[operator]


def test_approval_says_anew_what_the_values_change(malmo: Store) -> None:
    early = malmo.deliver(attendance(AREA, 900, 1000), attendance("10102", 500, 1000))
    assert (early.new, early.changed, early.unchanged) == (2, 0, 0)
    malmo.approved(attendance(AREA, 910, 1000))
    done = malmo.approve(early.batch)
    assert (done.new, done.changed, done.unchanged) == (1, 1, 0)


def test_the_one_who_delivered_may_not_approve(malmo: Store) -> None:
    both = Actor("Olle", frozenset({Role.OFFICER, Role.APPROVER}), frozenset({"grundskolenamnden"}))
    batch = malmo.deliver(attendance(AREA, 900, 1000), actor=both).batch
    for act in (decide.approve, decide.reject):
        with pytest.raises(SameApprover):
            act(malmo.site, both, batch)
    assert decide.approve(malmo.site, APPROVER, batch).approved


def test_the_record_says_on_what_ground_it_was_approved(malmo: Store) -> None:
    second, local = (malmo.deliver(attendance(AREA, n, 1000), actor=OFFICER).batch for n in (900, 910))
    decide.approve(malmo.site, APPROVER, second)
    decide.approve(malmo.site, LOCAL, local)
    grounds = {one.id: one.ground for one in life.batches(malmo.site, LOCAL)}
    assert grounds == {second: Ground.SECOND_PERSON, local: Ground.LOCAL}


def test_official_figures_at_a_public_level_are_approved_by_rule_and_no_others(malmo: Store) -> None:
    official = malmo.deliver("employment_20_24;1280;2023;total;75,0;;;;")
    assert official.approved
    assert life.batches(malmo.site, LOCAL)[0].ground is Ground.OFFICIAL
    small = malmo.deliver(f"employment_20_24;{AREA};2023;total;;300;400;;")
    assert not small.approved
    mixed = malmo.deliver("employment_20_24;1280;2023;total;75,0;;;;", attendance(AREA, 900, 1000))
    assert not mixed.approved


def test_an_officer_delivers_for_the_own_committee_only(malmo: Store) -> None:
    assert malmo.deliver(attendance(AREA, 900, 1000), actor=OFFICER).rows == 1
    for lines in (
        [f"employment_20_24;{AREA};2023;total;;300;400;;"],
        [attendance(AREA, 1, 9), f"population;{AREA};2023;total;9;;;;"],
    ):
        with pytest.raises(NotAllowed):
            malmo.deliver(*lines, actor=OFFICER)
    assert malmo.count("SELECT count(*) FROM batch") == 1


def test_a_refused_file_leaves_nothing_behind(malmo: Store) -> None:
    with pytest.raises(DeliveryRefused) as refusal:
        malmo.deliver(attendance(AREA, 900, 1000), attendance("99999", 900, 1000), attendance(AREA, 950, 1000, "2098/99"))
    assert len(refusal.value.problems) == 2
    assert not malmo.site.folder.uploads.exists()
    assert malmo.count("SELECT count(*) FROM observation") == 0


@pytest.mark.parametrize("place", ["comment", "filename"])
def test_a_person_in_what_is_written_beside_the_file_is_refused_and_not_repeated(malmo: Store, place: str) -> None:
    person = "19811228-9874"
    name = f"{person}.csv" if place == "filename" else "fil.csv"
    with pytest.raises(DeliveryRefused) as refusal:
        life.deliver(malmo.site, LOCAL, parcel(attendance(AREA, 900, 1000), name=name), Form(), comment=f"se {person}")
    assert person not in repr(refusal.value)
    assert malmo.count("SELECT count(*) FROM batch") == 0


def test_the_bytes_are_kept_as_they_came_under_their_hash(malmo: Store) -> None:
    sent = parcel(attendance(AREA, 900, 1000))
    receipt = malmo.deliver(attendance(AREA, 900, 1000))
    assert receipt.sha256 == sent.sha256
    with malmo.site.journal.read() as transaction:
        assert transaction.uploads.read(sent.sha256) == sent.content
        (place,) = transaction.uploads.strangers(frozenset())
    assert place.endswith(sent.sha256)
    assert malmo.site.folder.server is not None or (malmo.path / place).read_bytes() == sent.content


def test_the_same_key_twice_records_one_delivery(malmo: Store) -> None:
    first = malmo.deliver(attendance(AREA, 900, 1000), key="klick")
    again = malmo.deliver(attendance(AREA, 900, 1000), key="klick")
    other = malmo.deliver(attendance(AREA, 900, 1000), key="nästa")
    assert (again.batch, other.batch) == (first.batch, first.batch + 1)
    assert malmo.count("SELECT count(*) FROM observation") == 2
