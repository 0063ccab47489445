"""Takes a header such as "2023 täljare" or "Andel 2023 (%)" apart into what is counted and what it is about."""

import re
from collections.abc import Iterator
from functools import lru_cache

from kraftkollen.intake.columns import NUMBERS, meaning_of
from kraftkollen.model.period import readings

_REMARKS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_BETWEEN = " \t\n,:;–-_*"
_PERIOD_WORDS = re.compile(r"(?:läsåret|läsår|lå|kalenderåret|kalenderår|året|år|school year|year)\s+(?=\d)", re.IGNORECASE)


def period_text(text: str) -> str:
    """Return a period without the word for its kind: "Läsåret 2024/25" is "2024/25"."""
    return _PERIOD_WORDS.sub("", text.strip(), count=1) if text[:1].isalpha() else text.strip()


@lru_cache(maxsize=4096)
def period_header(text: str) -> tuple[str, str] | None:
    """Return the part ("value", "numerator", "denominator") and the period that a header names; None if it names none."""
    if len(text) > 60 or not any(letter.isdigit() for letter in text):
        return None
    for part, rest in split_part(text):
        period = period_text(rest)
        if readings(period):
            return part, period
    return None


def split_part(text: str) -> Iterator[tuple[str, str]]:
    """Yield how a header may be read, as part and rest: as a whole first, then with words for parts and units taken off."""
    whole = " ".join(text.split())
    yield "value", whole
    bare = " ".join(_REMARKS.sub(" ", whole).split())
    part = _part_in_brackets(whole)
    yield part or "value", bare
    words = bare.split(" ")
    while len(words) > 1 and (name := _part(words[-1])) is not None:
        part, words = part or name, words[:-1]
    yield part or "value", " ".join(words).strip(_BETWEEN)
    while len(words) > 1 and (name := _part(words[0])) is not None:
        part, words = part or name, words[1:]
    yield part or "value", " ".join(words).strip(_BETWEEN)


def split_part_loosely(text: str) -> tuple[str, str]:
    """Return part and rest of a header whose rest is not known, the word for the part taken off its end."""
    *_, last, _ = split_part(text)
    return last


def _part(word: str) -> str | None:
    name = meaning_of(word.strip(_BETWEEN))[0] if word.strip(_BETWEEN) else "value"
    return name if name in NUMBERS else None


def _part_in_brackets(text: str) -> str | None:
    for found in _REMARKS.findall(text):
        part = _part(found[1:-1])
        if part is not None:
            return part
    return None
