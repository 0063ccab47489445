"""An evaluation in words: its figures with their unit, then the sentences that the verdict carries."""

from math import expm1, isfinite

from kraftkollen.effect import Estimate, Plan, Scale
from kraftkollen.effect.plan import Horizon
from kraftkollen.model.indicator import Indicator
from kraftkollen.model.text import Language
from kraftkollen.views.effect_view import Planned
from kraftkollen.words.development import changed, moved
from kraftkollen.words.numbers import MINUS, day, number
from kraftkollen.words.translate import translate, translate_counted
from kraftkollen.words.verdicts import Told, p_text, plain_difference, reason_texts, verdict_name, verdict_text


def difference(value: float, estimate: Estimate, language: Language, indicator: Indicator | None) -> str:
    """Return an effect with its unit; on the logarithmic scale as per cent; a bare number where there is no indicator."""
    if estimate.scale is Scale.LOG:
        return translate(language, "{number} per cent", number=_signed(100 * expm1(value), language))
    return plain_difference(value, language) if indicator is None else changed(value, indicator, language)


def _signed(value: float, language: Language) -> str:
    sign = "+" if value > 0 else MINUS if value < 0 else ""
    return sign + number(abs(value), 1, language)


def told_of(estimate: Estimate, language: Language, indicator: Indicator | None = None) -> Told:
    """Return the figures of the verdict as text."""
    low, high = (difference(end, estimate, language, indicator) if isfinite(end) else None for end in estimate.interval)
    limit = estimate.smallest_that_matters
    return Told(
        effect=difference(estimate.effect, estimate, language, indicator),
        low=low,
        high=high,
        level=number(100 * estimate.level, 0, language),
        rank=estimate.rank,
        places=estimate.placebos + 1,
        p=p_text(estimate.p_value, language),
        p_min=p_text(estimate.p_min, language),
        limit=None if limit is None else difference(limit, estimate, language, indicator).lstrip("+"),
        joint=estimate.joint,
        count=estimate.tried,
        corrected=None if estimate.primary or estimate.tried == 1 else p_text(estimate.corrected_p, language),
    )


def effect_text(estimate: Estimate, language: Language, indicator: Indicator | None = None) -> str:
    """Return the verdict and what it rests on, in a few sentences."""
    return verdict_text(estimate.verdict, told_of(estimate, language, indicator), language)


def effect_name(estimate: Estimate, language: Language, indicator: Indicator | None = None) -> str:
    """Return the verdict in a few words."""
    return verdict_name(estimate.verdict.code, language, told_of(estimate, language, indicator).limit)


def plan_text(planned: Planned, language: Language) -> str:
    """Return what could be seen, in a few sentences."""
    found, indicator = planned.plan, planned.question.indicator
    said = (horizon_text(one, indicator, language) for one in found.horizons if isfinite(one.smallest_detectable))
    parts = [basis_text(found, language), *said, first_figure_text(planned, language)]
    return " ".join([*parts, *reason_texts(found.reasons, language)])


def basis_text(found: Plan, language: Language) -> str:
    """Return what could be compared with, and how sure the test could be at most."""
    return translate(
        language,
        "{count} areas can be compared with, and there are {periods} periods before; the smallest p that can come out "
        "is {p_min}.",
        count=len(found.comparison),
        periods=found.periods_before,
        p_min=p_text(found.p_min, language),
    )


def first_figure_text(planned: Planned, language: Language) -> str:
    """Return when the first figure after the start can exist."""
    return translate(
        language,
        "The first figure after the start is of {period} and can exist on {day}.",
        period=planned.first_period,
        day=day(planned.first_figure),
    )


def horizon_text(one: Horizon, indicator: Indicator, language: Language) -> str:
    """Return how large a difference could be seen after so many periods; it must be finite."""
    return translate_counted(
        language,
        "With {count} period after, a difference of {size} would be found four times of five.",
        "With {count} periods after, a difference of {size} would be found four times of five.",
        one.periods_after,
        size=moved(one.smallest_detectable, indicator, language),
    )
