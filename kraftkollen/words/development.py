"""What is said of a development: from what to what, how much, and whether chance alone could have done it. Never "effect"."""

from kraftkollen.model.indicator import Indicator, Kind
from kraftkollen.model.text import Language
from kraftkollen.words.numbers import MINUS, number
from kraftkollen.words.translate import mark, translate

FROM_TO = mark("{place}: from {before} ({since}) to {after} ({until}).")
MOVED = {
    ("up", "right"): mark("Up {size}: more than chance alone in an area of that size, and the right way."),
    ("up", "wrong"): mark("Up {size}: more than chance alone in an area of that size, and the wrong way."),
    ("up", "none"): mark("Up {size}: more than chance alone in an area of that size."),
    ("down", "right"): mark("Down {size}: more than chance alone in an area of that size, and the right way."),
    ("down", "wrong"): mark("Down {size}: more than chance alone in an area of that size, and the wrong way."),
    ("down", "none"): mark("Down {size}: more than chance alone in an area of that size."),
    ("within_noise", "none"): mark("The difference, {signed}, is no larger than chance alone may give."),
    ("too_few", "none"): mark("Too few people to say whether anything has changed."),
    ("unknown_noise", "none"): mark("{signed}. How much of it is chance cannot be worked out for this indicator."),
}
AGAINST_CITY = {
    "up": mark("The city: {city}. The area has moved more upwards than the city, by more than chance."),
    "down": mark("The city: {city}. The area has moved more downwards than the city, by more than chance."),
    "within_noise": mark("The city: {city}. The area cannot be told from the city."),
    "too_few": mark("The city: {city}."),
    "unknown_noise": mark("The city: {city}."),
}
UNSEEN = mark("No difference that shows in the figures.")
BROKEN = mark("{place}: the series has a break in {period}. Figures before and after cannot be compared.")
ONLY_ONE = mark("{place}: {after} ({until}). There is no earlier figure to compare with.")
NO_FIGURE = mark("{place}: there is no figure that can be shown.")


def signed(size: float, indicator: Indicator, language: Language) -> str:
    """Return a difference as a number with its sign, for a column whose heading says what it is: "+4,9"."""
    rounded = round(size, indicator.decimals)
    sign = "+" if rounded > 0 else MINUS if rounded < 0 else ""
    return f"{sign}{number(abs(size), indicator.decimals, language)}"


def changed(size: float, indicator: Indicator, language: Language) -> str:
    """Return a difference with its sign and unit: "+4,9 procentenheter"."""
    return f"{signed(size, indicator, language)} {unit(indicator, language)}"


def moved(size: float, indicator: Indicator, language: Language) -> str:
    """Return how large a difference is, with its unit and without its sign: "4,9 procentenheter"."""
    return f"{number(abs(size), indicator.decimals, language)} {unit(indicator, language)}"


def unit(indicator: Indicator, language: Language) -> str:
    """Return the unit of a difference: percentage points for a share."""
    if indicator.kind is Kind.SHARE and indicator.per == 100:
        return translate(language, "percentage points")
    return indicator.unit.in_language(language)
