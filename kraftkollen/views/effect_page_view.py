"""What the page of evaluations shows of one intervention and indicator: the verdict, or why there is none, or a plan."""

from collections.abc import Mapping
from dataclasses import dataclass

from kraftkollen.errors import NoFiguresThere, NoPeriodAfter, NothingToCompare, UserError
from kraftkollen.model.intervention import Intervention
from kraftkollen.model.intervention import Scale as PlannedScale
from kraftkollen.model.verdict import VerdictCode
from kraftkollen.views.choices import Choice, Option, choose
from kraftkollen.views.effect_caveats import not_said
from kraftkollen.views.effect_list_view import Listed, OtherList, other_list
from kraftkollen.views.effect_overview_view import Attempt, attempts
from kraftkollen.views.effect_plan_view import PlanView, plan_of
from kraftkollen.views.effect_rows import EffectRows, rows_of
from kraftkollen.views.effect_told import difference, effect_name, told_of
from kraftkollen.views.effect_view import Answered, Scale, intervention_question
from kraftkollen.views.reading import Reading
from kraftkollen.words.problems import error_sentence
from kraftkollen.words.verdicts import Told, basis_texts, finding_text, reason_texts


@dataclass(frozen=True, slots=True)
class Wish:
    """What the address asks for; `tried` is a list of comparison areas that is tried in place of the one on record."""

    intervention: str
    indicator: str | None = None
    tried: Listed | None = None


@dataclass(frozen=True)
class Evaluation:
    """An evaluation that is ready to be drawn: sentences, rows, and the estimate that pictures are drawn from.

    `other_list` says how the list of comparison areas differs from the rule's; None if it does not.
    """

    answered: Answered
    place: str
    verdict: str
    finding: str
    basis: tuple[str, ...]
    reasons: tuple[str, ...]
    chart_title: str
    chart_sentence: str
    strip_sentence: str
    unit: str
    strip_axis: str
    other_list: OtherList | None
    notes: tuple[str, ...]
    not_said: tuple[str, ...]
    rows: EffectRows

    @property
    def code(self) -> VerdictCode:
        """The verdict."""
        return self.answered.estimate.verdict.code

    @property
    def order(self) -> tuple[str, ...]:
        """The periods of the picture; one that counts nowhere keeps its place as a gap, unless it overlaps others."""
        read = self.answered.question.indicator.read_period
        used = [one.period for one in self.answered.estimate.points]
        dropped = [one for one in self.answered.prepared.dropped if read(one).length == 1]
        return tuple(sorted({*used, *dropped}, key=read))


@dataclass(frozen=True)
class EffectPage:
    """The page for an intervention: an `evaluation`; or a `refusal`, with a `plan` where there can be one.

    `refusal` is the sentence that says why nothing can be told (yet); `city_wide` that nothing ever can.
    """

    intervention: Intervention
    name: str
    indicator: Choice
    about: str
    evaluation: Evaluation | None
    plan: PlanView | None
    refusal: str
    city_wide: bool
    tried: tuple[Attempt, ...]
    tried_sentence: str
    source: str


def effect_page_view(reading: Reading, wish: Wish) -> EffectPage | None:
    """Return the page for the intervention asked for; None if the register has none of that id."""
    found = next((one for one in reading.version.programme.interventions if one.id == wish.intervention), None)
    if found is None:
        return None
    indicator = _indicator(reading, found, wish.indicator)
    chosen = indicator.chosen.id if indicator.chosen else ""
    tried = attempts(reading, found, chosen, wish.tried) if not found.city_wide else ()
    mine = next((one for one in tried if one.indicator == chosen), None)
    answered = mine.answered if mine else None
    refusal = _refused(reading, found, mine)
    return EffectPage(
        intervention=found,
        name=found.name.in_language(reading.language),
        indicator=indicator,
        about=_about(reading, found, chosen),
        evaluation=_evaluation(reading, found, answered) if answered else None,
        plan=_plan(reading, found, chosen) if mine and not answered else None,
        refusal=refusal,
        city_wide=found.city_wide,
        tried=tried,
        tried_sentence=_tried_sentence(reading, tried),
        source=_source(reading, chosen),
    )


def _indicator(reading: Reading, found: Intervention, wanted: str | None) -> Choice:
    """Return the indicators that have figures for the intervention's level; the primary and the plan's others first."""
    registry, defined = reading.version.registry, reading.version.catalogue.indicators
    division = next((one.id for one in registry.divisions if one.level == found.level), "")
    there = {one.indicator for one in reading.version.figures.extents if one.division == division}
    named = [found.primary_indicator, *(found.plan.other_indicators if found.plan else ())]
    first = [one for one in dict.fromkeys(named) if one in defined]
    rest = sorted((one for one in there & set(defined) - set(first)), key=lambda one: _title(reading, one).casefold())
    options = [Option(one, _title(reading, one)) for one in (*first, *rest) if one]
    return choose(options, wanted)


def _title(reading: Reading, indicator: str) -> str:
    defined = reading.version.catalogue.indicators.get(indicator)
    return defined.title.in_language(reading.language) if defined else indicator


def _about(reading: Reading, found: Intervention, indicator: str) -> str:
    """Return what the indicator is to the intervention: named beforehand or not."""
    if found.city_wide or not indicator:
        return ""
    if indicator == found.primary_indicator:
        return reading.words("{indicator} is the primary indicator, named beforehand.", indicator=_title(reading, indicator))
    if found.plan is not None and indicator in found.plan.other_indicators:
        return reading.words("{indicator} is in the evaluation plan, but is not primary.", indicator=_title(reading, indicator))
    return reading.words(
        "{indicator} is not in the evaluation plan: nobody said beforehand that it would be looked at. The correction counts "
        "it and the plan's indicators, not any others that somebody has looked at.",
        indicator=_title(reading, indicator),
    )


def _refused(reading: Reading, found: Intervention, mine: Attempt | None) -> str:
    if found.city_wide:
        return error_sentence(NothingToCompare(name=found.name.in_language(reading.language)), reading.language)
    if mine is None:
        return reading.words("No indicator is chosen, and the register names no primary one.")
    if found.start is None:
        return reading.words("When it starts is not on record, so nothing can be told yet.")
    return refusal_text(reading, mine.refusal, found) if mine.refusal else ""


def refusal_text(reading: Reading, refusal: UserError, found: Intervention) -> str:
    """Return the sentence of a refusal, with names where the error has ids."""
    if isinstance(refusal, NoFiguresThere):
        where = ", ".join(area_names(reading, found).get(one, one) for one in found.areas)
        refusal = NoFiguresThere(indicator=_title(reading, str(refusal.details.get("indicator"))), place=where)
    if isinstance(refusal, NoPeriodAfter):
        return reading.words("There is no figure after the start yet, so nothing can be told.")
    return error_sentence(refusal, reading.language)


def area_names(reading: Reading, found: Intervention) -> Mapping[str, str]:
    """Return the names of the areas of the intervention's level by their codes."""
    registry = reading.version.registry
    division = next((one.id for one in registry.divisions if one.level == found.level), "")
    return {one.code: one.name for one in registry.areas if one.division == division}


def _plan(reading: Reading, found: Intervention, indicator: str) -> PlanView | None:
    settled = found.plan if indicator == found.primary_indicator else None
    question = None
    if found.start is not None:
        try:
            question = intervention_question(reading, found.id, indicator)
        except UserError:
            return None
    return plan_of(
        reading,
        found.areas,
        indicator,
        question=question,
        matters=settled.smallest_difference if settled else None,
        logarithm=settled is not None and settled.scale is PlannedScale.LOGARITHM,
    )


def _evaluation(reading: Reading, found: Intervention, answered: Answered) -> Evaluation:
    estimate, indicator, language = answered.estimate, answered.question.indicator, reading.language
    names = area_names(reading, found)
    told = told_of(estimate, language, indicator)
    place = ", ".join(names.get(one, one) for one in answered.question.areas)
    return Evaluation(
        answered=answered,
        place=place,
        verdict=effect_name(estimate, language, indicator),
        finding=finding_text(estimate.verdict.code, told, language),
        basis=basis_texts(told, language),
        reasons=reason_texts(estimate.verdict.reasons, language),
        chart_title=_chart_title(reading, place, indicator.id),
        chart_sentence=_chart_sentence(reading, answered),
        strip_sentence=_strip_sentence(reading, told),
        unit=_unit(reading, answered),
        strip_axis=_strip_axis(reading, answered),
        other_list=other_list(reading, answered, names),
        notes=_notes(reading, answered, planned=found.plan is not None and indicator.id == found.primary_indicator),
        not_said=not_said(reading, answered, names),
        rows=rows_of(reading, answered, names),
    )


def _unit(reading: Reading, answered: Answered) -> str:
    unit = answered.question.indicator.unit.in_language(reading.language)
    return reading.words("logarithm of {unit}", unit=unit) if answered.estimate.scale is Scale.LOG else unit


def _strip_sentence(reading: Reading, told: Told) -> str:
    if told.joint:
        return reading.words(
            "Together: place {rank} of {places} by size, among sets of as many areas. The picture shows each area by itself.",
            rank=told.rank,
            places=told.places,
        )
    return reading.words(
        "Place {rank} of {places} by size; the smallest p that could have come out is {p_min}.",
        rank=told.rank,
        places=told.places,
        p_min=told.p_min,
    )


def _strip_axis(reading: Reading, answered: Answered) -> str:
    if answered.estimate.noise is None:
        return reading.words("The axis: difference from the others.")
    return reading.words("The axis: difference from the others, in standard deviations of areas of that size.")


def _chart_title(reading: Reading, place: str, indicator: str) -> str:
    title = _title(reading, indicator)
    return reading.words("{indicator}: {place} and the weighted comparison areas", place=place, indicator=title)


def _chart_sentence(reading: Reading, answered: Answered) -> str:
    estimate, indicator = answered.estimate, answered.question.indicator
    return reading.words(
        "From {start} on the gap is {after} on average; before that it strayed by about {before}.",
        start=reading.period(answered.prepared.start, indicator),
        after=difference(estimate.effect, estimate, reading.language, indicator),
        before=difference(estimate.pre_fit, estimate, reading.language, indicator).lstrip("+"),
    )


def _notes(reading: Reading, answered: Answered, *, planned: bool) -> tuple[str, ...]:
    """Return how the comparison was made: the scale, periods that count nowhere, breaks."""
    prepared, question, said = answered.prepared, answered.question, []
    if answered.estimate.scale is Scale.LOG:
        said.append(
            reading.words("Compared on the logarithmic scale, as the evaluation plan chose: differences are in per cent.")
        )
    elif planned:
        said.append(reading.words("Compared in levels, as the evaluation plan chose."))
    else:
        said.append(reading.words("Compared in levels: no evaluation plan has chosen otherwise for this indicator."))
    if any(question.indicator.read_period(one).length > 1 for one in prepared.panel.periods):
        said.append(reading.words("Spans of years do not overlap, so that no year counts twice, and none holds the start."))
    elif prepared.dropped:
        said.append(reading.words("Counted neither as before nor as after: {periods}.", periods=", ".join(prepared.dropped)))
    if prepared.breaks:
        said.append(reading.words("A new series begins with {periods}.", periods=", ".join(prepared.breaks)))
    return tuple(said)


def _tried_sentence(reading: Reading, tried: tuple[Attempt, ...]) -> str:
    counted = sum(one.answered is not None for one in tried)
    if not counted:
        return ""
    return reading.counted(
        "{count} indicator has been tried.",
        "{count} indicators have been tried. The primary one stands as it is; the others are corrected for being several.",
        counted,
    )


def _source(reading: Reading, indicator: str) -> str:
    defined = reading.version.catalogue.indicators.get(indicator)
    if defined is None:
        return ""
    return reading.words(
        "Source: {producer}. Answers for the indicator: {owner}. Published {at}.",
        producer=defined.source.producer,
        owner=reading.version.programme.body_name(defined.owner),
        at=reading.published_at,
    )
