"""How hard a text is to read (LIX), and which of a catalogue's messages a text is."""

import re
from collections.abc import Iterable
from functools import cache

from babel.messages.pofile import read_po

from kraftkollen.words.translate import catalogue_file

_WORD = re.compile(r"[^\W_]+(?:[-–:.,][^\W_]+)*")
_END = re.compile(r"[.!?:]+(?=\s|$)|\n")
_LONG = 6
# A pattern that is hardly more than its blanks would fit anything.
_LETTERS = 12


def lix(text: str) -> float:
    """Return the readability figure of a text: words per sentence, and the share of words longer than six letters in percent.

    C.H. Björnsson, Läsbarhet (1968). Below 30 children's books, 30-40 fiction, 40-50 newspapers, 50-60 what authorities write.
    A sentence ends at a full stop, an exclamation or question mark, a colon, or where its line does.
    """
    words = _WORD.findall(text)
    if not words:
        return 0.0
    sentences = sum(1 for one in _END.split(text) if _WORD.search(one))
    return len(words) / sentences + 100 * sum(len(one) > _LONG for one in words) / len(words)


def running(strings: Iterable[str]) -> str:
    """Return what of a page is running text, a line each: sentences, and neither labels nor tables."""
    told = {one.strip("*- ") for one in strings}
    return "\n".join(sorted(one for one in told if len(_WORD.findall(one)) > 4 and one.endswith((".", "?", "!"))))


@cache
def _swedish() -> tuple[frozenset[str], re.Pattern[str]]:
    """Return every Swedish message that is not also English: those without blanks, and a pattern of those with."""
    with catalogue_file("sv").open("rb") as source:
        catalogue = [one for one in read_po(source, locale="sv") if one.id]
    pairs = [
        (swedish, str(one.id))
        for one in catalogue
        for swedish in ([one.string] if isinstance(one.string, str) else list(one.string))
        if swedish
    ]
    english = {text for _, text in pairs}
    whole = frozenset(text for text, from_ in pairs if "{" not in text and text != from_ and text not in english)
    parts = (re.split(r"{\w*(?::[^}]*)?}", text) for text, from_ in pairs if "{" in text and text != from_)
    told = sorted(
        {".+".join(map(re.escape, one)) for one in parts if sum(map(len, re.findall(r"\w+", "".join(one)))) >= _LETTERS}
    )
    return whole, re.compile("|".join(told))


def in_swedish(strings: Iterable[str]) -> list[str]:
    """Return which of the strings are messages of ours in Swedish."""
    whole, pattern = _swedish()
    return [one for one in strings if one in whole or pattern.fullmatch(one)]
