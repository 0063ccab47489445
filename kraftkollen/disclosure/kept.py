"""Says how much of what was delivered is hidden, so that a city can choose levels and pooling that show more."""

from dataclasses import dataclass

import pandas as pd
import pyarrow as pa

from kraftkollen.model.delivery import Status


@dataclass(frozen=True, slots=True)
class Kept:
    """How many cells of an indicator and division have a value, and of how many of them it is hidden."""

    indicator: str
    division: str
    cells: int
    hidden: int

    @property
    def share_hidden(self) -> float:
        return self.hidden / self.cells if self.cells else 0.0


def kept(published: pa.Table) -> tuple[Kept, ...]:
    """Return for each indicator and division how many cells are hidden; cells without a value do not count.

    Parameters
    ----------
    published
        Rows with indicator, division and status, as published.
    """
    rows: pd.DataFrame = published.select(["indicator", "division", "status"]).to_pandas()
    rows = rows[rows["status"] != Status.MISSING.value]
    rows["hidden"] = rows["status"] == Status.HIDDEN.value
    counted = rows.groupby(["indicator", "division"], sort=False)["hidden"].agg(["size", "sum"])
    return tuple(Kept(str(one[0]), str(one[1]), int(size), int(hidden)) for one, size, hidden in counted.itertuples())
