"""Allocation as a reader meets it, to discuss: interventions by six grounds, and the places that any weighting gives them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite

from kraftkollen.programme.allocation import GROUNDS, Candidate, Described, Ground, Places, Ranked, described, ranked, scores
from kraftkollen.views.allocation_facts import Facts, facts
from kraftkollen.views.reading import Reading
from kraftkollen.words.allocation import ground_counted, ground_name
from kraftkollen.words.development import moved
from kraftkollen.words.numbers import kronor, number
from kraftkollen.words.register_terms import term

MOST_WEIGHT = 5
USUAL_WEIGHTS: Mapping[Ground, int] = {one: 0 if one is Ground.BUDGET else 1 for one in GROUNDS}


@dataclass(frozen=True, slots=True)
class GroundRow:
    """A ground: what it is called, how it is counted, and the weight that is chosen."""

    ground: Ground
    name: str
    counted: str
    weight: int


@dataclass(frozen=True, slots=True)
class AllocationRow:
    """An intervention in words: what each ground says of it, what is missing, and the places that it can have."""

    id: str
    name: str
    cells: tuple[str, ...]
    missing: tuple[str, ...]
    now: str
    usual: str
    every: str
    places: Places


@dataclass(frozen=True, slots=True)
class Weighed:
    """What does not depend on the weights, and takes longest to work out: kept between two movements of a slider."""

    described: tuple[Described, ...]
    facts: tuple[Facts, ...]


@dataclass(frozen=True)
class AllocationView:
    """The view to discuss; the rows stand in the order of the register, never in that of the places."""

    sentence: str
    missing: str
    grounds: tuple[GroundRow, ...]
    rows: tuple[AllocationRow, ...]
    ranked: Ranked


def weighed(reading: Reading, on: date) -> Weighed:
    """Return what the register and the figures say of the interventions that go on or are planned on a day."""
    programme = reading.version.programme
    found = described(programme, on)
    by_id = {one.id: one for one in programme.interventions}
    return Weighed(found, tuple(facts(reading, by_id[one.intervention], on) for one in found))


def weights_from(asked: Mapping[str, str]) -> dict[Ground, int]:
    """Return the weights that an address asks for; what it does not say, or says wrongly, is as it is by default."""
    found = dict(USUAL_WEIGHTS)
    for ground in GROUNDS:
        text = asked.get(ground.value, "")
        if text.isdecimal() and int(text) <= MOST_WEIGHT:
            found[ground] = int(text)
    return found


def allocation_view(reading: Reading, known: Weighed, weights: Mapping[Ground, int]) -> AllocationView:
    """Return the interventions with the places that each can have over all reasonable weights."""
    largest = max((one.budget_ore or 0 for one in known.described), default=0)
    candidates = [
        Candidate(one.intervention, _scores(one, found, largest))
        for one, found in zip(known.described, known.facts, strict=True)
    ]
    result = ranked(candidates, weights)
    names = {one.id: one.name.in_language(reading.language) for one in reading.version.programme.interventions}
    counted = tuple(one for one in GROUNDS if one is not Ground.BUDGET or weights.get(one, 0) > 0)
    rows = tuple(
        _row(reading, names[one.intervention], one, found, _lacking(candidate, counted), places)
        for one, found, candidate, places in zip(known.described, known.facts, candidates, result.places, strict=True)
    )
    return AllocationView(
        _sentence(reading, result),
        _missing_sentence(reading, rows),
        tuple(_ground(reading, one, weights.get(one, 0)) for one in GROUNDS),
        rows,
        result,
    )


def _scores(one: Described, found: Facts, largest_ore: int) -> dict[Ground, float | None]:
    need = found.need.deviations if found.need else None
    return scores(one, smallest=found.smallest, matters=found.matters, need=need, largest_ore=largest_ore)


def _ground(reading: Reading, one: Ground, weight: int) -> GroundRow:
    return GroundRow(one, ground_name(one.value, reading.language), ground_counted(one.value, reading.language), weight)


def _sentence(reading: Reading, result: Ranked) -> str:
    if len(result.places) < 2:
        return reading.words("There are not two interventions to lay beside each other.")
    moving = sum(one.best < one.worst for one in result.places)
    said = reading.words(
        "{moving} of {all} interventions change place with the weights.", moving=moving, all=len(result.places)
    )
    pairs = reading.words(
        "In {settled} of {pairs} pairs the order is the same whatever is weighed.", settled=result.settled, pairs=result.pairs
    )
    return f"{said} {pairs}"


def _missing_sentence(reading: Reading, rows: Sequence[AllocationRow]) -> str:
    count = sum(len(one.missing) for one in rows)
    if not count:
        return ""
    return reading.counted(
        "{count} figure is missing. It is not counted as nought: it may be anything, so the range is wider.",
        "{count} figures are missing. They are not counted as nought: they may be anything, so the ranges are wider.",
        count,
    )


def _lacking(candidate: Candidate, counted: Sequence[Ground]) -> tuple[Ground, ...]:
    return tuple(one for one in counted if candidate.scores[one] is None)


def _row(reading: Reading, name: str, one: Described, found: Facts, lacking: Sequence[Ground], places: Places) -> AllocationRow:
    return AllocationRow(
        id=one.intervention,
        name=name,
        cells=tuple(_cells(reading, one, found)),
        missing=tuple(ground_name(ground.value, reading.language) for ground in lacking),
        now=_range(places.now_best, places.now_worst),
        usual=_range(places.usual_best, places.usual_worst),
        every=_range(places.best, places.worst),
        places=places,
    )


def _range(best: int, worst: int) -> str:
    return str(best) if best == worst else f"{best}–{worst}"


def _cells(reading: Reading, one: Described, found: Facts) -> Sequence[str]:
    """Return what each ground says, in the order of the grounds; that it is missing where it is."""
    words, missing = reading.words, reading.words("missing")
    bodies = reading.counted("{count} body", "{count} bodies", one.bodies) if one.bodies else missing
    conditions = reading.counted("{count} circumstance", "{count} circumstances", one.conditions) if one.conditions else missing
    return (
        bodies,
        conditions,
        term(one.horizon, reading.language) if one.horizon else missing,
        _measurability(reading, found),
        _need(reading, found) or missing,
        kronor(one.budget_ore, reading.language) if one.budget_ore is not None else words("not entered"),
    )


def _measurability(reading: Reading, found: Facts) -> str:
    words, indicator = reading.words, found.indicator
    if found.smallest is None or indicator is None:
        return words("missing")
    if not isfinite(found.smallest):
        return words("no difference would be found, however large")
    title = indicator.title.in_language(reading.language)
    smallest = moved(found.smallest, indicator, reading.language)
    if found.matters is None:
        return words("{title}: from {smallest}; missing: what matters", title=title, smallest=smallest)
    matters = moved(found.matters, indicator, reading.language)
    return words("{title}: from {smallest}; what matters: {matters}", title=title, smallest=smallest, matters=matters)


def _need(reading: Reading, found: Facts) -> str:
    words, need, indicator = reading.words, found.need, found.indicator
    if need is None or indicator is None:
        return ""
    size, period = moved(need.worse, indicator, reading.language), reading.period(need.period, indicator)
    spread = number(abs(need.deviations), 1, reading.language)
    if round(need.worse, indicator.decimals) == 0:
        return (
            words("as the city, {period}", period=period)
            if need.beside_city
            else words("as all areas, {period}", period=period)
        )
    said = {"size": size, "period": period, "spread": spread}
    if need.beside_city and need.worse > 0:
        return words("{size} worse than the city, {period} ({spread} sd)", **said)
    if need.beside_city:
        return words("{size} better than the city, {period} ({spread} sd)", **said)
    if need.worse > 0:
        return words("{size} worse than all areas shown together, {period} ({spread} sd)", **said)
    return words("{size} better than all areas shown together, {period} ({spread} sd)", **said)
