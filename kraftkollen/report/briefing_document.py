"""The information to one committee as a document of a page or two, for the secretary to hand over."""

from collections.abc import Iterator

from kraftkollen.report.columns import fitted
from kraftkollen.report.document import Block, Document, Heading, Paragraph
from kraftkollen.report.footing import foot
from kraftkollen.views.briefing_view import BriefingView
from kraftkollen.views.reading import Reading


def briefing_document(reading: Reading, shown: BriefingView) -> Document:
    """Return the information to the committee that the view is about."""
    words = reading.words
    told = words("As of {day}.", day=shown.on.isoformat())
    return Document(
        title=shown.name,
        kind=words("Information to the committee"),
        language=reading.language,
        at=reading.version.figures.published_at,
        foot=foot(reading),
        subtitle=" ".join(filter(None, (f"{shown.occasion}." if shown.occasion else "", told))),
        demo=reading.demo_notice,
        blocks=(
            Paragraph(shown.sentence, "lead"),
            *_waits(reading, shown),
            *_money(reading, shown),
            *_indicators(reading, shown),
            *_interventions(reading, shown),
        ),
    )


def _waits(reading: Reading, shown: BriefingView) -> Iterator[Block]:
    words = reading.words
    yield Heading(words("Waits for the committee"))
    if shown.findings:
        headers = (words("Found"), words("What"), words("Goes to"), words("Standing"), words("Due"))
        rows = [(one.found, one.what, one.receiver, one.standing, one.due or "–") for one in shown.findings]
        yield fitted(headers, rows, (False,) * 5, words("Findings that wait for an answer"))
    if shown.decisions:
        headers = (words("Date"), words("Body"), words("Reference"), words("What"), words("Dissent"))
        lines = [(one.day, one.bodies, one.reference, one.what, one.dissent or "–") for one in shown.decisions]
        yield fitted(headers, lines, (False,) * 5, words("Decisions that do not hold until the committee has decided"))
    if not shown.findings and not shown.decisions:
        yield Paragraph(words("Nothing waits for the committee."))


def _indicators(reading: Reading, shown: BriefingView) -> Iterator[Block]:
    words = reading.words
    yield Heading(words("Indicators"))
    if not shown.indicators:
        yield Paragraph(words("No figure that concerns the committee has been published."))
        return
    headers = (
        words("Indicator"),
        words("Place"),
        words("Period"),
        words("Level"),
        words("Moved by"),
        words("Beyond chance"),
    )
    rows = [(one.title, one.place, one.period, one.level, one.change, one.judgement) for one in shown.indicators]
    caption = words("What the committee answers for, and what its interventions are to change")
    yield fitted(headers, rows, (False, False, False, True, True, False), caption, merged=(0,))
    said = (
        words("Sources: {producers}.", producers=", ".join(shown.sources)),
        words("Change: since the baseline, in percentage points for shares, else in the indicator's own unit."),
        words("Beyond chance: more than another year with the same underlying level would bring."),
        words("Counts of few people are hidden before anything is published, and so is what they could be worked out from."),
    )
    yield Paragraph(" ".join(said), "source")


def _interventions(reading: Reading, shown: BriefingView) -> Iterator[Block]:
    words = reading.words
    yield Heading(words("Interventions"))
    if not shown.interventions:
        yield Paragraph(words("The committee takes part in no intervention."))
        return
    headers = (
        words("Intervention"),
        words("The committee"),
        words("Where"),
        words("Starts"),
        words("Standing"),
        words("Primary indicator"),
    )
    rows = [
        (one.row.name, one.role, one.row.where, one.row.start or "–", one.row.status or "–", one.row.indicator or "–")
        for one in shown.interventions
    ]
    yield fitted(headers, rows, (False,) * 6, words("What the committee leads and takes part in"))


def _money(reading: Reading, shown: BriefingView) -> Iterator[Block]:
    words = reading.words
    if not shown.money_year:
        return
    yield Heading(words("Money"))
    if shown.money is None:
        yield Paragraph(words("No money of the committee's is on record for the year."))
        return
    headers = (words("Planned"), words("Called off"), words("Used"))
    rows = [(shown.money.budget, shown.money.called_off, shown.money.used)]
    yield fitted(headers, rows, (True,) * 3, words("The committee's money in {year}", year=shown.money_year))
