"""Collects what is wrong in a file of any length: every fault counted, a bounded number of them told."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from kraftkollen.errors import Detail, Problem
from kraftkollen.intake.numbers import AS_STORED

Mask = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

TOLD_AT_MOST = 500
_SHOWN_LENGTH = 60
_MORE = "more_of_the_same"


def shown(text: str) -> str:
    """Return the text as a message may repeat it: on one line, and not too long."""
    line = " ".join(text.removeprefix(AS_STORED).split())
    return line if len(line) <= _SHOWN_LENGTH else line[: _SHOWN_LENGTH - 1] + "…"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems by row, those of the whole file first, and what was only counted last."""
    return tuple(sorted(problems, key=lambda problem: (problem.code == _MORE, problem.row or 0)))


@dataclass(frozen=True)
class _Found:
    code: str
    column: str | None
    places: Ints
    value: Callable[[int], str | None]
    details: Callable[[int], Mapping[str, Detail]]


@dataclass
class Findings:
    """The faults of one file. `rows` holds the sender's number of each row of the table.

    `headers` gives, for a column of ours whose cells stood in several columns of the file, the header of each row's cell.

    Values and details are asked for only where a fault is told, so that a million wrong rows cost no more than five hundred.
    """

    rows: npt.NDArray[np.int32]
    headers: Mapping[str, Callable[[int], str]] = field(default_factory=dict)
    _found: list[_Found] = field(default_factory=list)
    _whole_file: list[Problem] = field(default_factory=list)
    _silent: dict[str, Mask] = field(default_factory=dict)

    def add(
        self,
        code: str,
        column: str | None,
        where: Mask,
        value: Callable[[int], str | None] = lambda _: None,
        details: Callable[[int], Mapping[str, Detail]] = lambda _: {},
    ) -> None:
        """Note one fault in each row of `where`, apart from cells that were silenced."""
        silent = self._silent.get(column) if column is not None else None
        places = np.flatnonzero(where if silent is None else where & ~silent)
        if self.headers and column not in self.headers:  # one cell of the file stands in several rows of the table
            places = places[np.unique(self.rows[places], return_index=True)[1]]
        if places.size:
            self._found.append(_Found(code, column, places, value, details))

    def add_to_file(self, problem: Problem) -> None:
        """Note a fault that belongs to no row of the table."""
        self._whole_file.append(problem)

    def silence(self, column: str, where: Mask) -> None:
        """Say nothing more about these cells: what stands there may be a person, and is never repeated."""
        self._silent[column] = self._silent.get(column, np.zeros(len(self.rows), dtype=bool)) | where

    def problems(self) -> tuple[Problem, ...]:
        """Return the faults in the order of the rows; what is beyond the bound is counted by code."""
        told = _shares({one: int(found.places.size) for one, found in enumerate(self._found)})
        problems = [
            self._problem(self._found[one], place) for one, few in told.items() for place in self._found[one].places[:few]
        ]
        return in_order([*self._whole_file[:TOLD_AT_MOST], *problems, *self._rest(told)])

    def _problem(self, found: _Found, place: int) -> Problem:
        value = found.value(place)
        text = None if value is None else shown(value)
        header = self.headers.get(found.column or "")
        column = found.column if header is None else header(place) or None
        return Problem(found.code, int(self.rows[place]), column, text, found.details(place))

    def _rest(self, told: Mapping[int, int]) -> Iterable[Problem]:
        more: dict[str, int] = {}
        for one, few in told.items():
            found = self._found[one]
            more[found.code] = more.get(found.code, 0) + int(found.places.size) - few
        for problem in self._whole_file[TOLD_AT_MOST:]:
            more[problem.code] = more.get(problem.code, 0) + 1
        return (Problem(_MORE, details={"of": code, "more": count}) for code, count in more.items() if count)


def _shares(sizes: Mapping[int, int]) -> dict[int, int]:
    """Share the places among the kinds of fault, small ones first, so that none hides another."""
    left, told = TOLD_AT_MOST, {}
    for rank, one in enumerate(sorted(sizes, key=lambda one: sizes[one])):
        told[one] = min(sizes[one], left // (len(sizes) - rank))
        left -= told[one]
    return told
