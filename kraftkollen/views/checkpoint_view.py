"""The evaluation after one year as a reader meets it: days left, readiness, each criterion with its evidence, decisions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kraftkollen.model.criterion import Part
from kraftkollen.model.programme import Programme
from kraftkollen.programme.checkpoint import Checkpoint, checkpoint
from kraftkollen.programme.checkpoint_basis import Basis, Outcome
from kraftkollen.programme.checkpoint_calendar import MONTHS_TO_PREPARE, BudgetDay, Timing, past_days
from kraftkollen.programme.overlaps import overlaps
from kraftkollen.views.checkpoint_items import ItemNames
from kraftkollen.views.checkpoint_rows import (
    CriterionRow,
    DecidedRow,
    Evidence,
    OutcomeRow,
    criterion_row,
    decided_rows,
    outcome_row,
    undecided,
)
from kraftkollen.views.reading import Reading
from kraftkollen.views.register_names import covers
from kraftkollen.words.numbers import day

__all__ = ["CheckpointView", "CriterionRow", "DecidedRow", "Evidence", "OutcomeRow", "by_part", "checkpoint_view"]


@dataclass(frozen=True)
class CheckpointView:
    """The evaluation, ready to be drawn or printed.

    `undecided` is what no body has decided of yet; `programme` and `verdicts` are what it was worked out from.
    """

    on: date
    days: str
    readiness: str
    budget: str
    rows: tuple[CriterionRow, ...]
    outcomes: tuple[OutcomeRow, ...]
    decided: tuple[DecidedRow, ...]
    undecided: tuple[str, ...]
    found: Checkpoint
    programme: Programme
    verdicts: tuple[Outcome, ...]

    @property
    def missing(self) -> tuple[tuple[CriterionRow, Evidence], ...]:
        """Everything that is missing, each with its criterion."""
        return tuple((row, one) for row in self.rows for one in row.missing)


def checkpoint_of(reading: Reading, programme: Programme, on: date, outcomes: tuple[Outcome, ...]) -> Checkpoint:
    """Return the evaluation of a programme on a day, given the verdicts on its interventions."""
    found = overlaps(programme.interventions, programme.overlap_answers, covers(reading), on)
    return checkpoint(Basis(programme, on, programme.programme.start, found, outcomes))


def checkpoint_view(reading: Reading, programme: Programme, on: date, outcomes: tuple[Outcome, ...]) -> CheckpointView:
    """Return the evaluation in words.

    Parameters
    ----------
    programme
        The reading's own, or an earlier one.
    outcomes
        The verdicts on the interventions' primary indicators: `views.outcomes.outcomes`.
    """
    found = checkpoint_of(reading, programme, on, outcomes)
    names = ItemNames(reading, programme)
    return CheckpointView(
        on=on,
        days=_days(reading, found.timing),
        readiness=_readiness(reading, found),
        budget=_budget(reading, found.timing, on),
        rows=tuple(criterion_row(names, one) for one in found.assessed),
        outcomes=tuple(outcome_row(names, one) for one in outcomes),
        decided=decided_rows(names, found),
        undecided=tuple(undecided(names, found)),
        found=found,
        programme=programme,
        verdicts=outcomes,
    )


def evaluation_days(programme: Programme, on: date) -> tuple[date, ...]:
    """Return the days on which the evaluation has been due, the last first."""
    frame = programme.programme
    return past_days(frame.start, frame.checkpoint_months, on)[::-1] if frame.start else ()


def _days(reading: Reading, timing: Timing) -> str:
    if timing.day is None or timing.days_left is None:
        return reading.words("No start is set, so no day for the evaluation.")
    return reading.counted(
        "The evaluation is on {at}: {count} day left.",
        "The evaluation is on {at}: {count} days left.",
        timing.days_left,
        at=day(timing.day),
    )


def _readiness(reading: Reading, found: Checkpoint) -> str:
    if not found.assessed:
        return reading.words("No criteria are set.")
    if not found.counted:
        return reading.words("Every criterion belongs to a module that is not used.")
    ready, every = len(found.with_evidence), len(found.counted)
    said = reading.words("{ready} of {all} criteria have evidence.", ready=ready, all=every)
    unused = len(found.assessed) - len(found.counted)
    if unused:
        said += " " + reading.counted("{count} is not used.", "{count} are not used.", unused)
    missing = len(found.missing)
    if missing:
        said += " " + reading.counted(
            "{count} thing remains before every criterion is met.",
            "{count} things remain before every criterion is met.",
            missing,
        )
    return said


def _budget(reading: Reading, timing: Timing, on: date) -> str:
    """Return whether the evaluation comes in time for the next budget; if not, when it would, and which it can change."""
    if timing.day is None or timing.budget is None or timing.latest_useful is None:
        return ""
    words = reading.words
    said = _next_budget(reading, timing.budget)
    if timing.in_time:
        return " ".join((said, words("The evaluation comes in time for it.")))
    late = words(
        "The evaluation comes too late to change it: a committee needs about {count} months to prepare a case.",
        count=MONTHS_TO_PREPARE,
    )
    latest = day(timing.latest_useful)
    if timing.latest_useful >= on:
        when = words("It would come in time if it were ready by {latest}.", latest=latest)
    else:
        when = words("It would have come in time if it had been ready by {latest}; that day has passed.", latest=latest)
    return " ".join((said, late, when, *_changeable(reading, timing)))


def _next_budget(reading: Reading, budget: BudgetDay) -> str:
    at = day(budget.day)
    if budget.by_law:
        return reading.words(
            "The next budget is decided by {at}: the last day by law, for the city has not entered its own day.", at=at
        )
    return reading.words("The next budget is decided on {at}.", at=at)


def _changeable(reading: Reading, timing: Timing) -> Iterable[str]:
    found = timing.changeable
    if found is not None and found.by_law:
        yield reading.words("The first budget that it can change is decided by {at} at the latest.", at=day(found.day))
    elif found is not None:
        yield reading.words("The first budget that it can change is decided on {at}.", at=day(found.day))


def by_part(rows: Iterable[CriterionRow]) -> tuple[tuple[Part, tuple[CriterionRow, ...]], ...]:
    """Return the rows of each part, in the order of the parts; a part without criteria is left out."""
    listed = tuple(rows)
    parts = ((part, tuple(one for one in listed if one.criterion.part is part)) for part in Part)
    return tuple((part, mine) for part, mine in parts if mine)
