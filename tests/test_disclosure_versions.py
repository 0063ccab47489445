"""Disclosure control over published versions: what one of them told stays known, and most of them tell nothing new."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

import pytest

from kraftkollen.actions.attack import Asked, attack_published
from kraftkollen.actions.basis import before, telling
from kraftkollen.actions.publish import figures_as_of
from kraftkollen.errors import NotAllowed, NothingPublished
from kraftkollen.store import versions
from tests.journals import in_file
from tests.store_fixtures import LOCAL, OFFICER, START, Store, attendance

# All delområden of one stadsdel, so that its sum is published too.
FEW, OTHER, *REST = ("37301", "37302", "37303", "37304", "37305", "37306", "37307", "37308")
COUNTS = {FEW: 3, OTHER: 400, **dict.fromkeys(REST, 250)}


def _published(store: Store, minutes: float, changed: Mapping[str, int] = MappingProxyType({})) -> None:
    counts = {**COUNTS, **changed}
    later = store.at(minutes)
    later.approved(*(attendance(area, count, count + 60) for area, count in counts.items()))
    later.publish()


def test_three_versions_together_give_nothing_away(malmo: Store) -> None:
    _published(malmo, 1)
    _published(malmo, 2, {OTHER: 404})
    found = attack_published(malmo.site, LOCAL, Asked(indicators=("school_attendance",)))
    assert (found.versions, found.failed) == (2, 0)
    assert found.attacked >= found.hidden > found.hidden_by_the_rule == 1
    _published(malmo, 3, {FEW: 30})
    found = attack_published(malmo.site, LOCAL, Asked(indicators=("school_attendance",)))
    assert (found.versions, found.failed) == (3, 0)


def test_the_rule_alone_lets_the_attack_in(malmo: Store) -> None:
    _published(malmo, 1)
    assert attack_published(malmo.site, LOCAL, Asked()).failed == 0
    naked = attack_published(malmo.site, LOCAL, Asked(primary_only=True))
    assert naked.failed > 0
    assert naked.hidden == naked.hidden_by_the_rule


def test_versions_that_differ_in_other_indicators_tell_nothing_new(malmo: Store) -> None:
    _published(malmo, 1)
    for minutes in (2, 3, 4):
        later = malmo.at(minutes)
        later.approved(f"population;{OTHER};2024;total;{400 + minutes};;;;")
        later.publish()
    _published(malmo, 5, {REST[0]: 251})
    with malmo.site.journal.read() as transaction:
        told = telling(transaction, before(transaction), ("school_attendance",))
        assert [one.at for one in told][1:] == [START + timedelta(minutes=5)]
        assert len(told) == 2
        assert len(telling(transaction, before(transaction), ("population",))) == 3
        assert len(telling(transaction, before(transaction), ("population", "school_attendance"))) == 5


@in_file
def test_a_version_of_an_older_method_binds_nothing_and_is_not_written_out_again(malmo: Store) -> None:
    _published(malmo, 1)
    with malmo.site.journal.write() as transaction:
        transaction.connection.execute("UPDATE version SET method = 'primary-1'")
    assert figures_as_of(malmo.site, LOCAL, START + timedelta(minutes=2)).num_rows == 0
    with pytest.raises(NothingPublished):
        attack_published(malmo.site, LOCAL, Asked())
    _published(malmo, 3, {OTHER: 404})
    with malmo.site.journal.read() as transaction:
        assert len(before(transaction)) == 1
        assert len(versions.of_method(transaction, "primary-1")) >= 1
    assert figures_as_of(malmo.site, LOCAL, START + timedelta(minutes=4)).num_rows > 0


def test_only_an_administrator_attacks(malmo: Store) -> None:
    with pytest.raises(NotAllowed):
        attack_published(malmo.site, OFFICER, Asked())
