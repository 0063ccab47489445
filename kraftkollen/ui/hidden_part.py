"""Why a figure is hidden, one click away wherever one is."""

import streamlit as st

from kraftkollen.model.indicator import Indicator
from kraftkollen.ui.frame import Page
from kraftkollen.ui.prose import escaped
from kraftkollen.words.hidden import why_hidden


def why(page: Page, indicator: Indicator | None = None) -> None:
    """Draw what opens with the rule: of one indicator, or in general."""
    with st.expander(page.words("Why hidden?")):
        for one in why_hidden(indicator, page.language):
            st.markdown(escaped(one))
