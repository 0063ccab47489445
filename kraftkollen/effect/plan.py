"""Before it starts: how large a difference could be seen with these areas, this indicator and so many periods."""

from dataclasses import dataclass, replace

import numpy as np

from kraftkollen.effect.decide import FEWEST_BEFORE, SIGNS_LEVEL
from kraftkollen.effect.design import Cast, Design, Panel, Treatment, cast_of
from kraftkollen.effect.fitting import Window
from kraftkollen.effect.placebos import tested
from kraftkollen.effect.sets import sets_of
from kraftkollen.model.verdict import Reason


@dataclass(frozen=True, slots=True)
class Horizon:
    """With so many periods after the start, the smallest effect that would be found four times of five.

    Infinite where there are too few comparison units.
    """

    periods_after: int
    smallest_detectable: float


@dataclass(frozen=True)
class Plan:
    """What could be told. `reasons` already force "cannot tell"; `p_min` is the smallest p that could come out."""

    comparison: tuple[str, ...]
    excluded: tuple[tuple[str, str], ...]
    periods_before: int
    placebos: int
    p_min: float
    horizons: tuple[Horizon, ...]
    reasons: tuple[Reason, ...]

    @property
    def hopeless(self) -> bool:
        """Whether the verdict can be nothing but "cannot tell", whatever happens."""
        return bool(self.reasons)


def plan(panel: Panel, design: Design, most_after: int = 4) -> Plan:
    """Return what could be seen if the treated began after the panel's last period; the starts in the design do not matter.

    The comparison units' own past is the measure: the last periods of the panel play those after, and since fewer are left
    before than there will be, the answer is on the careful side. The treated's figures are not looked at.
    """
    longest = min(most_after, len(panel.periods) - 2)
    horizons, placebos, cast = [], 0, _cast(panel, design, 1)
    for after in range(1, longest + 1):
        cast = _cast(panel, design, after)
        start = int(cast.starts[0])
        every = np.arange(len(cast.periods))
        window = Window(every[:start], every[start:], len(cast.units))
        sets = sets_of(np.arange(len(cast.names)), len(cast.units), ordered=False, draws=design.draws, seed=design.seed)
        found = tested(cast, design.method, (window,), sets)
        placebos = found.ranked.placebos
        horizons.append(Horizon(after, found.smallest_detectable))
    p_min = 1 / (placebos + 1)
    # As in `estimate`: sets of several tell no more than the single units do.
    few = max(p_min, 1 / (len(cast.names) + 1)) > SIGNS_LEVEL
    forced = ((Reason.FEW_AREAS, few), (Reason.FEW_PERIODS, len(panel.periods) < FEWEST_BEFORE))
    return Plan(
        cast.names,
        tuple((unit, str(reason)) for unit, reason in design.excluded.items()),
        len(panel.periods),
        placebos,
        p_min,
        tuple(horizons),
        tuple(reason for reason, holds in forced if holds),
    )


def _cast(panel: Panel, design: Design, after: int) -> Cast:
    start = panel.periods[max(len(panel.periods) - after, 0)]
    treatments = tuple(Treatment(one.unit, start) for one in design.treatments)
    outcome = panel.outcome.copy()
    outcome[panel.rows(tuple(one.unit for one in treatments))] = 1.0
    return cast_of(replace(panel, outcome=outcome), replace(design, treatments=treatments))
