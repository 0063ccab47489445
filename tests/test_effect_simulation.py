"""A small run of tools/simulate_effect.py: the promises of docs/effect.md within what so few runs can say."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tools.simulations.cells import CELLS, SEED, Cell, answered, drawn, run_cell

ROOT = Path(__file__).resolve().parents[1]
WORST = next(one for one in CELLS if one.name == "worst, 6+4, worse-off half")
SMALL = next(one for one in CELLS if one.name.endswith("small area, scaled"))
NOT_SCALED = next(one for one in CELLS if one.name.endswith("small area, not scaled"))


def test_the_headline_cells_have_four_thousand_runs() -> None:
    headline = [one for one in CELLS if one.half and one.memory == 0 and not one.small and one.effect == 0 and one.treated == 1]
    assert [(one.chosen, one.before, one.runs) for one in headline] == [
        (chosen, before, 4_000) for before in (6, 8) for chosen in ("worst", "falls", "random")
    ]
    assert len({one.name for one in CELLS}) == len(CELLS)


@pytest.mark.slow
def test_without_effect_the_default_is_level_and_seldom_says_anything() -> None:
    found = run_cell(WORST, 200, SEED)
    for name, limit in (("weighted", 0.05), ("last year as base", 0.95)):
        bias, error = found["bias"][name]
        assert abs(bias) <= limit + 3 * error
    assert found["bias"]["last year as base"][0] > 0.5
    share, error = found["rejected"]["among the 12 most alike, p <= 0.10"]
    assert share <= 0.12 + 3 * error
    assert found["verdicts"].get("clear", 0) <= 0.05 + 3 * error
    assert sum(found["verdicts"].values()) == pytest.approx(1)


@pytest.mark.slow
def test_unscaled_ranks_reject_small_areas_far_too_often_and_scaled_ones_do_not() -> None:
    scaled, plain = (run_cell(cell, 150, SEED)["rejected"]["p <= 0.10"][0] for cell in (SMALL, NOT_SCALED))
    assert plain > 0.15 > scaled


@pytest.mark.parametrize("chosen", ["worst", "falls", "random"])
def test_the_treated_area_is_chosen_as_the_cell_says(chosen: str) -> None:
    cell, random = Cell("test", chosen), np.random.default_rng(5)
    for _ in range(20):
        world = drawn(cell, random)
        before = world.panel.outcome[:, :6]
        last = before[:, -1]
        fall = last - before[:, :-1].mean(axis=1)
        worse = np.argsort(before.mean(axis=1))[:20]
        if chosen == "worst":
            assert (last < last[world.treated[0]]).sum() < 5
        else:
            assert world.treated[0] in worse
        if chosen == "falls":
            assert (fall[worse] < fall[world.treated[0]]).sum() < 5


def test_what_is_added_is_what_is_found_on_average() -> None:
    random = np.random.default_rng(6)
    cell = Cell("test", "random", effect=4.0)
    found = [answered(cell, drawn(cell, random))[0].effect for _ in range(40)]
    assert np.mean(found) == pytest.approx(4, abs=0.4)


def test_the_named_command_prints_a_line_for_each_cell_with_its_seed() -> None:
    command = [sys.executable, "tools/simulate_effect.py", "--runs", "3", "--cell", WORST.name, "--seed", "9"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["cell"], found["runs"], found["seed"]) == (WORST.name, 3, 9)
    assert found["bias"]["weighted"] == list(run_cell(WORST, 3, 9)["bias"]["weighted"])
