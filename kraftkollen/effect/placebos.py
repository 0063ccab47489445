"""The treated among the placebos: effects, each by its own noise, ranked."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from kraftkollen.effect.design import Array, Cast, Method
from kraftkollen.effect.fitting import Window
from kraftkollen.effect.ranks import Ranked, detectable, deviations, margin, noise_of, ranked, reaches
from kraftkollen.effect.result import Noise
from kraftkollen.effect.sets import Sets
from kraftkollen.effect.space import Answer, answer_of, of_each, of_sets, of_treated


@dataclass(frozen=True)
class Placebos:
    """One question put to the treated, to each set that plays them, and to each comparison unit alone.

    `alone`, `alone_fits` (units,): effects and fits of single units, averaged over the starts. `own`, `theirs`: the standard
    deviation of the treated's effect and of each set's.
    """

    cast: Cast
    treated: Answer
    sets: Sets
    played: Answer
    alone: Array
    alone_fits: Array
    noise: Noise | None

    @property
    def effect(self) -> float:
        return float(self.treated.effects[0])

    @cached_property
    def own(self) -> float:
        return float(_of_treated(self.noise, self.cast)[0])

    @cached_property
    def theirs(self) -> Array:
        return deviations(self.noise, self.cast.everyones_people, self.sets.rows)

    @cached_property
    def statistics(self) -> Array:
        """The sets' effects in standard deviations of their own, with sign."""
        return np.asarray(self.played.effects / self.theirs)

    @cached_property
    def untouched(self) -> npt.NDArray[np.bool_]:
        """Which sets hold comparison units only."""
        return np.asarray((self.sets.rows < len(self.cast.names)).all(axis=1))

    @cached_property
    def touched_by(self) -> Array:
        """How much of an effect on the treated each set has in it: 0 for those of comparison units only."""
        weights = np.empty(len(self.cast.units))
        for cohort, share in zip(self.cast.cohorts, self.treated.shares, strict=True):
            weights[cohort.treated] = share / len(cohort.treated)
        return np.asarray((self.sets.rows >= len(self.cast.names)) @ weights)

    @property
    def statistic(self) -> float:
        return self.effect / self.own

    @cached_property
    def ranked(self) -> Ranked:
        return ranked(self.statistic, self.statistics)

    def interval(self, level: float) -> tuple[float, float]:
        """Return every value that the same test does not reject.

        To try a value it is taken away from the treated, also where they are part of another set.
        """
        down, up = reaches(self.played.effects - self.touched_by * self.effect, self.theirs / self.own, self.touched_by)
        return self.effect - margin(down, level), self.effect + margin(up, level)

    @property
    def smallest_detectable(self) -> float:
        return self.own * detectable(self.statistics[self.untouched])

    @property
    def fit_share(self) -> float:
        """The share of the sets of comparison units that fit better before, in the outcome's own unit."""
        return float((self.played.fits[self.untouched] < self.treated.fits[0]).mean())


def _of_treated(noise: Noise | None, cast: Cast) -> Array:
    every = np.arange(len(cast.units))[None]
    return deviations(noise if cast.treated_people is not None else None, cast.treated_people, every)


def tested(cast: Cast, method: Method, windows: tuple[Window, ...], sets: Sets) -> Placebos:
    """Put the method's question, over these windows, to the treated and to all who play them."""
    treated = of_treated(cast, method, windows)
    shares = np.array(treated.shares)
    each = [of_each(cast, method, Window(window.before, window.after)) for window in windows]
    alone = np.asarray(shares @ np.stack([one.effects for one in each]))
    fits = np.asarray(np.sqrt(shares @ np.stack([one.fits**2 for one in each])))
    # Scaled only if the treated's own people are known as well.
    people = cast.people if cast.treated_people is not None else None
    # A single unit that plays the treated alone is asked once.
    played = answer_of(each, windows, sets.rows[:, 0]) if len(cast.units) == 1 else of_sets(cast, method, windows, sets)
    return Placebos(cast, treated, sets, played, alone, fits, noise_of(alone, people))
