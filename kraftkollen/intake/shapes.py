"""Finds the header of a table and its shape: tidy, or with periods or indicators as columns, under one or two header rows."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rapidfuzz import fuzz, process

from kraftkollen.intake.columns import (
    INDICATORS,
    LEAST_UNDERSTOOD,
    NUMBERS,
    PERIODS,
    Columns,
    Wide,
    is_personal,
    meaning_of,
    understand,
)
from kraftkollen.intake.forced import forced
from kraftkollen.intake.headers import period_header, split_part, split_part_loosely
from kraftkollen.intake.known import (
    CERTAIN,
    FIXED,
    GUESS,
    LIKELY,
    NAMED,
    Header,
    Known,
    Records,
    assembled,
    header_of,
    with_title,
)
from kraftkollen.intake.names import fold

_MISSPELT = 88
_SAMPLE = 30
_FIGURE = re.compile(r"[-–−+]?\d[\d\s.,\u00a0\u2009\u202f]*%?|\.\.|[-–.xX]")


def find_header(records: Records, known: Known) -> Header | None:
    """Return the header that explains most columns, the first of equals; None if no row is a header.

    Raises
    ------
    UnreadableError
        If the officer's correction names columns that are not there.
    """
    correction = known.form.correction
    if correction.columns is not None:
        return forced(records, known)
    numbers = range(len(records)) if correction.header_row is None else [correction.header_row - 1]
    best: Header | None = None
    for number in numbers:
        for header in _candidates(records, number, known):
            fits = correction.shape in (None, header.columns.shape)
            if fits and (best is None or header.rank > best.rank):
                best = header
    return None if best is None else replace(best, columns=with_title(best, records, known))


def _candidates(records: Records, number: int, known: Known) -> Iterator[Header]:
    for depth in (1, 2):
        texts = header_of(records, number, depth)
        if texts is None:
            continue
        columns = understand(texts)
        if depth == 1 and (tidy := _tidy(columns)) is not None:
            yield Header(number, *tidy)
        for find in (_periods, _indicators):
            found = find(texts, columns, records[number + 1 : number + 1 + _SAMPLE], known)
            if found is not None:
                yield Header(number, replace(found[0], depth=depth), found[1])


def _tidy(columns: Columns) -> tuple[Columns, int] | None:
    there = columns.places.keys()
    if len(there) < LEAST_UNDERSTOOD or not any(name in there for name in NUMBERS):
        return None
    return columns, CERTAIN if {"area", "period"} <= there else LIKELY


def _periods(texts: Sequence[str], found: Columns, _: Records, __: Known) -> tuple[Columns, int] | None:
    wide = [Wide(place, *parsed) for place, text in enumerate(texts) if (parsed := period_header(text)) is not None]
    if not wide or "period" in found.places:
        return None
    sureness = CERTAIN
    places = {name: place for name, place in found.places.items() if name in FIXED}
    if "area" not in places:
        unnamed = _first_other(texts, {*places.values(), *(one.place for one in wide)})
        if unnamed is None or len(wide) < LEAST_UNDERSTOOD:
            return None
        places["area"], sureness = unnamed, GUESS
    return assembled(texts, places, wide, PERIODS), sureness


def _first_other(texts: Sequence[str], taken: set[int]) -> int | None:
    """Return the first column if nothing else is known of it and its header holds no figure: an area, most likely."""
    return 0 if texts and 0 not in taken and not re.search(r"\d", texts[0]) and not is_personal(texts[0]) else None


def _indicators(texts: Sequence[str], found: Columns, below: Records, known: Known) -> tuple[Columns, int] | None:
    if not {"area", "period"} <= found.places.keys() or "indicator" in found.places:
        return None
    places = {name: place for name, place in found.places.items() if name in FIXED}
    other = [place for place, text in enumerate(texts) if text.strip() and place not in places.values()]
    wide = [Wide(place, *parsed) for place in other if (parsed := _named(texts[place], known)) is not None]
    chosen = known.form.indicator
    if wide:
        wide = [one for one in wide if chosen in (None, one.subject)]
        return (assembled(texts, places, wide, INDICATORS), NAMED if chosen is None else CERTAIN) if wide else None
    if any(name in found.places for name in NUMBERS):
        return None
    guessed = [place for place in other if not is_personal(texts[place]) and _holds_figures(below, place)]
    wide = [Wide(place, *split_part_loosely(texts[place])) for place in guessed]
    return (assembled(texts, places, wide, INDICATORS), GUESS) if wide else None


def _named(text: str, known: Known) -> tuple[str, str] | None:
    """Return part and indicator of a header; a title that is only misspelt is kept as it stands, to be told."""
    if not known.indicators or meaning_of(text)[0] in NUMBERS:
        return None
    for part, name in split_part(text):
        found = known.indicator(name)
        if found is not None:
            return part, found
    part, name = split_part_loosely(text)
    near = process.extractOne(fold(name), list(known.indicators), scorer=fuzz.ratio, score_cutoff=_MISSPELT)
    return (part, name) if near is not None else None


def _holds_figures(below: Records, place: int) -> bool:
    cells = [record[place].strip() for record in below if len(record) > place and record[place].strip()]
    return bool(cells) and all(_FIGURE.fullmatch(cell) for cell in cells)
