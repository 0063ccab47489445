"""Text on a page, shown as it is whatever a file or a name holds: headings, paragraphs, sources."""

import html
import re

import streamlit as st

# What becomes a link by itself in Markdown, escaped or not; an invisible word joiner within it keeps it a text.
_LINK = re.compile(r"www(?=\.)|https?:(?=//)|(?<=[\w.+-])@(?=\w)", re.IGNORECASE)


def escaped(text: str) -> str:
    """Return text that Markdown shows as it is, whatever a file or a name holds."""
    text = _LINK.sub(lambda found: f"{found[0]}\u2060", text)
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
