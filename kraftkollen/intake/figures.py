"""Checks the figures of a file column by column: what is required of a share, rate, mean or count, and what is stored."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from kraftkollen.errors import Detail, Problem
from kraftkollen.intake.findings import Findings, Mask
from kraftkollen.intake.numbers import Numbers, State
from kraftkollen.model.indicator import Counted, Indicator, Kind

Floats = npt.NDArray[np.float64]
_CLOSE = 1e-9
_FEW = 3
_PARTS = ("numerator", "denominator")


@dataclass(frozen=True)
class Given:
    """The figures as delivered, by row.

    `indicator` is a place in `indicators`, or -1; `bare` marks rows whose level takes a share without its parts; `texts` gives
    a cell as written, by column and row; `headers` what the sender calls the columns that are there.
    """

    indicators: Sequence[Indicator]
    indicator: npt.NDArray[np.int64]
    numbers: Mapping[str, Numbers]
    delivered: Mask
    said_missing: Mask
    bare: Mask
    headers: Mapping[str, str]
    text: Callable[[str, int], str]

    def of(self, choose: Callable[[Indicator], float]) -> Floats:
        """Return a property of each row's indicator; not a number where that is unknown."""
        table = np.array([*(choose(one) for one in self.indicators), np.nan], dtype=np.float64)
        return table[self.indicator]

    def is_a(self, holds: Callable[[Indicator], bool]) -> Mask:
        """Return the rows whose indicator holds it."""
        table = np.array([*(holds(one) for one in self.indicators), False], dtype=bool)
        return table[self.indicator]


@dataclass(frozen=True)
class Figures:
    """The figures as they are stored, by row; valid where nothing was found wrong."""

    value: Floats
    numerator: Floats
    denominator: Floats
    missing: Mask


class FigureCheck:
    """One pass over the figures of a file; every fault goes to `findings`, what the officer should confirm to `warnings`."""

    def __init__(self, given: Given, findings: Findings) -> None:
        self._given, self._findings = given, findings
        self._value, self._numerator, self._denominator = (given.numbers[name] for name in ("value", *_PARTS))
        self.warnings: list[Problem] = []
        self._ratio = given.is_a(lambda one: one.is_ratio)

    def run(self) -> Figures:
        self._unreadable()
        self._negative()
        self._not_whole()
        self._parts_required()
        self._count_with_fraction()
        self._zero_denominator()
        self._not_its_fraction()
        self._bare_parts_of_one()
        self._out_of_range()
        given, nothing = self._given, np.nan
        kept = ~self._missing | self._empty_area
        return Figures(
            value=np.where(self._missing, nothing, self._result),
            numerator=np.where(self._ratio & kept, self._numerator.number, nothing),
            denominator=np.where(self._ratio & given.delivered, self._denominator.number, nothing),
            missing=self._missing,
        )

    def _add(
        self,
        code: str,
        name: str,
        where: Mask,
        details: Callable[[int], Mapping[str, Detail]] = lambda _: {},
    ) -> None:
        given = self._given
        self._findings.add(code, given.headers.get(name), where, lambda row: given.text(name, row) or None, details)

    @cached_property
    def _usable(self) -> Mask:
        """Rows whose numbers can all be read, of a known indicator."""
        bad = np.zeros_like(self._given.delivered)
        for numbers in self._given.numbers.values():
            bad |= numbers.state >= State.NOT_A_NUMBER
        return self._given.delivered & (self._given.indicator >= 0) & ~bad

    @cached_property
    def _empty_area(self) -> Mask:
        """Shares of nobody: nought of nought, without a value."""
        nobody = (self._numerator.number == 0) & (self._denominator.number == 0) & ~self._value.has(State.NUMBER)
        where: Mask = self._usable & self._ratio & nobody
        return where

    @cached_property
    def _missing(self) -> Mask:
        parts = self._numerator.has(State.MISSING) | self._denominator.has(State.MISSING)
        return self._value.has(State.MISSING) | (self._ratio & parts) | self._given.said_missing | self._empty_area

    @cached_property
    def _fraction(self) -> Mask:
        """Rows of a ratio with both parts and a denominator to divide by."""
        both = self._numerator.has(State.NUMBER) & self._denominator.has(State.NUMBER)
        return self._usable & self._ratio & ~self._missing & both & (self._denominator.number > 0)

    @cached_property
    def _result(self) -> Floats:
        per = self._given.of(lambda one: one.per)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            return np.where(self._fraction, per * self._numerator.number / self._denominator.number, self._value.number)

    def _unreadable(self) -> None:
        for name, numbers in self._given.numbers.items():
            self._add("number_unreadable", name, self._given.delivered & numbers.has(State.NOT_A_NUMBER))
            self._add("cell_formula", name, self._given.delivered & numbers.has(State.FORMULA))
            self._add("number_ambiguous", name, self._given.delivered & numbers.has(State.AMBIGUOUS))
        contradicted = self._usable & self._given.said_missing & self._value.has(State.NUMBER)
        self._add("status_contradicts", "status", contradicted)

    def _negative(self) -> None:
        for name in _PARTS:
            self._add("number_negative", name, self._usable & self._ratio & (self._given.numbers[name].number < 0))

    def _not_whole(self) -> None:
        people = self._given.is_a(lambda one: one.kind is Kind.COUNT_PEOPLE)
        shares = self._given.is_a(lambda one: one.kind is Kind.SHARE and one.counted is Counted.PEOPLE)
        for name, where in (("value", people), ("numerator", shares), ("denominator", shares)):
            number = self._given.numbers[name].number
            fractional = np.isfinite(number) & (number != np.floor(number))
            self._add("number_not_whole", name, self._usable & where & fractional)

    def _parts_required(self) -> None:
        there = {name: ~self._given.numbers[name].has(State.EMPTY) for name in _PARTS}
        bare = self._given.bare & ~there["numerator"] & ~there["denominator"]
        for name in _PARTS:
            lacking = self._usable & self._ratio & ~self._missing & ~there[name] & ~bare
            if name in self._given.headers:
                self._add(f"{name}_missing", name, lacking)
            elif lacking.any():
                self._findings.add_to_file(Problem("column_missing", details={"column": name}))

    def _count_with_fraction(self) -> None:
        parts = self._numerator.has(State.NUMBER) | self._denominator.has(State.NUMBER)
        self._add("count_with_fraction", "numerator", self._usable & ~self._ratio & parts)

    def _zero_denominator(self) -> None:
        zero = self._usable & self._ratio & (self._denominator.number == 0) & ~self._missing
        self._add("denominator_zero", "denominator", zero & ~self._numerator.has(State.EMPTY))

    def _not_its_fraction(self) -> None:
        value, result = self._value.number, self._result
        decimals = self._value.decimals.astype(np.float64)
        given = self._fraction & self._value.has(State.NUMBER)
        wrong = given & (np.abs(value - result) > _allowed(decimals, result))
        if wrong.any():
            wrong &= ~self._parts_of_one(given, wrong)

        def details(row: int) -> Mapping[str, Detail]:
            return {
                "expected": round(float(result[row]), int(decimals[row])),
                "numerator": float(self._numerator.number[row]),
                "denominator": float(self._denominator.number[row]),
            }

        self._add("share_not_fraction", "value", wrong, details)

    def _parts_of_one(self, given: Mask, wrong: Mask) -> Mask:
        """Return the wrong shares that are right as parts of one (0,853 for 85,3), which is how a workbook keeps "85,3 %".

        They are accepted, with a warning, if every share of the file is written so; else each is told what it should be.
        """
        per = self._given.of(lambda one: one.per if one.kind is Kind.SHARE else np.nan)
        decimals = self._value.decimals.astype(np.float64)
        allowed = np.where(decimals >= 2, _allowed(decimals - 2, self._result), _CLOSE * per)
        shares = given & np.isfinite(per)
        fits = shares & (np.abs(self._value.number * per - self._result) <= allowed)
        header, found = self._given.headers.get("value"), fits & wrong
        if (fits == shares).all() and found.any():
            self.warnings.append(Problem("shares_as_parts", details={"column": header, "count": int(found.sum())}))
        else:
            self._add("share_as_part", "value", found, lambda row: {"expected": round(float(self._result[row]), 1)})
        return found

    def _bare_parts_of_one(self) -> None:
        shares = self._given.is_a(lambda one: one.kind is Kind.SHARE) & self._usable & ~self._fraction
        values = self._value.number[shares & self._value.has(State.NUMBER)]
        if values.size >= _FEW and (values <= 1).all() and (values > 0).any():
            self.warnings.append(Problem("shares_at_most_one", details={"count": int(values.size)}))

    def _out_of_range(self) -> None:
        given, result = self._given, self._result
        low = given.of(lambda one: -np.inf if one.range.low is None else one.range.low)
        high = given.of(lambda one: np.inf if one.range.high is None else one.range.high)
        part_above = (
            self._fraction & (high <= given.of(lambda one: one.per)) & (self._numerator.number > self._denominator.number)
        )
        self._add("numerator_above_denominator", "numerator", part_above, lambda row: {"denominator": self._text_of(row)})
        slack = _CLOSE * np.maximum(1, np.abs(np.nan_to_num(result)))
        told_already = part_above | (self._fraction & (self._numerator.number < 0))
        outside = self._usable & ~self._missing & ((result < low - slack) | (result > high + slack)) & ~told_already

        def details(row: int) -> Mapping[str, Detail]:
            bounds = given.indicators[int(given.indicator[row])].range
            return {"low": bounds.low, "high": bounds.high, "value": float(result[row])}

        self._add("value_outside_range", "value", outside, details)

    def _text_of(self, row: int) -> str:
        return self._given.text("denominator", row)


def _allowed(decimals: Floats, result: Floats) -> Floats:
    """Return how far a value may lie from its fraction: half a unit of the last decimal that is written."""
    return 0.5 * 10.0**-decimals * (1 + _CLOSE) + _CLOSE * np.abs(np.nan_to_num(result))
