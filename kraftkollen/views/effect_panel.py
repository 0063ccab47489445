"""Published figures as a panel for the estimators: which periods, which areas, and why the others take no part."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kraftkollen.effect import Panel, Rules, Selected, select
from kraftkollen.effect.decide import FEWEST_BEFORE
from kraftkollen.errors import NoFiguresThere, NoPeriodAfter, NoPeriodBefore
from kraftkollen.model.indicator import Better, Indicator
from kraftkollen.model.intervention import Intervention
from kraftkollen.model.period import Period
from kraftkollen.views.reading import Reading

# Below this many comparison areas a shorter time before the start is taken, if that lets more areas in.
ENOUGH_AREAS = 10
_POPULATION = "population"


@dataclass(frozen=True)
class Question:
    """What is asked of published figures.

    `areas` are codes of the division; `start` the day of the start, or the first period that counts as after. `removed` and
    `added` are an analyst's changes to the list of comparison areas, as the register has them or as they are tried.
    `smallest_that_matters` and `logarithm` are what the evaluation plan chose. `readable_on` leaves out the periods whose
    figures could not exist on that day.
    """

    indicator: Indicator
    division: str
    areas: tuple[str, ...]
    start: date | Period
    group: str = "total"
    intervention: str | None = None
    selected_on: str | None = None
    smallest_that_matters: float | None = None
    logarithm: bool = False
    removed: frozenset[str] = frozenset()
    added: frozenset[str] = frozenset()
    readable_on: date | None = None


@dataclass(frozen=True)
class Prepared:
    """A panel that is ready, and how it came to be.

    `start` is the first period after; `dropped` are periods that are neither before nor after: the one that holds the start, if
    most of it had passed, and spans that would overlap; `breaks` those with which a new series begins.
    """

    panel: Panel
    start: str
    selected: Selected
    dropped: tuple[str, ...]
    breaks: tuple[str, ...]


@dataclass(frozen=True)
class _Cube:
    """Everything published of an indicator, division and group: (areas, periods), nan where nothing is shown."""

    areas: tuple[str, ...]
    periods: tuple[Period, ...]
    values: np.ndarray
    denominators: np.ndarray

    def only(self, columns: list[int]) -> "_Cube":
        """Return these periods of it."""
        return _Cube(
            self.areas, tuple(self.periods[one] for one in columns), self.values[:, columns], self.denominators[:, columns]
        )


def panel_of(reading: Reading, question: Question) -> Prepared:
    """Return the panel that answers the question.

    The periods are those in which every treated area is shown. Before the start as many are taken as leave ten areas to compare
    with: the longest such time, never under four periods, and from the last break on if four are left then.

    Raises
    ------
    NoFiguresThere, NoPeriodBefore, NoPeriodAfter
        If the treated areas' published figures do not reach.
    """
    cube = _cube(reading, question)
    treated = [cube.areas.index(code) for code in question.areas if code in cube.areas]
    shown = ~np.isnan(cube.values[treated]).any(axis=0)
    if len(treated) < len(question.areas) or not shown.any():
        raise NoFiguresThere(indicator=question.indicator.id, place=", ".join(question.areas))
    before, after, breaks = _split(cube, shown, question)
    rules = rules_of(reading, question, cube.periods[after[-1]])
    tried = (_prepared(reading, cube, [*before[-count:], *after], count, question, rules) for count in _counts(len(before)))
    panel, selected = _enough(tried)
    start = str(cube.periods[after[0]])
    dropped = tuple(str(one) for one in cube.periods if panel.periods[0] < str(one) and str(one) not in panel.periods)
    return Prepared(panel, start, selected, dropped, tuple(one for one in breaks if one in panel.periods[1:]))


def history_of(reading: Reading, question: Question) -> tuple[Panel, Selected]:
    """Return everything there is so far, for a plan: no period counts as after; spans do not overlap."""
    cube = _cube(reading, question)
    if not set(question.areas) <= set(cube.areas):
        raise NoFiguresThere(indicator=question.indicator.id, place=", ".join(question.areas))
    last = cube.periods[-1]
    columns = sorted(_apart(cube, list(range(len(cube.periods))), backward=True))
    rules = rules_of(reading, question, last)
    return _enough(_history(reading, cube.only(columns[-count:]), question, rules) for count in _counts(len(columns)))


def _enough(tried: Iterable[tuple[Panel, Selected]]) -> tuple[Panel, Selected]:
    """Return the first with enough areas; if none has, the first of those with the most."""
    listed = []
    for one in tried:
        if len(one[1].comparison) >= ENOUGH_AREAS:
            return one
        listed.append(one)
    return max(listed, key=lambda one: len(one[1].comparison))


def _history(reading: Reading, cube: _Cube, question: Question, rules: Rules) -> tuple[Panel, Selected]:
    panel = Panel(cube.areas, tuple(map(str, cube.periods)), cube.values, _people(reading, cube, question))
    # The treated need no figures yet: what the others' past shows is the measure.
    selected = select(panel, question.areas, panel.periods[-1], rules)
    return panel, selected


def _counts(most: int) -> list[int]:
    return list(range(most, min(most, FEWEST_BEFORE) - 1, -1))


def _cube(reading: Reading, question: Question) -> _Cube:
    table = reading.version.figures.series(question.indicator.id)
    mine = table.filter(pc.and_(pc.equal(table["division"], question.division), pc.equal(table["grp"], question.group)))
    texts = [text for text in pc.unique(mine["period"]).to_pylist() if readable(question, text)]
    periods = tuple(sorted(question.indicator.read_period(text) for text in texts))
    rows = mine.filter(pc.is_in(mine["period"], value_set=pa.array(texts, pa.string())))
    areas = tuple(sorted(pc.unique(rows["area"]).to_pylist()))
    at = _places(rows["area"], areas), _places(rows["period"], [str(one) for one in periods])
    values, denominators = (np.full((len(areas), len(periods)), np.nan) for _ in range(2))
    values[at] = rows["value"].to_numpy()
    denominators[at] = rows["denominator"].to_numpy()
    return _Cube(areas, periods, values, np.where(np.isnan(values), np.nan, denominators))


def _places(column: pa.ChunkedArray, known: Sequence[str]) -> np.ndarray:
    """Return the place of each text of a column among the known ones."""
    return np.asarray(pc.index_in(column, value_set=pa.array(known, pa.string())).to_numpy(), dtype=np.intp)


def readable(question: Question, period: str) -> bool:
    """Return whether the period's figures could exist on the day of the question."""
    day, indicator = question.readable_on, question.indicator
    return day is None or indicator.read_period(period).first_readable(indicator.lag_months) <= day


def _split(cube: _Cube, shown: np.ndarray, question: Question) -> tuple[list[int], list[int], tuple[str, ...]]:
    """Return the columns before and after the start, spans not overlapping, and the breaks."""
    first_day, last_free = _limits(cube, question)
    before = [n for n, one in enumerate(cube.periods) if shown[n] and one.last_day < last_free]
    after = [n for n, one in enumerate(cube.periods) if shown[n] and one.first_day >= first_day]
    told = str(question.start)
    if not before:
        raise NoPeriodBefore(start=told, first=str(cube.periods[int(np.flatnonzero(shown)[0])]))
    if not after:
        raise NoPeriodAfter(start=told, last=str(cube.periods[int(np.flatnonzero(shown)[-1])]))
    before, after = _apart(cube, before, backward=True), _apart(cube, after, backward=False)
    starts = sorted(question.indicator.read_period(one.period).first_day for one in question.indicator.breaks)
    past = [day for day in starts if day <= cube.periods[before[-1]].first_day]
    kept = [n for n in before if not past or cube.periods[n].first_day >= past[-1]]
    if len(kept) >= FEWEST_BEFORE:
        before = kept
    used = [cube.periods[n] for n in (*before, *after)]
    breaks = {next((str(one) for one in used if one.last_day >= day), "") for day in starts if day > used[0].first_day}
    return before, after, tuple(sorted(breaks - {""}))


def _limits(cube: _Cube, question: Question) -> tuple[date, date]:
    """Return the first day of the time after, and the day before which a period before must have ended."""
    if isinstance(question.start, Period):
        return question.start.first_day, question.start.first_day
    day, first = question.start, first_after(question, cube.periods[-1])
    return first.first_day, first.first_day if first.first_day <= day else first.shifted(-1).first_day


def first_after(question: Question, known: Period) -> Period:
    """Return the first single period that counts as after the start; `known` is any period of the series.

    A period most of which had passed when it began tells neither of before nor of after: the next one is the first.
    """
    if isinstance(question.start, Period):
        return question.start
    day, holding = question.start, replace(known, length=1)
    while holding.last_day < day:
        holding = holding.shifted(1)
    while holding.first_day > day:
        holding = holding.shifted(-1)
    early = (day - holding.first_day) * 2 <= holding.last_day - holding.first_day
    return holding if early else holding.shifted(1)


def _apart(cube: _Cube, columns: list[int], *, backward: bool) -> list[int]:
    """Return as many as do not overlap, counted from the start outwards."""
    kept: list[int] = []
    for column in reversed(columns) if backward else columns:
        period = cube.periods[column]
        if all(period.last_day < cube.periods[one].first_day or period.first_day > cube.periods[one].last_day for one in kept):
            kept.append(column)
    return sorted(kept)


def _prepared(
    reading: Reading, cube: _Cube, columns: list[int], before: int, question: Question, rules: Rules
) -> tuple[Panel, Selected]:
    used = cube.only(columns)
    panel = Panel(used.areas, tuple(map(str, used.periods)), used.values, _people(reading, used, question))
    return panel, select(panel, question.areas, panel.periods[before], rules)


def _people(reading: Reading, cube: _Cube, question: Question) -> np.ndarray | None:
    """Return what each area's figures are counted on: their own denominators, else residents; None if neither is published."""
    if not np.isnan(cube.denominators).all():
        return _means(cube.denominators)
    defined = reading.version.catalogue.indicators
    if _POPULATION not in defined or question.indicator.id == _POPULATION:
        return None
    whole = Question(defined[_POPULATION], question.division, question.areas, question.start)
    residents = _cube(reading, whole)
    found = dict(zip(residents.areas, _means(residents.values), strict=True))
    return np.array([found.get(area, np.nan) for area in cube.areas]) if found else None


def _means(values: np.ndarray) -> np.ndarray:
    """Return each row's mean of what is there; nan for an empty row."""
    count = (~np.isnan(values)).sum(axis=1)
    return np.where(count > 0, np.nansum(values, axis=1) / np.maximum(count, 1), np.nan)


def rules_of(reading: Reading, question: Question, last: Period) -> Rules:
    """Return what keeps an area from being compared with, as the register and the borders have it."""
    better = question.indicator.better
    return Rules(
        better_is_higher=None if better is Better.NEITHER else better is Better.HIGHER,
        neighbours=frozenset(reading.version.registry.neighbours(question.division)),
        own_intervention=_worked_in(reading, question, last) - frozenset(question.areas),
        removed=question.removed,
        added=question.added,
    )


def _worked_in(reading: Reading, question: Question, last: Period) -> frozenset[str]:
    """Return the areas of the division where something is done before `last` ends: interventions and priority areas."""
    level = next((one.level for one in reading.version.registry.divisions if one.id == question.division), "")
    programme = reading.version.programme
    found = [one.areas for one in programme.interventions if one.level == level and _in_time(one, last)]
    found += [one.areas for one in programme.priority_areas if one.level == level]
    return frozenset(code for areas in found for code in areas)


def _in_time(intervention: Intervention, last: Period) -> bool:
    return intervention.start is None or intervention.start <= last.last_day
