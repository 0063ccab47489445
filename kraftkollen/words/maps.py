"""What is said of a map: its modes, its legend, what can be said of one area, and why areas cannot be compared."""

from kraftkollen.model.indicator import Indicator
from kraftkollen.model.text import Language
from kraftkollen.words.development import unit
from kraftkollen.words.numbers import number
from kraftkollen.words.translate import mark, translate

MODES = {
    "level": mark("As it stands"),
    "change": mark("Change since the baseline"),
    "target": mark("Distance to the target"),
    "city": mark("Difference from the city"),
}
SCALES = {
    "fixed": mark("The same in all periods"),
    "quantile": mark("Equal shares of the areas in this period"),
}
SMALL = {
    "period": mark("One a period"),
    "indikator": mark("One an indicator"),
}
WHY_NOT = {
    "no_baseline": mark("There is no figure from before the baseline, so no change can be shown."),
    "before": mark("The baseline is {since}. Choose a later period to see what has changed since."),
    "broken": mark("The series has a break between {since} and {until}. Figures before and after cannot be compared."),
    "no_target": mark("No target is decided for this indicator."),
    "count": mark("This is a number, and a number grows with the area: it cannot be compared with that of the whole city."),
    "whole_city": mark("The map shows the whole city: there is nothing to compare it with."),
    "no_city": mark("The whole city has no figure for the period that can be shown."),
}
NOT_COMPARED = mark("not comparable")
_ENDS = {
    "change": (
        mark("down {size} or more"),
        mark("down less than {size}"),
        mark("no certain change"),
        mark("up less than {size}"),
        mark("up {size} or more"),
    ),
    "target": (
        mark("{size} or more below"),
        mark("less than {size} below"),
        mark("no certain difference"),
        mark("less than {size} above"),
        mark("{size} or more above"),
    ),
}
_SAME = {"change": mark("unchanged"), "target": mark("the same"), "city": mark("the same")}
_HEADINGS = {
    "change": mark("Change since {since}, {unit}"),
    "target": mark("From the target, {unit}"),
    "city": mark("From the city, {unit}"),
}
_JUDGED = {
    ("change", "right"): mark("more than chance, the right way"),
    ("change", "wrong"): mark("more than chance, the wrong way"),
    ("change", "none"): mark("more than chance"),
    ("target", "right"): mark("has reached the target"),
    ("target", "wrong"): mark("has not reached the target"),
    ("target", "up"): mark("above the target"),
    ("target", "down"): mark("below the target"),
    ("city", "right"): mark("better than the city"),
    ("city", "wrong"): mark("worse than the city"),
    ("city", "up"): mark("above the city"),
    ("city", "down"): mark("below the city"),
}
_UNCERTAIN = {
    "change": mark("no more than chance may give"),
    "target": mark("cannot be told from the target"),
    "city": mark("cannot be told from the city"),
}
_TOO_FEW = mark("too few to say")
_UNKNOWN = mark("chance cannot be worked out")


def difference_labels(mode: str, size: float, indicator: Indicator, chance: bool, language: Language) -> tuple[str, ...]:
    """Return what the five classes are called, the lowest first. Where chance is unknown the middle is what has not moved."""
    texts = list(_ENDS.get(mode, _ENDS["target"]))
    if not chance:
        texts[2] = _SAME[mode]
    shown = number(size, indicator.decimals, language)
    return tuple(translate(language, one, size=shown) for one in texts)


def legend_heading(mode: str, indicator: Indicator, since: str, language: Language) -> str:
    """Return what the legend of a difference is about, with its unit."""
    return translate(language, _HEADINGS[mode], since=since, unit=unit(indicator, language))


def judged(mode: str, movement: str, turn: str, language: Language) -> str:
    """Return what can be said of one area's difference; never that it is one where chance alone may have made it."""
    if movement == "too_few":
        return translate(language, _TOO_FEW)
    if movement == "unknown_noise":
        return translate(language, _UNKNOWN)
    if movement not in ("up", "down"):
        return translate(language, _UNCERTAIN[mode])
    return translate(language, _JUDGED.get((mode, turn)) or _JUDGED[mode, movement])
