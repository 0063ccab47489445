"""What people do on the page of the evaluation: judge beside the rule, record what was decided, approve and take the text."""

from collections.abc import Callable

import streamlit as st

from kraftkollen.model.criterion import Outcome, StatusCode
from kraftkollen.report.checkpoint_approval import Approved, approval_sentence, as_document
from kraftkollen.report.checkpoint_html import as_html
from kraftkollen.ui import address, document_part, entry, register_part, tables
from kraftkollen.ui.frame import Page
from kraftkollen.ui.prose import paragraph, section
from kraftkollen.views.checkpoint_view import CheckpointView
from kraftkollen.views.reading import Reading
from kraftkollen.words.checkpoint import status_word

_JUDGED = (StatusCode.MET, StatusCode.PARTLY, StatusCode.NOT_MET)


def draw(page: Page, reading: Reading, shown: CheckpointView, state: Approved) -> None:
    """Draw the document to take along, its approval, and the forms for who may write in the register."""
    section(page.words("The document"))
    paragraph(approval_sentence(reading, state))
    _other_days(page, state)
    editor = register_part.may_edit(page)
    if editor or state.holds:
        _downloads(page, reading, shown, state)
    else:
        paragraph(page.words("It can be downloaded when a person has approved it as it stands."))
    if not editor:
        return
    if not state.holds:
        _approve(page, shown, state)
    section(page.words("Enter"))
    register_part.say_done()
    with st.expander(page.words("Judge a criterion otherwise")):
        _judge(page, shown)
    with st.expander(page.words("Record what was decided")):
        _decide(page)


def _other_days(page: Page, state: Approved) -> None:
    links = [
        tables.Link(one.isoformat(), address.of(page, page.address, {"datum": one.isoformat()})) for one in state.other_days
    ]
    if links:
        tables.link_line(page.words("Approved for other days:"), *links)


def _downloads(page: Page, reading: Reading, shown: CheckpointView, state: Approved) -> None:
    name = f"underlag-{shown.on.isoformat()}"
    # Each is written when somebody asks for it.
    files: tuple[tuple[str, str, str, Callable[[], bytes]], ...] = (
        (page.words("The document for print (HTML)"), "html", "text/html", lambda: as_html(reading, shown, state)),
        (page.words("The text (plain)"), "txt", "text/plain", lambda: as_document(reading, shown, state).encode("utf-8-sig")),
    )
    with st.container(horizontal=True, gap="small"):
        for label, ending, kind, make in files:
            st.download_button(label, make, f"{name}.{ending}", kind, key=f"evaluation {ending}", on_click="ignore")
        document_part.checkpoint(page, reading, shown)


def _approve(page: Page, shown: CheckpointView, state: Approved) -> None:
    paragraph(
        page.words(
            "Computed text is evidence, and is approved by a person before it is published. An approval holds for the text as "
            "it stands: if a figure changes, it does not hold any longer, and that is said."
        )
    )
    bodies = {one.id: one.name for one in page.version.programme.bodies}
    with st.form("approve text"):
        body = register_part.select(page.words("For which body"), bodies, entry.key("approve body"))
        label = page.words("Function (never a name)")
        function = st.text_input(label, max_chars=100, key=entry.key("approve function"))
        sent = st.form_submit_button(page.words("Approve the text"))
    if not sent:
        return
    found = entry.fields(page)
    name = f"approval_{state.digest[:12]}"
    record = {
        # Another text is another approval: the digest is in its id.
        "id": name,
        "day": shown.on.isoformat(),
        "digest": state.digest,
        "body": body,
        "function": found.text(label, function),
        "given": page.today.isoformat(),
        "texts": [one.model_dump() for one in state.texts],
    }
    if found.hold():
        entry.record(page, "approvals", record, page.words("The text is approved as it stands."), name=name)


def _judge(page: Page, shown: CheckpointView) -> None:
    criteria = {one.criterion.id: one.what for one in shown.rows}
    statuses = {one.value: status_word(one, page.language) for one in _JUDGED}
    bodies = {one.id: one.name for one in page.version.programme.bodies}
    paragraph(page.words("The judgement is shown beside the rule's answer, also in the document. The rule's answer stays."))
    with st.form("judge"):
        criterion = register_part.select(page.words("Criterion"), criteria, entry.key("judged criterion"))
        status = register_part.select(page.words("Judged as"), statuses, entry.key("judged status"))
        body = register_part.select(page.words("Body"), bodies, entry.key("judging body"))
        function_label = page.words("Function (never a name)")
        function = st.text_input(function_label, max_chars=100, key=entry.key("judging function"))
        label, day_label = page.words("Why"), page.words("Date (year-month-day)")
        why = st.text_area(label, max_chars=1000, key=entry.key("judged why"))
        day = st.text_input(day_label, page.today.isoformat(), key=entry.key("judged day"), max_chars=10)
        sent = st.form_submit_button(page.words("Record the judgement"))
    if sent:
        found = entry.fields(page)
        body_of = {"criterion": criterion, "status": status, "body": body}
        body_of |= {"function": found.text(function_label, function), "why": found.text(label, why)}
        body_of |= {"day": found.day(day_label, day) or ""}
        if found.hold():
            said = page.words("The judgement stands beside the rule's answer.")
            entry.record(page, "judgements", body_of, said)


def _decide(page: Page) -> None:
    programme, language = page.version.programme, page.language
    subjects = {"": page.words("The model as a whole")} | {
        one.id: one.name.in_language(language) for one in programme.interventions
    }
    outcomes = {
        Outcome.CONTINUE.value: page.words("continue"),
        Outcome.ADJUST.value: page.words("adjust"),
        Outcome.STOP.value: page.words("stop"),
    }
    decisions = {
        one.id: f"{one.day or ''} {programme.body_name(one.bodies[0])} {one.reference or ''}".strip()
        for one in programme.decisions
        if one.entered
    }
    paragraph(page.words("The decision itself, with its dissent, is entered on the page of decisions first."))
    tables.link_line("", tables.Link(page.words("To the page of decisions"), address.of(page, "beslut", {})))
    if not decisions:
        return
    with st.form("decide"):
        subject = register_part.select(page.words("About"), subjects, entry.key("decided subject"))
        outcome = register_part.select(page.words("Decided"), outcomes, entry.key("decided outcome"))
        decision = register_part.select(page.words("Decision"), decisions, entry.key("decided decision"))
        note = st.text_area(page.words("Note (may be left out)"), max_chars=1000, key=entry.key("decided note"))
        sent = st.form_submit_button(page.words("Record what was decided"))
    if sent:
        record = {"subject": subject or None, "outcome": outcome, "decision": decision, "note": note.strip()}
        entry.record(page, "checkpoint_decisions", record, page.words("What was decided is recorded."))
