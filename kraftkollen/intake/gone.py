"""Finds what had a figure in the period before and has none in a period that is delivered: areas, groups, whole periods."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kraftkollen.intake.keys import Codes, combined, distinct_of
from kraftkollen.intake.laid import Bools, Laid
from kraftkollen.model.group import TOTAL
from kraftkollen.model.indicator import Indicator
from kraftkollen.model.period import Period


@dataclass(frozen=True)
class Slot:
    """A new period of an indicator (`moment`), and the figures of the period before (`places`) that nothing follows."""

    moment: int
    places: Codes


@dataclass(frozen=True)
class Expected:
    """The figures of periods before a delivered one: what each belongs to then, and whether it is followed.

    `slot` numbers division, group and delivered period; `fresh` and `delivered` say of each slot whether all of it is new,
    and whether anything of it came.
    """

    places: Codes
    moment: Codes
    slot: Codes
    followed: Bools
    slots: int
    fresh: Bools
    delivered: Bools


def expected(laid: Laid) -> Expected:
    """Return the figures of periods before a delivered one."""
    following = _following(laid)[laid.moment]
    valued = np.isfinite(laid.figures["value"])
    count = len(laid.moments)
    series, bound = laid.joined(("division", "area", "grp"))
    groups, group_bound = laid.joined(("division", "grp"))
    places = np.flatnonzero(valued & (following >= 0))
    keys, _ = combined([series, laid.moment], [bound, count])
    sought, _ = combined([series[places], following[places]], [bound, count])
    followed = pc.is_in(pa.array(sought), pa.array(keys[valued])).to_numpy(zero_copy_only=False)
    own, size = combined([groups, laid.moment], [group_bound, count])
    asked, _ = combined([groups[places], following[places]], [group_bound, count])
    distinct, slot = distinct_of(np.concatenate([own, asked]), size)
    of_own = slot[: len(own)]
    slots = len(distinct)
    came = np.bincount(of_own, laid.row >= 0, slots) > 0
    stood = np.bincount(of_own, laid.known, slots) > 0
    return Expected(places, following[places], slot[len(own) :], followed, slots, came & ~stood, came | stood)


def _following(laid: Laid) -> Codes:
    """Return for each moment the place of the one that comes next for its indicator; -1 where there is none."""
    places = {moment: place for place, moment in enumerate(laid.moments)}
    steps = ((one, period.shifted(laid.indicators[one].every)) for one, period in laid.moments)
    return np.array([places.get(step, -1) for step in steps], dtype=np.int64)


def gone_areas(laid: Laid, found: Expected) -> Iterator[Slot]:
    """Return where some areas have no figure in a new period in which most of the others have one."""
    expected = np.bincount(found.slot, minlength=found.slots)
    followed = np.bincount(found.slot, found.followed, found.slots)
    told = found.fresh & (followed * 2 >= expected) & (followed < expected)
    lost = np.flatnonzero(told[found.slot] & ~found.followed)
    # One for each period, whatever groups it shows in: an area that is gone is gone in all of them.
    for moment in _distinct(found.moment[lost]):
        mine = found.places[lost[found.moment[lost] == moment]]
        yield Slot(moment, _one_of_each(laid, mine, ("division", "area")))


def gone_groups(laid: Laid, found: Expected) -> Iterator[Slot]:
    """Return where a group is left out of a new period for which the total came."""
    total = laid.words["grp"].index(TOTAL) if TOTAL in laid.words["grp"] else -1
    is_total = laid.codes["grp"] == total
    new = set(_distinct(laid.moment[is_total & (laid.row >= 0) & ~laid.known]))
    absent = np.flatnonzero(~found.delivered[found.slot] & ~is_total[found.places])
    for moment in _distinct(found.moment[absent]):
        if moment not in new:
            continue
        came = np.unique(laid.codes["division"][is_total & (laid.moment == moment) & (laid.row >= 0)])
        mine = found.places[absent[found.moment[absent] == moment]]
        mine = mine[np.isin(laid.codes["division"][mine], came)]
        if mine.size:
            yield Slot(moment, _one_of_each(laid, mine, ("grp",)))


def _distinct(moments: Codes) -> list[int]:
    return np.flatnonzero(np.bincount(moments)).tolist()


def _one_of_each(laid: Laid, places: Codes, names: tuple[str, ...]) -> Codes:
    keys, _ = combined([laid.codes[name][places] for name in names], [max(len(laid.words[name]), 1) for name in names])
    _, first = np.unique(keys, return_index=True)
    return places[first]


def absent_periods(laid: Laid) -> Iterator[tuple[Indicator, Period, Period]]:
    """Return indicator, period and the new period after it, where no figure of the period is there and earlier ones are."""
    valued = np.isfinite(laid.figures["value"])
    there = {laid.moments[place] for place in _distinct(laid.moment[valued])}
    stood = {laid.moments[place] for place in _distinct(laid.moment[laid.known])}
    for one, period in sorted(there - stood, key=lambda moment: (moment[0], moment[1].first_day)):
        before = period.shifted(-laid.indicators[one].every)
        if (one, before) not in there and any(other == one and earlier < before for other, earlier in there):
            yield laid.indicators[one], before, period
