"""Feedback as a reader meets it: what waits for whom, what was answered, how long it takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kraftkollen.model.feedback import Finding, OriginKind, Receiver, ReceiverKind
from kraftkollen.model.programme import Programme
from kraftkollen.programme.feedback import Exchange, Proposal, Standing, Tally, exchanges, not_yet_recorded, tallies, tally
from kraftkollen.views.area_names import area_name
from kraftkollen.views.reading import Reading
from kraftkollen.words.numbers import day, exact, number


@dataclass(frozen=True, slots=True)
class ExchangeRow:
    """A finding with one receiver. `key` is finding and receiver, for a form that answers it; `open`: nobody has answered."""

    key: str
    finding: str
    found: str
    what: str
    origin: str
    place: str
    receiver: str
    standing: str
    open: bool
    days: str
    due: str
    answer: str
    measure: str
    done: str


@dataclass(frozen=True, slots=True)
class ReceiverRow:
    """How one receiver's findings stand; `reach` says whether it is local or overall."""

    receiver: str
    reach: str
    asked: str
    open: str
    late: str
    median: str


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A finding that the computer proposes."""

    proposal: Proposal
    what: str
    receivers: str


@dataclass(frozen=True, slots=True)
class FeedbackView:
    """Every finding with every receiver, open ones first; by receiver; and what may be recorded with one click."""

    sentence: str
    rows: tuple[ExchangeRow, ...]
    receivers: tuple[ReceiverRow, ...]
    proposals: tuple[ProposalRow, ...]


def feedback_view(
    reading: Reading, on: date, proposals: Sequence[Proposal] = (), programme: Programme | None = None
) -> FeedbackView:
    """Return the feedback as it stands on a day.

    Parameters
    ----------
    proposals
        What the computer has found; those that are findings already are left out.
    programme
        The register as it was recorded earlier; as published if left out.
    """
    known = programme or reading.version.programme
    shown = exchanges(known.findings, known.answers, on)
    parts = sorted(tallies(shown, lambda one: one.receiver), key=lambda part: _order(reading, known, part[0]))
    waiting = not_yet_recorded((one for one in proposals if one.day <= on), known.findings)
    return FeedbackView(
        sentence=_sentence(reading, tally(shown)),
        rows=tuple(_row(reading, known, one) for one in shown),
        receivers=tuple(_receiver(reading, known, who, mine) for who, mine in parts),
        proposals=tuple(_proposal(reading, known, one) for one in waiting),
    )


def receiver_title(reading: Reading, known: Programme, who: Receiver) -> str:
    """Return the receiver as a reader names it."""
    if who.kind is ReceiverKind.STEERING_GROUP:
        return reading.words("The steering group")
    if who.kind is ReceiverKind.COMMITTEE:
        return known.body_name(who.id or "")
    if who.kind is ReceiverKind.LOCAL_WORK:
        name = next((one.name for one in known.priority_areas if one.id == who.id), who.id or "")
        return reading.words("The local work in {area}", area=name)
    return next((one.name.in_language(reading.language) for one in known.interventions if one.id == who.id), who.id or "")


def _order(reading: Reading, known: Programme, who: Receiver) -> tuple[bool, str]:
    return (not who.local, receiver_title(reading, known, who).casefold())


def _sentence(reading: Reading, all_of_them: Tally) -> str:
    if not all_of_them.asked:
        return reading.words("No finding has been entered yet.")
    waits = reading.counted(
        "{count} of {all} answers is awaited, {late} past its day.",
        "{count} of {all} answers are awaited, {late} past their day.",
        all_of_them.open,
        all=all_of_them.asked,
        late=all_of_them.late,
    )
    if all_of_them.median_days is None:
        return waits
    time = exact(all_of_them.median_days, reading.language)
    median = reading.words("Median time from finding to answer: {days} days, of those answered.", days=time)
    return f"{waits} {median}"


def _row(reading: Reading, known: Programme, one: Exchange) -> ExchangeRow:
    answer, language = one.answer, reading.language
    # A measure that is done after the day shown is not done yet on it.
    done = answer.done if answer and one.standing is Standing.DONE else None
    return ExchangeRow(
        key=f"{one.finding.id} {one.receiver.key}",
        finding=one.finding.id,
        found=day(one.finding.day),
        what=one.finding.what.in_language(language),
        origin="" if one.finding.origin.kind is OriginKind.OTHER else origin_title(reading, one.finding.origin.kind),
        place=_place(reading, known, one.finding),
        receiver=receiver_title(reading, known, one.receiver),
        standing=_standing(reading, one),
        open=one.open,
        days=number(one.days, 0, language),
        due=day(one.finding.due) if one.finding.due else "",
        answer=answer.text.in_language(language) if answer else "",
        measure=answer.measure.in_language(language) if answer and answer.measure else "",
        done=day(done) if done else "",
    )


def _place(reading: Reading, known: Programme, one: Finding) -> str:
    if one.priority_area:
        return next((area.name for area in known.priority_areas if area.id == one.priority_area), one.priority_area)
    return area_name(reading, one.level, one.area) if one.area else ""


def origin_title(reading: Reading, kind: OriginKind) -> str:
    """Return what a finding comes from, in words."""
    return {
        OriginKind.EFFECT: reading.words("effect"),
        OriginKind.INDICATOR: reading.words("indicator"),
        OriginKind.CHECKPOINT: reading.words("evaluation after one year"),
        OriginKind.OVERLAP: reading.words("double processes"),
        OriginKind.OTHER: reading.words("other"),
    }[kind]


def _standing(reading: Reading, one: Exchange) -> str:
    if one.standing is Standing.LATE:
        return reading.counted("waits, {count} day late", "waits, {count} days late", one.overdue)
    said = {
        Standing.WAITING: reading.words("waits"),
        Standing.ANSWERED: reading.words("answered, no measure"),
        Standing.UNDER_WAY: reading.words("answered, measure under way"),
        Standing.DONE: reading.words("answered, measure done"),
    }[one.standing]
    late = reading.counted("{count} day late", "{count} days late", one.overdue)
    return f"{said} ({late})" if one.overdue else said


def _receiver(reading: Reading, known: Programme, who: Receiver, mine: Tally) -> ReceiverRow:
    language = reading.language
    return ReceiverRow(
        receiver=receiver_title(reading, known, who),
        reach=reading.words("local") if who.local else reading.words("overall"),
        asked=number(mine.asked, 0, language),
        open=number(mine.open, 0, language),
        late=number(mine.late, 0, language),
        median=exact(mine.median_days, language) if mine.median_days is not None else "–",
    )


def _proposal(reading: Reading, known: Programme, one: Proposal) -> ProposalRow:
    receivers = ", ".join(receiver_title(reading, known, who) for who in one.receivers)
    return ProposalRow(one, one.what.in_language(reading.language), receivers)
