"""Before it starts: how large a difference could be seen with these areas, this indicator and so many periods."""

from dataclasses import dataclass, replace

import numpy as np

from kraftkollen.effect.decide import CLEAR_LEVEL, FEWEST_BEFORE, SIGNS_LEVEL
from kraftkollen.effect.design import Cast, Design, Panel, Scale, Treatment, cast_of, matters_on
from kraftkollen.effect.fitting import Window
from kraftkollen.effect.placebos import tested
from kraftkollen.effect.sets import Roles, Sets, sets_of
from kraftkollen.model.verdict import Reason


@dataclass(frozen=True, slots=True)
class Horizon:
    """With so many periods after the start, the smallest effect that would be found four times of five.

    On the design's scale; infinite where there are too few comparison units.
    """

    periods_after: int
    smallest_detectable: float


@dataclass(frozen=True)
class Plan:
    """What could be told. `reasons` already force "cannot tell"; `p_min` is the smallest p that could come out.

    `smallest_that_matters` is on the design's scale, None where it is not named or cannot be put on that scale. `level` is the
    treated's mean so far, on the logarithmic scale only: what a difference there is in the outcome's unit hangs on it.
    `at_most_signs`: too few comparison units for a clear answer, however many sets of them there are.
    """

    comparison: tuple[str, ...]
    excluded: tuple[tuple[str, str], ...]
    periods_before: int
    placebos: int
    p_min: float
    horizons: tuple[Horizon, ...]
    reasons: tuple[Reason, ...]
    scale: Scale = Scale.LEVEL
    level: float | None = None
    smallest_that_matters: float | None = None
    at_most_signs: bool = False

    def in_unit(self, size: float) -> float | None:
        """Return how large an upward difference of the design's scale is in the outcome's unit; None where nothing tells."""
        if self.scale is Scale.LEVEL:
            return size
        return None if self.level is None else self.level * float(np.expm1(size))

    @property
    def hopeless(self) -> bool:
        """Whether the verdict can be nothing but "cannot tell", whatever happens."""
        return bool(self.reasons)


def plan(panel: Panel, design: Design, most_after: int = 4) -> Plan:
    """Return what could be seen if the treated began after the panel's last period; the starts in the design do not matter.

    The comparison units' own past is the measure: the last periods of the panel play those after, and since fewer are left
    before than there will be, the answer is on the careful side. The treated's figures are not looked at, but for their mean
    where the scale is the logarithm and the smallest difference that matters must be put on it.
    """
    longest = min(most_after, len(panel.periods) - 2)
    horizons, cast = [], _cast(panel, design, 1)
    placebos = len(_sets(cast, design, len(cast.names)).rows) if longest > 0 else 0
    for after in range(1, longest + 1):
        cast = _cast(panel, design, after)
        start = int(cast.starts[0])
        every = np.arange(len(cast.periods))
        window = Window(every[:start], every[start:], len(cast.units))
        found = tested(cast, design.method, (window,), _sets(cast, design, None))
        horizons.append(Horizon(after, found.smallest_detectable))
    p_min = 1 / (placebos + 1)
    # As in `estimate`: sets of several tell no more than the single units do.
    least = max(p_min, 1 / (len(cast.names) + 1))
    level = _level(panel, design)
    forced = ((Reason.FEW_AREAS, least > SIGNS_LEVEL), (Reason.FEW_PERIODS, len(panel.periods) < FEWEST_BEFORE))
    return Plan(
        cast.names,
        tuple((unit, str(reason)) for unit, reason in design.excluded.items()),
        len(panel.periods),
        placebos,
        p_min,
        tuple(horizons),
        tuple(reason for reason, holds in forced if holds),
        design.scale,
        level,
        matters_on(design, level or 0.0),
        SIGNS_LEVEL >= least > CLEAR_LEVEL,
    )


def _sets(cast: Cast, design: Design, treated: int | None) -> Sets:
    return sets_of(Roles(np.arange(len(cast.names)), cast.starts, treated), draws=design.draws, seed=design.seed)


def _level(panel: Panel, design: Design) -> float | None:
    """Return the treated's mean so far; None on the scale that asks for none, or where none of their figures is known."""
    own = panel.outcome[panel.rows(tuple(one.unit for one in design.treatments))]
    known = own[np.isfinite(own)]
    return float(known.mean()) if design.scale is Scale.LOG and len(known) and known.mean() > 0 else None


def _cast(panel: Panel, design: Design, after: int) -> Cast:
    start = panel.periods[max(len(panel.periods) - after, 0)]
    treatments = tuple(Treatment(one.unit, start) for one in design.treatments)
    outcome = panel.outcome.copy()
    outcome[panel.rows(tuple(one.unit for one in treatments))] = 1.0
    return cast_of(replace(panel, outcome=outcome), replace(design, treatments=treatments))
