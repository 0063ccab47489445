"""A figure as a reader meets it: with decimals and unit, or with the word for why there is none."""

from kraftkollen.model.delivery import Status
from kraftkollen.model.indicator import COUNTS, Indicator, Kind
from kraftkollen.model.period import SPAN
from kraftkollen.model.text import Language
from kraftkollen.words.numbers import number
from kraftkollen.words.translate import translate

_ONE = ("1", "−1")


def period(text: str, language: Language, indicator: Indicator | None = None) -> str:
    """Return a period as a reader meets it: a pooled one says so. A count is a total; without an indicator it is an average."""
    first, span, last = text.partition(SPAN)
    if not span:
        return text
    if indicator is not None and indicator.kind in COUNTS:
        return translate(language, "total {first}–{last}", first=first, last=last)
    return translate(language, "average {first}–{last}", first=first, last=last)


def absent(status: str, language: Language) -> str:
    """Return the word for why there is no figure."""
    if status == Status.HIDDEN:
        return translate(language, "hidden: too few")
    if status == Status.MISSING:
        return translate(language, "missing")
    return translate(language, "not delivered")


def bare(value: float, indicator: Indicator, language: Language) -> str:
    """Return the number alone, for a column whose heading has the unit."""
    return number(value, indicator.decimals, language)


def with_unit(value: float, indicator: Indicator, language: Language) -> str:
    """Return the number with its unit; per cent as the sign."""
    text = bare(value, indicator, language)
    if indicator.kind is Kind.SHARE and indicator.per == 100:
        return f"{text}\u00a0%" if language == "sv" else f"{text}%"
    unit = indicator.unit_one if indicator.unit_one and text in _ONE else indicator.unit
    return f"{text} {unit.in_language(language)}"


def in_table(value: float | None, status: str, indicator: Indicator, language: Language) -> str:
    """Return the figure for a table whose rows say the unit: the number, per cent with its sign; or the word for why none."""
    if value is None:
        return absent(status, language)
    return with_unit(value, indicator, language) if indicator.kind is Kind.SHARE else bare(value, indicator, language)


def shown(value: float | None, status: str, indicator: Indicator, language: Language) -> str:
    """Return the figure with its unit, or the word for why there is none."""
    return absent(status, language) if value is None else with_unit(value, indicator, language)
