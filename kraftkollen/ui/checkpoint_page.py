"""The parts of the page for the evaluation after one year: readiness, what is missing, criteria with evidence, verdicts."""

from collections import Counter
from datetime import date, datetime, time

import streamlit as st

from kraftkollen.model.criterion import StatusCode
from kraftkollen.model.modules import Module
from kraftkollen.model.programme import Programme
from kraftkollen.report.checkpoint_approval import Approved, approval_sentence, approved
from kraftkollen.ui import address, caches, register_part, tables
from kraftkollen.ui.frame import Page, escaped, paragraph, plain, section, source_line
from kraftkollen.views.checkpoint_view import CheckpointView, CriterionRow, Evidence, by_part, checkpoint_view
from kraftkollen.views.outcomes import outcomes
from kraftkollen.views.reading import Reading
from kraftkollen.words.checkpoint import status_word

# Pages know nothing but ui.
USED = Module.CHECKPOINT
# Where each kind of evidence stands, and how the address names it.
_PAGES = {
    "decision": ("beslut", None),
    "briefing": ("aterkoppling", None),
    "intervention": ("insatser", "insats"),
    "plan": ("insatser", None),
    "place": ("problembild", address.AREA),
    "overlap": ("insatser", None),
    "finding": ("aterkoppling", None),
    "money": ("pengar", None),
    "call_off": ("pengar", None),
    "calendar": ("beslut", None),
    "effect": ("effektutvardering", "insats"),
}
# The height cuts a row in two, so that it is seen that there are more.
_MANY, _TALL, _SHORT = 6, 338, 12
_NOTE = "border-left:4px solid #9a1f2e;padding:.5rem 0 .5rem .75rem;margin:0;background:#f4f2ef"


def reading(page: Page) -> Reading:
    """Return the reader with the newest version; with figures and register as they were known then, if the address asks."""
    known = register_part.known_asked(page)
    if known is None:
        return page.reading()
    site = register_part.site_of(page)
    then = caches.version_then(site, page.actor, datetime.combine(known, time.max), page.version.id)
    return Reading(page.actor, then, page.language)


def view(page: Page, programme: Programme, on: date, then: Reading | None = None) -> CheckpointView:
    """Return the evaluation of a programme on a day; with the figures of an earlier version, if `then` reads one."""
    asking = then or page.reading()
    # What was known on two days may stand on the same figures, under the same id.
    parts = [on, page.version.id, st.query_params.get(register_part.AS_OF, "")]
    found = caches.kept(asking, "outcomes", parts, lambda: outcomes(asking, on))
    return checkpoint_view(asking, programme, on, found)


def standing(asking: Reading, shown: CheckpointView) -> Approved:
    """Return whether the text is approved as it stands."""
    return approved(asking, shown)


def glance(page: Page, shown: CheckpointView, state: Approved) -> None:
    """Draw how many days are left, how ready it is, whether it comes in time, and whether a person has approved it."""
    st.markdown(f"**{escaped(shown.days)} {escaped(shown.readiness)}**")
    if shown.budget and shown.found.timing.in_time:
        paragraph(shown.budget)
    elif shown.budget:
        st.html(f'<p role="note" style="{_NOTE}">{plain(shown.budget)}</p>')
    counts = Counter(one.status for one in shown.rows)
    if counts:
        said = ", ".join(f"{status_word(one, page.language)} {counts[one]}" for one in StatusCode if counts[one])
        paragraph(page.words("By rule: {counts}.", counts=said))
    paragraph(approval_sentence(page.reading(), state))


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
        cells = [[one.what, one.status_word, _whole(one.figure), _enough(one), one.whose] for one in rows]
        tables.table(columns, cells, alt=f"{rows[0].part}. {shown.readiness}", row_heading=True)
        if not all(one.criterion.decided for one in rows):
            source_line(page.words("What is enough is a proposal; not decided, unless a decision stands beside it."))
        for one in rows:
            if one.evidence or one.missing or one.judgements:
                _evidence(page, one)


def _enough(one: CriterionRow) -> str:
    return one.threshold if one.criterion.decided else one.limits


def _whole(figure: str) -> str:
    """Return a short figure in one piece: 6 of 10 is not broken over two lines."""
    return figure.replace(" ", "\u00a0") if len(figure) <= _SHORT else figure


def _evidence(page: Page, one: CriterionRow) -> None:
    judged = page.words("a person judges otherwise") if one.judgements else ""
    title = f"{one.what}: {one.status_word}{', ' if judged else ''}{judged}"
    with st.expander(escaped(title)):
        paragraph(one.sentence)
        for said in one.judgements:
            paragraph(said)
        if one.missing:
            _items(page, page.words("Missing"), one.missing)
        if one.evidence:
            _items(page, page.words("Rests on"), one.evidence)


def _items(page: Page, heading: str, items: tuple[Evidence, ...]) -> None:
    rows: list[list[tables.Cell]] = [[_link(page, one), one.whose] for one in items]
    height = _TALL if len(rows) > _MANY else None
    tables.table([heading, page.words("Whose")], rows, alt=heading, height=height)


def _link(page: Page, one: Evidence) -> tables.Link:
    name, key = _PAGES[one.kind]
    return tables.Link(one.title, address.of(page, name, {key: one.id} if key and one.id else {}))


def missing(page: Page, shown: CheckpointView) -> None:
    """Draw what is missing, whose it is, and the way to provide it."""
    section(page.words("What is missing"))
    if not shown.missing:
        paragraph(page.words("Nothing that can be entered is missing."))
        return
    columns = [page.words("What"), page.words("Whose"), page.words("For the criterion")]
    rows: list[list[tables.Cell]] = [[_link(page, one), one.whose, row.what] for row, one in shown.missing]
    alt = page.words("What is missing, and whose it is")
    tables.table(columns, rows, alt=alt, height=_TALL if len(rows) > _MANY else None)


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
    """Draw what bodies have decided of the model and of each intervention; a field is empty until one has."""
    section(page.words("What was decided"))
    if not shown.decided:
        paragraph(
            page.words("No body has decided yet. The field is empty until one has: the text above is evidence, not a proposal.")
        )
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
    nothing = page.words("no decision yet").replace(" ", "\u00a0")
    rows += [[subject, nothing, "", "", "", "", ""] for subject in shown.undecided]
    tables.table(columns, rows, alt=page.words("What was decided after the evaluation"), row_heading=True)
    source_line(
        page.words("A decision stands with its dissent. What is enough for a criterion is a proposal until it is decided.")
    )
