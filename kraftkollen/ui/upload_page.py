"""The parts of the page where an officer delivers: the file, what it would do, the receipt, and earlier deliveries."""

import streamlit as st

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions import deliver as action
from kraftkollen.actions.deliver import Parcel, Preview, Receipt
from kraftkollen.actions.publish_apart import publish_apart
from kraftkollen.actions.site import Site
from kraftkollen.errors import DeliveryRefused, PublishingFailed, UserError
from kraftkollen.model.delivery import Form, State
from kraftkollen.ui import address, caches, tables
from kraftkollen.ui.frame import Page, escaped, paragraph, section, show_error
from kraftkollen.words.numbers import moment, number
from kraftkollen.words.problems import error_sentence, problem_row, problem_sentence

_RECEIPT = "receipt"
_SHOWN = 200


def _site(page: Page) -> Site:
    return Site.at(caches.data_folder(), page.clock)


def introduction(page: Page) -> None:
    """Say what can be sent, in three sentences, before anything is chosen."""
    access.require(page.actor, Permission.DELIVER)
    paragraph(page.words("Choose a CSV file, as Excel saves it. Nothing is stored until you have seen it and confirmed."))
    example = "indikator;område;period;grupp;värde;täljare;nämnare;status;kommentar"
    with st.expander(page.words("What the file looks like")):
        st.code(example, language=None)
        paragraph(
            page.words(
                "One row a figure. Area as code or name. Group may be left out: then it is everybody. "
                "Shares and rates need numerator and denominator. "
                "An empty cell is not delivered; .. means missing; 0 means nought."
            )
        )


def choose(page: Page) -> Parcel | None:
    """Draw the file box; return the file when there is one."""
    label = page.words("File with figures")
    found = st.file_uploader(label, type=["csv", "txt", "tsv"], key=f"file {st.session_state.get('file round', 0)}")
    if found is None:
        return None
    st.session_state["delivery key"] = found.file_id
    return Parcel(found.getvalue(), found.name)


def preview(page: Page, parcel: Parcel) -> None:
    """Show what the file would do, or everything that is wrong with it; record it when the officer confirms."""
    site, form = _site(page), _form(page, parcel)
    try:
        with st.spinner(page.words("Reading the file …")):
            found = action.preview(site, page.actor, parcel, form)
    except DeliveryRefused as error:
        _refusal(page, error)
        return
    _say_preview(page, found)
    with st.form("confirm"):
        comment = st.text_input(page.words("Comment (optional)"), max_chars=500)
        if found.warnings:
            st.checkbox(page.words("I have read the warnings, and the figures are right."), key="warnings read")
        sent = st.form_submit_button(page.words("Deliver"), type="primary")
    if sent and found.warnings and not st.session_state.get("warnings read"):
        st.error(page.words("Confirm that you have read the warnings first."))
    elif sent:
        _deliver(page, site, parcel, form, comment or None)


def _form(page: Page, parcel: Parcel) -> Form:
    """Draw what may have to be said beside the file: the indicator and the level, if the file lacks them."""
    del parcel
    version = page.version
    titles = {one.id: one.title.in_language(page.language) for one in version.catalogue.indicators.values()}
    levels = {one.id: one.title_sv if page.language == "sv" else one.title_en for one in version.registry.levels}
    in_file = page.words("as the file says")
    left, right = st.columns(2)
    with left:
        indicator = st.selectbox(page.words("Indicator"), [None, *titles], format_func=lambda one: titles.get(one, in_file))
    with right:
        level = st.selectbox(page.words("Level"), [None, *levels], format_func=lambda one: levels.get(one, in_file))
    return Form(indicator=indicator, level=level)


def _refusal(page: Page, error: DeliveryRefused) -> None:
    st.error(escaped(error_sentence(error, page.language)))
    columns = [page.words("Row"), page.words("Column"), page.words("Value"), page.words("What to do")]
    rows = [problem_row(one, page.language) for one in error.problems[:_SHOWN]]
    tables.table(columns, rows, alt=page.words("What is wrong in the file, row by row"))
    if len(error.problems) > _SHOWN:
        paragraph(page.words("And {count} more of the same kinds.", count=len(error.problems) - _SHOWN))


def _say_preview(page: Page, found: Preview) -> None:
    section(page.words("What the file does"))
    counts = (found.rows, found.comparison.new, found.comparison.changed, found.comparison.unchanged, found.skipped)
    columns = [page.words("Figures"), *_compared(page), page.words("Empty cells, not delivered")]
    numbers = [number(one, 0, page.language) for one in counts]
    tables.table(columns, [numbers], alt=page.words("How many figures the file has"), right=columns)
    titles = page.version.catalogue.indicators
    names = [titles[one].title.in_language(page.language) if one in titles else one for one in found.indicators]
    paragraph(page.words("Indicators: {names}. Periods: {periods}.", names=", ".join(names), periods=_span(found.periods)))
    read = found.understood
    marks = {"\t": page.words("tab"), ";": page.words("semicolon"), ",": page.words("comma"), ".": page.words("point")}
    paragraph(
        page.words(
            "Read as {encoding}, separated by {separator}, decimals with {decimal}, header on row {row}.",
            encoding=read.encoding,
            separator=marks.get(read.separator, read.separator),
            decimal=marks.get(read.decimal_mark, read.decimal_mark),
            row=read.header_row,
        )
    )
    if read.ignored:
        paragraph(page.words("These columns are not used: {names}.", names=", ".join(read.ignored)))
    for warning in found.warnings[:_SHOWN]:
        st.warning(escaped(problem_sentence(warning, page.language)))


def _compared(page: Page) -> list[str]:
    return [page.words("New"), page.words("Changed"), page.words("Unchanged")]


def _span(periods: tuple[str, ...]) -> str:
    return periods[0] if len(periods) == 1 else f"{periods[0]}-{periods[-1]}" if periods else ""


def _deliver(page: Page, site: Site, parcel: Parcel, form: Form, comment: str | None) -> None:
    try:
        done = action.deliver(site, page.actor, parcel, form, comment=comment, key=st.session_state["delivery key"])
        if done.state is State.PENDING and page.actor.local:
            done = action.approve(site, page.actor, done.batch)
    except DeliveryRefused as error:
        _refusal(page, error)
        return
    st.session_state[_RECEIPT] = done
    if done.state is State.APPROVED:
        _publish(page, site)
    st.session_state["file round"] = st.session_state.get("file round", 0) + 1
    st.rerun()


def _publish(page: Page, site: Site) -> None:
    steps = {
        "reading": page.words("Reading what is approved"),
        "adding_up": page.words("Adding up to larger areas"),
        "hiding": page.words("Disclosure control"),
    }
    publishing = page.words("Publishing …")
    bar = st.progress(0.0, text=publishing)

    def tell(step: str, share: float) -> None:
        bar.progress(share, steps.get(step, publishing))

    try:
        publish_apart(site, page.actor, tell)
    except PublishingFailed as error:
        st.session_state["publishing failed"] = error


def receipt(page: Page) -> None:
    """Show the receipt of what was just recorded, with the way to the map."""
    failed: UserError | None = st.session_state.pop("publishing failed", None)
    if failed is not None:
        show_error(page, failed)
    done: Receipt | None = st.session_state.get(_RECEIPT)
    if done is None:
        return
    section(page.words("Receipt"))
    st.success(
        page.words("Delivery {batch} is recorded: {rows} figures.", batch=done.batch, rows=number(done.rows, 0, page.language))
    )
    columns = [page.words("Delivery"), page.words("Recorded"), page.words("By"), *_compared(page)]
    columns += [page.words("State"), page.words("Fingerprint")]
    counts = [number(one, 0, page.language) for one in (done.new, done.changed, done.unchanged)]
    row = [str(done.batch), moment(done.at), done.by, *counts, state(page, done.state), done.sha256[:16]]
    tables.table(columns, [row], alt=page.words("Receipt of the delivery"), right=columns[3:6])
    st.page_link("pages/karta.py", label=page.words("See it on the map"), query_params=_map_query(page, done))


def _map_query(page: Page, done: Receipt) -> dict[str, str]:
    indicator = {address.INDICATOR: done.indicators[0]} if done.indicators else {}
    return {**indicator, **page.kept()}


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
    found = action.batches(_site(page), page.actor)[:20]
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
