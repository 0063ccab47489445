"""Lays published figures out as unknowns and the sums that bind them: areas, groups, terms of a ratio, and earlier versions.

One unknown is a count in one cell as it stood: the numerator (or the count itself) or the denominator. A cell that has the same
figure in two versions is the same unknown in both. Everything that anybody was shown once is known for ever.
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
from scipy import sparse

from kraftkollen.disclosure.primary import DENOMINATOR, NUMERATOR, VALUE, Mask, Numbers
from kraftkollen.model.catalogue import Catalogue
from kraftkollen.model.delivery import KEY
from kraftkollen.model.group import TOTAL
from kraftkollen.model.indicator import RATIOS, Indicator

Flags = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.int64]
Members = pd.DataFrame
FAR = 1e6
_HAIR = 1e-6


@dataclass(frozen=True)
class State:
    """Figures of a version as they are, the marks that it was published with, and the sums that were known of it.

    `members` has a row for each part of each larger area: whole_division, whole, division, area.
    """

    figures: pa.Table
    marks: Mask
    members: Members


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
    sums
        Equations times unknowns: what an attacker adds up.
    top, bottom, cap
        Pairs of unknowns where the first is at most `cap` times the second; `share` if the rest is a count of people as well.
    row_top, row_bottom
        Unknown of each row of the newest state, -1 where there is none.
    cost
        What is lost when it is hidden.
    """

    figure: Numbers
    down: Numbers
    up: Numbers
    known: Flags
    secret: Flags
    cost: Numbers
    sums: sparse.csr_matrix
    top: Indices
    bottom: Indices
    cap: Numbers
    share: Flags
    row_top: Indices
    row_bottom: Indices


def system(states: Sequence[State], catalogue: Catalogue, rank: Mapping[str, float]) -> System:
    """Return the unknowns of the tables in `states`, the newest last; its marks are those that hold so far."""
    rows = pd.concat([_rows(one, number, catalogue) for number, one in enumerate(states)], ignore_index=True)
    layers = [rows.assign(layer=0, figure=rows["top"]), rows.assign(layer=1, figure=rows["bottom"])]
    cells = pd.concat(layers, ignore_index=True)
    there = cells["figure"].notna().to_numpy()
    node = np.full(len(cells), -1, dtype=np.int64)
    node[there] = cells.loc[there].groupby([*KEY, "layer", "figure"], sort=False, observed=True).ngroup()
    rows["top_node"], rows["bottom_node"] = node[: len(rows)], node[len(rows) :]
    count = int(node.max(initial=-1)) + 1
    bit = np.where(cells["layer"] == 1, DENOMINATOR, np.where(cells["ratio"], NUMERATOR, VALUE))
    marked = (cells["marks"].to_numpy() & bit) != 0
    newest = (cells["state"] == len(states) - 1).to_numpy()
    known, secret = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
    secret[node[there & marked]] = True
    known[node[there & ~marked & ~newest]] = True
    figure = np.zeros(count)
    figure[node[there]] = cells["figure"].to_numpy()[there]
    down, up = _room(rows, figure)
    cost = np.full(count, np.inf)
    cost[node[there & newest]] = _cost(cells, rank)[there & newest]
    pairs = rows[rows["cap"].notna() & (rows["top_node"] >= 0) & (rows["bottom_node"] >= 0)]
    last = rows[rows["state"] == len(states) - 1]
    return System(
        figure=figure,
        down=down,
        up=up,
        known=known,
        secret=secret & ~known,
        cost=cost,
        sums=_sums(rows, states, catalogue, count),
        top=pairs["top_node"].to_numpy(),
        bottom=pairs["bottom_node"].to_numpy(),
        cap=pairs["cap"].to_numpy(),
        share=(pairs["cap"] == 1).to_numpy(),
        row_top=last["top_node"].to_numpy(),
        row_bottom=last["bottom_node"].to_numpy(),
    )


def _rows(state: State, number: int, catalogue: Catalogue) -> pd.DataFrame:
    rows = state.figures.select([*KEY, "value", "numerator", "denominator"]).to_pandas()
    names = {name: one for name, one in catalogue.indicators.items() if one.kind in RATIOS}
    rows["ratio"] = rows["indicator"].isin(list(names))
    rows["top"] = rows["numerator"].where(rows["ratio"], rows["value"])
    rows["bottom"] = rows["denominator"].where(rows["ratio"])
    rows["low"] = rows["indicator"].map({name: _least(one) for name, one in catalogue.indicators.items()}).astype(float)
    rows["cap"] = rows["indicator"].map({name: _cap(one) for name, one in names.items()}).astype(float)
    laid: pd.DataFrame = rows.assign(state=number, marks=state.marks)
    return laid


def _least(indicator: Indicator) -> float:
    # Below nought only where the definition says so: a mean of changes, say.
    return 0.0 if indicator.range.low is not None and indicator.range.low >= 0 else -FAR


def _cap(indicator: Indicator) -> float:
    """Return how many times the denominator the numerator can be, as the definition tells everybody."""
    return np.nan if indicator.range.high is None else indicator.range.high / indicator.per


def _room(rows: pd.DataFrame, figure: Numbers) -> tuple[Numbers, Numbers]:
    down, up = np.floor(figure + _HAIR), np.full(len(figure), FAR)
    tops = rows["top_node"].to_numpy()
    has = tops >= 0
    down[tops[has]] = np.minimum(np.floor((rows["top"] - rows["low"]).to_numpy()[has] + _HAIR), FAR)
    return np.maximum(down, 0), up


def _cost(cells: pd.DataFrame, rank: Mapping[str, float]) -> Numbers:
    """Return what hiding costs: a larger area more than a small one, everybody more than a group; ties fall by a hash.

    The hash is of indicator and area, not of the period: the same neighbour is hidden in each period, so that other series
    stay whole, and another one for another indicator.
    """
    level = cells["division"].map(rank).fillna(1.0).to_numpy(float)
    group = np.where(cells["grp"] == TOTAL, 1.3, 1.0)
    names = cells["indicator"] + "/" + cells["division"] + "/" + cells["area"]
    codes, uniques = pd.factorize(names)
    spread = pd.util.hash_array(np.asarray(uniques, dtype=object)) % 1000 / 1000
    # A denominator takes the numerator with it.
    terms = np.where(cells["layer"] == 1, 2.0, 1.0)
    cost: Numbers = level * group * terms * (1 + 0.3 * spread[codes]) if len(codes) else np.zeros(0)
    return cost


def _sums(rows: pd.DataFrame, states: Sequence[State], catalogue: Catalogue, count: int) -> sparse.csr_matrix:
    terms: list[pd.DataFrame] = []
    for number, state in enumerate(states):
        chosen = rows[rows["state"] == number]
        terms += [_area_terms(chosen, state.members), *_group_terms(chosen, catalogue)]
    found = pd.concat([one.assign(part=number) for number, one in enumerate(terms) if len(one)] or [pd.DataFrame()])
    if found.empty:
        return sparse.csr_matrix((0, count))
    equation = found.groupby(["part", "equation"], sort=False).ngroup().to_numpy()
    most = int(equation.max()) + 1
    parts = []
    for layer, name in enumerate(("top_node", "bottom_node")):
        nodes = found[name].to_numpy()
        has = nodes >= 0
        at = (equation[has] + layer * most, nodes[has])
        parts.append(sparse.coo_matrix((found["sign"].to_numpy(float)[has], at), shape=(2 * most, count)))
    matrix = sum(parts).tocsr()
    return matrix[np.diff(matrix.indptr) > 0]


_TERM = ["equation", "sign", "top_node", "bottom_node"]


def _area_terms(rows: pd.DataFrame, members: Members) -> pd.DataFrame:
    """Return the terms of whole = its parts; a whole without a figure binds nothing, one with a bare share binds its parts."""
    across = ["indicator", "period", "grp"]
    given = rows[rows["value"].notna() | (rows["top_node"] >= 0)]
    wholes = given[["division", "area", *across, "top_node", "bottom_node"]].rename(
        columns={"division": "whole_division", "area": "whole"}
    )
    wholes = wholes.merge(members[["whole_division", "whole"]].drop_duplicates(), on=["whole_division", "whole"])
    wholes["equation"] = np.arange(len(wholes))
    parts = rows[["division", "area", *across, "top_node", "bottom_node"]].merge(members, on=["division", "area"])
    keys = ["whole_division", "whole", *across]
    parts = parts.merge(wholes[[*keys, "equation"]], on=keys)
    # Larger areas of parts that nobody gave are bound to nothing.
    wholes = wholes[wholes["equation"].isin(parts["equation"])]
    return pd.concat([parts.assign(sign=1)[_TERM], wholes.assign(sign=-1)[_TERM]], ignore_index=True)


def _group_terms(rows: pd.DataFrame, catalogue: Catalogue) -> list[pd.DataFrame]:
    """Return the terms of sum over a breakdown = what it breaks down, for each pair of breakdowns that are given."""
    found = []
    for name, chosen in rows.groupby("indicator", sort=False):
        groups = {one.id: dict(one.categories) for one in catalogue.groups(str(name))}
        kinds = list(dict.fromkeys(tuple(one) for one in groups.values()))
        for finer, coarser in itertools.permutations(kinds, 2):
            common = tuple(one for one in finer if one in coarser)
            nested = set(coarser) < set(finer)
            if nested or (common not in kinds and kinds.index(finer) < kinds.index(coarser)):
                found.append(_breakdown_terms(chosen, groups, finer, coarser, common))
    return found


def _breakdown_terms(
    rows: pd.DataFrame,
    groups: Mapping[str, Mapping[str, str]],
    finer: tuple[str, ...],
    coarser: tuple[str, ...],
    common: tuple[str, ...],
) -> pd.DataFrame:
    into: dict[str, tuple[str, int]] = {}
    for name, categories in groups.items():
        if tuple(categories) in (finer, coarser):
            sign = 1 if tuple(categories) == finer else -1
            into[name] = (".".join(categories[one] for one in common), sign)
    chosen = rows[rows["grp"].isin(list(into))]
    margin = chosen["grp"].map({name: one for name, (one, _) in into.items()})
    signs = chosen["grp"].map({name: sign for name, (_, sign) in into.items()})
    equation = chosen["division"] + "/" + chosen["area"] + "/" + chosen["period"] + "/" + margin
    terms = chosen.assign(equation=pd.factorize(equation)[0], sign=signs)[_TERM]
    both = terms.groupby("equation")["sign"].transform("nunique") == 2
    return terms[both]
