"""The button by which official figures are fetched, for those who may deliver them, and what came."""

import streamlit as st

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.fetch import Fetched, Wanted, fetch
from kraftkollen.actions.progress import Progress
from kraftkollen.actions.publish import publish_register
from kraftkollen.actions.publish_apart import publish_apart
from kraftkollen.actions.site import Site
from kraftkollen.errors import UserError
from kraftkollen.model.actor import Actor
from kraftkollen.model.text import Language
from kraftkollen.ui import address, caches, jobs, tables, upload_page
from kraftkollen.ui.frame import Page, show_error
from kraftkollen.ui.jobs import Job
from kraftkollen.ui.prose import paragraph, section
from kraftkollen.views.fetch_view import FetchView, fetch_view
from kraftkollen.words.fetching import what_came
from kraftkollen.words.problems import problem_sentence

_JOB = "fetching"


def view(page: Page) -> FetchView:
    """Return how fetching stands today."""
    reading, on = page.reading(), page.today
    return caches.kept(reading, "fetching", [on], lambda: fetch_view(reading, on))


def draw(page: Page) -> None:
    """Draw the button if there is something that the reader may fetch; one sentence where it is not allowed."""
    shown = view(page)
    mine = [one for one in shown.rows if access.may_deliver_for(page.actor, one.owner)]
    if shown.demo or not mine:
        return
    section(page.words("Official figures that come by themselves"))
    if not shown.allowed:
        _not_allowed(page)
        return
    behind = sum(bool(one.lacking) for one in mine)
    paragraph(
        page.counted("{count} source could have more than is here.", "{count} sources could have more than is here.", behind)
    )
    everything = st.checkbox(page.words("Ask also for what is here already, for figures that the producer has revised"))
    if st.button(page.words("Fetch from the sources"), key="fetch"):
        st.session_state[_JOB] = _start(page, everything)
    job: Job | None = st.session_state.get(_JOB)
    if job is not None:
        upload_page.draw_progress(page, job)
        _what_came(page, shown, job)


def _not_allowed(page: Page) -> None:
    paragraph(page.words("They can be fetched from the producers. An administrator has not allowed it."))
    if access.may(page.actor, Permission.ADMINISTER):
        st.page_link("pages/hamtning.py", label=page.words("Read what would leave the house"), query_params=page.kept())


def _start(page: Page, everything: bool) -> Job:
    site, actor, language = Site.at(caches.data_folder(), page.clock), page.actor, page.language
    return jobs.start(lambda tell: _fetched(site, actor, Wanted(due=not everything), language, tell))


def _fetched(site: Site, actor: Actor, wanted: Wanted, language: Language, tell: Progress) -> tuple[Fetched, ...]:
    done = fetch(site, actor, wanted, progress=tell)
    receipts = [one.took.receipt for one in done if one.took.receipt is not None]
    if any(one.approved for one in receipts):
        publish_apart(site, actor, tell, language)
    elif receipts:
        publish_register(site, actor)
    return done


def _what_came(page: Page, shown: FetchView, job: Job) -> None:
    try:
        done: tuple[Fetched, ...] = job.result()
    except UserError as error:
        show_error(page, error)
        return
    titles = {one.indicator: one.title for one in shown.rows}
    columns = [page.words("Indicator"), page.words("Source"), page.words("What came")]
    rows = [(titles.get(one.indicator, one.indicator), one.source, _said(page, one)) for one in done]
    tables.table(columns, rows, alt=page.words("What came of each source"), height=520 if len(rows) > 12 else None)
    numbers = [one.took.receipt.batch for one in done if one.took.receipt is not None]
    if numbers:
        query = {address.BATCH: str(numbers[0]), **page.kept()}
        st.page_link("pages/leveranslage.py", label=page.words("Receipts, files and what happened"), query_params=query)


def _said(page: Page, one: Fetched) -> str:
    came = what_came(one.outcome.value, one.took.new, one.took.changed, one.lacking, page.language)
    return " ".join([came, *(problem_sentence(problem, page.language) for problem in one.problems)])
