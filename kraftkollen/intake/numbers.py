"""Reads columns of numbers as Swedes and spreadsheets write them, and refuses what could be read in two ways.

A decimal mark is certain in a cell that holds both marks ("1.234,5"), or where other than three digits follow it, or where the
whole part begins with nought or is longer than three digits; a mark that stands twice ("1.234.567") certainly separates
thousands. A cell such as "1.234" is uncertain. It is read, in this order,
1. as thousands, if the mark certainly separates thousands somewhere in the file and is nowhere certainly decimal;
2. as a decimal, if the column has certain cells and all of them have this mark;
3. as a decimal, if the column has none, and the other columns' certain cells all have this mark;
4. as a decimal, if nothing in the file is certain and the separator tells whose habits it follows: a comma in a file with ";",
   a point in a file with ",".
Anything else is ambiguous and refused: the sender is asked to write it without a mark for thousands.
Where one decimal mark is understood for the whole file, or said by the officer, it decides every uncertain cell: the rules
above then give the same, or have been overruled.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kraftkollen.intake.cells import codes_of

COMMA, POINT = 1, 2
_MARK = {COMMA: ",", POINT: "."}
_READ_BY: Mapping[str, Mapping[int, str | None]] = {
    ",": {COMMA: "decimal", POINT: "thousands"},
    ".": {POINT: "decimal", COMMA: "thousands"},
}
_MISSING = frozenset({"..", ".", "-", "–", "—", "…", "x", "X", "null", "NULL", "Null"})
_SAMPLE = 10_000
_SIMPLE = r"^-?[0-9]+(?:[.,][0-9]+)?$"
_SPACES = "[ \u00a0\u2009\u202f]"
_UNCERTAIN = r"^-?[1-9][0-9]{0,2}[.,][0-9]{3}$"
# Stands before a number that a workbook holds as a number, where its text alone could be read in two ways.
AS_STORED = "\uf8fe"
_FORMULA = re.compile(r"#[A-ZÅÄÖ/0]+[!?]?|#+|=.*", re.DOTALL)
_SPACED = re.compile(rf"-?\d{{1,3}}(?:{_SPACES}\d{{3}})+(?:[.,]\d+)?", re.ASCII)
_GROUPED = re.compile(r"(-?\d{1,3})((?:\.\d{3})+,\d+|(?:,\d{3})+\.\d+|(?:\.\d{3}){2,}|(?:,\d{3}){2,})", re.ASCII)


class State(IntEnum):
    """What a cell is that should hold a number."""

    EMPTY = 0
    NUMBER = 1
    MISSING = 2
    NOT_A_NUMBER = 3
    AMBIGUOUS = 4
    FORMULA = 5


@dataclass(frozen=True)
class Numbers:
    """A column of numbers by row: `number` is NaN where there is none, `decimals` counts the decimals written."""

    number: npt.NDArray[np.float64]
    state: npt.NDArray[np.uint8]
    decimals: npt.NDArray[np.int8]

    def has(self, state: State) -> npt.NDArray[np.bool_]:
        """Return the rows whose cell is in the state."""
        where: npt.NDArray[np.bool_] = self.state == state
        return where


@dataclass(frozen=True)
class _Written:
    """The distinct texts of a column, cleaned: `mark` 0, COMMA or POINT; `certain` where it can only be a decimal mark."""

    texts: pa.StringArray
    state: npt.NDArray[np.uint8]
    mark: npt.NDArray[np.uint8]
    certain: npt.NDArray[np.bool_]
    decimals: npt.NDArray[np.int64]
    thousands: frozenset[int]

    @property
    def proven(self) -> frozenset[int]:
        return frozenset(np.unique(self.mark[self.certain]).tolist()) - {0}

    @property
    def uncertain(self) -> frozenset[int]:
        return frozenset(np.unique(self.mark[~self.certain & (self.state == State.NUMBER)]).tolist()) - {0}


def read_numbers(columns: Mapping[str, pa.DictionaryArray], separator: str, mark: str = "") -> dict[str, Numbers]:
    """Return the columns as numbers.

    `mark` is the decimal mark of every uncertain cell; without one, marks are decided per column, with the file's other columns
    as witnesses.
    """
    written = {name: _clean(column.dictionary) for name, column in columns.items()}
    readings = dict.fromkeys(written, _READ_BY[mark]) if mark else _found_readings(written, separator)
    return {name: _by_row(columns[name], one, readings[name]) for name, one in written.items()}


def _found_readings(written: Mapping[str, _Written], separator: str) -> dict[str, Mapping[int, str | None]]:
    proven = frozenset[int]().union(*(one.proven for one in written.values()))
    thousands = frozenset[int]().union(*(one.thousands for one in written.values()))
    return {name: _readings(one.proven, proven, thousands, separator) for name, one in written.items()}


def main_mark(columns: Sequence[pa.DictionaryArray], separator: str) -> str:
    """Return the decimal mark by which every number of the file is read; "" if there is no such mark."""
    mark = _most_common_mark(columns, separator)
    if not any(pc.any(pc.match_substring_regex(column.dictionary, _UNCERTAIN)).as_py() for column in columns):
        return mark
    written = {str(place): _clean(column.dictionary) for place, column in enumerate(columns)}
    found = _found_readings(written, separator)
    agree = all(found[name][sign] == _READ_BY[mark][sign] for name, one in written.items() for sign in one.uncertain)
    return mark if agree else ""


def _most_common_mark(columns: Sequence[pa.DictionaryArray], separator: str) -> str:
    """Return the decimal mark that most distinct numbers have; a comma if there is none, but a point where commas separate."""
    counts = np.zeros(3, dtype=np.int64)
    for column in columns:
        one = _clean(column.dictionary[:_SAMPLE])
        counts += np.bincount(one.mark, minlength=3) + 1000 * np.bincount(one.mark[one.certain], minlength=3)
    if counts[COMMA] == counts[POINT]:
        return "." if separator == "," else ","
    return "," if counts[COMMA] > counts[POINT] else "."


def no_numbers(height: int) -> Numbers:
    """Return a column that is not in the file."""
    return Numbers(np.full(height, np.nan), np.zeros(height, np.uint8), np.zeros(height, np.int8))


def _readings(own: frozenset[int], proven: frozenset[int], thousands: frozenset[int], separator: str) -> dict[int, str | None]:
    """Return what an uncertain mark is: "decimal", "thousands", or None where it cannot be told."""
    return {mark: _reading(mark, own, proven, thousands, separator) for mark in (COMMA, POINT)}


def _reading(mark: int, own: frozenset[int], proven: frozenset[int], thousands: frozenset[int], separator: str) -> str | None:
    if mark in thousands:
        return None if mark in proven else "thousands"
    witnesses = own or proven
    if witnesses:
        return "decimal" if witnesses == {mark} else None
    return "decimal" if (separator, _MARK[mark]) in ((";", ","), (",", ".")) else None


def _clean(texts: pa.StringArray) -> _Written:
    """Bring the texts to the form -?digits[mark digits]; what cannot be brought there is not a number."""
    trimmed = pc.utf8_trim_whitespace(texts)
    simple = pc.match_substring_regex(trimmed, _SIMPLE).to_numpy(zero_copy_only=False)
    state = np.where(simple, State.NUMBER, State.NOT_A_NUMBER).astype(np.uint8)
    certain = np.zeros(len(texts), dtype=bool)
    thousands: set[int] = set()
    odd = np.flatnonzero(~simple)
    if odd.size:
        mended = trimmed.to_pylist() if odd.size > len(texts) // 8 else None
        replaced = []
        for place in odd:
            text = mended[place] if mended is not None else trimmed[int(place)].as_py()
            plain, state[place], certain[place], grouped = _mend(text)
            thousands |= grouped
            replaced.append(plain)
        trimmed = pc.replace_with_mask(trimmed, pa.array(~simple), pa.array(replaced, pa.string()))
    return _with_marks(trimmed, state, certain, frozenset(thousands))


def _mend(text: str) -> tuple[str, State, bool, set[int]]:
    """Return an odd text as a simple number, its state, whether its mark is certain, and which marks group its thousands."""
    if not text:
        return "0", State.EMPTY, False, set()
    if text in _MISSING:
        return "0", State.MISSING, False, set()
    if text[0] == AS_STORED:
        return text[1:], State.NUMBER, True, set()
    if text[0] in "#=" and _FORMULA.fullmatch(text):
        return "0", State.FORMULA, False, set()
    plain = text.replace("\u2212", "-").replace("–", "-").removesuffix("%").rstrip()
    if plain.startswith("+"):
        plain = plain[1:]
    if _SPACED.fullmatch(plain):
        return re.sub(_SPACES, "", plain), State.NUMBER, True, set()
    grouped = _GROUPED.fullmatch(plain)
    if grouped:
        first = grouped[2][0]
        return plain.replace(first, ""), State.NUMBER, True, {COMMA if first == "," else POINT}
    if re.fullmatch(_SIMPLE, plain, re.ASCII) and not plain.endswith("\n"):
        return plain, State.NUMBER, False, set()
    return "0", State.NOT_A_NUMBER, False, set()


def _with_marks(
    texts: pa.StringArray, state: npt.NDArray[np.uint8], certain: npt.NDArray[np.bool_], thousands: frozenset[int]
) -> _Written:
    comma = pc.find_substring(texts, ",").to_numpy(zero_copy_only=False)
    point = pc.find_substring(texts, ".").to_numpy(zero_copy_only=False)
    place = np.maximum(comma, point)
    mark = np.where(comma >= 0, COMMA, np.where(point >= 0, POINT, 0)).astype(np.uint8)
    decimals = np.where(mark > 0, pc.binary_length(texts).to_numpy(zero_copy_only=False) - place - 1, 0)
    nought = pc.match_substring_regex(texts, "^-?0").to_numpy(zero_copy_only=False)
    negative = pc.starts_with(texts, "-").to_numpy(zero_copy_only=False)
    three = (decimals == 3) & ~nought & (place - negative <= 3)
    return _Written(texts, state, mark, (mark > 0) & (certain | ~three), decimals, thousands)


def _by_row(column: pa.DictionaryArray, written: _Written, readings: Mapping[int, str | None]) -> Numbers:
    texts, state, decimals = written.texts, written.state.copy(), written.decimals
    uncertain = (written.mark > 0) & ~written.certain
    for mark, reading in readings.items():
        here = uncertain & (written.mark == mark)
        if reading is None:
            state[here & (state == State.NUMBER)] = State.AMBIGUOUS
        elif reading == "thousands" and here.any():
            texts = pc.if_else(pa.array(here), pc.replace_substring(texts, _MARK[mark], ""), texts)
            decimals = np.where(here, 0, decimals)
    number = pc.cast(pc.replace_substring(texts, ",", "."), pa.float64()).to_numpy(zero_copy_only=False) + 0.0
    state[~np.isfinite(number)] = State.NOT_A_NUMBER
    number = np.where(state == State.NUMBER, number, np.nan)
    codes = codes_of(column)
    return Numbers(number[codes], state[codes], np.minimum(decimals, 15).astype(np.int8)[codes])
