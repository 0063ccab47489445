"""Plan mode: before anything starts, what could be seen with an area, an indicator and so many periods."""

import streamlit as st

from kraftkollen.ui import address, caches, register_part, tables
from kraftkollen.ui.frame import Page
from kraftkollen.ui.prose import escaped, paragraph, section
from kraftkollen.views.effect_plan_view import MOST_AFTER, PlanForm, PlanView, plan_form, plan_of

PLACES, AFTER, SCALE = "plan", "framat", "skala"
_LEVEL, _LOG = "level", "log"
_TALL, _MANY = 420, 12


def form(page: Page) -> None:
    """Draw the choices of a plan, with what they give; all of them stand in the address."""
    section(page.words("Plan: what could be seen?"))
    paragraph(
        page.words(
            "Before something begins: choose where, on which indicator and for how long, and see how large a difference "
            "must be to be found. What can never be told is better known beforehand."
        )
    )
    reading, ask = page.reading(), st.query_params.get
    asked = tuple(one for one in ask(PLACES, "").split(",") if one)
    wish = (asked, ask(address.INDICATOR), ask(AFTER), ask(SCALE))
    shown = caches.kept(reading, "plan form", wish, lambda: plan_form(reading, *wish))
    _say_unknown(page, shown)
    if not shown.places or shown.indicator.chosen is None:
        paragraph(page.words("Nobody has delivered a figure yet."))
        return
    _boxes(page, shown)
    indicator = shown.indicator.chosen.id
    parts = (shown.chosen, indicator, shown.after, shown.logarithm, page.today)
    found: PlanView = caches.kept(
        reading,
        "effect plan",
        parts,
        lambda: plan_of(reading, shown.chosen, indicator, today=page.today, after=shown.after, logarithm=shown.logarithm),
    )
    draw(page, found)


def _say_unknown(page: Page, shown: PlanForm) -> None:
    titles = {one.id: one.title for one in shown.places}
    instead = {
        PLACES: ", ".join(titles[one] for one in shown.chosen),
        address.INDICATOR: shown.indicator.chosen.title if shown.indicator.chosen else "",
        AFTER: str(shown.after),
        SCALE: page.words("the logarithm") if shown.logarithm else page.words("levels"),
    }
    asked = [(PLACES, one) for one in shown.unknown]
    asked += [
        (name, given)
        for name, given in (
            (address.INDICATOR, shown.indicator.unknown),
            (AFTER, shown.unknown_after),
            (SCALE, shown.unknown_scale),
        )
        if given
    ]
    for name, given in asked:
        st.warning(
            page.words(
                "The address asks for {name} = {given}, which does not exist here. Shown instead: {instead}.",
                name=name,
                given=escaped(given[:60]),
                instead=escaped(instead[name] or page.words("nothing chosen")),
            )
        )


def _boxes(page: Page, shown: PlanForm) -> None:
    where, what, ahead, how = st.columns([4, 4, 2, 2])
    places = {one.id: one.title for one in shown.places}
    titles = {one.id: one.title for one in shown.indicator.options}
    st.session_state["plan places"] = list(shown.chosen)
    st.session_state["plan indicator"] = shown.indicator.chosen.id if shown.indicator.chosen else None
    st.session_state["plan after"] = shown.after
    st.session_state["plan scale"] = _LOG if shown.logarithm else _LEVEL
    scales = {_LEVEL: page.words("levels"), _LOG: page.words("the logarithm")}
    with where:
        st.multiselect(
            page.words("Priority area or areas"),
            list(places),
            key="plan places",
            format_func=places.__getitem__,
            placeholder=page.words("Choose"),
            on_change=lambda: address.choose(PLACES, ",".join(st.session_state["plan places"]) or None),
        )
    with what:
        st.selectbox(
            page.words("Indicator"),
            list(titles),
            key="plan indicator",
            format_func=titles.__getitem__,
            on_change=lambda: address.choose(address.INDICATOR, st.session_state["plan indicator"]),
        )
    with ahead:
        st.selectbox(
            page.words("Periods after the start"),
            list(range(1, MOST_AFTER + 1)),
            key="plan after",
            on_change=lambda: address.choose(AFTER, str(st.session_state["plan after"])),
        )
    with how:
        st.selectbox(
            page.words("Compared in"),
            list(scales),
            key="plan scale",
            format_func=scales.__getitem__,
            help=page.words(
                "Choose the logarithm where what is measured can be expected to move in per cent: what lies high moves more."
            ),
            on_change=lambda: address.choose(SCALE, st.session_state["plan scale"]),
        )


def draw(page: Page, found: PlanView) -> None:
    """Draw a plan: the finding, how large a difference after how long, and who would be compared with."""
    st.markdown(f"**{escaped(f'{found.place}, {found.indicator}')}:** {escaped(found.finding)}")
    if found.sentences:
        st.markdown("\n".join(f"- {escaped(one)}" for one in found.sentences))
    if found.planned is None:
        return
    if found.horizons:
        columns = [page.words("Periods after the start"), page.words("Smallest difference that would be found")]
        rows = [(one.periods, one.smallest) for one in found.horizons]
        alt = f"{found.place}, {found.indicator}. {found.finding}"
        tables.table(columns, rows, alt=alt, row_heading=True)
    # Drawn when it is open: of a nation it names thousands.
    inside = register_part.opened(page.words("Who would be compared with, and who not"), "plan compared with")
    if inside is None:
        return
    with inside:
        paragraph(", ".join(found.comparison))
        columns = [page.words("Area"), page.words("Why not")]
        height = _TALL if len(found.excluded) > _MANY else None
        alt = page.words("Areas that are not compared with, and why")
        tables.table(columns, found.excluded, alt=alt, height=height, row_heading=True)
