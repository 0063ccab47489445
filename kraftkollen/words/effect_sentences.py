"""What is said where an effect cannot be worked out, by the error's code: one sentence on what is wrong and what to do."""

from collections.abc import Mapping

from kraftkollen.words.translate import mark

EFFECT_ERRORS: Mapping[str, str] = {
    "no_period_before": mark(
        "There is no period before the start {start}, and the first figure is of {first}: give earlier ones, or a later start."
    ),
    "no_period_after": mark(
        "There is no period from the start {start} on, and the last figure is of {last}: wait for later figures, or give an "
        "earlier start."
    ),
    "too_few_comparisons": mark(
        "There are {count} units to compare with, and at least {least} are needed: exclude fewer, or give figures for more."
    ),
    "treated_excluded": mark("{unit} is treated, and can stand neither among the excluded or comparison units nor twice."),
    "outcome_not_numeric": mark(
        "The outcome {outcome} is not a number on row {row} (such rows: {count}): write digits with a decimal point or comma."
    ),
    "not_positive": mark("{unit} has a figure of nought or less in {period}, which has no logarithm: use the scale level."),
    "panel_gap": mark(
        "{unit} has no figure for {period} (such gaps: {count}), and nothing is filled in: give it, or exclude the unit."
    ),
    "panel_twice": mark("{unit} has two figures for {period}, the second on row {row}: keep one of them."),
    "nothing_to_compare": mark(
        "{name} is a process of the whole city and cannot be compared with anything: look at the development instead."
    ),
    "no_figures_there": mark(
        "There are no published figures of {indicator} for {place} that can be used, so the effect cannot be told: "
        "choose another indicator or a larger level."
    ),
}
