"""The list of comparison areas changed by hand: tried in the address, put on record with a reason, and its history."""

import streamlit as st

from kraftkollen.access import Permission, may
from kraftkollen.actions.comparison import KIND, ChangedList, change_comparison
from kraftkollen.actions.register_past import record_history
from kraftkollen.errors import UserError
from kraftkollen.model.comparison import comparison_id
from kraftkollen.model.programme import Programme
from kraftkollen.ui import register_part, tables
from kraftkollen.ui.frame import Page, show_error
from kraftkollen.ui.prose import escaped, paragraph, section
from kraftkollen.views.effect_list_view import Listed, list_changes, lists_on_record
from kraftkollen.views.effect_page_view import EffectPage, Evaluation, area_names
from kraftkollen.views.intervention_values import Change
from kraftkollen.views.register_names import Names

REMOVED, ADDED = "utan", "med"
_KEYS = "effect list"


def tried(page: Page, intervention: str) -> Listed | None:
    """Return the list that the address tries; None for the one on record. What is unknown is said and left alone."""
    found = next((one for one in page.version.programme.interventions if one.id == intervention), None)
    if found is None or not (REMOVED in st.query_params or ADDED in st.query_params):
        return None
    known = area_names(page.reading(), found)
    asked = {name: _asked(name) for name in (REMOVED, ADDED)}
    for given in sorted({one for codes in asked.values() for one in codes} - set(known)):
        st.warning(page.words("The address asks for {given}, which does not exist here.", given=escaped(given[:60])))
    own = frozenset(found.areas)
    removed, added = ((frozenset(codes) & frozenset(known)) - own for codes in asked.values())
    return Listed(removed, added - removed)


def _asked(name: str) -> list[str]:
    return [one for one in st.query_params.get(name, "").split(",") if one]


def forget() -> None:
    """Go back to the list on record."""
    for name in (REMOVED, ADDED):
        st.query_params.pop(name, None)


def back(page: Page) -> None:
    """Draw the way back to the list on record, where the address tries another."""
    if (REMOVED in st.query_params or ADDED in st.query_params) and st.button(page.words("Back to the list on record")):
        forget()
        st.rerun()


def form(page: Page, shown: EffectPage, found: Evaluation) -> None:
    """Draw, for whoever may change the list, what to take out and what to put in: to try it, or to put it on record."""
    back(page)
    if not may(page.actor, Permission.EVALUATE):
        return
    with st.expander(page.words("Change the list of comparison areas")):
        paragraph(
            page.words(
                "Areas are chosen by rule. Another list can be tried: it then stands in the address only. To let the answer "
                "rest on it, put it on record with a reason: the page, the overview and the plan then say that it was "
                "changed, when, and what the rule's list gives."
            )
        )
        wish = found.answered.question
        listed = {one.code: one.name for one in found.rows.weights}
        left_out = {one.code: f"{one.name} ({one.reason})" for one in found.rows.excluded}
        names = area_names(page.reading(), shown.intervention)
        with st.form(_KEYS, border=False):
            out = _several(page, page.words("Take out"), listed | {one: names[one] for one in wish.removed}, wish.removed)
            put = _several(page, page.words("Put in"), left_out | {one: names[one] for one in wish.added}, wish.added)
            why = st.text_input(
                page.words("Why (needed to put it on record; never about a person)"), max_chars=500, key=f"{_KEYS} why"
            )
            with st.container(horizontal=True):
                shows = st.form_submit_button(page.words("Try this list"))
                records = st.form_submit_button(page.words("Put this list on record"))
    if shows:
        st.query_params.update({REMOVED: ",".join(sorted(out)), ADDED: ",".join(sorted(put))})
        st.rerun()
    if records:
        _record(page, ChangedList(shown.intervention.id, wish.indicator.id, frozenset(out), frozenset(put), why))


def _record(page: Page, wanted: ChangedList) -> None:
    try:
        written = change_comparison(register_part.site_of(page), page.actor, wanted)
    except UserError as error:
        show_error(page, error)
        return
    forget()
    said = page.words("The list is on record, with your reason.") if written else page.words("The list on record is this one.")
    register_part.done(said, forget=_KEYS)


def _several(page: Page, label: str, titles: dict[str, str], chosen: frozenset[str]) -> list[str]:
    ordered = sorted(titles, key=lambda one: titles[one].casefold())
    found: list[str] = st.multiselect(
        label, ordered, default=sorted(chosen), format_func=titles.__getitem__, placeholder=page.words("Choose")
    )
    return found


def changes(page: Page, programme: Programme, intervention: str) -> tuple[Change, ...]:
    """Return what was changed of the lists of comparison areas of an intervention: it belongs to its plan."""
    one = next((one for one in programme.interventions if one.id == intervention), None)
    if one is None:
        return ()
    site, names = register_part.site_of(page), Names(page.reading(), programme)
    ids = (comparison_id(one.id, indicator) for indicator in lists_on_record(one, programme.comparison_changes))
    histories = (record_history(site, page.actor, KIND, name) for name in ids)
    return tuple(change for forms in histories for change in list_changes(names, one, forms))


def history(page: Page, shown: EffectPage) -> None:
    """Draw every change to the list that was put on record; those made after the start are counted aloud."""
    if shown.city_wide or shown.indicator.chosen is None:
        return
    name = comparison_id(shown.intervention.id, shown.indicator.chosen.id)
    forms = record_history(register_part.site_of(page), page.actor, KIND, name)
    if not forms:
        return
    section(page.words("Changes to the list of comparison areas"))
    found = list_changes(Names(page.reading(), page.version.programme), shown.intervention, forms)
    late = sum(one.late for one in found)
    if late:
        said = page.counted(
            "{count} change was made after the start.",
            "{count} changes were made after the start.",
            late,
        )
        st.markdown(f"**{escaped(said)}**")
    columns = [page.words("When"), page.words("Before"), page.words("After"), page.words("By"), page.words("Why")]
    rows = [(one.at, one.before, one.after, one.by, one.why) for one in found]
    tables.table(columns, rows, alt=page.words("What was changed, the newest first"), row_heading=True)
