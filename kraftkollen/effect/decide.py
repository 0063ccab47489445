"""The verdict: what the evidence carries, and what forces it to say less whatever the p-value."""

from dataclasses import dataclass

from kraftkollen.model.verdict import Reason, Verdict, VerdictCode

SIGNS_LEVEL, CLEAR_LEVEL = 0.10, 0.05
FEWEST_BEFORE = 4
WORST_FIT_SHARE = 0.75
_FORCING = frozenset(
    {Reason.FEW_AREAS, Reason.FEW_PERIODS, Reason.POOR_FIT, Reason.SIGNS_DISAGREE, Reason.IN_TIME, Reason.SERIES_BREAK}
)
# Around nought signs disagree and a moved start gives as much, by necessity: neither gainsays that a difference is small, as
# long as they are small themselves.
_ABOUT_A_DIFFERENCE = frozenset({Reason.SIGNS_DISAGREE, Reason.IN_TIME})


@dataclass(frozen=True)
class Evidence:
    """What the verdict rests on, and nothing else.

    `signs` are the effects of the methods that must agree. `p_min` is the smallest p that single units could give: sets of
    several share their units, and so could give smaller ones without knowing more.
    """

    effect: float
    p_value: float
    p_min: float
    interval: tuple[float, float]
    periods_before: int
    fit_share: float
    signs: tuple[float, ...]
    in_time_effect: float | None
    breaks: int
    alike_p: float
    smallest_that_matters: float | None


def decide(evidence: Evidence) -> Verdict:
    """Return the verdict of design section 9, with every reason that holds it down."""
    held = tuple(reason for reason, holds in _reasons(evidence) if holds)
    within = _within(evidence)
    forced = _FORCING & set(held)
    if within and evidence.p_value > SIGNS_LEVEL and forced <= _ABOUT_A_DIFFERENCE and _all_small(evidence):
        return Verdict(VerdictCode.NONE_LARGER_THAN)
    if forced:
        large = (Reason.P_TOO_LARGE,) if evidence.p_value > SIGNS_LEVEL and Reason.FEW_AREAS not in held else ()
        return Verdict(VerdictCode.CANNOT_TELL, (*(reason for reason in held if reason in _FORCING), *large))
    if evidence.p_value <= SIGNS_LEVEL:
        downgraded = Reason.FEW_AREAS_FOR_CLEAR in held or Reason.NOT_AMONG_ALIKE in held
        clear = evidence.p_value <= CLEAR_LEVEL and not downgraded
        return Verdict(
            VerdictCode.CLEAR if clear else VerdictCode.SIGNS, (*held, *((Reason.SMALLER_THAN_MATTERS,) if within else ()))
        )
    return Verdict(VerdictCode.CANNOT_TELL, (Reason.P_TOO_LARGE,))


def _reasons(evidence: Evidence) -> tuple[tuple[Reason, bool], ...]:
    small = evidence.p_value <= CLEAR_LEVEL
    in_time = evidence.in_time_effect
    return (
        (Reason.FEW_AREAS, evidence.p_min > SIGNS_LEVEL),
        (Reason.FEW_PERIODS, evidence.periods_before < FEWEST_BEFORE),
        (Reason.SERIES_BREAK, evidence.breaks > 0),
        (Reason.POOR_FIT, evidence.fit_share >= WORST_FIT_SHARE),
        (Reason.SIGNS_DISAGREE, not _agree(evidence.signs)),
        (Reason.IN_TIME, in_time is not None and abs(in_time) >= abs(evidence.effect)),
        (Reason.FEW_AREAS_FOR_CLEAR, SIGNS_LEVEL >= evidence.p_min > CLEAR_LEVEL and evidence.p_value <= SIGNS_LEVEL),
        (Reason.NOT_AMONG_ALIKE, small and evidence.alike_p > SIGNS_LEVEL),
    )


def _agree(signs: tuple[float, ...]) -> bool:
    return all(one > 0 for one in signs) or all(one < 0 for one in signs)


def _all_small(evidence: Evidence) -> bool:
    limit = evidence.smallest_that_matters or 0.0
    return all(abs(one) <= limit for one in (*evidence.signs, evidence.in_time_effect or 0.0))


def _within(evidence: Evidence) -> bool:
    limit = evidence.smallest_that_matters
    return limit is not None and -limit <= evidence.interval[0] and evidence.interval[1] <= limit
