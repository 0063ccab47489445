"""What an evaluation can come to, and why: codes that travel from the estimators to the words."""

from dataclasses import dataclass
from enum import StrEnum


class VerdictCode(StrEnum):
    """The four answers; there is no fifth."""

    CLEAR = "clear"
    SIGNS = "signs"
    CANNOT_TELL = "cannot_tell"
    NONE_LARGER_THAN = "none_larger_than"


class Reason(StrEnum):
    """Why the verdict is no stronger than it is; each forces it, whatever the p-value."""

    P_TOO_LARGE = "p_too_large"
    FEW_AREAS = "few_areas"
    FEW_AREAS_FOR_CLEAR = "few_areas_for_clear"
    FEW_PERIODS = "few_periods"
    POOR_FIT = "poor_fit"
    SIGNS_DISAGREE = "signs_disagree"
    IN_TIME = "in_time"
    SERIES_BREAK = "series_break"
    NOT_AMONG_ALIKE = "not_among_alike"
    SMALLER_THAN_MATTERS = "smaller_than_matters"
    HANGS_ON_SELECTION = "hangs_on_selection"
    LESS_WITHOUT_SELECTION = "less_without_selection"
    SEVERAL_TRIED = "several_tried"


class Exclusion(StrEnum):
    """Why an area is not among the comparison areas."""

    INCOMPLETE = "incomplete"
    OWN_INTERVENTION = "own_intervention"
    NEIGHBOUR = "neighbour"
    AREA_BREAK = "area_break"
    FEW_PEOPLE = "few_people"
    BETTER_OFF = "better_off"
    LESS_ALIKE = "less_alike"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer, and why it is no stronger."""

    code: VerdictCode
    reasons: tuple[Reason, ...] = ()
