"""Allocation, to discuss and never to follow: interventions described on six grounds, and what any weighting makes of them.

No ground weighs more than another until somebody says so. So what is shown is a range: every place that an intervention can
have, whatever reasonable weights are chosen. Where an order hangs on the weights the ranges overlap, and that is the finding.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import isfinite

import numpy as np
import numpy.typing as npt

from kraftkollen.model.intervention import Horizon, Intervention, Status
from kraftkollen.model.ledger import RowType
from kraftkollen.model.programme import Programme
from kraftkollen.programme import money
from kraftkollen.programme.problem_picture import bodies_of

SEED = 20260107
SAMPLES = 10_000
# Where each scale ends: our proposals, said to be so wherever they are used.
MANY_BODIES = 5
MANY_CONDITIONS = 4
GREAT_NEED = 2.0
_TAIL = 0.05
# Two sums closer than this are the same: the order of an addition must not decide a place.
_SAME = 1e-9

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]


class Ground(StrEnum):
    """On what an intervention is described. The first four are Tekniska nämnden's (§ 125), need is the programme's own."""

    REPRESENTATION = "representation"
    INTERSECTIONAL = "intersectional"
    LONG_TERM = "long_term"
    MEASURABILITY = "measurability"
    NEED = "need"
    BUDGET = "budget"


GROUNDS = tuple(Ground)


@dataclass(frozen=True, slots=True)
class Described:
    """An intervention as the register has it. None is what nobody has said, and never nought."""

    intervention: str
    bodies: int | None
    conditions: int | None
    horizon: Horizon | None
    budget_ore: int | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An intervention with its score on each ground, from 0 to 1; None where a figure is missing."""

    id: str
    scores: Mapping[Ground, float | None]


@dataclass(frozen=True, slots=True)
class Places:
    """The places that an intervention can have; 1 is the first, and those that cannot be told apart share one.

    `best` to `worst` are those of all weights tried, `usual_best` to `usual_worst` of nine weightings in ten, and `now_best` to
    `now_worst` those of the weights that are chosen: more than one where a figure is missing.
    """

    id: str
    best: int
    worst: int
    usual_best: int
    usual_worst: int
    now_best: int
    now_worst: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """The places of all, in the order given. `settled` of `pairs` stand in the same order whatever the weights."""

    places: tuple[Places, ...]
    settled: int
    pairs: int


def described(programme: Programme, on: date) -> tuple[Described, ...]:
    """Return the interventions that go on or are planned on a day, in the order of the register."""
    rows = money.of(money.standing_on(programme.ledger, on), RowType.BUDGET, on.year)
    budgets: dict[str, int] = {}
    for row in rows:
        if row.intervention is not None:
            budgets[row.intervention] = budgets.get(row.intervention, 0) + row.amount_ore
    there = (one for one in programme.interventions if one.status_on(on) is not Status.ENDED)
    return tuple(_described(one, budgets.get(one.id)) for one in there)


def _described(one: Intervention, budget_ore: int | None) -> Described:
    return Described(one.id, len(bodies_of(one)) or None, len(one.conditions) or None, one.horizon, budget_ore)


def scores(
    one: Described, *, smallest: float | None, matters: float | None, need: float | None, largest_ore: int
) -> dict[Ground, float | None]:
    """Return the score on each ground, from 0 to 1. What is missing is None: it is never counted as nought.

    Parameters
    ----------
    smallest
        The smallest difference of the primary indicator that would be found four times of five; infinite where none would.
    matters
        The smallest difference that matters, as the evaluation plan names it, in the same unit.
    need
        How much worse the areas stand than the city, in standard deviations of the areas' figures.
    largest_ore
        The largest budget among those that are described.
    """
    return {
        Ground.REPRESENTATION: None if one.bodies is None else _between(one.bodies, 1, MANY_BODIES),
        Ground.INTERSECTIONAL: None if one.conditions is None else _between(one.conditions, 1, MANY_CONDITIONS),
        Ground.LONG_TERM: None if one.horizon is None else float(one.horizon is Horizon.LONG_TERM),
        Ground.MEASURABILITY: _measurable(smallest, matters),
        Ground.NEED: None if need is None else _between(need, 0, GREAT_NEED),
        Ground.BUDGET: None if one.budget_ore is None or largest_ore <= 0 else 1 - max(one.budget_ore, 0) / largest_ore,
    }


def _between(value: float, low: float, high: float) -> float:
    return min(max((value - low) / (high - low), 0.0), 1.0)


def _measurable(smallest: float | None, matters: float | None) -> float | None:
    """Return 1 where a difference that matters would be seen, half where one twice as large would, nought where none would."""
    if smallest is not None and not isfinite(smallest):
        return 0.0
    if smallest is None or matters is None:
        return None
    return 1.0 if smallest <= matters else matters / smallest


def ranked(candidates: Sequence[Candidate], chosen: Mapping[Ground, float], samples: int = SAMPLES, seed: int = SEED) -> Ranked:
    """Return which places each can have over all reasonable weights, and under the chosen ones.

    A score is the weighted sum of the grounds. The weights are drawn evenly from all that sum to one (Dirichlet with every
    parameter 1), and the equal and the chosen ones are always among them. A missing figure may be anything from 0 to 1: the
    places of its intervention span both, and so do those of the others against it.

    Parameters
    ----------
    chosen
        Weights that are not negative, in any scale; all nought counts as all equal. The budget's size is a ground only where it
        is given a weight: it is "not always relevant" (Tekniska nämnden, § 125).
    samples
        10,000: a place that one weighting in a thousand gives is missed with probability 0.999 ** 10,000 < 0.00005, and the
        share of weightings on either side of a place has a standard error of at most half a percentage point.
    seed
        Fixed, so that the same register gives the same page.
    """
    grounds = [one for one in GROUNDS if one is not Ground.BUDGET or chosen.get(one, 0) > 0]
    low, high = _bounds(candidates, grounds)
    weights = _weights(grounds, chosen, samples, seed)
    best, worst = _ranks(weights @ low.T, weights @ high.T)
    found = tuple(_places(one.id, best[:, number], worst[:, number]) for number, one in enumerate(candidates))
    return Ranked(found, _settled(low, high), len(candidates) * (len(candidates) - 1) // 2)


def _bounds(candidates: Sequence[Candidate], grounds: Sequence[Ground]) -> tuple[Floats, Floats]:
    """Return the lowest and the highest score that each can have: (candidates, grounds)."""
    given = [[one.scores.get(ground) for ground in grounds] for one in candidates]
    shape = (len(candidates), len(grounds))
    low = np.array([[0.0 if one is None else one for one in row] for row in given]).reshape(shape)
    high = np.array([[1.0 if one is None else one for one in row] for row in given]).reshape(shape)
    return low, high


def _weights(grounds: Sequence[Ground], chosen: Mapping[Ground, float], samples: int, seed: int) -> Floats:
    """Return weightings, each summing to one: the chosen, the equal, then those drawn."""
    mine = np.array([max(chosen.get(one, 0.0), 0.0) for one in grounds])
    equal = np.full(len(grounds), 1 / len(grounds))
    drawn = np.random.default_rng(seed).dirichlet(np.ones(len(grounds)), samples)
    return np.vstack([mine / mine.sum() if mine.sum() > 0 else equal, equal, drawn])


def _ranks(low: Floats, high: Floats) -> tuple[Counts, Counts]:
    """Return the best and the worst place of each under each weighting: (weightings, candidates)."""
    best, worst = np.ones(low.shape, dtype=np.int64), np.ones(low.shape, dtype=np.int64)
    for one in range(low.shape[1]):
        best[:, one] += (low > high[:, [one]] + _SAME).sum(axis=1)
        above = high > low[:, [one]] + _SAME
        above[:, one] = False
        worst[:, one] += above.sum(axis=1)
    return best, worst


def _places(name: str, best: Counts, worst: Counts) -> Places:
    ordered_best, ordered_worst = np.sort(best), np.sort(worst)
    left_out = int(_TAIL * len(best))
    return Places(
        name,
        best=int(ordered_best[0]),
        worst=int(ordered_worst[-1]),
        usual_best=int(ordered_best[left_out]),
        usual_worst=int(ordered_worst[-1 - left_out]),
        now_best=int(best[0]),
        now_worst=int(worst[0]),
    )


def _settled(low: Floats, high: Floats) -> int:
    """Return in how many pairs one is at least as good on every ground and better on some: no weighting can turn those."""
    found = 0
    for one in range(len(low)):
        for other in range(one + 1, len(low)):
            found += _above(low[one], high[other]) or _above(low[other], high[one])
    return found


def _above(low: Floats, high: Floats) -> bool:
    return bool((low >= high - _SAME).all() and (low > high + _SAME).any())
