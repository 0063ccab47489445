"""Whether an intervention made a difference, asked of published figures: the estimate, and what it is made of."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

from kraftkollen.effect import (
    Design,
    Estimate,
    Method,
    Plan,
    Scale,
    Treatment,
    Tried,
    corrected,
    estimate,
    plan,
)
from kraftkollen.errors import NoFiguresThere, NotFound, NothingToCompare, UserError
from kraftkollen.model.area import Division
from kraftkollen.model.indicator import Indicator
from kraftkollen.model.intervention import Intervention
from kraftkollen.model.intervention import Scale as PlannedScale
from kraftkollen.model.period import Period, fits, parse_period
from kraftkollen.views.effect_panel import Prepared, Question, first_after, history_of, panel_of, readable
from kraftkollen.views.panel_file import Columns, read_panel
from kraftkollen.views.reading import Reading

__all__ = [
    "Answered",
    "Choice",
    "Columns",
    "Estimate",
    "Method",
    "Planned",
    "Row",
    "Scale",
    "answer",
    "areas_question",
    "file_answer",
    "intervention_question",
    "overview",
    "planned",
]


@dataclass(frozen=True)
class Choice:
    """Method, scale, and the smallest difference that matters; None for what the evaluation plan says, else levels and none."""

    method: Method = Method.WEIGHTED
    scale: Scale | None = None
    smallest_that_matters: float | None = None


@dataclass(frozen=True)
class Answered:
    """An answer from published figures. `also_here` are other interventions in the same areas: what came may be theirs."""

    question: Question
    prepared: Prepared
    estimate: Estimate
    also_here: tuple[str, ...]


@dataclass(frozen=True)
class Planned:
    """What could be told of an intervention that has not begun, or has no figure after its start yet.

    `first_figure` is the first day on which a figure of the first period after the start can exist.
    """

    question: Question
    plan: Plan
    first_period: str
    first_figure: date


@dataclass(frozen=True)
class Row:
    """One indicator of an intervention in the overview: an estimate, or why there is none."""

    indicator: str
    primary: bool
    estimate: Estimate | None
    refusal: UserError | None


def intervention_question(reading: Reading, intervention: str, indicator: str | None = None) -> Question:
    """Return the question about an intervention of the register; its primary indicator if none is named.

    Raises
    ------
    NotFound, NothingToCompare, NoFiguresThere
        If there is none of that id, it is a process of the whole city, or its level has no figures.
    """
    found = next((one for one in reading.version.programme.interventions if one.id == intervention), None)
    if found is None:
        raise NotFound(what="intervention", given=intervention)
    if found.city_wide:
        raise NothingToCompare(name=found.name.in_language(reading.language))
    chosen = indicator or found.primary_indicator
    if chosen is None or chosen not in reading.version.catalogue.indicators:
        raise NotFound(what="indicator", given=chosen or "")
    if found.start is None:
        raise NotFound(what="period", given="")
    defined = reading.version.catalogue.indicators[chosen]
    same = found.selection is not None and found.selection.indicator == chosen
    selected_on = found.selection.period if same and found.selection is not None else None
    division = _division(reading, found.level, defined)
    evaluation = found.plan
    changed = reading.version.programme.comparison_change(found.id, chosen)
    return Question(
        defined,
        division.id,
        found.areas,
        _first_period(found, defined) or found.start,
        intervention=found.id,
        selected_on=selected_on,
        # Both are in the primary indicator's unit, and say nothing of another's.
        smallest_that_matters=evaluation.smallest_difference if evaluation and chosen == found.primary_indicator else None,
        logarithm=evaluation is not None and evaluation.scale is PlannedScale.LOGARITHM and chosen == found.primary_indicator,
        removed=frozenset(changed.removed) if changed else frozenset(),
        added=frozenset(changed.added) if changed else frozenset(),
    )


def _first_period(found: Intervention, indicator: Indicator) -> Period | None:
    """Return the first period after the start as the evaluation plan names it, if it is of the indicator's kind."""
    named = found.plan.first_period if found.plan else None
    return parse_period(named, indicator.period) if named is not None and fits(named, indicator.period) else None


def areas_question(reading: Reading, indicator: str, areas: Sequence[str], start: str) -> Question:
    """Return the question about areas: codes, names or the id of a priority area; NotFound if one is unknown."""
    if indicator not in reading.version.catalogue.indicators:
        raise NotFound(what="indicator", given=indicator)
    defined = reading.version.catalogue.indicators[indicator]
    divisions, codes = zip(*(found for text in areas for found in _places(reading, text)), strict=True)
    if len(set(divisions)) > 1:
        raise NotFound(what="area", given=areas[-1])
    try:
        first = defined.read_period(start)
    except ValueError:
        raise NotFound(what="period", given=start) from None
    return Question(defined, divisions[0], tuple(dict.fromkeys(codes)), first)


def _places(reading: Reading, text: str) -> list[tuple[str, str]]:
    wanted = text.strip().casefold()
    divisions = {one.level: one.id for one in reading.version.registry.divisions}
    for priority in reading.version.programme.priority_areas:
        if wanted in (priority.id.casefold(), priority.name.casefold()) and priority.level in divisions:
            return [(divisions[priority.level], code) for code in priority.areas]
    for division in reversed(reading.version.registry.divisions):
        for area in reading.version.registry.areas:
            if area.division == division.id and wanted in (area.code.casefold(), area.name.casefold()):
                return [(division.id, area.code)]
    raise NotFound(what="area", given=text)


def _division(reading: Reading, level: str, indicator: Indicator) -> Division:
    found = next((one for one in reading.version.registry.divisions if one.level == level), None)
    if found is None:
        raise NoFiguresThere(indicator=indicator.id, place=level)
    return found


def answer(reading: Reading, question: Question, choice: Choice | None = None) -> Answered:
    """Return the evaluation: worked out once for each published version, whoever asks and in whatever language.

    Raises
    ------
    UserError
        As `panel_of` and `kraftkollen.effect.estimate`.
    """
    chosen = choice or Choice()
    key = ("effect", *_told(question), _not_yet(reading, question), chosen)
    found = reading.version.worked_out.get(key, lambda: _worked_out(reading, question, chosen))
    if isinstance(found, UserError):
        raise found.with_traceback(None)
    return Answered(question, *found, _also_here(reading, question))


def _told(question: Question) -> Iterator[Hashable]:
    """Yield what the question is another under, but for its day."""
    for field in fields(question):
        value = getattr(question, field.name)
        if field.name != "readable_on":
            yield value.id if isinstance(value, Indicator) else value


def _not_yet(reading: Reading, question: Question) -> tuple[str, ...]:
    """Return the periods whose figures could not exist on the day of the question: most days differ in none."""
    if question.readable_on is None:
        return ()
    there = {one.period for one in reading.version.figures.extents if one.indicator == question.indicator.id}
    return tuple(sorted(one for one in there if not readable(question, one)))


def _worked_out(reading: Reading, question: Question, chosen: Choice) -> tuple[Prepared, Estimate] | UserError:
    """Return the panel and the estimate, or why there is none: that is no other thing the next time."""
    try:
        prepared = panel_of(reading, question)
        return prepared, estimate(prepared.panel, _design(question, chosen, prepared))
    except UserError as refusal:
        return refusal


def _design(question: Question, chosen: Choice, prepared: Prepared) -> Design:
    return Design(
        treatments=tuple(Treatment(code, prepared.start) for code in question.areas),
        method=chosen.method,
        scale=chosen.scale or (Scale.LOG if question.logarithm else Scale.LEVEL),
        comparison=prepared.selected.comparison,
        excluded={unit: str(reason) for unit, reason in prepared.selected.excluded},
        selected_on=question.selected_on,
        breaks=prepared.breaks,
        smallest_that_matters=chosen.smallest_that_matters or question.smallest_that_matters,
    )


def _also_here(reading: Reading, question: Question) -> tuple[str, ...]:
    others = (one for one in reading.version.programme.interventions if one.id != question.intervention and not one.city_wide)
    return tuple(one.name.in_language(reading.language) for one in others if set(one.areas) & set(question.areas))


def planned(reading: Reading, question: Question, most_after: int = 4, choice: Choice | None = None) -> Planned:
    """Return how large a difference could be seen with these areas and this indicator, and when the first figure can exist.

    On the scale that the evaluation plan chose, unless the choice says another.
    """
    chosen = choice or Choice()
    panel, selected = history_of(reading, question)
    excluded = {unit: str(reason) for unit, reason in selected.excluded}
    treatments = tuple(Treatment(code, panel.periods[-1]) for code in question.areas)
    design = Design(
        treatments,
        method=chosen.method,
        scale=chosen.scale or (Scale.LOG if question.logarithm else Scale.LEVEL),
        comparison=selected.comparison,
        excluded=excluded,
        smallest_that_matters=chosen.smallest_that_matters or question.smallest_that_matters,
    )
    found = plan(panel, design, most_after)
    first = first_after(question, question.indicator.read_period(panel.periods[-1]))
    return Planned(question, found, str(first), first.first_readable(question.indicator.lag_months))


def overview(reading: Reading, intervention: Intervention, indicators: Sequence[str]) -> tuple[Row, ...]:
    """Return an intervention's indicators with their verdicts, the primary first, the others corrected for being several."""
    rows = [_row(reading, intervention, indicator) for indicator in dict.fromkeys(indicators)]
    tried = [Tried(row.indicator, row.estimate) for row in rows if row.estimate is not None]
    stands = {one.indicator: one.estimate for one in corrected(tried, intervention.primary_indicator)}
    return tuple(sorted((replace(row, estimate=stands.get(row.indicator)) for row in rows), key=lambda row: not row.primary))


def _row(reading: Reading, intervention: Intervention, indicator: str) -> Row:
    primary = indicator == intervention.primary_indicator
    try:
        found = answer(reading, intervention_question(reading, intervention.id, indicator))
    except UserError as refusal:
        return Row(indicator, primary, None, refusal)
    return Row(indicator, primary, found.estimate, None)


def file_answer(
    content: bytes, filename: str, columns: Columns, starts: Sequence[tuple[str, str]], excluded: Sequence[str], choice: Choice
) -> Estimate:
    """Return the evaluation of any tidy table: every unit but the treated and the excluded is compared with.

    `starts` are the treated units, each with its first period after.
    """
    design = Design(
        tuple(Treatment(unit, start) for unit, start in starts),
        method=choice.method,
        scale=choice.scale or Scale.LEVEL,
        excluded=dict.fromkeys(excluded, "by_hand"),
        smallest_that_matters=choice.smallest_that_matters,
    )
    return estimate(read_panel(content, filename, columns), design)
