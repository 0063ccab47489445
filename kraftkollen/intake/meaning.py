"""Holds the cells of a file by column, and replaces texts with what they mean, looking at each distinct text once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kraftkollen.intake.cells import codes_of, texts_of, with_texts
from kraftkollen.intake.findings import Findings, Mask
from kraftkollen.intake.keys import Codes, combined, distinct_of
from kraftkollen.intake.persons import REDACTED, note_persons, silenced
from kraftkollen.intake.resolve import Fault, Meaning
from kraftkollen.intake.sheet import ROW, Sheet
from kraftkollen.model.indicator import Indicator

ByIndicator = tuple[Sequence[Indicator], Codes]
# Stands before the name of a column of ours whose cells stood in several columns of the file; no header begins with it.
_SEVERAL = "\uf8fd"
Rows = npt.NDArray[np.bool_] | slice


@dataclass(frozen=True)
class Meant:
    """A column as places in a vocabulary; -1 where a cell means nothing."""

    ids: Codes
    vocabulary: tuple[str, ...]

    def is_(self, word: str) -> Mask:
        """Return the rows that mean the word."""
        place = self.vocabulary.index(word) if word in self.vocabulary else -2
        where: Mask = self.ids == place
        return where

    def mapped(self, places: Mapping[str, int]) -> Codes:
        """Return what `places` holds for each row's word; -1 for none."""
        table = np.array([*(places.get(word, -1) for word in self.vocabulary), -1], dtype=np.int64)
        return table[self.ids]

    def taken(self, rows: Rows) -> pa.StringArray:
        """Return the words of these rows, all of which mean something."""
        return pa.array(self.vocabulary, pa.string()).take(pa.array(self.ids[rows]))


@dataclass(frozen=True)
class Table:
    """The cells of a sheet by column, and the findings about them."""

    columns: Mapping[str, pa.DictionaryArray]
    headers: Mapping[str, str]
    separator: str
    decimal_mark: str
    rows: npt.NDArray[np.int32]
    findings: Findings
    _codes: dict[str, npt.NDArray[np.int32]] = field(default_factory=dict)
    _texts: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, sheet: Sheet) -> "Table":
        """Return the sheet's cells; what was silenced when it was read stays silent."""
        cells, understood = sheet.cells, sheet.understood
        rows = cells[ROW].to_numpy()
        findings = Findings(rows, {_SEVERAL + name: _header_of(one) for name, one in sheet.under.items()})
        columns = {name: cells[name].chunk(0) for name in cells.column_names if name != ROW}
        headers = {name: _SEVERAL + name if name in sheet.under else understood.columns[name] for name in columns}
        for name, column in columns.items():
            findings.silence(headers[name], silenced(column))
        return cls(columns, headers, understood.separator, understood.decimal_mark, rows, findings)

    @property
    def height(self) -> int:
        return len(self.rows)

    def codes(self, name: str) -> npt.NDArray[np.int32]:
        """Return for each row the place of its cell among the column's texts."""
        if name not in self._codes:
            self._codes[name] = codes_of(self.columns[name])
        return self._codes[name]

    def texts(self, name: str) -> list[str]:
        """Return the distinct texts of a column, without the white space around them."""
        if name not in self._texts:
            self._texts[name] = texts_of(self.columns[name])
        return self._texts[name]

    def text(self, name: str, row: int) -> str:
        """Return what is written in a cell; "" where there is no such column."""
        return self.texts(name)[int(self.codes(name)[row])] if name in self.columns else ""

    def filled(self) -> Mask:
        """Return the rows in which anything at all is written."""
        found = np.zeros(self.height, dtype=bool)
        for name, column in self.columns.items():
            blank = pc.equal(pc.utf8_trim_whitespace(column.dictionary), "").to_numpy(zero_copy_only=False)
            found |= ~blank[self.codes(name)]
        return found

    def written(self, name: str, rows: Rows) -> pa.StringArray:
        """Return the texts of these rows; null for empty cells and for a column that is not there."""
        if name not in self.columns:
            return pa.nulls(len(self.rows[rows]), pa.string())
        trimmed = pc.utf8_trim_whitespace(self.columns[name].dictionary)
        texts = pc.if_else(pc.equal(trimmed, ""), None, trimmed)
        return with_texts(self.columns[name], texts).take(pa.array(np.arange(self.height)[rows])).cast(pa.string())

    def meanings(
        self,
        name: str,
        by_indicator: ByIndicator | None,
        where: Mask,
        resolve: Callable[[list[str], Indicator | None], list[Meaning]],
        absent: str = "",
    ) -> Meant:
        """Return what the cells of a column mean in the rows of `where`; faults, and persons in any row, go to the findings.

        A column that is not there means the same in each row: what `resolve` makes of `absent`.
        """
        if name in self.columns:
            texts, codes = self.texts(name), self.codes(name).astype(np.int64)
        else:
            texts, codes = [absent], np.zeros(self.height, dtype=np.int64)
        rows = np.flatnonzero(where)
        indicators: Sequence[Indicator] = by_indicator[0] if by_indicator else ()
        indicator = by_indicator[1] if by_indicator else np.full(self.height, -1, dtype=np.int64)
        joined, size = combined([indicator[rows] + 1, codes[rows]], [len(indicators) + 1, len(texts)])
        distinct, places = distinct_of(joined, size)
        found = _resolved(distinct, texts, indicators, resolve)
        ids, vocabulary = _numbered(found)
        of_row = np.full(self.height, -1, dtype=np.int64)
        of_row[rows] = ids[places]
        if name in self.columns:
            fault_of_row = np.full(self.height, -1, dtype=np.int64)
            fault_of_row[rows] = places
            self._note(name, texts, distinct % max(len(texts), 1), found, fault_of_row)
        return Meant(of_row, vocabulary)

    def _note(self, name: str, texts: list[str], text_of: Codes, found: list[Meaning], place_of_row: Codes) -> None:
        header = self.headers[name]
        known = np.zeros(len(texts), dtype=bool)
        known[[int(text_of[place]) for place, one in enumerate(found) if not isinstance(one, Fault)]] = True
        note_persons(self.columns[name], header, known, self.findings)
        by_code: dict[str, list[int]] = {}
        for place, one in enumerate(found):
            if isinstance(one, Fault) and texts[int(text_of[place])] != REDACTED:
                by_code.setdefault(one.code, []).append(place)
        for code, faulty in by_code.items():
            hit = np.zeros(len(found) + 1, dtype=bool)
            hit[faulty] = True
            self.findings.add(
                code,
                header,
                hit[place_of_row],
                lambda row: self.text(name, row) or None,
                lambda row: _told(found[place_of_row[row]]),
            )


def _header_of(under: pa.DictionaryArray) -> Callable[[int], str]:
    texts, codes = under.dictionary.to_pylist(), codes_of(under)
    return lambda row: str(texts[int(codes[row])])


def _told(meaning: Meaning) -> Mapping[str, str | int | float | None]:
    return meaning.details() if isinstance(meaning, Fault) else {}


def _resolved(
    distinct: Codes,
    texts: list[str],
    indicators: Sequence[Indicator],
    resolve: Callable[[list[str], Indicator | None], list[Meaning]],
) -> list[Meaning]:
    """Resolve the distinct pairs of indicator and text, which come in the order of the indicators."""
    found: list[Meaning] = []
    indicator_of, text_of = np.divmod(distinct, max(len(texts), 1))
    bounds = [*np.flatnonzero(np.diff(indicator_of, prepend=-1)).tolist(), len(distinct)]
    for start, end in pairwise(bounds):
        place = int(indicator_of[start])
        indicator = indicators[place - 1] if place else None
        found += resolve([texts[one] for one in text_of[start:end].tolist()], indicator)
    return found


def _numbered(found: list[Meaning]) -> tuple[Codes, tuple[str, ...]]:
    places: dict[str, int] = {}
    ids = [-1 if isinstance(one, Fault) else places.setdefault(one, len(places)) for one in found]
    return np.array(ids, dtype=np.int64), tuple(places)
