"""What stands below every page: its words, the introduction, the accessibility statement; and the look that all pages share."""

import html
from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

import streamlit as st

from kraftkollen.ui import blocks

# A link is at least 24 pixels high (WCAG 2.2, 2.5.8), where one is can be seen (2.4.7), and nothing moves unasked. Streamlit
# writes the label of a box that is empty too lightly to be read (1.4.3).
STYLE = """
.kk-foot{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;margin-top:2.5rem;padding-top:.75rem;border-top:1px solid #d9d9d9}
.kk-foot a{color:#9a1f2e;padding:.25rem 0;text-decoration:underline}
.kk-foot a:focus-visible,.kk-block a:focus-visible{outline:3px solid #9a1f2e;outline-offset:2px}
.stApp label [data-testid=stMarkdownContainer] p,.stApp [data-testid=stWidgetLabel] p{color:#111}
.kk-block img{max-width:100%;height:auto}
.kk-block a{color:#9a1f2e}
.kk-words{margin-top:2.5rem}
.kk-words dl{margin:0;display:grid;grid-template-columns:minmax(8rem,14rem) 1fr;gap:.5rem 1rem}
.kk-words dt{font-weight:600}
.kk-words dd{margin:0}
@media (max-width:640px){.kk-words dl{grid-template-columns:1fr;gap:.25rem}.kk-words dd{margin-bottom:.5rem}}
[data-testid=stCode] code,[data-testid=stCode] code *{overflow-wrap:anywhere;white-space:pre-wrap!important}
@media print{.kk-foot,.kk-words{display:none}}
@media (prefers-reduced-motion:reduce){*,*::before,*::after{animation-duration:.01ms!important;
 transition-duration:.01ms!important;scroll-behavior:auto!important}}
"""


def words(title: str, terms: Iterable[tuple[str, str]]) -> None:
    """Draw a box, closed, with the words of the page and what each means; nothing where there are none."""
    told = "".join(f"<dt>{_plain(name)}</dt><dd>{_plain(meaning)}</dd>" for name, meaning in terms)
    if told:
        st.html(f'<div class="kk-words">{blocks.box(title, [f"<dl>{told}</dl>"])}</div>')


def draw(label: str, links: Iterable[tuple[str, str]], kept: Mapping[str, str]) -> None:
    """Draw the foot: links by address and title, which take along what is kept."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    before, after = f"/{base}/" if base else "/", f"?{urlencode(kept)}" if kept else ""
    drawn = (f'<a href="{_plain(before + name + after)}" target="_self">{_plain(title)}</a>' for name, title in links)
    st.html(f'<nav class="kk-foot" aria-label="{_plain(label)}">{"".join(drawn)}</nav>')


def _plain(text: str) -> str:
    return html.escape(text, quote=True)
