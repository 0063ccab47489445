"""The readers' words: what each means in a sentence, and on which pages it stands."""

from collections.abc import Mapping

from kraftkollen.model.text import Language
from kraftkollen.words.translate import mark, translate

# By its English name.
_MEANINGS: Mapping[str, str] = {
    mark("Actuals"): mark("Money that has been used, by the city's accounts."),
    mark("Baseline"): mark("The figure that one starts from when development is told."),
    mark("Call-off"): mark("Money that is taken from what the council has set aside."),
    mark("Cannot be told"): mark("The figures give no answer. It is neither a success nor a failure."),
    mark("City-wide money"): mark("Money in the council's budget, not in that of a committee."),
    mark("City-wide process"): mark("Work in all of the city, and not in chosen areas."),
    mark("Comparison area"): mark("An area that was like ours before, and where nothing was done."),
    mark("Delegation"): mark("A committee has let somebody else decide in its place."),
    mark("Delivery"): mark("One file of figures that an officer has handed in."),
    mark("Denominator"): mark("What is divided by: all whom a share is a share of."),
    mark("Development"): mark("How a figure has moved. It says nothing of why."),
    mark("Dissent"): mark("Reservations and statements by who was against a decision."),
    mark("Double process"): mark("Two who do the same kind of thing for the same people in the same place."),
    mark("Edition"): mark("A yearly evaluation as it was published. It is never changed."),
    mark("Effect"): mark("The difference from what would have happened without the intervention, by comparison."),
    mark("Finding"): mark("Something that was seen, and that somebody is to answer."),
    mark("Hidden: too few"): mark(
        "The figure is of so few people that somebody could be recognised. It is neither nought nor missing."
    ),
    mark("Indicator"): mark("A figure that is followed in the same way each year."),
    mark("Insight"): mark("What a committee knows of a place, in a sentence or two."),
    mark("Intervention"): mark("Work in one or several chosen areas, with a beginning and somebody who answers for it."),
    mark("Mandate"): mark("The right to decide something, and where it comes from."),
    mark("Median"): mark("The one in the middle: as many are lower as are higher."),
    mark("More than chance"): mark("So large a change that two years with the same conditions seldom differ as much."),
    mark("Numerator"): mark("What is divided: those who are counted."),
    mark("Ordinary funding"): mark("The money that a committee has in its own budget."),
    mark("Percentage points"): mark("The difference between two shares: from 80 to 85 per cent is 5 percentage points."),
    mark("Placebo test"): mark("The same comparison for areas where nothing was done: how often does chance give as much?"),
    mark("Preliminary"): mark("The producer says that the figure may still change."),
    mark("Primary indicator"): mark("The one indicator that was named in advance to judge an intervention by."),
    mark("Priority area"): mark("One or several areas that the joint work is for."),
    mark("Problem picture"): mark("What the committees together say that they know of a place."),
    mark("Rule of thumb"): mark("A share that is reckoned with where nobody has booked the cost."),
}
# A page's words. tests/test_glossary.py looks for each of them on each page.
_PAGES: Mapping[str, tuple[str, ...]] = {
    "": (
        "Call-off",
        "Delegation",
        "Development",
        "Dissent",
        "Effect",
        "Finding",
        "Hidden: too few",
        "Indicator",
        "Intervention",
        "Mandate",
        "More than chance",
        "Percentage points",
        "Priority area",
    ),
    "karta": (
        "Baseline",
        "Development",
        "Hidden: too few",
        "Indicator",
        "Intervention",
        "Preliminary",
        "Priority area",
    ),
    "omraden": (
        "Baseline",
        "Indicator",
        "Insight",
        "Intervention",
        "More than chance",
        "Percentage points",
        "Primary indicator",
    ),
    "indikatorer": (
        "Baseline",
        "Development",
        "Effect",
        "Indicator",
        "More than chance",
        "Percentage points",
        "Preliminary",
    ),
    "insatser": (
        "City-wide process",
        "Dissent",
        "Double process",
        "Indicator",
        "Intervention",
        "Mandate",
        "Percentage points",
        "Primary indicator",
    ),
    "effektutvardering": (
        "Cannot be told",
        "Comparison area",
        "Effect",
        "Indicator",
        "Intervention",
        "More than chance",
        "Percentage points",
        "Placebo test",
        "Primary indicator",
        "Priority area",
    ),
    "beslut": (
        "Delegation",
        "Dissent",
        "Effect",
        "Intervention",
        "Mandate",
    ),
    "pengar": (
        "Actuals",
        "Call-off",
        "City-wide money",
        "Intervention",
        "Ordinary funding",
        "Rule of thumb",
    ),
    "problembild": (
        "Insight",
        "Intervention",
        "Problem picture",
    ),
    "aterkoppling": (
        "Comparison area",
        "Effect",
        "Finding",
        "Indicator",
        "Intervention",
        "Median",
    ),
    "ettarsutvardering": (
        "Call-off",
        "Cannot be told",
        "Comparison area",
        "Dissent",
        "Effect",
        "Indicator",
        "Insight",
        "Intervention",
        "Mandate",
        "Primary indicator",
        "Problem picture",
        "Rule of thumb",
    ),
    "arsutvardering": (
        "Baseline",
        "Call-off",
        "Cannot be told",
        "City-wide money",
        "City-wide process",
        "Comparison area",
        "Delegation",
        "Development",
        "Dissent",
        "Edition",
        "Effect",
        "Finding",
        "Hidden: too few",
        "Indicator",
        "Intervention",
        "Mandate",
        "More than chance",
        "Ordinary funding",
        "Percentage points",
        "Placebo test",
        "Primary indicator",
        "Priority area",
        "Problem picture",
        "Rule of thumb",
    ),
    "lamna_uppgifter": (
        "Delivery",
        "Denominator",
        "Indicator",
        "Numerator",
    ),
    "leveranslage": (
        "Delivery",
        "Indicator",
        "Preliminary",
    ),
    "hamtning": ("Indicator",),
}


def terms(language: Language) -> tuple[tuple[str, str], ...]:
    """Return every word with what it means, in the order of the alphabet."""
    return _told(tuple(_MEANINGS), language)


def of_page(address: str, language: Language) -> tuple[tuple[str, str], ...]:
    """Return the words of a page with what each means, in the order of the alphabet; none where the page has none."""
    return _told(_PAGES.get(address, ()), language)


def _told(names: tuple[str, ...], language: Language) -> tuple[tuple[str, str], ...]:
    said = ((translate(language, one), translate(language, _MEANINGS[one])) for one in names)
    return tuple(sorted(said, key=lambda pair: pair[0].casefold()))
