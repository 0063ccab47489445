"""Put the names of areas in proper Swedish case, and tell whether two names mean the same area."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

_SMALL = frozenset({"och", "i", "på", "vid", "av", "till", "under", "med", "by", "s:t"})
"""Words that are written small inside a name; "by" as in Tygelsjö by, where it is a common noun."""
_SHORT_FORMS = {"omr.": "område", "omr": "område", "industriomr.": "industriområde", "industriomr": "industriområde"}
_ALIKE = 0.6
_ACRONYM_LETTERS = 4


def proper_names(names: Sequence[str | None]) -> list[str | None]:
    """Return the names in proper case; a name that has both capitals and small letters is taken as it was meant.

    Where most of the names are in capitals all of them are put right; otherwise a short one in capitals may be an acronym.
    """
    given = [name for name in names if name]
    shouting = sum(name.isupper() for name in given) * 2 > len(given)
    return [proper_name(name, shouting=shouting) if name else name for name in names]


def proper_name(name: str, *, shouting: bool = True) -> str:
    """Return "Västra Hamnen" for "VÄSTRA HAMNEN" and "Sofielunds Industriområde" for "SOFIELUNDS INDUSTRIOMR."."""
    capitals = name.isupper() and (shouting or len(name) > _ACRONYM_LETTERS)
    if not (capitals or name.islower()):
        return name
    words = [_SHORT_FORMS.get(word, word) for word in name.casefold().split()]
    return " ".join(word if number and word in _SMALL else _capitalised(word) for number, word in enumerate(words))


def alike(one: str, other: str) -> bool:
    """Tell whether two names may well be spellings of the same."""
    return SequenceMatcher(None, folded(one), folded(other)).ratio() >= _ALIKE


def folded(name: str) -> str:
    """Return what is compared of a name."""
    words = [_SHORT_FORMS.get(word, word) for word in name.casefold().split()]
    return re.sub(r"[\W_]+", "", "".join(words))


def _capitalised(word: str) -> str:
    """Set a capital at the start of a word and after a dash, but not after the colon of "s:t"."""
    return re.sub(r"(^|[-/(])(\w)", lambda start: start[1] + start[2].upper(), word)
