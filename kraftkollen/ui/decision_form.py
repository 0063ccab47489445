"""The forms for a decision and for a day of the calendar."""

from collections.abc import Mapping
from typing import Any

import streamlit as st
from pydantic import ValidationError

from kraftkollen.actions.decision_form import TypedDecision, enter_calendar_day, enter_decision
from kraftkollen.actions.register_entry import withdraw
from kraftkollen.errors import UserError
from kraftkollen.model.calendar import CalendarDay, CalendarKind
from kraftkollen.model.decision import Decision, Mandate
from kraftkollen.ui.frame import Page, show_error
from kraftkollen.ui.intervention_form import withdrawal
from kraftkollen.ui.prose import section
from kraftkollen.ui.register_part import done, select, several, site_of
from kraftkollen.views.decisions_view import DecisionsView
from kraftkollen.views.register_names import Names
from kraftkollen.words.register_terms import term

_KEY = "decision "


def draw(page: Page, shown: DecisionsView) -> None:
    """Draw the form for a new decision, or for one that is chosen."""
    section(page.words("Enter"))
    new = page.words("a new decision")
    titles = {"": new, **{row.id: f"{row.day} · {row.bodies} · {row.reference}" for row in shown.rows}}
    name = select(page.words("Decision"), titles, f"{_KEY}which")
    record = shown.records.get(name)
    try:
        old = Decision.model_validate(record) if record else None
    except ValidationError:
        old = None
    _form(page, old, record if old else None)
    if old is not None:
        with st.expander(page.words("Withdraw")):
            withdrawal(page, "decisions", name, titles[name])


def _form(page: Page, old: Decision | None, record: Mapping[str, Any] | None) -> None:
    with st.form(f"{_KEY}form {old.id if old else 'new'}", enter_to_submit=False):
        typed = _fields(page, old)
        if st.form_submit_button(page.words("Save the change") if old else page.words("Enter the decision"), type="primary"):
            _enter(page, typed, record)


def _fields(page: Page, old: Decision | None) -> TypedDecision:
    programme, names = page.version.programme, Names(page.reading(), page.version.programme)
    bodies = {one.id: one.name for one in programme.bodies}
    key = f"{_KEY}{old.id if old else 'new'}"
    what = st.text_area(
        page.words("What was decided, as in the minutes"),
        old.what.in_language(page.language) if old else "",
        key=f"{key} what",
        height=90,
    )
    first, second = st.columns(2)
    with first:
        label = page.words("Date (year-month-day); empty while it is to come")
        day = st.text_input(label, old.day.isoformat() if old and old.day else "", key=f"{key} day", max_chars=10)
        who = several(page, page.words("Decided by"), bodies, f"{key} bodies", old.bodies if old else ())
        reference = st.text_input(
            page.words("Paragraph and document number"), (old.reference or "") if old else "", key=f"{key} reference"
        )
        interventions = {one.id: names.called(one.id) for one in programme.interventions}
        concerns = several(page, page.words("Concerns"), interventions, f"{key} concerns", old.concerns if old else ())
    with second:
        mandates = {"": page.words("not entered"), **{one.value: term(one, page.language) for one in Mandate}}
        mandate = select(page.words("Mandate"), mandates, f"{key} mandate", (old.mandate or "") if old else "")
        given_by = several(page, page.words("Delegation from"), bodies, f"{key} from", old.mandate_from if old else ())
        needs = several(
            page, page.words("Must also be decided by (a steering group's)"), bodies, f"{key} needs", old.needs if old else ()
        )
        settles = _settles(page, old, key)
    reservations, statements, document = _beside(page, old, key)
    return TypedDecision(
        day, who, what, reference, mandate, given_by, needs, settles, reservations, statements, document, concerns
    )


def _settles(page: Page, old: Decision | None, key: str) -> str:
    programme = page.version.programme
    waiting = [one for one in programme.decisions if one.needs and (old is None or one.id != old.id)]
    titles = {one.id: f"{one.day or ''} {programme.body_name(one.bodies[0])} {one.reference or ''}".strip() for one in waiting}
    label = page.words("Is the committee's own decision on")
    return select(label, {"": "–", **titles}, f"{key} settles", (old.settles or "") if old else "")


def _beside(page: Page, old: Decision | None, key: str) -> tuple[str, str, str]:
    first, second, third = st.columns(3)
    parties = {
        kind: "; ".join("+".join(one.parties) for one in old.dissent if one.kind == kind) if old else ""
        for kind in ("reservation", "statement")
    }
    with first:
        label = page.words("Reservations: parties, as A+B; C")
        reservations = st.text_input(label, parties["reservation"], key=f"{key} reservations")
    with second:
        label = page.words("Statements: parties, as A+B; C")
        statements = st.text_input(label, parties["statement"], key=f"{key} statements")
    with third:
        label = page.words("Address of the minutes")
        document = st.text_input(label, (old.document or "") if old else "", key=f"{key} document", placeholder="https://")
    return reservations, statements, document


def _enter(page: Page, typed: TypedDecision, record: Mapping[str, Any] | None) -> None:
    try:
        enter_decision(site_of(page), page.actor, typed, page.language, record)
    except UserError as error:
        show_error(page, error)
        return
    done(page.words("The decision is entered."), forget=_KEY)


def calendar(page: Page) -> None:
    """Draw the form for a day of the calendar, and the one that withdraws a day."""
    with st.form("calendar day", border=False, enter_to_submit=False):
        kinds = {one.value: term(one, page.language) for one in CalendarKind}
        kind = select(page.words("What"), kinds, "calendar kind", CalendarKind.BUDGET.value)
        day = st.text_input(page.words("Date (year-month-day)"), key="calendar date", max_chars=10)
        period = st.text_input(page.words("For the period"), key="calendar period", placeholder="2027")
        title = st.text_input(page.words("What it is called (optional)"), key="calendar title", max_chars=120)
        sent = st.form_submit_button(page.words("Enter the day"))
    if sent:
        try:
            enter_calendar_day(site_of(page), page.actor, kind, day, period, title, page.language)
        except UserError as error:
            show_error(page, error)
            return
        done(page.words("{day} is entered.", day=day), forget="calendar ")
    _withdraw_day(page)


def _called(page: Page, one: CalendarDay) -> str:
    return one.title.in_language(page.language) if one.title else f"{term(one.kind, page.language)} {one.period or ''}"


def _withdraw_day(page: Page) -> None:
    listed = sorted(page.version.programme.calendar, key=lambda one: one.day)
    if not listed:
        return
    with st.form("calendar withdraw", border=False):
        titles = {one.id: f"{one.day} {_called(page, one)}" for one in listed}
        name = select(page.words("Day"), titles, "calendar which")
        why = st.text_input(page.words("Why it is withdrawn"), key="calendar why", max_chars=500)
        sent = st.form_submit_button(page.words("Withdraw"))
    if not sent:
        return
    try:
        withdraw(site_of(page), page.actor, "calendar", name, why)
    except UserError as error:
        show_error(page, error)
        return
    done(page.words("{name} is withdrawn.", name=titles[name]), forget="calendar ")
