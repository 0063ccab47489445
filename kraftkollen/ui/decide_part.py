"""Where a delivery is approved, rejected or taken back by another person, with what it would move in sight."""

from collections.abc import Callable, Hashable, Sequence

import streamlit as st

from kraftkollen.access import Permission, may, may_see_delivered
from kraftkollen.actions import conflicts, decide, moves
from kraftkollen.actions import deliver as action
from kraftkollen.actions.deliver import Receipt
from kraftkollen.actions.publish_apart import publish_apart
from kraftkollen.actions.site import Site
from kraftkollen.errors import UserError
from kraftkollen.model.delivery import State
from kraftkollen.ui import caches, delivery_part, jobs, moves_part
from kraftkollen.ui.frame import Page, show_error
from kraftkollen.ui.prose import escaped, paragraph, section
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
    every = caches.of_journal(site, page.actor, "batches", [], lambda: action.batches(site, page.actor))
    found = {one.id: one for one in every if one.state in (State.PENDING, State.APPROVED)}
    _say_waiting(page, sum(one.state is State.PENDING for one in found.values()))
    if not found:
        return
    waiting = sorted(found, key=lambda one: (found[one].state is not State.PENDING, -one))
    titles = {
        one.id: f"{one.id} · {one.filename} · {one.delivered_by} · {moment(one.delivered_at)} · {state(page, one.state)}"
        for one in found.values()
    }
    chosen = st.selectbox(
        page.words("Delivery to decide on"),
        waiting,
        index=0 if found[waiting[0]].state is State.PENDING else None,
        format_func=titles.__getitem__,
        placeholder=page.words("Choose one to take back"),
        key="to decide",
    )
    if chosen is not None:
        number_of = int(chosen)
        receipt = caches.of_journal(
            site, page.actor, "receipt", [number_of], lambda: action.receipt(site, page.actor, number_of)
        )
        _delivery(page, site, receipt)


def _say_waiting(page: Page, count: int) -> None:
    if not count:
        paragraph(page.words("No delivery waits."))
    else:
        said = page.counted("{count} delivery waits for a decision.", "{count} deliveries wait for a decision.", count)
        st.markdown(f"**{escaped(said)}**")


def _delivery(page: Page, site: Site, chosen: Receipt) -> None:
    beside = (chosen.comment, chosen.document and page.words("Document number {number}", number=chosen.document))
    for text in filter(None, beside):
        paragraph(text)
    batch, read = chosen.batch, caches.of_journal
    for warning in read(site, page.actor, "conflicts", [batch], lambda: conflicts.before_deciding(site, page.actor, batch)):
        st.warning(escaped(problem_sentence(warning, page.language)))
    if chosen.state is State.APPROVED:
        paragraph(page.words("If it is taken back, what was there before counts again. This would move:"))
    moving = read(site, page.actor, "moves", [batch], lambda: moves.moves(site, page.actor, batch))

    def once(parts: Sequence[Hashable], make: Callable[[], str]) -> str:
        return read(site, page.actor, "moves in HTML", [batch, page.language, page.version.id, *parts], make)

    moves_part.draw(page, moving, f"batch {batch}", once)
    if may_see_delivered(page.actor, chosen.delivered_by):
        delivery_part.file_as_it_came(page, site, batch, f"file to decide {batch}")
    _form(page, site, chosen)


def _form(page: Page, site: Site, chosen: Receipt) -> None:
    waits = chosen.state is State.PENDING
    with st.form(f"decide {chosen.batch}"):
        why = st.text_input(page.words("Why (needed to reject or take back)"), max_chars=500)
        ref = st.text_input(page.words("Document number (optional)"), max_chars=100)
        with st.container(horizontal=True):
            approve = waits and st.form_submit_button(page.words("Approve"), type="primary")
            reject = waits and st.form_submit_button(page.words("Reject"))
            revert = not waits and st.form_submit_button(page.words("Take back"))
    act = decide.approve if approve else decide.reject if reject else decide.revert if revert else None
    if act is None:
        return
    if act is not decide.approve and not why.strip() and not page.actor.local:
        # The same is refused in the action, in the words of the command line.
        st.error(page.words("Write why first: the reason is recorded, and shown to whoever delivered."))
        return
    try:
        done = act(site, page.actor, chosen.batch, why.strip() or None, ref.strip() or None)
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
    st.success(_done_in_words(page, done))
    for warning in done.warnings:
        st.warning(escaped(problem_sentence(warning, page.language)))
    if isinstance(error, UserError):
        show_error(page, error)
    elif error is not None:
        raise error


def _done_in_words(page: Page, done: Receipt) -> str:
    blanks = {"batch": done.batch, "changed": number(done.changed, 0, page.language)}
    if done.state is State.REJECTED:
        return page.words("Delivery {batch} is rejected. Nothing that is published has changed.", **blanks)
    if done.state is State.REVERTED:
        return page.words("Delivery {batch} is taken back. Figures that changed back or went: {changed}.", **blanks)
    new = number(done.new, 0, page.language)
    return page.words("Delivery {batch} is approved. New: {new}. Changed: {changed}.", new=new, **blanks)
