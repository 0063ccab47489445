"""Many small maps beside each other for print: one a period with common classes, or one an indicator with its own."""

from dataclasses import dataclass, replace
from enum import StrEnum

from kraftkollen.model.delivery import Status
from kraftkollen.views.choices import Option, Wanted
from kraftkollen.views.map_classes import Keep, Legend
from kraftkollen.views.map_view import NOT_COMPARED, Look, MapView, Scale, map_view
from kraftkollen.views.reading import Reading
from kraftkollen.words import maps
from kraftkollen.words.translate import translate

MOST = 30


class Small(StrEnum):
    """What each small map is for."""

    PERIOD = "period"
    INDICATOR = "indikator"


@dataclass(frozen=True)
class SmallMap:
    """One small map: its title, what it says, and the codes of the areas of each class, of the hidden and of the missing."""

    title: str
    said: str
    legend: Legend
    classes: tuple[tuple[str, ...], ...]
    hidden: tuple[str, ...]
    missing: tuple[str, ...]


def small_options(reading: Reading) -> tuple[Option, ...]:
    """Return the two kinds of small maps."""
    return tuple(Option(one.value, translate(reading.language, maps.SMALL[one])) for one in Small)


def small_maps(reading: Reading, shown: MapView, kind: Small, keep: Keep[tuple[float, ...]]) -> tuple[SmallMap, ...]:
    """Return the small maps of what the page shows, the oldest period or the first indicator by name first; `MOST` at most.

    Over periods the classes are common, whatever scale the page has: else the maps could not be read beside each other.
    """
    wanted, look = _wanted(shown), Look(shown.mode.chosen.id if shown.mode.chosen else None, Scale.FIXED)
    if kind is Small.PERIOD:
        every = [replace(wanted, period=one.id) for one in reversed(shown.choices.period.options)][-MOST:]
        titles = [one.title for one in reversed(shown.choices.period.options)][-MOST:]
    else:
        options = shown.choices.indicator.options[:MOST]
        every = [replace(wanted, indicator=one.id, period=None, group=None) for one in options]
        titles = []
    views = [map_view(reading, one, look, keep) for one in every]
    level = shown.choices.level.chosen
    there = [one for one in views if one.choices.level.chosen == level and any(cell.step is not None for cell in one.cells)]
    if kind is Small.PERIOD:
        return tuple(_small(one, title, shown) for one, title in zip(views, titles, strict=True))
    return tuple(_small(one, one.title, shown) for one in there)


def _wanted(shown: MapView) -> Wanted:
    of = shown.choices
    every = (of.indicator, of.level, of.period, of.group)
    return Wanted(*(one.chosen.id if one.chosen else None for one in every))


def _small(view: MapView, title: str, shown: MapView) -> SmallMap:
    steps = range(max(len(view.legend.labels), 1))
    chosen = shown.area.chosen
    cell = next((one for one in view.cells if chosen and one.code == chosen.id), None)
    return SmallMap(
        title,
        f"{cell.name}: {cell.text}" if cell else "",
        view.legend,
        tuple(tuple(one.code for one in view.with_value if one.step == step) for step in steps),
        tuple(one.code for one in view.without_value(Status.HIDDEN)),
        tuple(one.code for one in view.cells if one.step is None and one.status not in (Status.HIDDEN, NOT_COMPARED)),
    )
