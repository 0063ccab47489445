"""The page where an administrator reads what would leave the house, and allows or stops it."""

import streamlit as st

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions import outside
from kraftkollen.actions.site import Site
from kraftkollen.errors import UserError
from kraftkollen.ui import caches, fetch_part, tables
from kraftkollen.ui.frame import Page, show_error
from kraftkollen.ui.prose import escaped, paragraph, section
from kraftkollen.views.fetch_view import FetchView


def draw(page: Page) -> None:
    """Draw what would be called and what is sent, the decision about it, and how every source stands."""
    access.require(page.actor, Permission.ADMINISTER)
    shown = fetch_part.view(page)
    paragraph(shown.sentence)
    _leaving(page, shown)
    if not shown.demo:
        _decide(page, shown)
        if shown.allowed:
            fetch_part.draw(page)
    _sources(page, shown)


def _leaving(page: Page, shown: FetchView) -> None:
    section(page.words("What leaves the house"))
    paragraph(
        page.words(
            "The calls go from this server, never from a reader's browser. What is sent are codes of figures, of areas and of "
            "groups, and years. No personal data is sent, no figure of the city's own, and nothing about who reads or writes."
        )
    )
    paragraph(
        page.words("As in every call, the other side sees the address of this server and the name of the program, Kraftkollen.")
    )
    # Not as a table: on a telephone the codes would stand in a column of one word's width.
    for one in shown.leaving:
        allowed = page.words("allowed") if one.allowed else page.words("not allowed")
        st.markdown(f"- **{escaped(one.address)}** ({escaped(allowed)}): {escaped(one.sent)}")


def _decide(page: Page, shown: FetchView) -> None:
    new = [one for one in shown.leaving if not one.allowed]
    with st.form("outside calls"):
        why = st.text_input(page.words("Why (optional, is kept in the register)"), max_chars=200)
        allows = bool(new) and st.form_submit_button(page.words("Allow calls to these addresses"), type="primary")
        stops = shown.allowed and st.form_submit_button(page.words("Stop all calls"))
    if not allows and not stops:
        return
    site = Site.at(caches.data_folder(), page.clock)
    try:
        # Exactly what was read above: an address that has come since is not allowed unseen.
        if allows:
            outside.allow(site, page.actor, [one.address for one in shown.leaving], why or None)
        else:
            outside.stop(site, page.actor, why or None)
    except UserError as error:
        show_error(page, error)
        return
    st.rerun()


def _sources(page: Page, shown: FetchView) -> None:
    if not shown.rows:
        return
    section(page.words("The sources"))
    columns = [page.words("Indicator"), page.words("Source"), page.words("What is not there")]
    rows = [(one.title, f"{one.source}, {one.level}", one.lacks or page.words("nothing")) for one in shown.rows]
    tables.table(columns, rows, alt=page.words("How each source stands"), height=520 if len(rows) > 12 else None)
