"""The forms that add to the shared problem picture: an insight, an answer to the picture, a dialogue; and taking one back."""

import streamlit as st

from kraftkollen.ui import entry, register_part
from kraftkollen.ui.frame import Page
from kraftkollen.ui.prose import paragraph, section
from kraftkollen.views.choices import Choice, Option
from kraftkollen.views.problem_view import ProblemView
from kraftkollen.views.record_titles import picture_titles


def draw(page: Page, shown: ProblemView) -> None:
    """Draw the forms, for those who may speak for somebody."""
    bodies = _those_of_the_place_first(entry.speakers(page), shown)
    if not bodies:
        return
    section(page.words("Enter"))
    names = [
        page.words("An insight"),
        page.words("An answer to the picture"),
        page.words("A dialogue"),
        page.words("Take back"),
    ]
    insight, answer, dialogue, back = st.tabs(names)
    with insight:
        _insight(page, shown.places, bodies)
    with answer:
        _agreement(page, shown.places, bodies)
    with dialogue:
        if register_part.may_edit(page):
            _dialogue(page)
        else:
            paragraph(page.words("Whoever edits the register enters dialogue."))
    with back:
        entry.withdraw(page, picture_titles(page.reading()))


def _those_of_the_place_first(bodies: dict[str, str], shown: ProblemView) -> dict[str, str]:
    there = {one.committee for one in shown.chosen.answers} if shown.chosen else set()
    return dict(sorted(bodies.items(), key=lambda one: one[1] not in there))


def _places(page: Page, chosen: Choice, *, areas: bool) -> dict[str, str]:
    """Return what a record can be about: the pictures that are there, then any area of the finest level."""
    registry = page.version.registry
    found = {one.id: one.title for one in _first(chosen)}
    if areas and registry.divisions:
        finest = registry.divisions[-1]
        found |= {f"{finest.level}:{one.code}": one.name for one in registry.areas if one.division == finest.id}
    return found


def _first(chosen: Choice) -> list[Option]:
    return sorted(chosen.options, key=lambda one: one != chosen.chosen)


def _place(given: str) -> dict[str, str]:
    """Return the fields that say what a record is about."""
    level, colon, code = given.partition(":")
    return {"level": level, "area": code} if colon else {"priority_area": given}


def _select(label: str, titles: dict[str, str], name: str) -> str:
    return str(st.selectbox(label, list(titles), format_func=titles.__getitem__, key=entry.key(name)))


def _insight(page: Page, chosen: Choice, bodies: dict[str, str]) -> None:
    ways = {"knowledge": page.words("own work"), "presence": page.words("presence in the area")}
    with st.form("insight"):
        first, second = st.columns(2)
        with first:
            place = _select(page.words("Place"), _places(page, chosen, areas=True), "insight place")
            kind = _select(page.words("Seen by"), ways, "insight kind")
        with second:
            committee = _select(page.words("From"), bodies, "insight from")
            occasions = st.number_input(page.words("Occasions, if presence"), 1, 366, 1, key=entry.key("insight occasions"))
        label = page.words("What is known, in a sentence or two, and never about one person")
        text = st.text_area(label, max_chars=1000, height=90, key=entry.key("insight text"))
        evidence = st.text_input(page.words("Evidence (optional)"), max_chars=500, key=entry.key("insight evidence"))
        left, right = st.columns(2)
        with left:
            day_label = page.words("Date (year-month-day)")
            day = st.text_input(day_label, page.today.isoformat(), key=entry.key("insight day"))
        with right:
            document = st.text_input(page.words("Document number (optional)"), max_chars=100, key=entry.key("insight document"))
        sent = st.form_submit_button(page.words("Enter the insight"), type="primary")
    if sent:
        found = entry.fields(page)
        body = {
            **_place(place),
            "committee": committee,
            "text": found.text(page.words("What is known"), text),
            "day": found.day(day_label, day),
            "kind": kind,
            "occasions": int(occasions) if kind == "presence" else None,
            "evidence": evidence.strip(),
            "document": document.strip(),
        }
        if found.hold():
            entry.record(page, "insights", body, page.words("The insight is entered."))


def _agreement(page: Page, chosen: Choice, bodies: dict[str, str]) -> None:
    if not chosen.options:
        paragraph(page.words("There is no picture to answer yet."))
        return
    answers = {"yes": page.words("shares the picture"), "no": page.words("does not share the picture")}
    with st.form("agreement"):
        place = _select(page.words("Place"), _places(page, chosen, areas=False), "agreement place")
        committee = _select(page.words("From"), bodies, "agreement from")
        agrees = st.radio(
            page.words("Answer"), list(answers), format_func=answers.__getitem__, key=entry.key("agrees"), horizontal=True
        )
        why = st.text_input(page.words("Why (optional)"), max_chars=500, key=entry.key("agreement why"))
        day_label = page.words("Date (year-month-day)")
        day = st.text_input(day_label, page.today.isoformat(), key=entry.key("agreement day"))
        sent = st.form_submit_button(page.words("Enter the answer"), type="primary")
    if sent:
        found = entry.fields(page)
        given = {"committee": committee, "agrees": agrees == "yes", "day": found.day(day_label, day), "why": why.strip()}
        if found.hold():
            entry.record(page, "agreements", {**_place(place), **given}, page.words("The answer is entered."))


def _dialogue(page: Page) -> None:
    programme = page.version.programme
    bodies = {one.id: one.name for one in programme.bodies}
    places = {"": page.words("the whole work"), **{one.id: one.name for one in programme.priority_areas}}
    with st.form("dialogue"):
        place = _select(page.words("About"), places, "dialogue place")
        between = page.words("Between")
        who = st.multiselect(
            between,
            list(bodies),
            format_func=bodies.__getitem__,
            key=entry.key("dialogue bodies"),
            placeholder=page.words("Choose"),
        )
        what_label = page.words("About what, and what came of it")
        what = st.text_area(what_label, max_chars=1000, height=90, key=entry.key("dialogue what"))
        day_label = page.words("Date (year-month-day)")
        day = st.text_input(day_label, page.today.isoformat(), key=entry.key("dialogue day"))
        document = st.text_input(page.words("Document number (optional)"), max_chars=100, key=entry.key("dialogue document"))
        sent = st.form_submit_button(page.words("Enter the dialogue"), type="primary")
    if sent:
        found = entry.fields(page)
        body = {
            "priority_area": place,
            "bodies": found.chosen(between, who, 2),
            "what": found.text(what_label, what),
            "day": found.day(day_label, day),
            "document": document.strip(),
        }
        if found.hold():
            entry.record(page, "dialogues", body, page.words("The dialogue is entered."))
