"""What one committee is told: its indicators, what it takes part in, its money, what waits for its answer and its decision."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kraftkollen.errors import NotFound
from kraftkollen.model.indicator import Indicator
from kraftkollen.model.intervention import Intervention
from kraftkollen.model.modules import Module, used
from kraftkollen.programme.briefings import Due, schedule
from kraftkollen.programme.decisions import lacking
from kraftkollen.store.figures import Figure
from kraftkollen.views.area_view import judgement
from kraftkollen.views.briefing_state_view import occasion
from kraftkollen.views.decisions_view import DecisionRow, decision_rows
from kraftkollen.views.development_view import development
from kraftkollen.views.feedback_view import ExchangeRow, feedback_view
from kraftkollen.views.interventions_view import Filters, InterventionRow, interventions_view
from kraftkollen.views.money_view import CutRow, money_view
from kraftkollen.views.movers_view import figures_until
from kraftkollen.views.places import Place, city_place, priority_places
from kraftkollen.views.reading import Reading
from kraftkollen.words.development import signed
from kraftkollen.words.figures import in_table


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One of the committee's indicators in one place."""

    title: str
    place: str
    period: str
    level: str
    change: str
    judgement: str
    producer: str


@dataclass(frozen=True, slots=True)
class TakesPart:
    """An intervention that the committee leads or takes part in; `role` says which."""

    row: InterventionRow
    role: str


@dataclass(frozen=True)
class BriefingView:
    """The information to one committee.

    `occasion`: the day of the calendar that it is for, "" where none is due; `sources`: who produced the indicators' figures;
    `money_year`: the year of the money, "" where the city does not follow money.
    """

    committee: str
    name: str
    occasion: str
    on: date
    sentence: str
    indicators: tuple[IndicatorLine, ...]
    interventions: tuple[TakesPart, ...]
    sources: tuple[str, ...]
    money_year: str
    money: CutRow | None
    findings: tuple[ExchangeRow, ...]
    decisions: tuple[DecisionRow, ...]


def briefing_committees(reading: Reading, on: date) -> tuple[tuple[str, str], ...]:
    """Return the committees that are told something, by id and name, in the order of the register."""
    programme = reading.version.programme
    told = {one.committee for one in schedule(programme, on)}
    told |= {body for one in programme.interventions for body in (one.lead, *one.participants) if body}
    told |= {one.owner for one in reading.version.catalogue.indicators.values()}
    return tuple((one.id, one.name) for one in programme.bodies if one.id in told)


def briefing_view(reading: Reading, committee: str, on: date) -> BriefingView:
    """Return what a committee is told on a day.

    Raises
    ------
    NotFound
        If no body has that id.
    """
    programme = reading.version.programme
    body = next((one for one in programme.bodies if one.id == committee), None)
    if body is None:
        raise NotFound(what="committee", given=committee)
    indicators = tuple(_indicators(reading, committee, on))
    interventions = tuple(_interventions(reading, committee, on))
    findings = _findings(reading, committee, body.name, on)
    decisions = _decisions(reading, committee)
    money = money_view(reading, on) if used(programme, Module.MONEY) else None
    counts = (len({one.title for one in indicators}), len(interventions), len(findings), len(decisions))
    return BriefingView(
        committee=committee,
        name=body.name,
        occasion=_occasion(reading, committee, on),
        on=on,
        sentence=_sentence(reading, counts),
        indicators=indicators,
        interventions=interventions,
        sources=tuple(dict.fromkeys(one.producer for one in indicators)),
        money_year=money.year.chosen.title if money and money.year.chosen else "",
        money=next((one for one in money.by_committee if one.name == body.name), None) if money else None,
        findings=findings,
        decisions=decisions,
    )


def _sentence(reading: Reading, counts: tuple[int, int, int, int]) -> str:
    indicators, interventions, findings, decisions = counts
    return " ".join(
        (
            reading.words(
                "{indicators} and {interventions} concern the committee.",
                indicators=reading.counted("{count} indicator", "{count} indicators", indicators),
                interventions=reading.counted("{count} intervention", "{count} interventions", interventions),
            ),
            reading.counted("{count} finding waits for an answer.", "{count} findings wait for an answer.", findings),
            reading.counted("{count} decision waits for its own.", "{count} decisions wait for its own.", decisions),
        )
    )


def _occasion(reading: Reading, committee: str, on: date) -> str:
    """Return the next day for which nothing is handed over yet; the last one where everything is."""
    mine: list[Due] = [one for one in schedule(reading.version.programme, on) if one.committee == committee]
    waiting = [one for one in mine if one.briefing is None]
    chosen = next(iter(waiting), mine[-1] if mine else None)
    return f"{occasion(reading, chosen.calendar)}, {chosen.calendar.day.isoformat()}" if chosen else ""


def _takes_part(one: Intervention, committee: str) -> bool:
    return committee in (one.lead, *one.participants)


def _indicators(reading: Reading, committee: str, on: date) -> Iterator[IndicatorLine]:
    """Yield what the committee answers for, and what its interventions are to change, in every priority area and the city."""
    named = {one.primary_indicator for one in reading.version.programme.interventions if _takes_part(one, committee)}
    city = city_place(reading)
    places = [*priority_places(reading), *([city] if city else [])]
    figures = {one.id: figures_until(reading, one, on) for one in places}
    for indicator in reading.version.catalogue.indicators.values():
        if indicator.owner == committee or indicator.id in named:
            for place in places:
                mine = figures[place.id].get(indicator.id, [])
                of_city = figures[city.id].get(indicator.id, []) if city and place != city else []
                if mine:
                    yield _line(reading, indicator, place, mine, of_city)


def _line(reading: Reading, indicator: Indicator, place: Place, figures: list[Figure], of_city: list[Figure]) -> IndicatorLine:
    ordered = sorted(figures, key=lambda one: indicator.read_period(one.period))
    newest = next((one for one in reversed(ordered) if one.value is not None), ordered[-1])
    found = development(reading, indicator, place.name, ordered, of_city)
    return IndicatorLine(
        title=indicator.title.in_language(reading.language),
        place=place.name,
        period=reading.period(newest.period, indicator),
        level=in_table(newest.value, newest.status, indicator, reading.language),
        change="" if found.change is None else signed(found.change.size, indicator, reading.language),
        judgement=judgement(reading, found),
        producer=indicator.source.producer,
    )


def _interventions(reading: Reading, committee: str, on: date) -> Iterator[TakesPart]:
    programme = reading.version.programme
    leads = {one.id for one in programme.interventions if one.lead == committee}
    for row in interventions_view(reading, programme, on, Filters(body=committee)).rows:
        yield TakesPart(row, reading.words("leads") if row.id in leads else reading.words("takes part"))


def _findings(reading: Reading, committee: str, name: str, on: date) -> tuple[ExchangeRow, ...]:
    """Return what waits for an answer from the committee, or from an intervention that it leads."""
    programme = reading.version.programme
    if not used(programme, Module.FEEDBACK):
        return ()
    led = {one.name.in_language(reading.language) for one in programme.interventions if one.lead == committee}
    rows = feedback_view(reading, on).rows
    return tuple(one for one in rows if one.open and one.receiver in {name, *led})


def _decisions(reading: Reading, committee: str) -> tuple[DecisionRow, ...]:
    """Return the steering groups' decisions that do not hold until this committee has decided."""
    programme = reading.version.programme
    return decision_rows(reading, programme, (one.decision for one in lacking(programme) if committee in one.bodies))
