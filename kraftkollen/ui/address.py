"""The address bar is the truth: each choice stands in it by id, a link opens the same view, and back and forward work.

A page reads the address, draws, and sets each box to what the address says. A box that is changed rewrites the whole address
(so that a link says everything), and only then: a page that rewrote its address by itself would trap the back button.
"""

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

import streamlit as st

from kraftkollen.ui.frame import Page
from kraftkollen.ui.prose import escaped
from kraftkollen.views.choices import Choice, Wanted

INDICATOR, LEVEL, PERIOD, GROUP, AREA = "indikator", "niva", "period", "grupp", "omrade"
MODE, SCALE, SMALL = "visa", "klasser", "smakartor"
OWNER, BATCH = "agare", "leverans"
_WRITTEN = (INDICATOR, LEVEL, PERIOD, GROUP, AREA, MODE, SCALE, SMALL)
_OURS = "address written by a choice"
_LINKED = "asked for by a link"


def wanted() -> Wanted:
    """Return what the address asks for."""
    ask = st.query_params.get
    return Wanted(ask(INDICATOR), ask(LEVEL), ask(PERIOD), ask(GROUP), ask(AREA))


def of(page: Page, name: str, query: Mapping[str, str]) -> str:
    """Return the address of one of our pages with its choices, in the reader's language."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"{'/' + base if base else ''}/{name}?{urlencode(dict(query) | page.kept())}"


def select(label: str, name: str, choice: Choice, every: Mapping[str, Choice], placeholder: str | None = None) -> None:
    """Draw a box for one choice.

    Parameters
    ----------
    name
        Its name in the address.
    every
        All choices of the page by their names: what the address says after a change.
    placeholder
        If given, nothing may be chosen, and this is said then.
    """
    titles = {one.id: one.title for one in choice.options}
    ids: list[str | None] = [*([None] if placeholder else []), *titles]
    key = f"choice {name}"
    st.session_state[key] = choice.chosen.id if choice.chosen else None
    st.selectbox(
        label,
        ids,
        key=key,
        format_func=lambda one: placeholder or "" if one is None else titles[one],
        on_change=_write,
        args=(name, _ids(every), lambda: st.session_state[key]),
        disabled=not titles,
        placeholder=placeholder,
    )


def _ids(every: Mapping[str, Choice]) -> dict[str, str]:
    return {name: one.chosen.id for name, one in every.items() if one.chosen}


def write(name: str, value: str | None, every: Mapping[str, Choice]) -> None:
    """Rewrite the address with one choice changed."""
    _write(name, _ids(every), lambda: value)


def _write(name: str, ids: dict[str, str], value: Callable[[], str | None]) -> None:
    chosen = value()
    rewritten = {**ids, name: chosen} if chosen is not None else {one: known for one, known in ids.items() if one != name}
    kept = {one: text for one, text in st.query_params.to_dict().items() if one not in _WRITTEN}
    # All at once: each change of the address is a step that the reader would have to go back over.
    st.query_params.from_dict(kept | {one: str(rewritten[one]) for one in _WRITTEN if one in rewritten})
    st.session_state[_OURS] = st.query_params.to_dict()


def choose(name: str, value: str | None) -> None:
    """Write one choice of the reader's own into the address; None takes it away. The rest of it stays."""
    if value is None:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = value
    st.session_state[_OURS] = st.query_params.to_dict()


def asked_by_link(*names: str) -> tuple[str, ...]:
    """Return which of the names stood in the address when the reader came; what was chosen on the page since does not count."""
    if st.session_state.get(_OURS) != st.query_params.to_dict():
        st.session_state[_LINKED] = tuple(name for name in names if name in st.query_params)
    found: tuple[str, ...] = st.session_state.get(_LINKED, ())
    return found


def say_unknown(page: Page, every: Mapping[str, Choice]) -> None:
    """Say which ids of the address do not exist, and what is shown instead. A choice of the reader's own is no mistake."""
    if st.session_state.get(_OURS) == st.query_params.to_dict():
        return
    for name, choice in every.items():
        if choice.unknown is not None:
            instead = choice.chosen.title if choice.chosen else page.words("nothing chosen")
            st.warning(
                page.words(
                    "The address asks for {name} = {given}, which does not exist here. Shown instead: {instead}.",
                    name=name,
                    given=escaped(choice.unknown[:60]),
                    instead=escaped(instead),
                )
            )
