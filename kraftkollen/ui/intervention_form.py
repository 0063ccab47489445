"""The form for an intervention: seven fields that need no mouse, prefilled as far as can be; and the one that withdraws."""

from collections.abc import Mapping
from typing import Any

import streamlit as st
from pydantic import ValidationError

from kraftkollen.actions.intervention_form import TypedIntervention, enter_intervention
from kraftkollen.actions.register_entry import withdraw
from kraftkollen.errors import UserError
from kraftkollen.model.intervention import Intervention, InterventionKind
from kraftkollen.model.modules import Module, used
from kraftkollen.model.text import Text
from kraftkollen.ui.frame import Page, show_error
from kraftkollen.ui.intervention_fields import KEY, NONE, Fields, details, plan
from kraftkollen.ui.prose import paragraph
from kraftkollen.ui.register_part import INTERVENTION, done, several, site_of
from kraftkollen.views.register_names import Names

_CITY, _PRIORITY = "city", "priority "


def draw(page: Page, record: Mapping[str, Any] | None = None) -> None:
    """Draw the form for a new intervention, or for the one whose record is given."""
    try:
        one = Intervention.model_validate(record) if record else _empty(page)
    except ValidationError:
        paragraph(page.words("This intervention was entered by an older version. Change it by a file."))
        return
    form = Fields(page, Names(page.reading(), page.version.programme), one, record)
    with st.form(form.key("form"), border=False, enter_to_submit=False):
        typed = _typed(form)
        save = page.words("Enter the intervention") if form.is_new else page.words("Save the change")
        if st.form_submit_button(save, type="primary"):
            _enter(form, typed)


def _empty(page: Page) -> Intervention:
    """Return what a new intervention is prefilled with."""
    divisions = page.version.registry.divisions
    level = divisions[-1].level if divisions else "delomrade"
    nothing = Text(sv="–", en="–")
    return Intervention(id="new", name=nothing, city_wide=True, level=level, start=page.today, kind=InterventionKind.DIRECT)


def _enter(form: Fields, typed: TypedIntervention) -> None:
    page = form.page
    try:
        name = enter_intervention(site_of(page), page.actor, typed, page.language, form.record)
    except UserError as error:
        show_error(page, error)
        return
    st.query_params[INTERVENTION] = name
    done(page.words("{name} is entered.", name=typed.name), forget=KEY)


def _typed(form: Fields) -> TypedIntervention:
    page, one = form.page, form.one
    name = form.typed("name", "" if form.is_new else form.said(one.name))
    level, places = _places(form)
    there = () if form.is_new else (_CITY,) if one.city_wide else one.areas
    where = several(page, form.label("where"), places, form.key("where"), there)
    first, second = st.columns(2)
    with first:
        lead = form.chosen("lead", {**NONE, **form.bodies}, one.lead)
        kind = form.term("kind", InterventionKind, one.kind, first={} if one.kind else NONE)
        start = form.typed("start", one.start.isoformat() if one.start else "", page.words("Start (year-month-day)"))
        primary = form.chosen("primary_indicator", {"": page.words("none yet"), **form.indicators}, one.primary_indicator)
    with second:
        participants = form.several("participants", form.bodies, one.participants)
        complements = form.chosen(
            "complements", {**NONE, **form.others}, one.complements, page.words("Complements (for a physical one)")
        )
        end = form.typed("end", one.end.isoformat() if one.end else "", page.words("End (if there is one)"))
        expected = _expected(form)
    programme = form.names.programme
    return TypedIntervention(
        name=name,
        city_wide=_CITY in where,
        level=level,
        areas=_areas(form, where),
        lead=lead,
        participants=participants,
        kind=kind,
        start=start,
        end=end,
        primary_indicator=primary,
        expected=expected,
        complements=complements,
        details=details(form) if used(programme, Module.INTERVENTION_DETAILS) else None,
        plan=plan(form) if used(programme, Module.EVALUATION_PLANS) else None,
    )


def _expected(form: Fields) -> str | None:
    page = form.page
    ways = {
        "good": page.words("the good way (as the indicator says)"),
        "up": page.words("up"),
        "down": page.words("down"),
        "": page.words("not entered"),
    }
    chosen = form.chosen("expected", ways, "good" if form.is_new else form.one.expected)
    return None if chosen == "good" else chosen


def _places(form: Fields) -> tuple[str, dict[str, str]]:
    """Return the level that areas are chosen of, and what can be chosen: the city, priority areas, every area by name."""
    registry, level = form.page.version.registry, form.one.level
    division = next((one.id for one in registry.divisions if one.level == level), "")
    if form.one.city_wide and registry.divisions:  # a process may be put down at the level of the city
        division, level = registry.divisions[-1].id, registry.divisions[-1].level
    priority = [one for one in form.names.programme.priority_areas if one.level == level]
    titles = {_CITY: form.page.words("The whole city")}
    titles |= {f"{_PRIORITY}{one.id}": form.page.words("{name} (priority area)", name=one.name) for one in priority}
    areas = sorted((one for one in registry.areas if one.division == division), key=lambda one: one.name.casefold())
    return level, titles | {one.code: one.name for one in areas}


def _areas(form: Fields, where: tuple[str, ...]) -> tuple[str, ...]:
    of = {f"{_PRIORITY}{one.id}": one.areas for one in form.names.programme.priority_areas}
    codes = (code for one in where if one != _CITY for code in of.get(one, (one,)))
    return tuple(dict.fromkeys(codes))


def withdrawal(page: Page, kind: str, name: str, title: str, then: str | None = None) -> None:
    """Draw the form by which a record is withdrawn with a reason; `then` is what to take out of the address."""
    with st.form(f"withdraw {kind} {name}", border=False):
        why = st.text_input(page.words("Why it is withdrawn"), max_chars=500)
        paragraph(page.words("It is left out of every list from now on. Its history stays."))
        sent = st.form_submit_button(page.words("Withdraw"))
    if not sent:
        return
    if not why.strip():
        st.error(page.words("Say why: the reason stays in the history."))
        return
    try:
        withdraw(site_of(page), page.actor, kind, name, why)
    except UserError as error:
        show_error(page, error)
        return
    if then and then in st.query_params:
        del st.query_params[then]
    done(page.words("{name} is withdrawn.", name=title))
