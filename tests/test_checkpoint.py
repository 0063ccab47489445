"""The evaluation after one year: each figure from records, each status at its thresholds, without evidence and when off."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from kraftkollen.model.criterion import FigureId, StatusCode
from kraftkollen.model.programme import Programme, load_programme
from kraftkollen.model.verdict import VerdictCode
from kraftkollen.programme.checkpoint import checkpoint
from kraftkollen.programme.checkpoint_basis import Measured, Outcome
from kraftkollen.programme.checkpoint_calendar import next_day, past_days, timing
from kraftkollen.programme.checkpoint_figures import FIGURES
from kraftkollen.words.checkpoint import share_text
from tests.checkpoint_programmes import BASE, ON, T, basis, intervention, row
from tests.stores import ROOT

CRITERIA = load_programme(ROOT / "data" / "cities" / "malmo" / "programme.yaml").criteria


def measured(figure: FigureId, records: Mapping[str, Any], outcomes: tuple[Outcome, ...] = (), on: date = ON) -> Measured:
    return FIGURES[figure](basis(records, outcomes, on))


PLACES = [{"id": "p1", "name": "P1", "areas": ["1"]}, {"id": "p2", "name": "P2", "areas": ["2"]}]
MONEY = [{"id": "pott", "year": 2026, "source": T, "amount_ore": 1000, "purpose": T}]
PLAN = {"evaluator": "b", "cost_ore": 500}
INSIGHTS = [
    {"id": "i1", "priority_area": "p1", "text": "x", "committee": "a", "day": "2026-02-01"},
    {"id": "i2", "priority_area": "p1", "text": "x", "committee": "b", "day": "2026-02-01", "kind": "presence"},
    {"id": "i3", "priority_area": "p2", "text": "x", "committee": "b", "day": "2024-02-01", "kind": "presence"},
]
FINDING = {"day": "2026-02-01", "what": "x", "receivers": [{"kind": "committee", "id": "a"}]}
ONE, TWO = intervention("i"), intervention("j")

# Figure, records, share, what is missing.
CASES: tuple[tuple[FigureId, dict[str, Any], float | None, int], ...] = (
    (FigureId.MANDATE_CLEAR, {}, None, 1),
    (
        FigureId.MANDATE_CLEAR,
        {
            "decisions": [
                {"id": "d1", "day": "2026-02-01", "bodies": ["styr"], "what": T, "mandate": "own"},
                {"id": "d2", "day": "2026-02-02", "bodies": ["styr"], "what": T, "needs": ["a"]},
                {"id": "d3", "day": "2026-02-03", "bodies": ["styr"], "what": T},
                {"id": "d4", "day": "2026-09-01", "bodies": ["styr"], "what": T},
                {"id": "d5", "day": "2026-02-01", "bodies": ["a"], "what": T},
            ]
        },
        1 / 3,
        2,
    ),
    (FigureId.BRIEFED_IN_TIME, {"interventions": [ONE]}, None, 1),
    (
        FigureId.BRIEFED_IN_TIME,
        {
            "interventions": [intervention("i", participants=["b"])],
            "calendar": [{"id": "k", "kind": "interim_report", "day": "2026-05-01"}],
            "briefings": [{"id": "x", "committee": "b", "calendar": "k", "day": "2026-04-20"}],
        },
        0.5,
        1,
    ),
    (FigureId.BROADLY_REPRESENTED, {"interventions": [intervention("i", participants=["a", "b", "c"]), TWO]}, 0.5, 1),
    (FigureId.BROADLY_REPRESENTED, {}, None, 1),
    (FigureId.PICTURE_SHARED, {"priority_areas": PLACES, "insights": INSIGHTS}, 0.5, 1),
    (FigureId.PICTURE_SHARED, {}, None, 1),
    (FigureId.PRESENCE_SEEN, {"priority_areas": PLACES, "insights": INSIGHTS}, 0.5, 1),
    (FigureId.EVALUATOR_NAMED, {"interventions": [intervention("i", plan=PLAN), TWO]}, 0.5, 1),
    (FigureId.OVERLAPS_ANSWERED, {"interventions": [ONE]}, None, 1),
    (FigureId.OVERLAPS_ANSWERED, {"interventions": [intervention(one, target_groups=["age_6_12"]) for one in "ij"]}, 0.0, 1),
    (FigureId.FINDINGS_ANSWERED, {}, None, 1),
    (
        FigureId.FINDINGS_ANSWERED,
        {
            "findings": [
                {"id": "f1", **FINDING},
                {"id": "f2", **FINDING, "due": "2026-03-01"},
                {"id": "f3", **FINDING, "due": "2026-12-01"},
            ],
            "answers": [
                {"id": "s", "finding": "f1", "receiver": {"kind": "committee", "id": "a"}, "day": "2026-03-01", "text": "x"}
            ],
        },
        0.5,
        1,
    ),
    (FigureId.SOURCES_CLEAR, {"interventions": [ONE, TWO], "ledger": [row("r", "budget", 100, intervention="i")]}, 0.5, 1),
    (FigureId.LONG_TERM, {"interventions": [ONE]}, None, 2),
    (
        FigureId.LONG_TERM,
        {
            "interventions": [intervention("i", horizon="long_term"), intervention("j", horizon="project")],
            "ledger": [row("r", "actual", 300, intervention="i"), row("s", "actual", 100, intervention="j")],
        },
        0.75,
        0,
    ),
    (FigureId.NEXT_YEAR_BUDGETED, {"interventions": [ONE]}, None, 1),
    (
        FigureId.NEXT_YEAR_BUDGETED,
        {
            "interventions": [ONE, TWO],
            "calendar": [{"id": "b", "kind": "budget", "day": "2026-06-15", "period": "2027"}],
            "ledger": [
                row("r", "budget", 100, intervention="i", year=2027),
                row("s", "budget", 100, intervention="j", year=2027, day="2026-06-16"),
            ],
        },
        0.5,
        1,
    ),
    (FigureId.CALL_OFFS_USED, {"money": MONEY}, None, 1),
    (FigureId.CALL_OFFS_USED, {"money": MONEY, "ledger": [row("r", "call_off", 400), row("s", "actual", 100)]}, 0.25, 0),
    (FigureId.CALL_OFFS_USED, {"money": MONEY, "ledger": [row("r", "call_off", 400), row("s", "actual", 900)]}, 1.0, 0),
    (FigureId.ADMINISTRATION, {}, None, 1),
    (FigureId.ADMINISTRATION, {"ledger": [row("r", "actual", 80), row("s", "actual", 20, kind="administration")]}, 0.2, 0),
    (FigureId.EVALUATION_PAID, {"interventions": [ONE]}, None, 1),
    (
        FigureId.EVALUATION_PAID,
        {
            "interventions": [intervention("i", plan=PLAN), intervention("j", plan=PLAN)],
            "ledger": [row("r", "budget", 100, intervention="i", kind="evaluation")],
        },
        0.5,
        1,
    ),
)


@pytest.mark.parametrize(("figure", "records", "share", "missing"), CASES)
def test_each_figure_is_worked_out_from_the_records(
    figure: FigureId, records: dict[str, Any], share: float | None, missing: int
) -> None:
    found = measured(figure, records)
    assert (found.share, len(found.missing)) == (pytest.approx(share) if share is not None else None, missing)


OUTCOMES = (
    Outcome("i", VerdictCode.CLEAR, True, None),
    Outcome("j", VerdictCode.CANNOT_TELL, True, None),
    Outcome("k", None, None, date(2027, 1, 1)),
)


def test_money_follows_effect_where_the_effect_can_be_told() -> None:
    records = {
        "interventions": [ONE, TWO, intervention("k")],
        "ledger": [row("r", "actual", 100, intervention="i"), row("s", "actual", 300, intervention="j")],
    }
    assert measured(FigureId.FOLLOWS_EFFECT, records, OUTCOMES).share == 0.25
    assert measured(FigureId.FOLLOWS_EFFECT, records).share is None


def test_what_is_too_early_to_read_is_no_failure() -> None:
    found = measured(FigureId.VERDICTS_AS_EXPECTED, {"interventions": [ONE, TWO, intervention("k")]}, OUTCOMES)
    assert (found.share, found.counted, found.whole) == (0.5, 1, 2)
    assert measured(FigureId.VERDICTS_AS_EXPECTED, {}, OUTCOMES[2:]).share is None


def test_a_verdict_that_cannot_be_told_lacks_nothing_and_one_too_early_says_when() -> None:
    found = measured(FigureId.VERDICTS_AS_EXPECTED, {"interventions": [ONE, TWO, intervention("k")]}, OUTCOMES)
    assert [(one.id, one.first) for one in found.missing] == [("k", date(2027, 1, 1))]


def test_that_no_double_process_is_found_is_as_good_as_all_answered_where_all_could_be_compared() -> None:
    apart = [ONE, intervention("j", areas=["2"])]
    assert measured(FigureId.OVERLAPS_ANSWERED, {"interventions": apart}).share == 1.0
    unsaid = measured(FigureId.OVERLAPS_ANSWERED, {"interventions": [*apart, intervention("k", kind=None)]})
    assert (unsaid.share, [one.id for one in unsaid.missing]) == (None, ["k"])


def test_what_is_settled_or_begun_later_does_not_count_earlier() -> None:
    decisions = [
        {"id": "d1", "day": "2026-02-01", "bodies": ["styr"], "what": T, "needs": ["a"]},
        {"id": "d2", "day": "2026-05-01", "bodies": ["a"], "what": T, "settles": "d1"},
    ]
    double = [
        intervention(one, target_groups=["age_6_12"], start=start) for one, start in (("i", "2026-01-10"), ("j", "2026-05-10"))
    ]
    places = [{"id": "p1", "name": "P1", "areas": ["1"], "since": "2026-05-01"}]
    for figure, records, before in (
        (FigureId.MANDATE_CLEAR, {"decisions": decisions}, (0, 1)),
        (FigureId.OVERLAPS_ANSWERED, {"interventions": double}, (0, 0)),
        (FigureId.PICTURE_SHARED, {"priority_areas": places}, (0, 0)),
    ):
        early, late = (measured(figure, records, on=on) for on in (date(2026, 4, 30), ON))
        assert (early.counted, early.whole) == before
        assert (late.counted, late.whole) == ((1, 1) if figure is FigureId.MANDATE_CLEAR else (0, 1))


def test_a_share_is_written_so_that_it_is_seen_on_which_side_of_a_threshold_it_lies() -> None:
    assert share_text(0.1026, "sv") == "10\u00a0%"
    assert share_text(0.1026, "sv", (0.1, 0.2)) == "10,3\u00a0%"
    assert share_text(0.10004, "en", (0.1,)) == "10.004%"
    assert share_text(0.1, "en", (0.1,)) == "10%"
    assert share_text(0.7785, "en", (0.75, 0.5)) == "78%"


def test_the_first_evaluation_is_one_year_from_the_start_and_then_every_year() -> None:
    start = date(2026, 1, 7)
    assert next_day(start, 12, date(2026, 11, 21)) == date(2027, 1, 7)
    assert next_day(start, 12, date(2027, 1, 7)) == date(2027, 1, 7)
    assert next_day(start, 12, date(2027, 1, 8)) == date(2028, 1, 7)

    assert past_days(start, 12, date(2028, 1, 7)) == (date(2027, 1, 7), date(2028, 1, 7))
    assert past_days(start, 12, date(2027, 1, 6)) == ()


@pytest.mark.parametrize(
    ("budget", "in_time", "latest", "changeable"),
    [
        ("2027-03-07", True, "2027-01-07", "2027-03-07"),
        ("2027-03-06", False, "2027-01-06", "2027-11-30"),
        (None, False, "2026-09-30", "2027-11-30"),
    ],
)
def test_an_evaluation_that_comes_too_late_for_the_budget_is_said_to_with_the_day_that_would_do(
    budget: str | None, in_time: bool, latest: str, changeable: str
) -> None:
    # One says which budget it is: the round of 2026, decided late, so that no day by law stands before it.
    days = [{"id": "b", "kind": "budget", "day": budget, "period": "2027"}] if budget else []
    found = timing(Programme.model_validate({**BASE, "calendar": days}), ON)
    assert found.changeable is not None
    assert (found.days_left, found.in_time) == (191, in_time)
    assert (str(found.latest_useful), str(found.changeable.day)) == (latest, changeable)
    assert found.budget is not None
    assert found.budget.by_law == (budget is None)


def test_without_a_start_there_is_no_day_and_no_warning() -> None:
    found = timing(Programme.model_validate({**BASE, "programme": {"name": T}}), ON)
    assert (found.day, found.budget, found.in_time) == (None, None, None)


def test_a_judgement_stands_beside_the_rules_answer_and_never_in_its_place() -> None:
    criterion = next(one for one in CRITERIA if one.figure is FigureId.BROADLY_REPRESENTED)
    said = {"id": "j", "criterion": criterion.id, "status": "met", "why": "Räcker.", "body": "a", "day": "2026-06-01"}
    records = {
        **BASE,
        "criteria": [criterion.model_copy(update={"whose": ()}).model_dump(mode="json")],
        "judgements": [said],
        "interventions": [TWO],
    }
    for on, judged in ((ON, 1), (date(2026, 5, 31), 0)):
        (found,) = checkpoint(basis(records, on=on)).assessed
        assert (found.status, len(found.judgements)) == (StatusCode.NOT_MET, judged)


def test_a_decision_counts_from_the_day_it_was_taken() -> None:
    records = {
        **BASE,
        "decisions": [{"id": "d", "day": "2026-06-01", "bodies": ["a"], "what": T}],
        "checkpoint_decisions": [{"id": "c", "outcome": "adjust", "decision": "d"}],
    }
    days = (date(2026, 5, 31), date(2026, 6, 1))
    assert [len(checkpoint(basis(records, on=on)).decisions) for on in days] == [0, 1]


def test_an_unknown_criterion_body_or_decision_is_refused() -> None:
    for records in (
        {"judgements": [{"id": "j", "criterion": "x", "status": "met", "why": "x", "body": "a", "day": "2026-06-01"}]},
        {"checkpoint_decisions": [{"id": "c", "outcome": "stop", "decision": "x"}]},
    ):
        with pytest.raises(ValueError, match="unknown"):
            Programme.model_validate({**BASE, **records})
