"""What published figures say of an intervention before it is weighed: how small a difference would be seen, and the need."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from kraftkollen.errors import UserError
from kraftkollen.model.indicator import Better, Indicator
from kraftkollen.model.intervention import Intervention
from kraftkollen.store.figures import Figure
from kraftkollen.views.effect_panel import Question
from kraftkollen.views.effect_plan_view import USUAL_AFTER
from kraftkollen.views.effect_view import intervention_question, planned
from kraftkollen.views.places import city_place
from kraftkollen.views.reading import Reading

_FEWEST_AREAS = 5


@dataclass(frozen=True, slots=True)
class Need:
    """How the areas stand in a period: `worse` in the indicator's unit, `deviations` in standard deviations of all areas.

    Beside the city's own figure, or, where that is missing, beside all areas that are shown together.
    """

    period: str
    worse: float
    deviations: float
    beside_city: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What can be told of an intervention from published figures; None where it cannot.

    `smallest` is the smallest difference that would be found four times of five, infinite where none would be; `matters` the
    smallest that matters by the evaluation plan.
    """

    intervention: str
    indicator: Indicator | None
    smallest: float | None
    matters: float | None
    need: Need | None


def facts(reading: Reading, one: Intervention, on: date) -> Facts:
    """Return what the figures that could exist on a day tell of an intervention."""
    defined = reading.version.catalogue.indicators.get(one.primary_indicator or "")
    matters = one.plan.smallest_difference if one.plan else None
    try:
        question = replace(intervention_question(reading, one.id), readable_on=on)
    except UserError:
        return Facts(one.id, defined, None, matters, None)
    return Facts(one.id, defined, _smallest(reading, question), matters, _need(reading, question, one, on))


def _smallest(reading: Reading, question: Question) -> float | None:
    try:
        found = planned(reading, question, USUAL_AFTER).plan
    except UserError:
        return None
    if found.hopeless:
        return float("inf")
    return found.in_unit(found.horizons[-1].smallest_detectable) if found.horizons else None


def _need(reading: Reading, question: Question, one: Intervention, on: date) -> Need | None:
    """Return how the areas stood in the newest period in which they can be shown.

    A joint figure is the sum of numerators over the sum of denominators. A count is not compared: a larger area has more.
    """
    indicator = question.indicator
    worse_is_higher = _worse_is_higher(indicator, one)
    if worse_is_higher is None or not indicator.is_ratio:
        return None
    for period in _newest_first(reading, question, on):
        figures = reading.version.figures.across(indicator.id, question.division, period, "total")
        across = {found.area: found for found in figures}
        joint = _joint([across[code] for code in question.areas if code in across], len(question.areas))
        shown = [found for found in figures if found.value is not None and found.denominator]
        city = _city(reading, indicator, period)
        whole = _joint(shown, len(shown)) if city is None else city
        if joint is None or whole is None or len(shown) < _FEWEST_AREAS:
            continue
        spread = float(np.std([found.value or 0.0 for found in shown], ddof=1))
        worse = (joint - whole) * (1 if worse_is_higher else -1)
        return Need(period, worse, worse / spread, city is not None) if spread > 0 else None
    return None


def _city(reading: Reading, indicator: Indicator, period: str) -> float | None:
    """Return the city's figure of a period; of its years together where the areas' are pooled and the city's are not."""
    city = city_place(reading)
    if city is None:
        return None
    years = [str(one) for one in indicator.read_period(period).parts]
    for texts in ([period], years):
        found = [one for text in texts for one in reading.version.figures.across(indicator.id, city.division, text, "total")]
        if (joint := _joint(found, len(texts))) is not None:
            return joint
    return None


def _newest_first(reading: Reading, question: Question, on: date) -> list[str]:
    indicator = question.indicator
    there = {
        one.period
        for one in reading.version.figures.extents
        if (one.indicator, one.division, one.group) == (indicator.id, question.division, "total")
    }
    read = ((indicator.read_period(text), text) for text in there)
    known = [(period.last_day, text) for period, text in read if period.first_readable(indicator.lag_months) <= on]
    return [text for _, text in sorted(known, reverse=True)]


def _worse_is_higher(indicator: Indicator, one: Intervention) -> bool | None:
    if indicator.better is not Better.NEITHER:
        return indicator.better is Better.LOWER
    return {"up": False, "down": True}.get(one.expected or "")


def _joint(figures: list[Figure], asked: int) -> float | None:
    """Return the figure of the areas together; None where one of them has none that can be shown."""
    if len(figures) < asked or any(one.value is None for one in figures):
        return None
    if len(figures) == 1:
        return figures[0].value
    parts = [(one.value, one.denominator) for one in figures if one.value is not None and one.denominator is not None]
    whole = sum(denominator for _, denominator in parts)
    return sum(value * denominator for value, denominator in parts) / whole if len(parts) == asked and whole > 0 else None
