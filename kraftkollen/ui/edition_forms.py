"""What people do on the page of the yearly evaluation: comment for their body, announce a day, publish an edition."""

from datetime import date

import streamlit as st

from kraftkollen.access import Permission, may
from kraftkollen.actions.editions import announce
from kraftkollen.errors import UserError
from kraftkollen.report import edition as report
from kraftkollen.ui import entry, register_part
from kraftkollen.ui.frame import Page, show_error
from kraftkollen.ui.prose import escaped, paragraph, section
from kraftkollen.ui.register_part import site_of
from kraftkollen.ui.yearly_page import Asked


def draw(page: Page, shown: Asked) -> None:
    """Draw the forms, for who may use them; nothing for a reader."""
    speakers = entry.speakers(page) if may(page.actor, Permission.SEE_PUBLISHED) else {}
    publishes = may(page.actor, Permission.PUBLISH_EDITIONS)
    if shown.year is None or not (speakers or publishes):
        return
    section(page.words("Enter"))
    register_part.say_done()
    register_part.say_done()
    if speakers:
        with st.expander(page.words("Comment on {year} for a body", year=shown.year)):
            _comment(page, shown.year, speakers)
    if publishes:
        with st.expander(page.words("Announce and publish an edition of {year}", year=shown.year)):
            _announce(page, shown.year)
            _publish(page, shown)


def _comment(page: Page, year: int, speakers: dict[str, str]) -> None:
    paragraph(
        page.words("A comment stands apart from the computed text, under the body's name, and follows into the next edition.")
    )
    with st.form("comment edition"):
        body = register_part.select(page.words("Body"), speakers, entry.key("commenting body"))
        label, day_label = page.words("Comment"), page.words("Date (year-month-day)")
        text = st.text_area(label, max_chars=2000, key=entry.key("comment text"))
        day = st.text_input(day_label, page.today.isoformat(), key=entry.key("comment day"), max_chars=10)
        document = st.text_input(page.words("Document number (may be left out)"), key=entry.key("comment ref"), max_chars=100)
        sent = st.form_submit_button(page.words("Record the comment"))
    if sent:
        found = entry.fields(page)
        record = {"year": year, "body": body, "day": found.day(day_label, day) or "", "text": found.text(label, text)}
        record |= {"document": document.strip()}
        if found.hold():
            entry.record(page, "edition_comments", record, page.words("The comment is recorded."))


def _announce(page: Page, year: int) -> None:
    paragraph(page.words("Everybody gets an edition at the same moment, on a day that is announced at least a day before."))
    with st.form("announce edition"):
        label = page.words("Day of publishing (year-month-day)")
        text = st.text_input(label, key="announce day", max_chars=10)
        sent = st.form_submit_button(page.words("Announce the day"))
    if sent:
        found = entry.fields(page)
        day = found.day(label, text, future=True)
        if found.hold() and day is not None:
            try:
                announce(site_of(page), page.actor, year, date.fromisoformat(day))
            except UserError as error:
                show_error(page, error)
                return
            register_part.done(page.words("The day is announced."))


def _publish(page: Page, shown: Asked) -> None:
    year = shown.year
    waiting = next(iter(shown.editions.announced(year)), None)
    if year is None or waiting is None:
        return
    if waiting.on > page.today:
        paragraph(page.words("It can be published on {on}.", on=waiting.on.isoformat()))
        return
    with st.form("publish edition"):
        paragraph(page.words("Whoever publishes has read the text and approves it. It can never be changed, only superseded."))
        reference = st.text_input(page.words("Document number (may be left out)"), key="edition ref", max_chars=100)
        why = (
            st.text_input(page.words("Why it takes the place of the edition before"), key="edition why", max_chars=500)
            if waiting.number > 1
            else ""
        )
        sent = st.form_submit_button(page.words("Publish the edition"), type="primary")
    if sent:
        try:
            done = report.publish(site_of(page), page.actor, page.version, year, reference.strip() or None, why.strip() or None)
        except UserError as error:
            show_error(page, error)
            return
        register_part.done(page.words("Edition {id} is published.", id=escaped(done.edition.id)))
