"""What an attacker adds up: parts of larger areas, groups, and the single periods of a span. Signed terms of each sum."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from kraftkollen.model.catalogue import Catalogue
from kraftkollen.model.period import SPAN

Members = pd.DataFrame
_TERM = ["equation", "sign", "top_node", "bottom_node"]


def sums(rows: pd.DataFrame, members: Members, catalogue: Catalogue) -> Iterator[pd.DataFrame]:
    """Yield tables of the terms of sums that hold in one version: equation, sign, and the unknowns of both layers."""
    yield _area_terms(rows, members)
    for name, chosen in rows.groupby("indicator", sort=False, observed=True):
        yield from _group_terms(chosen, str(name), catalogue)
        yield _span_terms(chosen, str(name), catalogue)


def matrix(terms: Sequence[pd.DataFrame], count: int) -> sparse.csr_matrix:
    """Return equations times unknowns, numerators and denominators each for itself; what is said twice stands once."""
    kept, most = [], 0
    for one in terms:
        if len(one):
            equation = pd.factorize(one["equation"])[0] + most
            most = int(equation.max()) + 1
            kept.append(one.assign(equation=equation))
    if not kept:
        return sparse.csr_matrix((0, count))
    found = pd.concat(kept)
    parts = []
    for layer, name in enumerate(("top_node", "bottom_node")):
        nodes = found[name].to_numpy()
        has = nodes >= 0
        at = (found["equation"].to_numpy()[has] + layer * most, nodes[has])
        parts.append(sparse.coo_matrix((found["sign"].to_numpy(float)[has], at), shape=(2 * most, count)))
    return distinct(sum(parts).tocsr())


def distinct(equations: sparse.csr_matrix) -> sparse.csr_matrix:
    """Return the equations that say something, each once: linked tables have the same sums."""
    equations.eliminate_zeros()
    equations = equations[np.diff(equations.indptr) > 0]
    equations.sort_indices()
    rng = np.random.default_rng(1)
    mixed = equations @ rng.random(equations.shape[1])
    _, first = np.unique(np.stack([np.diff(equations.indptr), np.round(mixed, 9)]), axis=1, return_index=True)
    return equations[np.sort(first)]


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


def _group_terms(rows: pd.DataFrame, name: str, catalogue: Catalogue) -> Iterator[pd.DataFrame]:
    """Yield the terms of sum over a breakdown = what it breaks down, for each pair of breakdowns that are given."""
    groups = {one.id: dict(one.categories) for one in catalogue.groups(name)}
    kinds = list(dict.fromkeys(tuple(one) for one in groups.values()))
    if len(kinds) < 2:
        return
    cells = rows.groupby(["division", "area", "period"], sort=False, observed=True).ngroup().to_numpy(np.int64)
    for finer, coarser in itertools.permutations(kinds, 2):
        common = tuple(one for one in finer if one in coarser)
        nested = set(coarser) < set(finer)
        if nested or (common not in kinds and kinds.index(finer) < kinds.index(coarser)):
            yield _breakdown_terms(rows, cells, groups, finer, coarser, common)


def _breakdown_terms(
    rows: pd.DataFrame,
    cells: "np.typing.NDArray[np.integer[Any]]",
    groups: Mapping[str, Mapping[str, str]],
    finer: tuple[str, ...],
    coarser: tuple[str, ...],
    common: tuple[str, ...],
) -> pd.DataFrame:
    margins: dict[str, int] = {}
    into: dict[str, tuple[int, int]] = {}
    for name, categories in groups.items():
        if tuple(categories) in (finer, coarser):
            margin = margins.setdefault(".".join(categories[one] for one in common), len(margins))
            into[name] = (margin, 1 if tuple(categories) == finer else -1)
    codes, names = pd.factorize(rows["grp"])
    place = np.array([into.get(str(one), (-1, 0)) for one in names]).reshape(-1, 2)[codes]
    chosen = place[:, 0] >= 0
    terms = rows.loc[chosen, ["top_node", "bottom_node"]].assign(
        equation=cells[chosen] * len(margins) + place[chosen, 0], sign=place[chosen, 1]
    )
    ends = pd.Series(terms["sign"].to_numpy()).groupby(terms["equation"].to_numpy())
    both = (ends.transform("min") < 0) & (ends.transform("max") > 0)
    return terms[both.to_numpy()][_TERM]


def _span_terms(rows: pd.DataFrame, name: str, catalogue: Catalogue) -> pd.DataFrame:
    """Return the terms of a figure pooled over several periods = the sum of theirs."""
    spans = [str(one) for one in rows["period"].unique() if SPAN in str(one)]
    if not spans:
        return pd.DataFrame(columns=_TERM)
    read = catalogue.indicators[name].read_period
    parts = pd.DataFrame([(one, str(part)) for one in spans for part in read(one).parts], columns=["span", "period"])
    across = ["division", "area", "grp"]
    wholes = rows[rows["period"].isin(spans) & (rows["top_node"] >= 0)]
    wholes = wholes.assign(equation=np.arange(len(wholes)), sign=-1, span=wholes["period"])
    single = rows.merge(parts, on="period").merge(wholes[[*across, "span", "equation"]], on=[*across, "span"])
    return pd.concat([single.assign(sign=1)[_TERM], wholes[_TERM]], ignore_index=True)
