"""Reads PX (PC-Axis) files into a cube: the keywords that say what the figures are, and the data."""

import re
from dataclasses import dataclass

from kraftkollen.intake.cube import MISSING, Category, Cube, Dimension, broken, every_place

READER = "px/1"
KIND = "PX"
_START = re.compile(
    rb"(?:CHARSET|CODEPAGE|AXIS-VERSION|LANGUAGES?|CREATION-DATE|MATRIX|TABLEID|SUBJECT-CODE|DECIMALS)\s*=", re.I
)
_STATEMENT = re.compile(
    r"\s*(?P<word>[A-Z0-9-]+)(?:\[(?P<language>[^\]]*)\])?(?:\((?P<about>(?:\"[^\"]*\"|[^)\"])*)\))?\s*="
    r"(?P<value>(?:\"[^\"]*\"|[^;\"])*);",
    re.IGNORECASE,
)
_DATA = re.compile(r"(?:^|;)\s*DATA\s*=", re.IGNORECASE)
_TEXT = re.compile(r'"([^"]*)"')
_ADJACENT = re.compile(r'"\s+"')
_SYMBOLS = frozenset({".", "..", "...", "....", ".....", "......", "-", ":", "x"})


def is_px(start: bytes) -> bool:
    """Return whether a text begins as a PX file does."""
    return _START.match(start) is not None


def cube_of(data: bytes) -> Cube:
    """Return the cube of a PX file that was turned into UTF-8.

    Raises
    ------
    UnreadableError
        If keywords are missing, or the data do not fit them.
    """
    text = data.decode("utf-8", "replace")
    cut = _DATA.search(text)
    if cut is None:
        raise broken(KIND, "DATA")
    keywords = _Keywords.of(text[: cut.start() + 1])
    names = [*keywords.texts("STUB"), *keywords.texts("HEADING")]
    dimensions = tuple(keywords.dimension(name) for name in names)
    if not names or keywords.has("KEYS") or not all(one.categories for one in dimensions):
        raise broken(KIND, "VALUES")
    cells = text[cut.end() :].split(";", 1)[0].replace('"', " ").split()
    places = every_place([len(one.categories) for one in dimensions], len(cells), KIND)
    values = [MISSING if cell in _SYMBOLS else cell for cell in cells]
    title = "".join(keywords.texts("TITLE") or keywords.texts("CONTENTS"))
    return Cube(title, dimensions, places, values, [""] * len(values))


@dataclass(frozen=True)
class _Keywords:
    """The statements above the data, by keyword and what it is about; those of other languages are left out."""

    found: dict[tuple[str, str], str]

    @classmethod
    def of(cls, text: str) -> "_Keywords":
        found: dict[tuple[str, str], str] = {}
        place = 0
        while (match := _STATEMENT.match(text, place)) is not None:
            place = match.end()
            if match["language"] is None:
                about = _TEXT.search(match["about"] or "")
                found.setdefault((match["word"].upper(), about[1] if about else ""), match["value"])
        if text[place:].strip(" \r\n\t;"):
            raise broken(KIND, text[place:].strip()[:20])
        return cls(found)

    def has(self, word: str) -> bool:
        return any(one == word for one, _ in self.found)

    def texts(self, word: str, about: str = "") -> list[str]:
        """Return the texts of a statement; a text that goes on over several lines is one."""
        return [one.strip() for one in _TEXT.findall(_ADJACENT.sub("", self.found.get((word, about), "")))]

    def dimension(self, name: str) -> Dimension:
        labels = self.texts("VALUES", name)
        codes = self.texts("CODES", name) or labels
        if len(codes) != len(labels):
            raise broken(KIND, "CODES")
        role = "time" if ("TIMEVAL", name) in self.found else "geo" if ("MAP", name) in self.found else ""
        contents = self.texts("CONTVARIABLE")
        categories = tuple(Category(code, label) for code, label in zip(codes, labels, strict=True))
        return Dimension(name, name, categories, "metric" if contents == [name] else role)
