"""What people enter into the register: all of it or nothing, never over somebody else's change, never a person."""

from dataclasses import replace

import pytest

from kraftkollen.actions.enter import Entry, enter
from kraftkollen.actions.site import Site, programme
from kraftkollen.errors import ConfigurationRefused, EntryRefused, NotAllowed
from kraftkollen.model.actor import Actor, Role, local_actor
from kraftkollen.views.reading import open_newest
from tests.store_fixtures import Store

ME = local_actor("Sekreteraren")
NEED = {"id": "ny_fraga", "what": {"sv": "En öppen fråga.", "en": "An open question."}}


def _site(store: Store) -> Site:
    return store.site


def test_what_is_entered_is_published_at_once(malmo: Store) -> None:
    assert enter(_site(malmo), ME, [Entry("not_decided", "ny_fraga", NEED)]) == 1
    seen = open_newest(malmo.site.folder.path).programme.not_decided
    assert "ny_fraga" in [one.id for one in seen]


def test_the_same_entry_twice_writes_once(malmo: Store) -> None:
    entry = Entry("not_decided", "ny_fraga", NEED, replaces=None)
    assert [enter(_site(malmo), ME, [entry]), enter(_site(malmo), ME, [entry])] == [1, 0]


def test_somebody_elses_change_is_not_overwritten(malmo: Store) -> None:
    first = {**NEED, "what": {"sv": "Ett.", "en": "One."}}
    enter(_site(malmo), ME, [Entry("not_decided", "ny_fraga", NEED)])
    enter(_site(malmo), ME, [Entry("not_decided", "ny_fraga", first, replaces=NEED)])
    with pytest.raises(EntryRefused) as refused:
        enter(_site(malmo), ME, [Entry("not_decided", "ny_fraga", {**NEED, "whose": []}, replaces=NEED)])
    assert [one.code for one in refused.value.problems] == ["entry_overtaken"]


def test_every_problem_is_told_at_once_and_nothing_is_recorded(malmo: Store) -> None:
    person = {**NEED, "what": {"sv": "Ring 070-123 45 67.", "en": "Call."}}
    wrong = [
        Entry("not_decided", "ny_fraga", person),
        Entry("nonsense", "a", {"id": "a"}),
        Entry("not_decided", "b", {"id": "c", "what": NEED["what"]}),
        Entry("not_decided", "d", {"id": "d"}),
        Entry("not_decided", "e", {**NEED, "id": "e"}),
    ]
    with pytest.raises(EntryRefused) as refused:
        enter(_site(malmo), ME, wrong)
    codes = ["person_in_text", "entry_kind_unknown", "entry_id_differs", "definition_fault"]
    assert [one.code for one in refused.value.problems] == codes
    assert "070" not in str(refused.value.problems)
    with malmo.site.journal.read() as transaction:
        assert {"ny_fraga", "e"}.isdisjoint(one.id for one in programme(transaction).not_decided)


def test_a_text_beyond_what_any_box_takes_is_refused_though_it_is_sent_without_the_box(malmo: Store) -> None:
    with pytest.raises(EntryRefused) as refused:
        enter(_site(malmo), ME, [Entry("not_decided", "ny_fraga", {**NEED, "what": {"sv": "a" * 100_001, "en": "a"}})])
    assert [(one.code, one.column, one.value) for one in refused.value.problems] == [("text_too_long", "what", None)]


def test_a_record_that_others_name_is_not_withdrawn(malmo: Store) -> None:
    with pytest.raises(ConfigurationRefused):
        enter(_site(malmo), ME, [Entry("bodies", "kommunstyrelsen", None)])


def test_only_who_may_edit_the_register_does(malmo: Store) -> None:
    reader = replace(Actor("Läsaren", frozenset({Role.POLITICIAN})))
    with pytest.raises(NotAllowed):
        enter(_site(malmo), reader, [Entry("not_decided", "ny_fraga", NEED)])
    secretary = Actor("Sekreteraren", frozenset({Role.SECRETARY}))
    assert enter(_site(malmo), secretary, [Entry("not_decided", "ny_fraga", NEED)]) == 1
