"""How wide the columns of a table are, from what stands in them: for tables whose content is not known beforehand."""

from collections.abc import Sequence

from kraftkollen.report.document import Column, Table

# In letters: what a line holds at the common size, and how far a column of text is let grow before it is broken into lines.
_LINE, _ENOUGH = 88, 13
_GROWS, _BOLD = 0.3, 1.2
_BETWEEN = 2.5


def fitted(
    headers: Sequence[str],
    rows: Sequence[tuple[str, ...]],
    numeric: Sequence[bool],
    caption: str = "",
    merged: Sequence[int] = (),
) -> Table:
    """Return a table as wide as its cells, or of the whole line where they hold more; set smaller where they hold much more."""
    cells = [[title, *(row[at] for row in rows)] for at, title in enumerate(headers)]
    narrow = sum(max(map(len, column)) + _BETWEEN for column in cells) <= _LINE
    shares = [_share(column) for column in cells]
    columns = (
        Column(title, numeric[at], 0 if narrow or numeric[at] else round(shares[at], 2), at in merged)
        for at, title in enumerate(headers)
    )
    return Table(tuple(columns), tuple(rows), caption, dense=sum(shares) > _LINE)


def _share(cells: Sequence[str]) -> float:
    title, *rest = cells
    # A heading is set bolder, so its words need more room.
    words = [len(word) for text in rest for word in text.split()] + [len(word) * _BOLD for word in title.split()]
    widest = max(map(len, cells))
    return max(min(max(words, default=0), _ENOUGH), min(widest, _ENOUGH + _GROWS * widest)) + _BETWEEN
