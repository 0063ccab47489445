"""One delivery: its receipt as it stands now, what happened to it, and its file as it came."""

import streamlit as st

from kraftkollen.access import Permission, may, may_see_delivered
from kraftkollen.actions import deliver as action
from kraftkollen.actions import history
from kraftkollen.actions.site import Site
from kraftkollen.errors import UserError
from kraftkollen.model.delivery import State
from kraftkollen.ui import address, caches, receipt_part, tables
from kraftkollen.ui.frame import Page, show_error
from kraftkollen.ui.private import private
from kraftkollen.ui.prose import escaped, paragraph, section
from kraftkollen.ui.upload_page import state
from kraftkollen.words.numbers import moment

_BOX = "one delivery"


def draw(page: Page) -> None:
    """Draw the box that chooses a delivery, and the delivery that the address names."""
    if not may(page.actor, Permission.SEE_DELIVERIES):
        return
    section(page.words("One delivery"))
    site = Site.at(caches.data_folder(), page.clock)
    every = caches.of_journal(site, page.actor, "batches", [], lambda: action.batches(site, page.actor))
    found = {str(one.id): one for one in every}
    if not found:
        paragraph(page.words("None yet."))
        return
    titles = {
        number: f"{number} · {one.filename} · {moment(one.delivered_at)} · {state(page, one.state)}"
        for number, one in found.items()
    }
    asked = st.query_params.get(address.BATCH)
    if asked is not None and asked not in found:
        st.warning(page.words("There is no delivery {given}.", given=escaped(asked[:20])))
    st.session_state[_BOX] = asked if asked in found else None
    st.selectbox(
        page.words("Delivery"),
        [None, *found],
        key=_BOX,
        format_func=lambda one: page.words("No delivery chosen") if one is None else titles[one],
        on_change=_chosen,
    )
    if asked in found:
        _delivery(page, site, int(asked))


def _chosen() -> None:
    address.choose(address.BATCH, st.session_state[_BOX])


def _events(page: Page, site: Site, number: int) -> None:
    """Draw what happened to the delivery, from the first on."""
    every = caches.of_journal(site, page.actor, "audit", [], lambda: history.audit(site, page.actor))
    happened = [one for one in every if one.batch == number]
    columns = [page.words("When"), page.words("Event"), page.words("By"), page.words("Why"), page.words("Document number")]
    rows = [
        (
            moment(one.at),
            page.words("delivered") if one.kind is State.PENDING else state(page, one.kind),
            one.by,
            one.why or "",
            one.ref or "",
        )
        for one in reversed(happened)
    ]
    tables.table(columns, rows, alt=page.words("What happened to the delivery"))


def _delivery(page: Page, site: Site, number: int) -> None:
    done = caches.of_journal(site, page.actor, "receipt", [number], lambda: action.receipt(site, page.actor, number))
    receipt_part.draw(page, done)
    _events(page, site, number)
    if done.state is State.ERASED:
        return
    if not may_see_delivered(page.actor, done.delivered_by):
        paragraph(page.words("Its file is for whoever delivered it, those who approve and the central statistician."))
        return
    file_as_it_came(page, site, number, f"kept file {number}")


def file_as_it_came(page: Page, site: Site, batch: int, key: str) -> None:
    """Draw the way to a delivery's file; it is checked once, and read again by whoever takes it."""

    def read() -> tuple[bytes, str]:
        return history.kept_file(site, page.actor, batch)

    try:
        name = caches.of_journal(site, page.actor, "name of the kept file", [batch], lambda: read()[1])
    except UserError as error:
        show_error(page, error)
        return
    st.download_button(
        page.words("Download the file as it came"), lambda: read()[0], name, private(), key=key, on_click="ignore"
    )
