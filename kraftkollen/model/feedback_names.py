"""The part of a programme that holds problem picture, feedback, briefings and their calendar, and the check of its names."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kraftkollen.model.calendar import CalendarDay
from kraftkollen.model.feedback import Agreement, Answer, Briefing, Dialogue, Finding, Insight, ReceiverKind
from kraftkollen.model.text import Definition


class FeedbackRecords(Definition):
    """The records of feedback as a programme holds them: a base of `Programme`."""

    calendar: tuple[CalendarDay, ...] = ()
    insights: tuple[Insight, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    dialogues: tuple[Dialogue, ...] = ()
    findings: tuple[Finding, ...] = ()
    answers: tuple[Answer, ...] = ()
    briefings: tuple[Briefing, ...] = ()


@dataclass(frozen=True, slots=True)
class Names:
    """The ids that records of feedback may name."""

    bodies: frozenset[str]
    priority_areas: frozenset[str]
    interventions: frozenset[str]
    levels: frozenset[str]


def body_answering(kind: str, record: Mapping[str, Any]) -> str | None:
    """Return the committee or company that a record speaks for, if it speaks for one: its own officers may write it."""
    if kind in ("insights", "agreements"):
        return str(record["committee"]) if record.get("committee") else None
    if kind == "edition_comments":
        return str(record["body"]) if record.get("body") else None
    receiver = record.get("receiver")
    if kind == "answers" and isinstance(receiver, Mapping) and receiver.get("kind") == ReceiverKind.COMMITTEE:
        return str(receiver["id"]) if receiver.get("id") else None
    return None


def feedback_faults(given: FeedbackRecords, names: Names) -> Iterator[str]:
    """Return what names something that is not there, and answers that answer nothing or the same thing twice."""
    yield from _unknown(_bodies_named(given), names.bodies, "body")
    placed = (*given.insights, *given.agreements, *given.dialogues, *given.findings)
    named = ((one.id, (one.priority_area,)) for one in placed if one.priority_area)
    yield from _unknown(named, names.priority_areas, "priority area")
    levels = ((one.id, (one.level,)) for one in placed if one.area)
    yield from _unknown(levels, names.levels, "level")
    yield from _unknown(_receivers(given, ReceiverKind.INTERVENTION), names.interventions, "intervention")
    yield from _unknown(_receivers(given, ReceiverKind.LOCAL_WORK), names.priority_areas, "priority area")
    days = frozenset(one.id for one in given.calendar)
    yield from _unknown(((one.id, (one.calendar,)) for one in given.briefings), days, "day of the calendar")
    yield from _answers(given)
    yield from _twice(given)


def _unknown(named: Iterable[tuple[str, Iterable[str]]], known: frozenset[str], what: str) -> Iterator[str]:
    return (f"{subject} names the unknown {what} {one}" for subject, ids in named for one in ids if one not in known)


def _bodies_named(given: FeedbackRecords) -> Iterator[tuple[str, tuple[str, ...]]]:
    spoken: tuple[Insight | Agreement | Briefing, ...] = (*given.insights, *given.agreements, *given.briefings)
    yield from ((one.id, (one.committee,)) for one in spoken)
    yield from ((one.id, one.bodies) for one in given.dialogues)
    yield from ((one.id, one.bodies) for one in given.calendar)
    yield from _receivers(given, ReceiverKind.COMMITTEE)


def _receivers(given: FeedbackRecords, kind: ReceiverKind) -> Iterator[tuple[str, tuple[str, ...]]]:
    for one in given.findings:
        yield one.id, tuple(found.id for found in one.receivers if found.kind is kind and found.id)


def _answers(given: FeedbackRecords) -> Iterator[str]:
    findings = {one.id: one for one in given.findings}
    for one in given.answers:
        finding = findings.get(one.finding)
        if finding is None:
            yield f"{one.id} names the unknown finding {one.finding}"
        elif one.receiver not in finding.receivers:
            yield f"{one.id} answers for {one.receiver.key}, which is no receiver of {one.finding}"
        elif one.day < finding.day:
            yield f"{one.id} is dated before {one.finding}"


def _twice(given: FeedbackRecords) -> Iterator[str]:
    answers = [(f"{one.finding} {one.receiver.key}", one.id) for one in given.answers]
    briefings = [(f"{one.calendar} {one.committee}", one.id) for one in given.briefings]
    for pairs in (answers, briefings):
        first: dict[str, str] = {}
        for key, name in pairs:
            if first.setdefault(key, name) != name:
                yield f"{name} is given already by {first[key]}"
