"""What a steering group meets with, on the start page: a card an area, what is to be decided, what the evaluation lacks."""

from collections.abc import Iterable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kraftkollen.report.meeting_document import meeting_document
from kraftkollen.report.meeting_sheet import meeting_sheet
from kraftkollen.report.typesetting import typeset
from kraftkollen.ui import address, caches, tables
from kraftkollen.ui.document_part import offer
from kraftkollen.ui.frame import Page
from kraftkollen.ui.prose import escaped, paragraph, plain, section, source_line
from kraftkollen.views.checkpoint_view import checkpoint_view
from kraftkollen.views.due_view import Due, DueKind, due_sentence, due_view
from kraftkollen.views.meeting_view import (
    Evaluation,
    evaluation,
    evaluation_used,
    meeting_view,
    place_sentence,
    places_sentence,
)
from kraftkollen.views.movers_view import Mover, PlaceMovers, movers_view
from kraftkollen.views.outcomes import Outcome, outcomes

_STYLE = """<style>
.kk-areas{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(17rem,100%),1fr));gap:1.25rem 2.5rem}
.kk-area{border-top:3px solid #9a1f2e;padding-top:.5rem}
.kk-area h3{font-size:1.25rem;font-weight:600;margin:0;padding:0}
.kk-area h4{font-size:.9375rem;font-weight:600;margin:.75rem 0 .25rem;padding:0}
.kk-area p{margin:.25rem 0 0}
.kk-area ul,ul.kk-due.kk-due,ul.kk-lacks.kk-lacks{list-style:none;margin:0;padding:0}
.kk-area li{margin:0 0 .4rem;line-height:1.4}
.kk-area a,.kk-due a,.kk-lacks a{color:#9a1f2e;text-decoration:underline}
.kk-beside{color:#444;font-size:.875rem}
.kk-due.kk-due li,.kk-lacks.kk-lacks li{margin:0;padding:.45rem 0;border-bottom:1px solid #d9d9d9;line-height:1.4}
.kk-due li{display:grid;grid-template-columns:8.5rem 1fr;gap:0 1rem}
.kk-lacks li{display:flex;justify-content:space-between;gap:1rem}
.kk-lacks b{font-variant-numeric:tabular-nums;white-space:nowrap}
@media (max-width:640px){.kk-due li{grid-template-columns:1fr}}
</style>"""
# Where each thing that is due stands, and what names it in the address.
_PAGES = {
    DueKind.BUDGET: ("beslut", None),
    DueKind.OWN_DECISION: ("beslut", None),
    DueKind.TO_ENTER: ("beslut", None),
    DueKind.NOT_DECIDED: ("beslut", None),
    DueKind.ANSWER: ("aterkoppling", None),
    DueKind.ENDING: ("insatser", "insats"),
}


def moved(page: Page) -> tuple[PlaceMovers, ...]:
    """Return what has moved in each priority area."""
    reading = page.reading()
    return caches.kept(reading, "movers", [], lambda: movers_view(reading))


def movers(page: Page) -> None:
    """Draw what has moved in each priority area since the start, beyond chance, in the order of the programme."""
    reading, found = page.reading(), moved(page)
    if not found:
        return
    section(page.words("What has moved since the start"))
    st.markdown(f"**{escaped(places_sentence(reading, found))}**")
    st.html(f'{_STYLE}<div class="kk-areas">{"".join(_area(page, one) for one in found)}</div>')
    source_line(
        page.words("Moved: more than chance alone in an area of that size.")
        + " "
        + page.words("This is development, not effect: nothing here is compared with what would have happened otherwise.")
    )


def _area(page: Page, one: PlaceMovers) -> str:
    link = tables.as_link(tables.Link(one.place.name, address.of(page, "omraden", {address.AREA: one.place.id})))
    lists = (
        (page.words("The right way"), one.right),
        (page.words("The wrong way"), one.wrong),
        (page.words("Moved; no way is better"), one.neither),
    )
    drawn = "".join(_list(page, title, moved) for title, moved in lists if moved)
    return f'<section class="kk-area"><h3>{link}</h3><p>{plain(place_sentence(page.reading(), one))}</p>{drawn}</section>'


def _list(page: Page, title: str, moved: Iterable[Mover]) -> str:
    return f"<h4>{plain(title)}</h4><ul>{''.join(_mover(page, one) for one in moved)}</ul>"


def _mover(page: Page, one: Mover) -> str:
    link = tables.as_link(tables.Link(one.title, address.of(page, "indikatorer", {address.INDICATOR: one.indicator})))
    beside = f'<br><span class="kk-beside">{plain(one.beside)}</span>' if one.beside else ""
    return f"<li>{link} {plain(one.change)}{beside}</li>"


def sheet(page: Page) -> None:
    """Draw the button that gives the same as one printed page."""
    reading, on = page.reading(), page.today
    st.download_button(
        page.words("Meeting sheet: one A4 page to print"),
        lambda: meeting_sheet(meeting_view(reading, on), page.language),
        file_name=page.words("meeting_sheet") + f"_{on.isoformat()}.html",
        mime="text/html",
        key="meeting sheet",
        on_click="ignore",
    )
    offer(
        page.words("Meeting sheet as PDF"),
        page.words("meeting_sheet") + f"_{on.isoformat()}",
        lambda: typeset(meeting_document(reading, meeting_view(reading, on))),
    )


def due(page: Page) -> DeltaGenerator:
    """Draw what is to be decided and answered; return the room beside it, for what takes longer to work out."""
    reading, on = page.reading(), page.today
    found = caches.kept(reading, "due", [on], lambda: due_view(reading, page.version.programme, on))
    left, right = st.columns([3, 2], gap="large")
    with left:
        section(page.words("To decide and to answer"))
        st.markdown(f"**{escaped(due_sentence(reading, found))}**")
        if found:
            st.html(f'{_STYLE}<ul class="kk-due">{"".join(_due(page, one) for one in found)}</ul>')
    room: DeltaGenerator = right.container()
    return room


def _due(page: Page, one: Due) -> str:
    name, key = _PAGES[one.kind]
    link = tables.as_link(tables.Link(one.asked, address.of(page, name, {key: one.id} if key else {})))
    when = f"<b>{plain(one.when)}</b>" if one.late else plain(one.when)
    whose = f'<br><span class="kk-beside">{plain(one.whose)}</span>' if one.whose else ""
    return f"<li><div>{when}</div><div>{link}: {plain(one.what)}{whose}</div></li>"


def verdicts(page: Page) -> tuple[Outcome, ...]:
    """Return the verdict of each intervention, as the evaluation's own page keeps them, so that they are worked out once."""
    reading, on = page.reading(), page.today
    return caches.kept(reading, "outcomes", [on, page.version.id, ""], lambda: outcomes(reading, on))


def evaluated(page: Page, room: DeltaGenerator, source: str) -> None:
    """Draw in that room how long it is to the evaluation after one year and what it lacks: the numbers of its own page."""
    if not evaluation_used(page.version.programme):
        return
    reading, programme, on = page.reading(), page.version.programme, page.today
    known = verdicts(page)
    found = caches.kept(
        reading, "evaluation at a glance", [on], lambda: evaluation(checkpoint_view(reading, programme, on, known))
    )
    with room:
        section(page.words("The evaluation after one year"))
        st.markdown(f"**{escaped(found.days)} {escaped(found.readiness)}**")
        paragraph(found.budget)
        source_line(source)
        if found.lacks:
            _lacks(page, found)


def _lacks(page: Page, found: Evaluation) -> None:
    there = address.of(page, "ettarsutvardering", {})
    rows = "".join(
        f"<li>{tables.as_link(tables.Link(one.what, there))}<b>{plain(_missing(page, one.count))}</b></li>"
        for one in found.lacks
    )
    st.html(f'{_STYLE}<ul class="kk-lacks">{rows}</ul>')


def _missing(page: Page, count: int) -> str:
    return page.counted("{count} is missing", "{count} are missing", count)
