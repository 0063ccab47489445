"""The verdict: what each p-value carries, everything that forces it down, Holm, and the words for it."""

from dataclasses import replace
from pathlib import Path

import pytest

from kraftkollen.effect import Estimate, Tried, corrected, estimate
from kraftkollen.effect.decide import Evidence, decide
from kraftkollen.model.text import LANGUAGES, Language
from kraftkollen.model.verdict import Exclusion, Reason, Verdict, VerdictCode
from kraftkollen.words.numbers import number
from kraftkollen.words.verdicts import (
    EXCLUSIONS,
    REASONS,
    VERDICTS,
    Told,
    basis_texts,
    exclusion_text,
    finding_text,
    reason_texts,
    verdict_name,
    verdict_text,
)
from tests.effect_panels import first, made

ROOT = Path(__file__).resolve().parents[1]
STRONG = Evidence(
    effect=5.0,
    p_value=0.04,
    p_min=0.04,
    interval=(3.0, 7.0),
    periods_before=6,
    fit_share=0.4,
    signs=(5.0, 4.0, 6.0),
    in_time_effect=1.0,
    breaks=0,
    alike_p=0.08,
    smallest_that_matters=2.0,
)
FORCED = [
    (Reason.FEW_AREAS, {"p_min": 0.11, "p_value": 0.11}),
    (Reason.FEW_PERIODS, {"periods_before": 3}),
    (Reason.POOR_FIT, {"fit_share": 0.75}),
    (Reason.SIGNS_DISAGREE, {"signs": (5.0, -0.1, 6.0)}),
    (Reason.SIGNS_DISAGREE, {"signs": (5.0, 0.0, 6.0)}),
    (Reason.IN_TIME, {"in_time_effect": -5.0}),
    (Reason.SERIES_BREAK, {"breaks": 1}),
    (Reason.HANGS_ON_SELECTION, {"spared_effect": 4.0, "spared_p": 0.11}),
    (Reason.HANGS_ON_SELECTION, {"spared_effect": -4.0, "spared_p": 0.01}),
]


def told(effect: str, low: str, high: str, rank: int) -> Told:
    """Return figures that hang together: p is the rank among 24."""
    ends = (f"{one} procentenheter" for one in (effect, low, high))
    return Told(*ends, "90", rank, 24, number(rank / 24, 3, "sv"), number(1 / 24, 3, "sv"), "2,0 procentenheter")


TOLD = told("+5,9", "+4,5", "+7,2", 1)
# One of each verdict, as docs/effect.md shows them.
SHOWN: list[tuple[Verdict, Told]] = [
    (Verdict(VerdictCode.CLEAR), TOLD),
    (Verdict(VerdictCode.SIGNS, (Reason.NOT_AMONG_ALIKE,)), told("+2,4", "+0,2", "+4,6", 1)),
    (Verdict(VerdictCode.CANNOT_TELL, (Reason.POOR_FIT, Reason.P_TOO_LARGE)), told("+0,9", "−2,1", "+3,9", 9)),
    (Verdict(VerdictCode.NONE_LARGER_THAN), told("+0,2", "−1,2", "+1,6", 14)),
]


@pytest.mark.parametrize(
    ("p_value", "code"),
    [(0.01, "clear"), (0.05, "clear"), (0.0501, "signs"), (0.10, "signs"), (0.1001, "cannot_tell"), (1.0, "cannot_tell")],
)
def test_the_p_value_says_how_much(p_value: float, code: str) -> None:
    assert decide(replace(STRONG, p_value=p_value, p_min=min(p_value, 0.04))).code == code


@pytest.mark.parametrize(("reason", "change"), FORCED)
def test_each_of_these_forces_cannot_tell_whatever_p(reason: Reason, change: dict[str, object]) -> None:
    assert decide(STRONG) == Verdict(VerdictCode.CLEAR)
    found = decide(replace(STRONG, **change))  # type: ignore[arg-type]
    assert found.code == VerdictCode.CANNOT_TELL
    assert reason in found.reasons


def test_a_smallest_p_above_a_twentieth_leaves_signs() -> None:
    assert decide(replace(STRONG, p_value=0.06, p_min=0.06)) == Verdict(VerdictCode.SIGNS, (Reason.FEW_AREAS_FOR_CLEAR,))


def test_the_rank_among_the_most_alike_only_downgrades() -> None:
    assert decide(replace(STRONG, alike_p=0.15)) == Verdict(VerdictCode.SIGNS, (Reason.NOT_AMONG_ALIKE,))
    for alike_p in (0.05, 0.5):
        assert decide(replace(STRONG, p_value=0.08, alike_p=alike_p)).code == VerdictCode.SIGNS
        assert decide(replace(STRONG, p_value=0.20, alike_p=alike_p)).code == VerdictCode.CANNOT_TELL


def test_what_is_only_signs_without_the_period_of_selection_is_signs_with_it() -> None:
    assert decide(replace(STRONG, spared_effect=4.0, spared_p=0.05)) == Verdict(VerdictCode.CLEAR)
    held = Verdict(VerdictCode.SIGNS, (Reason.LESS_WITHOUT_SELECTION,))
    assert decide(replace(STRONG, spared_effect=4.0, spared_p=0.06)) == held
    assert decide(replace(STRONG, p_value=0.08, spared_effect=4.0, spared_p=0.09)) == Verdict(VerdictCode.SIGNS)
    beyond = replace(STRONG, p_value=0.20, spared_effect=4.0, spared_p=0.01)
    assert decide(beyond) == Verdict(VerdictCode.CANNOT_TELL, (Reason.P_TOO_LARGE,))


def test_none_larger_than_needs_the_whole_interval_within_what_matters() -> None:
    near = replace(STRONG, effect=0.2, p_value=0.8, interval=(-1.5, 1.9), signs=(0.2, -0.3, 0.1), in_time_effect=0.5)
    assert decide(near) == Verdict(VerdictCode.NONE_LARGER_THAN)
    for change in (
        {"interval": (-2.1, 1.9)},
        {"interval": (-1.5, float("inf"))},
        {"smallest_that_matters": None},
        {"fit_share": 0.9},
        {"breaks": 1},
        {"periods_before": 3},
        {"in_time_effect": 2.5},
        {"spared_effect": 2.5, "spared_p": 0.5},
        {"signs": (0.2, -2.5, 0.1)},
    ):
        assert decide(replace(near, **change)).code == VerdictCode.CANNOT_TELL  # type: ignore[arg-type]


def test_a_clear_difference_that_is_too_small_to_matter_says_so() -> None:
    found = decide(replace(STRONG, effect=1.0, interval=(0.5, 1.5), signs=(1.0, 0.9, 1.1), in_time_effect=0.1))
    assert found == Verdict(VerdictCode.CLEAR, (Reason.SMALLER_THAN_MATTERS,))


def test_a_break_among_the_periods_forces_the_verdict_and_one_at_the_first_does_not() -> None:
    panel = made(2, effect=9)
    assert estimate(panel, first(breaks=("2010",))).verdict.code == "clear"
    found = estimate(panel, first(breaks=("2013",)))
    assert (found.breaks, found.verdict.code, found.verdict.reasons) == (("2013",), "cannot_tell", (Reason.SERIES_BREAK,))


def tried(**p_values: float) -> list[Tried]:
    base = estimate(made(areas=60, effect=9), first())
    evidence = replace(STRONG, p_min=0.001)
    return [
        Tried(name, replace(base, p_value=p_value, evidence=replace(evidence, p_value=p_value)))
        for name, p_value in p_values.items()
    ]


def test_the_primary_stands_and_the_others_are_corrected_after_holm() -> None:
    found = corrected(tried(a=0.04, main=0.04, b=0.01, c=0.03), "main")
    assert [(one.indicator, round(one.estimate.corrected_p, 6), one.estimate.primary) for one in found] == [
        ("main", 0.04, True),
        ("b", 0.03, False),
        ("c", 0.06, False),
        ("a", 0.06, False),
    ]
    assert [one.estimate.verdict.code for one in found] == ["clear", "clear", "signs", "signs"]
    assert {one.estimate.tried for one in found} == {4}
    assert [one.estimate.p_value for one in found] == [0.04, 0.01, 0.03, 0.04]


def test_what_would_have_been_enough_alone_is_said_to_fall_on_the_number_that_were_tried() -> None:
    found = corrected(tried(main=0.2, a=0.04, b=0.05, c=0.5), "main")
    assert [(one.indicator, one.estimate.verdict.code, one.estimate.verdict.reasons) for one in found] == [
        ("main", "cannot_tell", (Reason.P_TOO_LARGE,)),
        ("a", "cannot_tell", (Reason.SEVERAL_TRIED,)),
        ("b", "cannot_tell", (Reason.SEVERAL_TRIED,)),
        ("c", "cannot_tell", (Reason.P_TOO_LARGE,)),
    ]
    for one in LANGUAGES:
        assert reason_texts((Reason.SEVERAL_TRIED,), one) != reason_texts((Reason.P_TOO_LARGE,), one)


def test_a_difference_that_hangs_on_the_period_of_selection_is_corrected_with_the_rest() -> None:
    other = tried(main=0.04, a=0.04, b=0.5)
    spared = [replace(one, estimate=with_spared(one.estimate, 0.06)) for one in other]
    found = {one.indicator: one.estimate for one in corrected(spared, "main")}
    assert found["a"].evidence.spared_p == pytest.approx(0.12)
    assert found["a"].verdict == Verdict(VerdictCode.CANNOT_TELL, (Reason.HANGS_ON_SELECTION,))
    assert found["main"].verdict == Verdict(VerdictCode.SIGNS, (Reason.LESS_WITHOUT_SELECTION,))


def with_spared(one: Estimate, p_value: float) -> Estimate:
    return replace(one, evidence=replace(one.evidence, spared_effect=4.0, spared_p=p_value))


def test_without_a_primary_named_in_advance_all_are_corrected() -> None:
    found = corrected(tried(a=0.04, b=0.04), None)
    assert [one.estimate.corrected_p for one in found] == [0.08, 0.08]
    assert all(not one.estimate.primary for one in found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_its_words_in_both_languages(language: Language) -> None:
    assert (set(VERDICTS), set(REASONS), set(EXCLUSIONS)) == (set(VerdictCode), set(Reason), set(Exclusion))
    said = {verdict_name(code, language, "2") for code in VerdictCode} | {exclusion_text(one, language) for one in Exclusion}
    assert len(said) == len(VerdictCode) + len(Exclusion)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", VerdictCode)
def test_no_verdict_says_more_than_it_carries(code: VerdictCode, language: Language) -> None:
    said = verdict_text(Verdict(code), TOLD, language).lower()
    reasons = " ".join(reason_texts(Reason, language)).lower()
    for word in (
        "effekt",
        "effect",
        "lyck",
        "succe",
        "bevis",
        "proof",
        "proven",
        "proved",
        "signifikan",
        "significan",
        "beror på",
        "caus",
        "tack vare",
    ):
        assert word not in said
        assert word not in reasons
    assert ("tydlig" in said or "clear" in said) == (code is VerdictCode.CLEAR)
    assert "0,042" in said


def test_where_nothing_is_ruled_out_no_interval_is_shown() -> None:
    said = verdict_text(Verdict(VerdictCode.CANNOT_TELL, (Reason.FEW_AREAS,)), replace(TOLD, low=None, high=None), "sv")
    assert "intervall" not in said
    assert "utesluter" in said


@pytest.mark.parametrize(("verdict", "figures"), SHOWN, ids=[one.code for one, _ in SHOWN])
def test_the_document_shows_the_pages_text_for_each_verdict(verdict: Verdict, figures: Told) -> None:
    document = (ROOT / "docs" / "effect.md").read_text(encoding="utf-8")
    name = verdict_name(verdict.code, "sv", "X")
    part = document.partition(f"**{name[0].upper()}{name[1:]}**\n")[2].partition("\n\n**")[0].partition("\n\nOrdet ")[0]
    shown = " ".join(part.replace("\n>", "\n").removeprefix("\n").split())
    held = f" Därför går det inte att säga mer: {' '.join(f'- {one}' for one in reason_texts(verdict.reasons, 'sv'))}"
    page = f"**{finding_text(verdict.code, figures, 'sv')}** {' '.join(basis_texts(figures, 'sv'))}"
    assert shown == page + (held if verdict.reasons else "")


def test_the_document_shows_the_pages_sentence_for_each_reason_and_for_several_areas_and_indicators() -> None:
    document = " ".join((ROOT / "docs" / "effect.md").read_text(encoding="utf-8").split())
    missing = [one for one in reason_texts(Reason, "sv") if one not in document]
    together = basis_texts(replace(TOLD, joint=True, rank=18, places=66, p="0,273", p_min="0,015"), "sv")[1:]
    several = basis_texts(replace(TOLD, count=3, corrected="0,083"), "sv")[2:]
    assert [*missing, *(one for one in (*together, *several) if one not in document)] == []
