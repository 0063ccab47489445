"""How fast an effect is worked out: all that a page shows, and synthetic difference-in-differences beside diff-diff's."""

import statistics
import time
import warnings
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from kraftkollen.effect import Design, Method, Panel, Treatment, estimate
from kraftkollen.effect.design import cast_of
from kraftkollen.effect.placebos import tested
from kraftkollen.effect.sets import Sets
from kraftkollen.effect.space import windows_of
from tools.benchmarks.machine import ROOT, seconds

_PROP99 = ROOT.parent / "shared" / "cases" / "prop99.csv"


def bench_effect(times: int) -> dict[str, Any]:
    """Return the median seconds of a page's estimate, and of one method with its placebos in both libraries.

    On the clock and of the processor: where others use the machine only the second says how fast it is.
    """
    page = _made(41, 12, people=True)
    design = Design((Treatment("a00", "8"),), selected_on="7")
    several = Design((Treatment("a00", "8"), Treatment("a01", "8")), selected_on="7")
    panel, treated, start = _proposition_99()
    ours = _median(lambda: _with_placebos(panel, treated, start), times)
    theirs = _theirs(panel, treated, start, times)
    one, two = (_median(partial(estimate, page, asked), times) for asked in (design, several))
    return {
        "page_seconds": one.clock,
        "page_processor": one.processor,
        "page_seconds_two_areas": two.clock,
        "page_processor_two_areas": two.processor,
        "panel": "Proposition 99" if _PROP99.exists() else "made up, of the same size",
        "sdid_seconds": ours.clock,
        "sdid_processor": ours.processor,
        "diff_diff_seconds": None if theirs is None else theirs.clock,
        "diff_diff_processor": None if theirs is None else theirs.processor,
        "diff_diff_ratio": None if theirs is None else round(theirs.clock / ours.clock, 1),
        "diff_diff_processor_ratio": None if theirs is None else round(theirs.processor / ours.processor, 1),
    }


class Took(NamedTuple):
    """Median seconds on the clock, and of the processor."""

    clock: float
    processor: float


def _median(work: Callable[[], Any], times: int) -> Took:
    work()
    clock, processor = [], []
    for _ in range(times):
        before = time.process_time()
        clock.append(seconds(work)[0])
        processor.append(time.process_time() - before)
    return Took(round(statistics.median(clock), 4), round(statistics.median(processor), 4))


def _made(units: int, periods: int, *, people: bool) -> Panel:
    random = np.random.default_rng(20260107)
    outcome = random.normal(50, 3, (units, 1)) + random.normal(size=periods).cumsum() + random.normal(size=(units, periods))
    known = np.exp(random.normal(6, 1, units)) if people else None
    return Panel(tuple(f"a{number:02}" for number in range(units)), tuple(map(str, range(periods))), outcome, known)


def _proposition_99() -> tuple[Panel, str, str]:
    if not _PROP99.exists():
        return _made(39, 31, people=False), "a00", "19"
    table = pd.read_csv(_PROP99).pivot(index="unit", columns="time", values="y")
    periods = tuple(str(year) for year in table.columns)
    return Panel(tuple(map(str, table.index)), periods, table.to_numpy(dtype=float)), "California", "1989"


def _with_placebos(panel: Panel, treated: str, start: str) -> float:
    """The estimate and the same estimate for each comparison unit."""
    cast = cast_of(panel, Design((Treatment(treated, start),), Method.SDID))
    sets = Sets(np.arange(len(cast.names))[:, None], drawn=False)
    return tested(cast, Method.SDID, windows_of(cast), sets).ranked.p_value


def _theirs(panel: Panel, treated: str, start: str, times: int) -> Took | None:
    """The estimate and as many placebos, in diff-diff; None where it is not installed (it is for tests only)."""
    if find_spec("diff_diff") is None:
        return None
    from diff_diff import SyntheticDiD

    units, periods = len(panel.units), len(panel.periods)
    columns = {
        "unit": np.repeat(panel.units, periods),
        "time": np.tile(np.arange(periods), units),
        "y": panel.outcome.ravel(),
        "treated": np.repeat([int(unit == treated) for unit in panel.units], periods),
    }
    table, after = pd.DataFrame(columns), list(range(panel.periods.index(start), periods))
    names = {"outcome": "y", "treatment": "treated", "unit": "unit", "time": "time"}

    def fit() -> None:
        SyntheticDiD(variance_method="placebo", n_bootstrap=units - 1, seed=1).fit(table, post_periods=after, **names)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _median(fit, times)
