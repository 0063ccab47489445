"""The page of evaluations on Exempelstad: verdicts as made, numbers as estimated, no word that the verdict does not carry."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from kraftkollen.actions.register_entry import record
from kraftkollen.actions.site import Site
from kraftkollen.model.actor import local_actor
from kraftkollen.model.clock import FixedClock
from kraftkollen.report import effect_chart, effect_file
from kraftkollen.views.effect_overview_view import overview_view
from kraftkollen.views.effect_page_view import Evaluation, Wish, effect_page_view
from kraftkollen.views.effect_plan_view import plan_form, plan_of
from kraftkollen.views.effect_view import answer, areas_question, intervention_question
from kraftkollen.views.reading import Reading, open_newest
from kraftkollen.words.numbers import number
from tests import people, stores
from tests.people import Person
from tests.screen import Screen, opened
from tests.store_fixtures import START
from tools.exempelstad.truth import NULLS, TRUE_EFFECT

Patch = pytest.MonkeyPatch
PAGE = "pages/effektutvardering.py"
TRUE = TRUE_EFFECT.intervention


@pytest.fixture(scope="module")
def reading(demo_store: Path) -> Reading:
    return Reading(local_actor(), open_newest(demo_store), "sv")


@pytest.fixture(scope="module")
def true_effect(reading: Reading) -> Evaluation:
    return evaluated(reading, Wish(TRUE))


def evaluated(reading: Reading, wish: Wish) -> Evaluation:
    found = effect_page_view(reading, wish)
    assert found is not None
    assert found.evaluation is not None
    return found.evaluation


def without_names(screen: Screen, reading: Reading) -> str:
    """What can be read, but for the page's own name, what an intervention is called, and the foot that explains words."""
    named = [one.name.in_language("sv") for one in reading.version.programme.interventions]
    text = screen.read.partition("Ord på den här sidan")[0]
    for name in ("Effektutvärdering", *named):
        text = text.replace(name, "")
    return text.casefold()


def test_the_true_effect_reads_as_a_clear_difference_and_the_nulls_do_not(demo_store: Path, monkeypatch: Patch) -> None:
    screen = opened(PAGE, demo_store, monkeypatch)
    rows = screen.table("Utsedd i förväg")
    clear = [row[0] for row in rows if "tydlig skillnad" in row[1] or "tecken" in row[1]]
    assert clear == ["Tillbaka till klassrummet"]
    assert len({row[0] for row in rows}) == 1 + len(NULLS) + 2
    shown = opened(PAGE, demo_store, monkeypatch, insats=TRUE)
    assert "Tydlig skillnad mot jämförelseområdena: +6,2 procentenheter." in shown.read


@pytest.mark.parametrize("name", [TRUE, *NULLS])
def test_no_page_of_an_intervention_says_effect_or_success(
    name: str, demo_store: Path, reading: Reading, monkeypatch: Patch
) -> None:
    screen = opened(PAGE, demo_store, monkeypatch, insats=name)
    assert (screen.errors, screen.warnings, screen.app.exception.values) == ([], [], [])
    text = without_names(screen, reading)
    assert [word for word in ("effekt", "lyckad", "lyckats", "bevis", "signifikan") if word in text] == []
    several = len(next(one.areas for one in reading.version.programme.interventions if one.id == name)) > 1
    assert ("bland kombinationer av lika många områden" in text) is several
    if name != TRUE:
        assert "kan inte avgöras" in text
        assert "tydlig skillnad mot" not in text


def test_a_process_of_the_whole_city_cannot_be_compared_and_points_to_the_development(
    demo_store: Path, monkeypatch: Patch
) -> None:
    screen = opened(PAGE, demo_store, monkeypatch, insats="tidigt_stod")
    assert "Kan inte jämföras." in screen.read
    assert screen.table("Utveckling") == [["Barn i familjer med långvarigt ekonomiskt bistånd", "Se utvecklingen"]]
    assert any("/indikatorer?indikator=long_term_assistance" in one for one in screen.strings)
    assert not [one for one in screen.app.main if one.type == "plotly_chart"]


def test_unknown_ids_get_a_sentence_and_a_default(demo_store: Path, monkeypatch: Patch) -> None:
    nowhere = opened(PAGE, demo_store, monkeypatch, insats="nonsense<b>")
    assert len(nowhere.warnings) == 1
    assert nowhere.title == "Effektutvärdering"
    wrong = opened(PAGE, demo_store, monkeypatch, insats=TRUE, indikator="nonsense", utan="E9999")
    assert len(wrong.warnings) == 2
    assert wrong.box("Indikator").value == "school_attendance"
    planned = opened(PAGE, demo_store, monkeypatch, plan="ingenstans", framat="99", skala="rot")
    assert planned.warnings == [
        f"I adressen står {asked}, som inte finns här. I stället visas: {instead}."
        for asked, instead in (
            ("plan = ingenstans", "Rågängen"),
            ("framat = 99", "3"),
            ("skala = rot", "indikatorns egen enhet"),
        )
    ]
    assert planned.box("Perioder efter starten").value == 3


def test_the_numbers_of_the_page_are_those_of_the_estimate(demo_store: Path, reading: Reading, monkeypatch: Patch) -> None:
    found = answer(reading, intervention_question(reading, TRUE)).estimate
    screen = opened(PAGE, demo_store, monkeypatch, insats=TRUE)
    points = screen.table("Före eller efter")
    assert [row[0] for row in points] == [one.period for one in found.points]
    for row, one in zip(points, found.points, strict=True):
        assert row[2:4] == [number(one.treated, 1, "sv"), number(one.comparison, 1, "sv")]
        assert row[4].lstrip("+") == number(one.gap, 1, "sv")
    assert [row[1] for row in screen.table("Vikt")] == [f"{number(100 * one.weight, 1, 'sv')} %" for one in found.weights]
    screen.open("effect not compared with")
    assert len(screen.table("Varför inte")) == len(found.excluded)
    assert len(screen.table("I egna standardavvikelser")) == found.placebos
    assert f"Plats {found.rank} av {found.placebos + 1} efter storlek." in screen.read
    assert f"Det minsta p som kunde ha kommit ut är {number(found.p_min, 3, 'sv')}." in screen.read


def test_the_parts_stand_in_their_order_and_every_picture_says_its_finding(demo_store: Path, monkeypatch: Patch) -> None:
    screen = opened(PAGE, demo_store, monkeypatch, insats=TRUE)
    text = screen.read
    order = [
        "Tydlig skillnad mot jämförelseområdena: +6,2",
        "Vilka vi jämför med",
        "Kan det vara slump?",
        "Vad som skulle ändra svaret",
        "Vad svaret inte säger",
        "Hur många indikatorer som har prövats",
    ]
    places = [text.index(one) for one in order]
    assert places == sorted(places)
    alts = [one.proto.alt for one in screen.app.main if one.type == "plotly_chart"]
    assert len(alts) == 3
    assert "+6,2 procentenheter" in alts[0]
    assert "Störst vikt: " in alts[1]
    assert "Plats 1 av 24" in alts[2]
    assert "Flyttat in eller bytt distrikt, 2025: Rågängen" in text


def test_the_pictures_draw_the_estimate_and_keep_a_gap_for_a_period_that_counts_nowhere(
    reading: Reading, true_effect: Evaluation, demo_store: Path, monkeypatch: Patch
) -> None:
    figure = opened(PAGE, demo_store, monkeypatch, insats="fritid_for_alla").app.main
    spec = next(one.proto.spec for one in figure if one.type == "plotly_chart")
    assert '"2022"' in spec
    leisure = evaluated(reading, Wish("fritid_for_alla"))
    order = leisure.order
    assert "2022" in order
    assert "2022" not in [one.period for one in leisure.answered.estimate.points]
    assert list(true_effect.order) == [one.period for one in true_effect.answered.estimate.points]


def test_another_indicator_than_the_primary_is_corrected_and_counted(demo_store: Path, monkeypatch: Patch) -> None:
    screen = opened(PAGE, demo_store, monkeypatch, insats=TRUE, indikator="overcrowding")
    assert "står inte i utvärderingsplanen" in screen.read
    assert "3 indikatorer har prövats" in screen.read
    rows = screen.table("Korrigerat p")
    assert [row[2] for row in rows] == ["primär", "prövas också", "prövas också"]
    assert rows[0][3] == "–"


def test_a_changed_list_changes_the_answer_and_says_so(reading: Reading, demo_store: Path, monkeypatch: Patch) -> None:
    first = answer(reading, intervention_question(reading, TRUE)).estimate.weights[0].unit
    screen = opened(PAGE, demo_store, monkeypatch, insats=TRUE, utan=first)
    assert any("en annan lista över jämförelseområden än regelns" in one for one in screen.warnings)
    assert "Plats 1 av 23" in screen.read
    screen.open("effect not compared with")
    assert sum("för hand" in row[1] for row in screen.table("Varför inte")) == 1


def test_only_those_who_evaluate_get_the_form_for_the_list(demo_store: Path, tmp_path: Path, monkeypatch: Patch) -> None:
    store = stores.copied(demo_store, tmp_path)
    people.set_up(store)
    for role, expected in (("analyst", True), ("politician", False)):
        person = Person("Kim", (people.GROUP_OF[role],))
        screen = opened(PAGE, store, monkeypatch, person=person, insats=TRUE)
        assert ("Ändra listan över jämförelseområden" in screen.read) is expected


def test_plan_mode_says_when_fewer_than_four_periods_remain(reading: Reading, demo_store: Path, monkeypatch: Patch) -> None:
    asked = areas_question(reading, "school_attendance", ["ragangen"], "2027/28")
    early = replace(asked, readable_on=date(2015, 12, 31))
    found = plan_of(reading, ("ragangen",), "school_attendance", question=early)
    assert found.planned is not None
    assert found.planned.plan.periods_before == 3
    assert "Det finns färre än fyra perioder före starten." in found.sentences
    assert found.finding == "Hur siffrorna än blir kommer svaret att vara att det inte kan avgöras."
    assert found.horizons == ()
    screen = opened(PAGE, demo_store, monkeypatch, plan="ragangen", indikator="preschool_participation")
    assert "Hur siffrorna än blir kommer svaret att vara att det inte kan avgöras." in screen.read


def test_a_plan_says_how_large_a_difference_could_be_seen_and_when(reading: Reading) -> None:
    form = plan_form(reading, ("kvarnbacken",), "school_attendance", "2")
    found = plan_of(reading, form.chosen, "school_attendance", today=date(2026, 11, 20), after=form.after)
    assert found.planned is not None
    assert len(found.horizons) == 2
    size = found.planned.plan.horizons[-1].smallest_detectable
    assert f"en skillnad på {number(size, 1, 'sv')} procentenheter" in found.finding
    assert any(re.search(r"gäller 2027/28 och kan finnas 2028-08-01", one) for one in found.sentences)


def test_an_intervention_that_has_no_figure_yet_is_planned(demo_store: Path, tmp_path: Path, monkeypatch: Patch) -> None:
    store = stores.copied(demo_store, tmp_path)
    version = open_newest(store)
    found = next(one for one in version.programme.interventions if one.id == "hela_familjen")
    body = found.model_dump(mode="json", exclude_defaults=True)
    record(Site.at(store, FixedClock(START)), local_actor(), "interventions", body | {"start": "2027-01-01"}, body)
    screen = opened(PAGE, store, monkeypatch, insats="hela_familjen")
    assert "Det finns ingen siffra efter starten ännu." in screen.read
    assert "Vad som skulle gå att se" in screen.read
    assert "2027" in screen.read
    # The evaluation plan of this one chose the logarithm.
    assert "Räknat på logaritmisk skala, så som utvärderingsplanen anger" in screen.read
    assert re.search(r"en skillnad på [\d,]+ procent uppåt eller [\d,]+ procent nedåt", screen.read)
    assert re.search(r"Den minsta skillnad som spelar roll, [\d,]+ procent uppåt", screen.read)


def test_a_plan_on_the_logarithm_is_told_in_per_cent_and_levels_are_the_rule(reading: Reading) -> None:
    levels = plan_form(reading, ("ekhaga",), "long_term_assistance", "3")
    assert not levels.logarithm
    form = plan_form(reading, ("ekhaga",), "long_term_assistance", "3", "log")
    assert form.logarithm
    found, other = (
        plan_of(reading, form.chosen, "long_term_assistance", today=date(2026, 11, 20), logarithm=logarithm)
        for logarithm in (True, False)
    )
    assert found.planned is not None
    assert other.planned is not None
    size = found.planned.plan.horizons[-1].smallest_detectable
    assert f"{number(100 * np.expm1(size), 1, 'sv')} procent uppåt" in found.finding
    assert f"{number(-100 * np.expm1(-size), 1, 'sv')} procent nedåt" in found.horizons[-1].smallest
    assert "procentenheter" in other.finding
    # Ten areas against three: whatever the sets of them could give, no more than signs.
    assert "Jämförelseområdena är för få för att ge mer än tecken på skillnad." in found.sentences
    assert found.planned.plan.in_unit(size) != other.planned.plan.horizons[-1].smallest_detectable


def test_the_overview_counts_aloud_every_comparison(reading: Reading) -> None:
    shown = overview_view(reading)
    made = [one for one in shown.rows if one.indicator]
    assert shown.sentence.startswith(f"{len(made)} jämförelser är gjorda.")
    assert [one.role for one in made if one.intervention == TRUE] == ["primär", "prövas också"]
    assert [one.verdict for one in shown.rows if not one.indicator] == ["kan inte jämföras", "kan inte jämföras"]


def test_the_file_holds_what_the_page_shows_and_says_demo_data(reading: Reading) -> None:
    shown = effect_page_view(reading, Wish(TRUE))
    assert shown is not None
    assert shown.evaluation is not None
    text = effect_file.as_csv(reading, shown, shown.evaluation).decode("utf-8-sig")
    assert shown.evaluation.finding in text
    assert "Demodata" in text
    for row in (*shown.evaluation.rows.points, *shown.evaluation.rows.placebos):
        assert ";".join(row) in text
    lines = [line.split(";") for line in text.splitlines()]
    hidden = [line for line in lines if line[-1] == "dolt: för få"]
    assert hidden
    assert {line[3] for line in hidden} == {"dolt: för få"}
    assert {line[1].partition(":")[0] for line in hidden} == {"jämförs inte"}


def test_a_picture_taken_along_says_the_verdict_the_source_and_demo_data(reading: Reading) -> None:
    shown = effect_page_view(reading, Wish(TRUE))
    assert shown is not None
    assert shown.evaluation is not None
    for make in (effect_chart.paths, effect_chart.strip):
        drawn = make(reading, shown, shown.evaluation, "svg").decode()
        for text in (shown.evaluation.verdict.capitalize(), "Demodata", "Grundskolenämnden", "Rågängen"):
            assert text.split()[0] in drawn
        assert make(reading, shown, shown.evaluation, "svg").decode() == drawn
        assert make(reading, shown, shown.evaluation, "png").startswith(b"\x89PNG")


def test_on_the_logarithmic_scale_differences_are_told_in_per_cent(reading: Reading) -> None:
    found = evaluated(reading, Wish("hela_familjen"))
    estimate = found.answered.estimate
    assert estimate.scale == "log"
    assert f"{number(abs(100 * np.expm1(estimate.effect)), 1, 'sv')} procent" in found.chart_sentence
    assert any(re.fullmatch(r"[\d,]+ procent uppåt eller [\d,]+ procent nedåt", one.answer) for one in found.rows.checks)
    before = [one.treated for one in estimate.points if one.period in estimate.before]
    assert estimate.smallest_that_matters == pytest.approx(np.log1p(0.8 / np.exp(before).mean()), rel=0.02)
