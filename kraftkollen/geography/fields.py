"""Find which columns of a layer hold the areas' codes and names, by what they are called and what stands in them."""

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from kraftkollen.errors import Problem

_CODE_WORDS = ("kod", "code")
_NAME_WORDS = ("namn", "name")
_AREA_WORDS = ("delomr", "omrade", "område", "stadsdel", "distrikt", "area", "district")


def as_text(column: pd.Series) -> list[str | None]:
    """Return the values as a person writes them: 24407.0 is "24407", blanks and missing are None."""
    return [_text(value) for value in column]


def code_column(fields: pd.DataFrame, wanted: str | None, known: Collection[str]) -> str | Problem:
    """Return the column of codes: the one asked for, else the one that holds most known codes, else one called so."""
    if wanted is not None:
        return _asked_for(fields, wanted)
    by_content = _holding(fields, known)
    if by_content is not None:
        return by_content
    for group in _by_words(fields, _CODE_WORDS):
        chosen = group if len(group) == 1 else [name for name in group if _is_unique(fields[name])]
        if len(chosen) == 1:
            return chosen[0]
        if len(group) > 1:
            return _problem("borders_code_field_ambiguous", chosen or group)
    return _problem("borders_code_field_missing", list(fields.columns))


def name_column(fields: pd.DataFrame, wanted: str | None, level: str, code: str) -> str | Problem:
    """Return the column of names: the one asked for, else one called so, else one called as the level or as an area is."""
    if wanted is not None:
        return _asked_for(fields, wanted)
    texts = fields[[name for name in fields.columns if name != code and _is_words(fields[name])]]
    groups = [
        *_by_words(texts, _NAME_WORDS),
        [name for name in texts.columns if name.casefold() == level.casefold()],
        [name for name in texts.columns if any(word in name.casefold() for word in _AREA_WORDS)],
    ]
    for group in groups:
        chosen = group if len(group) == 1 else [name for name in group if _is_unique(texts[name])]
        if len(chosen) == 1:
            return chosen[0]
        if len(group) > 1:
            return _problem("borders_name_field_ambiguous", chosen or group)
    return _problem("borders_name_field_missing", list(fields.columns))


def exact_column(fields: pd.DataFrame, name: str) -> str | None:
    """Return the column that is called exactly so, whatever its case."""
    return next((str(column) for column in fields.columns if str(column).casefold() == name.casefold()), None)


def _asked_for(fields: pd.DataFrame, wanted: str) -> str | Problem:
    found = exact_column(fields, wanted)
    if found is not None:
        return found
    return Problem("borders_field_unknown", column=wanted, details={"fields": ", ".join(map(str, fields.columns))})


def _problem(code: str, fields: Sequence[str]) -> Problem:
    return Problem(code, details={"fields": ", ".join(map(str, fields))})


def _holding(fields: pd.DataFrame, known: Collection[str]) -> str | None:
    """Return the one column in which most known codes stand, if at least half of them do."""
    if not known:
        return None
    width = max(map(len, known))
    found = {
        str(name): len({padded(code, width) for code in as_text(fields[name]) if code} & set(known)) for name in fields.columns
    }
    most = max(found.values(), default=0)
    best = [name for name, count in found.items() if count == most]
    return best[0] if len(best) == 1 and most * 2 >= len(known) else None


def padded(code: str, width: int) -> str:
    """Give back the leading noughts that a column of numbers has lost."""
    return code.zfill(width) if code.isdigit() else code


def _by_words(fields: pd.DataFrame, words: Sequence[str]) -> list[list[str]]:
    """Return the columns called exactly by one of the words, those that begin or end with one, and those that hold one."""
    names = [str(name) for name in fields.columns]
    return [
        [name for name in names if name.casefold() in words],
        [name for name in names if name.casefold().startswith(tuple(words)) or name.casefold().endswith(tuple(words))],
        [name for name in names if any(word in name.casefold() for word in words)],
    ]


def _is_unique(column: pd.Series) -> bool:
    values = [value for value in as_text(column) if value]
    return len(values) > 0 and len(set(values)) == len(values)


def _is_words(column: pd.Series) -> bool:
    values = [value for value in as_text(column) if value]
    return sum(any(letter.isalpha() for letter in value) for value in values) * 2 > len(values)


def _text(value: object) -> str | None:
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and not np.isfinite(value)):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split()) or None
