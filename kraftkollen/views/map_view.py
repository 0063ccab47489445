"""What the map shows: one indicator, period and group for all areas of a level; as colours, as a table, and as a sentence."""

import itertools
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kraftkollen.model.borders import SEEDED_BORDERS
from kraftkollen.model.delivery import Status
from kraftkollen.model.indicator import Better, Indicator
from kraftkollen.store.figures import Figure
from kraftkollen.store.registry import Drawing
from kraftkollen.views.choices import Choice, Choices, Option, Wanted, choices, choose, division_of
from kraftkollen.views.reading import Reading
from kraftkollen.views.together import together
from kraftkollen.words import figures as say
from kraftkollen.words.figures import bare, with_unit
from kraftkollen.words.hidden import what_pooled

CLASSES = 5
NOT_DELIVERED = "not_delivered"


@dataclass(frozen=True, slots=True)
class Cell:
    """One area on the map. `step` is the class of its colour, 0 for the lowest values; None without a value."""

    code: str
    name: str
    parent: str
    value: float | None
    status: str
    text: str
    step: int | None
    priority: bool


@dataclass(frozen=True, slots=True)
class Legend:
    """The classes of colour, lowest first; `worse_first` says whether the lowest values are the worse ones (None: neither)."""

    labels: tuple[str, ...]
    worse_first: bool | None


@dataclass(frozen=True)
class MapView:
    """A map that is ready to be drawn."""

    choices: Choices
    area: Choice
    indicator: Indicator | None
    drawing: Drawing | None
    cells: tuple[Cell, ...]
    legend: Legend
    title: str
    sentence: str
    selected: str | None
    source: str
    borders: str
    preliminary: bool
    pooled: str

    @cached_property
    def with_value(self) -> tuple[Cell, ...]:
        """The areas that have a value."""
        return tuple(one for one in self.cells if one.step is not None)

    def without_value(self, status: str) -> tuple[Cell, ...]:
        """Return the areas that have none, for the reason given."""
        return tuple(one for one in self.cells if one.step is None and one.status == status)


def map_view(reading: Reading, wanted: Wanted) -> MapView:
    """Return the map that the address asks for."""
    chosen = choices(reading, wanted)
    indicator = reading.version.catalogue.indicators.get(_id(chosen.indicator))
    division = division_of(reading, _id(chosen.level))
    key = (_id(chosen.indicator), division.id if division else "", _id(chosen.period), _id(chosen.group))
    found = reading.version.figures.across(*key) if division and indicator else ()
    edges = _edges(reading, key[0], key[1], key[3]) if found else ()
    cells = _cells(reading, key[1], found, indicator, edges)
    areas = _area_options(cells)
    area = choose(areas, wanted.area) if wanted.area else Choice((), None)
    title = _title(reading, chosen, indicator)
    drawing = reading.version.registry.drawing(key[1])
    return MapView(
        choices=chosen,
        area=Choice(areas, area.chosen if not area.unknown else None, area.unknown),
        indicator=indicator,
        drawing=drawing,
        cells=cells,
        legend=_legend(reading, indicator, edges),
        title=title,
        sentence=_sentence(reading, chosen, indicator, cells),
        selected=_selected(reading, cells, area, title),
        source=_source(reading, indicator),
        borders=_borders(reading, drawing) if drawing else "",
        preliminary=any(one.status == Status.PRELIMINARY for one in cells),
        pooled=_pooled(chosen, indicator, reading),
    )


def _pooled(chosen: Choices, indicator: Indicator | None, reading: Reading) -> str:
    if indicator is None or chosen.period.chosen is None:
        return ""
    return what_pooled(indicator, indicator.read_period(chosen.period.chosen.id), reading.language)


def _area_options(cells: tuple[Cell, ...]) -> tuple[Option, ...]:
    """Return the areas to choose from; where two share a name, each with the larger area that it lies in."""
    names = Counter(one.name for one in cells)
    return tuple(Option(one.code, f"{one.name} ({one.parent})" if names[one.name] > 1 else one.name) for one in cells)


def _id(choice: Choice) -> str:
    return choice.chosen.id if choice.chosen else ""


def _edges(reading: Reading, indicator: str, division: str, group: str) -> tuple[float, ...]:
    """Return the inner limits of the classes: equal shares of all periods' values, so that colours mean the same in each."""
    values = reading.version.figures.values(indicator, division, group)
    if len(values) < CLASSES:
        return ()
    decimals = reading.version.catalogue.indicators[indicator].decimals
    edges = np.unique(np.round(np.quantile(values, np.arange(1, CLASSES) / CLASSES), decimals))
    # Where many areas share the least value, a class below it would be empty.
    return tuple(float(edge) for edge in edges if edge > values.min())


def _cells(
    reading: Reading, division: str, found: tuple[Figure, ...], indicator: Indicator | None, edges: tuple[float, ...]
) -> tuple[Cell, ...]:
    figures = {one.area: one for one in found}
    names = {(one.division, one.code): one.name for one in reading.version.registry.areas}
    parents = _parent_division(reading, division)
    marked = _priority_codes(reading, division)
    cells = []
    for area in reading.version.registry.areas:
        if area.division == division:
            figure = figures.get(area.code)
            value, status = (figure.value, figure.status) if figure else (None, NOT_DELIVERED)
            text = say.shown(value, status, indicator, reading.language) if indicator else say.absent(status, reading.language)
            step = None if value is None else int(np.searchsorted(edges, value, side="right"))
            parent = names.get((parents, area.parent or ""), "")
            cells.append(Cell(area.code, area.name, parent, value, status, text, step, area.code in marked))
    return tuple(cells)


def _parent_division(reading: Reading, division: str) -> str:
    ids = [one.id for one in reading.version.registry.divisions]
    return ids[ids.index(division) - 1] if division in ids[1:] else ""


def _priority_codes(reading: Reading, division: str) -> frozenset[str]:
    level = next((one.level for one in reading.version.registry.divisions if one.id == division), "")
    return frozenset(code for one in reading.version.programme.priority_areas if one.level == level for code in one.areas)


def _legend(reading: Reading, indicator: Indicator | None, edges: tuple[float, ...]) -> Legend:
    if indicator is None or not edges:
        return Legend((), None)
    texts = [bare(edge, indicator, reading.language) for edge in edges]
    labels = [reading.words("under {high}", high=texts[0])]
    labels += [reading.words("{low} to {high}", low=low, high=high) for low, high in itertools.pairwise(texts)]
    labels += [reading.words("{low} or more", low=texts[-1])]
    worse_first = None if indicator.better is Better.NEITHER else indicator.better is Better.HIGHER
    return Legend(tuple(labels), worse_first)


def _title(reading: Reading, chosen: Choices, indicator: Indicator | None) -> str:
    if indicator is None:
        return reading.words("No indicator is defined")
    parts = [indicator.title.in_language(reading.language)]
    if _id(chosen.group) not in ("", "total") and chosen.group.chosen:
        parts.append(chosen.group.chosen.title.lower())
    return ", ".join([*parts, chosen.period.chosen.title] if chosen.period.chosen else parts)


def _sentence(reading: Reading, chosen: Choices, indicator: Indicator | None, cells: tuple[Cell, ...]) -> str:
    """Return what the map says in words: from where to where, the whole city, and how many areas say nothing."""
    if indicator is None or not any(one.status != NOT_DELIVERED for one in cells):
        return reading.words("Nothing has been delivered for this indicator yet.")
    values = [one.value for one in cells if one.value is not None]
    parts = []
    if values:
        low, high = (with_unit(value, indicator, reading.language) for value in (min(values), max(values)))
        areas = reading.counted("{count} area", "{count} areas", len(values))
        if len(values) == 1 or low == high:
            parts.append(reading.words("{value} in {areas}.", value=low, areas=areas))
        else:
            parts.append(reading.words("From {low} to {high} in {areas}.", low=low, high=high, areas=areas))
    parts += _whole_city(reading, chosen, indicator) + _gaps(reading, cells)
    return " ".join(parts)


def _whole_city(reading: Reading, chosen: Choices, indicator: Indicator) -> list[str]:
    divisions = reading.version.registry.divisions
    if not divisions or _id(chosen.level) == divisions[0].level:
        return []
    city = [(one.division, one.code) for one in reading.version.registry.areas if one.division == divisions[0].id]
    if len(city) != 1:
        return []
    figures = reading.version.figures.lines(indicator.id, _id(chosen.group), city)
    found = together(indicator, figures, _id(chosen.period))
    if found is None:
        return []
    return [reading.words("The whole city: {value}.", value=with_unit(found.value, indicator, reading.language))]


def _gaps(reading: Reading, cells: tuple[Cell, ...]) -> list[str]:
    said = []
    hidden, missing, absent = (
        sum(cell.status == status for cell in cells) for status in (Status.HIDDEN, Status.MISSING, NOT_DELIVERED)
    )
    if hidden:
        said.append(
            reading.counted("{count} area is hidden: too few people.", "{count} areas are hidden: too few people.", hidden)
        )
    if missing:
        said.append(reading.counted("{count} area is missing.", "{count} areas are missing.", missing))
    if absent:
        said.append(reading.counted("{count} area has not been delivered.", "{count} areas have not been delivered.", absent))
    return said


def _selected(reading: Reading, cells: tuple[Cell, ...], area: Choice, title: str) -> str | None:
    cell = next((one for one in cells if area.chosen and not area.unknown and one.code == area.chosen.id), None)
    if cell is None:
        return None
    where = f"{cell.name} ({cell.parent})" if cell.parent else cell.name
    return reading.words("{area}: {figure}. {title}.", area=where, figure=cell.text, title=title)


def _source(reading: Reading, indicator: Indicator | None) -> str:
    if indicator is None:
        return ""
    owner = reading.version.programme.body_name(indicator.owner)
    return reading.words(
        "Source: {producer}. Answers for the indicator: {owner}. Published {at}.",
        producer=indicator.source.producer,
        owner=owner,
        at=reading.published_at,
    )


def _borders(reading: Reading, drawing: Drawing) -> str:
    """Return where the borders come from: the programme's words for those that came with it, else the file."""
    defined = next((one for one in reading.version.programme.divisions if one.id == drawing.division), None)
    if drawing.source == SEEDED_BORDERS and defined is not None:
        return reading.words("Borders: {source}", source=defined.source.in_language(reading.language))
    return reading.words("Borders: official, from {source}.", source=drawing.source)
