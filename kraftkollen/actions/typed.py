"""Reads what is typed into the fields of a form: dates, numbers, points on the map, texts of one language out of two."""

from collections.abc import Mapping
from datetime import date
from math import isfinite

from kraftkollen.model.text import Language


def iso_day(text: str) -> str | None:
    """Return the date 2026-11-21 as it was written; None if there is none, or it is no date."""
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        return None


def number_of(text: str) -> float | None:
    """Return a number written with a decimal comma or point; None if it is none."""
    try:
        found = float("".join(text.split()).replace(",", ".").replace("\u2212", "-"))
    except ValueError:
        return None
    return found if isfinite(found) else None


def points_of(text: str) -> list[list[float]] | None:
    """Return longitude and latitude of each point of "55.6050, 13.0038; 55.6060, 13.0040"; None if it cannot be read."""
    found = []
    for part in filter(None, (one.strip() for one in text.split(";"))):
        pair = [number_of(one) for one in part.replace(",", " ").split()]
        if len(pair) != 2 or pair[0] is None or pair[1] is None or not (-90 <= pair[0] <= 90 and -180 <= pair[1] <= 180):
            return None
        found.append([pair[1], pair[0]])
    return found or None


def worded(old: Mapping[str, str] | None, language: Language, typed: str) -> dict[str, str] | None:
    """Return a text in both languages: the other language keeps what it said, or says the same until somebody translates."""
    new = typed.strip()
    if not new:
        return None
    other = "en" if language == "sv" else "sv"
    if not old or old[other] == old[language]:
        return {"sv": new, "en": new}
    return {language: new, other: old[other]}
