"""Why a figure is hidden, and what a pooled one is, in plain words: the rule alone, the same for every mark."""

from kraftkollen.model.indicator import COUNTS, RATIOS, Counted, Indicator, Kind
from kraftkollen.model.period import Period
from kraftkollen.model.text import Language
from kraftkollen.words.translate import translate


def why_hidden(indicator: Indicator | None, language: Language) -> tuple[str, ...]:
    """Return the rule, a sentence each: of an indicator with its own limits, else in general."""
    rule = _rule(indicator, language) if indicator is not None else ""
    return tuple(
        one
        for one in (
            translate(language, "A figure about so few people that somebody could be recognised is not shown."),
            rule,
            translate(
                language,
                "More is hidden than that: figures from which a hidden one could be worked out, in sums or in other years. "
                "All of them look the same, so it is never said why one of them is hidden.",
            ),
            translate(
                language,
                "Hidden is neither nought nor missing: the figure is there, and it counts in the larger areas.",
            ),
            translate(
                language,
                "The whole promise, and how it is tried, stands in docs/rojandekontroll.md, which comes with the program.",
            ),
        )
        if one
    )


def _rule(indicator: Indicator, language: Language) -> str:
    limits = {"most": indicator.small_numbers.hide_counts_to, "least": indicator.small_numbers.least_denominator}
    people = indicator.counted is Counted.PEOPLE
    if indicator.kind in COUNTS:
        return translate(language, "The rule here: 1 to {most} people are hidden.", **limits) if people else ""
    if not people:
        return translate(language, "The rule here: a figure counted on fewer than {least} is hidden.", **limits)
    if indicator.kind is Kind.SHARE:
        return translate(
            language,
            "The rule here: a share is hidden if it is counted on fewer than {least}, if it is made of 1 to {most} people, "
            "or if 1 to {most} people are left over.",
            **limits,
        )
    return translate(
        language,
        "The rule here: a figure is hidden if it is counted on fewer than {least}, or if it is made of 1 to {most} people.",
        **limits,
    )


def what_pooled(indicator: Indicator, period: Period, language: Language) -> str:
    """Return what a pooled figure is made of; nothing for a single period."""
    if period.length == 1:
        return ""
    parts = {"parts": ", ".join(str(one) for one in period.parts)}
    if indicator.kind in RATIOS:
        return translate(
            language,
            "Each figure is made of several periods together ({parts}): numerators over denominators. "
            "Single periods are not shown at this level, since the groups are small.",
            **parts,
        )
    return translate(
        language,
        "Each figure is the sum of several periods ({parts}). "
        "Single periods are not shown at this level, since the groups are small.",
        **parts,
    )
