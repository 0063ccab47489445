"""The classes that a map's colours stand for: where they end, what each is called, and in which of them an area lies."""

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from kraftkollen.development import Change, Movement, Noise, noise_of
from kraftkollen.model.indicator import Better, Indicator
from kraftkollen.views.map_modes import Asked, Comparison, Mode, compared
from kraftkollen.views.reading import Reading
from kraftkollen.words import maps as say
from kraftkollen.words.figures import bare

T = TypeVar("T")
CLASSES = 5
MIDDLE = 2
_BEYOND = (Movement.UP, Movement.DOWN)
# More figures than this would not move a median that is rounded to the indicator's decimals.
_SAMPLE = 20_000

Keep = Callable[[str, tuple[str, ...], Callable[[], T]], T]
"""How what is dear is made once: a name, what it depends on, and how it is made."""


class Scale(StrEnum):
    """Whether the classes end at the same values in all periods, or hold equal shares of the areas of one."""

    FIXED = "fixed"
    QUANTILE = "quantile"


@dataclass(frozen=True, slots=True)
class Legend:
    """The classes of colour, lowest first; `worse_first` says whether the lowest values are the worse ones (None: neither).

    A `diverging` one has five classes, the middle of which claims nothing.
    """

    labels: tuple[str, ...]
    worse_first: bool | None
    diverging: bool = False
    heading: str = ""


def worse_first(indicator: Indicator) -> bool | None:
    """Return whether low values are worse; None where no way is better."""
    return None if indicator.better is Better.NEITHER else indicator.better is Better.HIGHER


def limits(asked: Asked, mode: Mode, scale: Scale) -> tuple[float, ...]:
    """Return where classes end: the inner limits of the levels, or the one size that parts small differences from large."""
    if mode is Mode.LEVEL:
        return _level_limits(asked, scale)
    return _parting_size(asked, mode, scale)


def _level_limits(asked: Asked, scale: Scale) -> tuple[float, ...]:
    if scale is Scale.QUANTILE:
        values = np.asarray([one.value for one in asked.figures if one.value is not None], dtype=np.float64)
    else:
        values = asked.reading.version.figures.values(asked.indicator.id, asked.division, asked.group)
    if len(values) < CLASSES:
        return ()
    edges = np.unique(np.round(np.quantile(values, np.arange(1, CLASSES) / CLASSES), asked.indicator.decimals))
    # Where many areas share the least value, a class below it would be empty.
    return tuple(float(edge) for edge in edges if edge > values.min())


def _parting_size(asked: Asked, mode: Mode, scale: Scale) -> tuple[float, ...]:
    """Return the median size of the differences beyond chance, of all periods or of this one; of all where none is beyond."""
    changes = [one for at in _periods(asked, scale) for one in compared(replace(asked, period=at), mode).changes]
    sizes = _sizes(one for one in changes if one.movement in _BEYOND)
    if not len(sizes):
        sizes = _sizes(changes)
    least = 10.0**-asked.indicator.decimals
    sizes = sizes[sizes >= least]
    return (max(float(np.round(np.median(sizes), asked.indicator.decimals)), least),) if len(sizes) else ()


def _sizes(changes: Iterable[Change]) -> npt.NDArray[np.float64]:
    return np.abs(np.asarray([one.size for one in changes], dtype=np.float64))


def _periods(asked: Asked, scale: Scale) -> list[str]:
    if scale is Scale.QUANTILE:
        return [asked.period]
    every = [str(one) for one in asked.periods]
    each = max(sum(one.division == asked.division for one in asked.reading.version.registry.areas), 1)
    steps = max(-(-len(every) * each // _SAMPLE), 1)
    return every[::-1][::steps]


def level_step(value: float | None, edges: tuple[float, ...]) -> int | None:
    """Return the class of a level, 0 for the lowest."""
    return None if value is None else int(np.searchsorted(edges, value, side="right"))


def difference_step(found: Change | None, edges: tuple[float, ...], indicator: Indicator) -> int | None:
    """Return the class of a difference: the middle one unless it is beyond chance, where chance is known, and seen at all."""
    if found is None:
        return None
    size = round(found.size, indicator.decimals)
    claimed = found.movement in (*_BEYOND, Movement.UNKNOWN_NOISE)
    if not claimed or size == 0 or not edges:
        return MIDDLE
    # As it is shown: "up 2.0" is at least 2.0.
    large = abs(size) >= edges[0]
    return (4 if large else 3) if size > 0 else (0 if large else 1)


def legend(reading: Reading, indicator: Indicator | None, found: Comparison, edges: tuple[float, ...]) -> Legend:
    """Return the legend of a mode, in words: sign and which way is better are said, not left to the colour."""
    if indicator is None or not edges:
        return Legend((), None)
    if found.mode is Mode.LEVEL:
        return Legend(_level_labels(reading, indicator, edges), worse_first(indicator))
    chance = noise_of(indicator) is not Noise.UNKNOWN
    labels = say.difference_labels(found.mode, edges[0], indicator, chance, reading.language)
    since = reading.period(found.since, indicator) if found.since else ""
    heading = say.legend_heading(found.mode, indicator, since, reading.language)
    return Legend(labels, worse_first(indicator), diverging=True, heading=heading)


def _level_labels(reading: Reading, indicator: Indicator, edges: tuple[float, ...]) -> tuple[str, ...]:
    texts = [bare(edge, indicator, reading.language) for edge in edges]
    labels = [reading.words("under {high}", high=texts[0])]
    labels += [reading.words("{low} to {high}", low=low, high=high) for low, high in itertools.pairwise(texts)]
    return (*labels, reading.words("{low} or more", low=texts[-1]))
