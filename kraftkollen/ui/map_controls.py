"""The choices of the map: boxes, the slider over periods with steps, and play, which the address follows when it stops."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

import streamlit as st

from kraftkollen.ui import address
from kraftkollen.ui.frame import Page
from kraftkollen.ui.prose import paragraph
from kraftkollen.views.choices import Choice, Wanted
from kraftkollen.views.map_view import Look, MapView

STEP_SECONDS = 1.5
_PLAY = "map is playing"
_LOST = 15.0
# Who has asked their system for less motion is not offered any: the steps beside do the same.
_STILL = (
    "<style>@media (prefers-reduced-motion:reduce){.st-key-play{display:none}}@media print{.st-key-steps{display:none}}</style>"
)


@dataclass(frozen=True, slots=True)
class _Play:
    """What is played: all periods, the one that is shown, and since when."""

    periods: tuple[str, ...]
    at: int
    since: float


def look() -> Look:
    """Return how the address asks for the map to be coloured."""
    return Look(st.query_params.get(address.MODE), st.query_params.get(address.SCALE))


def playing() -> bool:
    """Return whether periods are being played; not when nobody has been there to see the next one."""
    found: _Play | None = st.session_state.get(_PLAY)
    if found is not None and time.monotonic() - found.since > _LOST:
        del st.session_state[_PLAY]
        return False
    return found is not None


def wanted() -> Wanted:
    """Return what the address asks for; while periods are played, the one whose turn it is."""
    found: _Play | None = st.session_state.get(_PLAY)
    if found is None:
        return address.wanted()
    if time.monotonic() - found.since > STEP_SECONDS * 0.8:
        found = replace(found, at=min(found.at + 1, len(found.periods) - 1), since=time.monotonic())
        st.session_state[_PLAY] = found
    return replace(address.wanted(), period=found.periods[found.at])


def rest_at_the_end(every: Mapping[str, Choice]) -> None:
    """Stop after the last period: write it to the address, and draw the page anew."""
    found: _Play | None = st.session_state.get(_PLAY)
    if found is not None and found.at == len(found.periods) - 1 and len(found.periods) > 1:
        _stop(every)
        st.rerun()


def boxes(page: Page, view: MapView, every: Mapping[str, Choice]) -> None:
    """Draw the boxes for indicator, what the colours mean, level and group."""
    columns = st.columns([4, 3, 2, 3])
    named = (
        (page.words("Indicator"), address.INDICATOR, view.choices.indicator),
        (page.words("The map shows"), address.MODE, view.mode),
        (page.words("Level"), address.LEVEL, view.choices.level),
        (page.words("Group"), address.GROUP, view.choices.group),
    )
    for column, (label, name, choice) in zip(columns, named, strict=True):
        with column:
            address.select(label, name, choice, every)


def periods(page: Page, view: MapView, every: Mapping[str, Choice]) -> None:
    """Draw the slider over periods, the oldest to the left, with a step back, a step on, and play."""
    choice = view.choices.period
    titles = {one.id: one.title for one in reversed(choice.options)}
    if choice.chosen is None:
        return
    if len(titles) < 2:
        paragraph(page.words("Period: {period}", period=choice.chosen.title))
        return
    wide, narrow = st.columns([7, 5], vertical_alignment="bottom")
    with wide:
        key = f"choice {address.PERIOD}"
        st.session_state[key] = choice.chosen.id
        st.select_slider(
            page.words("Period"),
            list(titles),
            key=key,
            format_func=lambda one: titles[one],
            # While it plays, a late answer of the browser's would look like a choice of the reader's: stop first.
            on_change=None if st.session_state.get(_PLAY) else lambda: _leave(st.session_state[key], every),
            disabled=bool(st.session_state.get(_PLAY)),
        )
    with narrow:
        _steps(page, list(titles), choice.chosen.id, every)


def _steps(page: Page, ids: list[str], chosen: str, every: Mapping[str, Choice]) -> None:
    at = ids.index(chosen)
    st.html(_STILL)
    with st.container(horizontal=True, key="steps", gap="small"):
        for label, key, to in ((page.words("◀ Earlier"), "earlier", at - 1), (page.words("Later ▶"), "later", at + 1)):
            there = 0 <= to < len(ids)
            st.button(label, key=key, disabled=not there, on_click=_leave, args=(ids[to] if there else chosen, every))
        if st.session_state.get(_PLAY):
            st.button(page.words("■ Stop"), key="stop", on_click=_stop, args=(every,))
        else:
            st.button(page.words("Play all periods"), key="play", on_click=_start, args=(ids, chosen))


def _leave(period: str, every: Mapping[str, Choice]) -> None:
    """Show a period of the reader's own choice: what was playing stops."""
    st.session_state.pop(_PLAY, None)
    address.write(address.PERIOD, period, every)


def _start(ids: list[str], chosen: str) -> None:
    at = ids.index(chosen)
    st.session_state[_PLAY] = _Play(tuple(ids), 0 if at == len(ids) - 1 else at, time.monotonic())


def _stop(every: Mapping[str, Choice]) -> None:
    st.session_state.pop(_PLAY, None)
    chosen = every[address.PERIOD].chosen
    address.write(address.PERIOD, chosen.id if chosen else None, every)
