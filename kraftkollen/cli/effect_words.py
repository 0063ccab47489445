"""The document that the command `effect` answers with: that of design section 8."""

from typing import Any

from kraftkollen.views.effect_view import Answered, Estimate, Planned


def estimate_document(found: Estimate, text: str, answered: Answered | None = None) -> dict[str, Any]:
    """Return an evaluation as a document; `answered` adds what is known of published figures."""
    verdict = {"code": found.verdict.code, "reasons": [one.value for one in found.verdict.reasons], "text": text}
    published = {} if answered is None else _published(answered)
    return {
        "method": found.method,
        "scale": found.scale,
        "effect": found.effect,
        "interval": list(found.interval),
        "level": found.level,
        "p_value": found.p_value,
        "p_min": found.p_min,
        "rank": found.rank,
        "placebos": found.placebos,
        "joint": found.joint,
        "drawn": found.drawn,
        "pre_fit": found.pre_fit,
        "pre_fit_share": found.pre_fit_share,
        "smallest_detectable": found.smallest_detectable,
        "weights": {one.unit: one.weight for one in found.weights},
        "time_weights": dict(found.time_weights),
        "gap": found.gap,
        "areas": list(found.areas),
        "alike": {"rank": found.alike_rank, "placebos": found.alike_placebos, "p_value": found.alike_p, "units": found.alike},
        "in_time_placebo": found.in_time,
        "without_selection": found.without_selection,
        "leave_one_out": {one.unit: one.effect for one in found.leave_one_out},
        "beside": {one.method.value: {"effect": one.effect, "p_value": one.p_value} for one in found.beside},
        "small_sample_t": found.small_sample,
        "excluded": dict(found.excluded),
        **published,
        "verdict": verdict,
    }


def _published(answered: Answered) -> dict[str, Any]:
    question, prepared = answered.question, answered.prepared
    return {
        "indicator": question.indicator.id,
        "treated": list(question.areas),
        "start": prepared.start,
        "periods": list(prepared.panel.periods),
        "dropped_periods": list(prepared.dropped),
        "breaks": list(prepared.breaks),
        "also_here": list(answered.also_here),
    }


def plan_document(planned: Planned, text: str) -> dict[str, Any]:
    """Return a plan as a document."""
    found = planned.plan
    return {
        "indicator": planned.question.indicator.id,
        "treated": list(planned.question.areas),
        "periods_before": found.periods_before,
        "placebos": found.placebos,
        "p_min": found.p_min,
        "scale": found.scale,
        "smallest_detectable": {str(one.periods_after): one.smallest_detectable for one in found.horizons},
        "smallest_that_matters": found.smallest_that_matters,
        "comparison": list(found.comparison),
        "excluded": dict(found.excluded),
        "first_period": planned.first_period,
        "first_figure": planned.first_figure,
        "hopeless": found.hopeless,
        "at_most_signs": found.at_most_signs,
        "reasons": [one.value for one in found.reasons],
        "text": text,
    }
