"""The areas of a map, each with its colour, its words and its row in the table; and the priority areas as wholes."""

from dataclasses import dataclass

from kraftkollen.development import Movement
from kraftkollen.model.indicator import Indicator
from kraftkollen.views.map_classes import difference_step, level_step
from kraftkollen.views.map_modes import NOT_COMPARED, NOT_DELIVERED, Asked, Compared, Comparison, Mode, compared
from kraftkollen.views.reading import Reading
from kraftkollen.words import figures as say
from kraftkollen.words import maps
from kraftkollen.words.development import changed, signed
from kraftkollen.words.figures import with_unit
from kraftkollen.words.translate import translate


@dataclass(frozen=True, slots=True)
class Cell:
    """One area on the map. `step` is the class of its colour, 0 for the lowest values; None without one.

    `value` is the figure, `text` what the mode shows of the area, `judged` what can be said of it; `row` the rest of its row.
    """

    code: str
    name: str
    parent: str
    value: float | None
    status: str
    text: str
    step: int | None
    priority: bool
    judged: str = ""
    row: tuple[str, ...] = ()


def cells_of(
    reading: Reading, division: str, found: Comparison, indicator: Indicator | None, edges: tuple[float, ...]
) -> tuple[Cell, ...]:
    """Return the areas of a division, by name, each with its colour and its words."""
    names = {(one.division, one.code): one.name for one in reading.version.registry.areas}
    parents = _parent_division(reading, division)
    marked = _priority_codes(reading, division)
    cells = []
    for area in reading.version.registry.areas:
        if area.division == division:
            one = found.areas.get(area.code, _NOTHING)
            text, judged, row = _texts(reading, indicator, found.mode, one)
            step = level_step(one.value, edges) if found.mode is Mode.LEVEL else _step(one, edges, indicator)
            parent = names.get((parents, area.parent or ""), "")
            marks = area.code in marked
            cells.append(Cell(area.code, area.name, parent, one.value, one.status, text, step, marks, judged, row))
    return tuple(cells)


_NOTHING = Compared(None, NOT_DELIVERED)


def _step(one: Compared, edges: tuple[float, ...], indicator: Indicator | None) -> int | None:
    return difference_step(one.change, edges, indicator) if indicator else None


def _texts(reading: Reading, indicator: Indicator | None, mode: Mode, one: Compared) -> tuple[str, str, tuple[str, ...]]:
    """Return what is shown of an area, what can be said of it, and its cells in the table."""
    language = reading.language
    if indicator is None:
        return say.absent(one.status, language), "", ()
    if mode is Mode.LEVEL:
        text = say.shown(one.value, one.status, indicator, language)
        return text, "", (text,)
    if one.change is None:
        text = translate(language, maps.NOT_COMPARED) if one.status == NOT_COMPARED else say.absent(one.status, language)
        beside = "" if one.beside is None else with_unit(one.beside, indicator, language)
        figure = "" if one.value is None else with_unit(one.value, indicator, language)
        return text, "", (beside, figure, text, "")
    # What rounds to nought is no difference that a reader can check.
    seen = round(one.change.size, indicator.decimals) != 0 or one.change.movement is Movement.TOO_FEW
    movement = one.change.movement if seen or one.change.movement is Movement.UNKNOWN_NOISE else Movement.WITHIN_NOISE
    judged = maps.judged(mode, movement, one.change.turn, language)
    figures = (with_unit(value, indicator, language) for value in (one.change.before, one.change.after))
    return (
        changed(one.change.size, indicator, language),
        judged,
        (*figures, signed(one.change.size, indicator, language), judged),
    )


def columns_of(reading: Reading, found: Comparison, asked: Asked | None) -> tuple[str, ...]:
    """Return the headings over each cell's row: what is compared with, the figure, the difference, what can be said."""
    if found.mode is Mode.LEVEL or asked is None:
        return (reading.words("Value"),)
    period = reading.period(asked.period, asked.indicator)
    difference, says = reading.words("Difference"), reading.words("What can be said")
    if found.mode is Mode.CHANGE:
        since = reading.period(found.since, asked.indicator) if found.since and found.since != asked.period else ""
        return (since or reading.words("Baseline"), period, reading.words("Changed by"), says)
    other = reading.words("Target") if found.mode is Mode.TARGET else reading.words("The whole city")
    return (other, period, difference, says)


def priority_cells(asked: Asked, mode: Mode) -> tuple[Cell, ...]:
    """Return the priority areas as wholes, in the order of the programme; a level is judged beside the city."""
    theirs = asked.of_priority_areas()
    if theirs is None:
        return ()
    reading, indicator = asked.reading, asked.indicator
    found = compared(theirs, mode)
    judging = compared(theirs, Mode.CITY) if mode is Mode.LEVEL else found
    cells = []
    for place in reading.version.programme.priority_areas:
        one = found.areas.get(place.id, _NOTHING)
        text, judged, row = _texts(reading, indicator, mode, one)
        if mode is Mode.LEVEL:
            judged = _texts(reading, indicator, Mode.CITY, judging.areas.get(place.id, _NOTHING))[1]
        cells.append(Cell(place.id, place.name, "", one.value, one.status, text, None, True, judged, row))
    return tuple(cells)


def _parent_division(reading: Reading, division: str) -> str:
    ids = [one.id for one in reading.version.registry.divisions]
    return ids[ids.index(division) - 1] if division in ids[1:] else ""


def _priority_codes(reading: Reading, division: str) -> frozenset[str]:
    level = next((one.level for one in reading.version.registry.divisions if one.id == division), "")
    return frozenset(code for one in reading.version.programme.priority_areas if one.level == level for code in one.areas)
