"""Lays published figures out as unknowns and the sums that bind them: areas, groups, spans, indicators, and earlier versions.

One unknown is a count in one cell as it stood: the numerator (or the count itself) or the denominator. A cell that has the same
figure in two versions is the same unknown in both, and so are cells of two indicators that count the same people. Everything
that anybody was shown once is known for ever.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from kraftkollen.disclosure.links import Links, links, numbered_keys
from kraftkollen.disclosure.nobody import nobody_left, nobody_there
from kraftkollen.disclosure.primary import DENOMINATOR, NUMERATOR, VALUE, Mask, Numbers
from kraftkollen.disclosure.sums import Members, distinct, matrix, sums
from kraftkollen.model.catalogue import Catalogue
from kraftkollen.model.delivery import KEY
from kraftkollen.model.group import TOTAL
from kraftkollen.model.indicator import RATIOS, Indicator
from kraftkollen.model.period import SPAN

Flags = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.int64]
FAR = 1e6
_HAIR = 1e-6


@dataclass(frozen=True)
class State:
    """Figures of a version as they are, the marks that it was published with, and the sums that were known of it.

    `members` has a row for each part of each larger area: whole_division, whole, division, area. `links`: which of the figures
    count the same people; found anew if left out.
    """

    figures: pa.Table
    marks: Mask
    members: Members
    links: Links | None = None


@dataclass(frozen=True)
class System:
    """Unknowns with their true figures, and what binds them.

    Attributes
    ----------
    down, up
        How far each unknown could be from the truth, in whole steps, if nothing but its own bounds held.
    known
        Shown in some version.
    secret
        Hidden in some version or now, and shown in none.
    sums, linked
        Equations times unknowns: what an attacker adds up. From `linked` on: across indicators, -1 before the total.
    top, bottom, cap, share, nobody_left
        Pairs of unknowns where the first is at most `cap` times the second; `share` if the rest is a count of people as well;
        `nobody_left` if a shown total tells everybody that the rest is nobody.
    ratio_top, ratio_bottom
        Numerator and denominator of each row that has both: a hidden denominator takes the numerator along.
    row_top, row_bottom
        Unknown of each row of the newest state, -1 where there is none.
    cost
        What is lost when it is hidden.
    place, group, phase
        Numbers of its area, its group and its period, in the order of time: where in the table it stands.
    behind, spans
        Of a single period behind a pooled figure, and of a pooled figure.
    series
        Unknowns times series: those of one indicator, area and group in all periods.
    """

    figure: Numbers
    down: Numbers
    up: Numbers
    known: Flags
    secret: Flags
    cost: Numbers
    sums: sparse.csr_matrix
    linked: int
    top: Indices
    bottom: Indices
    cap: Numbers
    share: Flags
    nobody_left: Flags
    ratio_top: Indices
    ratio_bottom: Indices
    row_top: Indices
    row_bottom: Indices
    place: Indices
    group: Indices
    phase: Indices
    behind: Flags
    spans: Flags
    series: sparse.csr_matrix


def laid_out(figures: pa.Table, catalogue: Catalogue) -> pd.DataFrame:
    """Return the columns of KEY with value, ratio (whether it is one), top and bottom: the counts of each row."""
    rows = figures.select([*KEY, "value", "numerator", "denominator"]).to_pandas()
    rows["ratio"] = rows["indicator"].isin([name for name, one in catalogue.indicators.items() if one.kind in RATIOS])
    rows["top"] = rows["numerator"].where(rows["ratio"], rows["value"])
    rows["bottom"] = rows["denominator"].where(rows["ratio"])
    laid: pd.DataFrame = rows
    return laid


def system(states: Sequence[State], catalogue: Catalogue, rank: Mapping[str, float]) -> System:
    """Return the unknowns of the tables in `states`, the newest last; its marks are those that hold so far."""
    laid = [_rows(one, number, catalogue) for number, one in enumerate(states)]
    found = [links(one, catalogue) if state.links is None else state.links for one, state in zip(laid, states, strict=True)]
    rows = pd.concat(laid, ignore_index=True)
    first = np.cumsum([0, *(len(one) for one in laid)])
    node, equations = _numbered(rows, found, first)
    rows["top_node"], rows["bottom_node"] = node[: len(rows)], node[len(rows) :]
    count = int(node.max(initial=-1)) + 1
    cells = _cells(rows, node, count, len(states) - 1)
    terms = [
        one for number, state in enumerate(states) for one in sums(rows[rows["state"] == number], state.members, catalogue)
    ]
    added = matrix(terms, count)
    own = added.shape[0]
    if equations:
        added = sparse.vstack([added, distinct(_linked(equations, count))], format="csr")
    figure, secret, known = cells
    down, up = _room(rows, figure)
    pairs = rows[rows["ratio"] & (rows["top_node"] >= 0) & (rows["bottom_node"] >= 0)]
    capped = pairs[pairs["cap"].notna()].drop_duplicates(["top_node", "bottom_node", "cap"])
    spans = rows["period"].str.contains(SPAN, regex=False)
    pooled = rows["indicator"].isin(rows.loc[spans, "indicator"].unique())
    behind = pooled & ~spans & (rows["marks"] == VALUE | NUMERATOR | DENOMINATOR)
    last = rows[rows["state"] == len(states) - 1]
    of_behind = _of(node, count, behind)
    nobody = nobody_there(added, figure, down, secret & ~known, of_behind)
    full, all_of = nobody_left(terms, capped, figure, secret & ~known, of_behind)
    return System(
        figure=figure,
        down=down,
        up=up,
        known=known | nobody | full,
        secret=secret & ~known & ~nobody,
        cost=_cost(rows, node, count, len(states) - 1, rank),
        sums=added,
        linked=own,
        top=capped["top_node"].to_numpy(),
        bottom=capped["bottom_node"].to_numpy(),
        cap=capped["cap"].to_numpy(),
        share=(capped["cap"] == 1).to_numpy(),
        nobody_left=all_of,
        ratio_top=pairs["top_node"].to_numpy(),
        ratio_bottom=pairs["bottom_node"].to_numpy(),
        row_top=last["top_node"].to_numpy(),
        row_bottom=last["bottom_node"].to_numpy(),
        **_stands(rows, node, count),
        behind=of_behind,
        spans=_of(node, count, spans),
        series=_series(rows, node, count),
    )


def _rows(state: State, number: int, catalogue: Catalogue) -> pd.DataFrame:
    rows = laid_out(state.figures, catalogue)
    limits = {name: (_least(one), _cap(one) if one.kind in RATIOS else np.nan) for name, one in catalogue.indicators.items()}
    codes, names = pd.factorize(rows["indicator"])
    low, cap = np.array([limits[str(one)] for one in names]).reshape(-1, 2).T
    laid: pd.DataFrame = rows.assign(state=number, marks=state.marks, low=low[codes], cap=cap[codes])
    return laid


def _least(indicator: Indicator) -> float:
    # Below nought only where the definition says so: a mean of changes, say.
    return 0.0 if indicator.range.low is not None and indicator.range.low >= 0 else -FAR


def _cap(indicator: Indicator) -> float:
    """Return how many times the denominator the numerator can be, as the definition tells everybody."""
    return np.nan if indicator.range.high is None else indicator.range.high / indicator.per


def _numbered(rows: pd.DataFrame, found: Sequence[Links], first: Indices) -> tuple[Indices, list[Indices]]:
    """Return the unknown of each cell (numerators of all rows, then denominators; -1: none), and the sums across indicators."""
    half = len(rows)
    figure = np.concatenate([rows["top"].to_numpy(float), rows["bottom"].to_numpy(float)])
    there = ~np.isnan(figure)
    node = np.full(2 * half, -1, dtype=np.int64)
    if len(found) == 1:
        node[there] = np.arange(int(there.sum()))
    else:
        key = rows.groupby(list(KEY), sort=False, observed=True).ngroup().to_numpy()
        cells = pd.DataFrame({"key": np.tile(key, 2), "layer": np.arange(2 * half) // max(half, 1), "figure": figure})
        node[there] = cells[there].groupby(["key", "layer", "figure"], sort=False).ngroup()
    count = int(node.max(initial=-1)) + 1
    ends = [one.same + np.array([start, 0, start, 0]) for one, start in zip(found, first, strict=False)]
    same = np.concatenate([np.zeros((0, 4), dtype=np.int64), *ends])
    left, right = node[same[:, 0] + half * same[:, 1]], node[same[:, 2] + half * same[:, 3]]
    bound = sparse.coo_matrix((np.ones(len(left)), (left, right)), shape=(count, count))
    merged = connected_components(bound, directed=False)[1].astype(np.int64) if count else np.zeros(0, dtype=np.int64)
    node[there] = merged[node[there]]
    equations = []
    for one, start in zip(found, first, strict=False):
        for terms in one.sums:
            places = terms[:, :, 0] + start + half * terms[:, :, 1]
            equations.append(np.stack([node[places], terms[:, :, 2]], axis=2))
    return node, equations


def _linked(equations: Sequence[Indices], count: int) -> sparse.csr_matrix:
    parts = []
    for terms in equations:
        lines = np.repeat(np.arange(len(terms)), terms.shape[1])
        at = (lines, terms[:, :, 0].reshape(-1))
        parts.append(sparse.csr_matrix((terms[:, :, 1].reshape(-1).astype(float), at), shape=(len(terms), count)))
    return sparse.vstack(parts, format="csr")


def _cells(rows: pd.DataFrame, node: Indices, count: int, newest: int) -> tuple[Numbers, Flags, Flags]:
    """Return the figure of each unknown, whether it was or is hidden, and whether it was shown before."""
    there = node >= 0
    ratio, marks, last = (np.tile(rows[name].to_numpy(), 2) for name in ("ratio", "marks", "state"))
    bit = np.where(ratio, NUMERATOR, VALUE)
    bit[len(rows) :] = DENOMINATOR
    hidden, old = (marks & bit) != 0, last != newest
    figure, secret, known = np.zeros(count), np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
    figure[node[there]] = np.concatenate([rows["top"], rows["bottom"]])[there]
    secret[node[there & hidden]] = True
    known[node[there & ~hidden & old]] = True
    return figure, secret, known


def _stands(rows: pd.DataFrame, node: Indices, count: int) -> dict[str, Indices]:
    there = node >= 0
    found = {}
    for name, column in (("place", "area"), ("group", "grp"), ("phase", "period")):
        # Periods of one kind sort as texts.
        codes = pd.factorize(rows[column], sort=True)[0]
        found[name] = np.zeros(count, dtype=np.int64)
        found[name][node[there]] = np.tile(codes, 2)[there]
    return found


def _of(node: Indices, count: int, rows: pd.Series) -> Flags:
    chosen = np.tile(rows.to_numpy(), 2) & (node >= 0)
    found = np.zeros(count, dtype=bool)
    found[node[chosen]] = True
    return found


def _series(rows: pd.DataFrame, node: Indices, count: int) -> sparse.csr_matrix:
    codes = np.tile(rows.groupby(["indicator", "division", "area", "grp"], sort=False, observed=True).ngroup().to_numpy(), 2)
    there = node >= 0
    at = (node[there], codes[there])
    return sparse.csr_matrix((np.ones(int(there.sum())), at), shape=(count, int(codes.max(initial=-1)) + 1))


def _room(rows: pd.DataFrame, figure: Numbers) -> tuple[Numbers, Numbers]:
    down, up = np.floor(figure + _HAIR), np.full(len(figure), FAR)
    tops = rows["top_node"].to_numpy()
    below = (rows["low"] < 0).to_numpy() & (tops >= 0)
    down[tops[below]] = FAR
    return np.maximum(down, 0), up


def _cost(rows: pd.DataFrame, node: Indices, count: int, newest: int, rank: Mapping[str, float]) -> Numbers:
    """Return what hiding costs: a larger area more than a small one, everybody more than a group; ties fall by a hash.

    The hash is of indicator and area, not of the period: the same neighbour is hidden in each period, so that other series
    stay whole, and another one for another indicator. What stands in several indicators costs as much as all of them.
    """
    divisions, names = pd.factorize(rows["division"])
    level = np.array([rank.get(str(one), 1.0) for one in names])[divisions] if len(rows) else np.zeros(0)
    areas, spread = _spread(rows)
    own = level * np.where(rows["grp"] == TOTAL, 1.3, 1.0) * (1 + 0.3 * spread[areas])
    # A denominator takes the numerator with it.
    each = np.concatenate([own, 2 * own])
    there = (node >= 0) & np.tile((rows["state"] == newest).to_numpy(), 2)
    cost = np.zeros(count)
    np.add.at(cost, node[there], each[there])
    cost[cost == 0] = np.inf
    return cost


def _spread(rows: pd.DataFrame) -> tuple[Indices, Numbers]:
    codes, uniques = numbered_keys(rows[["indicator", "division", "area"]])
    names = np.array(["/".join(one) for one in uniques], dtype=object)
    return codes, pd.util.hash_array(names) % 1000 / 1000 if len(names) else np.zeros(0)
