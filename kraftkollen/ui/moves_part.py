"""What a delivery would move among the published figures: counts, then each figure with the old value beside the new.

Editions (yearly evaluations as published) that rest on a figure that would move are named.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence

import streamlit as st

from kraftkollen.actions.moves import Moves
from kraftkollen.report.moves_file import kind_word, moves_csv
from kraftkollen.ui import address, blocks, tables
from kraftkollen.ui.frame import Page
from kraftkollen.ui.private import private
from kraftkollen.ui.prose import paragraph, plain
from kraftkollen.views.moves_view import KINDS, MovedFigure, moves_view
from kraftkollen.words.numbers import number

_SHOWN = 50
_FEW = 12
# Returns what is written under these parts: as it was written before, where it is known to be the same.
Asked = tuple[str | None, str | None, str]
_EVERY: Asked = (None, None, "")
Once = Callable[[Sequence[Hashable], Callable[[], str]], str]


def _anew(_parts: Sequence[Hashable], make: Callable[[], str]) -> str:
    return make()


def draw(page: Page, found: Moves, key: str, once: Once = _anew) -> None:
    """Draw what moves; old beside new only to those who may see the delivery as it came.

    Parameters
    ----------
    key
        What tells this delivery's boxes from another's.
    once
        Where what is written of this delivery is kept; written anew at every run if left out.
    """
    if not found.indicators:
        paragraph(page.words("No published figure would move."))
        return
    st.html(once(["counts"], lambda: blocks.joined((*_counts(page, found), *_editions(page, found)))))
    if not found.withheld:
        _figures(page, found, key, once)


def _editions(page: Page, found: Moves) -> Iterator[str]:
    """Yield which published editions rest on what moves: they stay as they are."""
    if found.editions:
        said = page.counted(
            "{count} published edition rests on such a figure. It stays as it is, and will say that the data have changed:",
            "{count} published editions rest on such figures. They stay as they are, and will say that the data have changed:",
            len(found.editions),
        )
        links = (tables.Link(one, address.of(page, "arsutvardering", {"utgava": one})) for one in found.editions)
        yield f"<p>{plain(said)} {', '.join(tables.as_link(one) for one in links)}</p>"


def _title(page: Page, indicator: str) -> str:
    defined = page.version.catalogue.indicators.get(indicator)
    return defined.title.in_language(page.language) if defined else indicator


def _counts(page: Page, found: Moves) -> Iterator[str]:
    columns = [
        page.words("Indicator"),
        page.words("New"),
        page.words("Changed"),
        page.words("Gone"),
        page.words("Of them added up"),
    ]
    rows = [
        (
            _title(page, one.indicator),
            *(number(count, 0, page.language) for count in (one.new, one.changed, one.gone, one.computed)),
        )
        for one in found.indicators
    ]
    yield tables.as_html(columns, rows, page.words("Which published figures would move"), right=columns[1:])
    said = page.words("Added up: larger areas and priority areas, worked out from the smaller ones. They move along.")
    yield blocks.paragraph(said)


def _figures(page: Page, found: Moves, key: str, once: Once) -> None:
    """Draw old beside new, the changed figures first, with a filter where they are many and a download of all."""
    asked = _filter(page, found, key) if found.figures.num_rows > _FEW else _EVERY
    reading = page.reading()
    st.html(once(["figures", *asked], lambda: blocks.joined(_fitting(page, found, asked))))
    st.download_button(
        page.words("Download all, old beside new (CSV)"),
        lambda: moves_csv(moves_view(reading, found.figures), page.language),
        file_name=page.words("old_and_new") + ".csv",
        mime=private("text/csv"),
        key=f"moves file {key}",
        on_click="ignore",
    )


def _fitting(page: Page, found: Moves, asked: Asked) -> Iterator[str]:
    """Yield the figures that fit what was asked for, and how many there are where they are not all shown."""
    kind, indicator, containing = asked
    shown = moves_view(page.reading(), found.figures, kind=kind, indicator=indicator, containing=containing, most=_SHOWN)
    if not shown.rows:
        yield blocks.paragraph(page.words("No figure fits."))
    else:
        columns = [
            page.words("Area"),
            page.words("Period"),
            page.words("Group"),
            page.words("Before"),
            page.words("After"),
            page.words("Difference"),
        ]
        several = len(found.indicators) > 1
        rows = [(*([one.indicator] if several else []), *_row(page, one)) for one in shown.rows]
        columns = [*([page.words("Indicator")] if several else []), *columns]
        alt = page.words("Each figure that would move, the old value beside the new")
        yield tables.as_html(columns, rows, alt, right=columns[-3:], height=460 if len(rows) > _FEW else None)
    if shown.count > len(shown.rows):
        yield blocks.paragraph(
            page.words(
                "{shown} of {count} are shown. The file has all of them.",
                shown=number(len(shown.rows), 0, page.language),
                count=number(shown.count, 0, page.language),
            )
        )


def _row(page: Page, one: MovedFigure) -> tuple[str, ...]:
    added = page.words("added up")
    where = f"{one.area}, {one.level}" + (f" ({added})" if one.computed else "")
    return where, one.period, one.group, one.old, one.new, one.difference


def _filter(page: Page, found: Moves, key: str) -> Asked:
    there = [kind for kind in KINDS if any(getattr(one, kind) for one in found.indicators)]
    first, second, third = st.columns(3)
    with first:
        every = page.words("everything that moves")
        kind = st.selectbox(
            page.words("What happens"),
            ["", *there],
            format_func=lambda one: kind_word(one, page.language) if one else every,
            key=f"moves kind {key}",
        )
    with second:
        all_of_them = page.words("all indicators")
        indicator = st.selectbox(
            page.words("Indicator"),
            ["", *(one.indicator for one in found.indicators)],
            format_func=lambda one: _title(page, one) if one else all_of_them,
            key=f"moves indicator {key}",
        )
    with third:
        containing = st.text_input(page.words("Area with this in its name"), key=f"moves area {key}")
    return kind or None, indicator or None, containing
