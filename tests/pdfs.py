"""What is asked of a PDF: its text, its tags, what stands for its pictures, and what it promises to be."""

import io
import re
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader

_SPACE = re.compile(r"[\s\u00ad\u200b]+")


def opened(content: bytes) -> PdfReader:
    """Return the file, open."""
    return PdfReader(io.BytesIO(content))


def pages_of(content: bytes) -> list[str]:
    """Return what is written on each page."""
    return [page.extract_text() for page in opened(content).pages]


def text_of(content: bytes) -> str:
    """Return all that is written in the file."""
    return "\n".join(pages_of(content))


def squeezed(text: str) -> str:
    """Return the text without spaces, line ends and hyphens: how lines are broken says nothing."""
    return _SPACE.sub("", text).replace("-", "")


def tags(content: bytes) -> Iterator[Any]:
    """Yield every element of the structure that a screen reader follows."""
    waiting = [opened(content).trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        one = waiting.pop().get_object()
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            yield one
            waiting += [one["/K"]] if "/K" in one else []


def named(content: bytes, kind: str) -> list[Any]:
    """Return the elements of a kind, such as Figure or TH."""
    return [one for one in tags(content) if one.get("/S") == f"/{kind}"]


def links(content: bytes) -> list[str]:
    """Return where the file leads outside itself."""
    every = (one.get_object() for page in opened(content).pages for one in page.get("/Annots", []))
    return [str(one["/A"]["/URI"]) for one in every if "/A" in one and "/URI" in one["/A"]]


def unembedded_fonts(content: bytes) -> list[str]:
    """Return the fonts that a reader would have to have."""
    found = []
    for page in opened(content).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            inner = font.get_object().get("/DescendantFonts", [font])[0].get_object()
            if not any(name.startswith("/FontFile") for name in inner.get("/FontDescriptor", {})):
                found.append(str(inner.get("/BaseFont")))
    return found
