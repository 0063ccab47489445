"""The programme at a glance: what it is, where, what is decided and against whom, the money, the day it is evaluated."""

from dataclasses import dataclass

from kraftkollen.model.programme import Decision, Money, PriorityArea
from kraftkollen.views.decisions_view import dissent_words
from kraftkollen.views.reading import Reading
from kraftkollen.words.numbers import day, kronor


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision as a reader meets it: never without its dissent."""

    day: str
    bodies: str
    reference: str
    what: str
    dissent: str


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """An amount as a reader meets it."""

    year: str
    amount: str
    purpose: str
    rule: str
    standing: str


@dataclass(frozen=True, slots=True)
class PriorityRow:
    """A priority area as a reader meets it."""

    id: str
    name: str
    areas: str
    why: str


@dataclass(frozen=True, slots=True)
class StartView:
    """What the start page says."""

    city: str
    demo: bool
    name: str
    sentence: str
    checkpoint_source: str
    priority: tuple[PriorityRow, ...]
    decisions: tuple[DecisionRow, ...]
    money: tuple[MoneyRow, ...]
    open_questions: tuple[str, ...]
    published_at: str


def start_view(reading: Reading) -> StartView:
    """Return the programme at a glance."""
    programme = reading.version.programme
    language = reading.language
    source = programme.programme.start_source
    return StartView(
        city=programme.city.name,
        demo=programme.city.demo,
        name=programme.programme.name.in_language(language),
        sentence=_sentence(reading),
        checkpoint_source=source.in_language(language) if source else "",
        priority=tuple(_priority(reading, one) for one in programme.priority_areas),
        decisions=tuple(_decision(reading, one) for one in sorted(programme.decisions, key=_newest_first)),
        money=tuple(_money(reading, one) for one in programme.money),
        open_questions=tuple(one.what.in_language(language) for one in programme.not_decided),
        published_at=reading.published_at,
    )


def _newest_first(decision: Decision) -> tuple[bool, int]:
    return (decision.day is not None, -decision.day.toordinal() if decision.day else 0)


def _sentence(reading: Reading) -> str:
    version = reading.version
    finest = version.registry.divisions[-1].id if version.registry.divisions else ""
    count = sum(one.division == finest for one in version.registry.areas)
    areas = reading.counted("{count} area", "{count} areas", count)
    with_figures = len({one.indicator for one in version.figures.extents})
    indicators = reading.words("{some} of {all} indicators", some=with_figures, all=len(version.catalogue.indicators))
    if not with_figures:
        return reading.words("{areas} on the map. Nobody has delivered a figure yet.", areas=areas)
    return reading.words("{areas} on the map, with figures for {indicators}.", areas=areas, indicators=indicators)


def _priority(reading: Reading, one: PriorityArea) -> PriorityRow:
    divisions = {division.level: division.id for division in reading.version.registry.divisions}
    names = {area.code: area.name for area in reading.version.registry.areas if area.division == divisions.get(one.level)}
    why = one.why.in_language(reading.language) if one.why else ""
    return PriorityRow(one.id, one.name, ", ".join(names.get(code, code) for code in one.areas), why)


def _decision(reading: Reading, one: Decision) -> DecisionRow:
    return DecisionRow(
        day=day(one.day) if one.day else reading.words("date not known"),
        bodies=", ".join(reading.version.programme.body_name(body) for body in one.bodies),
        reference=_reference(reading, one),
        what=one.what.in_language(reading.language),
        dissent="; ".join(dissent_words(reading, found) for found in one.dissent),
    )


def _reference(reading: Reading, one: Decision) -> str:
    note = f"({one.reference_note.in_language(reading.language)})" if one.reference_note else ""
    return " ".join(part for part in (one.reference, note) if part)


def _money(reading: Reading, one: Money) -> MoneyRow:
    language = reading.language
    return MoneyRow(
        str(one.year),
        kronor(one.amount_ore, language),
        one.purpose.in_language(language),
        one.rule.in_language(language) if one.rule else "",
        one.standing.in_language(language) if one.standing else "",
    )
