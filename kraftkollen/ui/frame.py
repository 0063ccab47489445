"""What all pages share: title, menu, language, the demo notice, access, and what is said when something is wrong."""

import html
import json
import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

import streamlit as st

from kraftkollen.errors import StoreMissing, UserError
from kraftkollen.model.actor import Actor
from kraftkollen.model.clock import Clock, clock_from_environment
from kraftkollen.model.text import LANGUAGES, Language
from kraftkollen.ui import caches, tables
from kraftkollen.views.reading import Reading, Version
from kraftkollen.words.problems import error_sentence, problem_sentence
from kraftkollen.words.translate import mark, translate, translate_counted

_log = logging.getLogger("kraftkollen")

LANGUAGE = "sprak"
# Address, file, and the English of the title; the order of the menu.
PAGES: tuple[tuple[str, str, str], ...] = (
    ("", "dashboard.py", mark("Start")),
    ("karta", "pages/karta.py", mark("Map")),
    ("lamna_uppgifter", "pages/lamna_uppgifter.py", mark("Deliver figures")),
    ("leveranslage", "pages/leveranslage.py", mark("Deliveries")),
)


@dataclass(frozen=True)
class Page:
    """What a page works with: who reads, in which language, and when."""

    address: str
    actor: Actor
    language: Language
    clock: Clock

    def words(self, message: str, **blanks: object) -> str:
        """Return the message in the reader's language."""
        return translate(self.language, message, **blanks)

    def counted(self, one: str, many: str, count: int) -> str:
        """Return the form of the message that fits the count."""
        return translate_counted(self.language, one, many, count)

    def kept(self) -> dict[str, str]:
        """Return what a link to another page takes along."""
        return {} if self.language == LANGUAGES[0] else {LANGUAGE: self.language}

    @cached_property
    def version(self) -> Version:
        """The newest published version; the same for the whole page, even if another is published while it is drawn."""
        return caches.version()

    def reading(self) -> Reading:
        """Return the newest published version, for this reader."""
        return Reading(self.actor, self.version, self.language)


@contextmanager
def page(address: str) -> Iterator[Page]:
    """Draw what all pages share around a page's own content, and turn its errors into sentences."""
    current = Page(address, caches.actor(), _language(), clock_from_environment())
    title = current.words(next(title for name, _, title in PAGES if name == address))
    st.set_page_config(page_title=f"{title} · Kraftkollen", page_icon="🧭", layout="wide")
    _document_language(current.language)
    drawn = False
    try:
        _head(current)
        drawn = True
        yield current
    except UserError as error:
        show_error(current, error)
    except Exception:
        number = secrets.token_hex(4)
        _log.exception("error %s on page %s", number, address or "start")
        st.error(
            current.words("Something went wrong on our side. Error number {number}. Tell whoever runs the tool.", number=number)
        )
    if not drawn:
        st.stop()


def _language() -> Language:
    asked = st.query_params.get(LANGUAGE, LANGUAGES[0])
    return next((one for one in LANGUAGES if one == asked), LANGUAGES[0])


def _document_language(language: Language) -> None:
    # Streamlit says lang="en" whatever the page is in; a screen reader would read Swedish with English sounds.
    script = f"<script>window.parent.document.documentElement.lang={json.dumps(language)}</script>"
    st.html(script, unsafe_allow_javascript=True)


def _head(current: Page) -> None:
    # Streamlit leaves room for a tool bar that we do not show; a printed page needs none of it.
    st.html(f"<style>.stMainBlockContainer{{padding-top:1.5rem;max-width:80rem}}{tables.STYLE}</style>")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for _, file, title in PAGES:
            st.page_link(file, label=current.words(title), query_params=current.kept())
        _other_language(current)
    if _is_demo(current):
        st.info(current.words("Demo data: Exempelstad is a made-up city. No figure here is about a real place."))


def _other_language(current: Page) -> None:
    other: Language = "en" if current.language == "sv" else "sv"
    label = "In English" if other == "en" else "På svenska"
    address = "?" + urlencode({**st.query_params.to_dict(), LANGUAGE: other})
    # A link of our own: Streamlit's would be marked as the page that one is on.
    st.html(
        f'<a href="{plain(address)}" style="color:#9a1f2e" target="_self" hreflang="{other}" lang="{other}">{label}</a>',
        width="content",
    )


def _is_demo(current: Page) -> bool:
    try:
        return current.version.programme.city.demo
    except UserError:
        return False


def show_error(current: Page, error: UserError) -> None:
    """Say what is wrong and what to do, each problem on a line of its own."""
    st.error(escaped(error_sentence(error, current.language)))
    for problem in error.problems[:20]:
        st.markdown(f"- {escaped(problem_sentence(problem, current.language))}")
    if isinstance(error, StoreMissing):
        st.code("python -m kraftkollen init", language="shell")


def escaped(text: str) -> str:
    """Return text that Markdown shows as it is, whatever a file or a name holds."""
    special = "\\`*_{}[]()#+-.!|<>~$:"
    return "".join(f"\\{letter}" if letter in special else letter for letter in text)


def plain(text: str) -> str:
    """Return text that HTML shows as it is."""
    return html.escape(text, quote=True)


def heading(text: str) -> None:
    """Draw the page's one main heading."""
    st.title(escaped(text), anchor=False)


def section(text: str) -> None:
    """Draw the heading of a part of the page."""
    st.header(escaped(text), anchor=False)


def paragraph(text: str) -> None:
    """Draw a paragraph of text as it is."""
    st.markdown(escaped(text))


def source_line(text: str) -> None:
    """Draw a source line: smaller, and dark enough to read."""
    st.html(f'<p style="font-size:0.875rem;color:#444;margin:0">{plain(text)}</p>')
