"""The parts of the page of money: a sentence, the picture, by process and committee, administration, every row."""

import streamlit as st

from kraftkollen.report.ledger_csv import ledger_csv
from kraftkollen.ui import caches, tables
from kraftkollen.ui.frame import Page
from kraftkollen.ui.money_chart import called_off_chart
from kraftkollen.ui.prose import escaped, paragraph, section, source_line
from kraftkollen.views.money_view import AllotmentRow, CutRow, MoneyView, money_view

YEAR = "ar"
_KEY = "money year"
_TALL = 12


def view(page: Page) -> MoneyView:
    """Return money as it stands today, for the year of the address."""
    reading, year = page.reading(), st.query_params.get(YEAR)
    return caches.kept(reading, "money", [page.today, year], lambda: money_view(reading, page.today, year))


def choose(page: Page, shown: MoneyView) -> None:
    """Draw the box for the year."""
    if shown.year.unknown is not None:
        said = page.words("There is no money for the year {year}.", year=shown.year.unknown[:20])
        st.warning(escaped(said))
    st.session_state[_KEY] = shown.year.chosen.id if shown.year.chosen else None
    st.selectbox(page.words("Budget year"), [one.id for one in shown.year.options], key=_KEY, on_change=_write, width=240)


def _write() -> None:
    st.query_params[YEAR] = str(st.session_state[_KEY])


def overview(page: Page, shown: MoneyView) -> None:
    """Draw the sentence, then each money set aside with its picture and its processes."""
    st.markdown(f"**{escaped(shown.sentence)}** {escaped(shown.used_sentence)}")
    for one in shown.allotments:
        _allotment(page, shown, one)


def _allotment(page: Page, shown: MoneyView, one: AllotmentRow) -> None:
    section(page.words("Set aside: {amount}", amount=one.amount))
    paragraph(_sentence(one.purpose))
    year = int(shown.year.chosen.id) if shown.year.chosen else page.today.year
    if one.over_time:
        left, right = st.columns([3, 2], gap="large")
        with left:
            st.plotly_chart(
                caches.kept(
                    page.reading(),
                    "called off",
                    [one.id, year, page.today],
                    lambda: called_off_chart(page, one, year, page.today),
                ),
                config={"displayModeBar": False, "locale": page.language},
                alt=page.words(
                    "Called off over {year}: {called} of {amount}. The table beside says by whom.",
                    year=year,
                    called=one.called_off,
                    amount=one.amount,
                ),
                key=f"chart {one.id}",
            )
        with right:
            _by_process(page, one)
    elif one.by_process:
        _by_process(page, one)
    terms = [one.source, one.rule, one.standing]
    source_line(" · ".join(part for part in terms if part))


def _sentence(text: str) -> str:
    """Return what is on record in lower case, as it stands in a table, as a sentence."""
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def _by_process(page: Page, one: AllotmentRow) -> None:
    columns = [page.words("Process"), page.words("Called off")]
    rows = [*one.by_process, (page.words("Remains"), one.remaining), (page.words("Set aside"), one.amount)]
    tables.table(columns, rows, alt=page.words("Called off by process, and what remains"), right=[columns[1]])


def cuts(page: Page, shown: MoneyView) -> None:
    """Draw what is planned, called off and used by intervention, committee and source: the same money in three cuts."""
    if not shown.lines:
        return
    section(page.words("Planned, called off and used"))
    by_intervention = (page.words("By intervention"), page.words("Intervention"), shown.by_intervention)
    by_committee = (page.words("By committee"), page.words("Committee"), shown.by_committee)
    by_source = (page.words("By source"), page.words("Source"), shown.by_source)
    for tab, (title, first, rows) in zip(
        st.tabs([by_intervention[0], by_committee[0], by_source[0]]), (by_intervention, by_committee, by_source), strict=True
    ):
        with tab:
            _cut(page, title, first, rows)
    if shown.long_term:
        paragraph(shown.long_term)
    source_line(page.words("Call-offs are a part of what is used, not beside it: the columns do not add up to each other."))


def _cut(page: Page, title: str, first: str, rows: tuple[CutRow, ...]) -> None:
    columns = [first, page.words("Budget"), page.words("Called off"), page.words("Used")]
    cells = [(one.name, one.budget, one.called_off, one.used) for one in rows]
    tables.table(columns, cells, alt=title, right=columns[1:], row_heading=True)


def administration(page: Page, shown: MoneyView) -> None:
    """Draw the share of administration by year, as booked and with the rule of thumb, which is named as one."""
    if not shown.administration:
        return
    section(page.words("Administration"))
    columns = [
        page.words("Year"),
        page.words("Used"),
        page.words("Administration booked"),
        page.words("Share"),
        page.words("Share with the rule of thumb"),
        page.words("Share of the city-wide money"),
    ]
    rows = [
        (one.year, one.used, one.booked, one.booked_share, one.with_rule, one.city_wide_share) for one in shown.administration
    ]
    tables.table(columns, rows, alt=page.words("Administration by year"), right=columns[1:], row_heading=True)
    if shown.rule:
        source_line(page.words("Rule of thumb: {rule}", rule=shown.rule))
    source_line(page.words("That administration is given as a share is our own inference; the city has not decided it."))


def rows(page: Page, shown: MoneyView) -> None:
    """Draw every row of the year, corrections and what they corrected among them, with the file of it."""
    section(page.words("Every row"))
    if not shown.lines:
        paragraph(page.words("Nobody has entered a row for this year."))
        return
    corrections = sum(one.row.corrects is not None for one in shown.lines)
    if corrections:
        said = page.counted("{count} correction.", "{count} corrections.", corrections)
        stays = page.words("What was corrected stays, and does not count.")
        paragraph(f"{said} {stays}")
    columns = [
        page.words("Date"),
        page.words("Type"),
        page.words("Intervention"),
        page.words("Committee"),
        page.words("Source"),
        page.words("Used for"),
        page.words("Amount"),
        page.words("Document"),
        page.words("Remark"),
    ]
    cells = [
        (one.day, one.type, one.intervention, one.committee, one.source, one.kind, one.amount, one.document, one.state)
        for one in shown.lines
    ]
    height = 480 if len(cells) > _TALL else None
    tables.table(columns, cells, alt=page.words("The rows of the ledger, the newest first"), right=[columns[6]], height=height)
    year = shown.year.chosen.id if shown.year.chosen else ""
    name = page.words("money")
    st.download_button(
        page.words("Download the rows (CSV)"),
        ledger_csv(shown.lines, page.language),
        file_name=f"{name}-{year}.csv",
        mime="text/csv",
        on_click="ignore",
    )
