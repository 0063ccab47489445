"""Everything that a page sends to a browser: texts, addresses, hover texts, options, and what its buttons would download."""

import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
import streamlit as st

from kraftkollen.model.text import LANGUAGES
from kraftkollen.ui.frame import language_script
from tests.screen import Screen

Downloads = list[tuple[str, bytes]]
_TAGS = {"p", "a", "div", "span", "ul", "ol", "li", "table", "caption", "thead", "tbody", "tr", "th", "td", "img", "style"}
_TAGS |= {
    "b",
    "strong",
    "br",
    "details",
    "summary",
    "h2",
    "h3",
    "h4",
    "dl",
    "dt",
    "dd",
    "section",
    "small",
    "script",
    "em",
    "time",
}
_TAGS |= {"blockquote", "nav", "figure", "figcaption", "h1", "h5", "hr", "abbr", "sub", "sup"}
_SVG = {"svg", "path", "line", "rect", "circle", "polyline", "text", "g", "title", "defs", "pattern"}
_MARKDOWN = {"body", "label", "help", "caption", "text"}
# The only script of a page's own: it says which language the document is in.
_CODE = re.compile(r"\]\(|!\[|</?[a-zA-Z!]|\$|:red|:material|javascript:|https?://")
_OUR_SCRIPTS = {language_script(one) for one in LANGUAGES}


def sent(screen: Screen) -> str:
    """Return all that the page sends, as one text: what is not in here no reader can find in the browser."""
    found = [json.dumps(one, ensure_ascii=False) for one in _messages(screen)]
    return "\n".join(found).replace("\\\\", "\\").replace('\\"', '"')


def _messages(screen: Screen) -> Iterator[dict[str, Any]]:
    for element in screen.app.main:
        proto = getattr(element, "proto", None)
        if hasattr(proto, "ListFields"):
            found = _as_dict(proto)
            for name in ("spec", "config"):
                if isinstance(found.get(name), str) and found[name].startswith("{"):
                    found[name] = json.loads(found[name])
            yield {"kind": element.type, **found}


def _as_dict(proto: Any) -> dict[str, Any]:
    return {field.name: _plain(value) for field, value in proto.ListFields()}


def _plain(value: Any) -> Any:
    if hasattr(value, "ListFields"):
        return _as_dict(value)
    if isinstance(value, (str, int, float, bool)):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if hasattr(value, "items"):
        return {str(key): _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if hasattr(value, "__iter__") else str(value)


@pytest.fixture
def downloads(monkeypatch: pytest.MonkeyPatch) -> Downloads:
    """What the buttons of the pages that are opened would download, by the file's name."""
    found: Downloads = []

    def button(label: str, data: Any, file_name: str | None = None, *_: Any, **__: Any) -> bool:
        made: Any = data() if isinstance(data, Callable) else data  # type: ignore[arg-type]
        found.append((file_name or label, made.encode() if isinstance(made, str) else bytes(made)))
        return False

    monkeypatch.setattr(st, "download_button", button)
    return found


def code_in(screen: Screen) -> list[str]:
    """Return what on the page is code, or a link or a picture, and not of our making: HTML, Markdown, formulas, addresses."""
    return [fault for one in _messages(screen) for fault in _faults(one)]


def _faults(message: dict[str, Any]) -> Iterator[str]:
    kind = message["kind"]
    if kind == "html":
        reader = _Reader()
        reader.feed(message.get("body", ""))
        yield from reader.faults
    elif kind == "plotly_chart":
        yield from (f"chart: {text[:200]}" for text in _texts(message.get("spec")) if _is_markup(text))
    elif kind != "code":
        for name, value in message.items():
            if name in _MARKDOWN and isinstance(value, str):
                yield from (f"{kind} {name}: {fault}" for fault in _in_markdown(value))


def _is_markup(text: str) -> bool:
    return any(one in text.lower() for one in ("<script", "<img", "<a ", "<svg", "javascript:alert(7))<"))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def _in_markdown(text: str) -> Iterator[str]:
    """What Markdown, or Streamlit's additions to it, makes of a text once its escaped signs are set aside."""
    bare = re.sub(r"\\[^\w\s]", "", text)
    yield from (f"{found!r} in {text[:120]!r}" for found in _CODE.findall(bare))


class _Reader(HTMLParser):
    """Collects what a browser would run, fetch or follow outside our own pages."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self._script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._script = tag == "script"
        if tag not in _TAGS | _SVG:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            given = (value or "").strip().lower()
            inside = name == "src" and given.startswith("data:image/")
            ours = (
                name in ("href", "src")
                and not given.startswith("//")
                and given.startswith(("?", "/", "#", "https://", "mailto:"))
            )
            foreign = "angripare" in given and name in ("href", "src")
            if foreign or name.startswith("on") or (name in ("href", "src", "action", "formaction") and not (inside or ours)):
                self.faults.append(f"<{tag} {name}={given[:80]}>")

    def handle_data(self, data: str) -> None:
        if self._script and data.strip() and data not in _OUR_SCRIPTS:
            self.faults.append(f"script {data[:80]}")
        self._script = False
