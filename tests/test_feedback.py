"""Findings, answers and briefings: nothing lost by any cut, medians of the answered alone, and dates kept apart."""

from datetime import date, timedelta
from statistics import median
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from kraftkollen.model.feedback import Origin, OriginKind, Receiver, ReceiverKind, receiver_of
from kraftkollen.model.text import Text
from kraftkollen.programme.briefings import Handing, handed, schedule
from kraftkollen.programme.feedback import Exchange, Proposal, Standing, exchanges, not_yet_recorded, tallies, tally
from tests.feedback_programmes import BODIES, DAY, days, findings_and_answers, programme

Records = dict[str, Any]
on_days = days.map(date.fromisoformat)
CUTS = [
    lambda one: one.receiver,
    lambda one: one.receiver.local,
    lambda one: one.finding.origin.kind,
    lambda one: one.finding.id,
    lambda one: one.standing,
]
COUNTS = ("asked", "waiting", "late", "answered", "under_way", "done", "answered_late", "open")


def shown(records: Records, on: date) -> tuple[Exchange, ...]:
    known = programme(**records)
    return exchanges(known.findings, known.answers, on)


@given(records=findings_and_answers(), on=on_days)
def test_counts_agree_by_every_cut(records: Records, on: date) -> None:
    found = shown(records, on)
    whole = tally(found)
    assert whole.asked == sum(len(one["receivers"]) for one in records["findings"] if one["day"] <= on.isoformat())
    assert whole.asked == whole.open + whole.answered + whole.under_way + whole.done
    for cut in CUTS:
        parts = [mine for _, mine in tallies(found, cut)]
        for name in COUNTS:
            assert sum(getattr(one, name) for one in parts) == getattr(whole, name)


@given(records=findings_and_answers(), on=on_days)
def test_the_median_is_of_those_answered_by_the_day_and_the_rest_are_counted_beside(records: Records, on: date) -> None:
    start = {one["id"]: date.fromisoformat(one["day"]) for one in records["findings"]}
    answered = [one for one in records["answers"] if one["day"] <= on.isoformat()]
    times = [(date.fromisoformat(one["day"]) - start[one["finding"]]).days for one in answered]
    found = tally(shown(records, on))
    assert found.median_days == (median(times) if times else None)
    assert found.open == found.asked - len(times)


@given(records=findings_and_answers(), on=on_days)
def test_what_is_dated_after_the_day_does_not_exist_on_it(records: Records, on: date) -> None:
    day = on.isoformat()
    answers = [one for one in records["answers"] if one["day"] <= day]
    undone = [{**one, "done": None} if (one.get("done") or "") > day else one for one in answers]
    then = {"findings": [one for one in records["findings"] if one["day"] <= day], "answers": undone}

    def told(found: tuple[Exchange, ...]) -> list[tuple[str, str, Standing, int, int]]:
        return [(one.finding.id, one.receiver.key, one.standing, one.days, one.overdue) for one in found]

    assert told(shown(records, on)) == told(shown(then, on))


@given(records=findings_and_answers(), on=on_days)
def test_open_ones_come_first_and_of_them_those_that_have_waited_longest(records: Records, on: date) -> None:
    found = shown(records, on)
    waiting = [one.days for one in found if one.open]
    assert [one.open for one in found] == sorted((one.open for one in found), reverse=True)
    assert waiting == sorted(waiting, reverse=True)


@pytest.mark.parametrize(
    ("due", "answered", "standing", "overdue"),
    [
        (None, None, Standing.WAITING, 0),
        ("2026-06-30", None, Standing.WAITING, 0),
        ("2026-06-29", None, Standing.LATE, 1),
        ("2026-05-01", "2026-05-01", Standing.ANSWERED, 0),
        ("2026-05-01", "2026-05-04", Standing.ANSWERED, 3),
        ("2026-05-01", "2026-07-01", Standing.LATE, 60),
    ],
)
def test_an_answer_is_late_from_the_day_after_it_was_due(
    due: str | None, answered: str | None, standing: Standing, overdue: int
) -> None:
    finding = {"id": "f", "day": "2026-04-01", "what": "x", "receivers": [{"kind": "steering_group"}], "due": due}
    answer = {"id": "s", "finding": "f", "receiver": {"kind": "steering_group"}, "day": answered, "text": "x"}
    found = shown({"findings": [finding], "answers": [answer] if answered else []}, DAY)
    assert [(one.standing, one.overdue) for one in found] == [(standing, overdue)]


def _proposal(subject: str) -> Proposal:
    steering = Receiver(kind=ReceiverKind.STEERING_GROUP)
    return Proposal(Origin(kind=OriginKind.OVERLAP, subject=subject), DAY, Text(sv="x", en="x"), (steering,))


def test_what_is_a_finding_already_is_not_proposed_again() -> None:
    finding = {
        "id": "f",
        "day": "2026-04-01",
        "what": "x",
        "receivers": [{"kind": "steering_group"}],
        "origin": {"kind": "overlap", "subject": "a b"},
    }
    known = programme(findings=[finding, {**finding, "id": "g", "origin": {"kind": "other"}}])
    found = not_yet_recorded([_proposal("a b"), _proposal("a c"), _proposal("a c")], known.findings)
    assert [one.origin.subject for one in found] == ["a c"]


def test_a_receiver_is_read_back_from_its_key() -> None:
    for kind in ReceiverKind:
        one = Receiver(kind=kind, id="norr")
        assert receiver_of(one.key) == one
    assert receiver_of("steering_group") == Receiver(kind=ReceiverKind.STEERING_GROUP)


REPORTS = [
    {"id": "host", "kind": "interim_report", "day": "2025-09-25"},
    {"id": "budget", "kind": "budget", "day": "2025-11-25"},
    {"id": "bokslut", "kind": "annual_accounts", "day": "2026-02-26"},
    {"id": "fore", "kind": "interim_report", "day": "2024-09-25"},
]


@given(
    on=on_days,
    told=st.dictionaries(st.tuples(st.sampled_from(["host", "bokslut"]), st.sampled_from(BODIES)), st.integers(-30, 60)),
)
def test_every_briefing_due_is_handed_over_in_time_or_late_or_missing(on: date, told: dict[tuple[str, str], int]) -> None:
    day = {one["id"]: date.fromisoformat(one["day"]) for one in REPORTS}
    records = [
        {"id": f"b{n}", "calendar": where, "committee": body, "day": (day[where] + timedelta(shift)).isoformat()}
        for n, ((where, body), shift) in enumerate(told.items())
    ]
    found = schedule(programme(calendar=REPORTS, briefings=records), on)
    counts = handed(found)
    assert counts.due == counts.in_time + counts.late + counts.missing
    assert len(found) == counts.due + counts.coming
    seen = {(one.calendar.id, one.committee): one for one in found}
    for (where, body), shift in told.items():
        if day[where] + timedelta(shift) <= on:
            assert seen[where, body].handing is (Handing.HANDED_OVER_LATE if shift > 0 else Handing.HANDED_OVER)
            assert seen[where, body].days_late == max(0, shift)
        elif (where, body) in seen:
            assert seen[where, body].handing is (Handing.LATE if on > day[where] else Handing.COMING)


def test_told_are_the_committees_at_work_on_the_day_from_the_start_of_the_programme() -> None:
    found = schedule(programme(calendar=REPORTS), DAY)
    assert [(one.calendar.id, one.committee) for one in found] == [
        ("host", "skolan"),
        ("bokslut", "skolan"),
        ("bokslut", "kulturen"),
    ]


def test_a_day_that_names_its_bodies_is_for_them_alone() -> None:
    named = {**REPORTS[0], "bodies": ["husen"]}
    assert [one.committee for one in schedule(programme(calendar=[named]), DAY)] == ["husen"]


ANSWER = {"id": "s", "finding": "f", "receiver": {"kind": "steering_group"}, "day": "2026-04-02", "text": "x"}
FINDING = {"id": "f", "day": "2026-04-01", "what": "x", "receivers": [{"kind": "steering_group"}]}
INSIGHT = {"id": "i", "priority_area": "norr", "committee": "skolan", "day": "2026-04-01", "text": "x"}
BRIEFING = {"id": "b", "committee": "skolan", "calendar": "host", "day": "2026-04-01"}


@pytest.mark.parametrize(
    ("lists", "said"),
    [
        ({"insights": [{**INSIGHT, "committee": "ingen"}]}, "unknown body ingen"),
        ({"insights": [{**INSIGHT, "priority_area": "vaster"}]}, "unknown priority area vaster"),
        ({"insights": [{**INSIGHT, "area": "1"}]}, "not both"),
        ({"insights": [{**INSIGHT, "priority_area": None}]}, "give priority_area or area"),
        ({"insights": [{**INSIGHT, "occasions": 2}]}, "only presence has occasions"),
        ({"insights": [{**INSIGHT, "priority_area": None, "area": "1", "level": "regso"}]}, "unknown level regso"),
        ({"dialogues": [{"id": "d", "day": "2026-04-01", "bodies": ["skolan", "skolan"], "what": "x"}]}, "stands twice"),
        ({"findings": [{**FINDING, "due": "2026-03-01"}]}, "due before the finding"),
        ({"findings": [{**FINDING, "receivers": [{"kind": "intervention", "id": "x"}]}]}, "unknown intervention x"),
        ({"findings": [{**FINDING, "receivers": [{"kind": "committee"}]}]}, "give the receiver's id"),
        ({"answers": [ANSWER]}, "unknown finding f"),
        ({"findings": [FINDING], "answers": [{**ANSWER, "day": "2026-03-31"}]}, "dated before f"),
        ({"findings": [FINDING], "answers": [ANSWER, {**ANSWER, "id": "t"}]}, "t is given already by s"),
        ({"findings": [FINDING], "answers": [{**ANSWER, "done": "2026-05-01"}]}, "done without a measure"),
        (
            {"findings": [FINDING], "answers": [{**ANSWER, "receiver": {"kind": "committee", "id": "skolan"}}]},
            "no receiver of f",
        ),
        ({"briefings": [BRIEFING]}, "unknown day of the calendar host"),
        ({"calendar": REPORTS, "briefings": [BRIEFING, {**BRIEFING, "id": "c"}]}, "c is given already by b"),
    ],
)
def test_a_record_that_does_not_hold_is_refused(lists: Records, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        programme(**lists)
