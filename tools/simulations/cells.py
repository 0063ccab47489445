"""Made-up areas, one of them treated without effect or with a known one, and what is counted over many runs."""

import zlib
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from kraftkollen.effect import Design, Estimate, Method, Panel, Rules, Treatment, estimate, select
from kraftkollen.effect.design import Array, cast_of
from kraftkollen.effect.space import of_treated, windows_of

SEED = 20260107
AREAS = 40
_LEVELS, _COMMON, _WORST = 1.5, 0.5, 5


@dataclass(frozen=True)
class Cell:
    """One way of choosing the treated area, and the world that it lies in.

    `chosen`: "worst" (one of the five lowest in the last period before), "falls" (one of the five of the worse-off half that
    fell most then from their own mean), or "random" (of the worse-off half, where interventions are). `half`: compared with
    the worse-off half, else with all. `memory`: how much of what an area strays by it keeps from one period to the next.
    `small`: areas differ in size, the treated is a small one, and its figures are noisier; `scaled`: placebos are scaled by
    it. `effect`: what is truly added, in standard deviations. `treated`: how many are, of `areas`; several only at random.

    One standard deviation is what an area of middle size strays from its own level and the city's path.
    """

    name: str
    chosen: str
    before: int = 6
    after: int = 4
    half: bool = True
    memory: float = 0.0
    small: bool = False
    scaled: bool = True
    effect: float = 0.0
    runs: int = 4_000
    treated: int = 1
    areas: int = AREAS


def _cells() -> tuple[Cell, ...]:
    found = []
    for before in (6, 8):
        for chosen in ("worst", "falls", "random"):
            for half in (True, False):
                name = f"{chosen}, {before}+4, {'worse-off half' if half else 'all areas'}"
                found.append(Cell(name, chosen, before, half=half, runs=4_000 if half else 2_000))
    headline = [one for one in found if one.half and one.before == 6]
    found += [
        replace(one, name=f"{one.name}, memory {kept}", memory=kept, runs=1_000) for kept in (0.5, 0.8) for one in headline
    ]
    of_random = headline[2]
    found += [
        replace(
            of_random, name=f"{of_random.name}, small area, {'scaled' if scaled else 'not scaled'}", small=True, scaled=scaled
        )
        for scaled in (True, False)
    ]
    found += [
        replace(headline[0], name=f"{headline[0].name}, true {size:g} sd", effect=size, runs=1_000) for size in (1.0, 2.0, 3.0)
    ]
    # So many areas that ten are left to compare with: where sets that share areas are the fewest.
    found += [
        replace(
            of_random, name=f"{of_random.name}, {count} treated, ten to compare with", treated=count, areas=2 * (10 + count)
        )
        for count in (2, 3)
    ]
    return tuple(found)


CELLS = _cells()


@dataclass(frozen=True)
class World:
    """One draw: a panel, and which areas are treated. Lower is worse."""

    panel: Panel
    treated: tuple[int, ...]


def drawn(cell: Cell, random: np.random.Generator) -> World:
    """Draw the areas and choose the treated one."""
    periods = cell.before + cell.after
    strayed = np.empty((cell.areas, periods))
    steps = random.normal(size=(cell.areas, periods))
    strayed[:, 0] = steps[:, 0]
    for period in range(1, periods):
        strayed[:, period] = cell.memory * strayed[:, period - 1] + np.sqrt(1 - cell.memory**2) * steps[:, period]
    people = np.exp(random.normal(np.log(600), 0.9, cell.areas)).clip(60, 6_000) if cell.small else None
    if people is not None:
        # A third of the middle area's variance is its own straying; the rest is counting noise that shrinks with people.
        noise = random.normal(size=(cell.areas, periods)) * np.sqrt(2 / 3 * 600 / people)[:, None]
        strayed = np.sqrt(1 / 3) * strayed + noise
    city = random.normal(0, _COMMON, periods).cumsum()
    outcome = random.normal(0, _LEVELS, cell.areas)[:, None] + city + strayed
    treated = _chosen(cell, outcome[:, : cell.before], people, random)
    outcome[treated, cell.before :] += cell.effect
    names = tuple(f"a{number:02}" for number in range(cell.areas))
    return World(Panel(names, tuple(str(2010 + one) for one in range(periods)), outcome, people), tuple(treated))


def _chosen(cell: Cell, before: Array, people: Array | None, random: np.random.Generator) -> list[int]:
    worse_off = np.argsort(before.mean(axis=1))[: cell.areas // 2]
    if people is not None:
        return [int(random.choice(worse_off[np.argsort(people[worse_off])[:_WORST]]))]
    if cell.treated > 1:
        return [int(one) for one in random.choice(worse_off, cell.treated, replace=False)]
    if cell.chosen == "random":
        return [int(random.choice(worse_off))]
    if cell.chosen == "worst":
        return [int(random.choice(np.argsort(before[:, -1])[:_WORST]))]
    fall = before[worse_off, -1] - before[worse_off, :-1].mean(axis=1)
    return [int(random.choice(worse_off[np.argsort(fall)[:_WORST]]))]


def answered(cell: Cell, world: World) -> tuple[Estimate, Design]:
    """Return the estimate of one draw."""
    panel, units = world.panel, tuple(world.panel.units[one] for one in world.treated)
    start = panel.periods[cell.before]
    rules = Rules(better_is_higher=True if cell.half else None, least_people=0)
    picked = select(panel, units, start, rules)
    if cell.small and not cell.scaled:
        panel = replace(panel, people=None)
    last = panel.periods[cell.before - 1]
    selected_on = None if cell.chosen == "random" else last
    design = Design(tuple(Treatment(unit, start) for unit in units), comparison=picked.comparison, selected_on=selected_on)
    return estimate(panel, design), design


def run_cell(cell: Cell, runs: int, seed: int) -> dict[str, Any]:
    """Return bias and size over so many runs, each with its Monte Carlo error."""
    random = np.random.default_rng([seed, zlib.crc32(cell.name.encode())])
    effects: dict[str, list[float]] = {}
    tests: dict[str, list[bool]] = {}
    verdicts: Counter[str] = Counter()
    for _ in range(runs):
        world = drawn(cell, random)
        found, design = answered(cell, world)
        for name, value in _effects(cell, world, found, design).items():
            effects.setdefault(name, []).append(value - cell.effect)
        for name, rejected in _tests(cell, found).items():
            tests.setdefault(name, []).append(rejected)
        verdicts[found.verdict.code.value] += 1
    return {
        "cell": cell.name,
        "runs": runs,
        "seed": seed,
        "bias": {name: _mean(np.array(values)) for name, values in effects.items()},
        "rejected": {name: _mean(np.array(values, dtype=float)) for name, values in tests.items()},
        "verdicts": {name: round(count / runs, 4) for name, count in sorted(verdicts.items())},
    }


def _effects(cell: Cell, world: World, found: Estimate, design: Design) -> dict[str, float]:
    cast = cast_of(world.panel, design)
    control = float(of_treated(cast, Method.SC, windows_of(cast)).effects[0])
    treated, others = cast.treated.mean(axis=0), cast.others.mean(axis=0)
    change = treated - others
    last = float(change[cell.before :].mean() - change[cell.before - 1])
    beside = {one.method.value: one.effect for one in found.beside}
    checked = (
        {} if found.without_selection is None else {"weighted, without the period of selection": found.without_selection.effect}
    )
    return {"weighted": found.effect, **beside, "sc": control, "last year as base": last, **checked}


def _tests(cell: Cell, found: Estimate) -> dict[str, bool]:
    low, high = found.interval
    checked = (
        {} if found.without_selection is None else {"without the period of selection": found.without_selection.p_value <= 0.1}
    )
    # Where several are treated the other methods are asked for their sign only.
    did = next((one.p_value for one in found.beside if one.method is Method.DID and one.p_value is not None), None)
    of_did = {} if did is None else {"did, p <= 0.10": did <= 0.10}
    return {
        "p <= 0.10": found.p_value <= 0.10,
        "p <= 0.05": found.p_value <= 0.05,
        "among the 12 most alike, p <= 0.10": found.alike_p <= 0.10,
        "interval misses the truth": not low <= cell.effect <= high,
        **of_did,
        **checked,
    }


def _mean(values: Array) -> tuple[float, float]:
    """Return the mean and its Monte Carlo error."""
    return round(float(values.mean()), 4), round(float(values.std(ddof=1) / np.sqrt(len(values))), 4)
