"""What a file is looked at with: what the actor may see of what is there, and the reading that was seen before."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from kraftkollen.actions import areas, deliver
from kraftkollen.actions.conflicts import same_file
from kraftkollen.actions.examine import Parcel, Preview, preview
from kraftkollen.errors import BordersRefused, DeliveryRefused, Problem, WrongState
from kraftkollen.model.actor import Actor, Role, local_actor
from kraftkollen.model.delivery import Correction, Form
from kraftkollen.report.receipt import receipt_html
from kraftkollen.words.problems import problem_sentence
from tests.journals import in_file
from tests.store_fixtures import HEADER, LOCAL, OFFICER, Store, attendance, parcel

AREA, OTHER = "10101", "10102"
STRANGER = Actor("Stina", frozenset({Role.OFFICER}), frozenset({"grundskolenamnden"}))
STATISTICIAN = Actor("Stig", frozenset({Role.CENTRAL_STATISTICIAN}))
NUMBER = "19121212-1212"


def _said(found: Preview) -> str:
    return " ".join(problem_sentence(one, "sv") for one in found.warnings)


@pytest.fixture
def hidden(malmo: Store) -> Store:
    """A store whose one figure is hidden: 3 of 40."""
    malmo.approve(malmo.deliver(attendance(AREA, 3, 40), actor=OFFICER).batch)
    malmo.publish()
    return malmo


def test_a_hidden_figure_does_not_come_out_in_the_warnings_of_somebody_elses_file(hidden: Store) -> None:
    changed = parcel(attendance(AREA, 39, 41))
    stranger, statistician = (preview(hidden.site, one, changed, Form()) for one in (STRANGER, STATISTICIAN))
    assert "7,5" in _said(statistician)
    assert "7,5" not in _said(stranger)
    old = stranger.comparison.changed_rows.select(["old_value", "old_numerator"]).to_pylist()
    assert all(value is None for row in old for value in row.values())


def test_a_hidden_figure_that_is_guessed_right_does_not_answer_unchanged(hidden: Store) -> None:
    guess = parcel(attendance(AREA, 3, 40))
    assert preview(hidden.site, STATISTICIAN, guess, Form()).comparison.unchanged == 1
    assert preview(hidden.site, STRANGER, guess, Form()).comparison.unchanged == 0


def test_who_delivers_a_guess_reads_in_no_receipt_that_it_was_right(hidden: Store) -> None:
    guesses = [hidden.deliver(attendance(AREA, 3, 40), actor=one) for one in (STRANGER, STATISTICIAN)]
    assert [(one.changed, one.unchanged) for one in guesses] == [(1, 0), (0, 1)]


def test_who_makes_the_very_file_that_holds_a_hidden_figure_is_not_told_that_it_was_sent(hidden: Store) -> None:
    def seen(actor: Actor, numerator: int, denominator: int) -> bool:
        sent = parcel(attendance(AREA, numerator, denominator))
        previewed = preview(hidden.site, actor, sent, Form()).warnings
        found = {one.code for one in previewed} >= {"file_seen"}
        assert bool(same_file(hidden.site, actor, sent.sha256)) is (found and actor is not STRANGER)
        return found

    assert (seen(STRANGER, 3, 40), seen(OFFICER, 3, 40), seen(STATISTICIAN, 3, 40)) == (False, True, True)
    assert "file_seen" not in {one.code for one in hidden.deliver(attendance(AREA, 3, 40), actor=STRANGER).warnings}
    hidden.approve(hidden.deliver(attendance(AREA, 900, 1000), actor=OFFICER).batch)
    assert not seen(STRANGER, 900, 1000)
    hidden.publish()
    assert seen(STRANGER, 900, 1000)


def test_the_fingerprint_of_a_file_by_which_a_hidden_figure_could_be_tried_out_is_for_those_three(hidden: Store) -> None:
    def told(actor: Actor) -> set[str]:
        receipt = deliver.receipt(hidden.site, actor, 1)
        assert (b"SHA-256" in receipt_html(receipt, "Malmö", "sv", demo=False)) is bool(receipt.sha256)
        return {receipt.sha256, *(one.sha256 for one in deliver.batches(hidden.site, actor))}

    sent = parcel(attendance(AREA, 3, 40)).sha256
    for actor in (OFFICER, STATISTICIAN, Actor("Ada", frozenset({Role.APPROVER})), LOCAL):
        assert told(actor) == {sent}
    for actor in (STRANGER, Actor("Siv", frozenset({Role.SECRETARY})), Actor("Adam", frozenset({Role.ADMINISTRATOR}))):
        assert told(actor) == {""}


def test_what_is_approved_and_not_published_yet_is_seen_by_those_three_alone(malmo: Store) -> None:
    malmo.approved(attendance(AREA, 900, 1000), attendance(OTHER, 800, 1000))
    malmo.publish()
    malmo.approve(malmo.deliver(attendance(AREA, 905, 1000), actor=OFFICER).batch)
    looked, guess = parcel(attendance(AREA, 910, 1000), attendance(OTHER, 810, 1000)), parcel(attendance(AREA, 905, 1000))

    def old(actor: Actor) -> set[tuple[str, float | None]]:
        found = preview(malmo.site, actor, looked, Form()).comparison.changed_rows.to_pylist()
        return {(one["area"], one["old_numerator"]) for one in found}

    assert old(STATISTICIAN) == {(AREA, 905), (OTHER, 800)}
    assert old(STRANGER) == {(AREA, None), (OTHER, 800)}
    assert "90,5" not in _said(preview(malmo.site, STRANGER, looked, Form()))
    assert preview(malmo.site, STRANGER, guess, Form()).comparison.unchanged == 0
    malmo.publish()
    assert old(STRANGER) == {(AREA, 905), (OTHER, 800)}
    assert preview(malmo.site, STRANGER, guess, Form()).comparison.unchanged == 1


def test_before_anything_is_published_nothing_of_others_is_seen(malmo: Store) -> None:
    malmo.approved(attendance(AREA, 900, 1000))
    assert preview(malmo.site, STRANGER, parcel(attendance(AREA, 900, 1000)), Form()).comparison.unchanged == 0


def test_a_delivery_answers_with_the_same_warnings_as_its_preview(malmo: Store) -> None:
    for number, period in enumerate(("2017/18", "2018/19", "2019/20", "2020/21", "2021/22", "2022/23", "2023/24")):
        malmo.approved(*(attendance(one, 900 + number % 2, 1000, period) for one in (AREA, OTHER)))
    jump = parcel(attendance(AREA, 300, 1000), attendance(OTHER, 900, 1000))
    looked = preview(malmo.site, LOCAL, jump, Form())
    assert "jump" in {one.code for one in looked.warnings}
    assert deliver.deliver(malmo.site, LOCAL, jump, Form()).warnings == looked.warnings


def test_what_is_stored_is_what_was_previewed_even_if_somebody_corrects_such_files_meanwhile(malmo: Store) -> None:
    lines = "\n".join([HEADER.replace("nämnare", "elever;alla elever"), f"school_attendance;{AREA};2024/25;;;900;950;1000;;"])
    file = Parcel(lines.encode(), "fil.csv")
    columns = {"indicator": "indikator", "area": "område", "period": "period", "value": "värde", "numerator": "täljare"}
    mine = Form(correction=Correction(columns={**columns, "denominator": "alla elever"}))
    theirs = Form(correction=Correction(columns={**columns, "denominator": "elever"}))
    seen = preview(malmo.site, LOCAL, file, mine)
    deliver.deliver(malmo.site, LOCAL, Parcel(file.content + b"\n", "annan.csv"), theirs)
    receipt = deliver.deliver(malmo.site, LOCAL, file, seen.form, recall=False)
    malmo.approve(receipt.batch)
    malmo.publish()
    assert malmo.values() == {(AREA, "2024/25"): 90}
    assert preview(malmo.site, LOCAL, file, Form()).remembered


def test_one_column_of_the_file_cannot_be_two_of_ours(malmo: Store) -> None:
    twice = Correction(columns={"area": "område", "period": "period", "numerator": "täljare", "denominator": "täljare"})
    with pytest.raises(DeliveryRefused) as refusal:
        preview(malmo.site, LOCAL, parcel(attendance(AREA, 900, 1000)), Form(correction=twice))
    assert refusal.value.problems == (Problem("correction_columns", value="täljare"),)


def test_one_key_is_not_taken_for_two_files(malmo: Store) -> None:
    malmo.deliver(attendance(AREA, 900, 1000), key="k")
    with pytest.raises(WrongState):
        malmo.deliver(attendance(AREA, 901, 1000), key="k")
    assert malmo.count("SELECT count(*) FROM batch") == 1


def test_nobody_is_named_by_a_personal_number(malmo: Store) -> None:
    with pytest.raises(DeliveryRefused) as refusal:
        malmo.deliver(attendance(AREA, 900, 1000), actor=local_actor(NUMBER))
    assert [(one.code, one.column) for one in refusal.value.problems] == [("person_in_text", "by")]
    assert malmo.count("SELECT count(*) FROM batch") == 0


def test_borders_that_hold_a_personal_number_are_refused_and_it_is_not_repeated(malmo: Store) -> None:
    square = [[[12.9, 55.5], [13.0, 55.5], [13.0, 55.6], [12.9, 55.5]]]
    properties = {"code": "1", "name": f"Anna {NUMBER}"}
    layer = {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": square}}
    ]}  # fmt: skip
    named = areas.Layer(json.dumps(layer).encode(), "lager.geojson", version="2030")
    for one in (named, replace(named, filename=f"{NUMBER}.geojson")):
        with pytest.raises(BordersRefused) as refusal:
            areas.import_areas(malmo.site, LOCAL, one)
        assert {one.code for one in refusal.value.problems} <= {"person_identity_number", "person_in_text"}
        assert "121212" not in repr(refusal.value)


@in_file
def test_the_journal_is_for_its_owner_alone(malmo: Store, tmp_path: Path) -> None:
    assert malmo.site.folder.journal.stat().st_mode & 0o077 == 0
