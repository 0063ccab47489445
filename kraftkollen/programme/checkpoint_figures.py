"""The figures of the evaluation after one year: each a share with what it counts, what it rests on, and what is missing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kraftkollen.model.calendar import CalendarKind
from kraftkollen.model.criterion import FigureId
from kraftkollen.model.decision import BodyKind
from kraftkollen.model.intervention import Horizon, Intervention
from kraftkollen.model.ledger import CostKind, RowType, Source
from kraftkollen.model.period import months_later
from kraftkollen.model.programme import Programme
from kraftkollen.model.verdict import VerdictCode
from kraftkollen.programme import money
from kraftkollen.programme.briefings import Handing, handed, schedule
from kraftkollen.programme.decisions import lacking, without_mandate
from kraftkollen.programme.feedback import exchanges
from kraftkollen.programme.overlaps import Overlaps
from kraftkollen.programme.problem_picture import bodies_of, picture, place_of, runs

# Broad: at least so many committees and companies; a picture is shared by at least two.
_BROAD = 3
_SHARED = 2
_MONTHS_OF_ACCOUNTS = 3


class EvidenceKind(StrEnum):
    """Where the evidence stands: a record of that kind, on that page."""

    DECISION = "decision"
    BRIEFING = "briefing"
    INTERVENTION = "intervention"
    PLACE = "place"
    OVERLAP = "overlap"
    FINDING = "finding"
    MONEY = "money"
    CALENDAR = "calendar"
    EFFECT = "effect"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a figure rests on, or that it lacks. `whose` is the id of the body that can provide it, if one can."""

    kind: EvidenceKind
    id: str
    whose: str | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure as it stands on a day. `share` is None where there is nothing to count yet.

    `counted` of `whole` are numbers of things, or öre of money.
    """

    share: float | None
    counted: int
    whole: int
    evidence: tuple[Item, ...] = ()
    missing: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """The verdict on an intervention's primary indicator; None with the day on which it can be read first."""

    intervention: str
    verdict: VerdictCode | None
    right_way: bool | None
    first_readable: date | None


@dataclass(frozen=True)
class Basis:
    """What the figures are worked out from. `start` is the day that the year is counted from."""

    programme: Programme
    on: date
    start: date | None
    overlaps: Overlaps
    outcomes: tuple[Outcome, ...]

    @property
    def interventions(self) -> tuple[Intervention, ...]:
        """Those that go on that day, and those that have ended since the start."""
        since = self.start
        return tuple(
            one
            for one in self.programme.interventions
            if runs(one, self.on) or (one.end is not None and one.end <= self.on and (since is None or one.end >= since))
        )

    @property
    def year(self) -> int:
        """The budget year that the evaluation is about: a quarter into a year the accounts are those of the year before."""
        return months_later(self.on, -_MONTHS_OF_ACCOUNTS).year


def _of(things: Iterable[tuple[Item, bool]]) -> Measured:
    """Return the share of the things that hold; those that do not are what is missing."""
    listed = tuple(things)
    holding = tuple(item for item, holds in listed if holds)
    lacking_ones = tuple(item for item, holds in listed if not holds)
    share = len(holding) / len(listed) if listed else None
    return Measured(share, len(holding), len(listed), holding, lacking_ones)


def _mandate_clear(basis: Basis) -> Measured:
    groups = {one.id for one in basis.programme.bodies if one.kind is BodyKind.STEERING_GROUP}
    unsettled = {one.decision.id for one in lacking(basis.programme)} | {one.id for one in without_mandate(basis.programme)}
    taken = [one for one in basis.programme.decisions if one.entered and not groups.isdisjoint(one.bodies)]
    there = [one for one in taken if one.day is not None and one.day <= basis.on]
    return _of((Item(EvidenceKind.DECISION, one.id, one.bodies[0]), one.id not in unsettled) for one in there)


def _briefed_in_time(basis: Basis) -> Measured:
    shown = schedule(basis.programme, basis.on)
    due = [one for one in shown if one.handing is not Handing.COMING]
    assert handed(shown).due == len(due)
    return _of(
        (Item(EvidenceKind.BRIEFING, f"{one.calendar.id} {one.committee}", one.committee), one.handing is Handing.HANDED_OVER)
        for one in due
    )


def _broadly_represented(basis: Basis) -> Measured:
    return _of((_intervention(one), len(bodies_of(one)) >= _BROAD) for one in basis.interventions)


def _picture_shared(basis: Basis) -> Measured:
    pictures = ((one, picture(basis.programme, place_of(one), basis.on)) for one in basis.programme.priority_areas)
    return _of((Item(EvidenceKind.PLACE, area.id), len(found.given) >= _SHARED) for area, found in pictures)


def _presence_seen(basis: Basis) -> Measured:
    pictures = ((one, picture(basis.programme, place_of(one), basis.on)) for one in basis.programme.priority_areas)
    return _of((Item(EvidenceKind.PLACE, area.id), found.presence > 0) for area, found in pictures)


def _evaluator_named(basis: Basis) -> Measured:
    return _of((_intervention(one), one.plan is not None and one.plan.evaluator is not None) for one in basis.interventions)


def _overlaps_answered(basis: Basis) -> Measured:
    return _of(
        (Item(EvidenceKind.OVERLAP, one.id), one.answer is not None and one.answer.day <= basis.on)
        for one in basis.overlaps.found
    )


def _findings_answered(basis: Basis) -> Measured:
    shown = exchanges(basis.programme.findings, basis.programme.answers, basis.on)
    # What is not due yet is neither answered nor missing.
    due = [one for one in shown if not one.open or one.finding.due is None or one.overdue]
    return _of((Item(EvidenceKind.FINDING, one.finding.id, one.receiver.id), not one.open) for one in due)


def _sources_clear(basis: Basis) -> Measured:
    rows = money.standing_on(basis.programme.ledger, basis.on)
    with_source = {one.intervention for one in rows}
    return _of((_intervention(one), one.id in with_source) for one in basis.interventions)


def _long_term(basis: Basis) -> Measured:
    lasting = {one.id for one in basis.programme.interventions if one.horizon is Horizon.LONG_TERM}
    rows = money.of(money.standing_on(basis.programme.ledger, basis.on), RowType.ACTUAL, basis.year)
    found = money.long_term_share(rows, lasting)
    unsaid = [_intervention(one) for one in basis.interventions if one.horizon is None]
    return Measured(found.long_term, found.long_term_ore, found.total_ore, _money(rows), tuple(unsaid))


def _next_year_budgeted(basis: Basis) -> Measured:
    """Return whether next year's money was planned before the budget for it was decided."""
    following = basis.year + 1
    decided = [one for one in basis.programme.calendar if one.kind is CalendarKind.BUDGET and one.period == str(following)]
    if not decided:
        return Measured(None, 0, 0, missing=(Item(EvidenceKind.CALENDAR, str(following)),))
    rows = money.of(money.standing_on(basis.programme.ledger, min(decided[0].day, basis.on)), RowType.BUDGET, following)
    planned = {one.intervention for one in rows}
    return _of((_intervention(one), one.id in planned) for one in basis.interventions if one.end is None)


def _call_offs_used(basis: Basis) -> Measured:
    rows = money.standing_on(basis.programme.ledger, basis.on)
    called = money.total(money.of(rows, RowType.CALL_OFF, basis.year))
    spent = [one for one in money.of(rows, RowType.ACTUAL, basis.year) if one.source is Source.CITY_WIDE]
    used = money.total(spent)
    missing = () if called else (Item(EvidenceKind.MONEY, str(basis.year)),)
    # More used than called off is as good as all of it: the rest is the committees' own affair.
    share = min(1.0, used / called) if called > 0 else None
    return Measured(share, used, called, _money(spent), missing)


def _administration(basis: Basis) -> Measured:
    found = money.administration_share(basis.programme.ledger, basis.year, basis.programme.administration_rules, basis.on)
    rows = money.of(money.standing_on(basis.programme.ledger, basis.on), RowType.ACTUAL, basis.year)
    missing = () if rows else (Item(EvidenceKind.MONEY, str(basis.year)),)
    return Measured(found.with_rule, found.booked_ore + found.by_rule_ore, found.total_ore, _money(rows), missing)


def _evaluation_paid(basis: Basis) -> Measured:
    rows = [one for one in money.standing_on(basis.programme.ledger, basis.on) if one.kind is CostKind.EVALUATION]
    paid = {one.intervention for one in rows}
    planned = [one for one in basis.interventions if one.plan is not None]
    return _of((_intervention(one), one.id in paid or (one.plan is not None and one.plan.cost_ore == 0)) for one in planned)


def _follows_effect(basis: Basis) -> Measured:
    """Return how much of the money goes to interventions whose effect can be told, whichever way it is."""
    told = {one.intervention for one in basis.outcomes if one.verdict not in (None, VerdictCode.CANNOT_TELL)}
    rows = money.of(money.standing_on(basis.programme.ledger, basis.on), RowType.ACTUAL, basis.year)
    mine = [one for one in rows if one.intervention in told]
    whole = money.total(rows)
    untold = tuple(Item(EvidenceKind.EFFECT, one.intervention) for one in basis.outcomes if one.intervention not in told)
    share = money.share(money.total(mine), whole) if basis.outcomes else None
    return Measured(share, money.total(mine), whole, _money(mine), untold)


def _verdicts_as_expected(basis: Basis) -> Measured:
    """Return how many of the verdicts that can be read show a difference the expected way. Too early is not a failure."""
    readable = [one for one in basis.outcomes if one.verdict is not None]
    shown = {VerdictCode.CLEAR, VerdictCode.SIGNS}
    return _of(
        (Item(EvidenceKind.EFFECT, one.intervention), one.verdict in shown and one.right_way is True) for one in readable
    )


def _intervention(one: Intervention) -> Item:
    return Item(EvidenceKind.INTERVENTION, one.id, one.lead)


def _money(rows: Iterable[object]) -> tuple[Item, ...]:
    return tuple(Item(EvidenceKind.MONEY, str(getattr(one, "id"))) for one in rows)  # noqa: B009 (any row of the ledger)


FIGURES: Mapping[FigureId, Callable[[Basis], Measured]] = {
    FigureId.MANDATE_CLEAR: _mandate_clear,
    FigureId.BRIEFED_IN_TIME: _briefed_in_time,
    FigureId.BROADLY_REPRESENTED: _broadly_represented,
    FigureId.PICTURE_SHARED: _picture_shared,
    FigureId.EVALUATOR_NAMED: _evaluator_named,
    FigureId.OVERLAPS_ANSWERED: _overlaps_answered,
    FigureId.FINDINGS_ANSWERED: _findings_answered,
    FigureId.PRESENCE_SEEN: _presence_seen,
    FigureId.SOURCES_CLEAR: _sources_clear,
    FigureId.LONG_TERM: _long_term,
    FigureId.NEXT_YEAR_BUDGETED: _next_year_budgeted,
    FigureId.CALL_OFFS_USED: _call_offs_used,
    FigureId.ADMINISTRATION: _administration,
    FigureId.EVALUATION_PAID: _evaluation_paid,
    FigureId.FOLLOWS_EFFECT: _follows_effect,
    FigureId.VERDICTS_AS_EXPECTED: _verdicts_as_expected,
}
