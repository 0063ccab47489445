"""What is said of the grounds of an allocation: their names, and how each is counted."""

from collections.abc import Mapping

from kraftkollen.model.text import Language
from kraftkollen.words.translate import mark, translate

# By the grounds' ids in kraftkollen.programme.allocation.
_NAMES: Mapping[str, str] = {
    "representation": mark("Broad representation"),
    "intersectional": mark("Intersectional character"),
    "long_term": mark("Long-term"),
    "measurability": mark("Measurability"),
    "need": mark("Need"),
    "budget": mark("The budget's size"),
}
_COUNTED: Mapping[str, str] = {
    "representation": mark("How many committees and companies lead or take part. One counts 0, five or more count 1."),
    "intersectional": mark(
        "How many circumstances are joined, such as economy and housing. One counts 0, four or more count 1."
    ),
    "long_term": mark("Long-term counts 1, a project 0."),
    "measurability": mark(
        "The smallest difference of the primary indicator that would be found four times of five with three periods after, "
        "beside the smallest that matters by the evaluation plan. Found: 1. Twice as large needed: a half. Never found: 0."
    ),
    "need": mark(
        "How much worse the areas stand than the city on the primary indicator, in standard deviations (sd) of all areas' "
        "figures. As the city or better counts 0, two or more count 1."
    ),
    "budget": mark("This year's budget beside the largest: the smaller it is, the more it counts. Without weight by default."),
}


def ground_name(ground: str, language: Language) -> str:
    """Return the reader's name of a ground."""
    return translate(language, _NAMES[ground])


def ground_counted(ground: str, language: Language) -> str:
    """Return how a ground is counted."""
    return translate(language, _COUNTED[ground])
