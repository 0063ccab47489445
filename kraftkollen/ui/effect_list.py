"""An analyst's changes to the list of comparison areas: in the address, so that a link shows the same, and said on the page."""

import streamlit as st

from kraftkollen.access import Permission, may
from kraftkollen.ui import address
from kraftkollen.ui.frame import Page, escaped, paragraph
from kraftkollen.views.effect_page_view import EffectPage, Evaluation, area_names

REMOVED, ADDED = "utan", "med"


def changes(page: Page, intervention: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the areas that the address takes out of the list and puts into it; what is unknown is said and left alone."""
    found = next((one for one in page.version.programme.interventions if one.id == intervention), None)
    if found is None:
        return frozenset(), frozenset()
    known = area_names(page.reading(), found)
    asked = {name: _asked(name) for name in (REMOVED, ADDED)}
    for given in sorted({one for codes in asked.values() for one in codes} - set(known)):
        st.warning(page.words("The address asks for {given}, which does not exist here.", given=escaped(given[:60])))
    own = frozenset(found.areas)
    removed, added = ((frozenset(codes) & frozenset(known)) - own for codes in asked.values())
    return removed, added - removed


def _asked(name: str) -> list[str]:
    return [one for one in st.query_params.get(name, "").split(",") if one]


def forget() -> None:
    """Go back to the rule's list."""
    for name in (REMOVED, ADDED):
        st.query_params.pop(name, None)


def back(page: Page) -> None:
    """Draw the way back to the rule's list, where the address has another."""
    if (REMOVED in st.query_params or ADDED in st.query_params) and st.button(page.words("Back to the rule's list")):
        forget()
        st.rerun()


def form(page: Page, shown: EffectPage, found: Evaluation) -> None:
    """Draw, for whoever may change the list, what to take out and what to put in."""
    back(page)
    if not may(page.actor, Permission.EVALUATE):
        return
    with st.expander(page.words("Change the list of comparison areas")):
        paragraph(
            page.words(
                "Areas are chosen by rule. To see what another list gives, take out or put in areas here: the address then "
                "holds the change, and whoever opens it reads that the list is another than the rule's."
            )
        )
        wish = found.answered.question
        listed = {one.code: one.name for one in found.rows.weights}
        left_out = {one.code: f"{one.name} ({one.reason})" for one in found.rows.excluded}
        names = area_names(page.reading(), shown.intervention)
        with st.form("effect list", border=False):
            out = _several(page, page.words("Take out"), listed | {one: names[one] for one in wish.removed}, wish.removed)
            put = _several(page, page.words("Put in"), left_out | {one: names[one] for one in wish.added}, wish.added)
            sent = st.form_submit_button(page.words("Show with this list"))
    if sent:
        address.choose(REMOVED, ",".join(sorted(out)) or None)
        address.choose(ADDED, ",".join(sorted(put)) or None)
        st.rerun()


def _several(page: Page, label: str, titles: dict[str, str], chosen: frozenset[str]) -> list[str]:
    ordered = sorted(titles, key=lambda one: titles[one].casefold())
    found: list[str] = st.multiselect(
        label, ordered, default=sorted(chosen), format_func=titles.__getitem__, placeholder=page.words("Choose")
    )
    return found
