"""Two evaluations beside each other: what each said of the same criteria and the same interventions. It says no reason why."""

from dataclasses import dataclass

from kraftkollen.views.checkpoint_view import CheckpointView, CriterionRow
from kraftkollen.views.reading import Reading


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A criterion or an intervention on two days, in words; `changed` is empty where the answer is the same."""

    what: str
    earlier: str
    later: str
    changed: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Two evaluations, the finding first."""

    sentence: str
    criteria: tuple[ComparedRow, ...]
    outcomes: tuple[ComparedRow, ...]


def compared(reading: Reading, earlier: CheckpointView, later: CheckpointView) -> Compared:
    """Return both beside each other, in the order of the later one's criteria; both in the reading's language."""
    before = {one.criterion.id: one for one in earlier.rows}
    pairs = [(before.get(one.criterion.id), one) for one in later.rows]
    criteria = tuple(
        _row(reading, one.what, _said(found) if found else "", _said(one), found is None or found.status is not one.status)
        for found, one in pairs
    )
    verdicts = {one.intervention: one.verdict for one in earlier.outcomes}
    outcomes = tuple(
        _row(reading, one.name, verdicts.get(one.intervention, ""), one.verdict, verdicts.get(one.intervention) != one.verdict)
        for one in later.outcomes
    )
    sentence = reading.counted(
        "{count} of {all} criteria has another answer on {later} than on {earlier}.",
        "{count} of {all} criteria have another answer on {later} than on {earlier}.",
        sum(bool(one.changed) for one in criteria),
        all=len(criteria),
        earlier=earlier.on.isoformat(),
        later=later.on.isoformat(),
    )
    return Compared(sentence, criteria, outcomes)


def _row(reading: Reading, what: str, earlier: str, later: str, other: bool) -> ComparedRow:
    return ComparedRow(what, earlier or reading.words("nothing then"), later, reading.words("yes") if other else "")


def _said(one: CriterionRow) -> str:
    return f"{one.status_word}, {one.figure}" if one.figure else one.status_word
