"""Panels for the tests of effects: made-up areas with a planted effect, and Proposition 99."""

import csv
from pathlib import Path

import numpy as np

from kraftkollen.effect import Design, Estimate, Method, Panel, Scale, Treatment, estimate


def made(
    seed: int = 1,
    *,
    areas: int = 25,
    before: int = 6,
    after: int = 4,
    effect: float = 0.0,
    treated: int = 1,
    sized: bool = False,
) -> Panel:
    """Return areas with levels of their own, a common path and noise; the first ones get the effect from the start on."""
    random = np.random.default_rng(seed)
    periods = before + after
    people = np.exp(random.normal(6, 1, areas)) if sized else None
    spread = 1.0 if people is None else np.sqrt(400 / people)[:, None]
    outcome = (
        random.normal(50, 3, (areas, 1)) + random.normal(0, 1, periods).cumsum() + spread * random.normal(size=(areas, periods))
    )
    outcome[:treated, before:] += effect
    return Panel(
        tuple(f"a{number:02}" for number in range(areas)), tuple(str(2010 + n) for n in range(periods)), outcome, people
    )


def first(count: int = 1, start: str = "2016", **more: object) -> Design:
    """Return a design in which the first areas are treated."""
    return Design(tuple(Treatment(f"a{number:02}", start) for number in range(count)), **more)  # type: ignore[arg-type]


def prop99(shared: Path) -> Panel:
    with (shared / "cases" / "prop99.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    units, periods = sorted({row["unit"] for row in rows}), sorted({row["time"] for row in rows}, key=int)
    outcome = np.full((len(units), len(periods)), np.nan)
    for row in rows:
        outcome[units.index(row["unit"]), periods.index(row["time"])] = float(row["y"])
    return Panel(tuple(units), tuple(periods), outcome)


def california(panel: Panel, method: str = "weighted", scale: str = "level") -> Estimate:
    return estimate(panel, Design((Treatment("California", "1989"),), Method(method), Scale(scale)))
