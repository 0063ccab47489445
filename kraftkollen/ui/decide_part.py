"""Where a delivery is approved, rejected or taken back by another person, with what it would move in sight."""

import streamlit as st

from kraftkollen.access import Permission, may, may_see_delivered
from kraftkollen.actions import deliver as action
from kraftkollen.actions import history, moves
from kraftkollen.actions.publish_apart import publish_apart
from kraftkollen.actions.site import Site
from kraftkollen.errors import UserError
from kraftkollen.model.delivery import State
from kraftkollen.ui import caches, jobs, tables
from kraftkollen.ui.frame import Page, escaped, paragraph, section, show_error
from kraftkollen.ui.upload_page import draw_progress, state
from kraftkollen.words.numbers import moment, number
from kraftkollen.words.problems import problem_sentence

_DONE = "decided"


def draw(page: Page) -> None:
    """Draw the deliveries that wait, and those that can be taken back; nothing for those who may not decide."""
    if not may(page.actor, Permission.APPROVE):
        return
    section(page.words("Approve, reject or take back"))
    _say_done(page)
    site = Site.at(caches.data_folder(), page.clock)
    found = {one.id: one for one in action.batches(site, page.actor) if one.state in (State.PENDING, State.APPROVED)}
    if not found:
        paragraph(page.words("No delivery waits."))
        return
    waiting = sorted(found, key=lambda one: (found[one].state is not State.PENDING, -one))
    titles = {
        one.id: f"{one.id} · {one.filename} · {one.delivered_by} · {moment(one.delivered_at)} · {state(page, one.state)}"
        for one in found.values()
    }
    number_ = int(st.selectbox(page.words("Delivery"), waiting, format_func=titles.__getitem__))
    chosen = found[number_]
    _moves(page, site, number_)
    if may_see_delivered(page.actor, chosen.delivered_by):
        content, name = history.kept_file(site, page.actor, number_)
        st.download_button(page.words("Download the file as it came"), content, file_name=name)
    _form(page, site, number_, chosen.state)


def _moves(page: Page, site: Site, batch: int) -> None:
    """Say what the decision would move; old beside new only to those who may see the delivery as it came."""
    found = moves.moves(site, page.actor, batch)
    if not found.indicators:
        paragraph(page.words("No published figure would move."))
        return
    titles = page.version.catalogue.indicators
    columns = [
        page.words("Indicator"),
        page.words("New"),
        page.words("Changed"),
        page.words("Gone"),
        page.words("Of them added up"),
    ]
    rows = [
        (
            titles[one.indicator].title.in_language(page.language) if one.indicator in titles else one.indicator,
            *(number(count, 0, page.language) for count in (one.new, one.changed, one.gone, one.computed)),
        )
        for one in found.indicators
    ]
    tables.table(columns, rows, alt=page.words("Which published figures would move"), right=columns[1:])


def _form(page: Page, site: Site, batch: int, now: State) -> None:
    with st.form(f"decide {batch}"):
        why = st.text_input(page.words("Why (needed to reject or take back)"), max_chars=500)
        ref = st.text_input(page.words("Document number (optional)"), max_chars=100)
        with st.container(horizontal=True):
            approve = now is State.PENDING and st.form_submit_button(page.words("Approve"), type="primary")
            reject = now is State.PENDING and st.form_submit_button(page.words("Reject"))
            revert = now is State.APPROVED and st.form_submit_button(page.words("Take back"))
    decide = action.approve if approve else action.reject if reject else action.revert if revert else None
    if decide is None:
        return
    try:
        done = decide(site, page.actor, batch, why.strip() or None, ref.strip() or None)
    except UserError as error:
        show_error(page, error)
        return
    job = jobs.start(lambda tell: publish_apart(site, page.actor, tell, page.language))
    draw_progress(page, job)
    st.session_state[_DONE] = (done, job.error)
    st.rerun()


def _say_done(page: Page) -> None:
    """Say what was just decided."""
    found = st.session_state.pop(_DONE, None)
    if found is None:
        return
    done, error = found
    st.success(
        page.words(
            "Delivery {batch} is now {state}. New: {new}. Changed: {changed}.",
            batch=done.batch,
            state=state(page, done.state),
            new=number(done.new, 0, page.language),
            changed=number(done.changed, 0, page.language),
        )
    )
    for warning in done.warnings:
        st.warning(escaped(problem_sentence(warning, page.language)))
    if isinstance(error, UserError):
        show_error(page, error)
