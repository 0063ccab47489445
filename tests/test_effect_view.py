"""Effects asked of published figures: which periods and areas take part, what comes of Exempelstad, what cannot be compared."""

import itertools
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from kraftkollen.cli.commands import main
from kraftkollen.errors import NoFiguresThere, NoPeriodAfter, NothingToCompare
from kraftkollen.model.actor import local_actor
from kraftkollen.views.effect_panel import Question, first_after, panel_of
from kraftkollen.views.effect_view import answer, areas_question, intervention_question, overview, planned
from kraftkollen.views.reading import Reading, open_newest
from tools.exempelstad.truth import NULLS, TRUE_EFFECT
from tools.simulations.cities import answers_of, summed
from tools.simulations.masked import masked

TRUE = TRUE_EFFECT.intervention


@pytest.fixture(scope="module")
def reading(demo_store: Path) -> Reading:
    return Reading(local_actor(), open_newest(demo_store), "en")


def asked(demo_store: Path, *options: str, status: int = 0) -> Any:
    done = CliRunner().invoke(main, ["--data", str(demo_store), "effect", *options, "--json"], catch_exceptions=False)
    assert done.exit_code == status, done.output
    return json.loads(done.stdout)


def test_exempelstads_interventions_come_out_as_made(reading: Reading) -> None:
    found = {one.intervention: one for one in answers_of(reading, 2023)}
    assert found.keys() == {TRUE, *NULLS}
    assert found[TRUE].effect == pytest.approx(6.1, abs=1.5)
    assert found[TRUE].p_value is not None
    assert found[TRUE].p_value <= 0.05
    assert [name for name in NULLS if found[name].verdict in ("clear", "signs")] == []
    assert summed(found.values())[TRUE]["cities"] == 1


def test_the_one_chosen_after_a_bad_year_looks_like_a_success_only_against_itself(reading: Reading) -> None:
    found = answer(reading, intervention_question(reading, "fritid_for_alla"))
    own = {one.period: one.treated for one in found.estimate.points}
    after = np.mean([own[period] for period in found.estimate.after])
    assert after - own["2021"] > 3
    assert abs(found.estimate.effect) < 3
    assert found.estimate.without_selection is not None
    assert found.estimate.without_selection.start == "2021"
    assert found.estimate.verdict.code == "cannot_tell"


def test_only_areas_that_are_shown_in_every_period_take_part(reading: Reading) -> None:
    question = intervention_question(reading, TRUE)
    prepared = panel_of(reading, question)
    shown = {
        (one["area"], one["period"]): one["value"]
        for one in reading.version.figures.series(question.indicator.id).to_pylist()
        if one["division"] == question.division and one["grp"] == "total"
    }
    for area in (*prepared.selected.comparison, *question.areas):
        assert all(shown[area, period] is not None for period in prepared.panel.periods)
    excluded = dict(prepared.selected.excluded)
    assert set(excluded) | set(prepared.selected.comparison) | set(question.areas) == {area for area, _ in shown}
    incomplete = [area for area, reason in excluded.items() if reason == "incomplete"]
    assert incomplete
    assert all(any(shown.get((area, period)) is None for period in prepared.panel.periods) for area in incomplete)


def test_neighbours_and_areas_with_work_of_their_own_are_not_compared_with(reading: Reading) -> None:
    question = intervention_question(reading, TRUE)
    prepared = panel_of(reading, question)
    pairs = reading.version.registry.neighbours(question.division)
    near = {area for pair in pairs if set(pair) & set(question.areas) for area in pair}
    worked_in = {area for one in reading.version.programme.interventions for area in one.areas}
    assert near
    assert (near | worked_in).isdisjoint(prepared.selected.comparison)
    reasons = {reason.value for _, reason in prepared.selected.excluded}
    assert {"neighbour", "own_intervention", "better_off"} <= reasons


def test_what_is_pooled_is_compared_over_spans_that_do_not_overlap_nor_hold_the_start(reading: Reading) -> None:
    question = intervention_question(reading, "laxhjalp_varje_dag")
    prepared = panel_of(reading, question)
    spans = [question.indicator.read_period(period) for period in prepared.panel.periods]
    assert all(one.length == 3 for one in spans)
    assert all(earlier.last_day < later.first_day for earlier, later in itertools.pairwise(spans))
    assert isinstance(question.start, date)
    assert not any(one.first_day <= question.start <= one.last_day for one in spans)
    found = answer(reading, question).estimate
    assert len(found.before) < 4
    assert (found.verdict.code, "few_periods" in found.verdict.reasons) == ("cannot_tell", True)


@pytest.mark.parametrize(
    ("start", "first"),
    [(date(2022, 1, 1), "2022"), (date(2022, 7, 1), "2022"), (date(2022, 7, 4), "2023"), (date(2022, 12, 31), "2023")],
)
def test_a_year_most_of_which_had_passed_counts_neither_before_nor_after(reading: Reading, start: date, first: str) -> None:
    indicator = reading.version.catalogue.indicators["sports_occasions"]
    question = Question(indicator, intervention_question(reading, "fritid_for_alla").division, ("E0205",), start)
    assert str(first_after(question, indicator.read_period("2012"))) == first
    prepared = panel_of(reading, question)
    assert prepared.start == first
    assert prepared.dropped == (() if first == "2022" else ("2022",))


def test_a_process_of_the_whole_city_cannot_be_compared(reading: Reading, demo_store: Path) -> None:
    with pytest.raises(NothingToCompare):
        intervention_question(reading, "lokal_samverkan")
    found = asked(demo_store, "--intervention", "lokal_samverkan", status=2)
    assert found["error"]["code"] == "nothing_to_compare"


def test_the_command_line_answers_by_intervention_and_by_areas_alike(demo_store: Path) -> None:
    by_name = asked(demo_store, "--intervention", TRUE)
    by_areas = asked(demo_store, "--indicator", "school_attendance", "--areas", "Rågängen", "--start", "2022/23")
    assert by_areas["effect"] == pytest.approx(by_name["effect"])
    assert by_areas["weights"] == pytest.approx(by_name["weights"])
    assert (by_name["start"], by_name["treated"]) == ("2022/23", ["E0308"])
    several = asked(
        demo_store, "--indicator", "school_attendance", "--areas", "ekhaga", "--start", "2023/24", "--method", "did"
    )
    assert (len(several["areas"]), several["joint"]) == (3, True)
    other = asked(demo_store, "--intervention", TRUE, "--scale", "log")
    assert other["verdict"]["text"].endswith(("chosen in the plan, not afterwards.", "väljs i planen, inte i efterhand."))
    for one in (by_name, by_areas, asked(demo_store, "--intervention", TRUE, "--scale", "level")):
        assert not one["verdict"]["text"].endswith(("afterwards.", "efterhand."))


def test_an_answer_is_worked_out_once_whoever_asks_and_anew_where_a_figure_could_not_exist_yet(reading: Reading) -> None:
    question = intervention_question(reading, TRUE)
    first = answer(reading, question).estimate
    swedish = replace(reading, language="sv")
    assert answer(swedish, intervention_question(swedish, TRUE)).estimate is first
    # A day on which everything could be read is no other question; one before the last figure is.
    assert answer(reading, replace(question, readable_on=date(2035, 1, 1))).estimate is first
    earlier = answer(reading, replace(question, readable_on=date(2024, 3, 1))).estimate
    assert set(earlier.after) < set(first.after)
    for _ in range(2):
        with pytest.raises(NoPeriodAfter):
            answer(reading, replace(question, readable_on=date(2019, 1, 1)))


@pytest.mark.parametrize("options", [("--areas", "Ingenstans"), ("--indicator", "inget")])
def test_what_is_unknown_is_not_found(demo_store: Path, options: tuple[str, str]) -> None:
    given = {"--indicator": "school_attendance", "--areas": "E0308", "--start": "2022/23"} | {options[0]: options[1]}
    found = asked(demo_store, *(one for pair in given.items() for one in pair), status=2)
    assert found["error"]["code"] == "not_found"


def test_a_start_that_has_no_figure_yet_is_refused_and_can_be_planned(reading: Reading, demo_store: Path) -> None:
    question = areas_question(reading, "school_attendance", ["E0308"], "2027/28")
    with pytest.raises(NoPeriodAfter):
        answer(reading, question)
    found = planned(reading, question)
    assert (found.first_period, found.first_figure) == ("2027/28", date(2028, 8, 1))
    sizes = [one.smallest_detectable for one in found.plan.horizons]
    assert all(0.5 < size < 10 for size in sizes)
    document = asked(demo_store, "--indicator", "school_attendance", "--areas", "E0308", "--start", "2027/28", "--plan")
    assert document["smallest_detectable"] == {str(number): size for number, size in enumerate(sizes, start=1)}
    assert document["first_figure"] == "2028-08-01"


def test_the_overview_has_the_primary_first_and_corrects_the_others(reading: Reading) -> None:
    intervention = next(one for one in reading.version.programme.interventions if one.id == TRUE)
    rows = overview(reading, intervention, ["sports_occasions", "school_attendance", "overcrowding", "safe_after_dark"])
    assert rows[0].indicator == "school_attendance"
    assert rows[0].primary
    told = [row.estimate for row in rows if row.estimate is not None]
    assert len(told) >= 2
    assert {one.tried for one in told} == {len(told)}
    assert all(one.corrected_p >= one.p_value for one in told)
    assert all((row.estimate is None) == (row.refusal is not None) for row in rows)


def test_a_break_among_the_periods_is_avoided_or_forces_the_verdict(reading: Reading) -> None:
    early = areas_question(reading, "overcrowding", ["E0205"], "2019")
    assert "2021" in panel_of(reading, early).breaks
    found = answer(reading, early).estimate
    assert (found.verdict.code, "series_break" in found.verdict.reasons) == ("cannot_tell", True)


def test_an_indicator_without_figures_for_the_level_is_refused(reading: Reading) -> None:
    coarse = [one.id for one in reading.version.catalogue.indicators.values() if one.levels[0] == "stadsdel"]
    assert coarse
    for indicator in coarse:
        with pytest.raises(NoFiguresThere):
            answer(reading, intervention_question(reading, TRUE, indicator))


def test_a_citys_own_figures_behind_what_is_shown_are_the_published_ones(reading: Reading, demo_store: Path) -> None:
    behind = masked(demo_store, 2023)
    for indicator in ("school_attendance", "grade_6_all_subjects"):
        mine, theirs = (one.version.figures.series(indicator).to_pylist() for one in (reading, behind))
        shown = [
            (one["value"], other["value"])
            for one, other in zip(mine, theirs, strict=True)
            if one["division"] == "delomrade-2023" and one["grp"] == "total" and one["value"] is not None
        ]
        assert len(shown) > 100
        assert [one for one, _ in shown] == pytest.approx([other for _, other in shown])
        assert [one["value"] is None for one in mine] == [one["value"] is None for one in theirs]
