"""The verdict on each intervention's primary indicator, or the day on which it can be read first."""

from dataclasses import dataclass, replace
from datetime import date

from kraftkollen.errors import UserError
from kraftkollen.model.intervention import Intervention
from kraftkollen.programme.checkpoint_basis import Outcome
from kraftkollen.views import effect_view
from kraftkollen.views.effect_panel import Question
from kraftkollen.views.effect_view import Answered
from kraftkollen.views.reading import Reading

__all__ = ["Outcome", "outcomes"]


@dataclass(frozen=True)
class ReadOutcome:
    """An outcome with what it rests on; `answered` is None where nothing can be told yet."""

    intervention: Intervention
    outcome: Outcome
    answered: Answered | None


def outcomes(reading: Reading, on: date) -> tuple[Outcome, ...]:
    """Return the verdicts of the interventions that had started on a day, on the figures that could exist then.

    A process of the whole city has nothing to be compared with and is left out; so is what has named no indicator.
    """
    return tuple(one.outcome for one in read_outcomes(reading, on))


def read_outcomes(reading: Reading, on: date, started: date | None = None) -> tuple[ReadOutcome, ...]:
    """Return the outcomes of `outcomes` with what they rest on; `started`: the day on which they had started, if another."""
    last = started or on
    return tuple(
        _outcome(reading, one, on)
        for one in reading.version.programme.interventions
        if not one.city_wide and one.primary_indicator is not None and one.start is not None and one.start <= last
    )


def _outcome(reading: Reading, one: Intervention, on: date) -> ReadOutcome:
    try:
        question = replace(effect_view.intervention_question(reading, one.id), readable_on=on)
    except UserError:
        return ReadOutcome(one, Outcome(one.id, None, None, None), None)
    try:
        answered = effect_view.answer(reading, question)
    except UserError:
        return ReadOutcome(one, Outcome(one.id, None, None, _first_readable(reading, question, on)), None)
    found = answered.estimate
    expected = {"up": found.effect > 0, "down": found.effect < 0}.get(one.expected or "")
    return ReadOutcome(one, Outcome(one.id, found.verdict.code, expected, None), answered)


def _first_readable(reading: Reading, question: Question, on: date) -> date | None:
    """Return the coming day on which a figure can exist; None where it could exist already and there is none."""
    try:
        found = effect_view.planned(reading, question).first_figure
    except UserError:
        return None
    return found if found > on else None
