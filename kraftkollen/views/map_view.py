"""What the map shows: one indicator, period and group for all areas of a level; as colours, as a table, and as a sentence."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from kraftkollen.model.area import Division
from kraftkollen.model.borders import SEEDED_BORDERS
from kraftkollen.model.delivery import Status
from kraftkollen.model.indicator import Indicator
from kraftkollen.store.registry import Drawing
from kraftkollen.views.choices import Choice, Choices, Option, Wanted, choices, choose, division_of
from kraftkollen.views.map_cells import Cell, cells_of, columns_of, priority_cells
from kraftkollen.views.map_classes import Keep, Legend, Scale, legend, limits
from kraftkollen.views.map_modes import NOT_COMPARED, NOT_DELIVERED, Asked, Comparison, Mode, compared
from kraftkollen.views.map_sentences import compared_sentence, gaps
from kraftkollen.views.reading import Reading
from kraftkollen.views.together import together
from kraftkollen.words import maps
from kraftkollen.words.figures import with_unit
from kraftkollen.words.hidden import what_pooled
from kraftkollen.words.translate import translate

__all__ = ["NOT_COMPARED", "NOT_DELIVERED", "Cell", "Legend", "Look", "MapView", "Mode", "Scale", "map_view"]


@dataclass(frozen=True, slots=True)
class Look:
    """How the address asks for the map to be coloured: ids of a mode and of a scale. None: left to the page."""

    mode: str | None = None
    scale: str | None = None


@dataclass(frozen=True)
class MapView:
    """A map that is ready to be drawn. `columns` are the headings over each cell's `row`; `beside` the priority areas."""

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
    mode: Choice
    scale: Choice
    columns: tuple[str, ...]
    beside: tuple[Cell, ...]

    @cached_property
    def with_value(self) -> tuple[Cell, ...]:
        """The areas that have a colour."""
        return tuple(one for one in self.cells if one.step is not None)

    def without_value(self, status: str) -> tuple[Cell, ...]:
        """Return the areas that have none, for the reason given."""
        return tuple(one for one in self.cells if one.step is None and one.status == status)


def _fresh(_what: str, _parts: tuple[str, ...], make: Callable[[], tuple[float, ...]]) -> tuple[float, ...]:
    return make()


def map_view(reading: Reading, wanted: Wanted, look: Look = Look(), keep: Keep[tuple[float, ...]] = _fresh) -> MapView:
    """Return the map that the address asks for.

    Parameters
    ----------
    keep
        How the limits of the classes, which are the same for all periods, are made once.
    """
    chosen = choices(reading, wanted)
    indicator = reading.version.catalogue.indicators.get(_id(chosen.indicator))
    division = division_of(reading, _id(chosen.level))
    mode, scale = _modes(reading, look.mode), _scales(reading, look.scale)
    asked = _asked(reading, chosen, indicator, division)
    found = compared(asked, Mode(_id(mode))) if asked else Comparison(Mode(_id(mode)), {})
    edges = _limits(asked, found, Scale(_id(scale)), keep) if asked and found.areas else ()
    cells = cells_of(reading, division.id if division else "", found, indicator, edges)
    areas = _area_options(cells)
    area = choose(areas, wanted.area) if wanted.area else Choice((), None)
    title = _title(reading, chosen, indicator, found)
    drawing = reading.version.registry.drawing(division.id) if division else None
    return MapView(
        choices=chosen,
        area=Choice(areas, area.chosen if not area.unknown else None, area.unknown),
        indicator=indicator,
        drawing=drawing,
        cells=cells,
        legend=legend(reading, indicator, found, edges),
        title=title,
        sentence=_sentence(reading, chosen, indicator, cells, found),
        selected=_selected(reading, cells, area, title),
        source=_source(reading, indicator),
        borders=borders_sentence(reading, drawing) if drawing else "",
        preliminary=any(one.status == Status.PRELIMINARY for one in cells),
        pooled=_pooled(chosen, indicator, reading),
        mode=mode,
        scale=scale,
        columns=columns_of(reading, found, asked),
        beside=priority_cells(asked, found.mode) if asked else (),
    )


def map_limits(reading: Reading, wanted: Wanted, look: Look, keep: Keep[tuple[float, ...]]) -> tuple[float, ...]:
    """Return where the classes of the map end that the address asks for, without drawing it. Parameters as for `map_view`."""
    chosen = choices(reading, wanted)
    indicator = reading.version.catalogue.indicators.get(_id(chosen.indicator))
    asked = _asked(reading, chosen, indicator, division_of(reading, _id(chosen.level)))
    if asked is None:
        return ()
    found = compared(asked, Mode(_id(_modes(reading, look.mode))))
    return _limits(asked, found, Scale(_id(_scales(reading, look.scale))), keep) if found.areas else ()


def _asked(reading: Reading, chosen: Choices, indicator: Indicator | None, division: Division | None) -> Asked | None:
    if division is None or indicator is None or chosen.period.chosen is None:
        return None
    return Asked(reading, indicator, division.id, _id(chosen.period), _id(chosen.group))


def _modes(reading: Reading, wanted: str | None) -> Choice:
    return choose((Option(one.value, translate(reading.language, maps.MODES[one])) for one in Mode), wanted)


def _scales(reading: Reading, wanted: str | None) -> Choice:
    return choose((Option(one.value, translate(reading.language, maps.SCALES[one])) for one in Scale), wanted)


def _limits(asked: Asked, found: Comparison, scale: Scale, keep: Keep[tuple[float, ...]]) -> tuple[float, ...]:
    if found.why_not is not None:
        return ()
    period = asked.period if scale is Scale.QUANTILE else ""
    parts = (asked.indicator.id, asked.division, asked.group, found.mode.value, scale.value, period)
    return keep("map limits", parts, lambda: limits(asked, found.mode, scale))


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


def _title(reading: Reading, chosen: Choices, indicator: Indicator | None, found: Comparison) -> str:
    if indicator is None:
        return reading.words("No indicator is defined")
    parts = [indicator.title.in_language(reading.language)]
    if _id(chosen.group) not in ("", "total") and chosen.group.chosen:
        parts.append(chosen.group.chosen.title.lower())
    named = ", ".join([*parts, chosen.period.chosen.title] if chosen.period.chosen else parts)
    if found.mode is Mode.CHANGE and found.since and found.why_not is None:
        return reading.words("{indicator}: change since {since}", indicator=named, since=reading.period(found.since, indicator))
    if found.mode is Mode.TARGET and found.why_not is None:
        return reading.words("{indicator}: distance to the target", indicator=named)
    if found.mode is Mode.CITY and found.why_not is None:
        return reading.words("{indicator}: difference from the city", indicator=named)
    return named


def _sentence(
    reading: Reading, chosen: Choices, indicator: Indicator | None, cells: tuple[Cell, ...], found: Comparison
) -> str:
    """Return what the map says in words: from where to where, the whole city, and how many areas say nothing."""
    statuses = [one.status for one in cells]
    if indicator is None or all(one == NOT_DELIVERED for one in statuses):
        return reading.words("Nothing has been delivered for this indicator yet.")
    if found.mode is not Mode.LEVEL:
        return compared_sentence(reading, indicator, found, _id(chosen.period), statuses)
    values = [one.value for one in cells if one.value is not None]
    parts = []
    if values:
        low, high = (with_unit(value, indicator, reading.language) for value in (min(values), max(values)))
        areas = reading.counted("{count} area", "{count} areas", len(values))
        if len(values) == 1 or low == high:
            parts.append(reading.words("{value} in {areas}.", value=low, areas=areas))
        else:
            parts.append(reading.words("From {low} to {high} in {areas}.", low=low, high=high, areas=areas))
    return " ".join([*parts, *_whole_city(reading, chosen, indicator), *gaps(reading, statuses)])


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


def _selected(reading: Reading, cells: tuple[Cell, ...], area: Choice, title: str) -> str | None:
    cell = next((one for one in cells if area.chosen and not area.unknown and one.code == area.chosen.id), None)
    if cell is None:
        return None
    where = f"{cell.name} ({cell.parent})" if cell.parent else cell.name
    figure = f"{cell.text} ({cell.judged})" if cell.judged else cell.text
    return reading.words("{area}: {figure}. {title}.", area=where, figure=figure, title=title)


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


def borders_sentence(reading: Reading, drawing: Drawing) -> str:
    """Return where the borders come from: the programme's words for those that came with it, else the file."""
    defined = next((one for one in reading.version.programme.divisions if one.id == drawing.division), None)
    if drawing.source == SEEDED_BORDERS and defined is not None:
        return reading.words("Borders: {source}", source=defined.source.in_language(reading.language))
    return reading.words("Borders: official, from {source}.", source=drawing.source)
