"""`estimate(panel, design) -> Estimate`: the whole evaluation of one indicator. Pure: its input is not changed."""

import numpy as np
import numpy.typing as npt

from kraftkollen.effect.checks import in_time, leave_one_out, without_selection
from kraftkollen.effect.decide import Evidence, decide
from kraftkollen.effect.design import AGREEING, Cast, Design, Panel, Scale, cast_of, matters_on
from kraftkollen.effect.fitting import Window
from kraftkollen.effect.placebos import Placebos, tested
from kraftkollen.effect.ranks import Ranked, deviations, ranked
from kraftkollen.effect.result import AreaEffect, Beside, Check, Estimate, SmallSample
from kraftkollen.effect.sets import Roles, Sets, sets_of
from kraftkollen.effect.shown import points, strip, time_weights, weights
from kraftkollen.effect.small_sample import small_sample
from kraftkollen.effect.space import of_sets, of_treated, windows_of


def estimate(panel: Panel, design: Design) -> Estimate:
    """Return what the intervention changed, how sure that is, and what would change the answer.

    Raises
    ------
    NotFound, NoPeriodBefore, NoPeriodAfter, TreatedExcluded, TooFewComparisons, PanelGap, NotPositive
        Each in one sentence.

    Notes
    -----
    Weights: Arkhangelsky, Athey, Hirshberg, Imbens and Wager (2021), American Economic Review 111(12). Placebos: Abadie,
    Diamond and Hainmueller (2010); scaled after Ferman and Pinto (2019), Review of Economics and Statistics 101(3).
    """
    # Longer than forty lines: nearly all of it is one constructor.
    cast = cast_of(panel, design)
    windows = windows_of(cast)
    sets = _sets(cast, design, np.arange(len(cast.names)))
    main = tested(cast, design.method, windows, sets)
    near = _most_alike(cast, design.alike)
    among = _among(main, cast, design, windows, near)
    beside = _beside(cast, design, windows, sets)
    moved, spared = in_time(cast, design, sets), without_selection(cast, design, sets)
    evidence = _evidence(cast, design, main, among, beside, moved, spared)
    first = int(cast.starts.min())
    return Estimate(
        method=design.method,
        scale=design.scale,
        effect=main.effect,
        interval=evidence.interval,
        level=design.level,
        p_value=main.ranked.p_value,
        p_min=1 / (main.ranked.placebos + 1),
        rank=main.ranked.rank,
        placebos=main.ranked.placebos,
        joint=len(cast.units) > 1,
        drawn=sets.drawn,
        areas=_areas(cast, design, main),
        before=cast.periods[:first],
        after=cast.periods[first:],
        points=points(cast, main),
        weights=weights(cast, main),
        time_weights=time_weights(cast, main, windows),
        strip=strip(cast, main, near),
        statistic=main.statistic,
        noise=main.noise,
        pre_fit=float(main.treated.fits[0]),
        pre_fit_share=main.fit_share,
        smallest_detectable=main.smallest_detectable,
        alike=tuple(cast.names[row] for row in near),
        alike_rank=among.rank,
        alike_placebos=among.placebos,
        alike_p=among.p_value,
        in_time=moved,
        without_selection=spared,
        leave_one_out=leave_one_out(cast, design),
        beside=beside,
        small_sample=_small_sample(cast, windows),
        breaks=_breaks(cast, design),
        excluded=tuple((unit, str(reason)) for unit, reason in design.excluded.items()),
        smallest_that_matters=evidence.smallest_that_matters,
        primary=True,
        tried=1,
        corrected_p=main.ranked.p_value,
        evidence=evidence,
        verdict=decide(evidence),
    )


def _evidence(
    cast: Cast,
    design: Design,
    main: Placebos,
    among: Ranked,
    beside: tuple[Beside, ...],
    moved: Check | None,
    spared: Check | None,
) -> Evidence:
    return Evidence(
        effect=main.effect,
        p_value=main.ranked.p_value,
        # Sets share their units: however many there are, they tell no more than the units do.
        p_min=max(1 / (main.ranked.placebos + 1), 1 / (len(cast.names) + 1)),
        interval=main.interval(design.level),
        periods_before=int(cast.starts.min()),
        fit_share=main.fit_share,
        signs=(main.effect, *(one.effect for one in beside)),
        in_time_effect=None if moved is None else moved.effect,
        breaks=len(_breaks(cast, design)),
        alike_p=among.p_value,
        smallest_that_matters=_that_matters(cast, design),
        spared_effect=None if spared is None else spared.effect,
        spared_p=None if spared is None else spared.p_value,
    )


def _that_matters(cast: Cast, design: Design) -> float | None:
    before = cast.treated[:, : int(cast.starts.min())]
    return matters_on(design, float((np.exp(before) if design.scale is Scale.LOG else before).mean()))


def _breaks(cast: Cast, design: Design) -> tuple[str, ...]:
    """Return the breaks among the periods: a series that begins with the first period is whole."""
    return tuple(one for one in design.breaks if one in cast.periods[1:])


def _sets(cast: Cast, design: Design, units: npt.NDArray[np.intp]) -> Sets:
    return sets_of(Roles(units, cast.starts, len(cast.names)), draws=design.draws, seed=design.seed)


def _most_alike(cast: Cast, count: int) -> npt.NDArray[np.intp]:
    """Return the comparison units whose paths before the first start lay nearest to the treated's, nearest first."""
    before = slice(0, int(cast.starts.min()))
    apart = ((cast.others[:, before] - cast.treated[:, before].mean(axis=0)) ** 2).mean(axis=1)
    return np.argsort(apart, kind="stable")[:count]


def _among(main: Placebos, cast: Cast, design: Design, windows: tuple[Window, ...], near: npt.NDArray[np.intp]) -> Ranked:
    """Rank the treated among the units most alike; they are still compared with all."""
    # With more comparison units than sets that are drawn, only some of them have played the treated one.
    if len(cast.units) == 1 and len(main.statistics) == len(cast.others):
        return ranked(main.statistic, main.statistics[near])
    if len(near) < len(cast.units):
        return Ranked(1, 0)
    sets = _sets(cast, design, near)
    played = of_sets(cast, design.method, windows, sets)
    return ranked(main.statistic, played.effects / deviations(main.noise, cast.everyones_people, sets.rows))


def _beside(cast: Cast, design: Design, windows: tuple[Window, ...], sets: Sets) -> tuple[Beside, ...]:
    found = []
    for method in (one for one in AGREEING if one is not design.method):
        if len(cast.units) == 1:
            other = tested(cast, method, windows, sets)
            found.append(Beside(method, other.effect, other.ranked.p_value))
        else:
            found.append(Beside(method, float(of_treated(cast, method, windows).effects[0]), None))
    return tuple(found)


def _areas(cast: Cast, design: Design, main: Placebos) -> tuple[AreaEffect, ...]:
    """Return each treated unit by itself, against the same comparison units."""
    if len(cast.units) == 1:
        return (_area(cast, design, main),)
    singles = Sets(np.arange(len(cast.names))[:, None], drawn=False)
    each = (cast.alone(row) for row in range(len(cast.units)))
    return tuple(_area(alone, design, tested(alone, design.method, windows_of(alone), singles)) for alone in each)


def _area(alone: Cast, design: Design, found: Placebos) -> AreaEffect:
    return AreaEffect(
        alone.units[0],
        alone.periods[int(alone.starts[0])],
        found.effect,
        found.interval(design.level),
        found.ranked.p_value,
        found.ranked.rank,
        found.ranked.placebos,
        float(found.treated.fits[0]),
        found.statistic,
    )


def _small_sample(cast: Cast, windows: tuple[Window, ...]) -> SmallSample | None:
    return small_sample(cast, windows[0]) if len(windows) == 1 else None
