"""How a figure moved between two periods, and whether that is more than chance alone would do in an area of that size.

Never called effect: nothing is compared with what would otherwise have happened. Pure; the words stand in `kraftkollen.words`.

Intervals are at 95 %. A share of people is binomial, with Wilson's score interval (Wilson 1927; Brown, Cai and DasGupta 2001);
events are Poisson, with Garwood's exact interval (1936). The interval of a change joins those of its two ends by the method of
variance estimates recovery (Newcombe 1998, method 10, for shares; Zou and Donner 2008 in general). A register that counts
everybody has no sampling error: the noise meant here is what another year with the same underlying level might have brought.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import inf, sqrt

# Not scipy.stats, which has the same under plainer names: importing it takes every process two seconds.
from scipy.special import gammaincinv, ndtri

from kraftkollen.model.indicator import Better, Counted, Indicator, Kind

LEVEL = 0.95
_Z = float(ndtri((1 + LEVEL) / 2))
# Fewer people or events than this on either side, and a sentence about change would be about single persons.
LEAST_EVENTS = 5
LEAST_PEOPLE = 30


class Noise(StrEnum):
    """By what model the noise of a figure is known."""

    BINOMIAL = "binomial"
    POISSON = "poisson"
    UNKNOWN = "unknown"


class Movement(StrEnum):
    """What can be said of a change."""

    UP = "up"
    DOWN = "down"
    WITHIN_NOISE = "within_noise"
    TOO_FEW = "too_few"
    UNKNOWN_NOISE = "unknown_noise"


class Turn(StrEnum):
    """Whether a change went the way that is wished for."""

    RIGHT = "right"
    WRONG = "wrong"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Count:
    """A figure with what it is made of. A count has no denominator, a bare public share neither of the two."""

    value: float
    numerator: float | None = None
    denominator: float | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A change in the indicator's own unit, with its interval; infinite where the noise is not known."""

    before: float
    after: float
    low: float
    high: float
    movement: Movement
    turn: Turn

    @property
    def size(self) -> float:
        return self.after - self.before


def noise_of(indicator: Indicator) -> Noise:
    """Return the model of an indicator's noise.

    Things do not happen one by one: a child borrows many books, a hundred hours are planned at once. Poisson would call chance
    what is not, so the noise of things and of means is not known from their figures.
    """
    if indicator.counted is not Counted.PEOPLE:
        return Noise.UNKNOWN
    if indicator.kind is Kind.SHARE:
        return Noise.BINOMIAL
    return Noise.POISSON if indicator.kind in (Kind.RATE, Kind.COUNT_PEOPLE) else Noise.UNKNOWN


def interval(figure: Count, indicator: Indicator) -> tuple[float, float]:
    """Return the interval of one figure, in the indicator's unit; from minus to plus infinity where the noise is not known."""
    noise = noise_of(indicator)
    if noise is Noise.BINOMIAL and figure.numerator is not None and figure.denominator:
        if figure.numerator > figure.denominator:
            return -inf, inf  # some who are counted are not among those they are counted of: then it is no draw of them
        low, high = _wilson(figure.numerator, figure.denominator)
        return low * indicator.per, high * indicator.per
    if noise is Noise.POISSON and indicator.is_ratio and figure.numerator is not None and figure.denominator:
        low, high = _garwood(figure.numerator)
        return low / figure.denominator * indicator.per, high / figure.denominator * indicator.per
    if noise is Noise.POISSON and not indicator.is_ratio:
        return _garwood(figure.value)
    return -inf, inf


def _wilson(events: float, people: float) -> tuple[float, float]:
    share = events / people
    middle = share + _Z**2 / (2 * people)
    half = _Z * sqrt(share * (1 - share) / people + _Z**2 / (4 * people**2))
    scale = 1 + _Z**2 / people
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


@lru_cache(maxsize=100_000)
def _garwood(events: float) -> tuple[float, float]:
    tail = (1 - LEVEL) / 2
    low = float(gammaincinv(events, tail)) if events > 0 else 0.0
    return low, float(gammaincinv(events + 1, 1 - tail))


def change(before: Count, after: Count, indicator: Indicator) -> Change:
    """Return how a figure moved, and what can be said of it."""
    (low_before, high_before), (low_after, high_after) = interval(before, indicator), interval(after, indicator)
    size = after.value - before.value
    if inf in (high_before, high_after):
        return Change(before.value, after.value, -inf, inf, Movement.UNKNOWN_NOISE, Turn.NONE)
    low = size - sqrt((after.value - low_after) ** 2 + (high_before - before.value) ** 2)
    high = size + sqrt((high_after - after.value) ** 2 + (before.value - low_before) ** 2)
    return _judged(before.value, after.value, (low, high), indicator, few=_few(before, indicator) or _few(after, indicator))


def against(area: Change, city: Change, indicator: Indicator) -> Change:
    """Return how an area's change differs from the city's: `before` is the city's change, `after` the area's.

    The area is a part of the city, so the two are not quite independent; for a part under a quarter of the whole the interval
    is a little too wide, which errs on the side of saying less.
    """
    size = area.size - city.size
    if inf in (area.high, city.high):
        return Change(city.size, area.size, -inf, inf, Movement.UNKNOWN_NOISE, Turn.NONE)
    low = size - sqrt((area.size - area.low) ** 2 + (city.high - city.size) ** 2)
    high = size + sqrt((area.high - area.size) ** 2 + (city.size - city.low) ** 2)
    few = Movement.TOO_FEW in (area.movement, city.movement)
    return _judged(city.size, area.size, (low, high), indicator, few=few)


def beside(figure: Count, fixed: float, indicator: Indicator) -> Change:
    """Return how a figure differs from a value that has no noise of its own, such as a target: `before` is that value."""
    low, high = interval(figure, indicator)
    if inf in (high, -low):
        return Change(fixed, figure.value, -inf, inf, Movement.UNKNOWN_NOISE, Turn.NONE)
    return _judged(fixed, figure.value, (low - fixed, high - fixed), indicator, few=_few(figure, indicator))


def _few(figure: Count, indicator: Indicator) -> bool:
    if noise_of(indicator) is Noise.BINOMIAL:
        return figure.denominator is not None and figure.denominator < LEAST_PEOPLE
    events = figure.numerator if indicator.is_ratio else figure.value
    return events is not None and events < LEAST_EVENTS


def _judged(before: float, after: float, ends: tuple[float, float], indicator: Indicator, *, few: bool) -> Change:
    low, high = ends
    if few:
        movement = Movement.TOO_FEW
    elif low > 0:
        movement = Movement.UP
    elif high < 0:
        movement = Movement.DOWN
    else:
        movement = Movement.WITHIN_NOISE
    return Change(before, after, low, high, movement, _turn(movement, indicator.better))


def _turn(movement: Movement, better: Better) -> Turn:
    if movement not in (Movement.UP, Movement.DOWN) or better is Better.NEITHER:
        return Turn.NONE
    return Turn.RIGHT if (movement is Movement.UP) == (better is Better.HIGHER) else Turn.WRONG
