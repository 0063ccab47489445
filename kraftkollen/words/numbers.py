"""Numbers and dates as a reader of the language writes them."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from math import isfinite
from zoneinfo import ZoneInfo

from babel.lists import format_list
from babel.numbers import format_decimal

from kraftkollen.model.text import Language

_LOCALE = {"sv": "sv_SE", "en": "en_GB"}
_SWEDEN = ZoneInfo("Europe/Stockholm")
_UTC = ZoneInfo("UTC")
MINUS = "−"
_MOST_DECIMALS = 4


# A page has hundreds of numbers, most of them the same at every run.
@lru_cache(maxsize=50_000)
def number(value: float, decimals: int, language: Language) -> str:
    """Return the value with its decimals: 1 234,5 in Swedish, 1,234.5 in English, a true minus sign in both."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    text = str(format_decimal(round(value, decimals) + 0.0, format=pattern, locale=_LOCALE[language]))
    return text.replace("-", MINUS)


def exact(value: float, language: Language) -> str:
    """Return the value with as many decimals as it has, four at most."""
    if not isfinite(value):
        return str(value)
    text = f"{value:.{_MOST_DECIMALS}f}".rstrip("0").rstrip(".")
    return number(value, len(text.partition(".")[2]), language)


def kronor(ore: int, language: Language) -> str:
    """Return an amount in öre as kronor, whole when it is whole."""
    decimals = 0 if ore % 100 == 0 else 2
    return f"{number(ore / 100, decimals, language)} kr"


def day(value: date) -> str:
    """Return the date in the form that the whole product uses, ISO."""
    return value.isoformat()


def start_of_day(value: date) -> datetime:
    """Return the UTC time when the day begins on a Swedish wall."""
    start = datetime(value.year, value.month, value.day, tzinfo=_SWEDEN)
    return start.astimezone(_UTC).replace(tzinfo=None)


def moment(value: datetime) -> str:
    """Return a UTC time as a clock on a Swedish wall shows it, to the minute."""
    return value.replace(tzinfo=_UTC).astimezone(_SWEDEN).strftime("%Y-%m-%d %H:%M")


def listed(language: Language, things: Sequence[str]) -> str:
    """Return things with commas between them, and the language's "and" before the last."""
    return format_list(list(things), locale=_LOCALE[language])
