"""The two times of the register on a page: the day that it is about, and the day on which it was recorded."""

from dataclasses import dataclass
from datetime import date, datetime, time

import streamlit as st
from pydantic import ValidationError

from kraftkollen.actions.programme import exported
from kraftkollen.actions.site import Site
from kraftkollen.model.programme import Programme
from kraftkollen.ui import caches
from kraftkollen.ui.frame import Page
from kraftkollen.ui.prose import escaped

ON, RECORDED = "datum", "registrerat"


@dataclass(frozen=True)
class When:
    """The day shown, and the register as it was recorded by the end of an earlier day; None: as it is published now."""

    on: date
    programme: Programme | None


def chosen(page: Page) -> When:
    """Return the times of the address; today and now if it names none. Says what it shows if it is another day."""
    on, recorded = _read(page, ON), _read(page, RECORDED)
    if on is None and recorded is None:
        return When(page.today, None)
    programme = _recorded(page, recorded) if recorded else None
    said = page.words("Shown as of {day}.", day=on or page.today)
    if programme is not None:
        said += " " + page.words("As it was recorded by the end of {day}.", day=recorded)
    st.info(escaped(said))
    return When(on or page.today, programme)


def _read(page: Page, name: str) -> date | None:
    given = st.query_params.get(name)
    if not given:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        st.warning(escaped(page.words("The date {given} cannot be read. Shown instead: today.", given=given[:20])))
        return None


def _recorded(page: Page, day: date) -> Programme | None:
    site = Site.at(caches.data_folder(), page.clock)
    try:
        return Programme.model_validate(exported(site, page.actor, datetime.combine(day, time.max)))
    except ValidationError:
        # Before the register began there is no city, no level and no body: nothing that makes a programme.
        st.warning(escaped(page.words("Nothing was recorded by {day}. Shown instead: what is recorded now.", day=day)))
        return None


def draw(page: Page) -> None:
    """Draw the form that chooses another day; the choice stands in the address."""
    with st.expander(page.words("Show another day")), st.form("register time"):
        on = st.text_input(page.words("As of the day (year-month-day)"), st.query_params.get(ON, ""))
        recorded = st.text_input(page.words("As it was recorded by (year-month-day)"), st.query_params.get(RECORDED, ""))
        if st.form_submit_button(page.words("Show")):
            _write(ON, on.strip())
            _write(RECORDED, recorded.strip())
            st.rerun()


def _write(name: str, value: str) -> None:
    if value:
        st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]
