"""What is published of a part is what would have been published of the whole: figures, marks and digest, after any change.

KRAFTKOLLEN_SCOPES=40 python -m pytest tests/test_publish_scope.py     # as many stores
"""

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest
import yaml

from kraftkollen.actions import decide, scope
from kraftkollen.actions.basis import before, heads_now
from kraftkollen.actions.site import catalogue
from kraftkollen.model.delivery import State
from kraftkollen.model.record import Record
from kraftkollen.store import deliveries, published, register, versions
from kraftkollen.store.drafts import Before, Meta, as_written
from kraftkollen.store.layout import digest_of
from tests.happenings import AREAS, happenings, people_in
from tests.journals import in_file, on_both
from tests.store_fixtures import LOCAL, Store, attendance, copied

SEEDS = int(os.environ.get("KRAFTKOLLEN_SCOPES", "2"))
STEPS = 7


@contextmanager
def _whole(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patched:
        patched.setattr(scope, "_narrow", lambda *_: None)
        yield


def _told(store: Store) -> tuple[object, ...]:
    """Return what the newest version says of itself, and the marks that the journal has of it."""
    with store.site.journal.read() as transaction:
        version = versions.newest(transaction, versions.FIGURES)
        assert version is not None
        marks = sorted(tuple(one.values()) for one in versions.marks(transaction).to_pylist())
    path = store.path / "published" / store.pointer()["figures"]
    assert digest_of(path, "figures") == version.digest
    return version.digest, marks


@pytest.mark.parametrize("seed", range(SEEDS))
@in_file
def test_a_part_is_published_as_the_whole_would_be(
    malmo: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance, other = random.Random(seed), copied(malmo.path, tmp_path / "whole")
    for step, act in enumerate(happenings(chance, STEPS)):
        now, there = malmo.at(step), other.at(step)
        act(now)
        done = now.publish()
        with _whole(monkeypatch):
            act(there)
            again = there.publish()
        assert _told(now) == _told(there), f"seed {seed}, step {step}"
        assert (done.observations, done.hidden) == (again.observations, again.hidden)


def _scope(store: Store) -> Before | None:
    with store.site.journal.read() as transaction:
        heads, earlier = heads_now(transaction), before(transaction)
        defined = catalogue(store.site, transaction)
    return scope.scope_of(store.site, defined, heads, earlier).before


def _indicators(store: Store) -> tuple[str, ...]:
    found = _scope(store)
    assert found is not None
    return found.indicators


@on_both
def test_only_what_a_change_reaches_is_worked_out_anew(malmo: Store) -> None:
    people = {area: people_in(area, "2024") + 40 for area in AREAS}
    malmo.approved(
        *(f"population;{area};2024;total;{count};;;;" for area, count in people.items()),
        *(f"low_economic_standard;{area};2024;total;;9;{count};;" for area, count in people.items()),
        *(
            f"overcrowding;{area};2024;total;;{20 + place};{count + 7 * place};;"
            for place, (area, count) in enumerate(people.items(), 1)
        ),
        *(attendance(area, 300 + place, 500 + place) for place, area in enumerate(AREAS)),
    )
    assert _scope(malmo) is not None
    malmo.publish()
    assert _indicators(malmo) == ()
    later = malmo.at(1)
    later.approved(attendance(AREAS[0], 400, 500))
    assert _indicators(later) == ("school_attendance",)
    later.publish()
    # The two have the same people: what one hides could be read off the other.
    later = malmo.at(2)
    later.approved(f"population;{AREAS[0]};2024;total;{people[AREAS[0]] + 1};;;;")
    assert _indicators(later) == ("low_economic_standard", "population")
    # A year of which the others say nothing binds nothing.
    later.publish()
    later = malmo.at(3)
    later.approved(f"population;{AREAS[0]};2019;total;300;;;;")
    assert _indicators(later) == ("population",)


CHANGES = (
    *("definitions", "priority area", "program", "revert", "erasure"),
    *("file gone", "file damaged", "file altered", "figure altered", "another version of this number"),
)


@pytest.mark.parametrize("change", CHANGES)
def test_where_the_version_before_cannot_be_relied_on_the_whole_is_worked_out(
    malmo: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    batch = malmo.approved(*(attendance(area, 300, 500) for area in AREAS)).batch
    malmo.publish()
    assert _scope(malmo) is not None
    path = malmo.path / "published" / malmo.pointer()["figures"]
    match change:
        case "definitions":
            raw = yaml.safe_load(malmo.site.indicators.read_text(encoding="utf-8"))
            raw["indicators"][0]["small_numbers"] = {"hide_counts_to": 6}
            defined = tmp_path / "indicators.yaml"
            defined.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
            object.__setattr__(malmo.site, "indicators", defined)
        case "priority area":
            body = {"id": "norr", "name": "Norr", "level": "delomrade", "areas": list(AREAS[:3])}
            with malmo.site.journal.write() as transaction:
                register.add_records(transaction, [Record("priority_areas", "norr", body)], LOCAL.name)
        case "erasure":
            with malmo.site.journal.write() as transaction:
                deliveries.add_event(
                    transaction, batch, deliveries.Event(State.ERASED, LOCAL.name, deliveries.Ground.LOCAL, "x", "y")
                )
        case "revert":
            decide.revert(malmo.site, LOCAL, batch)
        case "program":
            monkeypatch.setattr(scope, "program", lambda: "another")
        case "figure altered":
            with duckdb.connect(str(path)) as connection:
                connection.execute("UPDATE observation SET value = 61 WHERE value = 60")
        case "another version of this number":
            with duckdb.connect(str(path)) as connection:
                connection.execute("UPDATE meta SET value = '2026-03-01T12:00:01' WHERE name = 'at'")
        case "file gone":
            path.unlink()
        case "file damaged":
            content = bytearray(path.read_bytes())
            content[12_288 + 100] ^= 1  # in its first block
            path.write_bytes(content)
        case "file altered":
            # Another version's file under this name.
            others = [one for kind, _, one in published.files(malmo.site.folder) if kind == "figures" and one != path]
            path.write_bytes(others[0].read_bytes())
    assert _scope(malmo) is None
    assert malmo.at(1).publish().digest == _told(malmo)[0]


def test_when_a_file_cannot_be_taken_over_after_all_the_whole_is_worked_out(
    malmo: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    malmo.approved(*(attendance(area, 300, 500) for area in AREAS))
    malmo.publish()
    later = malmo.at(1)
    later.approved(f"population;{AREAS[0]};2024;total;300;;;;")
    looked_at = as_written

    def and_then_gone(path: Path, meta: Meta) -> dict[str, str] | None:
        found = looked_at(path, meta)
        path.unlink()
        return found

    with monkeypatch.context() as patched:
        patched.setattr(scope, "as_written", and_then_gone)
        done = later.publish()
    assert done.observations == later.published().execute("SELECT count(*) FROM observation").fetchone()[0]  # type: ignore[index]
    assert _told(later)[0] == done.digest


def test_a_period_of_before_that_no_longer_counts_is_not_read_by_todays_definition(malmo: Store, tmp_path: Path) -> None:
    malmo.deliver(attendance(AREAS[0], 300, 500))  # never approved
    raw = yaml.safe_load(malmo.site.indicators.read_text(encoding="utf-8"))
    for one in raw["indicators"]:
        if one["id"] == "school_attendance":
            one["period"] = "year"
    defined = tmp_path / "indicators.yaml"
    defined.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    object.__setattr__(malmo.site, "indicators", defined)
    malmo.publish()
    later = malmo.at(1)
    later.approved(f"population;{AREAS[0]};2024;total;300;;;;")
    assert _indicators(later) == ("population",)
    later.publish()
