"""The evaluation after one year: each criterion's status by rule, what is missing and whose it is, and the days that matter."""

from dataclasses import dataclass
from datetime import date

from kraftkollen.model.criterion import CheckpointDecision, Criterion, Judgement, StatusCode
from kraftkollen.model.modules import used
from kraftkollen.model.programme import Programme
from kraftkollen.programme.checkpoint_basis import Basis, Item, Measured
from kraftkollen.programme.checkpoint_calendar import Timing, timing
from kraftkollen.programme.checkpoint_figures import FIGURES


@dataclass(frozen=True, slots=True)
class Assessed:
    """A criterion with its figure, the rule's answer, and what has been judged beside it, the newest first."""

    criterion: Criterion
    measured: Measured
    status: StatusCode
    judgements: tuple[Judgement, ...]


@dataclass(frozen=True)
class Checkpoint:
    """The evaluation as it stands on a day."""

    on: date
    timing: Timing
    assessed: tuple[Assessed, ...]
    decisions: tuple[CheckpointDecision, ...]

    @property
    def with_evidence(self) -> tuple[Assessed, ...]:
        """The criteria that the rule could answer."""
        without = (StatusCode.NOT_USED, StatusCode.EVIDENCE_MISSING)
        return tuple(one for one in self.assessed if one.status not in without)

    @property
    def counted(self) -> tuple[Assessed, ...]:
        """The criteria whose module is used."""
        return tuple(one for one in self.assessed if one.status is not StatusCode.NOT_USED)

    @property
    def missing(self) -> tuple[tuple[Criterion, Item], ...]:
        """Everything that is missing, by criterion."""
        return tuple((one.criterion, item) for one in self.counted for item in one.measured.missing)


def checkpoint(basis: Basis) -> Checkpoint:
    """Return the evaluation as it stands on the day of the basis."""
    programme = basis.programme
    return Checkpoint(
        on=basis.on,
        timing=timing(programme, basis.on),
        assessed=tuple(_assessed(basis, one) for one in programme.criteria),
        decisions=tuple(one for one in programme.checkpoint_decisions if _decided(programme, one, basis.on)),
    )


def _assessed(basis: Basis, criterion: Criterion) -> Assessed:
    mine = [one for one in basis.programme.judgements if one.criterion == criterion.id and one.day <= basis.on]
    judgements = tuple(sorted(mine, key=lambda one: -one.day.toordinal()))
    if not used(basis.programme, criterion.module):
        return Assessed(criterion, Measured(None, 0, 0), StatusCode.NOT_USED, judgements)
    measured = FIGURES[criterion.figure](basis)
    return Assessed(criterion, measured, status(criterion, measured.share), judgements)


def status(criterion: Criterion, share: float | None) -> StatusCode:
    """Return the rule's answer: what lies at a threshold has reached it."""
    if share is None:
        return StatusCode.EVIDENCE_MISSING
    sign = -1 if criterion.less_is_better else 1
    if sign * share >= sign * criterion.met:
        return StatusCode.MET
    return StatusCode.PARTLY if sign * share >= sign * criterion.partly else StatusCode.NOT_MET


def _decided(programme: Programme, one: CheckpointDecision, on: date) -> bool:
    """Return whether the decision had been taken on that day; one whose day is not known had."""
    found = next((decision for decision in programme.decisions if decision.id == one.decision), None)
    return found is not None and found.entered and (found.day is None or found.day <= on)
