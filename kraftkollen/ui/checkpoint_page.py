"""The parts of the page for the evaluation after one year: readiness, what is missing, criteria with evidence, verdicts."""

from collections import Counter
from collections.abc import Hashable, Iterator
from datetime import date, datetime, time

import streamlit as st

from kraftkollen.model.criterion import StatusCode
from kraftkollen.model.modules import Module
from kraftkollen.model.programme import Programme
from kraftkollen.report.checkpoint_approval import Approved, approval_sentence, approved
from kraftkollen.ui import address, blocks, caches, register_part, tables
from kraftkollen.ui.frame import Page
from kraftkollen.ui.prose import plain
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

    def worked_out() -> CheckpointView:
        found = caches.kept(asking, "outcomes", _known(page, on), lambda: outcomes(asking, on))
        return checkpoint_view(asking, programme, on, found)

    return caches.kept(asking, "checkpoint", _known(page, on), worked_out)


def _known(page: Page, on: date) -> list[Hashable]:
    """Return what an evaluation is another under: what was known on two days may stand on the same figures, of the same id."""
    return [on, page.version.id, st.query_params.get(register_part.AS_OF, "")]


def standing(page: Page, asking: Reading, shown: CheckpointView) -> Approved:
    """Return whether the text is approved as it stands."""
    return caches.kept(asking, "approved", _known(page, shown.on), lambda: approved(asking, shown))


def draw(page: Page, asking: Reading, shown: CheckpointView, state: Approved) -> None:
    """Draw the evaluation: at a glance, what is missing, each criterion with its evidence, verdicts, what was decided."""
    st.html(
        caches.kept(asking, "checkpoint in HTML", _known(page, shown.on), lambda: blocks.joined(_parts(page, shown, state)))
    )


def _parts(page: Page, shown: CheckpointView, state: Approved) -> Iterator[str]:
    yield from _glance(page, shown, state)
    yield from _missing(page, shown)
    yield from _criteria(page, shown)
    yield from _outcome(page, shown)
    yield from _decided(page, shown)


def _glance(page: Page, shown: CheckpointView, state: Approved) -> Iterator[str]:
    """Yield how many days are left, how ready it is, whether it comes in time, and whether a person has approved it."""
    yield blocks.paragraph(f"{shown.days} {shown.readiness}", strong=True)
    if shown.budget and shown.found.timing.in_time:
        yield blocks.paragraph(shown.budget)
    elif shown.budget:
        yield f'<p role="note" style="{_NOTE}">{plain(shown.budget)}</p>'
    counts = Counter(one.status for one in shown.rows)
    if counts:
        said = ", ".join(f"{status_word(one, page.language)} {counts[one]}" for one in StatusCode if counts[one])
        yield blocks.paragraph(page.words("By rule: {counts}.", counts=said))
    yield blocks.paragraph(approval_sentence(page.reading(), state))


def _criteria(page: Page, shown: CheckpointView) -> Iterator[str]:
    """Yield each criterion with figure, threshold and status; its evidence one click away."""
    columns = [
        page.words("Criterion"),
        page.words("By rule"),
        page.words("Figure"),
        page.words("Enough"),
        page.words("Whose wish"),
    ]
    for _, rows in by_part(shown.rows):
        yield blocks.heading(rows[0].part)
        cells = [[one.what, one.status_word, _whole(one.figure), _enough(one), one.whose] for one in rows]
        yield tables.as_html(columns, cells, f"{rows[0].part}. {shown.readiness}", row_heading=True)
        if not all(one.criterion.decided for one in rows):
            yield blocks.source(page.words("What is enough is a proposal; not decided, unless a decision stands beside it."))
        for one in rows:
            if one.evidence or one.missing or one.judgements:
                yield _evidence(page, one)


def _enough(one: CriterionRow) -> str:
    return one.threshold if one.criterion.decided else one.limits


def _whole(figure: str) -> str:
    """Return a short figure in one piece: 6 of 10 is not broken over two lines."""
    return figure.replace(" ", "\u00a0") if len(figure) <= _SHORT else figure


def _evidence(page: Page, one: CriterionRow) -> str:
    judged = page.words("a person judges otherwise") if one.judgements else ""
    title = f"{one.what}: {one.status_word}{', ' if judged else ''}{judged}"
    parts = [blocks.paragraph(said) for said in (one.sentence, *one.judgements)]
    if one.missing:
        parts.append(_items(page, page.words("Missing"), one.missing))
    if one.evidence:
        parts.append(_items(page, page.words("Rests on"), one.evidence))
    return blocks.box(title, parts)


def _items(page: Page, heading: str, items: tuple[Evidence, ...]) -> str:
    rows: list[list[tables.Cell]] = [[_link(page, one), one.whose] for one in items]
    height = _TALL if len(rows) > _MANY else None
    return tables.as_html([heading, page.words("Whose")], rows, heading, height=height)


def _link(page: Page, one: Evidence) -> tables.Link:
    name, key = _PAGES[one.kind]
    return tables.Link(one.title, address.of(page, name, {key: one.id} if key and one.id else {}))


def _missing(page: Page, shown: CheckpointView) -> Iterator[str]:
    """Yield what is missing, whose it is, and the way to provide it."""
    yield blocks.heading(page.words("What is missing"))
    if not shown.missing:
        yield blocks.paragraph(page.words("Nothing that can be entered is missing."))
        return
    columns = [page.words("What"), page.words("Whose"), page.words("For the criterion")]
    rows: list[list[tables.Cell]] = [[_link(page, one), one.whose, row.what] for row, one in shown.missing]
    alt = page.words("What is missing, and whose it is")
    yield tables.as_html(columns, rows, alt, height=_TALL if len(rows) > _MANY else None)


def _outcome(page: Page, shown: CheckpointView) -> Iterator[str]:
    """Yield the verdict on each primary indicator."""
    if not shown.outcomes:
        return
    yield blocks.heading(page.words("Verdicts of the primary indicators"))
    columns = [page.words("Intervention"), page.words("Primary indicator"), page.words("Verdict")]
    rows: list[list[tables.Cell]] = [
        [tables.Link(one.name, address.of(page, "effektutvardering", {"insats": one.intervention})), one.indicator, one.verdict]
        for one in shown.outcomes
    ]
    yield tables.as_html(columns, rows, page.words("Verdicts of the primary indicators"), row_heading=True)


def _decided(page: Page, shown: CheckpointView) -> Iterator[str]:
    """Yield what bodies have decided of the model and of each intervention; a field is empty until one has."""
    yield blocks.heading(page.words("What was decided"))
    if not shown.decided:
        yield blocks.paragraph(
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
    yield tables.as_html(columns, rows, page.words("What was decided after the evaluation"), row_heading=True)
    yield blocks.source(
        page.words("A decision stands with its dissent. What is enough for a criterion is a proposal until it is decided.")
    )
