"""The page of interventions: all of them with what overlaps, or one with all that is on record and how it was changed."""

from datetime import date

import streamlit as st

from kraftkollen.actions.register_past import record_history
from kraftkollen.model.modules import Module
from kraftkollen.model.programme import Programme
from kraftkollen.ui import (
    address,
    caches,
    decisions_page,
    effect_list,
    intervention_form,
    module_part,
    overlap_part,
    place_map,
    register_part,
    tables,
)
from kraftkollen.ui.frame import Page
from kraftkollen.ui.prose import escaped, paragraph, section
from kraftkollen.ui.register_part import AREA, BODY, INTERVENTION, STATUS, box, may_edit, site_of
from kraftkollen.ui.tables import Link
from kraftkollen.views.intervention_values import Fact, changes
from kraftkollen.views.interventions_view import (
    Filters,
    InterventionsView,
    OneIntervention,
    interventions_view,
    one_intervention,
)
from kraftkollen.views.register_names import Names

USED = Module.INTERVENTIONS


def one(page: Page, programme: Programme, on: date) -> OneIntervention | None:
    """Return the intervention that the address asks for; None for the list."""
    asked = st.query_params.get(INTERVENTION)
    if asked is None:
        return None
    found = one_intervention(page.reading(), programme, asked, on)
    if found is None:
        said = page.words("There is no intervention called {given} here. All are shown instead.", given=escaped(asked[:60]))
        st.warning(said)
    return found


def view(page: Page, programme: Programme, on: date) -> InterventionsView:
    """Return all interventions, as the address asks."""
    ask = st.query_params.get
    reading, filters = page.reading(), Filters(ask(AREA), ask(BODY), ask(STATUS))
    if programme is not page.version.programme:
        return interventions_view(reading, programme, on, filters)
    parts = [on, filters.area, filters.body, filters.status]
    return caches.kept(reading, "interventions", parts, lambda: interventions_view(reading, programme, on, filters))


def overview(page: Page, shown: InterventionsView) -> None:
    """Draw the sentence, the boxes and the list."""
    register_part.say_done()
    st.markdown(f"**{escaped(shown.sentence)}**")
    if may_edit(page):
        entering = register_part.opened(page.words("Enter an intervention"), "enter an intervention", expanded=not shown.rows)
        if entering is not None:
            with entering:
                intervention_form.draw(page)
    first, second, third = st.columns(3)
    with first:
        box(page, page.words("Area"), AREA, shown.area, page.words("all areas"))
    with second:
        box(page, page.words("Committee or company"), BODY, shown.body, page.words("all"))
    with third:
        box(page, page.words("Status"), STATUS, shown.status, page.words("all"))
    _list(page, shown)
    register_part.days(page)


def _list(page: Page, shown: InterventionsView) -> None:
    if not shown.rows:
        paragraph(page.words("None."))
        return
    columns = [
        page.words("Name"),
        page.words("Where"),
        page.words("Led by"),
        page.words("Kind"),
        page.words("Start"),
        page.words("Status"),
        page.words("Primary indicator"),
    ]
    rows = [
        (overlap_part.link(page, row.id, row.name), row.where, row.lead, row.kind, row.start, row.status, row.indicator)
        for row in shown.rows
    ]
    tables.table(columns, rows, alt=page.words("Interventions and city-wide processes"), row_heading=True)


def draw_one(page: Page, programme: Programme, shown: OneIntervention) -> None:
    """Draw one intervention: the sentence, the facts beside the map, the plan, decisions with dissent, overlaps, history."""
    register_part.say_done()
    _links(page, shown)
    st.markdown(f"**{escaped(shown.sentence)}**")
    left, right = st.columns(2, gap="large")
    with left:
        _facts(page, shown.light, page.words("The intervention in seven fields"))
    with right:
        place_map.draw(page, shown)
    left, right = st.columns(2, gap="large")
    with left:
        _more(page, shown)
    with right:
        _plan(page, shown)
    if shown.decisions:
        section(page.words("Decisions"))
        decisions_page.table(page, shown.decisions, page.words("Decisions about {name}", name=shown.name))
    if shown.overlaps:
        section(page.words("Double processes"))
        overlap_part.table(page, shown.overlaps)
    _history(page, programme, shown)
    if may_edit(page) and programme is page.version.programme:
        changing = register_part.opened(page.words("Change the intervention"), f"change {shown.id}")
        if changing is not None:
            with changing:
                intervention_form.draw(page, shown.body)
        with st.expander(page.words("Withdraw")):
            intervention_form.withdrawal(page, "interventions", shown.id, shown.name, then=INTERVENTION)


def _links(page: Page, shown: OneIntervention) -> None:
    """Draw the way back to all, and on to what the comparison with other areas says."""
    query = {INTERVENTION: shown.id}
    every = tables.as_link(Link(page.words("All interventions"), address.of(page, "insatser", {})))
    effect = tables.as_link(Link(page.words("Evaluation of effects"), address.of(page, "effektutvardering", query)))
    st.html(f"{every} · {effect}")


def _more(page: Page, shown: OneIntervention) -> None:
    section(page.words("More about the intervention"))
    if module_part.on(page, Module.INTERVENTION_DETAILS) or any(fact.text for fact in shown.more):
        _facts(page, shown.more, page.words("More about the intervention"))


def _facts(page: Page, facts: tuple[Fact, ...] | list[Fact], alt: str) -> None:
    rows = [(fact.label, fact.text or page.words("not entered")) for fact in facts]
    tables.table([page.words("Field"), page.words("What is on record")], rows, alt=alt, row_heading=True)


def _plan(page: Page, shown: OneIntervention) -> None:
    section(page.words("Evaluation plan"))
    if not module_part.on(page, Module.EVALUATION_PLANS):
        return
    if not any(fact.text for fact in shown.plan):
        paragraph(page.words("No plan is entered. Without one nobody has said beforehand what would count as a difference."))
        return
    _facts(page, shown.plan, page.words("Evaluation plan"))


def _history(page: Page, programme: Programme, shown: OneIntervention) -> None:
    """Draw what was changed, when, by whom; changes to the plan after the start stand out."""
    forms = record_history(site_of(page), page.actor, "interventions", shown.id)
    of_lists = effect_list.changes(page, programme, shown.id)
    found = sorted((*changes(Names(page.reading(), programme), forms), *of_lists), key=lambda one: one.at, reverse=True)
    section(page.words("History"))
    late = sum(one.late for one in found)
    if late:
        said = page.counted(
            "{count} change to the evaluation plan was made after the start.",
            "{count} changes to the evaluation plan were made after the start.",
            late,
        )
        st.markdown(f"**{escaped(said)}**")
    columns = [
        page.words("When"),
        page.words("Field"),
        page.words("Before"),
        page.words("After"),
        page.words("By"),
        page.words("Why"),
    ]
    after = page.words("after the start")
    rows = [
        (
            one.at,
            f"{one.label} ({after})" if one.late else one.label,
            one.before,
            one.after,
            one.by,
            one.why,
        )
        for one in found
    ]
    tables.table(columns, rows, alt=page.words("What was changed, the newest first"))
