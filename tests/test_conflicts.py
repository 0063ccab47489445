"""Two officers, two deliveries, one figure: what is current, who is told, and that reasons and documents are recorded."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from kraftkollen.actions import decide
from kraftkollen.actions import deliver as life
from kraftkollen.actions.conflicts import before_deciding
from kraftkollen.actions.deliver import Receipt
from kraftkollen.actions.examine import preview
from kraftkollen.errors import DeliveryRefused, Problem, ReasonNeeded
from kraftkollen.model.actor import Actor
from kraftkollen.model.delivery import Form
from tests.store_fixtures import APPROVER, LOCAL, OFFICER, Store, attendance, parcel

AREA = "10101"


def coded(warnings: tuple[Problem, ...], code: str) -> list[dict[str, object]]:
    return [dict(one.details) for one in warnings if one.code == code]


def test_of_two_that_wait_with_the_same_figure_the_one_approved_last_is_current_and_both_are_told(malmo: Store) -> None:
    first = malmo.deliver(attendance(AREA, 900, 1000), attendance("10102", 700, 1000))
    assert coded(first.warnings, "pending_overlap") == []
    second = malmo.deliver(attendance(AREA, 910, 1000))
    assert coded(second.warnings, "pending_overlap") == [{"batches": str(first.batch), "count": 1}]
    third = preview(malmo.site, LOCAL, parcel(attendance("10102", 1, 9), attendance(AREA, 920, 1000)), Form())
    assert coded(third.warnings, "pending_overlap") == [{"batches": f"{first.batch}, {second.batch}", "count": 2}]
    done = malmo.approve(second.batch)
    assert coded(done.warnings, "pending_overlap") == [{"batches": str(first.batch), "count": 1}]
    last = malmo.approve(first.batch)
    assert coded(last.warnings, "pending_overlap") == []
    assert (last.new, last.changed) == (1, 1)
    malmo.publish()
    assert malmo.values()[AREA, "2024/25"] == 90


def test_what_is_rejected_or_reverted_waits_no_more(malmo: Store) -> None:
    malmo.deliver(attendance(AREA, 900, 1000))
    decide.reject(malmo.site, LOCAL, 1)
    assert coded(malmo.deliver(attendance(AREA, 910, 1000)).warnings, "pending_overlap") == []


def test_two_officers_at_once_both_have_their_deliveries_and_each_is_told_of_the_one_before(malmo: Store) -> None:
    def send(number: int) -> Receipt:
        return malmo.deliver(attendance(AREA, 900 + number, 1000), actor=replace(OFFICER, name=f"Olle {number}"))

    with ThreadPoolExecutor(2) as pool:
        receipts = sorted(pool.map(send, range(2)), key=lambda one: one.batch)
    assert [len(coded(one.warnings, "pending_overlap")) for one in receipts] == [0, 1]
    assert {one.delivered_by for one in life.batches(malmo.site, LOCAL)} == {"Olle 0", "Olle 1"}


def test_the_revert_of_a_superseded_delivery_changes_nothing_and_says_so(malmo: Store) -> None:
    older = malmo.approved(attendance(AREA, 900, 1000), attendance("10102", 700, 1000))
    malmo.approved(attendance(AREA, 910, 1000), attendance("10102", 710, 1000))
    done = decide.revert(malmo.site, LOCAL, older.batch)
    assert (done.new, done.changed, done.unchanged) == (0, 0, 2)
    assert coded(done.warnings, "superseded") == [{"count": 2, "rows": 2}]
    malmo.publish()
    assert set(malmo.values().values()) == {91.0, 71.0}


def test_the_revert_of_a_delivery_says_how_many_figures_it_changes(malmo: Store) -> None:
    malmo.approved(attendance(AREA, 900, 1000), attendance("10103", 500, 1000))
    newer = malmo.approved(attendance(AREA, 910, 1000), attendance("10102", 710, 1000), attendance("10103", 500, 1000))
    malmo.approved(attendance("10102", 720, 1000))
    done = decide.revert(malmo.site, LOCAL, newer.batch)
    # One goes back to 90, one is held by a later delivery, one was the same before.
    assert (done.changed, done.unchanged) == (1, 2)
    assert coded(done.warnings, "superseded") == [{"count": 1, "rows": 3}]


def test_the_revert_of_the_only_delivery_of_a_figure_takes_it_away(malmo: Store) -> None:
    only = malmo.approved(attendance(AREA, 900, 1000))
    done = decide.revert(malmo.site, LOCAL, only.batch)
    assert (done.changed, done.unchanged, done.warnings) == (1, 0, ())


@pytest.mark.parametrize("why", [None, "", "   "])
def test_a_second_person_rejects_and_reverts_only_with_a_reason(malmo: Store, why: str | None) -> None:
    first, second = (malmo.deliver(attendance(AREA, n, 1000), actor=OFFICER).batch for n in (900, 910))
    decide.approve(malmo.site, APPROVER, first, why)
    with pytest.raises(ReasonNeeded):
        decide.reject(malmo.site, APPROVER, second, why)
    with pytest.raises(ReasonNeeded):
        decide.revert(malmo.site, APPROVER, first, why)
    assert [one.state.value for one in life.batches(malmo.site, LOCAL)] == ["delivered", "approved"]
    assert decide.reject(malmo.site, LOCAL, second, why).why is None


def test_a_document_number_is_recorded_with_the_delivery_and_with_each_decision(malmo: Store) -> None:
    sent = life.deliver(malmo.site, OFFICER, parcel(attendance(AREA, 900, 1000)), Form(), document=" GRF-2026-117 ")
    assert (sent.document, sent.ref) == ("GRF-2026-117", None)
    approved = decide.approve(malmo.site, APPROVER, sent.batch, "granskad", "STK-2026-5")
    assert (approved.document, approved.why, approved.ref) == ("GRF-2026-117", "granskad", "STK-2026-5")
    decide.revert(malmo.site, APPROVER, sent.batch, "fel fil", "STK-2026-6")
    (found,) = life.batches(malmo.site, LOCAL)
    assert (found.document, found.why, found.ref) == ("GRF-2026-117", "fel fil", "STK-2026-6")


@pytest.mark.parametrize("person", ["19811228-9874", "anna.berg@exempel.se"])
def test_a_person_in_a_document_number_or_a_reason_is_refused_and_not_repeated(malmo: Store, person: str) -> None:
    def refused(act: object, actor: Actor, **texts: str) -> None:
        with pytest.raises(DeliveryRefused) as refusal:
            act(malmo.site, actor, batch, **texts)  # type: ignore[operator]
        assert person not in repr(refusal.value)

    with pytest.raises(DeliveryRefused):
        life.deliver(malmo.site, OFFICER, parcel(attendance(AREA, 900, 1000)), Form(), document=person)
    assert malmo.count("SELECT count(*) FROM batch") == 0
    batch = malmo.deliver(attendance(AREA, 900, 1000), actor=OFFICER).batch
    for text in ("why", "ref"):
        refused(decide.approve, APPROVER, **{text: person})
    assert malmo.count("SELECT count(*) FROM batch_event") == 1


def test_whoever_decides_is_told_before_of_what_waits_beside_and_of_what_later_ones_hold(malmo: Store) -> None:
    first = malmo.deliver(attendance(AREA, 900, 1000), actor=OFFICER)
    assert before_deciding(malmo.site, APPROVER, first.batch) == ()
    second = malmo.deliver(attendance(AREA, 910, 1000), attendance("10102", 700, 1000), actor=OFFICER)
    waiting = before_deciding(malmo.site, APPROVER, first.batch)
    assert coded(waiting, "pending_overlap") == [{"batches": str(second.batch), "count": 1}]
    decide.approve(malmo.site, APPROVER, second.batch)
    decide.approve(malmo.site, APPROVER, first.batch)
    assert coded(before_deciding(malmo.site, APPROVER, second.batch), "superseded") == [{"count": 1, "rows": 2}]
    assert before_deciding(malmo.site, APPROVER, first.batch) == ()
    decide.revert(malmo.site, APPROVER, second.batch, "fel fil")
    assert before_deciding(malmo.site, APPROVER, second.batch) == ()
