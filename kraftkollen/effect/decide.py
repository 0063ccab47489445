"""The verdict: what the evidence carries, and what forces it to say less whatever the p-value."""

from dataclasses import dataclass

from kraftkollen.model.verdict import Reason, Verdict, VerdictCode

SIGNS_LEVEL, CLEAR_LEVEL = 0.10, 0.05
FEWEST_BEFORE = 4
WORST_FIT_SHARE = 0.75
_FORCING = frozenset(
    {
        Reason.FEW_AREAS,
        Reason.FEW_PERIODS,
        Reason.POOR_FIT,
        Reason.SIGNS_DISAGREE,
        Reason.IN_TIME,
        Reason.SERIES_BREAK,
        Reason.HANGS_ON_SELECTION,
    }
)
# Around nought signs disagree and a moved start gives as much, by necessity: neither gainsays that a difference is small, as
# long as they are small themselves.
_ABOUT_A_DIFFERENCE = frozenset({Reason.SIGNS_DISAGREE, Reason.IN_TIME})


_DOWNGRADING = frozenset({Reason.FEW_AREAS_FOR_CLEAR, Reason.NOT_AMONG_ALIKE, Reason.LESS_WITHOUT_SELECTION})


@dataclass(frozen=True)
class Evidence:
    """What the verdict rests on, and nothing else.

    `signs` are the effects of the methods that must agree. `p_min` is the smallest p that single units could give: sets of
    several share their units, and so could give smaller ones without knowing more. `spared_effect`, `spared_p`: without the
    period that the area was chosen on; None if none is named. `single_p`: the p-value before it was corrected for several
    indicators; None where it was not.
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
    spared_effect: float | None = None
    spared_p: float | None = None
    single_p: float | None = None


def decide(evidence: Evidence) -> Verdict:
    """Return the verdict of design section 9, with every reason that holds it down."""
    held = tuple(reason for reason, holds in _reasons(evidence) if holds)
    within = _within(evidence)
    forced = _FORCING & set(held)
    if within and evidence.p_value > SIGNS_LEVEL and forced <= _ABOUT_A_DIFFERENCE and _all_small(evidence):
        return Verdict(VerdictCode.NONE_LARGER_THAN)
    if forced:
        large = (_too_large(evidence),) if evidence.p_value > SIGNS_LEVEL and Reason.FEW_AREAS not in held else ()
        return Verdict(VerdictCode.CANNOT_TELL, (*(reason for reason in held if reason in _FORCING), *large))
    if evidence.p_value <= SIGNS_LEVEL:
        downgraded = _DOWNGRADING & set(held)
        clear = evidence.p_value <= CLEAR_LEVEL and not downgraded
        return Verdict(
            VerdictCode.CLEAR if clear else VerdictCode.SIGNS, (*held, *((Reason.SMALLER_THAN_MATTERS,) if within else ()))
        )
    return Verdict(VerdictCode.CANNOT_TELL, (_too_large(evidence),))


def _too_large(evidence: Evidence) -> Reason:
    """Return why p is too large: others differ as much, or it is so only since several indicators were tried."""
    single = evidence.p_value if evidence.single_p is None else evidence.single_p
    return Reason.P_TOO_LARGE if single > SIGNS_LEVEL else Reason.SEVERAL_TRIED


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
        (Reason.HANGS_ON_SELECTION, evidence.p_value <= SIGNS_LEVEL and not _holds_without_selection(evidence, SIGNS_LEVEL)),
        (Reason.NOT_AMONG_ALIKE, small and evidence.alike_p > SIGNS_LEVEL),
        (Reason.LESS_WITHOUT_SELECTION, small and not _holds_without_selection(evidence, CLEAR_LEVEL)),
    )


def _holds_without_selection(evidence: Evidence, level: float) -> bool:
    """Return whether the answer is the same without the period that the area was chosen on.

    A bad year before the start, picked for being bad, makes what follows look better: an answer that needs that year is none.
    """
    if evidence.spared_p is None or evidence.spared_effect is None:
        return True
    return evidence.spared_p <= level and _agree((evidence.effect, evidence.spared_effect))


def _agree(signs: tuple[float, ...]) -> bool:
    return all(one > 0 for one in signs) or all(one < 0 for one in signs)


def _all_small(evidence: Evidence) -> bool:
    limit = evidence.smallest_that_matters or 0.0
    return all(abs(one) <= limit for one in (*evidence.signs, evidence.in_time_effect or 0.0, evidence.spared_effect or 0.0))


def _within(evidence: Evidence) -> bool:
    limit = evidence.smallest_that_matters
    return limit is not None and -limit <= evidence.interval[0] and evidence.interval[1] <= limit
