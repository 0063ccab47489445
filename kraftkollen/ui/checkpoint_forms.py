"""What people do on the page of the evaluation: judge beside the rule, record what was decided, approve and take the text."""

import hashlib

import streamlit as st

from kraftkollen.model.criterion import Outcome, StatusCode
from kraftkollen.report.checkpoint_text import as_text
from kraftkollen.ui import entry, register_part
from kraftkollen.ui.frame import Page, paragraph, section
from kraftkollen.views.checkpoint_view import CheckpointView
from kraftkollen.words.checkpoint import status_word

_JUDGED = (StatusCode.MET, StatusCode.PARTLY, StatusCode.NOT_MET)


def draw(page: Page, shown: CheckpointView) -> None:
    """Draw the text to take along, its approval, and the forms for who may write in the register."""
    text = as_text(page.reading(), shown)
    section(page.words("The text as a document"))
    _approval(page, shown, text)
    name = f"underlag-{shown.on.isoformat()}.txt"
    st.download_button(page.words("The text (plain)"), text.encode("utf-8-sig"), name, "text/plain", on_click="ignore")
    if not register_part.may_edit(page):
        return
    section(page.words("Enter"))
    entry.say_done()
    with st.expander(page.words("Judge a criterion otherwise")):
        _judge(page, shown)
    with st.expander(page.words("Record what was decided")):
        _decide(page)


def _approval(page: Page, shown: CheckpointView, text: str) -> None:
    digest = hashlib.sha256(text.encode()).hexdigest()
    programme = page.version.programme
    given = next((one for one in programme.approvals if one.digest == digest), None)
    if given is not None:
        who = programme.body_name(given.body)
        paragraph(page.words("Approved as it stands by {body}, for {day}.", body=who, day=given.day.isoformat()))
        return
    paragraph(
        page.words(
            "Nobody has approved this text yet. Computed text is evidence, and is approved by a person before it is published."
        )
    )
    if not register_part.may_edit(page):
        return
    bodies = {one.id: one.name for one in programme.bodies}
    with st.form("approve text"):
        body = register_part.select(page.words("For which body"), bodies, "approve body")
        if st.form_submit_button(page.words("Approve the text")):
            # Another text is another approval: the digest is in its id.
            record = {"id": f"approval_{digest[:12]}", "day": shown.on.isoformat(), "digest": digest, "body": body}
            entry.record(page, "approvals", record, page.words("The text is approved as it stands."), name=record["id"])


def _judge(page: Page, shown: CheckpointView) -> None:
    criteria = {one.criterion.id: one.what for one in shown.rows}
    statuses = {one.value: status_word(one, page.language) for one in _JUDGED}
    bodies = {one.id: one.name for one in page.version.programme.bodies}
    with st.form("judge"):
        criterion = register_part.select(page.words("Criterion"), criteria, entry.key("judged criterion"))
        status = register_part.select(page.words("Judged as"), statuses, entry.key("judged status"))
        body = register_part.select(page.words("Body"), bodies, entry.key("judging body"))
        label, day_label = page.words("Why"), page.words("Date (year-month-day)")
        why = st.text_area(label, max_chars=1000, key=entry.key("judged why"))
        day = st.text_input(day_label, page.today.isoformat(), key=entry.key("judged day"), max_chars=10)
        sent = st.form_submit_button(page.words("Record the judgement"))
    if sent:
        found = entry.fields(page)
        body_of = {"criterion": criterion, "status": status, "body": body}
        body_of |= {"why": found.text(label, why), "day": found.day(day_label, day) or ""}
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
