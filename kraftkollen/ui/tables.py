"""Tables: text that is already formatted, as HTML of our own: headers that a screen reader follows, numbers under each other.

Streamlit's own table styles each cell anew by pandas at every run: 20 ms against less than one, and no link in a cell.
"""

import base64
import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import streamlit as st

# On a telephone a wide table of words shows each row as lines below each other. One of numbers, which are compared by column,
# scrolls: it shows by a shadow on which side there is more of it, and keeps its row headings in view.
STYLE = """
.kk-table{overflow:auto;margin:0 0 1rem}
.kk-table table{border-collapse:separate;border-spacing:0;width:100%;font-size:.9375rem;line-height:1.4}
.kk-table caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.kk-table th,.kk-table td{padding:.4rem .75rem .4rem 0;text-align:left;vertical-align:top;border-bottom:1px solid #d9d9d9}
.kk-table th{font-weight:600}
.kk-table thead th{border-bottom:2px solid #6b6b6b;position:sticky;top:0;z-index:2}
.kk-tall thead th{background:#fff}
.kk-table .kk-number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.kk-table .kk-number:not(:last-child){padding-right:1.5rem}
.kk-table th[scope=row]{min-width:9rem}
.kk-table img{display:block}
.kk-table .kk-whole{white-space:nowrap}
.kk-table a{color:#9a1f2e;text-decoration:underline}
.kk-table:focus-visible{outline:3px solid #9a1f2e;outline-offset:2px}
@media (max-width:640px){
.kk-wide{background:linear-gradient(90deg,#fff 30%,#fff0) 0 0,linear-gradient(270deg,#fff 30%,#fff0) 100% 0,
 linear-gradient(90deg,#0004,#0000) 0 0,linear-gradient(270deg,#0004,#0000) 100% 0;
 background-repeat:no-repeat;background-size:3rem 100%,3rem 100%,.75rem 100%,.75rem 100%;
 background-attachment:local,local,scroll,scroll}
.kk-wide table{min-width:calc(var(--kk-columns)*7.5rem)}
.kk-wide tbody th[scope=row]{position:sticky;left:0;z-index:1;max-width:9rem;background:#fff;
 box-shadow:.25rem 0 .25rem -.25rem #0005}}
@media screen and (max-width:640px){
.kk-stack :is(table,tbody,tr,th){display:block}
.kk-stack thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.kk-stack tr{border-bottom:1px solid #d9d9d9;padding:.5rem 0}
.kk-stack tr>*,.kk-stack tr>.kk-number{border:0;padding:.1rem 0;text-align:left;white-space:normal}
.kk-stack td{display:inline-block;max-width:100%;margin-right:1.25rem}
.kk-stack td:empty{display:none}
.kk-stack img{display:inline-block;vertical-align:middle}
.kk-stack td::before{content:var(--kk-name) ": ";color:#555}
.kk-stack td::before{content:var(--kk-name) ": "/""}
"""
# What a cell is of, before it: the names stand once for each table, for a table is long.
_LABELLED = range(1, 13)
STYLE += "".join(f".kk-stack td:nth-child({place}){{--kk-name:var(--kk-{place})}}\n" for place in _LABELLED)
STYLE += """}
@media print{.kk-table{background:none;max-height:none!important;overflow:visible}.kk-table tr{break-inside:avoid}}
"""


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that leads to one of our own pages; `address` begins with / or ?."""

    text: str
    address: str

    def __post_init__(self) -> None:
        if not self.address.startswith(("/", "?")) or self.address.startswith("//"):
            raise ValueError("a link leads to one of our own pages")


@dataclass(frozen=True, slots=True)
class Picture:
    """A cell that is a small picture: an SVG of our own making, and what it shows in words."""

    svg: str
    alt: str


Cell = str | Link | Picture
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?")
# A date, a document number, a span of years: broken at its dash it is read as two.
_JOINED = re.compile(r"(?<![\w-])(?=[\w–-]{3,16}(?![\w–-]))(?=[\w–-]*\d)\w+(?:[-–]\w+)+")
# What is no letter, digit or space is written by its number in a style.
_CODED = re.compile(r"[^\w ]")
# With so many columns a table is wider than a telephone, or with fewer whose longest words side by side have so many letters.
_WIDE, _LETTERS = 4, 40
# What a table, its parts and its cells are, where a browser may forget it: one that is drawn as lines is a table no longer.
_ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row"}
# A cell that is no longer than a date is kept on one line as it is.
_SHORT = 10


def table(
    columns: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    alt: str,
    *,
    right: Sequence[str] = (),
    height: int | None = None,
    row_heading: bool = False,
) -> None:
    """Draw a table. Whatever stands in a cell is shown as it is.

    Parameters
    ----------
    right
        Columns of numbers, set to the right so that their decimals stand under each other.
    height
        In pixels, if the table is to scroll by itself.
    row_heading
        Whether the first cell of a row says what the row is about.
    """
    st.html(as_html(columns, rows, alt, right=right, height=height, row_heading=row_heading))


def as_html(
    columns: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    alt: str,
    *,
    right: Sequence[str] = (),
    height: int | None = None,
    row_heading: bool = False,
) -> str:
    """Return the table as HTML; parameters as `table`."""
    numbers = [name in right for name in columns]
    wide = len(columns) >= _WIDE or _letters(columns, rows, numbers) > _LETTERS
    stacked = wide and 3 * sum(numbers) <= len(columns) <= _LABELLED[-1]
    tags = {tag: f"<{tag}{_role(role, stacked)}>" for tag, role in _ROLES.items()}
    head = "".join(
        _cell("th", name, number, ' scope="col"' + _role("columnheader", stacked))
        for name, number in zip(columns, numbers, strict=True)
    )
    body = "".join(f"{tags['tr']}{_row(row, numbers, stacked, row_heading)}</tr>" for row in rows)
    caption = f"<caption>{html.escape(alt)}</caption>"
    inner = f"{tags['table']}{caption}{tags['thead']}{tags['tr']}{head}</tr></thead>{tags['tbody']}{body}</tbody></table>"
    # On a narrow screen any table may have to scroll sideways: then it must be reached by keyboard, and say what it is.
    scrolls = f' tabindex="0" role="region" aria-label="{html.escape(alt, quote=True)}"'
    looks = (
        f"--kk-columns:{len(columns)}" + (f";max-height:{height}px" if height else "") + (_labels(columns) if stacked else "")
    )
    narrow = " kk-stack" if stacked else " kk-wide" if wide else ""
    return f'<div class="kk-table{narrow}{" kk-tall" if height else ""}" style="{looks}"{scrolls}>{inner}</div>'


def _letters(columns: Sequence[str], rows: Sequence[Sequence[Cell]], numbers: Sequence[bool]) -> int:
    """Return how many letters the longest parts of all columns that stay on one line have together: words, whole numbers."""
    told = zip(numbers, zip(columns, *([_text(one) for one in row] for row in rows), strict=True), strict=True)
    return sum(max((len(part) for cell in column for part in _parts(cell, number)), default=0) for number, column in told)


def _parts(cell: str, number: bool) -> list[str]:
    return [cell] if number or _DATE.fullmatch(cell) else cell.split()


def _text(cell: Cell) -> str:
    return cell if isinstance(cell, str) else cell.text if isinstance(cell, Link) else ""


def _role(name: str, stacked: bool) -> str:
    return f' role="{name}"' if stacked else ""


def _row(row: Sequence[Cell], numbers: Sequence[bool], stacked: bool, heading: bool) -> str:
    cells = [_cell("td", one, number, _role("cell", stacked)) for one, number in zip(row, numbers, strict=True)]
    if heading and len(row) > 0:
        cells[0] = _cell("th", row[0], numbers[0], ' scope="row"' + _role("rowheader", stacked))
    return "".join(cells)


def _labels(columns: Sequence[str]) -> str:
    """Return the names of the columns for the style, where nothing of a name can be more than its letters."""
    return "".join(f";--kk-{place}:'{_CODED.sub(_coded, name)}'" for place, name in enumerate(columns, 1))


def _coded(found: re.Match[str]) -> str:
    return f"\\{ord(found[0]):x} "


def _cell(tag: str, content: Cell, number: bool, scope: str = "") -> str:
    date = isinstance(content, str) and _DATE.fullmatch(content)
    style = ' class="kk-number"' if number else ' class="kk-whole"' if date else ""
    shown = html.escape(content) if isinstance(content, str) and style else _content(content)
    return f"<{tag}{scope}{style}>{shown}</{tag}>"


def as_link(link: Link) -> str:
    """Return a link as HTML, for a line of its own outside a table."""
    return f'<a href="{html.escape(link.address, quote=True)}" target="_self">{html.escape(link.text)}</a>'


def link_line(said: str, *links: Link) -> None:
    """Draw links on a line of their own, after what is said of them; in the look of those of a table."""
    st.html(link_html(said, *links))


def link_html(said: str, *links: Link) -> str:
    """Return the line of `link_line` as HTML."""
    return f'<div class="kk-table">{html.escape(said)} {", ".join(as_link(one) for one in links)}</div>'


def _content(content: Cell) -> str:
    if isinstance(content, Link):
        return as_link(content)
    if isinstance(content, Picture):
        return as_image(content)
    text = html.escape(content)
    if len(text) > _SHORT and ("-" in text or "–" in text):
        return _JOINED.sub(r'<span class="kk-whole">\g<0></span>', text)
    return text


@lru_cache(maxsize=500)
def as_image(picture: Picture) -> str:
    """Return a picture as HTML: as an image, so that nothing in it can be more than a picture."""
    coded = base64.b64encode(picture.svg.encode()).decode()
    return f'<img alt="{html.escape(picture.alt, quote=True)}" src="data:image/svg+xml;base64,{coded}">'
