"""Sets a document as PDF, tagged and to be kept: the only use of typst. What is said reaches it as data, never as code."""

import json
import re
import unicodedata
from dataclasses import fields
from datetime import UTC
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kraftkollen.model.text import Language
from kraftkollen.report.document import Document, Table
from kraftkollen.words.translate import translate

if TYPE_CHECKING:
    import typst

TEMPLATES = Path(__file__).parent / "templates"
_TEMPLATE = TEMPLATES / "document.typ"
# No font of the system is used: the text's own comes inside typst; this one, for pictures and other alphabets, with matplotlib.
_FONT_FILES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
_NO_SIGN = "\ufffd"
# Signs that turn the direction of what follows: a name must not make a number read backwards.
_TURNS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NUMBER = {
    "sv": re.compile(r"([−-]?\d[\d\s]*(?<!\s)|[+−-]\d[\d\s]*(?<!\s))((?:,\d+)?(?:\s.*)?)"),
    "en": re.compile(r"([+−-]?\d[\d,]*)((?:\.\d+)?(?:%|\s.*)?)"),
}


def typeset(document: Document) -> bytes:
    """Return the document as PDF/UA-1 and PDF/A-2a, its fonts inside; the same bytes for the same document.

    Text is set as it stands: nothing in it is markup. A sign that the fonts lack becomes a replacement sign.
    """
    # Not with the page, here and below: who never asks for a document need not hold what sets it, 10 MB.
    import typst

    content: bytes = typst.compile(
        str(_TEMPLATE),
        root=str(TEMPLATES),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_data(document), ensure_ascii=False)},
        # Accessible (ISO 14289-1) and to be kept (ISO 19005-2). typst refuses what breaks them: a missing alt text or title.
        pdf_standards=["ua-1", "a-2a"],
        timestamp=int(document.at.replace(tzinfo=UTC).timestamp()),
    )
    return content


def printable(text: str) -> str:
    """Return the text without what cannot be set: control signs, signs that turn the direction, signs that the fonts lack."""
    return "".join(one if _settable(one) else _NO_SIGN for one in _TURNS.sub("", unicodedata.normalize("NFC", text)))


def _settable(sign: str) -> bool:
    return sign == "\n" or (ord(sign) in _signs() and unicodedata.category(sign) not in ("Cc", "Co", "Cn", "Cs"))


@cache
def _font_folder() -> Path:
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf"


@cache
def _fonts() -> "typst.Fonts":
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(_font_folder())])


@cache
def _signs() -> frozenset[int]:
    """Return the signs that every weight of the second font has; the first font's are all among them."""
    from matplotlib.ft2font import FT2Font

    return frozenset.intersection(*(frozenset(FT2Font(str(_font_folder() / one)).get_charmap()) for one in _FONT_FILES))


def _data(document: Document) -> dict[str, Any]:
    language = document.language
    data = _plain(document, language)
    data["words"] = {
        "contents": translate(language, "Contents"),
        "page": translate(language, "Page"),
        "of": translate(language, "of"),
        "demo": translate(language, "Demo data") if document.demo else "",
    }
    del data["at"]
    return {name: one for name, one in data.items() if name != "is"}


def _plain(value: Any, language: Language) -> Any:
    """Return the value as JSON knows it; a block says in `is` which one it is."""
    if isinstance(value, bytes):
        return printable(value.decode())
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, tuple):
        return [_plain(one, language) for one in value]
    if hasattr(value, "__dataclass_fields__"):
        found = {one.name: _plain(getattr(value, one.name), language) for one in fields(value)}
        if isinstance(value, Table):
            found["rows"] = [_aligned(value, row, language) for row in found["rows"]]
        return {"is": type(value).__name__, **found}
    return value


def _aligned(table: Table, row: list[Any], language: Language) -> list[Any]:
    """Cut the numbers of a row at the decimal mark, so that they can stand under each other."""
    return [_cut(one, language) if column.number else one for column, one in zip(table.columns, row, strict=True)]


def _cut(text: Any, language: Language) -> Any:
    found = _NUMBER[language].fullmatch(text) if isinstance(text, str) else None
    return {"is": "Number", "lead": found[1], "tail": found[2]} if found else text
