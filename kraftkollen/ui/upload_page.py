"""The parts of the page where an officer delivers: the file, what it would do, the receipt, and earlier deliveries."""

from collections.abc import Sequence

import streamlit as st

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions import deliver as action
from kraftkollen.actions import examine
from kraftkollen.actions.examine import Preview
from kraftkollen.actions.site import Site
from kraftkollen.errors import DeliveryRefused, Problem, UserError
from kraftkollen.model.delivery import State
from kraftkollen.ui import address, caches, moves_part, reading_form, tables, turns, upload
from kraftkollen.ui.frame import Page, show_error
from kraftkollen.ui.jobs import Job
from kraftkollen.ui.private import private
from kraftkollen.ui.prose import paragraph, section
from kraftkollen.ui.upload import Beside, Looked, Stored, Upload
from kraftkollen.words.numbers import moment, number
from kraftkollen.words.problems import error_sentence, problem_row

_SHOWN = 200
_TYPES = ["csv", "txt", "tsv", "xlsx", "json", "px"]


def _site(page: Page) -> Site:
    return Site.at(caches.data_folder(), page.clock)


def introduction(page: Page) -> None:
    """Say what can be sent, in three sentences, before anything is chosen."""
    access.require(page.actor, Permission.DELIVER)
    paragraph(page.words("Choose a file, as you have it. Nothing is stored until you have seen what it does and confirmed."))
    with st.expander(page.words("What the file looks like")):
        st.code("indikator;område;period;grupp;värde;täljare;nämnare;status;kommentar", language=None, wrap_lines=True)
        paragraph(
            page.words(
                "One row a figure. Area as code or name. Group may be left out: then it is everybody. "
                "Shares and rates need numerator and denominator. "
                "An empty cell is not delivered; .. means missing; 0 means nought."
            )
        )
        paragraph(
            page.words(
                "Also: areas as rows and periods as columns, several indicators as columns, Excel, JSON-stat, PxWeb and PX."
            )
        )


def choose(page: Page) -> Upload | None:
    """Draw the file box; return the file when there is one, also after a visit to another page."""
    st.file_uploader(page.words("File with figures"), type=_TYPES, key=upload.uploader_key(), on_change=upload.chosen)
    found = upload.current()
    if found is not None and st.session_state.get(upload.uploader_key()) is None:
        with st.container(horizontal=True, vertical_alignment="center"):
            paragraph(page.words("You are working with {file}.", file=found.parcel.filename))
            st.button(page.words("Let go of the file"), on_click=upload.let_go)
    return found


def work(page: Page, found: Upload) -> None:
    """Show what the file would do, or everything that is wrong with it; record it when the officer confirms."""
    site = _site(page)
    if found.storing is not None:
        _store(page, site, found, Beside(None, None, page.language))
        return
    form = reading_form.form(page, found)
    looked = _wait(page, upload.look(found, site, page.actor, form))
    if looked.understood is not None:
        reading_form.draw(page, found, looked.understood)
    if looked.refusal is not None:
        _refusal(page, found, looked.refusal)
    if looked.preview is not None:
        if looked.preview.remembered:
            st.info(page.words("An earlier correction is used for files with these headers."))
        _say_preview(page, looked.preview)
        if looked.moves is not None:
            section(page.words("What would move"))
            moves_part.draw(page, looked.moves, found.key)
        _say_warnings(page, looked.preview)
        _confirm(page, site, found, looked.preview)


def _wait(page: Page, job: Job) -> Looked:
    draw_progress(page, job)
    found: Looked = job.result()
    return found


def draw_progress(page: Page, job: Job) -> None:
    """Draw how far the work has come until it is done; others are drawn meanwhile. A click elsewhere ends only the drawing."""
    with turns.given():
        _draw_progress(page, job)


def _draw_progress(page: Page, job: Job) -> None:
    if job.wait(0.3):
        return
    steps = {
        "asking": page.words("Asking the sources …"),
        "reading": page.words("Reading the file …"),
        "checking": page.words("Checking every row …"),
        "comparing": page.words("Comparing with what is there …"),
        "moving": page.words("Working out what would move …"),
        "storing": page.words("Storing …"),
        "adding_up": page.words("Adding up to larger areas …"),
        "hiding": page.words("Disclosure control …"),
        "writing": page.words("Publishing …"),
    }
    first = page.words("Working …")
    bar = st.progress(0.0, text=first)
    while not job.wait(0.2):
        bar.progress(min(job.share, 1.0), text=steps.get(job.step, first))
    bar.empty()


def _refusal(page: Page, found: Upload, error: DeliveryRefused) -> None:
    st.error(error_sentence(error, page.language))
    _table_of(page, error.problems, page.words("What is wrong in the file, row by row"))
    copy = examine.remarks(page.actor, found.parcel, found.form, error.problems, page.language)
    if copy is not None:
        label = page.words("Download the file with remarks, to mend and send again")
        st.download_button(label, copy[0], copy[1], private(), on_click="ignore")


def _table_of(page: Page, problems: Sequence[Problem], alt: str) -> None:
    columns = [page.words("Row"), page.words("Column"), page.words("Value"), page.words("What to do")]
    rows = [problem_row(one, page.language) for one in problems[:_SHOWN]]
    tables.table(columns, rows, alt=alt)
    if len(problems) > _SHOWN:
        paragraph(page.words("And {count} more of the same kinds.", count=len(problems) - _SHOWN))


def _confirm(page: Page, site: Site, found: Upload, preview: Preview) -> None:
    with st.form("confirm"):
        comment = st.text_input(page.words("Comment (optional)"), max_chars=500)
        document = st.text_input(page.words("Document number (optional)"), max_chars=100)
        read = not preview.warnings or st.checkbox(page.words("I have read the warnings, and the figures are right."))
        sent = st.form_submit_button(page.words("Deliver"), type="primary")
    if sent and not read:
        st.error(page.words("Confirm that you have read the warnings first."))
    elif sent:
        _store(page, site, found, Beside(comment or None, document or None, page.language))


def _store(page: Page, site: Site, found: Upload, beside: Beside) -> None:
    job = upload.store(found, site, page.actor, beside)
    draw_progress(page, job)
    try:
        done: Stored = job.result()
    except UserError as error:
        found.storing = None  # nothing was stored: the officer may mend what is wrong and try again
        show_error(page, error)
        return
    upload.keep_receipt(done)
    st.rerun()


def _say_preview(page: Page, found: Preview) -> None:
    section(page.words("What the file does"))
    counts = (found.rows, found.comparison.new, found.comparison.changed, found.comparison.unchanged, found.skipped)
    columns = [page.words("Figures"), *_compared(page), page.words("Empty cells, not delivered")]
    numbers = [number(one, 0, page.language) for one in counts]
    tables.table(columns, [numbers], alt=page.words("How many figures the file has"), right=columns)
    titles = page.version.catalogue.indicators
    names = [titles[one].title.in_language(page.language) if one in titles else one for one in found.indicators]
    paragraph(page.words("Indicators: {names}. Periods: {periods}.", names=", ".join(names), periods=_span(found.periods)))


def _say_warnings(page: Page, found: Preview) -> None:
    if found.warnings:
        st.warning(
            page.counted(
                "{count} thing to look at before you confirm",
                "{count} things to look at before you confirm",
                len(found.warnings),
            )
        )
        _table_of(page, found.warnings, page.words("Warnings, row by row"))


def _compared(page: Page) -> list[str]:
    return [page.words("New"), page.words("Changed"), page.words("Unchanged")]


def _span(periods: tuple[str, ...]) -> str:
    return periods[0] if len(periods) == 1 else f"{periods[0]}–{periods[-1]}" if periods else ""


def state(page: Page, found: State) -> str:
    """Return the word for where a delivery is in its life."""
    return {
        State.PENDING: page.words("waiting for approval"),
        State.APPROVED: page.words("approved"),
        State.REJECTED: page.words("rejected"),
        State.REVERTED: page.words("reverted"),
        State.ERASED: page.words("erased"),
    }[found]


def recent(page: Page) -> None:
    """List the latest deliveries: counts and states, no values."""
    section(page.words("Latest deliveries"))
    site = _site(page)
    found = caches.of_journal(site, page.actor, "batches", [], lambda: action.batches(site, page.actor))[:20]
    if not found:
        paragraph(page.words("None yet."))
        return
    columns = [
        page.words("Delivery"),
        page.words("Delivered"),
        page.words("By"),
        page.words("File"),
        page.words("Figures"),
        page.words("State"),
    ]
    rows = [
        (
            str(one.id),
            moment(one.delivered_at),
            one.delivered_by,
            one.filename,
            number(one.rows, 0, page.language),
            state(page, one.state),
        )
        for one in found
    ]
    tables.table(columns, rows, alt=page.words("Latest deliveries, the newest first"), right=[columns[4]])
    query = {address.BATCH: str(found[0].id), **page.kept()}
    st.page_link("pages/leveranslage.py", label=page.words("Receipts, files and what happened"), query_params=query)
