"""Several indicators of one intervention: the primary named in advance stands, the others are corrected and counted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kraftkollen.effect.decide import decide
from kraftkollen.effect.result import Estimate


@dataclass(frozen=True, slots=True)
class Tried:
    """One indicator that was tried, and what came of it."""

    indicator: str
    estimate: Estimate


def corrected(tried: Sequence[Tried], primary: str | None) -> tuple[Tried, ...]:
    """Return the estimates with p-values corrected after Holm (1979), and the verdicts that they carry then; the primary first.

    With no primary named in advance all are corrected.
    """
    others = sorted((one for one in tried if one.indicator != primary), key=lambda one: one.estimate.p_value)
    found = [_with(one, one.estimate.p_value, len(tried), primary=True) for one in tried if one.indicator == primary]
    reached = 0.0
    for place, one in enumerate(others):
        reached = max(reached, min(1.0, one.estimate.p_value * (len(others) - place)))
        found.append(_with(one, reached, len(tried), primary=False))
    return tuple(found)


def _with(one: Tried, p_value: float, count: int, *, primary: bool) -> Tried:
    found = one.estimate.evidence
    times = p_value / one.estimate.p_value
    spared = None if found.spared_p is None else min(1.0, found.spared_p * times)
    evidence = replace(found, p_value=p_value, spared_p=spared, single_p=one.estimate.p_value)
    verdict = decide(evidence)
    changed = replace(one.estimate, corrected_p=p_value, tried=count, primary=primary, evidence=evidence, verdict=verdict)
    return Tried(one.indicator, changed)
