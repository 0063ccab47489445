"""The parts of the page for the evaluation after one year: readiness, criteria with evidence, what is missing, decisions."""

from datetime import date

import streamlit as st

from kraftkollen.model.modules import Module
from kraftkollen.model.programme import Programme
from kraftkollen.ui import address, caches, tables
from kraftkollen.ui.frame import Page, escaped, paragraph, section, source_line
from kraftkollen.views.checkpoint_view import CheckpointView, CriterionRow, Evidence, by_part, checkpoint_view
from kraftkollen.views.outcomes import outcomes

# Pages know nothing but ui.
USED = Module.CHECKPOINT
# Where each kind of evidence stands, and how the address names it.
_PAGES = {
    "decision": ("beslut", None),
    "briefing": ("aterkoppling", None),
    "intervention": ("insatser", "insats"),
    "place": ("problembild", address.AREA),
    "overlap": ("insatser", None),
    "finding": ("aterkoppling", None),
    "money": ("pengar", None),
    "calendar": ("beslut", None),
    "effect": ("effektutvardering", "insats"),
}
_MANY = 6


def view(page: Page, programme: Programme, on: date) -> CheckpointView:
    """Return the evaluation of a programme on a day; the verdicts are those of the published figures."""
    reading = page.reading()
    found = caches.kept(reading, "outcomes", [on], lambda: outcomes(reading, on))
    return checkpoint_view(reading, programme, on, found)


def glance(page: Page, shown: CheckpointView) -> None:
    """Draw how many days are left, how ready it is, and whether it comes in time."""
    st.markdown(f"**{escaped(shown.days)} {escaped(shown.readiness)}**")
    if shown.found.timing.in_time:
        paragraph(shown.budget)
    else:
        st.info(escaped(shown.budget))
    counts = [(one.status_word, one.status) for one in shown.rows]
    words = list(dict.fromkeys(word for word, _ in counts))
    if words:
        said = ", ".join(f"{word} {sum(one == word for one, _ in counts)}" for word in words)
        paragraph(page.words("By rule: {counts}.", counts=said))


def criteria(page: Page, shown: CheckpointView) -> None:
    """Draw each criterion with figure, threshold and status; its evidence one click away."""
    columns = [
        page.words("Criterion"),
        page.words("By rule"),
        page.words("Figure"),
        page.words("Enough"),
        page.words("Whose wish"),
    ]
    for _, rows in by_part(shown.rows):
        section(rows[0].part)
        cells = [[one.what, one.status_word, one.figure, one.threshold, one.whose] for one in rows]
        tables.table(columns, cells, alt=f"{rows[0].part}. {shown.readiness}", row_heading=True)
        for one in rows:
            if one.evidence or one.missing or one.judgements:
                _evidence(page, one)


def _evidence(page: Page, one: CriterionRow) -> None:
    with st.expander(escaped(f"{one.what}: {one.status_word}")):
        paragraph(one.sentence)
        for said in one.judgements:
            paragraph(said)
        if one.missing:
            _items(page, page.words("Missing"), one.missing)
        if one.evidence:
            _items(page, page.words("Rests on"), one.evidence)


def _items(page: Page, heading: str, items: tuple[Evidence, ...]) -> None:
    rows: list[list[tables.Cell]] = [[_link(page, one), one.whose] for one in items]
    height = 300 if len(rows) > _MANY else None
    tables.table([heading, page.words("Whose")], rows, alt=heading, height=height)


def _link(page: Page, one: Evidence) -> tables.Link:
    name, key = _PAGES[one.kind]
    return tables.Link(one.title, address.of(page, name, {key: one.id} if key else {}))


def missing(page: Page, shown: CheckpointView) -> None:
    """Draw what is missing, whose it is, and the way to provide it."""
    section(page.words("What is missing"))
    if not shown.missing:
        paragraph(page.words("Nothing that can be entered is missing."))
        return
    columns = [page.words("What"), page.words("Whose"), page.words("For the criterion")]
    rows: list[list[tables.Cell]] = [[_link(page, one), one.whose, row.what] for row, one in shown.missing]
    tables.table(columns, rows, alt=page.words("What is missing, and whose it is"), height=420 if len(rows) > 12 else None)


def outcome(page: Page, shown: CheckpointView) -> None:
    """Draw the verdict on each primary indicator."""
    if not shown.outcomes:
        return
    section(page.words("Verdicts of the primary indicators"))
    columns = [page.words("Intervention"), page.words("Primary indicator"), page.words("Verdict")]
    rows: list[list[tables.Cell]] = [
        [tables.Link(one.name, address.of(page, "effektutvardering", {"insats": one.intervention})), one.indicator, one.verdict]
        for one in shown.outcomes
    ]
    tables.table(columns, rows, alt=page.words("Verdicts of the primary indicators"), row_heading=True)


def decided(page: Page, shown: CheckpointView) -> None:
    """Draw what bodies have decided; empty until one has."""
    section(page.words("What was decided"))
    if not shown.decided:
        paragraph(
            page.words("No body has decided yet. The field is empty until one has: the text above is evidence, not a proposal.")
        )
        return
    columns = [
        page.words("About"),
        page.words("Decided"),
        page.words("Body"),
        page.words("Date"),
        page.words("Reference"),
        page.words("Dissent"),
        page.words("Note"),
    ]
    rows = [[one.subject, one.outcome, one.bodies, one.day, one.reference, one.dissent, one.note] for one in shown.decided]
    tables.table(columns, rows, alt=page.words("What was decided after the evaluation"), row_heading=True)
    source_line(
        page.words("A decision stands with its dissent. What is enough for a criterion is a proposal until it is decided.")
    )
