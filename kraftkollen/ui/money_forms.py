"""Where a row of the ledger is typed, such as a call-off, and where one is corrected: forms that need no mouse."""

import secrets
from collections.abc import Mapping

import streamlit as st

from kraftkollen.access import Permission, may
from kraftkollen.actions.ledger import Typed, add_row, amount_of, correct
from kraftkollen.actions.site import Site
from kraftkollen.errors import UserError
from kraftkollen.model.ledger import CostKind, RowType, Source
from kraftkollen.model.programme import BodyKind
from kraftkollen.ui import caches
from kraftkollen.ui.frame import Page, show_error
from kraftkollen.ui.prose import escaped, paragraph, section
from kraftkollen.views.ledger_view import LedgerLine, intervention_names
from kraftkollen.views.money_view import MoneyView
from kraftkollen.words.ledger import ledger_name
from kraftkollen.words.numbers import kronor

_NONCE, _DONE = "money form", "money done"
_TYPES = (RowType.CALL_OFF, RowType.ACTUAL, RowType.BUDGET)


def site_of(page: Page) -> Site:
    """Return where what is entered goes."""
    return Site.at(caches.data_folder(), page.clock)


def done(sentence: str) -> None:
    """Keep a sentence for the page to say, and draw the page anew on what is published now."""
    st.session_state[_DONE] = sentence
    # The same form sent twice is one row; the next form is another.
    st.session_state[_NONCE] = secrets.token_hex(8)
    st.rerun()


def say_done() -> None:
    """Say what was just entered."""
    sentence = st.session_state.pop(_DONE, None)
    if sentence:
        st.success(escaped(sentence))


def draw(page: Page, shown: MoneyView) -> None:
    """Draw the forms, for those who may edit the register."""
    if not may(page.actor, Permission.EDIT_REGISTER):
        return
    section(page.words("Enter"))
    new, mend = st.tabs([page.words("A call-off or another row"), page.words("A correction")])
    with new:
        _new(page, shown.year.chosen.id if shown.year.chosen else "")
    with mend:
        _correction(page, shown)


def _new(page: Page, year: str) -> None:
    kind = RowType(
        st.selectbox(
            page.words("Type"), [one.value for one in _TYPES], format_func=lambda one: ledger_name(RowType(one), page.language)
        )
    )
    programme = page.version.programme
    # First the year that is looked at, then the others, the newest first; only what is called off rather than budgeted.
    ranked = sorted((one for one in programme.money if one.rule), key=lambda one: (str(one.year) != year, -one.year))
    language = page.language
    money = {one.id: f"{one.year} · {kronor(one.amount_ore, language)} · {one.purpose.in_language(language)}" for one in ranked}
    if kind is RowType.CALL_OFF and not money:
        paragraph(page.words("No money is set aside that can be called off. It is entered in the register first."))
        return
    with st.form("money row", border=True):
        typed = _fields(page, kind, money)
        if st.form_submit_button(page.words("Enter the row"), type="primary"):
            _add(page, typed)


def _fields(page: Page, kind: RowType, money: Mapping[str, str]) -> Typed:
    programme = page.version.programme
    committees_first = sorted(programme.bodies, key=lambda one: (one.kind is not BodyKind.COMMITTEE, one.name))
    bodies = {one.id: one.name for one in committees_first}
    is_call_off = kind is RowType.CALL_OFF
    allotment = _select(page.words("Called off from"), money, "allotment") if is_call_off else None
    first, second = st.columns(2)
    with first:
        amount = st.text_input(page.words("Amount in kronor"), key="money amount", placeholder="250 000")
        intervention = _select(page.words("Intervention or process"), _interventions(page, money, is_call_off), "intervention")
        source = _select(page.words("Source"), _names(page, tuple(Source)), "source", 1 if is_call_off else 0)
    with second:
        day = st.text_input(page.words("Date (year-month-day)"), value=page.today.isoformat(), key="money day")
        committee = _select(page.words("Committee"), bodies, "committee")
        use = _select(page.words("Used for"), _names(page, tuple(CostKind)), "kind")
    document = st.text_input(page.words("Document number (optional)"), max_chars=100, key="money document")
    return Typed(kind, amount, day, committee, Source(source), CostKind(use), intervention or None, allotment, document or None)


def _interventions(page: Page, money: Mapping[str, str], is_call_off: bool) -> dict[str, str]:
    """Return what a row can be for; for a call-off the processes that the money is for come first."""
    names = intervention_names(page.reading())
    processes = (
        [name for one in page.version.programme.money if one.id in money for name in one.processes] if is_call_off else []
    )
    return {name: names[name] for name in dict.fromkeys((*processes, *names)) if name in names}


def _names(page: Page, values: tuple[Source, ...] | tuple[CostKind, ...]) -> dict[str, str]:
    return {one.value: ledger_name(one, page.language) for one in values}


def _select(label: str, titles: Mapping[str, str], key: str, place: int = 0) -> str:
    chosen = st.selectbox(label, list(titles), index=place, format_func=lambda one: titles.get(one, one), key=f"money {key}")
    return str(chosen)


def _add(page: Page, typed: Typed) -> None:
    nonce = st.session_state.setdefault(_NONCE, secrets.token_hex(8))
    try:
        made = add_row(site_of(page), page.actor, f"{nonce} {typed}", typed)
    except UserError as error:
        show_error(page, error)
        return
    name, amount = ledger_name(made.type, page.language), kronor(made.amount_ore, page.language)
    done(page.words("Entered: {type}, {amount}, {day}.", type=name, amount=amount, day=made.day.isoformat()))


def _correction(page: Page, shown: MoneyView) -> None:
    lines = {one.row.id: one for one in shown.lines if one.counts}
    if not lines:
        paragraph(page.words("There is no row of this year to correct."))
        return
    paragraph(page.words("A correction is a new row. The old one stays in sight and no longer counts. 0 withdraws a row."))
    with st.form("money correction", border=True):
        row = _select(page.words("Row"), {name: _title(one) for name, one in lines.items()}, "row")
        amount = st.text_input(page.words("The right amount in kronor"), key="money right amount")
        why = st.text_input(page.words("Why"), max_chars=500, key="money why")
        sent = st.form_submit_button(page.words("Correct"))
    if not sent:
        return
    if not why.strip():
        st.error(page.words("Say why: the reason stands beside the row."))
        return
    try:
        made = correct(site_of(page), page.actor, row, amount_of(amount), why)
    except UserError as error:
        show_error(page, error)
        return
    done(page.words("Corrected to {amount}.", amount=kronor(made.amount_ore, page.language)))


def _title(one: LedgerLine) -> str:
    return " · ".join(part for part in (one.day, one.type, one.intervention, one.kind, one.amount, one.document) if part)
