"""A delivery's receipt on the page: what was recorded, printed by itself, and as a file to keep."""

import streamlit as st

from kraftkollen.actions.deliver import Receipt
from kraftkollen.report.receipt import receipt_html, receipt_lines
from kraftkollen.ui import address, tables, upload
from kraftkollen.ui.frame import Page, show_error
from kraftkollen.ui.prose import paragraph, section
from kraftkollen.words.numbers import number

_KEY = "receipt-paper"
# On paper the receipt stands alone: the menu, the boxes and the buttons around it are of no use there.
_PRINT = (
    "<style>@media print{"
    f"body *{{visibility:hidden}} .st-key-{_KEY},.st-key-{_KEY} *{{visibility:visible}}"
    f".st-key-{_KEY}{{position:fixed;left:0;top:0;width:100%}}"
    f".st-key-{_KEY} button,.st-key-{_KEY} a{{display:none}}"
    "}</style>"
)


def just_recorded(page: Page) -> None:
    """Show the receipt of what was just recorded, with the way to the map."""
    stored = upload.receipt()
    if stored is None:
        return
    if stored.failure is not None:
        show_error(page, stored.failure)
    done = stored.receipt
    said = page.words(
        "Delivery {batch} is recorded: {rows} figures.", batch=done.batch, rows=number(done.rows, 0, page.language)
    )
    with st.container(key=_KEY):
        section(page.words("Receipt"))
        st.success(said)
        if not done.approved:
            paragraph(page.words("It waits for another person to approve it. Until then its values are not published."))
        draw(page, done)
    with st.container(horizontal=True):
        if done.approved:
            st.page_link("pages/karta.py", label=page.words("See it on the map"), query_params=_map_query(page, done))
        query = {address.BATCH: str(done.batch), **page.kept()}
        st.page_link("pages/leveranslage.py", label=page.words("Follow the delivery"), query_params=query)


def draw(page: Page, done: Receipt) -> None:
    """Draw what a receipt says, and the button that gives it as a file."""
    st.html(_PRINT)
    columns = [page.words("Receipt"), page.words("Delivery {batch}", batch=done.batch)]
    tables.table(columns, receipt_lines(done, page.language), alt=page.words("Receipt of the delivery"))
    city = page.version.programme.city
    st.download_button(
        page.words("Download the receipt, to print or keep"),
        lambda: receipt_html(done, city.name, page.language, demo=city.demo),
        file_name=page.words("receipt") + f"_{done.batch}.html",
        mime="text/html",
        key=f"receipt file {done.batch}",
        on_click="ignore",
    )


def _map_query(page: Page, done: Receipt) -> dict[str, str]:
    indicator = {address.INDICATOR: done.indicators[0]} if done.indicators else {}
    return {**indicator, **page.kept()}
