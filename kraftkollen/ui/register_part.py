"""What the pages of the register share: where entries go, what was just done, the day asked for, boxes that need no mouse."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kraftkollen.access import Permission, may
from kraftkollen.actions.register_past import programme_as_of
from kraftkollen.actions.site import Site
from kraftkollen.model.programme import Programme
from kraftkollen.ui import caches
from kraftkollen.ui.frame import Page
from kraftkollen.ui.prose import escaped
from kraftkollen.views.choices import Choice

INTERVENTION, AREA, BODY, STATUS, ON, AS_OF = "insats", "omrade", "namnd", "status", "datum", "kand"
_DONE = "register done"


def site_of(page: Page) -> Site:
    """Return where what is entered goes."""
    return Site.at(caches.data_folder(), page.clock)


def may_edit(page: Page) -> bool:
    """Return whether the reader may enter and change what the register holds."""
    return may(page.actor, Permission.EDIT_REGISTER)


def done(sentence: str, forget: str = "") -> None:
    """Keep a sentence for the page to say, empty the form whose keys begin so, and draw the page on what is published now."""
    st.session_state[_DONE] = sentence
    for key in [one for one in st.session_state if forget and str(one).startswith(forget)]:
        del st.session_state[key]
    st.rerun()


def say_done() -> None:
    """Say what was just done."""
    sentence = st.session_state.pop(_DONE, None)
    if sentence:
        st.success(escaped(sentence))


def day_asked(page: Page) -> date:
    """Return the day that the address asks about, today if none; and say it if that cannot be read."""
    return _day(page, ON) or page.today


def known_asked(page: Page) -> date | None:
    """Return the day of which the address asks what was known then; None if it does not, or cannot be read, and say that."""
    return _day(page, AS_OF)


def programme_asked(page: Page) -> Programme:
    """Return the register as it stands, or as it was known at the end of the day that the address names."""
    known = known_asked(page)
    if known is None:
        return page.version.programme
    return programme_as_of(site_of(page), page.actor, datetime.combine(known, time.max))


def _day(page: Page, name: str) -> date | None:
    text = st.query_params.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        st.warning(page.words("The date in the address cannot be read. Write it as 2026-11-21."))
        return None


def days(page: Page) -> None:
    """Draw the fields for another day: what the page is about, and what was known."""
    with st.expander(page.words("Another day")):
        first, second = st.columns(2)
        with first:
            _day_field(page.words("As it stands on (year-month-day)"), ON)
        with second:
            _day_field(page.words("As it was known on (year-month-day)"), AS_OF)


def opened(label: str, key: str, *, expanded: bool = False) -> DeltaGenerator | None:
    """Draw a box that is closed, and return its inside once it is open; until then nothing in it is drawn.

    For forms of many fields: Streamlit looks through all fields for each of them, so that their cost grows with the square.
    """
    inside = st.expander(label, expanded=expanded, key=key, on_change="rerun")
    return inside if inside.open else None


def _day_field(label: str, name: str) -> None:
    key = f"register {name}"
    st.session_state[key] = st.query_params.get(name, "")
    st.text_input(label, key=key, on_change=_write, args=(name, key), placeholder="2026-11-21", max_chars=10)


def box(page: Page, label: str, name: str, choice: Choice, every: str) -> None:
    """Draw a box that filters, with its choice in the address."""
    titles = {"": every, **{one.id: one.title for one in choice.options}}
    if choice.unknown is not None:
        said = page.words("The address asks for {given}, which does not exist here.", given=escaped(choice.unknown[:60]))
        st.warning(said)
    key = f"register {name}"
    st.session_state[key] = choice.chosen.id if choice.chosen else ""
    st.selectbox(label, list(titles), key=key, format_func=titles.__getitem__, on_change=_write, args=(name, key))


def _write(name: str, key: str) -> None:
    value = str(st.session_state[key]).strip()
    if value:
        st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]


def select(label: str, titles: Mapping[str, str], key: str, chosen: str = "", help_text: str | None = None) -> str:
    """Draw a box of a form; return the id that is chosen."""
    ids = list(titles)
    place = ids.index(chosen) if chosen in ids else 0
    return str(st.selectbox(label, ids, index=place, format_func=lambda one: titles.get(one, one), key=key, help=help_text))


def several(page: Page, label: str, titles: Mapping[str, str], key: str, chosen: Sequence[str] = ()) -> tuple[str, ...]:
    """Draw a box of a form in which several can be chosen; return their ids in the order of the list."""
    there = [one for one in chosen if one in titles]
    found = st.multiselect(
        label, list(titles), default=there, format_func=titles.__getitem__, key=key, placeholder=page.words("Choose")
    )
    return tuple(one for one in titles if one in found)
