"""The page of evaluations: the overview of all interventions; one of them; a plan for what has no figure yet."""

import streamlit as st

from kraftkollen.model.modules import Module, used
from kraftkollen.ui import address, caches, effect_list, effect_parts, effect_plan_part, register_part, tables
from kraftkollen.ui.frame import Page
from kraftkollen.ui.prose import escaped, paragraph, section, source_line
from kraftkollen.ui.tables import Link
from kraftkollen.views.effect_overview_view import Attempt, Overview, OverviewRow, overview_view
from kraftkollen.views.effect_page_view import EffectPage, Wish, effect_page_view

USED = Module.EFFECTS
INTERVENTION = "insats"
HERE = "effektutvardering"


def one(page: Page) -> EffectPage | None:
    """Return the intervention that the address asks for; None for the overview."""
    asked = st.query_params.get(INTERVENTION)
    if asked is None or not used(page.version.programme, USED):
        return None
    reading = page.reading()
    wish = Wish(asked, st.query_params.get(address.INDICATOR), effect_list.tried(page, asked))
    parts = (wish.intervention, wish.indicator, wish.tried)
    found: EffectPage | None = caches.kept(reading, "effect", parts, lambda: effect_page_view(reading, wish))
    if found is None:
        said = page.words("There is no intervention called {given} here. All are shown instead.", given=escaped(asked[:60]))
        st.warning(said)
    return found


def every(page: Page) -> Overview:
    """Return all interventions with what can be said of them."""
    reading = page.reading()
    return caches.kept(reading, "effects", (), lambda: overview_view(reading))


def overview(page: Page) -> None:
    """Draw every intervention with its verdicts in words, and the form for a plan."""
    shown = every(page)
    st.markdown(f"**{escaped(shown.sentence)}**")
    paragraph(
        page.words(
            "Each area is compared with areas that were alike before and where nothing was done. One indicator is named "
            "beforehand; where others are tried too, the test is stricter for them."
        )
    )
    if shown.rows:
        _table(page, shown)
    else:
        paragraph(page.words("The register has no intervention yet."))
    effect_plan_part.form(page)


def _table(page: Page, shown: Overview) -> None:
    columns = [
        page.words("Intervention"),
        # Beside the name: a narrow screen shows two columns.
        page.words("Answer"),
        page.words("Indicator"),
        page.words("Where"),
        page.words("Named beforehand"),
    ]
    rows = [(_named(page, row), _answer(page, row), row.title, row.where, row.role) for row in shown.rows]
    about = page.words("Interventions and what can be said of them")
    tables.table(columns, rows, alt=f"{about}. {shown.sentence}", row_heading=True)


def _named(page: Page, row: OverviewRow) -> Link:
    query = {INTERVENTION: row.intervention} | ({address.INDICATOR: row.indicator} if row.indicator else {})
    return Link(row.name, address.of(page, HERE, query))


def _answer(page: Page, row: OverviewRow) -> str:
    beside = [page.words("corrected p = {p}", p=row.corrected)] if row.corrected else []
    beside += [page.words("list of comparison areas changed by hand")] if row.by_hand else []
    return f"{row.verdict} ({'; '.join(beside)})" if beside else row.verdict


def draw_one(page: Page, shown: EffectPage) -> None:
    """Draw one intervention and indicator: the verdict first, then what it rests on; or why there is none."""
    register_part.say_done()
    st.html(f'<div class="kk-table" style="margin:0">{_all_link(page)}</div>')
    _choose(page, shown)
    if shown.city_wide:
        _city_wide(page, shown)
        return
    if shown.evaluation is not None:
        effect_parts.draw(page, shown, shown.evaluation)
        effect_list.form(page, shown, shown.evaluation)
    else:
        st.markdown(f"**{escaped(shown.refusal)}**")
        effect_list.back(page)
        if shown.plan is not None:
            section(page.words("What could be seen"))
            effect_plan_part.draw(page, shown.plan)
    effect_list.history(page, shown)
    _tried(page, shown)
    if shown.source:
        source_line(shown.source)


def _all_link(page: Page) -> str:
    here = tables.as_link(Link(page.words("All interventions"), address.of(page, HERE, {})))
    there = tables.as_link(Link(page.words("About the intervention"), address.of(page, "insatser", _query())))
    return f"{here} · {there}"


def _query() -> dict[str, str]:
    return {INTERVENTION: st.query_params.get(INTERVENTION, "")}


def _choose(page: Page, shown: EffectPage) -> None:
    """Draw the box of indicators, and say what the chosen one is to the intervention."""
    if shown.city_wide:
        return
    if shown.indicator.unknown is not None:
        instead = shown.indicator.chosen.title if shown.indicator.chosen else page.words("nothing chosen")
        st.warning(
            page.words(
                "The address asks for {name} = {given}, which does not exist here. Shown instead: {instead}.",
                name=address.INDICATOR,
                given=escaped(shown.indicator.unknown[:60]),
                instead=escaped(instead),
            )
        )
    titles = {one.id: one.title for one in shown.indicator.options}
    key = "effect indicator"
    st.session_state[key] = shown.indicator.chosen.id if shown.indicator.chosen else None

    def changed() -> None:
        effect_list.forget()
        address.choose(address.INDICATOR, st.session_state[key])

    st.selectbox(page.words("Indicator"), list(titles), key=key, format_func=titles.__getitem__, on_change=changed)
    source_line(shown.about)


def _city_wide(page: Page, shown: EffectPage) -> None:
    """Say that a process of the whole city cannot be compared, and where there is something to read instead."""
    answer = page.words("Cannot be compared.")
    st.markdown(f"**{escaped(answer)}** {escaped(shown.refusal)}")
    paragraph(
        page.words(
            "What happened everywhere at once cannot be told from what would have happened anyway. What can be said is how "
            "the indicators have moved; whether that is due to the process, no figure can tell."
        )
    )
    primary = shown.intervention.primary_indicator
    listed = [one for one in shown.indicator.options if primary is None or one.id == primary]
    if not listed:
        return
    columns = [page.words("Indicator"), page.words("Development")]
    rows = [
        (one.title, Link(page.words("See how it has moved"), address.of(page, "indikatorer", {address.INDICATOR: one.id})))
        for one in listed
    ]
    tables.table(columns, rows, alt=page.words("Indicators whose development can be followed"), row_heading=True)


def _tried(page: Page, shown: EffectPage) -> None:
    """Draw which indicators have been tried, with their verdicts."""
    if not shown.tried:
        return
    section(page.words("How many indicators have been tried"))
    if shown.tried_sentence:
        paragraph(shown.tried_sentence)
    columns = [page.words("Indicator"), page.words("Answer"), page.words("Named beforehand"), page.words("Corrected p")]
    by_hand = page.words("list of comparison areas changed by hand")
    rows = [
        (_to(page, shown, one), f"{one.verdict} ({by_hand})" if one.by_hand else one.verdict, one.role, one.corrected or "–")
        for one in shown.tried
    ]
    tables.table(columns, rows, alt=page.words("Indicators tried, the primary one first"), row_heading=True)


def _to(page: Page, shown: EffectPage, one: Attempt) -> Link:
    query = {INTERVENTION: shown.intervention.id, address.INDICATOR: one.indicator}
    return Link(one.title, address.of(page, HERE, query))
