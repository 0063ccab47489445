"""diff-diff, another team's library, pinned and for tests only, agrees on synthetic difference-in-differences."""

import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from diff_diff import SyntheticDiD

from kraftkollen.effect import Design, Method, Panel, Treatment, estimate
from tests.effect_panels import first, made, prop99


def theirs(panel: Panel, treated: tuple[str, ...], start: str) -> float:
    rows = [
        {"unit": unit, "time": column, "y": panel.outcome[row, column], "treated": int(unit in treated)}
        for row, unit in enumerate(panel.units)
        for column in range(len(panel.periods))
    ]
    after = list(range(panel.periods.index(start), len(panel.periods)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of its standard error, which we do not use
        found = SyntheticDiD(n_bootstrap=2, seed=1).fit(
            pd.DataFrame(rows), outcome="y", treatment="treated", unit="unit", time="time", post_periods=after
        )
    return float(found.att)


@pytest.mark.shared
def test_it_agrees_on_proposition_99(shared: Path) -> None:
    panel = prop99(shared)
    ours = estimate(panel, Design((Treatment("California", "1989"),), Method.SDID)).effect
    assert ours == pytest.approx(theirs(panel, ("California",), "1989"), abs=0.005)


@pytest.mark.parametrize("seed", range(10))
def test_it_agrees_on_simulated_panels(seed: int) -> None:
    count = 1 + seed % 3
    panel = made(seed, areas=30, before=8, effect=2, treated=count)
    ours = estimate(panel, first(count, start="2018", method=Method.SDID)).effect
    treated = tuple(panel.units[:count])
    assert ours == pytest.approx(theirs(panel, treated, "2018"), abs=0.01 * float(np.std(panel.outcome)))
