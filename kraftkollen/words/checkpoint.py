"""What is said of the evaluation after one year: its parts, the rule's answers, the computed text of each criterion."""

from collections.abc import Mapping

from kraftkollen.model.criterion import Criterion, FigureId, Part, StatusCode
from kraftkollen.model.text import Language
from kraftkollen.words.numbers import number
from kraftkollen.words.translate import mark, translate

MONEY_FIGURES = frozenset({FigureId.LONG_TERM, FigureId.CALL_OFFS_USED, FigureId.ADMINISTRATION, FigureId.FOLLOWS_EFFECT})

_MOST_DECIMALS = 4

_PARTS: Mapping[Part, str] = {
    Part.ORGANISATION: mark("Organisation"),
    Part.FINANCING: mark("Financing"),
    Part.OUTCOME: mark("Outcome"),
}
_WORDS: Mapping[StatusCode, str] = {
    StatusCode.MET: mark("met"),
    StatusCode.PARTLY: mark("partly met"),
    StatusCode.NOT_MET: mark("not met"),
    StatusCode.EVIDENCE_MISSING: mark("evidence missing"),
    StatusCode.NOT_USED: mark("not used"),
}
_SENTENCES: Mapping[StatusCode, str] = {
    StatusCode.MET: mark("{what}: met, {figure}."),
    StatusCode.PARTLY: mark("{what}: partly met, {figure}."),
    StatusCode.NOT_MET: mark("{what}: not met, {figure}."),
    StatusCode.EVIDENCE_MISSING: mark("{what}: evidence is missing, so it cannot be answered."),
    StatusCode.NOT_USED: mark("{what}: not used here, and counts neither for nor against."),
}
# What each figure counts, after "3 of 4".
_COUNTED: Mapping[FigureId, str] = {
    FigureId.MANDATE_CLEAR: mark("decisions by steering groups"),
    FigureId.BRIEFED_IN_TIME: mark("briefings handed over in time"),
    FigureId.BROADLY_REPRESENTED: mark("interventions with three bodies or more"),
    FigureId.PICTURE_SHARED: mark("priority areas, with insights from two bodies or more"),
    FigureId.EVALUATOR_NAMED: mark("interventions"),
    FigureId.OVERLAPS_ANSWERED: mark("double processes that were found"),
    FigureId.FINDINGS_ANSWERED: mark("answers that were due"),
    FigureId.PRESENCE_SEEN: mark("priority areas, in the last twelve months"),
    FigureId.SOURCES_CLEAR: mark("interventions, with money in the ledger"),
    FigureId.LONG_TERM: mark("of the money used in the year"),
    FigureId.NEXT_YEAR_BUDGETED: mark("interventions that go on, with a budget for next year before it was decided"),
    FigureId.CALL_OFFS_USED: mark("of what was called off in the year"),
    FigureId.ADMINISTRATION: mark("of the money used in the year, the rule of thumb included"),
    FigureId.EVALUATION_PAID: mark("interventions with an evaluation plan"),
    FigureId.FOLLOWS_EFFECT: mark("of the money used in the year"),
    FigureId.VERDICTS_AS_EXPECTED: mark("primary indicators that can be read"),
}


def part_name(part: Part, language: Language) -> str:
    """Return the heading of a part."""
    return translate(language, _PARTS[part])


def status_word(status: StatusCode, language: Language) -> str:
    """Return the rule's answer in a word or two."""
    return translate(language, _WORDS[status])


def what_is_counted(figure: FigureId, language: Language) -> str:
    """Return what a figure counts."""
    return translate(language, _COUNTED[figure])


def share_text(share: float, language: Language, beside: tuple[float, ...] = ()) -> str:
    """Return a share from 0 to 1 as per cent: whole, but with the decimals that tell it from the thresholds beside it."""
    decimals = next((one for one in range(_MOST_DECIMALS) if _apart(share, beside, one)), _MOST_DECIMALS)
    text = number(share * 100, decimals, language)
    return f"{text}\u00a0%" if language == "sv" else f"{text}%"


def _apart(share: float, beside: tuple[float, ...], decimals: int) -> bool:
    shown = round(share * 100, decimals)
    return all(share == one or shown != round(one * 100, decimals) for one in beside)


def status_sentence(criterion: Criterion, status: StatusCode, figure: str, language: Language) -> str:
    """Return the computed text of a criterion."""
    said = f"{figure} {what_is_counted(criterion.figure, language)}"
    return translate(language, _SENTENCES[status], what=criterion.what.in_language(language), figure=said)
