"""The shared problem picture on a page: the sentence, one place's picture, the list of places and of who has given what."""

from datetime import date

import streamlit as st

from kraftkollen.model.modules import Module
from kraftkollen.model.programme import Programme
from kraftkollen.ui import address, caches, tables
from kraftkollen.ui.frame import Page
from kraftkollen.ui.prose import escaped, paragraph, section, source_line
from kraftkollen.views.problem_view import PictureView, ProblemView, problem_view

# Pages know nothing but ui.
MODULE = Module.PROBLEM_PICTURE


def view(page: Page, on: date, programme: Programme | None) -> ProblemView:
    """Return the pictures as they stand on a day, with the place that the address asks for."""
    reading, place = page.reading(), st.query_params.get(address.AREA)

    def make() -> ProblemView:
        return problem_view(reading, on, place, programme)

    return make() if programme else caches.kept(reading, "problem picture", [on, place], make)


def overview(page: Page, shown: ProblemView) -> None:
    """Draw the sentence, then the choice of place and its picture."""
    st.markdown(f"**{escaped(shown.sentence)}**")
    if shown.chosen is None:
        paragraph(
            page.words(
                "A picture is of a priority area, or of one area. Enter what a committee knows of one, and it stands here. "
                "No priority area is chosen on record yet."
            )
        )
        return
    every = {address.AREA: shown.places}
    address.say_unknown(page, every)
    address.select(page.words("Place"), address.AREA, shown.places, every)
    picture(page, shown.chosen)


def picture(page: Page, shown: PictureView) -> None:
    """Draw the picture of one place."""
    section(page.words("What is known of {place}", place=shown.title))
    paragraph(shown.sentence)
    if shown.insights:
        columns = [
            page.words("From"),
            page.words("Day"),
            page.words("What is known"),
            page.words("Seen by"),
            page.words("Evidence"),
        ]
        rows = [(one.committee, one.day, one.text, one.seen_by, one.evidence) for one in shown.insights]
        tables.table(columns, rows, alt=page.words("What is known of {place}, by who has given it", place=shown.title))
    if shown.answers:
        section(page.words("Who shares the picture"))
        columns = [
            page.words("Committee"),
            page.words("Answer"),
            page.words("Day"),
            page.words("Why"),
            page.words("Newer insights"),
        ]
        answers = [(one.committee, one.answer, one.day, one.why, one.newer) for one in shown.answers]
        tables.table(
            columns, answers, alt=page.words("Who shares the picture of {place}", place=shown.title), right=columns[4:]
        )
        source_line(
            page.words(
                "Newer insights: what others have entered that is dated after the answer. "
                "Asked are those who take part in an intervention in the place, or have entered something about it. "
                "That each committee answers is our own proposal; nothing on record asks for it."
            )
        )
    if shown.dialogues:
        section(page.words("Dialogue"))
        columns = [page.words("Day"), page.words("Between"), page.words("About what"), page.words("Document")]
        talks = [(one.day, one.bodies, one.what, one.document) for one in shown.dialogues]
        tables.table(columns, talks, alt=page.words("Dialogue about {place}, the newest first", place=shown.title))


def summary(page: Page, shown: ProblemView) -> None:
    """Draw the list of all places, in the order of the register, and of all who have given something."""
    if shown.summary:
        section(page.words("All places"))
        columns = [
            page.words("Place"),
            page.words("Insights"),
            page.words("Presence, twelve months"),
            page.words("Share the picture"),
            page.words("See it otherwise"),
            page.words("Have not answered"),
        ]
        rows = [(one.place, one.insights, one.presence, one.sharing, one.not_sharing, one.silent) for one in shown.summary]
        alt = page.words("All places in the order of the register, not of need")
        tables.table(columns, rows, alt=alt, right=columns[1:4])
    if shown.givers:
        section(page.words("Who has given what"))
        columns = [
            page.words("Committee or company"),
            page.words("Insights"),
            page.words("Presence, twelve months"),
            page.words("Answered, of places asked"),
        ]
        givers = [(one.committee, one.insights, one.presence, one.answered) for one in shown.givers]
        alt = page.words("Committees and companies in the order of the register")
        tables.table(columns, givers, alt=alt, right=columns[1:])
