"""What an evaluation answers: everything that a page, a document or a file shows, frozen."""

from dataclasses import dataclass

from kraftkollen.effect.decide import Evidence
from kraftkollen.effect.design import Method, Scale
from kraftkollen.model.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Weight:
    """How much a comparison unit counts."""

    unit: str
    weight: float


@dataclass(frozen=True, slots=True)
class Point:
    """One period: the treated (their mean), the weighted comparison placed level with them before, and what is between.

    With several starts all three are means over the treated.
    """

    period: str
    treated: float
    comparison: float
    gap: float


@dataclass(frozen=True, slots=True)
class Placebo:
    """A comparison unit that plays the treated one. `statistic` is its effect in its own noise's standard deviations.

    Where the noise is not known (no people in the panel) it is the effect's size as it is. `alike`: among those most alike.
    """

    unit: str
    effect: float
    statistic: float
    fit: float
    alike: bool


@dataclass(frozen=True, slots=True)
class AreaEffect:
    """One treated unit by itself."""

    unit: str
    start: str
    effect: float
    interval: tuple[float, float]
    p_value: float
    rank: int
    placebos: int
    fit: float
    statistic: float


@dataclass(frozen=True, slots=True)
class Check:
    """The estimate worked out in another way. `start` is the moved start, or the period left out."""

    start: str
    effect: float
    p_value: float


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The estimate without one comparison unit."""

    unit: str
    effect: float


@dataclass(frozen=True, slots=True)
class Beside:
    """Another method's answer. `p_value` is None where several units are treated."""

    method: Method
    effect: float
    p_value: float | None


@dataclass(frozen=True, slots=True)
class SmallSample:
    """The t of Lee and Wooldridge (2026) on each unit's change: a figure, never the verdict.

    It rests on changes that are normal and equally spread, which small areas' are not.
    """

    effect: float
    standard_error: float
    degrees: int
    p_value: float


@dataclass(frozen=True, slots=True)
class Noise:
    """How a placebo's variance falls with its people: `constant` + `per_person`/people (Ferman and Pinto 2019)."""

    constant: float
    per_person: float


@dataclass(frozen=True)
class Estimate:
    """What came of it.

    Attributes
    ----------
    effect, interval
        In the outcome's unit, or on the logarithmic scale; an end of the interval is infinite where there are too few areas.
    level
        Of the interval.
    p_value, p_min
        Two-sided, from ranks among the placebos; the smallest that could have come out.
    rank, placebos
        The treated's place by size, of `placebos` + 1. With several treated, `placebos` counts sets of units.
    joint
        Whether several units are treated together: the joint answer is optimistic, `areas` has each by itself.
    drawn
        Whether the sets were drawn, not all gone through.
    pre_fit, pre_fit_share
        Root mean square of the gap before, in the outcome's unit; the share of placebos that fit better.
    smallest_detectable
        The effect that would be found (p at most 0.10) four times of five; infinite where there are too few areas.
    without_selection
        Without the period that the areas were chosen on; None if none is named.
    evidence
        What the verdict rests on.
    corrected_p
        After the correction for several indicators; equal to `p_value` for the primary one.
    tried
        How many indicators were tried.
    """

    method: Method
    scale: Scale
    effect: float
    interval: tuple[float, float]
    level: float
    p_value: float
    p_min: float
    rank: int
    placebos: int
    joint: bool
    drawn: bool
    areas: tuple[AreaEffect, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    points: tuple[Point, ...]
    weights: tuple[Weight, ...]
    time_weights: tuple[tuple[str, float], ...]
    strip: tuple[Placebo, ...]
    statistic: float
    noise: Noise | None
    pre_fit: float
    pre_fit_share: float
    smallest_detectable: float
    alike: tuple[str, ...]
    alike_rank: int
    alike_placebos: int
    alike_p: float
    in_time: Check | None
    without_selection: Check | None
    leave_one_out: tuple[LeftOut, ...]
    beside: tuple[Beside, ...]
    small_sample: SmallSample | None
    breaks: tuple[str, ...]
    excluded: tuple[tuple[str, str], ...]
    smallest_that_matters: float | None
    primary: bool
    tried: int
    corrected_p: float
    evidence: Evidence
    verdict: Verdict

    @property
    def gap(self) -> dict[str, float]:
        """The gap by period."""
        return {one.period: one.gap for one in self.points}
