"""Holds what is known when a header is read, and builds the columns that are understood from it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from kraftkollen.intake.columns import (
    INDICATORS,
    LEAST_UNDERSTOOD,
    NUMBERS,
    PERIODS,
    TIDY,
    Columns,
    Wide,
    is_personal,
    meaning_of,
    plain,
)
from kraftkollen.intake.names import fold
from kraftkollen.model.delivery import Form
from kraftkollen.model.persons import holds_identity_number

Records = Sequence[Sequence[str]]
FIXED = ("indicator", "area", "period", "grp", "status", "comment")
_LONGEST_TITLE = 200
_SHORTEST_NAME = 8
# What is certain goes before what is only likely: a header of a higher class wins, then the one that explains most columns.
LIKELY, GUESS, CERTAIN, NAMED = 0, 1, 3, 4


@dataclass(frozen=True)
class Known:
    """What helps to understand a header: what the officer said, every name of an indicator, and titles beside the table."""

    form: Form = field(default_factory=Form)
    indicators: Mapping[str, str] = field(default_factory=dict)
    titles: tuple[str, ...] = ()

    def indicator(self, name: str) -> str | None:
        """Return the id of the indicator that goes by the name, or by a title that begins with it."""
        folded = fold(name)
        if folded in self.indicators:
            return self.indicators[folded]
        longer = {one for title, one in self.indicators.items() if re.match(re.escape(folded) + r"\b", title)}
        return longer.pop() if len(longer) == 1 and len(folded) > 3 else None


@dataclass(frozen=True)
class Header:
    """A header that was found: the index of its last row among the records, what its columns mean, and how sure that is."""

    number: int
    columns: Columns
    sureness: int

    @property
    def rank(self) -> tuple[int, int]:
        return self.sureness, self.columns.size


def header_of(records: Records, number: int, depth: int) -> list[str] | None:
    """Return the texts of a header of one row, or of two of which the lower one holds only täljare, nämnare and the like."""
    if not 0 <= number < len(records):
        return None
    lower = list(records[number])
    if depth == 1:
        return lower
    parts = sum(meaning_of(text)[0] in NUMBERS for text in lower)
    if number == 0 or parts < LEAST_UNDERSTOOD:
        return None
    upper = [*records[number - 1], *[""] * len(lower)]
    joined, last = [], ""
    for above, below in zip(upper, lower, strict=False):
        last = above.strip() or (last if below.strip() else "")
        joined.append(last if below.strip() == last else f"{last} {below.strip()}".strip())
    return joined


def assembled(texts: Sequence[str], places: Mapping[str, int], wide: Sequence[Wide], shape: str) -> Columns:
    """Return the columns under their headers; a used column without a header is called by its number, as "#1"."""
    seen: dict[tuple[str, str], Wide] = {}
    twice = []
    for one in wide:
        if seen.setdefault((one.part, plain(one.subject)), one) is not one:
            twice.append(one.place)
    kept = tuple(seen.values())
    used = {*places.values(), *(one.place for one in kept)}
    headers = tuple(text.strip() or (f"#{place + 1}" if place in used else "") for place, text in enumerate(texts))
    repeated = {plain(headers[place]) for place in places.values()} - {""}
    twice += [place for place, text in enumerate(headers) if place not in used and plain(text) in repeated]
    ignored = tuple(place for place, text in enumerate(headers) if text and place not in used and place not in twice)
    personal = tuple(place for place, text in enumerate(headers) if is_personal(text))
    return Columns(headers, dict(places), ignored, tuple(sorted(set(twice))), personal, shape, kept)


def with_title(header: Header, records: Records, known: Known) -> Columns:
    """Return the columns, with the title above them that names the indicator if nothing else does."""
    columns = header.columns
    if known.form.indicator is not None or "indicator" in columns.places or columns.shape == INDICATORS:
        return columns
    above = [*(cell for record in records[: header.number - columns.depth + 1] for cell in record), *known.titles]
    for cell in above:
        named = indicator_in(cell, known)
        if named is not None:
            return replace(columns, title=(cell.strip(), named))
    return columns


def indicator_in(text: str, known: Known) -> str | None:
    """Return the one indicator that a title names, if it names one."""
    if not text.strip() or len(text) > _LONGEST_TITLE or holds_identity_number(text):
        return None
    folded = fold(text)
    if folded in known.indicators:
        return known.indicators[folded]
    found = {
        one
        for name, one in known.indicators.items()
        if len(name) >= _SHORTEST_NAME and re.search(rf"\b{re.escape(name)}\b", folded)
    }
    return found.pop() if len(found) == 1 else None


def shape_of(columns: Mapping[str, str]) -> str:
    """Return the shape that a mapping of columns has by its keys: "value:2023" is of periods, "value:population" is not."""
    subjects = [name.split(":", 1)[1] for name in columns if ":" in name]
    if not subjects:
        return TIDY
    return PERIODS if "period" not in columns else INDICATORS
