"""An evaluation in words: its figures with their unit, then the sentences that the verdict carries."""

from math import expm1, isfinite

from kraftkollen.effect import Estimate, Plan, Scale
from kraftkollen.effect.plan import Horizon
from kraftkollen.model.indicator import Indicator
from kraftkollen.model.text import Language
from kraftkollen.model.verdict import Reason
from kraftkollen.views.effect_panel import Question
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


def size_text(value: float, scale: Scale, indicator: Indicator, language: Language) -> str:
    """Return how large a difference is, without its sign; on the logarithmic scale the same size is two figures in per cent."""
    if scale is Scale.LEVEL:
        return moved(value, indicator, language)
    up, down = (number(abs(100 * expm1(one)), 1, language) for one in (value, -value))
    return translate(language, "{up} per cent upwards or {down} per cent downwards", up=up, down=down)


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
    seen = (one for one in found.horizons if isfinite(one.smallest_detectable))
    said = (horizon_text(one, found.scale, indicator, language) for one in seen)
    parts = [
        basis_text(found, language),
        *said,
        *matters_texts(found, indicator, language),
        first_figure_text(planned, language),
    ]
    return " ".join([*parts, *reason_texts(found.reasons, language), *at_most_texts(found, language)])


def matters_texts(found: Plan, indicator: Indicator, language: Language) -> tuple[str, ...]:
    """Return whether the smallest difference that matters would be found; nothing where none is named."""
    limit = found.smallest_that_matters
    if limit is None or found.hopeless or not found.horizons:
        return ()
    size = size_text(limit, found.scale, indicator, language)
    enough = [one.periods_after for one in found.horizons if one.smallest_detectable <= limit]
    if not enough:
        return (
            translate(
                language,
                "The smallest difference that matters, {size}, would not be found even then four times of five.",
                size=size,
            ),
        )
    return (
        translate_counted(
            language,
            "The smallest difference that matters, {size}, would be found four times of five with {count} period after.",
            "The smallest difference that matters, {size}, would be found four times of five with {count} periods after.",
            enough[0],
            size=size,
        ),
    )


def at_most_texts(found: Plan, language: Language) -> tuple[str, ...]:
    """Return that the answer can be signs at most, where the comparison areas are too few for more."""
    return reason_texts((Reason.FEW_AREAS_FOR_CLEAR,), language) if found.at_most_signs else ()


def other_scale_text(question: Question, estimate: Estimate, language: Language) -> str:
    """Return that an intervention was worked out on another scale than its page; "" where it was not."""
    if question.intervention is None or (estimate.scale is Scale.LOG) == question.logarithm:
        return ""
    return translate(language, "This is not the scale of the intervention's page: it is chosen in the plan, not afterwards.")


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


def horizon_text(one: Horizon, scale: Scale, indicator: Indicator, language: Language) -> str:
    """Return how large a difference could be seen after so many periods; it must be finite."""
    return translate_counted(
        language,
        "With {count} period after, a difference of {size} would be found four times of five.",
        "With {count} periods after, a difference of {size} would be found four times of five.",
        one.periods_after,
        size=size_text(one.smallest_detectable, scale, indicator, language),
    )
