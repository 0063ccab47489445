"""Pages run by Streamlit's own AppTest on a real store, and what a reader can read on them."""

import html
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from tests import people
from tests.people import Person
from tests.stores import ROOT

START = "dashboard.py"
# Found, not listed: a page that is added is run by every test that takes all pages.
PAGES = (START, *sorted(f"pages/{path.name}" for path in (ROOT / "pages").glob("*.py")))
# Each run of a page by AppTest makes Streamlit's runtime anew, which then looks for components in every installed package.
# There are none, and it took nine tenths of the time of such a test.
manifest_scanner.scan_component_manifests = lru_cache(maxsize=None)(manifest_scanner.scan_component_manifests)
_READ = {"body", "label", "options", "placeholder", "help", "alt", "text"}


class Screen:
    """One reader's session on one store."""

    def __init__(self, page: str, address: dict[str, str], person: Person | None = None) -> None:
        self.app = AppTest.from_file(str(ROOT / START), default_timeout=400)
        if page != START:
            self.app.switch_page(page)
        for name, value in address.items():
            self.app.query_params[name] = value
        if person is not None:
            self.become(person)
        self.run()

    def become(self, person: Person) -> None:
        """Be that person from the next run on; the store must have an access.yaml (people.set_up)."""
        self.app.secrets.update(people.secrets())
        self.app.user = person.claims()

    def run(self) -> "Screen":
        self.app.run()
        return self

    @property
    def address(self) -> dict[str, str]:
        """The address bar, each choice as one text."""
        found = dict(self.app.query_params.items())
        return {name: value[0] if isinstance(value, list) else value for name, value in found.items()}

    @property
    def title(self) -> str:
        return unescaped(self.app.title[0].value)

    @property
    def errors(self) -> list[str]:
        return [one.value for one in self.app.error]

    @property
    def warnings(self) -> list[str]:
        return [unescaped(one.value) for one in self.app.warning]

    @property
    def strings(self) -> list[str]:
        """Everything that can be read, as it reaches the browser: labels, tables, hover texts, descriptions for the blind."""
        found: list[str] = []
        for element in self.app.main:
            proto = getattr(element, "proto", None)
            found += [] if proto is None else strings_of(proto)
        return [text for text in found if text.strip()]

    @property
    def paragraphs(self) -> list[str]:
        """What is said in words, a paragraph, an item or a heading each; neither tables nor the labels of boxes."""
        found: list[str] = []
        for element in self.app.main:
            body = getattr(getattr(element, "proto", None), "body", "")
            if element.type == "html":
                bare = re.sub(r"<table\b.*?</table>|<(style|script|svg).*?</\1>", "", body, flags=re.DOTALL)
                found += re.split(r"</?(?:p|li|h\d|dd|dt|div|summary|figcaption)[^>]*>", bare)
            elif element.type in ("markdown", "info", "warning", "error", "success"):
                found.append(body)
        return [text for text in map(unescaped, found) if text.strip()]

    @property
    def read(self) -> str:
        """What can be read, as a reader reads it."""
        return "\n".join(unescaped(text) for text in self.strings)

    def open(self, key: str) -> "Screen":
        """Open a box whose inside is drawn once it is open."""
        self.app.session_state[key] = True
        return self.run()

    def box(self, label: str) -> Any:
        return next(one for one in (*self.app.selectbox, *self.app.select_slider) if one.label == label)

    def table(self, heading: str) -> list[list[str]]:
        """The rows of the first table that has a column of that name."""
        return next(rows for columns, *rows in self.tables if heading in columns)

    @property
    def tables(self) -> list[list[list[str]]]:
        """Every table: its headings, then its rows."""
        bodies = (getattr(getattr(one, "proto", None), "body", "") for one in self.app.main if one.type == "html")
        return [_rows_of(table) for body in bodies for table in re.findall(r"<table\b.*?</table>", body, re.DOTALL)]

    @property
    def map_specification(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(next(one for one in self.app.main if one.type == "plotly_chart").proto.spec)
        return found


def opened(page: str, store: Path, monkeypatch: pytest.MonkeyPatch, *, person: Person | None = None, **address: str) -> Screen:
    """Open a page as that person does, or as the local user, on that store with the address given."""
    monkeypatch.setenv("KRAFTKOLLEN_DATA", str(store))
    return Screen(page, address, person)


def unescaped(text: str) -> str:
    """Return Markdown or HTML as a reader sees it."""
    bare = html.unescape(re.sub(r"<(style|script).*?</\1>|(?<!\\)<[^>]+>", "", text, flags=re.DOTALL))
    return re.sub(r"\\([^a-zA-Z0-9\s])", r"\1", bare)


def _rows_of(table: str) -> list[list[str]]:
    rows = (
        re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        for row in re.findall(r"<tr\b[^>]*>(.*?)</tr>", table, re.DOTALL)
    )
    return [[html.unescape(re.sub(r"<[^>]+>", "", cell)) for cell in row] for row in rows]


def strings_of(proto: Any) -> Iterator[str]:
    """Return everything in an element that can be read."""
    for field, value in proto.ListFields():
        if field.name == "spec":
            yield from _hover_texts(value)
        elif field.type == field.TYPE_MESSAGE:
            for one in value if _many(value) else [value]:
                if hasattr(one, "ListFields"):
                    yield from strings_of(one)
        elif field.name in _READ and field.type == field.TYPE_STRING:
            yield from value if _many(value) else [value]


def _many(value: Any) -> bool:
    return not isinstance(value, str) and hasattr(value, "__len__") and not hasattr(value, "ListFields")


def _hover_texts(spec: str) -> Iterator[str]:
    for trace in json.loads(spec).get("data", []):
        yield from trace.get("text", [])
