"""What is said of an evaluation: the verdict, its sentence, and every reason. No word that the verdict does not carry."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kraftkollen.model.text import Language
from kraftkollen.model.verdict import Exclusion, Reason, Verdict, VerdictCode
from kraftkollen.words.numbers import MINUS, number
from kraftkollen.words.translate import mark, translate

VERDICTS: Mapping[VerdictCode, str] = {
    VerdictCode.CLEAR: mark("clear difference from the comparison areas"),
    VerdictCode.SIGNS: mark("signs of a difference"),
    VerdictCode.CANNOT_TELL: mark("cannot be told"),
    VerdictCode.NONE_LARGER_THAN: mark("no visible difference larger than {limit}"),
}
_SENTENCES: Mapping[VerdictCode, str] = {
    VerdictCode.CLEAR: mark("A clear difference from the comparison areas: {effect}."),
    VerdictCode.SIGNS: mark("Signs of a difference from the comparison areas: {effect}. They are not enough to be sure."),
    VerdictCode.CANNOT_TELL: mark("Whether there is a difference from the comparison areas cannot be told."),
    VerdictCode.NONE_LARGER_THAN: mark("No visible difference larger than {limit}, which is the smallest that matters."),
}
BETWEEN = mark("The test does not rule out values between {low} and {high} ({level} per cent interval).")
NOTHING_RULED_OUT = mark("With so few areas the test rules nothing out.")
CHANCE = mark("Place {rank} of {places} by size; p = {p}. The smallest p that could have come out is {p_min}.")
TOGETHER = mark(
    "Together: place {rank} of {places} by size, among sets of as many areas; p = {p}. The smallest p that could have come out "
    "is {p_min}."
)
CORRECTED = mark("{count} indicators were tried; corrected for that, p = {p}. The interval is not corrected.")
OPTIMISTIC = mark("The areas are tested together, which is optimistic: see each area by itself.")

REASONS: Mapping[Reason, str] = {
    Reason.P_TOO_LARGE: mark("Too many areas where nothing was done differ as much."),
    Reason.FEW_AREAS: mark("There are too few comparison areas: whatever the figures, the test could not have said yes."),
    Reason.FEW_AREAS_FOR_CLEAR: mark("There are too few comparison areas for more than signs."),
    Reason.FEW_PERIODS: mark("There are fewer than four periods before the start."),
    Reason.POOR_FIT: mark(
        "The comparison followed the area worse before the start than it did for at least three in four of the other areas."
    ),
    Reason.SIGNS_DISAGREE: mark("The three methods do not agree on the direction."),
    Reason.IN_TIME: mark("A start moved back to when nothing had begun gives as large a difference."),
    Reason.SERIES_BREAK: mark("The series has a break among the periods."),
    Reason.NOT_AMONG_ALIKE: mark("Among the areas most alike the difference does not stand out."),
    Reason.HANGS_ON_SELECTION: mark("Without the period on which the area was chosen the difference does not stand out."),
    Reason.LESS_WITHOUT_SELECTION: mark("Without the period on which the area was chosen there are no more than signs."),
    Reason.SEVERAL_TRIED: mark(
        "So many indicators were tried that chance may well give one that stands out as much: for one alone p would be small "
        "enough."
    ),
    Reason.SMALLER_THAN_MATTERS: mark("The difference is smaller than the smallest that matters."),
}

EXCLUSIONS: Mapping[Exclusion, str] = {
    Exclusion.INCOMPLETE: mark("a figure is missing or hidden in some period"),
    Exclusion.OWN_INTERVENTION: mark("has an intervention of its own"),
    Exclusion.NEIGHBOUR: mark("borders on the area"),
    Exclusion.AREA_BREAK: mark("has a break in its series"),
    Exclusion.FEW_PEOPLE: mark("too few people"),
    Exclusion.BETTER_OFF: mark("belongs to the better-off half"),
    Exclusion.LESS_ALIKE: mark("enough other areas lay nearer before the start"),
    Exclusion.BY_HAND: mark("taken out by hand"),
}


@dataclass(frozen=True)
class Told:
    """The figures of a verdict, as text with their unit. `low` and `high` are None where the interval has no end.

    `count` is how many indicators were tried, and `corrected` the p-value after the correction, where there are several.
    """

    effect: str
    low: str | None
    high: str | None
    level: str
    rank: int
    places: int
    p: str
    p_min: str
    limit: str | None = None
    joint: bool = False
    count: int = 1
    corrected: str | None = None


def verdict_name(code: VerdictCode, language: Language, limit: str | None = None) -> str:
    """Return the verdict in a few words."""
    text = translate(language, VERDICTS[code])
    return text.format(limit=limit) if code is VerdictCode.NONE_LARGER_THAN else text


def verdict_text(verdict: Verdict, told: Told, language: Language) -> str:
    """Return the verdict with what it rests on: a few sentences that stand by themselves."""
    rests_on = basis_texts(told, language)
    return " ".join([finding_text(verdict.code, told, language), *rests_on, *reason_texts(verdict.reasons, language)])


def finding_text(code: VerdictCode, told: Told, language: Language) -> str:
    """Return the verdict as one sentence, with its figure where it carries one."""
    return translate(language, _SENTENCES[code]).format(effect=told.effect, limit=told.limit)


def basis_texts(told: Told, language: Language) -> tuple[str, ...]:
    """Return what the verdict rests on: interval, place among the placebos, correction for several indicators."""
    if told.low is None or told.high is None:
        parts = [translate(language, NOTHING_RULED_OUT)]
    else:
        parts = [translate(language, BETWEEN, low=told.low, high=told.high, level=told.level)]
    place = TOGETHER if told.joint else CHANCE
    parts.append(translate(language, place, rank=told.rank, places=told.places, p=told.p, p_min=told.p_min))
    if told.corrected is not None:
        parts.append(translate(language, CORRECTED, count=told.count, p=told.corrected))
    if told.joint:
        parts.append(translate(language, OPTIMISTIC))
    return tuple(parts)


def reason_texts(reasons: Iterable[Reason], language: Language) -> tuple[str, ...]:
    """Return a sentence for each reason."""
    return tuple(translate(language, REASONS[reason]) for reason in reasons)


def exclusion_text(reason: str, language: Language) -> str:
    """Return why an area is not compared with."""
    return translate(language, EXCLUSIONS[Exclusion(reason)])


def p_text(value: float, language: Language) -> str:
    """Return a p-value with three decimals."""
    return number(value, 3, language)


def plain_difference(value: float, language: Language) -> str:
    """Return a signed difference with three significant digits, for an outcome without a unit."""
    decimals = next((places for places in range(5) if abs(value) >= 100 / 10**places), 5)
    sign = "+" if value > 0 else MINUS if value < 0 else ""
    return sign + number(abs(value), decimals, language)
