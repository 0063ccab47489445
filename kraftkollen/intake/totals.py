"""Finds delivered totals that are not the sum of their parts: of groups, and of smaller areas."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from kraftkollen.intake.keys import Codes, combined, places_in
from kraftkollen.intake.laid import Bools, Floats, Laid
from kraftkollen.model.catalogue import Catalogue
from kraftkollen.model.group import TOTAL, Group

_CLOSE = 1e-6
# A figure of SCB's may be moved by a few units; what each of many parts is moved by adds up as the root of their number.
NOISE = 8.0
_NOISE_OF_A_PART = 4.0


class Whole(Protocol):
    """A larger area and the areas that it consists of."""

    @property
    def division(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def parts_division(self) -> str: ...
    @property
    def parts(self) -> frozenset[str]: ...


@dataclass(frozen=True)
class Differences:
    """Totals that differ from the sum of their parts. One entry each; `place` is the total's among the laid figures.

    `row` is a delivered row that it shows in: the total's own, else one of its parts; `explained` if the source's noise may
    be the reason.
    """

    of: str
    name: str
    place: Codes
    row: Codes
    total: Floats
    sum: Floats
    parts: Codes
    explained: Bools


@dataclass(frozen=True)
class _Sums:
    """Figures that are totals, and those that are parts of them: the same key for a total and its parts."""

    totals: Codes
    total_keys: Codes
    needed: Codes
    parts: Codes
    part_keys: Codes
    size: int


def find_differences(laid: Laid, wholes: Sequence[Whole], catalogue: Catalogue) -> Iterator[Differences]:
    """Return what does not sum wherever something that is new or changed takes part and no part is missing."""
    for sums in _of_groups(laid, catalogue):
        yield from _differences(laid, sums, "groups")
    for sums in _of_areas(laid, wholes):
        yield from _differences(laid, sums, "areas")


def _of_groups(laid: Laid, catalogue: Catalogue) -> Iterator[_Sums]:
    keys, size = laid.joined(("indicator", "division", "area", "period"))
    total = laid.words["grp"].index(TOTAL) if TOTAL in laid.words["grp"] else -1
    totals = np.flatnonzero(laid.codes["grp"] == total)
    groups = [catalogue.groups(one.id) for one in laid.indicators]
    # By indicator and word of the group: which breakdown it belongs to; "total" and what no longer exists to none.
    breakdowns: dict[tuple[str, ...], int] = {}
    belongs = np.full((len(groups), max(len(laid.words["grp"]), 1)), -1, dtype=np.int64)
    places = {word: place for place, word in enumerate(laid.words["grp"])}
    for one, of_indicator in enumerate(groups):
        for group in of_indicator[1:]:
            number = breakdowns.setdefault(_dimensions(group), len(breakdowns))
            if group.id in places:
                belongs[one, places[group.id]] = number
    found = belongs[laid.codes["indicator"], laid.codes["grp"]]
    for names, number in breakdowns.items():
        parts = np.flatnonzero(found == number)
        size_of = np.array([sum(_dimensions(group) == names for group in one) for one in groups], dtype=np.int64)
        yield _Sums(totals, keys[totals], size_of[laid.codes["indicator"][totals]], parts, keys[parts], size)


def _dimensions(group: Group) -> tuple[str, ...]:
    return tuple(name for name, _ in group.categories)


def _of_areas(laid: Laid, wholes: Sequence[Whole]) -> Iterator[_Sums]:
    places = {name: {word: place for place, word in enumerate(laid.words[name])} for name in ("division", "area")}
    pairs = dict.fromkeys((one.division, one.parts_division) for one in wholes)
    others, bound = laid.joined(("indicator", "period", "grp"))
    for division, parts_division in pairs:
        if not {division, parts_division} <= places["division"].keys():
            continue
        belongs, needed = (np.full(max(len(laid.words["area"]), 1), -1, dtype=np.int64) for _ in range(2))
        for one in wholes:
            if (one.division, one.parts_division) == (division, parts_division) and one.code in places["area"]:
                needed[places["area"][one.code]] = len(one.parts)
                belongs[[places["area"][part] for part in one.parts if part in places["area"]]] = places["area"][one.code]
        area = laid.codes["area"]
        totals = np.flatnonzero((laid.codes["division"] == places["division"][division]) & (needed[area] > 0))
        parts = np.flatnonzero((laid.codes["division"] == places["division"][parts_division]) & (belongs[area] >= 0))
        total_keys, size = combined([others[totals], area[totals]], [bound, len(belongs)])
        part_keys, _ = combined([others[parts], belongs[area[parts]]], [bound, len(belongs)])
        yield _Sums(totals, total_keys, needed[area[totals]], parts, part_keys, size)


def _differences(laid: Laid, sums: _Sums, of: str) -> Iterator[Differences]:
    place = places_in(sums.part_keys, sums.total_keys, sums.size)
    parts, place = sums.parts[place >= 0], place[place >= 0]
    count = np.bincount(place, minlength=len(sums.totals))
    fresh = np.bincount(place, laid.fresh[parts], len(sums.totals)) + laid.fresh[sums.totals] > 0
    row = laid.row[sums.totals].copy()
    latest = np.full(len(row), -1, dtype=np.int64)
    np.maximum.at(latest, place, laid.row[parts])
    row = np.where(row >= 0, row, latest)
    ratio = np.array([one.is_ratio for one in laid.indicators], dtype=bool)[laid.codes["indicator"]]
    official = np.array([one.source.official for one in laid.indicators], dtype=bool)[laid.codes["indicator"]][sums.totals]
    limit = np.where(official, np.maximum(NOISE, _NOISE_OF_A_PART * np.sqrt(sums.needed + 1.0)), 0.0)
    for name in ("value", "numerator", "denominator"):
        figure = np.where(ratio == (name != "value"), laid.figures[name], np.nan)
        total, added = figure[sums.totals], np.bincount(place, figure[parts], len(sums.totals)).astype(np.float64)
        apart = np.abs(total - added)
        with np.errstate(invalid="ignore"):
            differs = (count == sums.needed) & (count > 0) & fresh & (apart > _CLOSE * np.maximum(1.0, np.abs(total)))
        kept = np.flatnonzero(differs)
        if kept.size:
            yield Differences(
                of, name, sums.totals[kept], row[kept], total[kept], added[kept], count[kept], (apart <= limit)[kept]
            )
