"""Adds small areas up to larger ones: from exact numerators and denominators, and never from shares."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from kraftkollen.model.area import Area, Division, nested
from kraftkollen.model.delivery import KEY, OBSERVATION_SCHEMA, Status
from kraftkollen.model.indicator import RATIOS, Indicator

DELIVERED = "delivered"
COMPUTED = "computed"
PRIORITY_DIVISION = "priority"
_DECIMALS = 6

# What a published version holds of each figure; `origin` says whether it was delivered, added up, or pooled.
FIGURE_SCHEMA = pa.schema(
    [OBSERVATION_SCHEMA.field(name) for name in (*KEY, "value", "numerator", "denominator", "status")]
    + [pa.field("origin", pa.string())]
)


@dataclass(frozen=True, slots=True)
class Whole:
    """A larger area and the areas that it consists of."""

    division: str
    code: str
    parts_division: str
    parts: frozenset[str]


def wholes(divisions: Sequence[Division], areas: Iterable[Area]) -> tuple[Whole, ...]:
    """Return the areas that are made of the next finer division's, the finest first.

    Where an area names no parent, it is in the whole city all the same, and no level above it is made of the level between:
    that would leave it out.

    Parameters
    ----------
    divisions
        The current division of each level, the coarsest first.
    """
    listed = list(areas)
    of_division: dict[str, list[Area]] = {one.id: [] for one in divisions}
    for area in listed:
        of_division[area.division].append(area)
    divisions = nested(divisions, listed)
    found: list[Whole] = []
    for coarser, finer in reversed(list(itertools.pairwise(divisions))):
        only = of_division[coarser.id][0].code if len(of_division[coarser.id]) == 1 else None
        by_parent: dict[str, set[str]] = {}
        for area in of_division[finer.id]:
            by_parent.setdefault(area.parent or only or "", set()).add(area.code)
        lost = by_parent.pop("", None)
        found += [Whole(coarser.id, one, finer.id, frozenset(parts)) for one, parts in sorted(by_parent.items())]
        if lost:
            break
    return tuple(found)


def priority_wholes(members: Mapping[str, tuple[str, frozenset[str]]]) -> tuple[Whole, ...]:
    """Return priority areas as wholes, from their id to (division of the parts, codes of the parts)."""
    return tuple(Whole(PRIORITY_DIVISION, one, division, parts) for one, (division, parts) in members.items())


def with_wholes(rows: pa.Table, larger: Sequence[Whole], indicators: Mapping[str, Indicator]) -> pa.Table:
    """Return the delivered figures and, for every larger area, those that can be added up.

    A ratio is the sum of numerators over the sum of denominators; a count is summed. Where a part is missing or was not
    delivered, the whole is missing. A figure that was delivered for the larger area is kept in place of the computed one.

    Parameters
    ----------
    rows
        Current observations, in the columns of OBSERVATION_SCHEMA.
    larger
        Finer wholes before the coarser ones that are made of them.

    Returns
    -------
    pa.Table
        In the columns of FIGURE_SCHEMA.
    """
    figures = rows.select(FIGURE_SCHEMA.names[:-1]).to_pandas()
    figures["origin"] = DELIVERED
    for division in dict.fromkeys(one.division for one in larger):
        chosen = [one for one in larger if one.division == division]
        figures = _without_doubles(pd.concat([figures, _added_up(figures, chosen, indicators)], ignore_index=True))
    return pa.Table.from_pandas(figures, schema=FIGURE_SCHEMA, preserve_index=False)


def _without_doubles(figures: pd.DataFrame) -> pd.DataFrame:
    return figures.drop_duplicates(list(KEY), keep="first", ignore_index=True)


def _added_up(figures: pd.DataFrame, chosen: Sequence[Whole], indicators: Mapping[str, Indicator]) -> pd.DataFrame:
    members = pd.DataFrame(
        [(one.parts_division, part, one.division, one.code, len(one.parts)) for one in chosen for part in sorted(one.parts)],
        columns=["division", "area", "whole_division", "whole", "parts"],
    )
    parts = figures.merge(members, on=["division", "area"])
    parts = parts[parts["indicator"].isin(indicators.keys())]
    own = parts.drop(columns=["division", "area"]).rename(columns={"whole_division": "division", "whole": "area"})
    return sums_of(own, indicators, COMPUTED)


def sums_of(parts: pd.DataFrame, indicators: Mapping[str, Indicator], origin: str) -> pd.DataFrame:
    """Return a figure for each key, the sum of the rows that have it; missing where they are fewer than `parts` says."""
    ratio = parts["indicator"].isin([name for name, one in indicators.items() if one.kind in RATIOS])
    # A ratio counts where both its terms are there; a bare public share has none and is never added up.
    there = np.where(ratio, parts["numerator"].notna() & parts["denominator"].notna(), parts["value"].notna())
    laid = parts.assign(
        there=there,
        preliminary=parts["status"] == Status.PRELIMINARY,
        total=np.where(ratio, parts["numerator"], parts["value"]),
    )
    sums = laid.groupby(list(KEY), sort=False, as_index=False).agg(
        total=("total", "sum"),
        denominator=("denominator", "sum"),
        there=("there", "sum"),
        parts=("parts", "first"),
        preliminary=("preliminary", "any"),
    )
    sums = sums[sums["there"] > 0]
    return _figures_of(sums, indicators, origin)


def _figures_of(sums: pd.DataFrame, indicators: Mapping[str, Indicator], origin: str) -> pd.DataFrame:
    ratio = sums["indicator"].isin([name for name, one in indicators.items() if one.kind in RATIOS]).to_numpy()
    per = sums["indicator"].map({name: one.per for name, one in indicators.items()}).to_numpy(float)
    # Rounded, so that a sum of fractions does not depend on the order of its parts: versions are compared by their content.
    total, denominator = (sums[name].round(_DECIMALS).to_numpy(float) for name in ("total", "denominator"))
    complete = (sums["there"] == sums["parts"]).to_numpy()
    # Nobody of nobody has no value, and is not unknown: a still larger area is made of it all the same.
    whole = complete & ~(ratio & (denominator == 0))
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(ratio, total / denominator * per, total)
    preliminary = np.where(sums["preliminary"], Status.PRELIMINARY.value, Status.FINAL.value)
    return pd.DataFrame(
        {
            "indicator": sums["indicator"].to_numpy(),
            "division": sums["division"].to_numpy(),
            "area": sums["area"].to_numpy(),
            "period": sums["period"].to_numpy(),
            "grp": sums["grp"].to_numpy(),
            "value": np.where(whole, value, np.nan),
            "numerator": np.where(complete & ratio, total, np.nan),
            "denominator": np.where(complete & ratio, denominator, np.nan),
            "status": np.where(whole, preliminary, Status.MISSING.value),
            "origin": origin,
        }
    )
