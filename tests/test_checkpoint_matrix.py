"""Every criterion of every city, from records to the rule's answer: below, at and above each threshold, without, and off."""

import pytest

from kraftkollen.model.criterion import Criterion, FigureId, StatusCode
from kraftkollen.model.modules import Module
from kraftkollen.model.programme import load_programme
from kraftkollen.programme.checkpoint import Assessed, checkpoint
from kraftkollen.programme.checkpoint_figures import FIGURES
from tests.checkpoint_programmes import BASE, HOLDING, basis, outcomes
from tests.stores import ROOT

CITIES = {
    name: load_programme(ROOT / "data" / "cities" / name / "programme.yaml").criteria for name in ("malmo", "exempelstad")
}
# The demo city has its own copy of them, with its own bodies: each is tried as each city has it.
CRITERIA = [pytest.param(one, id=f"{city}-{one.id}") for city, criteria in CITIES.items() for one in criteria]
WHOLE = 20
every_criterion = pytest.mark.parametrize("criterion", CRITERIA)


def assessed(criterion: Criterion, holding: int, whole: int, *, used: bool = True) -> Assessed:
    """Return the criterion on a programme in which so many things of so many hold."""
    modules = [{"id": one.value, "used": used or one is not criterion.module} for one in Module]
    body = criterion.model_copy(update={"whose": ()}).model_dump(mode="json")
    records = {**HOLDING[criterion.figure](holding, whole), "criteria": [body], "modules": modules}
    (found,) = checkpoint(basis(records, outcomes(criterion.figure, holding, whole))).assessed
    return found


@every_criterion
def test_a_criterion_is_answered_below_at_and_above_each_threshold(criterion: Criterion) -> None:
    better = -1 if criterion.less_is_better else 1
    for threshold, at, below in (
        (criterion.met, StatusCode.MET, StatusCode.PARTLY),
        (criterion.partly, StatusCode.PARTLY, StatusCode.NOT_MET),
    ):
        holding = round(threshold * WHOLE)
        assert holding / WHOLE == threshold, "a threshold must be a whole number of twentieths to be tried"
        for step, expected in ((0, at), (-better, below), (better, at)):
            if 0 <= holding + step <= WHOLE:
                found = assessed(criterion, holding + step, WHOLE)
                assert (found.measured.share, found.status) == ((holding + step) / WHOLE, expected)


@every_criterion
def test_a_criterion_without_evidence_says_what_is_missing(criterion: Criterion) -> None:
    found = assessed(criterion, 0, 0)
    assert (found.status, found.measured.share) == (StatusCode.EVIDENCE_MISSING, None)
    assert found.measured.missing


@every_criterion
def test_a_criterion_whose_module_is_off_counts_nowhere(criterion: Criterion) -> None:
    found = assessed(criterion, WHOLE, WHOLE, used=False)
    assert (found.status, found.measured.share, found.measured.missing) == (StatusCode.NOT_USED, None, ())


def test_every_figure_can_be_made_and_every_criterion_has_a_figure_of_its_own() -> None:
    assert set(HOLDING) == set(FigureId) == set(FIGURES)
    for criteria in CITIES.values():
        assert sorted(one.figure for one in criteria) == sorted(FigureId)
    assert {one.id: one.module for one in CITIES["malmo"]} == {one.id: one.module for one in CITIES["exempelstad"]}


def test_the_programme_that_all_are_tried_on_says_nothing_by_itself() -> None:
    found = [FIGURES[figure](basis({})) for figure in FigureId]
    assert "criteria" not in BASE
    assert {one.share for one in found} == {None}
    assert all(one.missing for one in found)
