"""Feedback entered into a real register: published at once, taken back with a reason, each officer for the own committee."""

from typing import Any

import pytest

from kraftkollen.actions.enter import Entry, enter
from kraftkollen.actions.examine import Parcel
from kraftkollen.actions.programme import exported
from kraftkollen.actions.register_file import import_register, undo_import
from kraftkollen.errors import ConfigurationRefused, DeliveryRefused, EntryRefused, NotAllowed
from kraftkollen.model.actor import Actor, Role, local_actor
from kraftkollen.model.programme import Programme
from kraftkollen.store import register
from kraftkollen.views.reading import open_newest
from tests.store_fixtures import START, Store

ME = local_actor("Sekreteraren")
SCHOOL = Actor("Handläggare, skolan", frozenset({Role.OFFICER}), frozenset({"grundskolenamnden"}))
INSIGHT = {"id": "i", "area": "00101", "committee": "grundskolenamnden", "day": "2026-02-01", "text": "Skolgården är mörk."}
FINDING = {
    "id": "f",
    "day": "2026-02-01",
    "what": "Det går att läsa.",
    "receivers": [{"kind": "committee", "id": "grundskolenamnden"}, {"kind": "steering_group"}],
}
ANSWER = {
    "id": "s",
    "finding": "f",
    "receiver": {"kind": "committee", "id": "grundskolenamnden"},
    "day": "2026-02-20",
    "text": "Ja.",
}


def _enter(store: Store, actor: Actor, kind: str, body: dict[str, Any]) -> int:
    return enter(store.site, actor, [Entry(kind, str(body["id"]), body)])


def test_an_insight_written_once_is_read_in_both_languages_at_once(malmo: Store) -> None:
    _enter(malmo, ME, "insights", INSIGHT)
    found = open_newest(malmo.path).programme.insights
    assert [(one.text.sv, one.text.en) for one in found] == [("Skolgården är mörk.", "Skolgården är mörk.")]


def test_an_officer_enters_what_the_own_committee_knows_and_answers(malmo: Store) -> None:
    assert _enter(malmo, SCHOOL, "insights", INSIGHT) == 1
    picture = {"id": "a", "area": "00101", "committee": "grundskolenamnden", "agrees": False, "day": "2026-02-02"}
    assert _enter(malmo, SCHOOL, "agreements", picture) == 1
    _enter(malmo, ME, "findings", FINDING)
    assert _enter(malmo, SCHOOL, "answers", ANSWER) == 1
    assert enter(malmo.site, SCHOOL, [Entry("insights", "i", None)], "Fel område.") == 1


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("insights", {**INSIGHT, "committee": "kulturnamnden"}),
        ("answers", {**ANSWER, "receiver": {"kind": "steering_group"}}),
        ("findings", {**FINDING, "id": "g"}),
        ("dialogues", {"id": "d", "day": "2026-02-01", "bodies": ["grundskolenamnden", "mkb"], "what": "x"}),
        ("not_decided", {"id": "n", "what": {"sv": "x", "en": "x"}}),
    ],
)
def test_an_officer_speaks_for_nobody_else(malmo: Store, kind: str, body: dict[str, Any]) -> None:
    _enter(malmo, ME, "findings", FINDING)
    with pytest.raises(NotAllowed):
        _enter(malmo, SCHOOL, kind, body)


def test_an_officer_neither_takes_over_nor_withdraws_what_another_committee_said(malmo: Store) -> None:
    _enter(malmo, ME, "insights", {**INSIGHT, "committee": "kulturnamnden"})
    with pytest.raises(NotAllowed):
        _enter(malmo, SCHOOL, "insights", INSIGHT)
    with pytest.raises(NotAllowed):
        enter(malmo.site, SCHOOL, [Entry("insights", "i", None)])
    assert [one.committee for one in open_newest(malmo.path).programme.insights] == ["kulturnamnden"]


def test_a_reader_enters_nothing(malmo: Store) -> None:
    reader = Actor("Läsaren", frozenset({Role.POLITICIAN}), frozenset({"grundskolenamnden"}))
    with pytest.raises(NotAllowed):
        _enter(malmo, reader, "insights", INSIGHT)


def test_a_person_in_any_text_of_feedback_is_refused_and_never_repeated(malmo: Store) -> None:
    person = "Ring 070-123 45 67."
    wrong = [
        Entry("insights", "i", {**INSIGHT, "evidence": person}),
        Entry("findings", "f", {**FINDING, "what": person}),
        Entry("answers", "s", {**ANSWER, "measure": person}),
        Entry("briefings", "b", {"id": "b", "committee": "x", "calendar": "y", "day": "2026-01-01", "document": person}),
    ]
    with pytest.raises(EntryRefused) as refused:
        enter(malmo.site, ME, wrong)
    assert [(one.code, one.column) for one in refused.value.problems] == [
        ("person_in_text", "evidence"),
        ("person_in_text", "what"),
        ("person_in_text", "measure"),
        ("person_in_text", "document"),
    ]
    assert "070" not in str(refused.value.problems)


def test_a_file_of_feedback_goes_in_once_as_a_whole_and_is_taken_back(malmo: Store) -> None:
    yaml = """
insights:
  - {id: i, area: "00101", committee: grundskolenamnden, day: 2026-02-01, text: Skolgården är mörk.}
findings:
  - {id: f, day: 2026-02-01, what: Det går att läsa., receivers: [{kind: steering_group}]}
"""
    parcel = Parcel(yaml.encode(), "in.yaml")
    first = import_register(malmo.site, ME, parcel)
    assert (first.new, import_register(malmo.site, ME, parcel).unchanged) == (2, 2)
    wrong = Parcel(yaml.replace("mörk", "mörk ring 070-123 45 67").replace("steering_group", "nobody").encode(), "fel.yaml")
    with pytest.raises(DeliveryRefused) as refused:
        import_register(malmo.site, ME, wrong)
    assert {one.code for one in refused.value.problems} == {"person_in_text", "register_record"}
    assert "070" not in str(refused.value.problems)
    undo_import(malmo.site, ME, first.number, "Fel fil.")
    known = open_newest(malmo.path).programme
    assert (known.insights, known.findings) == ((), ())


def test_an_answered_finding_is_not_withdrawn_from_under_its_answer(malmo: Store) -> None:
    _enter(malmo, ME, "findings", FINDING)
    _enter(malmo, ME, "answers", ANSWER)
    with pytest.raises(ConfigurationRefused):
        enter(malmo.site, ME, [Entry("findings", "f", None)], "Fel.")
    enter(malmo.site, ME, [Entry("answers", "s", None), Entry("findings", "f", None)], "Fel.")
    assert open_newest(malmo.path).programme.findings == ()


def test_what_is_taken_back_stays_in_the_history_with_its_reason_and_is_shown_as_of_then(malmo: Store) -> None:
    _enter(malmo.at(10), ME, "insights", INSIGHT)
    enter(malmo.at(20).site, ME, [Entry("insights", "i", None)], "Fel område.")
    with malmo.site.journal.read() as transaction:
        forms = register.history(transaction, "insights", "i")
    assert [(one.record.body is None, one.by, one.why) for one in forms] == [
        (True, "Sekreteraren", "Fel område."),
        (False, "Sekreteraren", None),
    ]
    between = malmo.at(15).site.clock.now()
    then = Programme.model_validate(exported(malmo.site, ME, between))
    assert [one.id for one in then.insights] == ["i"]
    assert Programme.model_validate(exported(malmo.site, ME)).insights == ()
    assert between > START
