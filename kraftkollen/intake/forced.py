"""Reads a header as the officer says that it is to be read: a correction goes before everything that is found by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kraftkollen.errors import Problem
from kraftkollen.intake.columns import INDICATORS, NUMBERS, Columns, Wide, plain
from kraftkollen.intake.known import CERTAIN, FIXED, Header, Known, Records, assembled, header_of, indicator_in, shape_of
from kraftkollen.intake.unreadable import UnreadableError, impossible


def forced(records: Records, known: Known) -> Header | None:
    """Return the header under which every column of the correction stands; the first row of those that could be it.

    Raises
    ------
    UnreadableError
        If the correction names a column that is not there, or contradicts itself.
    """
    correction = known.form.correction
    mapping = dict(correction.columns or {})
    shape = _shape(mapping, correction.shape)
    numbers = range(len(records)) if correction.header_row is None else [correction.header_row - 1]
    best: tuple[list[str], list[str]] | None = None
    for number in numbers:
        for depth in (1, 2):
            texts = header_of(records, number, depth)
            if texts is None:
                continue
            titles = [cell.strip() for record in records[: number - depth + 1] for cell in record]
            titles += known.titles
            places, title, missing = _located(mapping, texts, titles)
            if not missing:
                return Header(number, _columns(texts, mapping, places, shape, depth, _title(title, known)), CERTAIN)
            if best is None or len(missing) < len(best[0]):
                best = (missing, texts)
    if best is None:
        return None
    headers = "; ".join(text.strip() for text in best[1] if text.strip())
    raise UnreadableError(
        Problem("correction_column_unknown", value="; ".join(best[0])[:200], details={"headers": headers[:500]})
    )


def _shape(mapping: Mapping[str, str], said: str | None) -> str:
    for key in mapping:
        part = key.split(":", 1)[0]
        if part not in NUMBERS and (":" in key or part not in FIXED):
            raise impossible("columns", key)
    named = list(mapping.values())
    for header in named:
        if named.count(header) > 1:
            raise impossible("columns", header)  # one column of the file cannot be two of ours
    shape = shape_of(mapping)
    if any(":" in key for key in mapping) and any(name in mapping for name in NUMBERS):
        raise impossible("columns", "; ".join(mapping))
    if shape == INDICATORS and "indicator" in mapping:
        raise impossible("columns", "indicator")
    if said not in (None, shape):
        raise impossible("shape", said)
    return shape


def _located(
    mapping: Mapping[str, str], texts: Sequence[str], titles: Sequence[str]
) -> tuple[dict[str, int], str | None, list[str]]:
    """Return where each column stands, the title that stands for the indicator, and the headers that are not there."""
    places, title, missing = {}, None, []
    for key, header in mapping.items():
        place = _place(header, texts)
        if place is not None:
            places[key] = place
        elif key == "indicator" and header.strip() and header.strip() in titles:
            title = header.strip()
        else:
            missing.append(header)
    return places, title, missing


def _place(header: str, texts: Sequence[str]) -> int | None:
    """Return the column under the header as written, else but for case and punctuation, else by its number ("#1")."""
    sought = header.strip()
    for same in (lambda text: text.strip() == sought, lambda text: plain(text) == plain(sought) != ""):
        found = [place for place, text in enumerate(texts) if text.strip() and same(text)]
        if found:
            return found[0]
    if sought.startswith("#") and sought[1:].isascii() and sought[1:].isdigit() and 0 < int(sought[1:5]) <= len(texts):
        return int(sought[1:5]) - 1
    return None


def _title(title: str | None, known: Known) -> tuple[str, str] | None:
    if title is None:
        return None
    named = indicator_in(title, known)
    if named is None:
        raise UnreadableError(Problem("correction_column_unknown", value=title[:60], details={"headers": ""}))
    return title, named


def _columns(
    texts: Sequence[str],
    mapping: Mapping[str, str],
    places: Mapping[str, int],
    shape: str,
    depth: int,
    title: tuple[str, str] | None,
) -> Columns:
    fixed = {key: place for key, place in places.items() if ":" not in key}
    wide = [Wide(place, *key.split(":", 1)) for key, place in places.items() if ":" in key]
    by_number = {places[key] for key, header in mapping.items() if key in places and header.strip().startswith("#")}
    forms = [plain(text) for text in texts]
    named = [
        f"#{place + 1}" if place in by_number and forms.count(forms[place]) > 1 else text for place, text in enumerate(texts)
    ]
    columns = assembled(named, fixed, wide, shape)
    return replace(columns, depth=depth, title=title)
