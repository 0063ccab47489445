"""Lays a delivery over what is current, as columns of codes, so that its rows can be seen in their series."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kraftkollen.intake.keys import Codes, combined, distinct_of, places_in
from kraftkollen.model.catalogue import Catalogue
from kraftkollen.model.delivery import KEY
from kraftkollen.model.indicator import Indicator
from kraftkollen.model.period import Period

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
_NUMBERS = ("value", "numerator", "denominator")
_CLOSE = 1e-9


@dataclass(frozen=True)
class Laid:
    """The figures of the delivery's indicators as they would stand once it is approved.

    Attributes
    ----------
    row : Codes
        For each figure its place among the delivered rows; -1 where what is current stays. The delivered come first.
    codes, words : Mapping
        By column of `KEY`: for each figure the place of its word, and the words.
    figures : Mapping
        "value", "numerator" and "denominator" of each figure, NaN where there is none.
    old : Mapping
        The same of what a delivered figure takes the place of; NaN where it takes no place.
    known : Bools
        Whether the figure is current, or takes the place of one that is.
    """

    row: Codes
    codes: Mapping[str, Codes]
    words: Mapping[str, tuple[str, ...]]
    figures: Mapping[str, Floats]
    old: Mapping[str, Floats]
    known: Bools
    indicators: tuple[Indicator, ...]

    def joined(self, names: Sequence[str]) -> tuple[Codes, int]:
        """Return one number per figure that is equal where these columns of the key are, and the bound of the numbers."""
        return combined([self.codes[name] for name in names], [max(len(self.words[name]), 1) for name in names])

    @cached_property
    def changed(self) -> Bools:
        """The delivered figures that take the place of others."""
        different = np.zeros(len(self.row), dtype=bool)
        for name, now in self.figures.items():
            before = self.old[name]
            close = np.abs(now - before) <= _CLOSE * np.maximum(np.abs(now), np.abs(before))
            different |= ~(close | (np.isnan(now) & np.isnan(before)))
        changed: Bools = different & self.known & (self.row >= 0)
        return changed

    @cached_property
    def fresh(self) -> Bools:
        """The delivered figures that are not current already."""
        fresh: Bools = (self.row >= 0) & (~self.known | self.changed)
        return fresh

    @cached_property
    def moment(self) -> Codes:
        """For each figure the place of its indicator and period in `moments`."""
        return self._moments[1]

    @cached_property
    def moments(self) -> tuple[tuple[int, Period], ...]:
        """The distinct pairs of an indicator's place and a period."""
        size = max(len(self.words["period"]), 1)
        pairs = (divmod(int(code), size) for code in self._moments[0])
        return tuple((one, self.indicators[one].read_period(self.words["period"][period])) for one, period in pairs)

    @cached_property
    def _moments(self) -> tuple[Codes, Codes]:
        return distinct_of(*self.joined(("indicator", "period")))

    def at_moments(self, numbers: Sequence[int]) -> Codes:
        """Return for each figure what is given for its indicator and period."""
        return np.array(numbers, dtype=np.int64)[self.moment]

    def word(self, name: str, place: int) -> str:
        """Return the word of a figure in a column of the key."""
        return self.words[name][int(self.codes[name][place])]

    def indicator_of(self, place: int) -> Indicator:
        """Return the indicator of a figure."""
        return self.indicators[int(self.codes["indicator"][place])]


def lay(rows: pa.Table, current: pa.Table, catalogue: Catalogue) -> Laid:
    """Lay delivered rows over what is current of the same indicators."""
    current = current.filter(pc.is_in(current["indicator"], rows["indicator"].unique()))
    codes, words = {}, {}
    for name in KEY:
        codes[name], words[name] = _encoded([*rows[name].chunks, *current[name].chunks])
    joined, size = combined([codes[name] for name in KEY], [max(len(words[name]), 1) for name in KEY])
    own, theirs = joined[: rows.num_rows], joined[rows.num_rows :]
    stays = np.flatnonzero(places_in(theirs, own, size) < 0)
    replaced = places_in(own, theirs, size)
    figures, old = {}, {}
    for name in _NUMBERS:
        delivered, standing = _floats(rows[name]), _floats(current[name])
        figures[name] = np.concatenate([delivered, standing[stays]])
        before = np.append(standing, np.nan)[replaced]
        old[name] = np.concatenate([before, np.full(len(stays), np.nan)])
    kept = np.concatenate([np.arange(rows.num_rows), rows.num_rows + stays])
    return Laid(
        row=np.where(kept < rows.num_rows, kept, -1),
        codes={name: one[kept] for name, one in codes.items()},
        words=words,
        figures=figures,
        old=old,
        known=np.concatenate([replaced >= 0, np.ones(len(stays), dtype=bool)]),
        indicators=tuple(catalogue.indicators[name] for name in words["indicator"]),
    )


def _encoded(chunks: list[pa.Array]) -> tuple[Codes, tuple[str, ...]]:
    both = pa.chunked_array([chunk.cast(pa.string()) for chunk in chunks], pa.string())
    encoded = both.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.unify_dictionaries().combine_chunks()
    return encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64), tuple(encoded.dictionary.to_pylist())


def _floats(column: pa.ChunkedArray) -> Floats:
    numbers: Floats = column.cast(pa.float64()).to_numpy()
    return numbers
