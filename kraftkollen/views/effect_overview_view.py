"""Interventions by indicators, each with its verdict in words: the primary first, the others corrected for being several."""

from collections import Counter
from dataclasses import dataclass, replace

from kraftkollen.effect import Tried, corrected
from kraftkollen.errors import NoPeriodAfter, NotFound, UserError
from kraftkollen.model.intervention import Intervention
from kraftkollen.model.verdict import VerdictCode
from kraftkollen.views.effect_list_view import Listed
from kraftkollen.views.effect_told import effect_name
from kraftkollen.views.effect_view import Answered, answer, intervention_question
from kraftkollen.views.reading import Reading
from kraftkollen.words.verdicts import p_text


@dataclass(frozen=True)
class Attempt:
    """One indicator that was tried: an answer after the correction, or why there is none. The rest is in words."""

    indicator: str
    title: str
    role: str
    verdict: str
    corrected: str
    answered: Answered | None
    refusal: UserError | None

    @property
    def by_hand(self) -> bool:
        """Whether the list of comparison areas is another than the rule's."""
        question = self.answered.question if self.answered else None
        return question is not None and bool(question.removed or question.added)


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """One intervention and indicator. `indicator` is "" for a process of the whole city.

    `by_hand`: the list of comparison areas has been changed by hand.
    """

    intervention: str
    name: str
    where: str
    indicator: str
    title: str
    role: str
    verdict: str
    corrected: str
    by_hand: bool = False


@dataclass(frozen=True)
class Overview:
    """Every intervention with its indicators, in the order of the register."""

    sentence: str
    rows: tuple[OverviewRow, ...]


def attempts(reading: Reading, found: Intervention, chosen: str = "", tried_list: Listed | None = None) -> tuple[Attempt, ...]:
    """Return the indicators of the evaluation plan and the one chosen, the primary first, the others corrected.

    `tried_list` stands in for the list of comparison areas on record, for the one chosen.
    """
    named = [found.primary_indicator, *(found.plan.other_indicators if found.plan else ()), chosen]
    asked = {}
    for one in dict.fromkeys(name for name in named if name):
        asked[one] = _asked(reading, found, one, tried_list if one == chosen else None)
    tried = [Tried(name, one.estimate) for name, one in asked.items() if isinstance(one, Answered)]
    stands = {one.indicator: one.estimate for one in corrected(tried, found.primary_indicator)}
    return tuple(
        _attempt(reading, found, name, replace(one, estimate=stands[name]) if isinstance(one, Answered) else one)
        for name, one in asked.items()
    )


def _asked(reading: Reading, found: Intervention, indicator: str, tried: Listed | None) -> Answered | UserError:
    try:
        question = intervention_question(reading, found.id, indicator)
        changed = question if tried is None else replace(question, removed=tried.removed, added=tried.added)
        return answer(reading, changed)
    except UserError as refusal:
        return refusal


def _attempt(reading: Reading, found: Intervention, indicator: str, one: Answered | UserError) -> Attempt:
    defined = reading.version.catalogue.indicators.get(indicator)
    title = defined.title.in_language(reading.language) if defined else indicator
    primary = indicator == found.primary_indicator
    role = reading.words("primary") if primary else reading.words("also tried")
    if not isinstance(one, Answered):
        return Attempt(indicator, title, role, _why_not(reading, found, one), "", None, one)
    estimate = one.estimate
    said = effect_name(estimate, reading.language, one.question.indicator)
    p_value = "" if primary or estimate.tried == 1 else p_text(estimate.corrected_p, reading.language)
    return Attempt(indicator, title, role, said, p_value, one, None)


def _why_not(reading: Reading, found: Intervention, refusal: UserError) -> str:
    if isinstance(refusal, NoPeriodAfter) or (isinstance(refusal, NotFound) and found.start is None):
        return reading.words("no figure after the start yet")
    return reading.words("no figures that can be used")


def overview_view(reading: Reading) -> Overview:
    """Return every intervention of the register with its verdicts."""
    tried = [(one, attempts(reading, one) if not one.city_wide else ()) for one in reading.version.programme.interventions]
    rows = [row for one, found in tried for row in _rows(reading, one, found)]
    return Overview(_sentence(reading, [one for _, found in tried for one in found]), tuple(rows))


def _rows(reading: Reading, one: Intervention, found: tuple[Attempt, ...]) -> list[OverviewRow]:
    name, where = one.name.in_language(reading.language), _where(reading, one)
    if one.city_wide:
        return [OverviewRow(one.id, name, where, "", "", "", reading.words("cannot be compared"), "")]
    if not found:
        return [OverviewRow(one.id, name, where, "", "", "", reading.words("no indicator is named"), "")]
    return [
        OverviewRow(one.id, name, where, of.indicator, of.title, of.role, of.verdict, of.corrected, of.by_hand) for of in found
    ]


def _where(reading: Reading, one: Intervention) -> str:
    if one.city_wide:
        return reading.words("The whole city")
    registry = reading.version.registry
    division = next((found.id for found in registry.divisions if found.level == one.level), "")
    names = {area.code: area.name for area in registry.areas if area.division == division}
    return ", ".join(names.get(code, code) for code in one.areas)


def _sentence(reading: Reading, found: list[Attempt]) -> str:
    """Return how many were tried, and what came of them: aloud, so that one clear answer of many is not taken for more."""
    codes = Counter(one.answered.estimate.verdict.code for one in found if one.answered)
    if not codes:
        return reading.words("Nothing can be compared with comparison areas yet.")
    tried = reading.counted("{count} comparison has been made.", "{count} comparisons have been made.", codes.total())
    parts = reading.words(
        "Clear difference: {clear}. Signs of a difference: {signs}. Cannot be told: {cannot}. No visible difference: {none}.",
        clear=codes[VerdictCode.CLEAR],
        signs=codes[VerdictCode.SIGNS],
        cannot=codes[VerdictCode.CANNOT_TELL],
        none=codes[VerdictCode.NONE_LARGER_THAN],
    )
    return f"{tried} {parts}"
