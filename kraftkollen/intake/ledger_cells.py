"""Reads one cell of the accounts: an amount into whole öre, a date as accounts write it."""

import calendar
import re
from datetime import date
from decimal import Decimal

from kraftkollen.intake.numbers import AS_STORED
from kraftkollen.model.ledger import LARGEST_ORE

_KRONA = 100  # öre
_SPACES = re.compile("[ \u00a0\u2009\u202f']")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_UNIT = re.compile(r"(?:kr|sek|kronor|tkr|öre|:-)$", re.IGNORECASE)
_GROUPED = (
    (re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d{1,4})?", re.ASCII), ".", ","),
    (re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d{1,4})?", re.ASCII), ",", "."),
)
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?", re.ASCII)


def amount_in_ore(text: str, unit: int = _KRONA) -> int | None:
    """Return an amount in öre; None if it is no number, not whole öre, too large, or could be read in two ways.

    Parameters
    ----------
    unit
        How many öre one is: 100 for kronor, 100,000 for thousands of kronor. "1.234" in kronor is a thousand and more, since no
        amount has three decimals; in thousands of kronor it could be either, and is refused.
    """
    stored = text.startswith(AS_STORED)
    bare = _DASHES.sub("-", _SPACES.sub("", _UNIT.sub("", text.removeprefix(AS_STORED).strip())))
    sign = -1 if bare[:1] == "-" or bare[-1:] == "-" else 1
    bare = bare.strip("-") if bare.count("-") == 1 else bare.removeprefix("+")
    number = _number(bare, unit, stored=stored)
    if number is None:
        return None
    ore = number * unit
    if ore != ore.to_integral_value() or ore > LARGEST_ORE:
        return None
    return sign * int(ore)


def _number(bare: str, unit: int, *, stored: bool) -> Decimal | None:
    for pattern, thousands, decimal in _GROUPED:
        if not stored and pattern.fullmatch(bare):
            certain = decimal in bare or bare.count(thousands) > 1 or unit == _KRONA
            return Decimal(bare.replace(thousands, "").replace(decimal, ".")) if certain else None
    return Decimal(bare.replace(",", ".")) if _PLAIN.fullmatch(bare) else None


def day_of(text: str) -> date | None:
    """Return the date: 2026-03-31, 20260331, with a time after it, or a month (2026-03, 202603), which is its last day."""
    found = re.fullmatch(r"(20\d\d|21\d\d)-?(\d\d)(?:-?(\d\d)(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?)?", text.strip(), re.ASCII)
    if found is None:
        return None
    year, month = int(found[1]), int(found[2])
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    day = int(found[3]) if found[3] else last
    return date(year, month, day) if 1 <= day <= last else None
