"""A long part of a page as one piece of HTML of our own: headings, paragraphs, boxes that open, tables among them.

Streamlit draws each of its elements by itself, at a fifth of a millisecond: two hundred of them cost more than what they say.
The looks are those of Streamlit's own headings and boxes.
"""

import html
import re
from collections.abc import Iterable

import streamlit as st

STYLE = """
.kk-block{display:flex;flex-direction:column;gap:1rem}
.kk-block>*{min-width:0}
.kk-block p,.kk-block ol,.kk-block ul,.kk-block dl{margin:0}
.kk-block h2,.kk-block h3{margin:0;font-weight:600;line-height:1.2;letter-spacing:-.005em;scroll-margin-top:3rem}
.kk-block h2{font-size:1.4rem;padding:1rem 0}
.kk-block h3{font-size:1.2rem;padding:.75rem 0 1rem}
.kk-block h4{margin:0;padding:0;font-size:1rem;font-weight:700;line-height:1.6;letter-spacing:normal}
.kk-block .kk-source{font-size:.875rem;color:#444}
.kk-box{border:1px solid rgba(17,17,17,.2);border-radius:.5rem}
.kk-box>summary{display:flex;align-items:center;gap:.6rem;padding:.5rem .75rem;cursor:pointer;list-style:none;
 font-size:.875rem;line-height:1.6}
.kk-box>summary::-webkit-details-marker{display:none}
.kk-box>summary::before{content:"";flex:none;width:.4rem;height:.4rem;margin:0 .15rem;border:solid currentColor;
 border-width:0 2px 2px 0;transform:rotate(-45deg)}
.kk-box[open]>summary::before{transform:rotate(45deg)}
.kk-box>summary:hover{color:#9a1f2e}
.kk-box>summary:focus-visible{outline:3px solid #9a1f2e;outline-offset:2px;border-radius:.5rem}
.kk-box>div{display:flex;flex-direction:column;gap:1rem;padding:1rem;border-top:1px solid rgba(17,17,17,.2)}
.kk-box>div>*{min-width:0}
"""
# As Streamlit writes them: links to headings that people have kept still lead there.
_LETTERS = str.maketrans({"å": "a", "ä": "ae", "ö": "oe", "é": "e", "ü": "ue"})


def heading(text: str, level: int = 2, anchor: str = "") -> str:
    """Return a heading.

    Parameters
    ----------
    anchor
        A name that links on the page lead to, besides the one that its text gives.
    """
    name = re.sub(r"[^a-z0-9]+", "-", text.casefold().translate(_LETTERS)).strip("-")
    place = f'<span id="{_plain(anchor)}"></span>' if anchor else ""
    return f'<h{level} id="{name}">{place}{_plain(text)}</h{level}>'


def paragraph(text: str, *, strong: bool = False) -> str:
    """Return a paragraph of text as it is."""
    return f"<p><strong>{_plain(text)}</strong></p>" if strong else f"<p>{_plain(text)}</p>"


def led(lead: str, text: str) -> str:
    """Return a paragraph that begins with words that stand out."""
    return f"<p><strong>{_plain(lead)}</strong> {_plain(text)}</p>"


def source(text: str) -> str:
    """Return a source line: smaller, and dark enough to read."""
    return f'<p class="kk-source">{_plain(text)}</p>'


def box(title: str, parts: Iterable[str]) -> str:
    """Return a box that is closed until somebody opens it, by pointer or by keyboard; its parts are HTML."""
    return f'<details class="kk-box"><summary>{_plain(title)}</summary><div>{"".join(parts)}</div></details>'


def joined(parts: Iterable[str]) -> str:
    """Return parts, each of them HTML of this module or of `tables`, under each other as one piece."""
    return f'<div class="kk-block">{"".join(parts)}</div>'


def draw(parts: Iterable[str]) -> None:
    """Draw parts as one piece."""
    st.html(joined(parts))


def _plain(text: str) -> str:
    return html.escape(text, quote=True)
