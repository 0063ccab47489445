"""The primary rule: each cell looked at by itself.

It hides counts of people from 1 to 4, their complements, the shares made of them, and shares on a denominator under 30, by the
thresholds of each indicator. It does not guarantee that a hidden cell cannot be worked out from sums or differences: that takes
complementary hiding (Hundepool et al. 2012, Statistical Disclosure Control, chapter 4), and this is only the step before.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kraftkollen.model.delivery import KEY, Status
from kraftkollen.model.indicator import RATIOS, Counted, Indicator, Kind

METHOD = "primary-1"
VALUE, NUMERATOR, DENOMINATOR = 1, 2, 4
_HAIR = 1e-9

Numbers = npt.NDArray[np.float64]
Mask = npt.NDArray[np.int16]


def primary_marks(figures: pa.Table, indicators: Mapping[str, Indicator]) -> Mask:
    """Return for each row which of its figures must not go out: VALUE + NUMERATOR + DENOMINATOR, 0 for none.

    Parameters
    ----------
    figures
        Rows with indicator, value, numerator and denominator (other columns are not read).
    """
    encoded = figures.column("indicator").combine_chunks().dictionary_encode()
    names, which = encoded.dictionary.to_pylist(), encoded.indices.to_numpy(zero_copy_only=False)
    value, numerator, denominator = (_floats(figures, name) for name in ("value", "numerator", "denominator"))
    marks = np.zeros(figures.num_rows, dtype=np.int16)
    for number, name in enumerate(names):
        rows = np.flatnonzero(which == number)
        marks[rows] = _marks_of(indicators[name], value[rows], numerator[rows], denominator[rows])
    return marks


def mask_of(figures: pa.Table, marked: pa.Table) -> Mask:
    """Return for each row the mask that its key has in `marked` (columns of KEY and `mask`), 0 where it has none."""
    keys = figures.select(list(KEY)).to_pandas()
    found = keys.merge(marked.to_pandas(), on=list(KEY), how="left")["mask"]
    mask: Mask = found.fillna(0).to_numpy(np.int16)
    return mask


def whole_mask(rows: npt.NDArray[np.bool_]) -> Mask:
    """Return marks that hide everything of these rows, and nothing of the others."""
    return np.where(rows, VALUE | NUMERATOR | DENOMINATOR, 0).astype(np.int16)


def hide(figures: pa.Table, marks: Mask) -> pa.Table:
    """Return the rows with every marked figure gone, and the status saying so where it is the value."""
    hidden = figures
    for name, bit in (("value", VALUE), ("numerator", NUMERATOR), ("denominator", DENOMINATOR)):
        kept = np.where(marks & bit, np.nan, _floats(figures, name))
        hidden = _with_column(hidden, name, pa.array(kept, pa.float64(), from_pandas=True))
    status = np.where(marks & VALUE, Status.HIDDEN.value, figures.column("status").to_numpy())
    return _with_column(hidden, "status", pa.array(status, pa.string()))


def _with_column(figures: pa.Table, name: str, values: pa.Array) -> pa.Table:
    return figures.set_column(figures.schema.get_field_index(name), figures.schema.field(name), values)


def _floats(figures: pa.Table, name: str) -> Numbers:
    values: Numbers = figures.column(name).to_numpy().astype(float)
    return values


def _marks_of(indicator: Indicator, value: Numbers, numerator: Numbers, denominator: Numbers) -> Mask:
    rule = indicator.small_numbers
    marks = np.zeros(len(value), dtype=np.int16)
    if indicator.kind is Kind.COUNT_PEOPLE or (indicator.kind is Kind.COUNT_THINGS and indicator.counted is Counted.PEOPLE):
        marks[_few(value, rule.hide_counts_to)] |= VALUE
    elif indicator.kind in RATIOS:
        unsafe = denominator < rule.least_denominator
        if indicator.counted is Counted.PEOPLE:
            unsafe |= _few(numerator, rule.hide_counts_to)
            if indicator.kind is Kind.SHARE:
                unsafe |= _few(denominator - numerator, rule.hide_counts_to)
        marks[unsafe] |= VALUE | NUMERATOR
        marks[_few(denominator, rule.hide_counts_to)] |= DENOMINATOR
        # Nobody to count is no secret about anybody; but somebody may be counted above a line with nobody below it.
        marks[(denominator == 0) & ~(numerator > 0)] = 0
    return marks


def _few(counts: Numbers, most: int) -> npt.NDArray[np.bool_]:
    # A sum or difference of fractions may miss a whole number by a hair.
    few: npt.NDArray[np.bool_] = (counts > _HAIR) & (counts <= most + _HAIR)
    return few
