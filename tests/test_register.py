"""The register: the programme in parts, each with its history, and out again as the file that seeded it."""

from dataclasses import replace

import pytest
import yaml

from kraftkollen.actions.programme import exported
from kraftkollen.actions.publish import publish_register
from kraftkollen.actions.site import ROOT
from kraftkollen.errors import ConfigurationRefused
from kraftkollen.model.programme import Programme, load_programme
from kraftkollen.model.record import Record, programme_of, records_of
from kraftkollen.store import register
from kraftkollen.views.reading import open_newest
from tests.store_fixtures import LOCAL, Store

SEED = ROOT / "data" / "cities" / "malmo" / "programme.yaml"


def records(store: Store) -> dict[tuple[str, str], Record]:
    with store.site.journal.read() as transaction:
        return {(one.kind, one.id): one for one in register.records_as_of(transaction)}


def changed(store: Store, kind: str, record: str, **fields: object) -> int:
    one = records(store)[kind, record]
    with store.site.journal.write() as transaction:
        return register.add_records(transaction, [replace(one, body={**(one.body or {}), **fields})], "Sekreterare", "rättat")


def test_the_parts_of_a_programme_make_up_the_same_programme() -> None:
    seed = load_programme(SEED)
    assert programme_of(records_of(seed)) == seed


def test_every_record_has_a_name_of_its_own() -> None:
    names = [(one.kind, one.id) for one in records_of(load_programme(SEED))]
    assert len(names) == len(set(names)) > 20


def test_the_export_is_the_seed(malmo: Store) -> None:
    document = exported(malmo.site, LOCAL)
    assert Programme.model_validate(document) == load_programme(SEED)
    again = yaml.safe_load(yaml.safe_dump(document, allow_unicode=True, sort_keys=False))
    assert Programme.model_validate(again) == load_programme(SEED)


def test_a_change_adds_a_row_and_the_earlier_form_is_kept(malmo: Store) -> None:
    before = malmo.count("SELECT count(*) FROM register")
    assert changed(malmo.at(5), "bodies", "tekniska_namnden", name="Nya tekniska nämnden") == 1
    assert malmo.count("SELECT count(*) FROM register") == before + 1
    with malmo.site.journal.read() as transaction:
        newest, oldest = register.history(transaction, "bodies", "tekniska_namnden")
        then = {(one.kind, one.id): one for one in register.records_as_of(transaction, before)}
    assert (newest.record.body or {})["name"] == "Nya tekniska nämnden"
    assert (newest.by, newest.why) == ("Sekreterare", "rättat")
    assert oldest.at < newest.at
    assert (oldest.record.body or {})["name"] == (then["bodies", "tekniska_namnden"].body or {})["name"] == "Tekniska nämnden"


def test_the_same_form_again_adds_nothing(malmo: Store) -> None:
    with malmo.site.journal.write() as transaction:
        assert register.add_records(transaction, records_of(load_programme(SEED)), "Sekreterare") == 0


def withdraw(store: Store, kind: str, name: str) -> None:
    with store.site.journal.write() as transaction:
        register.add_records(transaction, [Record(kind, name, None)], "Sekreterare")


def test_a_record_that_is_withdrawn_is_gone_and_its_history_is_not(malmo: Store) -> None:
    withdraw(malmo, "not_decided", "priority_areas")
    assert ("not_decided", "priority_areas") not in records(malmo)
    assert "priority_areas" not in {one.id for one in Programme.model_validate(exported(malmo.site, LOCAL)).not_decided}
    with malmo.site.journal.read() as transaction:
        newest, oldest = register.history(transaction, "not_decided", "priority_areas")
    assert newest.record.body is None
    assert oldest.record.body is not None


def test_a_change_that_would_leave_no_valid_programme_is_refused_and_not_recorded(malmo: Store) -> None:
    before = malmo.count("SELECT count(*) FROM register")
    with pytest.raises(ConfigurationRefused):
        withdraw(malmo, "bodies", "mkb")
    assert malmo.count("SELECT count(*) FROM register") == before
    malmo.publish()


def test_a_record_keeps_its_place_when_it_is_changed(malmo: Store) -> None:
    order = list(records(malmo))
    changed(malmo, "bodies", "tekniska_namnden", name="Nya tekniska nämnden")
    assert list(records(malmo)) == order


def test_a_change_is_seen_by_readers_once_it_is_published_and_writes_only_the_register(malmo: Store) -> None:
    before = malmo.pointer()
    changed(malmo, "bodies", "tekniska_namnden", name="Nya tekniska nämnden")
    assert open_newest(malmo.path).programme.body_name("tekniska_namnden") == "Tekniska nämnden"
    publish_register(malmo.site, LOCAL)
    after = malmo.pointer()
    assert open_newest(malmo.path).programme.body_name("tekniska_namnden") == "Nya tekniska nämnden"
    assert after["figures"] == before["figures"]
    assert after["register"] != before["register"]
