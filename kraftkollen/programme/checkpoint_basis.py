"""What the figures of the evaluation after one year are worked out from, and what each of them gives."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kraftkollen.model.intervention import Intervention
from kraftkollen.model.period import months_later
from kraftkollen.model.programme import Programme
from kraftkollen.model.verdict import VerdictCode
from kraftkollen.programme.overlaps import Overlaps
from kraftkollen.programme.problem_picture import runs

# The id of an item that says that there is nothing of its kind to count yet.
NOTHING = ""
_MONTHS_OF_ACCOUNTS = 3


class EvidenceKind(StrEnum):
    """Where the evidence stands: a record of that kind, on that page."""

    DECISION = "decision"
    BRIEFING = "briefing"
    INTERVENTION = "intervention"
    PLAN = "plan"
    PLACE = "place"
    OVERLAP = "overlap"
    FINDING = "finding"
    MONEY = "money"
    CALL_OFF = "call_off"
    CALENDAR = "calendar"
    EFFECT = "effect"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a figure rests on, or that it lacks.

    `id` is NOTHING where there is none of the kind. `whose` is the id of the body that can provide it, if one can; `first` the
    day on which it can exist first, where it is too early.
    """

    kind: EvidenceKind
    id: str
    whose: str | None = None
    first: date | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure as it stands on a day. `share` is None where there is nothing to count yet, and then something is missing.

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
