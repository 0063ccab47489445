"""What published single periods of a place give together: so that a pooled figure can stand beside one that is not pooled."""

from collections.abc import Iterable

from kraftkollen.development import Count
from kraftkollen.model.indicator import Indicator
from kraftkollen.store.figures import Figure


def together(indicator: Indicator, figures: Iterable[Figure], period: str) -> Count | None:
    """Return what one place has for a period: its own figure, or for a span what its parts give by the rule of pooled figures.

    A ratio is the sum of numerators over the sum of denominators, a count the sum. None where there is none that can be shown.
    """
    of = {one.period: one for one in figures if one.value is not None}
    if period in of:
        return _count(of[period])
    parts = [of.get(str(one)) for one in indicator.read_period(period).parts]
    shown = [_count(one) for one in parts if one is not None]
    if len(shown) < len(parts):
        return None
    if not indicator.is_ratio:
        return Count(sum(one.value for one in shown), None, None)
    terms = [(one.numerator, one.denominator) for one in shown if one.numerator is not None and one.denominator is not None]
    above, below = sum(top for top, _ in terms), sum(bottom for _, bottom in terms)
    return Count(above / below * indicator.per, above, below) if len(terms) == len(parts) and below else None


def _count(figure: Figure) -> Count:
    assert figure.value is not None
    return Count(figure.value, figure.numerator, figure.denominator)
