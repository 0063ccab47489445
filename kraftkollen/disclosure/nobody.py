"""Where a shown total is nobody, nobody is in its parts either: everybody may know that, and nothing is there to protect.

It matters for what is hidden from the outset, the single periods behind a pooled figure: 0 is shown, and so are those.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from kraftkollen.disclosure.primary import Numbers

Flags = npt.NDArray[np.bool_]
_DEEP = 4


def nobody_there(equations: sparse.csr_matrix, figure: Numbers, down: Numbers, secret: Flags, behind: Flags) -> Flags:
    """Return what is behind pooled figures and a shown total of nobody gives, and those totals, which must then stay shown.

    Only what is behind: any other cell that reads "hidden" promises an interval, 0 or not, and then the total has to go.
    """
    found = np.zeros(len(figure), dtype=bool)
    empty = (figure == 0) & (down == 0)
    own = secret & behind & empty
    if not own.any():
        return found
    negative = equations < 0
    single = np.asarray(negative.sum(axis=1)).ravel() == 1
    lines = np.flatnonzero(single & (np.asarray((equations != 0) @ (~empty).astype(float)).ravel() == 0))
    parts, totals = (equations > 0)[lines].astype(float), negative[lines].astype(float)
    for _ in range(_DEEP):
        sure = totals @ (found | ~secret).astype(float) > 0
        lost = parts @ (own & ~found).astype(float) > 0
        told = (parts + totals)[np.flatnonzero(sure & lost)]
        if not told.shape[0]:
            break
        found[told.indices] = True
        # A part that the rule hides stays a secret, although its neighbour is none.
        found &= ~secret | own
    return found


def nobody_left(
    terms: Sequence[pd.DataFrame], pairs: pd.DataFrame, figure: Numbers, secret: Flags, behind: Flags
) -> tuple[Flags, Flags]:
    """Return the shown unknowns whose numerator is all of the denominator, and the pairs that are so because of them.

    Parameters
    ----------
    terms
        Of each sum: equation, sign, and the unknowns of both layers.
    pairs
        Numerator and denominator of each share: top_node, bottom_node and cap.
    """
    tops, bottoms = pairs["top_node"].to_numpy(), pairs["bottom_node"].to_numpy()
    full = (pairs["cap"].to_numpy() == 1) & (figure[tops] == figure[bottoms])
    shown, told = np.zeros(len(figure), dtype=bool), np.zeros(len(pairs), dtype=bool)
    hidden = full & (secret & behind)[tops] & (secret & behind)[bottoms]
    if not hidden.any():
        return shown, told
    number = pd.Series(np.arange(len(pairs)), index=pd.MultiIndex.from_arrays([tops, bottoms]))
    number = number[~number.index.duplicated()]
    for one in terms:
        if not len(one):
            continue
        pair = number.reindex(pd.MultiIndex.from_arrays([one["top_node"], one["bottom_node"]])).to_numpy(float)
        totals = (one["sign"] < 0).to_numpy()
        alone = pd.Series(totals).groupby(one["equation"].to_numpy()).transform("sum").to_numpy() == 1
        has = alone & ~np.isnan(pair)
        at = np.where(has, pair, 0).astype(np.int64)
        sure = has & totals & full[at] & ~secret[tops[at]] & ~secret[bottoms[at]]
        given = np.isin(one["equation"].to_numpy(), one["equation"].to_numpy()[sure])
        parts = given & has & ~totals & hidden[at]
        told[at[parts]] = True
        used = sure & np.isin(one["equation"].to_numpy(), one["equation"].to_numpy()[parts])
        shown[tops[at[used]]] = shown[bottoms[at[used]]] = True
    return shown, told
