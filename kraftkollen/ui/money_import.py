"""Where a file of the city's accounts is taken in: looked at first, its columns said where needed, and taken back."""

import streamlit as st

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.examine import Parcel
from kraftkollen.actions.ledger_import import LedgerPreview, import_ledger, ledger_columns, preview_ledger, withdraw_import
from kraftkollen.errors import DeliveryRefused, UserError
from kraftkollen.model.ledger import FIXED_VALUE, LedgerForm, RowType
from kraftkollen.ui import tables
from kraftkollen.ui.frame import Page, show_error
from kraftkollen.ui.money_forms import done, site_of
from kraftkollen.ui.prose import paragraph, section
from kraftkollen.words.ledger import ledger_name
from kraftkollen.words.numbers import kronor, number
from kraftkollen.words.problems import error_sentence, problem_row

_ROUND = "ledger file round"
_SHOWN = 200
_TYPES = ["csv", "txt", "tsv", "xlsx"]


def draw(page: Page) -> None:
    """Draw the file box, what the file would do, and the way to take an import back; for those who may edit the register."""
    if not access.may(page.actor, Permission.EDIT_REGISTER):
        return
    section(page.words("From the city's accounts"))
    paragraph(
        page.words(
            "A file as the accounts give it (CSV or Excel), one amount a row. Nothing is stored until you have seen what it "
            "does. A row that is there already is left as it is, so the same file twice does no harm."
        )
    )
    chosen = st.file_uploader(
        page.words("File with accounts"),
        type=_TYPES,
        key=f"ledger file {st.session_state.get(_ROUND, 0)}",
    )
    if chosen is not None:
        _work(page, Parcel(chosen.getvalue(), chosen.name))
    _imports(page)


def _work(page: Page, parcel: Parcel) -> None:
    form = _form(page, parcel)
    try:
        found = preview_ledger(site_of(page), page.actor, parcel, form)
    except DeliveryRefused as error:
        st.error(error_sentence(error, page.language))
        columns = [page.words("Row"), page.words("Column"), page.words("Value"), page.words("What to do")]
        rows = [problem_row(one, page.language) for one in error.problems[:_SHOWN]]
        tables.table(columns, rows, alt=page.words("What is wrong in the file, row by row"))
        return
    _say(page, found)
    if st.button(page.words("Take in"), type="primary", disabled=not found.new):
        try:
            receipt = import_ledger(site_of(page), page.actor, parcel, form)
        except UserError as error:
            show_error(page, error)
            return
        st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
        done(page.words("Taken in: {new} new rows, {there} were there already.", new=receipt.new, there=receipt.unchanged))


def _form(page: Page, parcel: Parcel) -> LedgerForm:
    """Draw a box for each column: as it is understood, a header of the file, or one value for every row."""
    try:
        headers, understood = ledger_columns(site_of(page), page.actor, parcel)
    except UserError:
        return LedgerForm()  # what is wrong is said by the preview
    titles = _titles(page)
    said: dict[str, str] = {}
    with st.expander(page.words("Which column is what"), expanded=not set(titles) <= set(understood)):
        paragraph(page.words("Choose the header, or write one value for every row, such as =utfall or =2025-12-31."))
        places = st.columns(3)
        for place_number, (name, title) in enumerate(titles.items()):
            with places[place_number % 3]:
                now = understood.get(name, "")
                options = list(dict.fromkeys(["", now, *headers]))
                chosen = st.selectbox(
                    title, options, index=options.index(now), key=f"ledger column {name}", accept_new_options=True
                )
                if chosen and chosen != now:
                    said[name] = str(chosen)
    return LedgerForm({**understood, **said}) if said else LedgerForm()


def _titles(page: Page) -> dict[str, str]:
    return {
        "committee": page.words("Committee"),
        "type": page.words("Type"),
        "source": page.words("Source"),
        "amount": page.words("Amount"),
        "day": page.words("Date"),
        "intervention": page.words("Intervention"),
    }


def _say(page: Page, found: LedgerPreview) -> None:
    if found.remembered:
        st.info(page.words("An earlier correction is used for files with these headers."))
    columns = [page.words("Rows"), page.words("New"), page.words("There already")]
    counts = [number(one, 0, page.language) for one in (found.rows, found.new, found.unchanged)]
    tables.table(columns, [counts], alt=page.words("How many rows the file has"), right=columns)
    if found.sums:
        columns = [page.words("Year"), page.words("Type"), page.words("Sum of the new rows")]
        rows = [
            (one.key[0], ledger_name(RowType(one.key[1]), page.language), kronor(one.amount_ore, page.language))
            for one in found.sums
        ]
        tables.table(columns, rows, alt=page.words("What the file adds, by year and type"), right=[columns[2]])
    if found.ignored:
        paragraph(page.words("These columns are not used: {names}.", names=", ".join(found.ignored)))
    fixed = [header[1:] for header in found.columns.values() if header.startswith(FIXED_VALUE)]
    if fixed:
        paragraph(page.words("Said for every row: {names}.", names=", ".join(fixed)))


def _imports(page: Page) -> None:
    taken = {one.id: f"{one.filename} · {one.rows}" for one in reversed(page.version.programme.ledger_imports)}
    if not taken:
        return
    with st.expander(page.words("Take an import back")), st.form("withdraw import", border=False):
        batch = st.selectbox(page.words("Import"), list(taken), format_func=lambda one: taken[one])
        why = st.text_input(page.words("Why"), max_chars=500)
        if st.form_submit_button(page.words("Take it back")):
            try:
                count = withdraw_import(site_of(page), page.actor, str(batch), why)
            except UserError as error:
                show_error(page, error)
                return
            done(page.counted("{count} row is withdrawn.", "{count} rows are withdrawn.", count))
