"""The figures of the evaluation after one year: each a share with what it counts, what it rests on, and what is missing."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from kraftkollen.model.calendar import CalendarKind
from kraftkollen.model.criterion import FigureId
from kraftkollen.model.decision import BodyKind
from kraftkollen.model.intervention import Horizon, Intervention
from kraftkollen.model.ledger import CostKind, LedgerRow, RowType, Source
from kraftkollen.model.programme import PriorityArea, Programme
from kraftkollen.model.verdict import VerdictCode
from kraftkollen.programme import money
from kraftkollen.programme.briefings import Handing, schedule
from kraftkollen.programme.checkpoint_basis import NOTHING, Basis, EvidenceKind, Item, Measured, Outcome
from kraftkollen.programme.decisions import lacking, without_mandate
from kraftkollen.programme.feedback import exchanges
from kraftkollen.programme.problem_picture import Picture, bodies_of, picture, place_of

# Broad: at least so many committees and companies; a picture is shared by at least two.
BROAD = 3
_SHARED = 2
REPORTS = "reports"


def _of(things: Iterable[tuple[Item, bool]], nothing: Item) -> Measured:
    """Return the share of the things that hold; those that do not are missing, and `nothing` is if there is none at all."""
    listed = tuple(things)
    if not listed:
        return Measured(None, 0, 0, missing=(nothing,))
    holding = tuple(item for item, holds in listed if holds)
    lacking_ones = tuple(item for item, holds in listed if not holds)
    return Measured(len(holding) / len(listed), len(holding), len(listed), holding, lacking_ones)


def _mandate_clear(basis: Basis) -> Measured:
    known = _known(basis.programme, basis.on)
    groups = {one.id for one in known.bodies if one.kind is BodyKind.STEERING_GROUP}
    unsettled = {one.decision.id for one in lacking(known)} | {one.id for one in without_mandate(known)}
    taken = [one for one in known.decisions if one.entered and one.day is not None and not groups.isdisjoint(one.bodies)]
    there = ((Item(EvidenceKind.DECISION, one.id, one.bodies[0]), one.id not in unsettled) for one in taken)
    return _of(there, Item(EvidenceKind.DECISION, NOTHING, next(iter(sorted(groups)), None)))


def _known(programme: Programme, on: date) -> Programme:
    """Return the programme with the decisions of that day: what a committee settles later does not count earlier."""
    taken = tuple(one for one in programme.decisions if one.day is None or one.day <= on)
    return programme.model_copy(update={"decisions": taken})


def _briefed_in_time(basis: Basis) -> Measured:
    due = [one for one in schedule(basis.programme, basis.on) if one.handing is not Handing.COMING]
    told = (
        (Item(EvidenceKind.BRIEFING, f"{one.calendar.id} {one.committee}", one.committee), one.handing is Handing.HANDED_OVER)
        for one in due
    )
    return _of(told, Item(EvidenceKind.CALENDAR, REPORTS))


def _broadly_represented(basis: Basis) -> Measured:
    return _of_interventions(basis.interventions, lambda one: len(bodies_of(one)) >= BROAD)


def _of_interventions(found: Iterable[Intervention], holds: Callable[[Intervention], bool]) -> Measured:
    return _of(((_intervention(one), holds(one)) for one in found), Item(EvidenceKind.INTERVENTION, NOTHING))


def _of_places(basis: Basis, holds: Callable[[Picture], bool]) -> Measured:
    chosen = [one for one in basis.programme.priority_areas if one.since is None or one.since <= basis.on]
    found = ((Item(EvidenceKind.PLACE, one.id), holds(_picture(basis, one))) for one in chosen)
    return _of(found, Item(EvidenceKind.PLACE, NOTHING))


def _picture(basis: Basis, area: PriorityArea) -> Picture:
    return picture(basis.programme, place_of(area), basis.on)


def _picture_shared(basis: Basis) -> Measured:
    return _of_places(basis, lambda found: len(found.given) >= _SHARED)


def _presence_seen(basis: Basis) -> Measured:
    return _of_places(basis, lambda found: found.presence > 0)


def _evaluator_named(basis: Basis) -> Measured:
    return _of_interventions(basis.interventions, lambda one: one.plan is not None and one.plan.evaluator is not None)


def _overlaps_answered(basis: Basis) -> Measured:
    """Return how many double processes are answered. That none is found, where all could be compared, is as good as all."""
    leads = {one.id: one.lead for one in basis.programme.interventions}
    begun = [one for one in basis.overlaps.found if one.since <= basis.on]
    unsaid = tuple(Item(EvidenceKind.INTERVENTION, one, leads.get(one)) for one in basis.overlaps.incomparable)
    if not begun:
        several = len(basis.interventions) > 1
        missing = unsaid if several else (Item(EvidenceKind.INTERVENTION, NOTHING),)
        return Measured(1.0 if several and not unsaid else None, 0, 0, missing=missing)
    found = (
        (Item(EvidenceKind.OVERLAP, one.id, leads.get(one.first)), one.answer is not None and one.answer.day <= basis.on)
        for one in begun
    )
    return _of(found, Item(EvidenceKind.OVERLAP, NOTHING))


def _findings_answered(basis: Basis) -> Measured:
    shown = exchanges(basis.programme.findings, basis.programme.answers, basis.on)
    # What is not due yet is neither answered nor missing.
    due = [one for one in shown if not one.open or one.finding.due is None or one.overdue]
    found = ((Item(EvidenceKind.FINDING, one.finding.id, one.receiver.id), not one.open) for one in due)
    return _of(found, Item(EvidenceKind.FINDING, NOTHING))


def _sources_clear(basis: Basis) -> Measured:
    with_source = {one.intervention for one in money.standing_on(basis.programme.ledger, basis.on)}
    return _of_interventions(basis.interventions, lambda one: one.id in with_source)


def _used(basis: Basis) -> tuple[LedgerRow, ...]:
    """Return the rows of what was used in the year, as it was known on the day."""
    return tuple(money.of(money.standing_on(basis.programme.ledger, basis.on), RowType.ACTUAL, basis.year))


def _unless(there: bool, basis: Basis, kind: EvidenceKind = EvidenceKind.MONEY) -> tuple[Item, ...]:
    return () if there else (Item(kind, str(basis.year)),)


def _long_term(basis: Basis) -> Measured:
    lasting = {one.id for one in basis.programme.interventions if one.horizon is Horizon.LONG_TERM}
    rows = _used(basis)
    found = money.long_term_share(rows, lasting)
    unsaid = tuple(_intervention(one) for one in basis.interventions if one.horizon is None)
    missing = (*_unless(found.total_ore > 0, basis), *unsaid)
    return Measured(found.long_term, found.long_term_ore, found.total_ore, _money(rows), missing)


def _next_year_budgeted(basis: Basis) -> Measured:
    """Return whether next year's money was planned before the budget for it was decided."""
    following = basis.year + 1
    decided = [one.day for one in basis.programme.calendar if one.kind is CalendarKind.BUDGET and one.period == str(following)]
    if not decided:
        return Measured(None, 0, 0, missing=(Item(EvidenceKind.CALENDAR, str(following)),))
    rows = money.of(money.standing_on(basis.programme.ledger, min(*decided, basis.on)), RowType.BUDGET, following)
    planned = {one.intervention for one in rows}
    return _of_interventions((one for one in basis.interventions if one.end is None), lambda one: one.id in planned)


def _call_offs_used(basis: Basis) -> Measured:
    rows = money.standing_on(basis.programme.ledger, basis.on)
    called = money.total(money.of(rows, RowType.CALL_OFF, basis.year))
    spent = [one for one in _used(basis) if one.source is Source.CITY_WIDE]
    used = money.total(spent)
    # More used than called off is as good as all of it: the rest is the committees' own affair.
    share = min(1.0, used / called) if called > 0 else None
    return Measured(share, used, called, _money(spent), _unless(called > 0, basis, EvidenceKind.CALL_OFF))


def _administration(basis: Basis) -> Measured:
    found = money.administration_share(basis.programme.ledger, basis.year, basis.programme.administration_rules, basis.on)
    counted = found.booked_ore + found.by_rule_ore
    return Measured(found.with_rule, counted, found.total_ore, _money(_used(basis)), _unless(found.total_ore > 0, basis))


def _evaluation_paid(basis: Basis) -> Measured:
    rows = [one for one in money.standing_on(basis.programme.ledger, basis.on) if one.kind is CostKind.EVALUATION]
    paid = {one.intervention for one in rows}
    planned = [one for one in basis.interventions if one.plan is not None]
    found = ((_intervention(one), one.id in paid or (one.plan is not None and one.plan.cost_ore == 0)) for one in planned)
    return _of(found, Item(EvidenceKind.PLAN, NOTHING))


def _follows_effect(basis: Basis) -> Measured:
    """Return how much of the money goes to interventions whose effect can be told, whichever way it is."""
    told = {one.intervention for one in basis.outcomes if one.verdict not in (None, VerdictCode.CANNOT_TELL)}
    rows = _used(basis)
    mine = [one for one in rows if one.intervention in told]
    whole = money.total(rows)
    share = money.share(money.total(mine), whole) if basis.outcomes else None
    return Measured(share, money.total(mine), whole, _money(mine), (*_unless(whole > 0, basis), *_unread(basis)))


def _verdicts_as_expected(basis: Basis) -> Measured:
    """Return how many of the verdicts that can be read show a difference the expected way. Too early is not a failure.

    A verdict that cannot be told lacks nothing that anybody can enter: only what cannot be read is missing.
    """
    readable = [one for one in basis.outcomes if one.verdict is not None]
    shown = {VerdictCode.CLEAR, VerdictCode.SIGNS}
    holding = sum(one.verdict in shown and one.right_way is True for one in readable)
    share = holding / len(readable) if readable else None
    return Measured(share, holding, len(readable), tuple(_effect(basis, one) for one in readable), _unread(basis))


def _unread(basis: Basis) -> tuple[Item, ...]:
    """Return the outcomes that cannot be read yet; that there is none at all where there is none."""
    unread = tuple(_effect(basis, one) for one in basis.outcomes if one.verdict is None)
    return unread if basis.outcomes else (Item(EvidenceKind.EFFECT, NOTHING),)


def _effect(basis: Basis, outcome: Outcome) -> Item:
    found = next((one for one in basis.programme.interventions if one.id == outcome.intervention), None)
    evaluator = found.plan.evaluator if found and found.plan else None
    whose = evaluator or (found.lead if found else None)
    return Item(EvidenceKind.EFFECT, outcome.intervention, whose, outcome.first_readable)


def _intervention(one: Intervention) -> Item:
    return Item(EvidenceKind.INTERVENTION, one.id, one.lead)


def _money(rows: Iterable[LedgerRow]) -> tuple[Item, ...]:
    return tuple(Item(EvidenceKind.MONEY, one.id) for one in rows)


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
