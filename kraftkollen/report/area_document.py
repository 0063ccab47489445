"""One area on two pages: how many live there, every indicator, what is known, what is done, who is alike, and the sources."""

from collections.abc import Iterable, Iterator
from datetime import date

from kraftkollen.model.modules import Module, used
from kraftkollen.report import sparks
from kraftkollen.report.document import (
    Beside,
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Items,
    Paragraph,
    Picture,
    Spark,
    Table,
)
from kraftkollen.report.footing import foot
from kraftkollen.views.area_register import InterventionRow, area_picture
from kraftkollen.views.area_view import AreaView, IndicatorRow
from kraftkollen.views.map_drawing import place_drawing
from kraftkollen.views.places import Place, PlaceKind
from kraftkollen.views.problem_view import PictureView
from kraftkollen.views.reading import Reading


def area_document(reading: Reading, shown: AreaView, today: date) -> Document:
    """Return the document about the area that the view shows.

    Parameters
    ----------
    today
        The day up to which time lines are drawn and insights are counted.
    """
    assert shown.shown is not None
    place = shown.shown
    return Document(
        title=place.name,
        kind=reading.words("The area on two pages"),
        language=reading.language,
        at=reading.version.figures.published_at,
        foot=foot(reading),
        demo=reading.demo_notice,
        blocks=(
            *_opening(reading, shown, place),
            *_indicators(reading, shown),
            *_done(reading, shown, today),
            *_known(reading, place, today),
            *_alike(reading, shown),
            *_sources(reading, shown),
        ),
    )


def _opening(reading: Reading, shown: AreaView, place: Place) -> Iterator[Block]:
    said: list[Block] = [Paragraph(shown.sentence, "lead")]
    if shown.parts:
        said.append(Paragraph(reading.words("Consists of: {areas}.", areas=shown.parts)))
    if shown.people:
        said.append(Items(shown.people))
    if shown.older_borders:
        said.append(Paragraph(shown.older_borders))
    svg = place_drawing(reading, place)
    if svg is None:
        yield from said
        return
    yield Beside(tuple(said), Picture(svg, reading.words("Where {place} lies in the city", place=place.name), width=22))


def _indicators(reading: Reading, shown: AreaView) -> Iterator[Block]:
    yield Heading(reading.words("Indicators"))
    if not shown.rows:
        yield Paragraph(reading.words("Nobody has delivered a figure for this area yet."))
        return
    words = reading.words
    columns = (
        Column(words("Indicator"), share=3.5),
        Column(words("Over time")),
        Column(words("Period"), share=2.0),
        Column(words("Level"), number=True),
        Column(words("The city"), number=True),
        Column(words("Moved by"), number=True),
        Column(words("Beyond chance"), share=1.6),
        Column(words("In the city's spread")),
        Column(words("Target"), share=2.1),
    )
    yield Table(columns, tuple(tuple(_row(reading, one)) for one in shown.rows), dense=True)
    yield Paragraph(
        words(
            "In the spread each stroke is an area of the finest level, the mark is this one, and the bar its 95 per cent "
            "interval. It is a place, not a rank. Beyond chance: more than another year with the same underlying level "
            "would bring."
        )
        + " "
        + words("Change: since the baseline, in percentage points for shares, else in the indicator's own unit."),
        "source",
    )


def _row(reading: Reading, one: IndicatorRow) -> Iterable[Cell]:
    alt = reading.words("{title} over time; the figures stand on its page", title=one.title)
    return (
        one.title,
        Spark(sparks.line(one.line), alt),
        one.period,
        one.level,
        one.city,
        one.change,
        one.judgement,
        _spread(reading, one),
        one.target,
    )


def _spread(reading: Reading, one: IndicatorRow) -> Cell:
    found = one.spread
    if found is None:
        return ""
    below = sum(value < found.own for value in found.values)
    alt = reading.words("{below} of {count} areas have a lower figure", below=below, count=len(found.values))
    return Spark(sparks.spread(found.values, found.own, found.low, found.high), alt)


def _done(reading: Reading, shown: AreaView, today: date) -> Iterator[Block]:
    words = reading.words
    yield Heading(words("What is done here"))
    if not shown.interventions:
        yield Paragraph(words("No intervention is entered for this area."))
        return
    starts = [one.start for one in shown.interventions if one.start is not None]
    ends = [one.end for one in shown.interventions if one.end is not None]
    first, last = min([*starts, today]), max([*ends, today])
    columns = (
        Column(words("Intervention"), share=3),
        Column(words("Led by"), share=2),
        Column(words("Starts")),
        *([Column(words("Ends"))] if ends else []),
        Column(words("Time line")),
        Column(words("Primary indicator"), share=2),
    )
    rows = (_intervention(reading, one, (first, last), said_end=bool(ends)) for one in shown.interventions)
    yield Table(columns, tuple(rows))


def _intervention(reading: Reading, one: InterventionRow, ends: tuple[date, date], *, said_end: bool) -> tuple[Cell, ...]:
    first, last = ends
    alt = reading.words("from {first} to {last}", first=first.isoformat(), last=last.isoformat())
    return (
        one.name,
        one.lead,
        one.start.isoformat() if one.start else reading.words("not on record"),
        *([one.end.isoformat() if one.end else ""] if said_end else []),
        Spark(sparks.duration(one.start, one.end, first, last), alt),
        one.indicator,
    )


def _known(reading: Reading, place: Place, today: date) -> Iterator[Block]:
    """Say the shared problem picture, where the city keeps one."""
    if place.kind is PlaceKind.CITY or not used(reading.version.programme, Module.PROBLEM_PICTURE):
        return
    found = area_picture(reading, place, today)
    if found is not None:
        yield Heading(reading.words("Shared problem picture"))
        yield Paragraph(found.sentence)
        yield from _insights(reading, found)


def _insights(reading: Reading, found: PictureView) -> Iterator[Block]:
    words = reading.words
    if found.insights:
        columns = (
            Column(words("Committee"), share=2),
            Column(words("Date")),
            Column(words("Insight"), share=4),
            Column(words("Seen by"), share=1),
        )
        yield Table(columns, tuple((one.committee, one.day, one.text, one.seen_by) for one in found.insights))
    otherwise = [one for one in found.answers if one.why]
    if otherwise:
        yield Items(tuple(f"{one.committee}, {one.day}: {one.answer}. {one.why}" for one in otherwise))


def _alike(reading: Reading, shown: AreaView) -> Iterator[Block]:
    if not shown.alike:
        return
    words = reading.words
    yield Heading(words("Areas that are alike"))
    columns = (
        Column(words("Area"), share=1),
        Column(words("Closest in"), share=3),
        Column(words("Indicators compared"), number=True),
    )
    yield Table(columns, tuple((one.name, ", ".join(one.closest), str(one.compared)) for one in shown.alike))
    yield Paragraph(
        words("Alike: the newest published figures lie close, counted in standard deviations between areas."), "source"
    )


def _sources(reading: Reading, shown: AreaView) -> Iterator[Block]:
    words = reading.words
    yield Heading(words("Sources and method"))
    catalogue = reading.version.catalogue.indicators
    by_producer: dict[str, list[str]] = {}
    for one in shown.rows:
        by_producer.setdefault(catalogue[one.id].source.producer, []).append(one.title)
    said = (f"{producer}: {', '.join(titles)}." for producer, titles in by_producer.items())
    if by_producer:
        yield Items(tuple(one[:1].upper() + one[1:] for one in said))
    yield Paragraph(
        words("Counts of few people are hidden before anything is published, and so is what they could be worked out from.")
    )
