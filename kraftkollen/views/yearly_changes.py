"""What differs between two contents of the yearly evaluation: an edition and what the data say now, or two years."""

from collections.abc import Iterator
from dataclasses import dataclass

from kraftkollen.model.yearly import Table, YearlyContent

# Beside each other two years are told by these: each a few rows, the same from year to year.
_COMPARED = ("done", "moved", "verdict-counts", "organisation", "feedback", "used")
_NONE = "–"


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that would read otherwise. `row` is what the row was called; `old` or `new` is "–" where there is no such row."""

    table: str
    row: str
    column: str
    old: str
    new: str


def differences(old: YearlyContent, new: YearlyContent) -> tuple[Difference, ...]:
    """Return every cell of every table that would read otherwise, in the order of the old content, then what is new.

    Rows are matched by their keys, so an indicator that has got another name is one cell that differs.
    """
    later = {one.id: one for one in new.every_table()}
    earlier = {one.id for one in old.every_table()}
    found = [one for table in old.every_table() for one in _between(table, later.get(table.id))]
    return (*found, *(one for name, table in later.items() if name not in earlier for one in _added(table, table.keys)))


def _between(old: Table, new: Table | None) -> Iterator[Difference]:
    rows = dict(zip(new.keys, new.rows, strict=True)) if new is not None else {}
    same = new is not None and len(new.headers) == len(old.headers)
    for key, row in zip(old.keys, old.rows, strict=True):
        if key not in rows or not same:
            yield Difference(old.title, row[0], old.headers[0], row[0], _NONE)
            continue
        for column, before, after in zip(old.headers, row, rows[key], strict=True):
            if before != after:
                yield Difference(old.title, row[0], column, before, after)
    if new is not None and same:
        yield from _added(new, tuple(key for key in new.keys if key not in old.keys))


def _added(table: Table, keys: tuple[str, ...]) -> Iterator[Difference]:
    for key, row in zip(table.keys, table.rows, strict=True):
        if key in keys:
            yield Difference(table.title, row[0], table.headers[0], _NONE, row[0])


def side_by_side(first: YearlyContent, second: YearlyContent) -> tuple[Table, ...]:
    """Return the small tables of two years beside each other: a column a year for each number."""
    mine, theirs = ({one.id: one for one in content.every_table()} for content in (first, second))
    years = (str(first.year), str(second.year))
    pairs = ((mine[name], theirs[name]) for name in _COMPARED if name in mine and name in theirs)
    return tuple(_beside(one, other, years) for one, other in pairs if one.headers == other.headers)


def _beside(one: Table, other: Table, years: tuple[str, str]) -> Table:
    numbers = [place for place, right in enumerate(one.numeric) if right]
    several = len(numbers) > 1
    named = [(one.headers[place], year) for place in numbers for year in years]
    headers = (one.headers[0], *(f"{name} {year}" if several else year for name, year in named))
    found = (dict(zip(table.keys, table.rows, strict=True)) for table in (one, other))
    left, right = found
    keys = tuple(dict.fromkeys((*one.keys, *other.keys)))
    rows = tuple(
        (
            (left.get(key) or right[key])[0],
            *(side[key][place] if key in side else _NONE for place in numbers for side in (left, right)),
        )
        for key in keys
    )
    plain = (False, *(True for _ in named))
    title = f"{one.title} | {other.title}" if one.title != other.title else one.title
    return Table(f"beside-{one.id}", title, title, headers, rows, keys, plain, tuple(None for _ in keys))
