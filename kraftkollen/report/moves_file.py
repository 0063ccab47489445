"""Writes all that a delivery would move as CSV, as Excel opens it in Sweden: the old value beside the new."""

from kraftkollen.model.spreadsheets import csv_bytes
from kraftkollen.model.text import Language
from kraftkollen.views.moves_view import MovedFigure, MovesView
from kraftkollen.words.translate import mark, translate

_COLUMNS = (
    mark("What happens"),
    mark("Indicator"),
    mark("Level"),
    mark("Area"),
    mark("Period"),
    mark("Group"),
    mark("Before"),
    mark("After"),
    mark("Difference"),
    mark("Added up"),
)
_KINDS = {"changed": mark("changes"), "new": mark("is new"), "gone": mark("goes")}


def kind_word(kind: str, language: Language) -> str:
    """Return the word for what happens to a figure."""
    return translate(language, _KINDS[kind])


def moves_csv(view: MovesView, language: Language) -> bytes:
    """Return the figures, UTF-8 with its mark, semicolons, CRLF."""
    return csv_bytes([[translate(language, one) for one in _COLUMNS], *(_cells(one, language) for one in view.rows)])


def _cells(one: MovedFigure, language: Language) -> list[str]:
    names = (one.indicator, one.level, one.area, one.period, one.group)
    added = translate(language, "yes") if one.computed else ""
    return [kind_word(one.kind, language), *names, one.old, one.new, one.difference, added]
