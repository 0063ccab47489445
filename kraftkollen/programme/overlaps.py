"""Double processes: interventions that do the same kind of thing for the same people in the same place at the same time.

The rule is strict, so that the list is read: everything must be shared at once. Who has not said whom an intervention is for is
compared by the primary indicator. A process of the whole city lies over every area, and is taken up only where it also has the
same primary indicator, or meets another process. What says to be part of, or complements, the other is no finding.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from kraftkollen.model.intervention import Intervention, InterventionKind, OverlapAnswer, TargetGroup

# The areas of the finest level that an area of some level consists of, by level and code.
Covers = Mapping[tuple[str, str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two interventions that overlap, and in what.

    `areas` are codes of the finest level, none where both are of the whole city; `groups` are those that both have named, none
    where they were compared by their indicator. `until` is None while neither has an end. `answer` is None until somebody has
    answered for as much as they overlap in now.
    """

    first: str
    second: str
    kind: InterventionKind
    areas: tuple[str, ...]
    groups: tuple[TargetGroup, ...]
    same_indicator: bool
    since: date
    until: date | None
    answer: OverlapAnswer | None

    @property
    def id(self) -> str:
        """The id of its answer."""
        return f"{self.first}__{self.second}"


@dataclass(frozen=True, slots=True)
class Overlaps:
    """What overlaps; and the ids of those that say too little to be compared: no start, or no kind."""

    found: tuple[Overlap, ...]
    incomparable: tuple[str, ...]

    @property
    def unanswered(self) -> tuple[Overlap, ...]:
        return tuple(one for one in self.found if one.answer is None)


def overlaps(
    interventions: Iterable[Intervention], answers: Iterable[OverlapAnswer], covers: Covers, on: date | None = None
) -> Overlaps:
    """Return which interventions overlap, unanswered first.

    Parameters
    ----------
    covers
        What each area consists of; an area that is not there consists of itself.
    on
        Leaves out what no longer overlaps on that day.
    """
    listed = tuple(interventions)
    comparable = sorted((one for one in listed if one.start is not None and one.kind is not None), key=lambda one: one.id)
    by_pair = {frozenset(one.interventions): one for one in answers}
    pairs = ((first, second) for first, second in combinations(comparable, 2) if not _told(first, second))
    found = [one for one in (_overlap(*pair, covers, by_pair) for pair in pairs) if one is not None]
    current = [one for one in found if on is None or one.until is None or one.until >= on]
    known = {one.id for one in comparable}
    return Overlaps(
        tuple(sorted(current, key=lambda one: (one.answer is not None, -one.since.toordinal(), one.id))),
        tuple(one.id for one in listed if one.id not in known),
    )


def _told(first: Intervention, second: Intervention) -> bool:
    """Return whether one of them says itself how it stands to the other."""
    return any(b.id in (*a.links, a.complements) for a, b in ((first, second), (second, first)))


def _overlap(
    first: Intervention, second: Intervention, covers: Covers, answers: Mapping[frozenset[str], OverlapAnswer]
) -> Overlap | None:
    period = _joint_period(first, second)
    if first.kind is None or first.kind is not second.kind or period is None:
        return None
    areas = _joint_areas(first, second, covers)
    groups = _joint_groups(first, second)
    same_indicator = first.primary_indicator is not None and first.primary_indicator == second.primary_indicator
    if areas is None or groups is None:
        return None
    one_city_wide = first.city_wide != second.city_wide
    if not same_indicator and (not groups or one_city_wide):
        return None
    answer = answers.get(frozenset((first.id, second.id)))
    holds = answer is not None and set(areas) <= set(answer.areas) and set(groups) <= set(answer.target_groups)
    return Overlap(first.id, second.id, first.kind, areas, groups, same_indicator, *period, answer if holds else None)


def _joint_period(first: Intervention, second: Intervention) -> tuple[date, date | None] | None:
    assert first.start is not None
    assert second.start is not None
    since = max(first.start, second.start)
    until = min((one.end for one in (first, second) if one.end is not None), default=None)
    return None if until is not None and until < since else (since, until)


def _joint_areas(first: Intervention, second: Intervention, covers: Covers) -> tuple[str, ...] | None:
    """Return the areas of the finest level that both work in; none for two of the whole city; None if they never meet."""
    placed = [_areas(one, covers) for one in (first, second) if not one.city_wide]
    if not placed:
        return ()
    return tuple(sorted(frozenset.intersection(*placed))) or None


def _areas(one: Intervention, covers: Covers) -> frozenset[str]:
    return frozenset().union(*(covers.get((one.level, code), frozenset({code})) for code in one.areas))


def _joint_groups(first: Intervention, second: Intervention) -> tuple[TargetGroup, ...] | None:
    """Return the groups that both are for; none where one has not said which; None if they are for different people."""
    if not first.target_groups or not second.target_groups:
        return ()
    mine, theirs = set(first.target_groups), set(second.target_groups)
    if mine & theirs:
        return tuple(sorted(mine & theirs))
    # "Everybody" names nobody: what is for everybody is compared with what is for some by the indicator.
    return () if TargetGroup.EVERYBODY in mine | theirs else None
