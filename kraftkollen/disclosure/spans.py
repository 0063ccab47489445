"""Thins pooled series: every window over three years at every year gives the years away, so that some are left out.

Of shown windows one after another, two that follow each other tell how much a year differs from that three years later. All
years of the run then move together, by as little as its least counts allow. Where that is too little the run is cut into
blocks of whole windows, as long as they can be, and windows across the cuts are hidden. What is still narrow after that is
for the linear programs.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kraftkollen.disclosure.cells import Indices, State
from kraftkollen.disclosure.moves import WIDTH, Lattice
from kraftkollen.model.catalogue import Catalogue
from kraftkollen.model.period import SPAN


@dataclass(frozen=True)
class _Series:
    """Of one area and breakdown: groups times windows times layers, and groups times periods times layers; -1: none."""

    windows: Indices
    periods: Indices
    length: int


def thin(lattice: Lattice, state: State, catalogue: Catalogue) -> None:
    """Hide windows of pooled series in which the single periods would be too narrow."""
    rows = state.figures.select(["indicator", "division", "area", "period", "grp"]).to_pandas()
    rows["top"], rows["bottom"] = lattice.system.row_top, lattice.system.row_bottom
    pooled = rows.loc[rows["period"].str.contains(SPAN, regex=False), "indicator"].unique()
    for name in pooled:
        for one in _series(rows[rows["indicator"] == name], str(name), catalogue):
            _thin(lattice, one)


def _series(rows: pd.DataFrame, name: str, catalogue: Catalogue) -> Iterator[_Series]:
    """Yield the series of an indicator, for each area the coarser breakdowns with all that is broken down further."""
    read = catalogue.indicators[name].read_period
    spans = sorted(read(str(one)) for one in rows["period"].unique() if SPAN in str(one))
    if all(later.steps_after(one) >= one.length for one, later in itertools.pairwise(spans)):
        return  # they share no period
    first, length = spans[0].parts[0], spans[0].length
    window = {str(one): one.steps_after(first) for one in spans}
    count = max(window.values()) + 1
    period = {str(first.shifted(step)): step for step in range(count + length - 1)}
    groups = {one.id: place for place, one in enumerate(catalogue.groups(name))}
    kinds = [frozenset(dimension for dimension, _ in one.categories) for one in catalogue.groups(name)]
    for _, own in rows.groupby(["division", "area"], sort=True, observed=True):
        shape = (len(groups), 2)
        windows = np.full((shape[0], count, 2), -1, dtype=np.int64)
        periods = np.full((shape[0], len(period), 2), -1, dtype=np.int64)
        for text, grp, top, bottom in own[["period", "grp", "top", "bottom"]].itertuples(index=False):
            into, at = (windows, window.get(text)) if text in window else (periods, period.get(text))
            if at is not None and grp in groups:
                into[groups[grp], at] = (top, bottom)
        if (windows >= 0).any():
            for kind in dict.fromkeys(kinds):
                chosen = [place for place, one in enumerate(kinds) if kind <= one]
                alone = [place for place, one in enumerate(chosen) if kinds[one] == kind]
                yield _Series(windows[chosen], periods[np.array(chosen)[alone]], length)


def _thin(lattice: Lattice, series: _Series) -> None:
    length, count = series.length, series.windows.shape[1]
    known = np.append(lattice.system.known, False)
    end = _end(known, series)
    for blocks in (None, 8, 4, 2, 1):
        shown = np.ones(count, dtype=bool) if blocks is None else _on_grid(count, end, blocks * length, length)
        if blocks == 1 or _open_enough(lattice, series, shown):
            break
    away = series.windows[:, ~shown].reshape(-1)
    away = away[away >= 0]
    lattice.hide(np.unique(away[~lattice.system.known[away]]))


def _end(known: Indices, series: _Series) -> int:
    """Return the window at which blocks end: the one that most of what was shown before fits; else the newest."""
    count = series.windows.shape[1]
    votes = [int(known[series.windows[:, end :: -series.length]].sum()) for end in range(count)]
    return max(range(count), key=lambda end: (votes[end], end)) if any(votes) else count - 1


def _on_grid(count: int, end: int, block: int, length: int) -> "np.typing.NDArray[np.bool_]":
    """Return which windows lie within one block of periods, where a block ends with the window `end`."""
    last = np.arange(count) + length - 1
    place = (last - (end + length)) % block
    found: np.typing.NDArray[np.bool_] = place >= length - 1
    return found


def _open_enough(lattice: Lattice, series: _Series, shown: "np.typing.NDArray[np.bool_]") -> bool:
    """Say whether each run of shown windows leaves its periods wide enough, as far as their own counts go."""
    system, hidden = lattice.system, np.append(lattice.hidden, True)
    figure = np.append(system.figure, 0.0)
    alone = series.windows[: len(series.periods)]
    for windows, periods in zip(alone, series.periods, strict=True):
        has = periods[:, 0] >= 0
        top, bottom = figure[periods[:, 0]], figure[periods[:, 1]]
        left = bottom - top if (periods[:, 1] >= 0).any() else np.full(len(top), np.inf)
        seen = shown & ~hidden[windows[:, 0]]
        for start, end in _runs(seen):
            years = slice(start, end + series.length - 1)
            for counts in (top[years], left[years]):
                # What nobody is in, or all, is no secret.
                if has[years].all() and counts.any() and np.isfinite(counts).all() and _room(counts, series.length) < WIDTH:
                    return False
    return True


def _room(counts: "np.typing.NDArray[np.float64]", length: int) -> float:
    return float(sum(np.floor(counts[place::length].min()) for place in range(length)))


def _runs(seen: "np.typing.NDArray[np.bool_]") -> Iterator[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], seen.astype(int), [0]])))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
