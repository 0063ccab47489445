"""Findings and their answers: what waits for whom, what is late, how long an answer takes. It judges nobody's answer."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median
from typing import TypeVar

from kraftkollen.model.feedback import Answer, Finding, Origin, Receiver
from kraftkollen.model.text import Text

K = TypeVar("K")


class Standing(StrEnum):
    """How a finding stands with one receiver."""

    WAITING = "waiting"
    LATE = "late"
    ANSWERED = "answered"
    UNDER_WAY = "under_way"
    DONE = "done"


OPEN = frozenset({Standing.WAITING, Standing.LATE})


@dataclass(frozen=True, slots=True)
class Exchange:
    """A finding with one of its receivers, and the answer if there is one.

    `days` from finding to answer; of an open one, the days that it has waited. `overdue` is the number of days past the due
    date, of the answer or so far; 0 if none is set.
    """

    finding: Finding
    receiver: Receiver
    answer: Answer | None
    standing: Standing
    days: int
    overdue: int

    @property
    def open(self) -> bool:
        return self.standing in OPEN


@dataclass(frozen=True, slots=True)
class Tally:
    """How many stand how. `asked` is the sum of the five; the median is of those answered alone, None if there is none.

    `answered_late` counts answers that came after their due date: they stand among the answered ones.
    """

    asked: int
    waiting: int
    late: int
    answered: int
    under_way: int
    done: int
    answered_late: int
    median_days: float | None

    @property
    def open(self) -> int:
        """Those without an answer."""
        return self.waiting + self.late


@dataclass(frozen=True, slots=True)
class Proposal:
    """A finding that the computer proposes; it becomes one when a person records it.

    Whoever can say where it comes from (an effect's verdict, an indicator's development, the checkpoint, an overlap) makes it:
    `origin` tells two proposals of the same thing apart from two things.
    """

    origin: Origin
    day: date
    what: Text
    receivers: tuple[Receiver, ...]
    priority_area: str | None = None


def exchanges(findings: Iterable[Finding], answers: Iterable[Answer], on: date) -> tuple[Exchange, ...]:
    """Return every finding with every receiver as it stands on a day: the open ones first, those waiting longest first.

    What is dated after `on` does not exist yet: a later answer leaves the finding open, a measure done later is under way.
    """
    given = {(one.finding, one.receiver.key): one for one in answers if one.day <= on}
    found = [
        _exchange(finding, receiver, given.get((finding.id, receiver.key)), on)
        for finding in findings
        if finding.day <= on
        for receiver in finding.receivers
    ]
    return tuple(sorted(found, key=lambda one: (not one.open, one.finding.day if one.open else _reversed(one.finding.day))))


def _reversed(day: date) -> date:
    # The newest first among those answered: a date that sorts the other way.
    return date.fromordinal(date.max.toordinal() - day.toordinal() + 1)


def _exchange(finding: Finding, receiver: Receiver, answer: Answer | None, on: date) -> Exchange:
    until = answer.day if answer else on
    overdue = max(0, (until - finding.due).days) if finding.due else 0
    return Exchange(finding, receiver, answer, _standing(answer, overdue, on), (until - finding.day).days, overdue)


def _standing(answer: Answer | None, overdue: int, on: date) -> Standing:
    if answer is None:
        return Standing.LATE if overdue else Standing.WAITING
    if answer.measure is None:
        return Standing.ANSWERED
    return Standing.DONE if answer.done is not None and answer.done <= on else Standing.UNDER_WAY


def tally(shown: Sequence[Exchange]) -> Tally:
    """Return how many stand how, and the median time to an answer. Unanswered ones have no time yet: they are counted apart."""
    count = {standing: sum(one.standing is standing for one in shown) for standing in Standing}
    days = [one.days for one in shown if not one.open]
    return Tally(
        asked=len(shown),
        waiting=count[Standing.WAITING],
        late=count[Standing.LATE],
        answered=count[Standing.ANSWERED],
        under_way=count[Standing.UNDER_WAY],
        done=count[Standing.DONE],
        answered_late=sum(not one.open and one.overdue > 0 for one in shown),
        median_days=float(median(days)) if days else None,
    )


def tallies(shown: Sequence[Exchange], key: Callable[[Exchange], K]) -> tuple[tuple[K, Tally], ...]:
    """Return the tally of each part, by any cut: receiver, local or overall, origin. Each exchange is in exactly one part."""
    parts: dict[K, list[Exchange]] = {}
    for one in shown:
        parts.setdefault(key(one), []).append(one)
    return tuple((part, tally(mine)) for part, mine in parts.items())


def not_yet_recorded(proposals: Iterable[Proposal], findings: Iterable[Finding]) -> tuple[Proposal, ...]:
    """Return the proposals of which no finding has been made, each origin once."""
    known = {one.origin for one in findings if one.origin.subject is not None}
    found: dict[Origin, Proposal] = {}
    for one in proposals:
        if one.origin not in known:
            found.setdefault(one.origin, one)
    return tuple(found.values())
