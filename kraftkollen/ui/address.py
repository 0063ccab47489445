"""The address bar is the truth: each choice stands in it by id, a link opens the same view, and back and forward work.

A page reads the address, draws, and sets each box to what the address says. A box that is changed rewrites the whole address
(so that a link says everything), and only then: a page that rewrote its address by itself would trap the back button.
"""

from collections.abc import Callable, Mapping

import streamlit as st

from kraftkollen.ui.frame import Page, escaped
from kraftkollen.views.choices import Choice, Wanted

INDICATOR, LEVEL, PERIOD, GROUP, AREA = "indikator", "niva", "period", "grupp", "omrade"
OWNER = "agare"
_OURS = "address written by a choice"


def wanted() -> Wanted:
    """Return what the address asks for."""
    ask = st.query_params.get
    return Wanted(ask(INDICATOR), ask(LEVEL), ask(PERIOD), ask(GROUP), ask(AREA))


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
    for one in (INDICATOR, LEVEL, PERIOD, GROUP, AREA):
        if one in rewritten:
            st.query_params[one] = str(rewritten[one])
        elif one in st.query_params:
            del st.query_params[one]
    st.session_state[_OURS] = st.query_params.to_dict()


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
