"""Any tidy table of units by periods, read into a panel: what `effect --panel` is given. Nothing of it is stored."""

from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np

from kraftkollen.effect import Panel
from kraftkollen.errors import NotFound, OutcomeNotNumeric, PanelTwice
from kraftkollen.intake.table import Row, Table, read_table
from kraftkollen.model.period import readings

_MISSING = frozenset({"", "..", ".", "-", "–", "na", "null", "none", "nan"})


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what."""

    unit: str
    time: str
    outcome: str
    population: str | None = None


def read_panel(content: bytes, filename: str, columns: Columns) -> Panel:
    """Return the panel of a table with one row a unit and period, in any order of rows.

    Raises
    ------
    DeliveryRefused, NotFound, OutcomeNotNumeric, PanelTwice
        If it is no table, lacks a column, holds something that is no number, or holds a figure twice.
    """
    wanted = {columns.unit, columns.time, columns.outcome, *([columns.population] if columns.population else [])}
    table = read_table(content, filename, lambda header: header.strip() in wanted)
    units = _texts(table, columns.unit)
    periods = [_period(text) for text in _texts(table, columns.time)]
    outcome = _numbers(table, columns.outcome)
    unit_names, period_names = tuple(dict.fromkeys(units)), _ordered(tuple(dict.fromkeys(periods)))
    rows = {unit: place for place, unit in enumerate(sorted(unit_names))}
    places = {period: place for place, period in enumerate(period_names)}
    values = np.full((len(rows), len(places)), np.nan)
    seen: set[tuple[str, str]] = set()
    for row, unit, period, value in zip(table.rows, units, periods, outcome, strict=True):
        if (unit, period) in seen:
            raise PanelTwice(unit=unit, period=period, row=row.number)
        seen.add((unit, period))
        values[rows[unit], places[period]] = value
    people = _people(table, columns.population, units, rows) if columns.population else None
    return Panel(tuple(rows), period_names, values, people)


def _people(table: Table, column: str, units: list[str], rows: dict[str, int]) -> np.ndarray:
    numbers = _numbers(table, column)
    found: dict[str, list[float]] = {unit: [] for unit in rows}
    for unit, value in zip(units, numbers, strict=True):
        if not np.isnan(value):
            found[unit].append(value)
    return np.array([np.mean(values) if values else np.nan for values in found.values()])


def _column(table: Table, name: str) -> int:
    if name not in table.headers:
        raise NotFound(what="column", given=name, nearest="; ".join(get_close_matches(name, table.headers, n=3)))
    return table.headers.index(name)


def _texts(table: Table, name: str) -> list[str]:
    place = _column(table, name)
    return [row.cells[place] for row in table.rows]


def _period(text: str) -> str:
    """Return the period as written; 1989.0 is a spreadsheet's 1989."""
    return text[:-2] if text.endswith(".0") and text[:-2].isdigit() else text


def _ordered(periods: tuple[str, ...]) -> tuple[str, ...]:
    """Return the periods in order of time: by number, else by what they mean, else as text."""
    try:
        return tuple(sorted(periods, key=float))
    except ValueError:
        if all(readings(period) for period in periods):
            return tuple(sorted(periods, key=lambda period: readings(period)[0]))
        return tuple(sorted(periods))


def _numbers(table: Table, name: str) -> list[float]:
    place = _column(table, name)
    numbers, wrong = [], []
    for row in table.rows:
        value = _number(row.cells[place])
        if value is None:
            wrong.append(row)
        numbers.append(np.nan if value is None else value)
    _refuse_words(wrong, name)
    return numbers


def _refuse_words(wrong: list[Row], name: str) -> None:
    if wrong:
        raise OutcomeNotNumeric(outcome=name, row=wrong[0].number, count=len(wrong))


def _number(text: str) -> float | None:
    """Return the number; nan for a missing one; None for what is neither."""
    if text.strip().lower() in _MISSING:
        return float("nan")
    cleaned = text.replace("\u00a0", "").replace("\u202f", "").replace("\u2009", "").replace(" ", "").replace("−", "-")
    try:
        value = float(cleaned.replace(",", ".")) if cleaned.count(",") <= 1 and "." not in cleaned else float(cleaned)
    except ValueError:
        return None
    return value if np.isfinite(value) else None
