"""The documents of a page as files to take along: each is set when it is asked for, from what is published."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from kraftkollen.report.area_document import area_document
from kraftkollen.report.briefing_document import briefing_document
from kraftkollen.report.checkpoint_document import checkpoint_document
from kraftkollen.report.typesetting import typeset
from kraftkollen.ui.frame import Page
from kraftkollen.views.area_view import AreaView
from kraftkollen.views.briefing_view import briefing_committees, briefing_view
from kraftkollen.views.checkpoint_view import CheckpointView
from kraftkollen.views.reading import Reading

_PDF = "application/pdf"


def offer(label: str, name: str, make: Callable[[], bytes]) -> None:
    """Draw the button of a PDF that is made when it is pressed; `name` without its ending."""
    st.download_button(label, make, f"{name}.pdf", _PDF, key=f"document {name}", on_click="ignore")


def area(page: Page, shown: AreaView) -> None:
    """Draw the button for the area on two pages."""
    place = shown.shown
    if place is not None:
        reading, today = page.reading(), page.today
        offer(page.words("Two pages to print (PDF)"), place.id, lambda: typeset(area_document(reading, shown, today)))


def checkpoint(page: Page, reading: Reading, shown: CheckpointView) -> None:
    """Draw the button for the evaluation after one year as a document; `reading` is the one that it was read from."""
    name = f"underlag-{shown.on.isoformat()}"
    offer(page.words("The evaluation as a document (PDF)"), name, lambda: typeset(checkpoint_document(reading, shown)))


def briefing(page: Page, on: date) -> None:
    """Draw the box that chooses a committee, and the button for what it is told."""
    reading = page.reading()
    named = dict(briefing_committees(reading, on))
    if not named:
        return
    chosen = st.selectbox(page.words("Information to"), list(named), format_func=lambda one: named[one], key="briefing to")
    label, name = page.words("The information to the committee (PDF)"), f"information-{chosen}-{on.isoformat()}"
    offer(label, name, lambda: typeset(briefing_document(reading, briefing_view(reading, chosen, on))))
