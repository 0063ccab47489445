"""Templates to fill in: for an owner or an indicator, what is missing or a period, as CSV or Excel."""

from functools import partial

import streamlit as st

from kraftkollen.model.clock import today
from kraftkollen.report.template import template_csv, template_xlsx
from kraftkollen.ui.address import OWNER
from kraftkollen.ui.frame import Page
from kraftkollen.ui.prose import paragraph, section
from kraftkollen.views.template_view import template_view


def draw(page: Page) -> None:
    """Draw what a template can be for, and the two buttons that give it."""
    section(page.words("Get a template"))
    paragraph(page.words("A file with areas, groups and periods filled in. Fill in the figures and send it back here."))
    catalogue, programme = page.version.catalogue.indicators, page.version.programme
    owners = {one.owner: programme.body_name(one.owner) for one in catalogue.values()}
    titles = {one.id: one.title.in_language(page.language) for one in catalogue.values()}
    first, second, third = st.columns(3)
    with first:
        every, asked = page.words("every owner"), st.query_params.get(OWNER, "")
        listed = ["", *sorted(owners, key=owners.__getitem__)]
        owner = st.selectbox(
            page.words("Owner"),
            listed,
            index=listed.index(asked) if asked in listed else 0,
            format_func=lambda one: owners.get(one, every),
        )
    with second:
        mine = [one for one in titles if not owner or catalogue[one].owner == owner]
        all_of_them = page.words("all indicators")
        indicator = st.selectbox(
            page.words("Indicator"), ["", *mine], format_func=lambda one: titles.get(one, all_of_them), key="template indicator"
        )
    with third:
        periods = st.text_input(page.words("Periods, separated by commas"), placeholder=page.words("exactly what is missing"))
    _buttons(page, owner or None, indicator or None, [one.strip() for one in periods.split(",") if one.strip()])


def _buttons(page: Page, owner: str | None, indicator: str | None, periods: list[str]) -> None:
    if owner is None and indicator is None:
        paragraph(page.words("Choose an owner or an indicator first."))
        return
    view = template_view(
        page.reading(), today(page.clock), indicators=(indicator,) if indicator else (), owner=owner, periods=periods or None
    )
    if not view.rows:
        paragraph(page.words("Nothing is missing."))
        return
    paragraph(page.words("{count} rows to fill in, for {periods}.", count=len(view.rows), periods=", ".join(view.periods[-6:])))
    name = f"mall_{indicator or owner}"
    with st.container(horizontal=True):
        for label, ending, make in (
            (page.words("Download as Excel"), "xlsx", template_xlsx),
            (page.words("Download as CSV"), "csv", template_csv),
        ):
            st.download_button(label, partial(make, view, page.language), file_name=f"{name}.{ending}", on_click="ignore")
