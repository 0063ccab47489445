"""Checks a file that was read against what the city knows: every problem at once, and the observations if there is none."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kraftkollen.errors import Problem
from kraftkollen.intake.columns import NUMBERS
from kraftkollen.intake.figures import FigureCheck, Figures, Given
from kraftkollen.intake.findings import Mask, in_order
from kraftkollen.intake.keys import combined, first_of_equals
from kraftkollen.intake.meaning import Meant, Table
from kraftkollen.intake.numbers import no_numbers, read_numbers
from kraftkollen.intake.persons import note_persons
from kraftkollen.intake.resolve import Fault, Meaning, Resolver
from kraftkollen.intake.sheet import Sheet
from kraftkollen.model.delivery import OBSERVATION_SCHEMA, Form, Reference, Status
from kraftkollen.model.group import TOTAL
from kraftkollen.model.indicator import Indicator

LONGEST_COMMENT = 500
_PERSONS_AT_LEAST = 10
_STATUS = {
    **dict.fromkeys(("", "definitiv", "definitivt", "slutlig", "slutligt", "final", "f"), Status.FINAL),
    **dict.fromkeys(("preliminär", "preliminärt", "preliminary", "prel", "prel.", "p"), Status.PRELIMINARY),
    **dict.fromkeys(("saknas", "missing", ".."), Status.MISSING),
}


@dataclass(frozen=True)
class Checked:
    """What the check found.

    Attributes
    ----------
    rows : pa.Table
        The observations in `OBSERVATION_SCHEMA`, in the order of the file; empty if there is any problem.
    problems : tuple of Problem
        Everything that is wrong, by row; at most 500 told, the rest counted by code ("more_of_the_same").
    warnings : tuple of Problem
        What the officer has to confirm and can be seen without history.
    skipped : int
        Rows without any figure: not delivered, nothing is stored.
    """

    rows: pa.Table
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    skipped: int


def check(sheet: Sheet, reference: Reference, form: Form) -> Checked:
    """Check every cell of a file. Nothing is raised: what is wrong comes back as problems."""
    return _Check(Table.of(sheet), reference, form).run(sheet.problems)


class _Check:
    def __init__(self, table: Table, reference: Reference, form: Form) -> None:
        self._table, self._reference, self._form = table, reference, form
        self._findings = table.findings
        self._resolver = Resolver(reference, form)
        self._indicators = tuple(reference.catalogue.indicators.values())
        present = {name: table.columns[name] for name in NUMBERS if name in table.columns}
        absent = dict.fromkeys(NUMBERS, no_numbers(table.height))
        self._numbers = {**absent, **read_numbers(present, table.separator, table.decimal_mark)}

    def run(self, found_before: tuple[Problem, ...]) -> Checked:
        self._form_and_columns()
        status = self._table.meanings("status", None, self._everywhere(), self._status)
        figured = np.zeros(self._table.height, dtype=bool)
        for numbers in self._numbers.values():
            figured |= numbers.state > 0
        said_missing = status.is_(Status.MISSING)
        delivered = figured | said_missing
        meant = self._meanings(delivered)
        pass_over = FigureCheck(self._given(meant, delivered, said_missing), self._findings)
        figures = pass_over.run()
        self._comments()
        self._keys_twice(meant, delivered)
        skipped = int(np.count_nonzero(~delivered & self._table.filled()))
        problems = in_order([*found_before, *self._findings.problems()])
        if not problems and not delivered.any():
            problems = (Problem("nothing_delivered"),)
        rows = OBSERVATION_SCHEMA.empty_table() if problems else self._rows(meant, status, figures, delivered)
        return Checked(rows, problems, tuple(pass_over.warnings), skipped)

    def _everywhere(self) -> Mask:
        return np.ones(self._table.height, dtype=bool)

    def _form_and_columns(self) -> None:
        form, catalogue = self._form, self._reference.catalogue
        if form.indicator is not None and form.indicator not in catalogue.indicators:
            self._findings.add_to_file(Problem("form_indicator_unknown", value=form.indicator))
        levels = [division.level for division in self._reference.divisions]
        if form.level is not None and form.level not in levels:
            self._findings.add_to_file(Problem("form_level_unknown", value=form.level, details={"levels": "; ".join(levels)}))
        there = set(self._table.columns)
        needed = {"area", "period"} if form.indicator is not None else {"indicator", "area", "period"}
        if not {"numerator", "denominator"} <= there:
            needed.add("value")
        for name in sorted(needed - there):
            self._findings.add_to_file(Problem("column_missing", details={"column": name}))

    def _status(self, texts: list[str], _: Indicator | None) -> list[Meaning]:
        known = (_STATUS.get(text.casefold()) for text in texts)
        return [Fault("status_unknown") if status is None else status.value for status in known]

    def _meanings(self, delivered: Mask) -> dict[str, Meant]:
        resolver = self._resolver
        indicator = self._table.meanings("indicator", None, delivered, _each(lambda text, _: resolver.indicator(text)))
        places = {one.id: place for place, one in enumerate(self._indicators)}
        of_row = indicator.mapped(places)
        by_indicator = (self._indicators, of_row)

        def areas(texts: list[str], one: Indicator | None) -> list[Meaning]:
            found = resolver.areas(texts, one)
            return [place if isinstance(place, Fault) else str(place) for place in found]

        return {
            "indicator": indicator,
            "period": self._table.meanings("period", by_indicator, delivered, _each(resolver.period)),
            "grp": self._table.meanings("grp", by_indicator, delivered, _each(resolver.group), absent=TOTAL),
            "area": self._table.meanings("area", by_indicator, delivered, areas),
        }

    def _given(self, meant: dict[str, Meant], delivered: Mask, said_missing: Mask) -> Given:
        places = {one.id: place for place, one in enumerate(self._indicators)}
        indicator = meant["indicator"].mapped(places)
        return Given(
            indicators=self._indicators,
            indicator=indicator,
            numbers=self._numbers,
            delivered=delivered,
            said_missing=said_missing,
            bare=self._bare(indicator, meant["area"]),
            headers=self._table.headers,
            text=self._table.text,
        )

    def _bare(self, indicator: npt.NDArray[np.int64], area: Meant) -> Mask:
        """Return the rows whose level takes a share without its parts; with the area unknown, the benefit of the doubt."""
        divisions = {division.id: place for place, division in enumerate(self._reference.divisions)}
        of_area = [divisions.get(one.division, -1) for one in self._reference.areas]
        division = np.array([*(of_area[int(place)] for place in area.vocabulary), -1], dtype=np.int64)[area.ids]
        public = np.zeros((len(self._indicators) + 1, len(divisions) + 1), dtype=bool)
        for place, one in enumerate(self._indicators):
            public[place, :-1] = [level.level in one.public_shares_at for level in self._reference.divisions]
            public[place, -1] = bool(one.public_shares_at)
        return public[indicator, division]

    def _comments(self) -> None:
        column = self._table.columns.get("comment")
        if column is None:
            return
        header = self._table.headers["comment"]
        note_persons(column, header, np.zeros(len(column.dictionary), dtype=bool), self._findings)
        long = pc.greater(pc.utf8_length(column.dictionary), LONGEST_COMMENT).to_numpy(zero_copy_only=False)
        where = long[self._table.codes("comment")]
        self._findings.add(
            "text_too_long", header, where, lambda row: self._table.text("comment", row), lambda _: {"most": LONGEST_COMMENT}
        )

    def _keys_twice(self, meant: dict[str, Meant], delivered: Mask) -> None:
        whole = delivered.copy()
        for one in meant.values():
            whole &= one.ids >= 0
        rows = np.flatnonzero(whole)
        if not rows.size:
            return
        joined, size = combined([one.ids[rows] for one in meant.values()], [len(one.vocabulary) for one in meant.values()])
        first = rows[first_of_equals(joined, size)]
        earlier = np.arange(self._table.height)
        earlier[rows] = first
        numbers = self._table.rows
        if self._is_of_persons(rows, first):
            self._findings.add_to_file(Problem("rows_of_persons"))
            return
        self._findings.add(
            "key_twice",
            None,
            earlier != np.arange(self._table.height),
            details=lambda row: {"first": int(numbers[earlier[row]])},
        )

    def _is_of_persons(self, rows: npt.NDArray[np.int64], first: npt.NDArray[np.int64]) -> bool:
        """Return whether most rows repeat a key and every figure is 0 or 1: then a row is a person, not a figure."""
        if len(rows) < _PERSONS_AT_LEAST or np.count_nonzero(first != rows) * 2 < len(rows):
            return False
        figures = (one.number[rows] for one in self._numbers.values())
        return all(bool((np.isnan(one) | (one == 0) | (one == 1)).all()) for one in figures)

    def _rows(self, meant: dict[str, Meant], status: Meant, figures: Figures, delivered: Mask) -> pa.Table:
        keep: npt.NDArray[np.bool_] | slice = slice(None) if delivered.all() else delivered
        areas = self._reference.areas
        placed = [areas[int(place)] for place in meant["area"].vocabulary]
        spoken = pa.array([*status.vocabulary, Status.MISSING.value], pa.string())
        states = np.where(figures.missing, len(status.vocabulary), status.ids)[keep]
        columns = {
            "indicator": meant["indicator"].taken(keep),
            "division": pa.array([area.division for area in placed], pa.string()).take(pa.array(meant["area"].ids[keep])),
            "area": pa.array([area.code for area in placed], pa.string()).take(pa.array(meant["area"].ids[keep])),
            "period": meant["period"].taken(keep),
            "grp": meant["grp"].taken(keep),
            "value": pa.array(figures.value[keep], from_pandas=True),
            "numerator": pa.array(figures.numerator[keep], from_pandas=True),
            "denominator": pa.array(figures.denominator[keep], from_pandas=True),
            "status": spoken.take(pa.array(states)),
            "comment": self._table.written("comment", keep),
            "source_row": pa.array(self._table.rows[keep], pa.int32()),
        }
        return pa.table(columns, schema=OBSERVATION_SCHEMA)


def _each(
    resolve: Callable[[str, Indicator | None], Meaning],
) -> Callable[[list[str], Indicator | None], list[Meaning]]:
    return lambda texts, indicator: [resolve(text, indicator) for text in texts]
