"""Where a finding is answered, entered or taken from what the computer proposes, and a briefing handed over is noted."""

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from kraftkollen.model.feedback import Answer, HandedBy, OriginKind, Receiver, ReceiverKind, receiver_of
from kraftkollen.model.text import Text
from kraftkollen.ui import entry, register_part
from kraftkollen.ui.frame import Page
from kraftkollen.ui.prose import escaped, paragraph, section
from kraftkollen.views.briefing_state_view import BriefingStateView, by_title
from kraftkollen.views.feedback_view import ExchangeRow, FeedbackView, ProposalRow, origin_title, receiver_title
from kraftkollen.views.record_titles import feedback_titles


def draw(page: Page, shown: FeedbackView | None, briefings: BriefingStateView | None) -> None:
    """Draw the forms, for those who may speak for somebody; answers first. None: the city does not use that part."""
    if not entry.speakers(page) or (shown is None and briefings is None):
        return
    section(page.words("Enter"))
    parts: list[tuple[str, Callable[[], None]]] = []
    if shown is not None:
        parts.append((page.words("An answer"), partial(_answer, page, shown)))
    if shown is not None and register_part.may_edit(page):
        parts.append((page.words("A finding"), partial(_finding, page, shown)))
    if briefings is not None and register_part.may_edit(page):
        parts.append((page.words("A briefing handed over"), partial(_briefing, page, briefings)))
    parts.append((page.words("Take back"), lambda: entry.withdraw(page, feedback_titles(page.reading()))))
    for tab, (_, form) in zip(st.tabs([name for name, _ in parts]), parts, strict=True):
        with tab:
            form()


def _select(label: str, titles: Mapping[str, str], name: str) -> str:
    return str(st.selectbox(label, list(titles), format_func=titles.__getitem__, key=entry.key(name)))


def _day(page: Page, name: str) -> tuple[str, str]:
    label = page.words("Date (year-month-day)")
    return label, st.text_input(label, page.today.isoformat(), key=entry.key(name))


def _document(page: Page, name: str) -> str:
    return st.text_input(page.words("Document number (optional)"), max_chars=100, key=entry.key(name)).strip()


def _answer(page: Page, shown: FeedbackView) -> None:
    """Draw the form that answers; for one that is answered it changes the answer, such as when its measure is done."""
    mine = {one.key: one for one in shown.rows if _may_answer(page, one.key)}
    if not mine:
        paragraph(page.words("Nothing waits for an answer of yours."))
        return
    titles = {name: _called(one) for name, one in mine.items()}
    chosen = _select(page.words("Which finding, and who answers"), titles, "answer what")
    finding, _, receiver = chosen.partition(" ")
    who = receiver_of(receiver)
    given = next((one for one in page.version.programme.answers if (one.finding, one.receiver) == (finding, who)), None)
    paragraph(mine[chosen].what)
    with st.form(f"answer {chosen}"):
        said = page.words("Answer")
        text = st.text_area(said, _text(page, given), max_chars=2000, height=90, key=entry.key(f"text {chosen}"))
        measure = st.text_input(
            page.words("Measure (optional)"), _measure(page, given), max_chars=500, key=entry.key(f"measure {chosen}")
        )
        left, right = st.columns(2)
        with left:
            day_label = page.words("Answered (year-month-day)")
            answered = given.day if given else page.today
            day = st.text_input(day_label, answered.isoformat(), key=entry.key(f"day {chosen}"))
        with right:
            done_label = page.words("Measure done (year-month-day, if it is)")
            was_done = given.done.isoformat() if given and given.done else ""
            done = st.text_input(done_label, was_done, key=entry.key(f"done {chosen}"))
        document = _document(page, f"document {chosen}")
        sent = st.form_submit_button(page.words("Enter the answer"), type="primary")
    if sent:
        found = entry.fields(page)
        body = {
            "finding": finding,
            "receiver": who.model_dump(mode="json", exclude_none=True),
            "text": _as_before(page, found.text(said, text), given.text if given else None),
            "measure": _as_before(page, measure.strip(), given.measure if given else None),
            "day": found.day(day_label, day),
            "done": found.day(done_label, done, needed=False),
            "document": document or (given.document if given else None),
        }
        if found.hold():
            entry.record(page, "answers", body, page.words("The answer is entered."), name=given.id if given else None)


def _may_answer(page: Page, key: str) -> bool:
    who = receiver_of(key.partition(" ")[2])
    return register_part.may_edit(page) or (who.kind is ReceiverKind.COMMITTEE and who.id in entry.speakers(page))


def _called(one: ExchangeRow) -> str:
    return f"{one.found} · {one.receiver} · {one.standing}"


def _text(page: Page, given: Answer | None) -> str:
    return given.text.in_language(page.language) if given else ""


def _measure(page: Page, given: Answer | None) -> str:
    return given.measure.in_language(page.language) if given and given.measure else ""


def _as_before(page: Page, text: str, before: Text | None) -> object:
    """Return the text as it stood in both languages if it is unchanged in the one on the screen."""
    unchanged = before is not None and before.in_language(page.language) == text
    return before.model_dump(mode="json") if before is not None and unchanged else text


def _finding(page: Page, shown: FeedbackView) -> None:
    for number, one in enumerate(shown.proposals):
        _proposal(page, one, number)
    known, reading = page.version.programme, page.reading()
    every = [Receiver(kind=ReceiverKind.STEERING_GROUP)]
    every += [Receiver(kind=ReceiverKind.LOCAL_WORK, id=one.id) for one in known.priority_areas]
    every += [Receiver(kind=ReceiverKind.INTERVENTION, id=one.id) for one in known.interventions]
    every += [Receiver(kind=ReceiverKind.COMMITTEE, id=one.id) for one in known.bodies]
    titles = {one.key: receiver_title(reading, known, one) for one in every}
    origins = {one.value: origin_title(reading, one) for one in reversed(OriginKind)}
    places = {"": page.words("the whole work"), **{one.id: one.name for one in known.priority_areas}}
    with st.form("finding"):
        what_label = page.words("What was found, in a sentence or two, and never about one person")
        what = st.text_area(what_label, max_chars=1000, height=90, key=entry.key("finding what"))
        to_label = page.words("Goes to")
        to = st.multiselect(
            to_label,
            list(titles),
            format_func=titles.__getitem__,
            key=entry.key("finding to"),
            placeholder=page.words("Choose"),
        )
        left, right = st.columns(2)
        with left:
            place = _select(page.words("About"), places, "finding place")
            day_label, day = _day(page, "finding day")
        with right:
            origin = _select(page.words("Comes from"), origins, "finding origin")
            due_label = page.words("Answers due (optional)")
            due = st.text_input(due_label, "", key=entry.key("finding due"))
        document = _document(page, "finding document")
        sent = st.form_submit_button(page.words("Enter the finding"), type="primary")
    if sent:
        found = entry.fields(page)
        body = {
            "what": found.text(page.words("What was found"), what),
            "receivers": [_plain(receiver_of(one)) for one in found.chosen(to_label, to)],
            "priority_area": place,
            "day": found.day(day_label, day),
            "origin": {"kind": origin},
            "due": found.day(due_label, due, needed=False, future=True),
            "document": document,
        }
        if found.hold():
            entry.record(page, "findings", body, page.words("The finding is entered."))


def _plain(who: Receiver) -> dict[str, object]:
    return who.model_dump(mode="json", exclude_none=True)


def _proposal(page: Page, one: ProposalRow, number: int) -> None:
    """Draw a proposal with the one click that makes it a finding."""
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(escaped(page.words("Proposed: {what} To: {receivers}.", what=one.what, receivers=one.receivers)))
        if st.button(page.words("Make it a finding"), key=f"proposal {number}"):
            body = {
                "what": one.proposal.what.model_dump(mode="json"),
                "receivers": [_plain(who) for who in one.proposal.receivers],
                "priority_area": one.proposal.priority_area,
                "day": page.today.isoformat(),
                "origin": one.proposal.origin.model_dump(mode="json", exclude_none=True),
            }
            entry.record(page, "findings", body, page.words("The finding is entered."))


def _briefing(page: Page, shown: BriefingStateView) -> None:
    """Draw the form that notes a briefing: which, when, in what capacity; the record itself says who entered it."""
    if not shown.open:
        paragraph(page.words("No briefing waits."))
        return
    titles = {f"{calendar} {committee}": title for calendar, committee, title in shown.open}
    by = {one.value: by_title(page.reading(), one) for one in HandedBy}
    with st.form("briefing"):
        which = _select(page.words("Which briefing"), titles, "briefing what")
        left, right = st.columns(2)
        with left:
            day_label, day = _day(page, "briefing day")
        with right:
            handed_by = _select(page.words("Handed over by"), by, "briefing by")
        document = _document(page, "briefing document")
        sent = st.form_submit_button(page.words("Enter the briefing"), type="primary")
    if sent:
        found = entry.fields(page)
        calendar, _, committee = which.partition(" ")
        body = {"committee": committee, "calendar": calendar, "day": found.day(day_label, day), "by": handed_by}
        if found.hold():
            entry.record(page, "briefings", {**body, "document": document}, page.words("The briefing is entered."))
